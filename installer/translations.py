#!/usr/bin/env python3
"""Brings resources/translations/ up to what the desktop says: run it after a change of words.

    .venv/bin/python installer/translations.py

The .ts files are for Qt Linguist (or any editor); the .qm files beside them are what ships.
Another language is another line in LANGUAGES and in ziggie_desktop/desktop/language.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "de")
PLURALS_ONLY = ("en",)  # the words themselves are English already


def update(folder: Path) -> None:
    """Take over new words, drop those that are gone, and compile."""
    sources = sorted(str(path) for path in (ROOT / "ziggie_desktop" / "desktop").rglob("*.py"))
    for language in LANGUAGES:
        texts = folder / f"ziggie_{language}.ts"
        plurals = ["-pluralonly"] if language in PLURALS_ONLY else []
        _tool(
            ["pyside6-lupdate", "-silent", "-no-obsolete", "-locations", "none", *plurals]
            + ["-tr-function-alias", "tr+=t,QT_TR_NOOP+=mark"]
            + ["-source-language", "en", "-target-language", language]
            + [*sources, "-ts", str(texts)]
        )
        _tool(["pyside6-lrelease", "-silent", str(texts), "-qm", str(texts.with_suffix(".qm"))])


def _tool(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    subprocess.run([str(program), *command[1:]], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    update(FOLDER)
