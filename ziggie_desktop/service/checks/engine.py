"""Is there an Ollama that answers?"""

from __future__ import annotations

from ziggie_desktop.contract.state import EngineState, Problem, Severity
from ziggie_desktop.service.checks.facts import Facts

BROKEN = {EngineState.ABSENT, EngineState.FAILED, EngineState.DEGRADED}


def check(facts: Facts) -> Problem | None:
    engine = facts.engine
    if engine.state not in BROKEN:
        return None
    return Problem(
        code=f"engine_{engine.state.value}",
        title=engine.reason,
        remedy=engine.remedy or "See the engine's log (`ziggie-desktop logs`).",
        severity=Severity.ERROR if engine.state is EngineState.FAILED else Severity.WARNING,
        since=engine.since,
    )
