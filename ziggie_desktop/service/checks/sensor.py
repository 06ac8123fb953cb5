"""Can the GPU's power and energy readings be believed?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem
from ziggie_desktop.gpu.honesty import SensorFault
from ziggie_desktop.service.checks.facts import Facts

MEANWHILE = "Energy is shown as an estimate meanwhile."


def check(facts: Facts) -> Problem | None:
    names = {gpu.uuid: gpu.name or gpu.uuid for gpu in facts.gpu.gpus}
    for uuid, fault in sorted(facts.sensors.items()):
        name = names.get(uuid, uuid)
        if fault is SensorFault.FROZEN:
            return Problem(
                code="gpu_power_frozen",
                title=f"{name} reports the same power for more than a minute while it works.",
                remedy="Restart the computer; if it comes back after sleep, update the NVIDIA"
                f" driver (on Windows to 596.36 or newer). {MEANWHILE}",
            )
        if fault is SensorFault.MISSING:
            return Problem(
                code="gpu_power_missing",
                title=f"{name} no longer tells its power, though it did before.",
                remedy="Restart the computer; if it comes back after sleep, update the NVIDIA"
                f" driver (on Windows to 596.36 or newer). {MEANWHILE}",
            )
        return Problem(
            code="gpu_counter_disagrees",
            title=f"{name}: its energy counter and its power differ by more than 15 %.",
            remedy="Update the NVIDIA driver; if it stays so, compare the card with a wall meter"
            f" (`ziggie-desktop calibrate`). {MEANWHILE}",
        )
    return None
