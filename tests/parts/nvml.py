"""Owns a fake NVIDIA driver for child processes: builds it, and says what it reports.

Values are those that NVML reports, in its units. The library is loaded by setting ``env`` in the
child's environment before it starts.
"""

from __future__ import annotations

import ctypes
import hashlib
import mmap
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from ziggie_desktop.demo.parts.wheels import PartMissing, parts_dir

SOURCES = Path(__file__).parent / "nvml"
BUILD_TIMEOUT_S = 60.0
MIB = 1024 * 1024

NOT_SUPPORTED = 3
FUNCTION_NOT_FOUND = 13
GPU_IS_LOST = 15
VERSION_MISMATCH = 18


def build_library(cache: Path | None = None) -> Path:
    """Return the folder that holds ``libnvidia-ml.so.1``; build it where its source is new."""
    sources = sorted(SOURCES.glob("*.[ch]"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()[:16]
    folder = (cache or parts_dir()) / f"fake-nvml-{digest}"
    library = folder / "libnvidia-ml.so.1"
    if library.exists():
        return folder
    if shutil.which("gcc") is None:
        raise PartMissing("gcc is needed for the fake NVML; run: apt-get install gcc libc6-dev")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        built = Path(scratch) / library.name
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-pthread", f"-Wl,-soname,{library.name}"]
            + ["-o", str(built), str(SOURCES / "fake_nvml.c")],
            check=True,
            timeout=BUILD_TIMEOUT_S,
        )
        built.replace(library)
    return folder


@dataclass(slots=True)
class Gpu:
    """What one GPU reports. None, or energy below zero, is "not supported"."""

    name: str = "NVIDIA GeForce RTX 3090"
    uuid: str = ""
    pci: str = ""
    memory_total: int | None = 24_576 * MIB
    memory_used: int = 0
    memory_reserved: int = 400 * MIB
    temperature_c: int | None = 41
    shutdown_c: int | None = 98
    slowdown_c: int | None = 95
    gpu_max_c: int | None = 93
    slowdown_tlimit_c: int | None = None  # newer boards: against the margin, below zero
    margin_c: int | None = None
    power_limit_mw: int | None = 350_000
    power_default_mw: int | None = 350_000
    power_max_mw: int | None = 400_000
    power_unsupported: int = 0
    power_usage_is_instant: int = 0  # 1 as on boards before Ampere
    energy_mj: int = 1_000_000  # the counter at ``epoch_us``; below zero: no counter
    energy_tick_ms: int = 100
    epoch_us: int = 0
    steps: str = "0:28000"
    ticks: str = ""  # a recorded counter, "us:mJ,us:mJ" from ``epoch_us`` on
    utilization: int | None = 0
    memory_utilization: int = 0
    clock_sm_mhz: int | None = 210
    clock_memory_mhz: int | None = 405
    fans: int = 2
    fan_percent: int | None = 30
    pstate: int | None = 8
    reasons: int | None = 1
    mig: int | None = None
    compute: str = ""  # "pid:bytes,pid:na"
    graphics: str = ""
    fail_all: int | None = None


class FakeNvml:
    """A driver with GPUs; each change is seen by the next call of whoever has it loaded."""

    def __init__(self, *, library: Path, root: Path, gpus: Sequence[Gpu] | None = None) -> None:
        self._library = library
        self._state = root / "nvml.state"
        self._extra: dict[str, str] = {}
        self.driver = "580.95.05"
        self.gpus: list[Gpu] = []
        for gpu in gpus if gpus is not None else [Gpu()]:
            self.add(gpu)
        self._write()

    @property
    def env(self) -> dict[str, str]:
        """What a child needs in its environment to meet this driver."""
        paths = [str(self._library), os.environ.get("LD_LIBRARY_PATH", "")]
        return {
            "LD_LIBRARY_PATH": os.pathsep.join(path for path in paths if path),
            "FAKE_NVML_STATE": str(self._state),
        }

    def add(self, gpu: Gpu) -> None:
        """Plug in one more GPU."""
        number = len(self.gpus)
        gpu.uuid = gpu.uuid or f"GPU-{number:08x}-1111-2222-3333-444444444444"
        gpu.pci = gpu.pci or f"00000000:{number + 1:02X}:00.0"
        gpu.epoch_us = gpu.epoch_us or self._now_us()
        self.gpus.append(gpu)
        self._write()

    def set(self, gpu: int = 0, **values: object) -> None:
        """Change what a GPU reports: the fields of ``Gpu``."""
        names = {field.name for field in fields(Gpu)}
        for name, value in values.items():
            if name not in names:
                raise AttributeError(f"a Gpu has no {name}")
            setattr(self.gpus[gpu], name, value)
        self._write()

    def set_driver(self, version: str) -> None:
        self.driver = version
        self._write()

    def power(self, mw: int, gpu: int = 0) -> None:
        """Draw ``mw`` from now on; its average is at once the same. Energy goes on from here."""
        self.trace([(0.0, mw)], gpu)

    def trace(self, steps: Sequence[tuple[float, int]], gpu: int = 0) -> None:
        """Draw power by steps ``(seconds from now, mW)``; the last one lasts."""
        chosen, now = self.gpus[gpu], self._now_us()
        if chosen.ticks:
            chosen.energy_mj = int(chosen.ticks.rpartition(":")[2])
            chosen.ticks = ""
        elif chosen.energy_mj >= 0:
            chosen.energy_mj += _work_mj(chosen, now)
        chosen.epoch_us = now
        chosen.steps = ",".join(f"{round(at * 1e6)}:{mw}" for at, mw in steps)
        self._write()

    def replay(
        self,
        ticks: Sequence[tuple[int, int]],
        power: Sequence[tuple[int, int]],
        gpu: int = 0,
    ) -> None:
        """From now on what was recorded: (us, mJ) of a card's counter, (us, mW) of its power."""
        chosen, begin = self.gpus[gpu], ticks[0][0]
        chosen.epoch_us = self._now_us()
        chosen.ticks = ",".join(f"{at - begin}:{mj}" for at, mj in ticks)
        if power:
            chosen.steps = ",".join(f"{at - begin}:{mw}" for at, mw in power)
        self._write()

    def hold_clock(self) -> None:
        """Stop the driver's clock; from now on only ``advance`` moves it."""
        self._extra["clock_us"] = str(self._now_us())
        self._write()

    def advance(self, seconds: float) -> None:
        """Move the held clock: hours pass at once."""
        self._extra["clock_us"] = str(self._now_us() + round(seconds * 1e6))
        self._write()

    def fail(self, function: str, code: int, gpu: int | None = None) -> None:
        """Let ``function`` (its name without ``_v2``; ``field.186`` for one field) return ``code``.

        ``FUNCTION_NOT_FOUND`` is what pynvml says where a driver is too old for a function.
        """
        self._extra[_key("fail", function, gpu)] = str(code)
        self._write()

    def lose(self, gpu: int = 0, code: int = GPU_IS_LOST) -> None:
        """Every call for this GPU fails; the others go on answering."""
        self.set(gpu, fail_all=code)

    def crash(self, function: str, gpu: int | None = None) -> None:
        """The next call of ``function`` kills its process, as a stale handle does."""
        self._extra[_key("crash", function, gpu)] = "1"
        self._write()

    def delay(self, function: str, milliseconds: int) -> None:
        """Each call of ``function`` takes this long."""
        self._extra[f"delay_ms.{function}"] = str(milliseconds)
        self._write()

    def heal(self) -> None:
        """Forget failures, crashes and delays; the clock stays as it is."""
        self._extra = {key: v for key, v in self._extra.items() if key == "clock_us"}
        for gpu in self.gpus:
            gpu.fail_all = None
        self._write()

    def calls(self) -> dict[str, int]:
        """How often each function was called, over all processes."""
        file = self._state.with_name(self._state.name + ".calls")
        if not file.exists():
            return {}
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as seen:
            table = (_Counter * (len(seen) // ctypes.sizeof(_Counter))).from_buffer_copy(seen)
        return {row.name.decode(): row.count for row in table if row.name}

    def _now_us(self) -> int:
        held = self._extra.get("clock_us")
        return int(held) if held else time.time_ns() // 1000

    def _write(self) -> None:
        lines = [f"driver {self.driver}", f"devices {len(self.gpus)}"]
        lines += [f"{key} {value}" for key, value in self._extra.items()]
        for number, gpu in enumerate(self.gpus):
            for field in fields(Gpu):
                value = getattr(gpu, field.name)
                if value is not None and value != "":
                    lines.append(f"gpu{number}.{field.name} {value}")
        fresh = self._state.with_suffix(".new")
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        fresh.replace(self._state)


class _Counter(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char * 56), ("count", ctypes.c_ulonglong)]


def _key(what: str, function: str, gpu: int | None) -> str:
    return f"{what}.{function}" if gpu is None else f"gpu{gpu}.{what}.{function}"


def _work_mj(gpu: Gpu, until_us: int) -> int:
    """Energy drawn since the epoch by the steps that are being replaced."""
    steps = [tuple(map(int, step.split(":"))) for step in gpu.steps.split(",")]
    work = 0
    for index, (at, mw) in enumerate(steps):
        end = steps[index + 1][0] if index + 1 < len(steps) else until_us - gpu.epoch_us
        work += mw * max(0, min(end, until_us - gpu.epoch_us) - at)
    return work // 1_000_000
