#!/usr/bin/env python3
"""Brings resources/translations/ up to what desktop and service say: run it after a change.

    .venv/bin/python installer/translations.py

The .ts files are for Qt Linguist (or any editor); the .qm files beside them are what ships.
service.json lists what the service says: the desktop translates it on view. Another language is
another line in LANGUAGES and in ziggie_desktop/desktop/language.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer.service_words import collected  # noqa: E402 - from wherever it is run

FOLDER = ROOT / "resources" / "translations"
SERVICE = "service"  # the context of what the service says
LANGUAGES = ("en", "de")
PLACE = re.compile(r"\{[a-z_]\w*\}")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
PLURALS_ONLY = ("en",)  # the words themselves are English already


def update(folder: Path) -> None:
    """Take over new words, drop those that are gone, and compile."""
    said = collected(ROOT / "ziggie_desktop", ROOT / "resources")
    (folder / "service.json").write_text(
        json.dumps(said, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    with TemporaryDirectory() as scratch:
        listed = Path(scratch) / "service_words.py"
        calls = "".join(
            f"translate({SERVICE!r}, {json.dumps(text, ensure_ascii=False)})\n" for text in said
        )
        listed.write_text(calls, encoding="utf-8")
        desktop = (ROOT / "ziggie_desktop" / "desktop").rglob("*.py")
        _take_over(folder, [*sorted(str(path) for path in desktop), str(listed)], said)


def _take_over(folder: Path, sources: list[str], said: list[str]) -> None:
    for language in LANGUAGES:
        texts = folder / f"ziggie_{language}.ts"
        follow_renames(texts, said)
        plurals = ["-pluralonly"] if language in PLURALS_ONLY else []
        _tool(
            ["pyside6-lupdate", "-silent", "-no-obsolete", "-locations", "none", *plurals]
            + ["-tr-function-alias", "tr+=t,QT_TR_NOOP+=mark"]
            + ["-source-language", "en", "-target-language", language]
            + [*sources, "-ts", str(texts)]
        )
        _tool(["pyside6-lrelease", "-silent", str(texts), "-qm", str(texts.with_suffix(".qm"))])


def follow_renames(texts: Path, said: list[str]) -> None:
    """Keep the translation of a template whose places only have other names now."""
    if not texts.exists():
        return
    tree = ElementTree.parse(texts)
    new = {PLACE.sub("{}", text): text for text in said}
    for message in tree.iterfind(f"context[name='{SERVICE}']/message"):
        source, meant = message.find("source"), message.find("translation")
        before = source.text if source is not None else None
        after = new.get(PLACE.sub("{}", before or ""))
        if source is None or meant is None or not before or not meant.text or after is None:
            continue
        if before in said:
            continue
        names = dict(zip(PLACE.findall(before), PLACE.findall(after), strict=True))
        source.text = after
        meant.text = PLACE.sub(lambda place, names=names: names.get(place[0], place[0]), meant.text)
    words = ElementTree.tostring(tree.getroot(), encoding="unicode")
    texts.write_text(f"{HEAD}{words}\n", encoding="utf-8")


def _tool(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    subprocess.run([str(program), *command[1:]], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    update(FOLDER)
