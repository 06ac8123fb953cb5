#!/usr/bin/env python3
"""Writes resources/licences/: which parts ship with Ziggie, and under which terms each may.

    .venv/bin/python installer/licences.py

Run it when uv.lock names another part. Reads the licences of what is installed here; those of parts
for other systems lie in resources/licences/ already and are kept. LGPL and GPL are there in full.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"
EXTRAS = ("desktop", "postgres", "parquet")  # all but those for developers
ELSEWHERE = ("emscripten", "android", "ios")  # systems that Ziggie is not for
OF_QT = ("pyside6-essentials", "shiboken6")
OWN_TERMS = {  # where the package names none that a machine can read
    "aiosignal": "Apache-2.0",
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
    "nvidia-ml-py": "BSD-3-Clause",
    "pg8000": "BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "pywin32-ctypes": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "tomli-w": "MIT",
    "uvloop": "Apache-2.0 AND MIT",
}
HOMES = {
    "nvidia-ml-py": "https://pypi.org/project/nvidia-ml-py",
    "pyside6-essentials": "https://pyside.org",
    "shiboken6": "https://pyside.org",
    "pywin32-ctypes": "https://github.com/enthought/pywin32-ctypes",
}
FONT = ("Inter", "OFL-1.1", "https://rsms.me/inter")
_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
RULE = "=" * 100


def shipped(lock: Path) -> list[str]:
    """All that an installed Ziggie may bring along, on any system."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        packages.setdefault(package["name"], []).append(package)
    (own,) = packages["ziggie-desktop"]
    wanted = [*own["dependencies"]]
    for extra in EXTRAS:
        wanted += own["optional-dependencies"][extra]
    found: set[str] = set()
    while wanted:
        one = wanted.pop()
        if one["name"] in found or _is_elsewhere(one):
            continue
        found.add(one["name"])
        for package in packages[one["name"]]:
            wanted += package.get("dependencies", [])
    return sorted(found)


def _is_elsewhere(wanted: dict[str, str]) -> bool:
    return any(f"== '{name}'" in wanted.get("marker", "") for name in ELSEWHERE)


def terms(name: str, found: Distribution | None) -> str:
    if name in OWN_TERMS or found is None:
        return OWN_TERMS[name]
    said = found.metadata.get("License-Expression") or found.metadata.get("License")
    if not said or "\n" in said:
        raise SystemExit(f"{name} does not name its licence: add it to OWN_TERMS")
    return said


def home(name: str, found: Distribution | None) -> str:
    if name in HOMES or found is None:
        return HOMES[name]
    pairs = [line.split(", ", 1) for line in found.metadata.get_all("Project-URL") or []]
    urls = {key.lower(): url for key, url in pairs}
    for key in ("homepage", "home", "source", "source code", "repository", "github"):
        if key in urls:
            return urls[key]
    return found.metadata.get("Home-page") or f"https://pypi.org/project/{name}"


def texts(name: str, found: Distribution | None) -> list[str]:
    """The licences and notices as the part itself has them."""
    if name in OF_QT:
        return ["The full texts are LGPL-3.0.txt and GPL-3.0.txt beside this file."]
    kept = FOLDER / f"{name}.txt"
    if kept.exists() or found is None:
        return [kept.read_text(encoding="utf-8").strip()]
    if name == "nvidia-ml-py":  # its licence stands at the top of its one module
        source = Path(str(found.locate_file("pynvml.py"))).read_text(encoding="utf-8")
        head = source.split("\n\n")[0].split("\nimport ")[0]
        return ["\n".join(line.lstrip("#").strip() for line in head.splitlines()).strip()]
    files = [file for file in found.files or [] if _FILE.search(str(file))]
    inside = [file for file in files if ".dist-info/" in str(file) or "_vendor/" in str(file)]
    return [
        Path(str(found.locate_file(file))).read_text(encoding="utf-8").strip() for file in inside
    ]


def _section(part: tuple[str, str, str], words: str) -> str:
    return "\n".join([RULE, " · ".join(part), RULE, "", words, ""])


def main() -> int:
    lines, notices, told = [], [], {}
    font = (ROOT / "resources" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    notices.append(_section(FONT, font.strip()))
    for name in shipped(ROOT / "uv.lock"):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            found = None
        lines.append((name, terms(name, found), home(name, found)))
        said = texts(name, found)
        if not said:
            raise SystemExit(f"{name} brings no licence: put it into {FOLDER}/{name}.txt")
        parts = []
        for text in said:
            words = " ".join(text.split())
            parts.append(f"The same words as under {told[words]}." if words in told else text)
            told.setdefault(words, name)
        notices.append(_section(lines[-1], "\n\n".join(parts)))
    table = sorted([*lines, FONT], key=lambda line: line[0].lower())
    (FOLDER / "parts.tsv").write_text(
        "".join("\t".join(line) + "\n" for line in table), encoding="utf-8"
    )
    (FOLDER / "NOTICES.txt").write_text("\n".join(notices), encoding="utf-8")
    print(f"{len(table)} parts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
