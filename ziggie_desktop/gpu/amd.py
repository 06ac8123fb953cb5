"""Owns the reading of AMD cards by what Linux's amdgpu driver shows. Never asks for rights.

Everything is a small file; one that is missing, or that this driver refuses, is a reading that is
not there: None. An APU's power is that of the whole chip, its processor included, and so is no
figure of a GPU: it is left out.
"""

from __future__ import annotations

import time
from pathlib import Path

from ziggie_desktop.gpu.pci import AMD, text_of
from ziggie_desktop.gpu.wire import Absent, Card, Process, Sample

DRM = Path("/sys/class/drm")
PROC = Path("/proc")
NAMES = Path("/usr/share/libdrm/amdgpu.ids")
ANSWERS = "The amdgpu driver answers."
GONE = "The amdgpu driver no longer shows the GPU: its figures are unknown until it is back."
NO_CARD = "This machine has no AMD GPU that its driver shows: GPU figures are unknown."
SLOW_EVERY_NS = 9_500_000_000  # names of programs mean a look at all of this user's processes
KIB = 1024
DEVICE_NODES = ("/dev/dri/renderD", "/dev/kfd")


class AmdCard:
    """One card: its folder in sysfs, and what never changes of it."""

    def __init__(self, device: Path, *, index: int, names: Path, proc: Path) -> None:
        self._device = device
        self._proc = proc
        self.index = index
        self._bus = device.resolve().name
        unique = text_of(device / "unique_id")
        self.uuid = f"AMD-{unique or self._bus}"
        self.integrated = _integrated(device)
        self._hwmon: Path | None = None
        self._name = _name(device, names)
        self._processes: tuple[Process, ...] = ()
        self._slow_at = -SLOW_EVERY_NS

    @property
    def there(self) -> bool:
        return text_of(self._device / "vendor") == AMD

    def read(self) -> Card:
        at_ns = time.monotonic_ns()
        if not self.there:
            return Card(uuid=self.uuid, index=self.index, at_ns=at_ns, lost=True)
        # Bound anew, a driver gives its sensors another number.
        self._hwmon = next(iter(sorted((self._device / "hwmon").glob("hwmon*"))), None)
        if at_ns - self._slow_at >= SLOW_EVERY_NS:
            self._processes, self._slow_at = _processes(self._proc, self._bus), at_ns
        whole = self._sensor
        return Card(
            uuid=self.uuid,
            index=self.index,
            at_ns=at_ns,
            name=self._name,
            memory_used_bytes=_number(self._device / "mem_info_vram_used"),
            memory_total_bytes=_number(self._device / "mem_info_vram_total"),
            temperature_c=whole("temp1_input", 1000),
            temperature_limit_c=whole("temp1_crit", 1000),
            power_instant_mw=None if self.integrated else whole("power1_input", 1000),
            power_average_mw=None if self.integrated else whole("power1_average", 1000),
            power_limit_mw=None if self.integrated else whole("power1_cap", 1000),
            utilization_percent=_number(self._device / "gpu_busy_percent"),
            fan_percent=self._fan(),
            clock_mhz=whole("freq1_input", 1_000_000),
            energy_counter_mj=None if self.integrated else whole("energy1_input", 1000),
            processes=self._processes,
        )

    def _sensor(self, name: str, divisor: int) -> int | None:
        """hwmon counts in micro-watts, micro-joules, milli-degrees and hertz."""
        value = None if self._hwmon is None else _number(self._hwmon / name)
        return None if value is None else value // divisor

    def _fan(self) -> int | None:
        speed, fastest = self._sensor("fan1_input", 1), self._sensor("fan1_max", 1)
        return None if speed is None or not fastest else round(100 * speed / fastest)


class AmdSampler:
    """All AMD cards of the machine. Raises ``Absent`` where there are none."""

    def __init__(
        self,
        *,
        drm: Path = DRM,
        proc: Path = PROC,
        names: Path = NAMES,
        integrated: bool = True,
    ) -> None:
        """``integrated`` False: an APU beside another maker's card is no GPU for models."""
        found = sorted(drm.glob("card[0-9]*/device")) if drm.is_dir() else []
        devices = [
            device
            for device in found
            if device.parent.name.removeprefix("card").isdigit()  # card0-DP-1 is a plug
            and text_of(device / "vendor") == AMD
        ]
        cards = (
            AmdCard(device, index=i, names=names, proc=proc) for i, device in enumerate(devices)
        )
        self._cards = tuple(card for card in cards if integrated or not card.integrated)
        if not self._cards:
            raise Absent(NO_CARD)

    def sample(self) -> Sample:
        cards = tuple(card.read() for card in self._cards)
        lost = all(card.lost for card in cards)
        return Sample(
            state="lost" if lost else "ok",
            reason=GONE if lost else ANSWERS,
            at_ns=time.monotonic_ns(),
            wall_us=time.time_ns() // 1000,
            cards=cards,
        )

    def await_tick(self) -> None:
        """Nothing here ticks at a time that could be waited for."""

    def unlock(self) -> None:
        """Nothing is locked to a tick."""

    def close(self) -> None:
        """Files are closed after each look already."""


def _integrated(device: Path) -> bool:
    """By the metrics table's format: 1 is a card's, 2 and 3 an APU's."""
    try:
        with (device / "gpu_metrics").open("rb") as table:
            head = table.read(4)
    except OSError:
        return False
    return len(head) == 4 and head[2] in (2, 3)


def _name(device: Path, names: Path) -> str:
    """What it is sold as, from libdrm's own list; else its number."""
    sold = text_of(device / "product_name")
    if sold:
        return sold
    number = text_of(device / "device").removeprefix("0x").upper()
    revision = text_of(device / "revision").removeprefix("0x").upper()
    try:
        lines = names.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        parts = [part.strip() for part in line.split(",", 2)]
        if parts[:2] == [number, revision] and len(parts) == 3:
            return parts[2]
    return f"AMD GPU 1002:{number.lower()}"


def _processes(proc: Path, bus: str) -> tuple[Process, ...]:
    """This user's programs on the card; those of others cannot be seen."""
    found = []
    for folder in proc.iterdir() if proc.is_dir() else ():
        if folder.name.isdigit():
            memory = _memory_of(folder, bus)
            if memory is not None:
                name = text_of(folder / "comm") or None
                found.append(Process(pid=int(folder.name), name=name, memory_bytes=memory))
    return tuple(sorted(found, key=lambda process: process.pid))


def _memory_of(process: Path, bus: str) -> int | None:
    """Bytes of the card's memory; None where it does not use the card. Several open files may
    stand for one client of the driver, which is counted once."""
    clients: dict[str, int] = {}
    try:
        files = [*(process / "fd").iterdir()]
    except OSError:
        return None
    for file in files:
        try:
            if not str(file.readlink()).startswith(DEVICE_NODES):
                continue
        except OSError:
            continue
        said = dict(
            line.split(":", 1)
            for line in text_of(process / "fdinfo" / file.name).splitlines()
            if ":" in line
        )
        if said.get("drm-pdev", "").strip() == bus:
            client = said.get("drm-client-id", file.name).strip()
            amount = said.get("drm-memory-vram", said.get("drm-total-vram", "0")).split()
            if amount and amount[0].isdigit():
                unit = {"KiB": KIB, "MiB": KIB * KIB}.get(amount[-1], 1)
                clients[client] = int(amount[0]) * unit
    return sum(clients.values()) if clients else None


def _number(file: Path) -> int | None:
    text = text_of(file)
    return int(text) if text.isascii() and text.lstrip("-").isdigit() else None
