"""Owns the estimate of what the whole computer draws at the wall. Pure; always called an estimate.

wall = (GPU + processor + the rest) / efficiency of the power supply. It is shown beside the GPU's
and the processor's own figures and goes into no request's energy.
"""

from __future__ import annotations

from ziggie_desktop.contract.state import GpuState, GpuStatus, PcPower, ProcessorPower, Quality

BAND_PERCENT = 15.0


def pc_power(
    gpu: GpuStatus, processor: ProcessorPower, *, rest_w: float, psu_efficiency: float
) -> PcPower:
    """Unknown while a part of it is: a sum without a part would pass for all of it."""
    if processor.power_mw is None:
        return PcPower(reason=f"What the processor draws is unknown. {processor.reason}")
    cards = [card.power_mw for card in gpu.gpus]
    known = [power for power in cards if power is not None]
    if gpu.state not in (GpuState.OK, GpuState.ABSENT) or len(known) < len(cards):
        return PcPower(reason="What the GPU draws is unknown.")
    parts = sum(known) + processor.power_mw + rest_w * 1000
    how = "estimated" if processor.quality is Quality.ESTIMATE else "counted"
    words = f"Estimated: processor ({how}), {len(known)} GPU{'s' * (len(known) != 1)}"
    return PcPower(
        power_mw=round(parts / psu_efficiency),
        band_percent=BAND_PERCENT,
        reason=f"{words} and {rest_w:g} W for the rest, at {psu_efficiency:.0%} efficiency.",
    )
