"""Owns what the logs page says: the service's records, told apart by level and subject."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
from PySide6.QtCore import QDate, QLocale

from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import Do, LineView, NoticeView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t

LINES = 500
LEVELS = {
    "": mark("All levels"),
    "INFO": mark("Information and above"),
    "WARNING": mark("Warnings and errors"),
    "ERROR": mark("Errors"),
}
NAMES = {
    "DEBUG": mark("Detail"),
    "INFO": mark("Information"),
    "WARNING": mark("Warning"),
    "ERROR": mark("Error"),
    "CRITICAL": mark("Failure"),
}
TONES = {"WARNING": Tone.WARN, "ERROR": Tone.BAD, "CRITICAL": Tone.BAD}
SUBJECTS = ("cloud", "desktop", "engine", "gateway", "gpu", "ledger", "library", "service")
_RECORD = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d:\d\d),\d{3} (?P<level>[A-Z]+) +"
    r"(?P<subject>[\w.-]+): (?P<words>.*)"
)


class Choice(msgspec.Struct, frozen=True):
    """``line``: which record is shown in full."""

    level: str = ""
    subject: str = ""
    line: str = ""


class LogsView(msgspec.Struct, frozen=True):
    lines: tuple[LineView, ...]
    subjects: tuple[tuple[str, str], ...]
    detail: str
    notice: NoticeView | None
    empty: NoticeView | None
    is_saving: bool


class _Record(msgspec.Struct, frozen=True):
    key: str
    level: str
    cells: tuple[str, str, str, str]
    whole: str


def logs_ask(choice: Choice) -> Ask:
    said = {"level": choice.level, "subject": f"ziggie.{choice.subject}" if choice.subject else ""}
    query = tuple((key, value) for key, value in said.items() if value)
    return Ask(Doc.LOGS, (*query, ("lines", str(LINES))))


def logs(shelf: Shelf, choice: Choice, pending: frozenset[Do]) -> LogsView:
    found = shelf.get(logs_ask(choice), dict)
    notice = empty = None
    records: list[_Record] = []
    if isinstance(found, Missing):
        if found.title:
            notice = NoticeView(found.title, found.remedy, Tone.BAD)
        else:
            empty = NoticeView(t("Reading the log…"), "")
    else:
        records = _records(found["lines"])
        if not records:
            filtered = choice.level or choice.subject
            words = t("Choose another level or subject.") if filtered else ""
            empty = NoticeView(t("Nothing is in the log"), words)
    shown = next((record.whole for record in records if record.key == choice.line), "")
    return LogsView(
        lines=tuple(
            LineView(r.key, r.cells, tone=TONES.get(r.level, Tone.NEUTRAL), toned=1)
            for r in reversed(records)
        ),
        subjects=(("", t("All subjects")), *((name, name) for name in SUBJECTS)),
        detail=shown,
        notice=notice,
        empty=empty,
        is_saving=any(do.verb is Verb.BUNDLE for do in pending),
    )


def _day(iso: str) -> str:
    return QLocale().toString(QDate.fromString(iso, "yyyy-MM-dd"), QLocale.FormatType.ShortFormat)


def _records(lines: list[str]) -> list[_Record]:
    """The lines that follow a record, such as a traceback, belong to it."""
    whole: list[list[str]] = []
    for line in lines:
        if _RECORD.match(line):
            whole.append([line])
        elif whole:
            whole[-1].append(line)
    times: Counter[str] = Counter()
    found = []
    for record in whole:
        said = _RECORD.match(record[0])
        assert said is not None
        times[record[0]] += 1
        level = said["level"]
        cells = (
            f"{_day(said['day'])} {said['time']}",
            t(NAMES[level]) if level in NAMES else level,
            said["subject"].removeprefix("ziggie."),
            said["words"],
        )
        key = f"{record[0]} #{times[record[0]]}"
        found.append(_Record(key=key, level=level, cells=cells, whole="\n".join(record)))
    return found
