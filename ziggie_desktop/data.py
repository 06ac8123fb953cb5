"""Owns the place of the files that ship with the program. Never writes there."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """The path of ``resources/NAME``: inside an installed package, else in the source tree."""
    installed = Path(__file__).parent / "resources" / name
    if installed.exists():
        return installed
    return Path(__file__).parent.parent / "resources" / name
