"""Owns the words that presenters and views share: tones, links, wishes, tiles and rows."""

from __future__ import annotations

from enum import Enum, StrEnum

import msgspec


class Tone(StrEnum):
    """What a colour would say. Each tone is said in words or by a shape as well."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Link(Enum):
    """Where the desktop stands with the service."""

    CONNECTING = "connecting"
    UP = "up"
    LOST = "lost"


class Page(StrEnum):
    DASHBOARD = "dashboard"
    MODELS = "models"
    GPU = "gpu"
    SAVINGS = "savings"
    ROUTING = "routing"
    ACTIVITY = "activity"
    LOGS = "logs"
    SETTINGS = "settings"
    NEWS = "news"
    ABOUT = "about"
    FIRST = "first"  # the first steps; not in the sidebar


class Verb(Enum):
    """What a person can ask for. The first group goes to the service, the second stays here."""

    ENGINE_START = "engine.start"
    ENGINE_STOP = "engine.stop"
    ENGINE_RESTART = "engine.restart"
    ENGINE_INSTALL = "engine.install"
    MODE = "mode"
    LOAD = "load"
    UNLOAD = "unload"
    REMOVE = "remove"
    PULL = "pull"
    PULL_PAUSE = "pull.pause"
    PULL_RESUME = "pull.resume"
    PULL_CANCEL = "pull.cancel"
    MODELS_FOLDER = "models.folder"  # subject: where the models go, empty to be asked for
    JOB_CANCEL = "job.cancel"  # the engine's
    PULL_NOW = "pull.now"
    PULL_MOVE = "pull.move"  # value: up, down, first or last
    PIN = "pin"
    UNPIN = "unpin"
    COPY = "copy"  # value: the second name
    CREATE = "create"  # value: the path of a Modelfile or GGUF file
    VERIFY = "verify"  # subject: a model, or empty for all; value: whether to repair
    WORK_CANCEL = "work.cancel"  # a job of the library
    UPDATE = "update"  # subject: a model, or empty for all
    CLEAN_UP = "clean.up"  # value: the days, and the names of what goes
    SETTING = "setting"  # subject: its path; value: what it becomes
    TARIFF = "tariff"  # value: the tariff as JSON
    KEY_STORE = "key.store"
    KEY_REMOVE = "key.remove"
    EXPORT = "export"  # subject: the file; value: the query
    BUNDLE = "bundle"  # subject: the file
    TOKEN_CREATE = "token.create"  # noqa: S105 - no secret; subject: the component
    TOKEN_REVOKE = "token.revoke"  # noqa: S105
    POLICY_RULES = "policy.rules"  # subject: the file's mark; value: the rules
    POLICY_TEXT = "policy.text"  # value: the whole file
    REPORT_OPEN = "report.open"  # subject: a month such as 2026-11
    REPORT_PDF = "report.pdf"  # value: the file, None to be asked for
    GPU_FREE = "gpu.free"  # subject: for how many minutes
    GPU_TAKE = "gpu.take"

    LOOK = "look"  # value: an Ask, whose answer goes on the shelf; asked once, not each time
    PREFER = "prefer"  # a setting of this desktop; subject and value as in SETTING
    LINK = "link"  # subject: an address of the web
    OPEN = "open"  # subject: a Page; value: the request that it is about, None for all of them
    SERVICE_START = "service.start"  # where it ended, or never ran
    QUIT = "quit"
    QUIT_ALL = "quit.all"


class Do(msgspec.Struct, frozen=True):
    """One wish: a verb and what it is about (a model, a pull's id, a mode, a page). ``value`` is
    hashable, and not shown: it may be a key."""

    verb: Verb
    subject: str = ""
    value: object = None

    def __repr__(self) -> str:
        return f"Do({self.verb!r}, {self.subject!r})"


class ButtonView(msgspec.Struct, frozen=True):
    label: str
    do: Do
    primary: bool = False
    dangerous: bool = False
    enabled: bool = True
    says: str = ""  # accessible name where the label alone does not tell what it is about


class PillView(msgspec.Struct, frozen=True):
    text: str
    tone: Tone = Tone.NEUTRAL


class TileView(msgspec.Struct, frozen=True):
    """One figure. ``fraction`` fills the bar below it, None leaves the bar out."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    fraction: float | None = None
    tone: Tone = Tone.ACCENT
    pill: PillView | None = None
    button: ButtonView | None = None  # what ends that it is unknown


class NoticeView(msgspec.Struct, frozen=True):
    """Something to know, with what to do about it: a problem, or why there is nothing to see."""

    title: str
    text: str
    tone: Tone = Tone.NEUTRAL
    button: ButtonView | None = None


class RowView(msgspec.Struct, frozen=True):
    """One entry of a list. ``fraction``: a bar, -1 for work without a known end."""

    key: str
    title: str
    detail: str
    aside: str = ""
    pill: PillView | None = None
    fraction: float | None = None
    buttons: tuple[ButtonView, ...] = ()
    note: str = ""  # a second line, which may wrap
    more: tuple[ButtonView, ...] = ()  # what is done seldom, behind one button


class LineView(msgspec.Struct, frozen=True):
    """One line of a table. ``tone`` colours the cell at ``toned``, all where that is below 0;
    ``marked``: it stands out from the others."""

    key: str
    cells: tuple[str, ...]
    tone: Tone = Tone.NEUTRAL
    toned: int = -1
    marked: bool = False


class Series(msgspec.Struct, frozen=True):
    """What a plot draws: seconds before now (negative) and a value, None where there is a gap."""

    label: str
    unit: str
    points: tuple[tuple[float, float | None], ...] = ()
    top: float | None = None  # the least that the axis reaches up to
    latest: str = "unknown"
    span_s: float = 120.0
    tone: Tone = Tone.ACCENT  # another one: it is hot


UNKNOWN_FRACTION = -1.0
