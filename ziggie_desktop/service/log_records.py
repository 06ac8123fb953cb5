"""Owns how the lines of the log are told apart: records by level and subject. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_RECORD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) +(?P<subject>[\w.-]+): "
)


def chosen(lines: Sequence[str], *, level: str | None, subject: str | None) -> list[str]:
    """The records of at least this level, of this subject and what lies under it. The lines that
    follow a record, such as a traceback, belong to it."""
    least = 0 if level is None else LEVELS.index(level)
    return [line for record in _records(lines) if _fits(record[0], least, subject)
            for line in record]  # fmt: skip


def _records(lines: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if _RECORD.match(line) or not found:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _fits(line: str, least: int, subject: str | None) -> bool:
    found = _RECORD.match(line)
    if found is None:
        return least == 0 and subject is None
    level = LEVELS.index(found["level"]) if found["level"] in LEVELS else 0
    whose = found["subject"]
    right = subject is None or whose == subject or whose.startswith(f"{subject}.")
    return level >= least and right
