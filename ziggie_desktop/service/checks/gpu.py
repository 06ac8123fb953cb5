"""Does the GPU that was there still answer?"""

from __future__ import annotations

from ziggie_desktop.contract.state import GpuState, Problem
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    if facts.gpu.state is not GpuState.LOST:
        return None
    return Problem(
        code="gpu_lost",
        title=facts.gpu.reason,
        remedy=facts.gpu.remedy or "Restart the machine if it does not come back by itself.",
    )
