"""Owns made-up answers for the pages on routing, requests and logs. Never shown by the program."""

from __future__ import annotations

from ziggie_desktop.contract.api import (
    DecideAnswer,
    RequestsDocument,
    TokenInfo,
    TokensDocument,
)
from ziggie_desktop.contract.routing import (
    BudgetStanding,
    Circuit,
    PolicyDocument,
    PolicyRule,
    RoutingDocument,
)
from ziggie_desktop.desktop import samples_books, samples_past, samples_shelf
from ziggie_desktop.desktop.presenters import activity, logs
from ziggie_desktop.desktop.presenters.routing import Choice, decision_ask
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.samples import BUSY, NOW, USD

REQUESTS = activity.page_ask(activity.Choice(), NOW.date())
LOGS = logs.logs_ask(logs.Choice())
LOG = [
    f"2026-11-22 14:0{n // 3}:{10 + n},000 {level:7} ziggie.{subject}: {words}"
    for n, (level, subject, words) in enumerate(
        (
            ("INFO", "service", "ready http://127.0.0.1:11444"),
            ("INFO", "engine", "adopted the Ollama at http://127.0.0.1:11434, version 0.9.3"),
            ("WARNING", "gateway.retry", "cloud answered 529; tried again in 2.1 s"),
            ("INFO", "library.pulls", "mistral-small3.2:24b: 9.4 of 15.2 GB"),
            ("ERROR", "engine", "Ollama ended 5 times within a minute"),
        )
        * 3
    )
]
RULES = (
    PolicyRule(
        route="cloud",
        fallback="local",
        because="agents of level L1 go to the cloud",
        agent_level="L1",
        was=0,
    ),
    PolicyRule(
        route="cloud",
        fallback="local",
        because="critical requests go to the cloud",
        priority="critical",
        was=1,
    ),
    PolicyRule(route="local", because="notes stay here", component="kb-*", task="kb.*", was=2),
    PolicyRule(route="local", fallback="cloud", because="local first", was=3),
)
POLICY = PolicyDocument(
    path="/home/ziggie/policy.toml",
    mark="sha256:1",
    text="# The policy of this house.\nversion = 1\n",
    rules=RULES,
    comments=("", "", "Nothing of the notes leaves the house.", ""),
)
TOKENS = TokensDocument(
    tuple(
        TokenInfo(name=name, created_at="2026-11-03T08:15:00+00:00")
        for name in ("kb-analyzer", "agent-spawner", "control-center")
    )
)
USED = samples_books.document("component", samples_books.GROUPS["component"])
DECISION = DecideAnswer(
    route="local", model="qwen3:8b", reason="local first", fallback="cloud", rule=3
)
BARRIERS = RoutingDocument(
    circuits=(
        Circuit(side="cloud", model="claude-haiku-4-5", why="is overloaded", retry_after_s=34.0),
    ),
    budgets=(
        BudgetStanding(
            per="month",
            cap_pico=10 * USD,
            spent_pico=BUSY.month.cloud_cost_pico,
            under_way_pico=int(0.2 * USD),
            unpriced=1,
            at_limit="local",
        ),
    ),
    local_refusal=None,
    cloud_refusal=None,
)


def shelf() -> Shelf:
    """What the service would have answered to what all pages ask."""
    made = samples_shelf.shelf()
    made.put(Ask(Doc.POLICY), POLICY)
    made.put(Ask(Doc.TOKENS), TOKENS)
    made.put(Ask(Doc.MONTH_BY_COMPONENT), USED)
    made.put(Ask(Doc.ROUTING), BARRIERS)
    made.put(REQUESTS, RequestsDocument(samples_past.REQUESTS))
    made.put(LOGS, {"lines": LOG})
    for rules in (None, RULES):
        made.put(decision_ask(Choice(rules=rules)), DECISION)
    return made


def empty_shelf() -> Shelf:
    """As a fresh service answers."""
    made = samples_shelf.empty_shelf()
    made.put(Ask(Doc.POLICY), POLICY)
    made.put(Ask(Doc.TOKENS), TokensDocument(()))
    made.put(REQUESTS, RequestsDocument(()))
    made.put(LOGS, {"lines": []})
    nothing = RoutingDocument(circuits=(), budgets=(), local_refusal=None, cloud_refusal=None)
    made.put(Ask(Doc.ROUTING), nothing)
    return made


def broken_shelf() -> Shelf:
    """Nothing could be had."""
    made = samples_shelf.broken_shelf()
    made.put(REQUESTS, Missing("The ledger cannot be read just now.", "The disk is full."))
    made.put(LOGS, Missing("The service does not answer", "Start it again"))
    return made
