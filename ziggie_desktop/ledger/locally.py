"""Owns what is asked of the ledger about local answers alone: were they worth it, when were they.

Never writes.
"""

# ruff: noqa: S608 - every name in these statements is our own; what callers give is bound

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from ziggie_desktop.contract.books import CloudCheaper
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.keeping import Answered
from ziggie_desktop.ledger.queries import COST, JOINED
from ziggie_desktop.ledger.rows import to_us

_ANSWERED = "r.route = 'local' AND r.status = 'ok' AND r.started_at_us >= ? AND r.started_at_us < ?"
_DEAR = (
    "SELECT component, task, model, counterfactual_model, answers, electricity, cloud FROM"
    " (SELECT r.component AS component, r.task AS task, r.model AS model,"
    " r.counterfactual_model AS counterfactual_model, count(*) AS answers,"
    f" CAST(sum({COST}) AS BIGINT) AS electricity,"
    f" CAST(sum(r.counterfactual_cost_pico) AS BIGINT) AS cloud FROM {JOINED} WHERE {_ANSWERED}"
    f" AND {COST} IS NOT NULL AND r.counterfactual_cost_pico IS NOT NULL"
    " AND r.gen_ai_operation_name <> 'embeddings'"  # Claude makes none
    " GROUP BY r.component, r.task, r.model, r.counterfactual_model) AS grouped"
    " WHERE electricity > cloud ORDER BY electricity - cloud DESC"
)
_TIMES = (
    "SELECT r.model, r.started_at_us, r.duration_ms, r.load_ms FROM requests r"
    f" WHERE {_ANSWERED} AND r.duration_ms IS NOT NULL ORDER BY r.started_at_us"
)


def cloud_cheaper(
    backend: Backend, *, since: datetime, until: datetime
) -> tuple[CloudCheaper, ...]:
    """Groups of local answers that lost money, the worst first."""
    return tuple(
        CloudCheaper(
            component=component,
            task=task,
            model=model or "",
            cloud_model=cloud_model or "",
            answers=answers,
            electricity_pico=electricity,
            cloud_pico=cloud,
            lost_pico=electricity - cloud,
            change=f"Let {cloud_model} answer {_whose(component, task)}, or take a smaller local"
            " model for it.",
            rule=rule(component, task),
        )
        for component, task, model, cloud_model, answers, electricity, cloud in ask(
            backend, _DEAR, (to_us(since), to_us(until))
        )
    )


def answer_times(
    backend: Backend, *, since: datetime, until: datetime
) -> dict[str, list[Answered]]:
    """By model, in the order in which they began."""
    found: dict[str, list[Answered]] = defaultdict(list)
    for model, started_us, duration_ms, load_ms in ask(
        backend, _TIMES, (to_us(since), to_us(until))
    ):
        begin = started_us / 1e6
        found[model or ""].append(
            Answered(begin_s=begin, end_s=begin + duration_ms / 1000, load_ms=load_ms)
        )
    return found


def rule(component: str, task: str | None) -> str:
    """What to put before the other rules of policy.toml."""
    lines = ["[[rules]]", f"component = {_toml(component)}"]
    if task is not None:
        lines.append(f"task = {_toml(task)}")
    lines += ['route = "cloud"', 'fallback = "local"', 'because = "the cloud is cheaper for this"']
    return "\n".join(lines) + "\n"


def _whose(component: str, task: str | None) -> str:
    return f"{component}'s requests" if task is None else f"{component}'s task {task}"


def _toml(text: str) -> str:
    """A name as TOML; the policy takes globs, so their signs stand for themselves."""
    plain = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
