"""Owns the place of the files that ship with the program. Never writes there."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(name: str) -> Path:
    """The path of ``resources/NAME``: inside an installed package, else in the source tree."""
    installed = Path(__file__).parent / "resources" / name
    if installed.exists():
        return installed
    return Path(__file__).parent.parent / "resources" / name


@cache
def changelog() -> str:
    """What each version brought: it ships beside the resources and lies at the source's top."""
    shipped = Path(__file__).parent / "resources" / "CHANGELOG.md"
    source = Path(__file__).parent.parent / "CHANGELOG.md"
    return (shipped if shipped.exists() else source).read_text(encoding="utf-8")
