"""Owns the program that alone talks to the GPU's driver. Never imports the service.

Lines of JSON: commands on stdin, samples on stdout (``gpu/wire.py``). A crash or a hang in the
driver ends or stops this process only. It ends when stdin closes, as its parent is gone then.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Set
from pathlib import Path
from typing import Generic, NoReturn, Protocol, TypeVar

import msgspec
import pynvml

from ziggie_desktop.gpu.amd import DRM, PROC, AmdSampler
from ziggie_desktop.gpu.nvml import Device, Gone, gone
from ziggie_desktop.gpu.pci import AMD, DEVICES, INTEL, NVIDIA, PciPower, displays
from ziggie_desktop.gpu.wire import Absent, Card, Command, Sample

FIRST_INTERVAL_S = 1.0
REOPEN_EVERY_S = 1.0
LOST_LOOK_S = 0.3  # what a loss means is seen by opening the driver anew
OPEN_S = 10.0  # a cold driver takes seconds to initialise
FIRST_LOOK_S = 1.5
DENSE_S = 0.15  # from here on samples follow the ticks of the energy counter
TICK_S = 0.1
EDGE_EARLY_S = 0.005
EDGE_POLL_S = 0.002
EDGE_MISSES = 3
NO_GPU = "This machine has no NVIDIA GPU that its driver shows: GPU figures are unknown."
NO_CARD = (
    "This machine has no GPU whose figures Ziggie can read: models run on the processor, and GPU"
    " figures are unknown."
)
APPLE = (
    "Apple's GPU tells its figures to administrators only, and Ziggie never is one: models run on"
    " it all the same, and GPU figures are unknown."
)
INTEL_ONLY = (
    "This machine's GPU is Intel's, whose figures Ziggie does not read: they are unknown. Models"
    " run all the same."
)
MISMATCH = (
    "The NVIDIA driver was updated and the running one is older: GPU figures are unknown until"
    " the computer restarts."
)
ASLEEP = "The GPU sleeps to save power. It is not woken for figures; they come when it is used."
REST_S = 15.0  # a card falls asleep 6 to 9 s after NVML was closed
OPENING = "The GPU's driver is being opened."
LOST = "The NVIDIA driver lost the GPU: its figures are unknown until it is back."


class Sampler:
    """NVML from init to shutdown, and the cards that were found."""

    def __init__(self) -> None:
        self._cards: dict[int, Device | Card] = {}  # a Card stands for a lost device
        self._reopen_at = 0.0
        self._driver: str | None = None
        self._locked = False  # we know when the counter ticks
        self._misses = 0
        self._open()

    def _open(self) -> None:
        try:
            pynvml.nvmlInit()
            count = pynvml.nvmlDeviceGetCount()
            self._cards = {i: Device(i) for i in range(count)}
            self._driver = _text(pynvml.nvmlSystemGetDriverVersion())
        except pynvml.NVMLError as error:
            _shut_down()
            if gone(error) and error.value == pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH:
                raise Absent(MISMATCH) from error
            raise Absent(NO_GPU) from error
        except Gone as error:
            _shut_down()
            raise Absent(LOST) from error
        if not self._cards:
            _shut_down()
            raise Absent(NO_GPU)

    def sample(self) -> Sample:
        """One look at every card. Raises Absent when a lost driver does not come back."""
        if any(isinstance(card, Card) for card in self._cards.values()):
            self._reopen()
        late_ns = 0 if self._locked else round(TICK_S / 2 * 1e9)
        cards = tuple(self._look(i, device, late_ns) for i, device in self._cards.items())
        lost = all(card.lost for card in cards)
        return Sample(
            state="lost" if lost else "ok",
            reason=LOST if lost else "The NVIDIA driver answers.",
            at_ns=time.monotonic_ns(),
            wall_us=time.time_ns() // 1000,
            driver_version=self._driver,
            cards=cards,
        )

    def await_tick(self) -> None:
        """Wait until the energy counter moves, at most one tick.

        A counter moves every 100 ms or so. Read at a random moment it is up to that late, which
        gives the joules of overlapping requests to the wrong one; read just after it moved it is
        not. A counter that does not move is not waited for again and again.
        """
        device = next((c for c in self._cards.values() if isinstance(c, Device)), None)
        if device is None or self._misses >= EDGE_MISSES:
            return
        began = time.monotonic()
        patience = 3 * EDGE_EARLY_S if self._locked else 1.2 * TICK_S
        with contextlib.suppress(Gone):
            before = device.energy_mj()
            while before is not None and time.monotonic() - began < patience:
                time.sleep(EDGE_POLL_S)
                if device.energy_mj() != before:
                    self._locked, self._misses = True, 0
                    return
        if not self._locked:
            self._misses += 1
        self._locked = False

    def unlock(self) -> None:
        self._locked, self._misses = False, 0

    def close(self) -> None:
        _shut_down()

    def _look(self, index: int, device: Device | Card, late_ns: int) -> Card:
        if isinstance(device, Card):
            return device
        try:
            return device.read(late_ns=late_ns)
        except Gone:
            card = Card(uuid=device.uuid, index=index, at_ns=time.monotonic_ns(), lost=True)
            self._cards[index] = card
            return card

    def _reopen(self) -> None:
        """One lost card is opened alone, so that the others keep their figures; when all are
        lost NVML itself is started anew, as handles of before may crash the driver."""
        if time.monotonic() < self._reopen_at:
            return
        self._reopen_at = time.monotonic() + REOPEN_EVERY_S
        if all(isinstance(card, Card) for card in self._cards.values()):
            _shut_down()
            self._open()
            return
        for index, card in list(self._cards.items()):
            if isinstance(card, Card):
                with contextlib.suppress(pynvml.NVMLError, Gone):
                    self._cards[index] = Device(index)


class Looker(Protocol):
    def sample(self) -> Sample: ...
    def close(self) -> None: ...


class Sampling(Looker, Protocol):
    """What a maker's cards are read through."""

    def await_tick(self) -> None: ...
    def unlock(self) -> None: ...


