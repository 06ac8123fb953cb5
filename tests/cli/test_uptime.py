"""Tests how uptime reads in the terminal."""

from __future__ import annotations

import pytest

from ziggie_desktop.cli.render import uptime


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "unknown"), (1.0, "100.00 %"), (0.99999, "99.99 %"), (0.0, "0.00 %"), (0.5, "50.00 %")],
)
def test_uptime_is_rounded_down_and_never_guessed(share: float | None, text: str) -> None:
    assert uptime(share) == text
