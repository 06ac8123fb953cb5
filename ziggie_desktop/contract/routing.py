"""Owns the shapes of the routing policy as it is shown and edited, and of what stands in its way.

Money is in pico-dollars. Unknown is None.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ziggie_desktop.contract.state import Problem

SideName = Literal["local", "cloud"]
Level = Literal["L1", "L2", "L3"]
PriorityName = Literal["critical", "high", "medium", "low"]


class PolicyRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All conditions that are given must hold. ``was`` is its place in the file, from 0: what
    stands there as comments stays with it; None for a new one."""

    route: SideName
    because: str
    fallback: Literal["local", "cloud", "none"] = "none"
    agent_level: Level | None = None
    priority: PriorityName | None = None
    component: str | None = None
    task: str | None = None
    was: int | None = None


class PolicyDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` is the file as it is, ``rules`` those in force. ``mark`` names this very text.
    ``comments`` has those that are gone with a rule, one entry a rule. ``loses`` says what saving
    ``rules`` would lose in any case, ``problem`` what is wrong with the file."""

    path: str
    mark: str
    text: str
    rules: tuple[PolicyRule, ...]
    comments: tuple[str, ...] = ()
    loses: str | None = None
    problem: Problem | None = None


class PolicyChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Either the whole ``text`` or the ``rules``; the rest of the file stays as it is."""

    mark: str
    text: str | None = None
    rules: tuple[PolicyRule, ...] | None = None


class Circuit(msgspec.Struct, frozen=True, kw_only=True):
    """A side, or one model of it, that failed often enough to be left alone for a while.
    ``retry_after_s``: when it is tried again; None while that is under way or due."""

    side: SideName
    model: str | None
    why: str
    retry_after_s: float | None


class BudgetStanding(msgspec.Struct, frozen=True, kw_only=True):
    """``under_way_pico``: what calls that are not booked yet may cost at most. ``unpriced``:
    requests that are not in ``spent_pico``, because nobody knows their price."""

    per: Literal["day", "month"]
    cap_pico: int
    spent_pico: int
    under_way_pico: int
    unpriced: int
    at_limit: Literal["local", "stop"]
    component: str | None = None
    agent_level: Level | None = None


class RoutingDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps requests from where the policy wants them. A refusal is in words, None where the
    side may be asked."""

    circuits: tuple[Circuit, ...]
    budgets: tuple[BudgetStanding, ...]
    local_refusal: str | None
    cloud_refusal: str | None
