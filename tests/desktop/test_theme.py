"""Every text of the theme can be read on every ground that it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

from ziggie_desktop.data import resource
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.presenters.view import Tone
from ziggie_desktop.desktop.sign_icon import PANEL_SHAPES

THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def _light(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str | QColor, other: str | QColor) -> float:
    """WCAG 2.2's contrast ratio."""
    lights = sorted((_light(QColor(one)), _light(QColor(other))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_PAIRS)
def test_text_has_four_and_a_half_to_one(name: str, ink: str, ground: str) -> None:
    tokens = THEMES[name]
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("shape", "ground"), theme.SHAPE_PAIRS)
def test_focus_and_bars_have_three_to_one(name: str, shape: str, ground: str) -> None:
    tokens = THEMES[name]
    assert contrast(getattr(tokens, shape), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("panel", ["#ffffff", "#1b1b1f"])
@pytest.mark.parametrize("colour", PANEL_SHAPES, ids=lambda c: c.name())
def test_tray_icons_stand_out_on_both_panels(panel: str, colour: QColor) -> None:
    assert contrast(colour, panel) >= 3.0


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("tone", list(Tone))
def test_each_tone_reads_on_its_own_ground(name: str, tone: Tone) -> None:
    ink, ground = theme.tone_inks(THEMES[name], tone)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_sheet_knows_each_token_it_names(name: str) -> None:
    sheet = theme.sheet(THEMES[name])
    assert "@" not in sheet
    assert all(
        QColor(getattr(THEMES[name], token)).isValid() for token in theme.Tokens.__struct_fields__
    )


def test_inter_comes_with_the_program(app: QApplication) -> None:
    assert app.font().family() == "Inter"
    assert QFontDatabase.isFixedPitch("Inter") is False
    assert resource("fonts/OFL.txt").is_file()
