"""Owns the reading of one NVIDIA card by NVML. Imported by the GPU child alone.

A reading that a card, driver or right does not give is None. Never raises for one reading: only
the loss of the card or of the driver leaves this file, as ``Gone``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pynvml

from ziggie_desktop.gpu.wire import Card, Process

T = TypeVar("T")

SHOWN_EVERY_NS = 900_000_000
SLOW_EVERY_NS = 9_500_000_000  # limits, fans, processes
_FIELDS = (
    pynvml.NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION,
    pynvml.NVML_FI_DEV_POWER_INSTANT,
    pynvml.NVML_FI_DEV_POWER_AVERAGE,
)
# The card fell off the bus, the driver was reloaded, or somebody else shut NVML down.
_GONE = frozenset(
    {
        pynvml.NVML_ERROR_GPU_IS_LOST,
        pynvml.NVML_ERROR_RESET_REQUIRED,
        pynvml.NVML_ERROR_OPERATING_SYSTEM,
        pynvml.NVML_ERROR_UNINITIALIZED,
        pynvml.NVML_ERROR_DRIVER_NOT_LOADED,
        pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH,
    }
)


_PROC = Path("/proc")


class Gone(Exception):
    """The card or the driver no longer answers."""


def gone(error: pynvml.NVMLError) -> bool:
    return int(error.value) in _GONE


class Device:
    """One card: a handle, and which of its readings it turned out not to have."""

    def __init__(self, index: int) -> None:
        self.index = index
        self._handle = pynvml.nvmlDeviceGetHandleByIndex(index)
        self.uuid = _text(pynvml.nvmlDeviceGetUUID(self._handle))
        self._missing: set[str] = set()
        self._total: int | None = None
        self._stands_for = 0
        self._shown: dict[str, Any] = {}
        self._shown_at = -SHOWN_EVERY_NS
        self._slow: dict[str, Any] = {}
        self._slow_at = -SLOW_EVERY_NS
        self._limit_c: int | None = None
        self._name = self._read("name", lambda: _text(pynvml.nvmlDeviceGetName(self._handle)))

    def read(self, *, late_ns: int = 0) -> Card:
        """Energy and power now; what people look at from at most a second ago, slow things from
        at most ten: each call takes the driver's lock, and with it frames from a game.

        ``late_ns``: how old the counter is likely to be, as it moves in steps.
        """
        energy, instant, average, at_ns = self._power()
        if at_ns - self._shown_at >= SHOWN_EVERY_NS:
            self._shown = self._read_shown()
            self._shown_at = at_ns
        if at_ns - self._slow_at >= SLOW_EVERY_NS:
            self._slow = self._read_slow()
            self._slow_at = at_ns
        self._stands_for = max(self._stands_for + 1, at_ns - late_ns)  # time never goes back
        return Card(
            uuid=self.uuid,
            index=self.index,
            at_ns=self._stands_for,
            name=self._name,
            power_instant_mw=instant,
            power_average_mw=average,
            energy_counter_mj=energy,
            **self._shown,
            **self._slow,
        )

    def _read_shown(self) -> dict[str, Any]:
        handle = self._handle
        used, total = self._memory()
        return {
            "memory_used_bytes": used,
            "memory_total_bytes": total,
            "temperature_c": self._temperature(),
            "utilization_percent": self._read(
                "utilization", lambda: int(pynvml.nvmlDeviceGetUtilizationRates(handle).gpu)
            ),
            "clock_mhz": self._read(
                "clock", lambda: int(pynvml.nvmlDeviceGetClockInfo(handle, pynvml.NVML_CLOCK_SM))
            ),
            "throttle_mask": self._first(
                "throttle",
                lambda: int(pynvml.nvmlDeviceGetCurrentClocksEventReasons(handle)),
                lambda: int(pynvml.nvmlDeviceGetCurrentClocksThrottleReasons(handle)),
            ),
        }

    def energy_mj(self) -> int | None:
        """The counter alone, for following its ticks."""
        return self._read(
            "energy", lambda: int(pynvml.nvmlDeviceGetTotalEnergyConsumption(self._handle))
        )

    def _read_slow(self) -> dict[str, Any]:
        handle = self._handle
        return {
            "power_limit_mw": self._read(
                "limit", lambda: int(pynvml.nvmlDeviceGetEnforcedPowerLimit(handle))
            ),
            "temperature_limit_c": self._temperature_limit(),
            "fan_percent": self._first("fan", self._fan, self._old_fan),
            "processes": self._processes(),
        }

    def _power(self) -> tuple[int | None, int | None, int | None, int]:
        """Energy counter, instant and average power, and when: one call where the driver can."""
        values: tuple[int | None, ...] = (None, None, None)
        fields = self._read(
            "fields", lambda: pynvml.nvmlDeviceGetFieldValues(self._handle, list(_FIELDS))
        )
        at_ns = time.monotonic_ns()
        if fields is not None:
            values = tuple(_field(value) for value in fields)
        energy, instant, average = values
        if energy is None:
            energy = self.energy_mj()
            at_ns = time.monotonic_ns()
        if instant is None and average is None:
            average = self._read("power", lambda: int(pynvml.nvmlDeviceGetPowerUsage(self._handle)))
        return energy, instant, average, at_ns

    def _memory(self) -> tuple[int | None, int | None]:
        """v2 splits off what the driver reserves; v1 counts that as used."""
        info = self._first(
            "memory",
            lambda: pynvml.nvmlDeviceGetMemoryInfo(self._handle, version=pynvml.nvmlMemory_v2),
            lambda: pynvml.nvmlDeviceGetMemoryInfo(self._handle),
        )
        if info is None:
            return None, None
        self._total = int(info.total)
        return int(info.used), self._total

    def _temperature(self) -> int | None:
        sensor = pynvml.NVML_TEMPERATURE_GPU
        return self._first(
            "temperature",
            lambda: int(pynvml.nvmlDeviceGetTemperatureV(self._handle, sensor)),
            lambda: int(pynvml.nvmlDeviceGetTemperature(self._handle, sensor)),
        )

    def _temperature_limit(self) -> int | None:
        """Where it slows itself down. Newer boards tell how many degrees are left and at which rest
        they slow down; older ones the temperature itself. It does not change: asked for once."""
        if self._limit_c is None:
            handle, slowdown = self._handle, pynvml.NVML_TEMPERATURE_THRESHOLD_SLOWDOWN
            self._limit_c = self._first(
                "limit_c",
                self._limit_by_margin,
                lambda: int(pynvml.nvmlDeviceGetTemperatureThreshold(handle, slowdown)),
            )
        return self._limit_c

    def _limit_by_margin(self) -> int | None:
        handle = self._handle
        margin = int(pynvml.nvmlDeviceGetMarginTemperature(handle))
        (field,) = pynvml.nvmlDeviceGetFieldValues(
            handle, [pynvml.NVML_FI_DEV_TEMPERATURE_SLOWDOWN_TLIMIT]
        )
        rest, now = _field(field), self._temperature()
        return None if rest is None or now is None else now + margin - rest

    def _fan(self) -> int | None:
        fans = range(pynvml.nvmlDeviceGetNumFans(self._handle))
        speeds = [int(pynvml.nvmlDeviceGetFanSpeed_v2(self._handle, fan)) for fan in fans]
        return max(speeds, default=None)

    def _old_fan(self) -> int | None:
        return int(pynvml.nvmlDeviceGetFanSpeed(self._handle))

    def _processes(self) -> tuple[Process, ...]:
        rows: dict[int, Process] = {}
        lists: dict[str, Callable[[Any], list[Any]]] = {
            "compute": pynvml.nvmlDeviceGetComputeRunningProcesses,
            "graphics": pynvml.nvmlDeviceGetGraphicsRunningProcesses,
        }
        for kind, call in lists.items():
            for row in self._read(kind, partial(call, self._handle)) or ():
                memory = None if row.usedGpuMemory is None else int(row.usedGpuMemory)
                pid = int(row.pid)
                # Driver R535 shuffled pid and memory: such rows name nobody.
                if _exists(pid) and (memory is None or memory <= (self._total or memory)):
                    rows[pid] = Process(pid=pid, name=_process_name(pid), memory_bytes=memory)
        return tuple(rows[pid] for pid in sorted(rows))

    def _first(
        self, name: str, new: Callable[[], T | None], old: Callable[[], T | None]
    ) -> T | None:
        """The new call, or the one that older drivers have."""
        value = self._read(f"{name}.new", new)
        return value if value is not None else self._read(f"{name}.old", old)

    def _read(self, name: str, call: Callable[[], T | None]) -> T | None:
        """None where this card or driver has no such reading; asked only once then."""
        if name in self._missing:
            return None
        try:
            return call()
        except pynvml.NVMLError as error:
            if gone(error):
                raise Gone(str(error)) from error
            if error.value in (
                pynvml.NVML_ERROR_NOT_SUPPORTED,
                pynvml.NVML_ERROR_FUNCTION_NOT_FOUND,
            ):
                self._missing.add(name)
            return None


def _exists(pid: int) -> bool:
    """True where nobody can say: only Linux has /proc."""
    return not _PROC.joinpath("self").exists() or _PROC.joinpath(str(pid)).exists()


def _process_name(pid: int) -> str | None:
    try:
        return _PROC.joinpath(str(pid), "comm").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _field(value: Any) -> int | None:
    """The union is read by its type: an unsigned long has 4 bytes on Windows and 8 on Linux."""
    if value.nvmlReturn != pynvml.NVML_SUCCESS:
        return None
    match value.valueType:
        case pynvml.NVML_VALUE_TYPE_UNSIGNED_INT:
            return int(value.value.uiVal)
        case pynvml.NVML_VALUE_TYPE_UNSIGNED_LONG:
            return int(value.value.ulVal)
        case pynvml.NVML_VALUE_TYPE_UNSIGNED_LONG_LONG:
            return int(value.value.ullVal)
        case pynvml.NVML_VALUE_TYPE_SIGNED_LONG_LONG:
            return int(value.value.sllVal)
        case pynvml.NVML_VALUE_TYPE_SIGNED_INT:
            return int(value.value.siVal)
        case pynvml.NVML_VALUE_TYPE_UNSIGNED_SHORT:
            return int(value.value.usVal)
        case pynvml.NVML_VALUE_TYPE_DOUBLE:
            return int(value.value.dVal)
    return None


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
