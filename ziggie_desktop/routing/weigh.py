"""Owns what may outweigh a rule's first choice: room, time, money, a warm cache.

Pure. It is asked only where both sides may answer, and what it finds it says in words.
"""

from __future__ import annotations

import msgspec

from ziggie_desktop.routing.machine import Figures, LocalModel, Machine
from ziggie_desktop.routing.policy import Policy
from ziggie_desktop.routing.request import RouteRequest, Side, Target

WARM_TOKENS = 1024  # less is read again in no time, and Claude caches no less
PICO = 10**12


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What is weighed. ``local`` is the model that the local target names."""

    request: RouteRequest
    policy: Policy
    machine: Machine
    local: LocalModel | None


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """``go``: the second choice is the better one. ``words`` is why, or what else is to be said."""

    go: bool
    words: str | None = None


NOTHING = Weighed(go=False)


def weigh(first: Target, second: Target, case: Case) -> Weighed:
    """What matters most comes first; all that is only to be said stands in one clause."""
    said = []
    for found in (
        _spared(first, case),
        _late(first, second, case),
        _dearer(first, second, case),
        _warm(first, second, case),
    ):
        if found.go:
            return found
        if found.words is not None:
            said.append(found.words)
    return Weighed(go=False, words=", ".join(said)) if said else NOTHING


def _spared(first: Target, case: Case) -> Weighed:
    if first.side is not Side.LOCAL or case.local is None:
        return NOTHING
    if case.local.doubt is not None:
        return Weighed(go=True, words=case.local.doubt)
    if case.local.no_room is None:
        return NOTHING
    return Weighed(go=case.policy.weigh.no_room == "go", words=case.local.no_room)


def _late(first: Target, second: Target, case: Case) -> Weighed:
    deadline = case.request.deadline_s
    takes = None if deadline is None else seconds(first, case)
    if deadline is None or takes is None or takes <= deadline:
        return NOTHING
    words = f"{first.model} would take about {takes:.1f} s of the {deadline:.1f} s that there are"
    other = seconds(second, case)
    if other is not None and other >= takes:
        return Weighed(go=False, words=words)
    return Weighed(go=case.policy.weigh.deadline == "go", words=words)


def _dearer(first: Target, second: Target, case: Case) -> Weighed:
    figures = case.local.figures if case.local is not None else None
    if first.side is not Side.LOCAL or figures is None:
        return NOTHING
    output = _output_tokens(case.request, figures)
    rate = figures.electricity_pico_per_token
    if output is None or rate is None:
        return NOTHING
    cloud = _cloud_pico(second.model, output, case)
    if cloud is None or rate * output <= cloud:
        return NOTHING
    words = (
        f"Claude would be cheaper: about {_cents(cloud)} against {_cents(rate * output)} "
        "of electricity"
    )
    return Weighed(go=case.policy.weigh.cheaper_cloud == "go", words=words)


def _warm(first: Target, second: Target, case: Case) -> Weighed:
    warm = case.request.warm
    if warm is None or warm.tokens < WARM_TOKENS:
        return NOTHING
    words = f"{warm.model} still has {warm.tokens} tokens of the prompt in its cache"
    if is_warm(first, case):
        return Weighed(go=False, words=words)
    if not is_warm(second, case):
        return NOTHING
    return Weighed(go=case.policy.weigh.warm_cache == "go", words=words)


def is_warm(target: Target, case: Case) -> bool:
    """A local model that was unloaded since has forgotten the prompt."""
    warm = case.request.warm
    if warm is None or (warm.side, warm.model) != (target.side, target.model):
        return False
    return warm.side is Side.CLOUD or (case.local is not None and case.local.loaded)


def seconds(target: Target, case: Case) -> float | None:
    """How long the whole answer would take, by what was measured; None where too little was."""
    local = case.local
    if target.side is Side.CLOUD:
        figures = case.machine.cloud_figures.get(target.model)
    else:
        figures = local.figures if local is not None else None
    if figures is None:
        return None
    first = figures.first_token_s
    if target.side is Side.LOCAL and figures.prompt_tokens_per_s:
        first = _fresh_tokens(target, case) / figures.prompt_tokens_per_s
    output = _output_tokens(case.request, figures)
    if first is None or output is None or not figures.tokens_per_s:
        return None
    load = 0.0
    if target.side is Side.LOCAL and local is not None and not local.loaded:
        load = figures.load_s or 0.0
    return load + first + output / figures.tokens_per_s


def _fresh_tokens(target: Target, case: Case) -> int:
    """What of the prompt is not in its cache."""
    warm = case.request.warm
    cached = warm.tokens if warm is not None and is_warm(target, case) else 0
    return max(case.request.prompt_tokens - cached, 0)


def _output_tokens(request: RouteRequest, figures: Figures) -> int | None:
    known = [n for n in (request.max_tokens, figures.output_tokens) if n is not None]
    return min(known) if known else None


def _cloud_pico(model: str, output: int, case: Case) -> float | None:
    rates = case.machine.cloud_rates.get(model)
    if rates is None:
        return None
    fresh = _fresh_tokens(Target(side=Side.CLOUD, model=model), case)
    cached = case.request.prompt_tokens - fresh
    return fresh * rates.input_pico + cached * rates.cached_pico + output * rates.output_pico


def _cents(pico: float) -> str:
    return f"{pico / PICO * 100:.3g} ct"
