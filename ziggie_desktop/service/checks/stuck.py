"""Is a model still loaded though it was asked to go?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Leaving, Problem
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    stuck = [model for model in facts.loaded if model.leaving is Leaving.STUCK]
    if not stuck:
        return None
    names = ", ".join(model.name for model in stuck)
    return Problem(
        code="unload_stuck",
        title=f"{names}: asked to leave the memory, and still there.",
        remedy=stuck[0].advice or "Restart the engine.",
    )
