"""Owns what pages asked the service for beside the snapshot. Knows neither client nor widgets."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import msgspec

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said

T = TypeVar("T")
MOST = 24  # answers kept of each kind that is typed


class Doc(StrEnum):
    """Documents of the service that no event brings. ``desktop/asks.py`` fetches each."""

    SETTINGS = "settings"
    TOKENS = "tokens"
    USAGE = "usage"  # query: by, span
    PROJECTION = "projection"
    SCORECARD = "scorecard"
    ADVICE = "advice"
    WHAT_IF = "what if"  # query: span, kwh, model; joules, policy or rules where they are chosen
    GPU_HISTORY = "gpu history"  # query: span in seconds
    FIT = "fit"
    RECOMMENDED = "recommended"
    UPDATES = "updates"
    UNUSED = "unused"
    TRIAL = "trial"  # one question, answered
    TIMELINE = "timeline"  # of today, as are the next two
    UPTIME_TODAY = "uptime today"
    ENERGY_TODAY = "energy today"
    PROGRAM = "program"  # its token, made when it is asked for
    MONTH_BY_COMPONENT = "month by component"
    POLICY = "policy"
    ROUTING = "routing"
    REQUESTS = "requests"
    LOGS = "logs"
    DECISION = "decision"  # query: what the request says; "rules": those that are tried


TYPED = (Doc.DECISION, Doc.REQUESTS)  # asked anew at each pause of who types


SLOW = (Doc.PROJECTION, Doc.SCORECARD, Doc.ADVICE)  # months are read for them


class Ask(msgspec.Struct, frozen=True):
    """One document with its query: ``Ask(Doc.USAGE, (("by", "day"),))``."""

    doc: Doc
    query: tuple[tuple[str, str], ...] = ()


class Missing(msgspec.Struct, frozen=True):
    """Why a document is not there, as the service said it. An empty ``title``: it has been asked
    for."""

    said_title: str = ""
    said_remedy: str = ""

    @property
    def title(self) -> str:
        return said(self.said_title)

    @property
    def remedy(self) -> str:
        return said(self.said_remedy)

    @property
    def words(self) -> str:
        """Both, as sentences."""
        return text.sentences(self.title, self.remedy)


ASKED = Missing()


class Shelf:
    """The last answer to each ask. A refusal does not take away what was there before."""

    def __init__(self) -> None:
        self._found: dict[Ask, object] = {}

    def put(self, ask: Ask, found: object) -> None:
        if isinstance(found, Missing) and not isinstance(self._found.get(ask, found), Missing):
            return
        self._found.pop(ask, None)
        self._found[ask] = found
        same = [other for other in self._found if other.doc is ask.doc in TYPED]
        for old in same[:-MOST]:
            del self._found[old]

    def get(self, ask: Ask, kind: type[T]) -> T | Missing:
        found = self._found.get(ask, ASKED)
        assert isinstance(found, (kind, Missing)), f"{ask.doc} is {type(found).__name__}"
        return found
