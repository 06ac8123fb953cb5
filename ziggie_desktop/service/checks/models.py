"""Is there a local model to ask?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Mode, Problem
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    if facts.mode is Mode.CLOUD or facts.models != 0:
        return None
    return Problem(
        code="no_model",
        title="No local model is installed, so every request goes to the cloud.",
        remedy="Get one under Models, or with `ziggie-desktop pull llama3.2`.",
    )
