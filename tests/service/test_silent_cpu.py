"""Tests what the owner is told of a model that works on the processor."""

from __future__ import annotations

import pytest

from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    Gpu,
    GpuState,
    GpuStatus,
    LoadedModel,
    Mode,
    Severity,
)
from ziggie_desktop.engine.speed import Slow
from ziggie_desktop.service.checks import silent_cpu
from ziggie_desktop.service.checks.facts import Facts

WITH_GPU = GpuStatus(state=GpuState.OK, reason="ok", gpus=(Gpu(uuid="GPU-1", index=0),))
SLOW = Slow("m:1", 4.0, 80.0)


def facts(vram: int, *slow: Slow, gpu: GpuStatus = WITH_GPU) -> Facts:
    return Facts(
        mode=Mode.AUTO,
        engine=EngineStatus(state=EngineState.READY, reason="ok"),
        gpu=gpu,
        cloud=CloudStatus(configured=False, key_source="none", url="", simulated=False, reason=""),
        models=1,
        files=(),
        ledger_reason=None,
        loaded=(LoadedModel(name="m:1", size_bytes=100, size_vram_bytes=vram),),
        slow=slow,
    )


@pytest.mark.parametrize(
    ("given", "words", "severity"),
    [
        (facts(0, SLOW), "m:1: on the processor", Severity.WARNING),
        (facts(100, SLOW), "m:1 writes 4.0 tokens/s, usually 80.0", Severity.WARNING),
        (facts(60), "m:1: 60% on the GPU", Severity.INFO),
    ],
)
def test_one_problem_with_its_remedy(given: Facts, words: str, severity: Severity) -> None:
    problem = silent_cpu.check(given)
    assert problem is not None
    assert words in problem.title
    assert (problem.code, problem.severity) == ("silent_cpu", severity)
    assert problem.remedy


@pytest.mark.parametrize(
    "given",
    [
        facts(100),
        facts(100, Slow("gone:1", 1.0, 50.0)),
        facts(0, SLOW, gpu=GpuStatus(state=GpuState.ABSENT, reason="no driver")),
        facts(0, SLOW, gpu=GpuStatus(state=GpuState.OK, reason="no card")),
    ],
)
def test_no_problem_where_all_is_well_or_no_gpu_is_known(given: Facts) -> None:
    assert silent_cpu.check(given) is None