L = TypeVar("L", bound=Looker)


class Reader(Generic[L]):
    """Looks through the driver, but lets a laptop's card sleep.

    An open NVML keeps such a card awake and a look wakes it, for 5 to 25 W. While nothing asks for
    it, it is looked at only when awake, NVML is closed after each look, and the pause is long
    enough to fall asleep in.
    """

    def __init__(
        self,
        *,
        opener: Callable[[], L],
        power: PciPower,
        patience: Callable[[float], None] = lambda seconds: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """``patience`` is told how long opening the driver may take, and then the first look."""
        self._opener = opener
        self._patience = patience
        self._power = power
        self._now = now
        self._rest_until = 0.0
        self._last: Sample | None = None
        self.sampler: L | None = None

    def look(self, *, asked: bool) -> Sample:
        """Raises Absent. While it rests, what was seen last."""
        sleepable = not asked and self._power.sleepable()
        if not sleepable:
            self._rest_until = 0.0
            return self._look()
        if self._power.asleep():
            self._close()
            self._rest_until, self._last = 0.0, None
            return Sample(
                state="ok",
                reason=ASLEEP,
                at_ns=time.monotonic_ns(),
                wall_us=time.time_ns() // 1000,
            )
        if self._last is None or self._now() >= self._rest_until:
            self._last = self._look()
            self._rest_until = self._now() + REST_S
            self._close()
        return self._last

    def _look(self) -> Sample:
        if self.sampler is None:
            self._patience(OPEN_S)
            self.sampler = self._opener()
            self._patience(FIRST_LOOK_S)
        return self.sampler.sample()

    def _close(self) -> None:
        if self.sampler is not None:
            self.sampler.close()
            self.sampler = None


class Interval:
    """How often to look, as the parent last said; ``wait`` ends early when that changes."""

    def __init__(self) -> None:
        self._seconds = FIRST_INTERVAL_S
        self._in_use = False
        self._changed = threading.Event()

    def listen(self) -> None:
        """Runs in a thread of its own, so that a hanging driver cannot keep us alive."""
        decoder = msgspec.json.Decoder(Command)
        # Unbuffered: a thread that waits in a buffer's lock breaks the interpreter's end.
        for line in io.FileIO(0, closefd=False):
            with contextlib.suppress(msgspec.DecodeError):
                command = decoder.decode(line)
                self._seconds = max(0.02, command.interval_ms / 1000)
                self._in_use = command.in_use
                self._changed.set()
        os._exit(0)

    @property
    def dense(self) -> bool:
        return self._seconds <= DENSE_S

    @property
    def asked(self) -> bool:
        """Whether the card works for Ollama: then looking at it wakes nobody."""
        return self._in_use or self.dense

    def wait(self, since: float, *, at_most: float) -> bool:
        """Sleep until the next look is due; True when the parent wants one at once."""
        seconds = min(self._seconds, at_most)
        if self._changed.wait(max(0.0, since + seconds - time.monotonic())):
            self._changed.clear()
            return True
        return False


def main() -> None:
    parser = argparse.ArgumentParser(prog="gpu-child")
    parser.add_argument("--pci", type=Path, default=DEVICES)
    parser.add_argument("--drm", type=Path, default=DRM)
    parser.add_argument("--proc", type=Path, default=PROC)
    options = parser.parse_args()
    interval = Interval()
    threading.Thread(target=interval.listen, name="stdin", daemon=True).start()
    try:
        try:
            _follow(Sampler, PciPower(options.pci, NVIDIA), interval)
        except Absent as absent:
            why = str(absent)
        makers = set(displays(options.pci).values())
        if why == NO_GPU:

            def amd() -> AmdSampler:
                return AmdSampler(
                    drm=options.drm, proc=options.proc, integrated=NVIDIA not in makers
                )

            try:
                _follow(amd, PciPower(options.pci, AMD), interval)
            except Absent:
                why = absent_words(makers, system=sys.platform)
        _say_absent(why)
    except BrokenPipeError:
        os._exit(0)


def _follow(opener: Callable[[], Sampling], power: PciPower, interval: Interval) -> NoReturn:
    """Look for ever. Raises Absent once there is nothing to look at."""
    reader = Reader(opener=opener, power=power, patience=_say_patience)
    lost = False
    while True:
        looked = time.monotonic()
        sample = reader.look(asked=interval.asked)
        _say(sample)
        before, lost = lost, sample.state == "lost"
        at_most = LOST_LOOK_S if lost and not before else math.inf
        at_once = interval.wait(looked - EDGE_EARLY_S, at_most=at_most)
        if reader.sampler is None:
            continue
        if at_once or not interval.dense:
            reader.sampler.unlock()
        else:
            reader.sampler.await_tick()


def absent_words(makers: Set[str], *, system: str) -> str:
    """Why there are no figures, by whose cards there are."""
    if system == "darwin":
        return APPLE
    if NVIDIA in makers or system != "linux":  # elsewhere nobody tells whose cards there are
        return NO_GPU
    return INTEL_ONLY if INTEL in makers else NO_CARD


def _say(sample: Sample) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(sample) + b"\n")
    sys.stdout.buffer.flush()


def _say_patience(seconds: float) -> None:
    at_ns, wall_us, ms = time.monotonic_ns(), time.time_ns() // 1000, round(seconds * 1000)
    _say(Sample(state="absent", reason=OPENING, at_ns=at_ns, wall_us=wall_us, patience_ms=ms))


def _say_absent(why: str) -> None:
    at_ns, wall_us = time.monotonic_ns(), time.time_ns() // 1000
    final = why == MISMATCH
    _say(Sample(state="absent", reason=why, at_ns=at_ns, wall_us=wall_us, final=final))


def _shut_down() -> None:
    """Down to zero: NVML counts its inits."""
    with contextlib.suppress(pynvml.NVMLError):
        while True:
            pynvml.nvmlShutdown()


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


if __name__ == "__main__":
    main()
