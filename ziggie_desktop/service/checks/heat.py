"""Is a GPU so hot that it slows itself down?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Gpu, GpuState, Problem
from ziggie_desktop.gpu.status import TOO_HOT
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    """The words name no degrees: they would be another problem each second."""
    if facts.gpu.state is not GpuState.OK:
        return None
    hot = [card.name or card.uuid for card in facts.gpu.gpus if _is_hot(card)]
    if not hot:
        return None
    sure = any(_slows(card) for card in facts.gpu.gpus)
    words = "and therefore slowed down" if sure else "as most cards slow down there"
    return Problem(
        code="gpu_hot",
        title=f"Too hot, {words}: {', '.join(hot)}.",
        remedy="Look at its fans and at the air around it, or unload the models for a while.",
    )


def _slows(card: Gpu) -> bool:
    """By what it says itself, its reasons or its limit."""
    if TOO_HOT & set(card.throttled):
        return True
    return _at_limit(card) and not card.temperature_limit_is_usual


def _is_hot(card: Gpu) -> bool:
    return _slows(card) or _at_limit(card)


def _at_limit(card: Gpu) -> bool:
    now, limit = card.temperature_c, card.temperature_limit_c
    return now is not None and limit is not None and now >= limit
