"""Owns which platform theme Qt takes on a GTK desktop, and whether that desktop is dark. Never
loads GTK: it is a third of the start and a fifth of the memory, for colours that we paint over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

THEME = "QT_QPA_PLATFORMTHEME"
PLAIN = "gnome"  # Qt's own: the portal's colours and contrast, Qt's file dialogs
GTK_DESKTOPS = frozenset(
    {"GNOME", "X-CINNAMON", "PANTHEON", "UNITY", "MATE", "XFCE", "LXDE"}  # as Qt has them
)
PREFERS_DARK = re.compile(
    r"^\s*gtk-application-prefer-dark-theme\s*=\s*(?:1|true)\s*$"
    r"|^\s*gtk-theme-name\s*=.*dark",
    re.IGNORECASE | re.MULTILINE,
)
XFCE_DARK = re.compile(r'name="ThemeName"[^>]*value="[^"]*dark', re.IGNORECASE)


@contextmanager
def plain_theme(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Have Qt take its plain theme where it would load GTK's. A person's own choice is kept, and
    the programs that we start are not told."""
    here = set(environ.get("XDG_CURRENT_DESKTOP", "").upper().split(":"))
    if environ.get(THEME) or not here & GTK_DESKTOPS:
        yield
        return
    environ[THEME] = PLAIN
    try:
        yield
    finally:
        del environ[THEME]


def is_dark(environ: Mapping[str, str]) -> bool:
    """What GTK's settings say, where no portal tells."""
    named = environ.get("GTK_THEME", "")
    if named:
        return "dark" in named.lower()
    config = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    xfce = config / "xfce4/xfconf/xfce-perchannel-xml/xsettings.xml"
    return bool(
        PREFERS_DARK.search(_read(config / "gtk-3.0/settings.ini")) or XFCE_DARK.search(_read(xfce))
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
