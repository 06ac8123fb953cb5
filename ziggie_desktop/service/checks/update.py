"""Is there a newer Ollama than the one that Ziggie installed? Only if the owner wants to know."""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    if facts.update is None:
        return None
    installed, latest = facts.update
    return Problem(
        code="engine_update",
        title=f"Ollama {latest} is there; {installed} is in use.",
        remedy="Upgrade when it suits you: ziggie-desktop engine upgrade. The one before is kept "
        "and comes back if the new one does not prove itself.",
        severity=Severity.INFO,
    )
