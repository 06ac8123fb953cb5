"""Owns made-up requests and minutes of a GPU, for the preview and the tests."""

from __future__ import annotations

import math
from datetime import timedelta

from msgspec.structs import replace

from ziggie_desktop.contract.records import Attempt, RequestRow, RequestStatus
from ziggie_desktop.contract.state import GpuState, GpuStatus, Quality
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.samples import GIB, GPU, NOW, USD

OVERLOADED = (
    Attempt(route="local", model="qwen3:8b", outcome="Ollama took too long", duration_ms=3600.0),
    Attempt(
        route="cloud",
        model="claude-haiku-4-5",
        outcome="Claude is overloaded (529)",
        duration_ms=950.0,
    ),
)

REQUESTS = tuple(
    RequestRow(
        id=f"q{place}",
        started_at=NOW - timedelta(minutes=3 * place),
        dialect="anthropic",
        delivery="stream",
        component=("kb-analyzer", "agent-spawner", "control-center")[place % 3],
        task=("kb.analyze", None, "agent.plan")[place % 3],
        route="cloud" if place % 4 == 2 else "local",
        model="claude-haiku-4-5" if place % 4 == 2 else "qwen3:8b",
        reason="agents of level L1 go to the cloud" if place in (2, 10) else "local first",
        fallback_from="local" if place == 6 else None,
        fallback_reason="the engine is not ready yet" if place == 6 else None,
        status=RequestStatus.FAILED if place == 5 else RequestStatus.OK,
        attempts=OVERLOADED if place == 5 else (),
        gen_ai_usage_input_tokens=1830 + 977 * place,
        gen_ai_usage_output_tokens=240 + 61 * place,
        duration_ms=900.0 + 731 * place,
        energy_mj=None if place % 4 == 2 else 412_000 + 90_000 * place,
        energy_quality=Quality.COUNTER if place % 2 else Quality.ESTIMATE,
        list_cost_pico=int(0.0042 * USD) if place % 4 == 2 else None,
    )
    for place in range(12)
)


def history() -> History:
    """Five minutes of a GPU that works, rests and works again."""
    made = History()
    for second in range(-300, 1):
        busy = 0.6 + 0.4 * math.tanh(6 * (math.sin((second + 60) / 34.0) + 0.3))
        wave = 9 * math.sin(second * 0.9) + 6 * math.sin(second * 0.37)
        gpu = replace(
            GPU,
            power_mw=int((178 * busy + wave * busy) * 1000) if second else GPU.power_mw,
            temperature_c=int(58 + 14 * busy + wave / 5),
            memory_used_bytes=int((6.4 if second > -180 else 1.3) * GIB),
            utilization_percent=int(max(0.0, min(100.0, 92 * busy + wave / 3))),
        )
        at = NOW + timedelta(seconds=second)
        made.feed(GpuStatus(state=GpuState.OK, reason="", sampled_at=at, gpus=(gpu,)))
    return made
