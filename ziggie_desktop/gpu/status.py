"""Owns how a sample of the child reads in the snapshot. Pure; never shows unknown as zero."""

from __future__ import annotations

from collections.abc import Set
from datetime import UTC, datetime, timedelta

from ziggie_desktop.contract.state import Gpu, GpuProcess, GpuState, GpuStatus
from ziggie_desktop.gpu.wire import Card, Sample

# Idle (1) is no throttling and the software power cap (4) is normal under load: no warnings.
_THROTTLES = {
    0x08: "hardware slowdown",
    0x20: "too hot (driver)",
    0x40: "too hot (hardware)",
    0x80: "power brake",
}
TOO_HOT = frozenset({_THROTTLES[0x20], _THROTTLES[0x40]})
USUAL_LIMIT_C = 90  # of NVIDIA's cards, for those that tell none
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def starting() -> GpuStatus:
    return GpuStatus(state=GpuState.STARTING, reason="The GPU is being looked for.")


def absent(reason: str) -> GpuStatus:
    return GpuStatus(state=GpuState.ABSENT, reason=reason)


def lost(reason: str, *, remedy: str | None = None) -> GpuStatus:
    return GpuStatus(state=GpuState.LOST, reason=reason, remedy=remedy)


def status_of(sample: Sample, *, engine_pids: Set[int]) -> GpuStatus:
    return GpuStatus(
        state=GpuState(sample.state),
        reason=sample.reason,
        remedy="If it stays away, restart the computer and look at its driver."
        if sample.state == "lost"
        else None,
        driver_version=sample.driver_version,
        sampled_at=_EPOCH + timedelta(microseconds=sample.wall_us),
        gpus=tuple(gpu_of(card, engine_pids=engine_pids) for card in sample.cards),
    )


def gpu_of(card: Card, *, engine_pids: Set[int]) -> Gpu:
    mask = card.throttle_mask or 0
    nvidia = card.uuid.startswith(("GPU-", "MIG-"))
    usual = nvidia and card.temperature_limit_c is None and card.temperature_c is not None
    power = card.power_instant_mw if card.power_instant_mw is not None else card.power_average_mw
    return Gpu(
        uuid=card.uuid,
        index=card.index,
        name=card.name,
        memory_used_bytes=card.memory_used_bytes,
        memory_total_bytes=card.memory_total_bytes,
        temperature_c=card.temperature_c,
        temperature_limit_c=USUAL_LIMIT_C if usual else card.temperature_limit_c,
        temperature_limit_is_usual=usual,
        power_mw=power,
        power_limit_mw=card.power_limit_mw,
        utilization_percent=card.utilization_percent,
        fan_percent=card.fan_percent,
        clock_mhz=card.clock_mhz,
        throttled=tuple(words for bit, words in _THROTTLES.items() if mask & bit),
        energy_counter_mj=card.energy_counter_mj,
        processes=tuple(
            GpuProcess(
                pid=p.pid,
                name=p.name,
                memory_bytes=p.memory_bytes,
                is_engine=p.pid in engine_pids,
            )
            for p in card.processes
        ),
    )
