"""Which platform theme Qt is told to take, and what GTK's settings say of dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from ziggie_desktop.desktop.unix_look import PLAIN, THEME, is_dark, plain_theme


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"XDG_CURRENT_DESKTOP": "XFCE"}, PLAIN),
        ({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, PLAIN),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, None),
        ({}, None),
        ({"XDG_CURRENT_DESKTOP": "GNOME", THEME: "gtk3"}, "gtk3"),
    ],
)
def test_gtk_is_not_loaded_unless_a_person_says_so(
    environ: dict[str, str], told: str | None
) -> None:
    before = dict(environ)
    with plain_theme(environ):
        assert environ.get(THEME) == told
    assert environ == before  # programs that we start choose for themselves


XFCE = '<property name="ThemeName" type="string" value="{}"/>'


@pytest.mark.parametrize(
    ("environ", "file", "text", "dark"),
    [
        ({}, "gtk-3.0/settings.ini", "[Settings]\ngtk-application-prefer-dark-theme=1\n", True),
        ({}, "gtk-3.0/settings.ini", "[Settings]\ngtk-application-prefer-dark-theme = 0\n", False),
        ({}, "gtk-3.0/settings.ini", "[Settings]\ngtk-theme-name=Adwaita-dark\n", True),
        ({}, "xfce4/xfconf/xfce-perchannel-xml/xsettings.xml", XFCE.format("Greybird-dark"), True),
        ({}, "xfce4/xfconf/xfce-perchannel-xml/xsettings.xml", XFCE.format("Greybird"), False),
        ({"GTK_THEME": "Adwaita:dark"}, "gtk-3.0/settings.ini", "", True),
        ({"GTK_THEME": "Adwaita"}, "gtk-3.0/settings.ini", "gtk-theme-name=X-dark", False),
        ({}, "elsewhere", "dark", False),
    ],
)
def test_a_dark_desktop_is_seen_without_a_portal(
    tmp_path: Path, environ: dict[str, str], file: str, text: str, dark: bool
) -> None:
    place = tmp_path / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    assert is_dark({"XDG_CONFIG_HOME": str(tmp_path), **environ}) is dark
