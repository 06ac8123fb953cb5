"""Owns the GPU child: starts it, hears it, starts it anew when it crashes or hangs.

Never imports pynvml: what happens in the driver cannot reach this process.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from ziggie_desktop.contract.state import GpuState, GpuStatus
from ziggie_desktop.gpu.status import absent, lost, starting, status_of
from ziggie_desktop.gpu.wire import Command, Sample
from ziggie_desktop.tasks import Tasks

T = TypeVar("T")

log = logging.getLogger("ziggie.gpu")

UNWATCHED_S = 5.0  # nobody looks: often enough for the baseline and for "lost"
HANG_S = 0.7  # beyond the interval: with a look each second it is shown within two
SLICE_S = 0.1  # a standstill of the machine costs the child no more than one of these
FIRST_LINE_S = 10.0  # an interpreter on a busy machine
RESTART_FIRST_S = 0.2
RESTART_LONGEST_S = 4.0
ABSENT_RETRY_S = 60.0
END_TIMEOUT_S = 0.3
STATUS_EVERY_S = 0.9  # subscribers of the status are people
LINE_LIMIT = 2**20
SECRETS = ("ANTHROPIC_API_KEY", "ZIGGIE_TOKEN")  # nothing of the child's business
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
CRASHED = "The GPU reader stopped and is being started again: GPU figures are unknown."
HUNG = "The GPU's driver does not answer; its reader is being started again."


class Watch:
    """A wish for samples at least this often, until it is closed."""

    def __init__(self, *, interval_s: float, closed: Callable[[Watch], None]) -> None:
        self.interval_s = interval_s
        self._closed = closed

    def close(self) -> None:
        self._closed(self)

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class GpuMonitor:
    """``subscribe`` gives the picture about once a second and on each change of state;
    ``subscribe_samples`` every sample of the child. Callbacks run on the event loop."""

    def __init__(
        self,
        *,
        python: str,
        engine_pids: Callable[[], frozenset[int]],
        environment: Mapping[str, str] | None = None,
        module: str = "ziggie_desktop.gpu.child",
        pci: Path | None = None,
        drm: Path | None = None,
        proc: Path | None = None,
        absent_retry_s: float = ABSENT_RETRY_S,
    ) -> None:
        places = {"--pci": pci, "--drm": drm, "--proc": proc}
        said = [text for name, at in places.items() if at is not None for text in (name, str(at))]
        self._command = (python, "-m", module, *said)
        self._engine_pids = engine_pids
        given = os.environ if environment is None else environment
        self._environment = {k: v for k, v in given.items() if k not in SECRETS}
        self._absent_retry_s = absent_retry_s
        self._tasks = Tasks(owner="gpu")
        self._decoder = msgspec.json.Decoder(Sample)
        self._encoder = msgspec.json.Encoder()
        self._status = starting()
        self._told_at = 0.0
        self._status_callbacks: list[Callable[[GpuStatus], None]] = []
        self._sample_callbacks: list[Callable[[Sample], None]] = []
        self._watches: list[Watch] = []
        self._in_use = False
        self._child: Process | None = None
        self._renewed = False  # we ended the child ourselves
        self._seen = False  # a GPU answered since we started
        self._lost_at: float | None = None

    @property
    def status(self) -> GpuStatus:
        return self._status

    @property
    def child_pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    async def start(self) -> None:
        """Returns at once; the first figures come when the driver has answered."""
        self._tasks.start(self._supervise(), name="supervise")

    async def close(self) -> None:
        await self._tasks.close()

    def subscribe(self, callback: Callable[[GpuStatus], None]) -> Callable[[], None]:
        """Returns what ends the subscription."""
        self._status_callbacks.append(callback)
        return lambda: self._status_callbacks.remove(callback)

    def subscribe_samples(self, callback: Callable[[Sample], None]) -> Callable[[], None]:
        self._sample_callbacks.append(callback)
        return lambda: self._sample_callbacks.remove(callback)

    def watch(self, interval_s: float) -> Watch:
        """Look at least this often until the watch is closed; the shortest wish counts."""
        watch = Watch(interval_s=interval_s, closed=self._unwatch)
        self._watches.append(watch)
        self._send_interval()
        return watch

    def set_in_use(self, in_use: bool) -> None:
        """Whether Ollama holds the card: then a sleepy one is awake anyway."""
        if in_use != self._in_use:
            self._in_use = in_use
            self._send_interval()

    def renew(self) -> None:
        """Open the driver anew, in a fresh child: after a sleep the old one may read nothing."""
        if self._child is not None and self._child.returncode is None:
            self._renewed = True
            self._child.kill()

    @property
    def interval_s(self) -> float:
        return min((w.interval_s for w in self._watches), default=UNWATCHED_S)

    def _unwatch(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)
            self._send_interval()

    def _send_interval(self) -> None:
        child = self._child
        if child is None or child.stdin is None or child.stdin.is_closing():
            return
        command = Command(interval_ms=round(self.interval_s * 1000), in_use=self._in_use)
        with contextlib.suppress(ConnectionError, RuntimeError):
            child.stdin.write(self._encoder.encode(command) + b"\n")

    async def _supervise(self) -> None:
        pause = RESTART_FIRST_S
        while True:
            began = time.monotonic()
            try:
                await self._run_child()
            except OSError as error:
                self._set(lost(f"The GPU reader cannot be started: {error.strerror}."))
            except ValueError:  # no JSON, no sample, or a line without end
                log.warning("the GPU child says what makes no sense: it is started anew")
                self._set(lost(CRASHED))
            if self._status.state is GpuState.ABSENT:
                await asyncio.sleep(self._absent_retry_s)
                continue
            if time.monotonic() - began > RESTART_LONGEST_S * 2:
                pause = RESTART_FIRST_S
            await asyncio.sleep(pause)
            pause = min(pause * 2, RESTART_LONGEST_S)

    async def _run_child(self) -> None:
        child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=self._environment,
            limit=LINE_LIMIT,
            creationflags=NO_WINDOW,
        )
        self._child, self._renewed = child, False
        try:
            self._send_interval()
            await self._hear(child)
        finally:
            self._child = None
            await _end(child)
            log.info("the GPU child ended with status %s", child.returncode)

    async def _hear(self, child: Process) -> None:
        """Until the child ends or says nothing for too long."""
        assert child.stdout is not None
        patience = FIRST_LINE_S
        heard = False
        while True:
            try:
                line = await _line(child.stdout, patience)
            except TimeoutError:
                log.warning("the GPU child hangs: it is started anew")
                self._set(lost(HUNG))
                return
            if not line:
                if self._status.state is not GpuState.ABSENT or not heard:
                    self._ended(child)
                return
            sample = self._decoder.decode(line)
            if sample.patience_ms is not None:
                patience = sample.patience_ms / 1000
                continue
            heard = True
            self._take(sample)
            patience = HANG_S + self.interval_s

    def _ended(self, child: Process) -> None:
        if self._renewed:
            self._renewed = False
            return
        if self._status.state is GpuState.LOST:
            return  # the child said it lost the driver, and then gave up
        log.warning("the GPU child ended: it is started anew")
        self._set(lost(CRASHED))

    def _take(self, sample: Sample) -> None:
        if sample.state == "absent":
            self._set(self._away(sample))
        else:
            self._seen, self._lost_at = True, None
            self._set(status_of(sample, engine_pids=self._engine_pids()))
        _tell(self._sample_callbacks, sample)

    def _away(self, sample: Sample) -> GpuStatus:
        """No driver: absent from the start, lost for a while where it was there before."""
        now = time.monotonic()
        self._lost_at = self._lost_at or now
        if self._seen and not sample.final and now - self._lost_at < self._absent_retry_s:
            return lost("The GPU's driver went away: GPU figures are unknown until it is back.")
        self._seen = False
        return absent(sample.reason)

    def _set(self, status: GpuStatus) -> None:
        changed = status.state is not self._status.state or status.reason != self._status.reason
        now = time.monotonic()
        if changed:
            log.info("GPU %s: %s", status.state, status.reason)
        self._status = status
        if changed or now - self._told_at >= STATUS_EVERY_S:
            self._told_at = now
            _tell(self._status_callbacks, status)


def _tell(callbacks: list[Callable[[T], None]], news: T) -> None:
    for callback in list(callbacks):
        try:
            callback(news)
        except Exception:
            # The top of what a subscriber does: its bug must not end the figures of the others.
            log.exception("a subscriber to the GPU failed")


async def _line(stream: asyncio.StreamReader, patience: float) -> bytes:
    """Raises TimeoutError. What is beyond the interval is waited in slices: a machine that made
    us late made the child late, too, and its line may be there already."""
    waits_s = [max(0.0, patience - HANG_S), *[SLICE_S] * round(HANG_S / SLICE_S)]
    for wait_s in waits_s:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                return await stream.readline()
    raise TimeoutError


async def _end(child: Process) -> None:
    """Closing stdin ends it; a hanging one is killed. It is ours: we started it."""
    if child.stdin is not None:
        child.stdin.close()
    if child.returncode is None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_TIMEOUT_S):
                await child.wait()
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
