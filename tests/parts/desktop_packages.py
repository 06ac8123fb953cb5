"""Owns what the tests' desktop session needs, as Debian and Ubuntu name it. Standard library only:
the installer reads it before anything is installed."""

from __future__ import annotations

# Program -> package.
PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xfce4-panel": "xfce4-panel",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "gnome-keyring-daemon": "gnome-keyring",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "display": "imagemagick",
    "xwininfo": "x11-utils",
    "dbus-daemon": "dbus-daemon",
    "busctl": "systemd",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",  # what a screen reader listens to
}
# Programs that are looked for, and what must come with them to draw any text.
FONTS = "fonts-dejavu-core"
