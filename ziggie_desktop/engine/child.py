"""Owns the Ollama child: its environment, its log, its end. Never signals what we did not start.

The child writes to a log file, not to a pipe: if this service is killed, a pipe without a reader
would end Ollama at its next line and leave its runners behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import psutil

from ziggie_desktop.engine.keeper import Ending
from ziggie_desktop.engine.settings import PROMPTS_IN_FILES, PROMPTS_IN_LOG
from ziggie_desktop.platform.current import current_system
from ziggie_desktop.platform.interface import ProcessGroup
from ziggie_desktop.platform.paths import make_private_folder, open_private_append, write_private

MARK = "ZIGGIE_ENGINE"
KILL_TIMEOUT_S = 5.0
POLL_S = 0.02
ORPHAN_POLL_S = 0.5
LINES_KEPT = 200
TAIL_BYTES = 64 * 1024
LOG_MOST_BYTES = 8 * 1024 * 1024

_SECRET_ENDS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_CREDENTIALS")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a child, so that the next run knows it again.

    It is written before the start too, with the pid 0: whatever moment kills this service, the
    mark finds the child.
    """

    pid: int
    created: float
    bind: str
    mark: str
    fingerprint: str


def child_env(
    base: Mapping[str, str],
    *,
    bind: str,
    models_dir: str | None,
    extra: Mapping[str, str],
    keep_partials: bool,
    mark: str,
) -> dict[str, str]:
    """The child's environment: no secrets of ours, no logging of prompts but by a setting."""
    env = {name: value for name, value in base.items() if not _is_secret(name)}
    for name in (PROMPTS_IN_LOG, PROMPTS_IN_FILES):
        env.pop(name, None)
    env.update(extra)
    env["OLLAMA_HOST"] = bind
    env[MARK] = mark
    if models_dir:
        env["OLLAMA_MODELS"] = models_dir
    if keep_partials:
        env["OLLAMA_NOPRUNE"] = "1"
    return env


def _is_secret(name: str) -> bool:
    upper = name.upper()
    return upper.startswith(("ZIGGIE_", "ANTHROPIC_")) or upper.endswith(_SECRET_ENDS)


class Child:
    """One process of ours: just started, or found again after this service was killed."""

    def __init__(
        self,
        *,
        record: Record,
        group: ProcessGroup,
        process: asyncio.subprocess.Process | None,
        log: Path,
        log_start: int,
        settings: Mapping[str, str],
    ) -> None:
        self.settings = settings
        self.owned = frozenset(settings)
        self.record = record
        self._group = group
        self._process = process
        self._log = log
        self._log_start = log_start

    @property
    def pid(self) -> int:
        return self.record.pid

    @classmethod
    async def start(
        cls,
        *,
        program: Path,
        env: Mapping[str, str],
        bind: str,
        log: Path,
        fingerprint: str,
        settings: Mapping[str, str],
    ) -> Child:
        """Start ``program serve``; OSError when the system cannot run it."""
        make_private_folder(log.parent)
        trim_log(log)
        handle = open_private_append(log)
        try:
            log_start = os.fstat(handle).st_size
            system = current_system()
            process = await asyncio.create_subprocess_exec(
                str(program),
                "serve",
                env=dict(env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                **system.child_options(),
            )
        finally:
            os.close(handle)
        try:
            created = psutil.Process(process.pid).create_time()
        except psutil.Error:  # it is gone already; its exit tells the rest
            created = 0.0
        record = Record(
            pid=process.pid,
            created=created,
            bind=bind,
            mark=env[MARK],
            fingerprint=fingerprint,
        )
        group = system.group(process.pid)
        return cls(
            record=record,
            group=group,
            process=process,
            log=log,
            log_start=log_start,
            settings=settings,
        )

    @classmethod
    def found(cls, *, record: Record, log: Path, settings: Mapping[str, str]) -> Child:
        """The child of an earlier run; ``still_runs(record)`` must hold."""
        group = current_system().group(record.pid)
        return cls(
            record=record, group=group, process=None, log=log, log_start=0, settings=settings
        )

    async def wait(self) -> int | None:
        """Wait for its end; the exit status (negative for a signal), None when not ours to know."""
        if self._process is not None:
            return await self._process.wait()
        while still_runs(self.record):
            await asyncio.sleep(ORPHAN_POLL_S)
        return None

    async def ending(self) -> Ending:
        """Wait for its end; its last words are in what is said of it."""
        words, killed = describe_exit(await self.wait())
        last = next((line.strip() for line in reversed(self.tail()) if line.strip()), "")
        if last and not killed:
            words = f"{words}: {last[:300]}"
        return Ending(words, killed)

    async def stop(self, grace_s: float) -> bool:
        """Ask it to end, wait, then end its whole group; True when nothing of it is left."""
        if self._process is not None or still_runs(self.record):
            if self._process is None or self._process.returncode is None:
                self._group.ask_to_end()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace_s):
                    await self.wait()
        return await self.sweep()

    async def sweep(self) -> bool:
        """End what is left of its group (runners outlive a killed server)."""
        gone = True
        if self._group.alive():
            self._group.kill()
            gone = await self._until_gone()
        if self._process is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(KILL_TIMEOUT_S):
                    await self._process.wait()
        if gone:
            self._group.close()
        return gone

    async def _until_gone(self) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KILL_TIMEOUT_S):
                while self._group.alive():
                    await asyncio.sleep(POLL_S)
                return True
        return False

    def tail(self) -> tuple[str, ...]:
        """Its last lines; never more than it wrote itself."""
        return read_tail(self._log, self._log_start)


def describe_exit(status: int | None) -> tuple[str, bool]:
    """Words for an exit status, and whether it was killed from outside."""
    if status is None:
        return "Ollama ended", True
    if status >= 0:
        return f"Ollama ended with status {status}", False
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    killed = sys.platform != "win32" and -status == signal.SIGKILL
    return f"Ollama was ended by {name}", killed


def read_tail(log: Path, start: int = 0) -> tuple[str, ...]:
    """The last lines of ``log`` behind the byte ``start``."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            # A trimmed log starts anew, then ``start`` says nothing.
            file.seek(max(start if start <= size else 0, size - TAIL_BYTES))
            lines = file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(lines[-LINES_KEPT:])


def trim_log(log: Path) -> None:
    """Keep the log small, also under a child that appends to it: the old text goes to ``.1``."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_MOST_BYTES:
            write_private(log.with_name(log.name + ".1"), log.read_bytes())
            os.truncate(log, 0)


def load_record(file: Path) -> Record | None:
    """The record of the last child; None for none or an unreadable one."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return None


def save_record(file: Path, record: Record | None) -> None:
    """Keep the record, or forget it for None."""
    if record is None:
        with contextlib.suppress(OSError):
            file.unlink()
        return
    write_private(file, msgspec.json.encode(record))


def still_runs(record: Record) -> bool:
    """Whether that very process lives: the same pid may be somebody else by now.

    Its mark tells; the time of its birth counts only where the mark cannot be read, because it
    moves with the wall clock.
    """
    try:
        process = psutil.Process(record.pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        try:
            return bool(process.environ().get(MARK) == record.mark)
        except psutil.AccessDenied:
            return bool(abs(process.create_time() - record.created) < 1)
    except psutil.Error:
        return False


def find_marked(record: Record) -> Record | None:
    """``record`` with the pid of the process that bears its mark; None when there is none."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) != record.mark or process.pid == os.getpid():
                continue
            parent = process.parent()
            if parent is not None and _mark_of(parent) == record.mark:
                continue  # a runner; its server is looked for
            created = process.create_time()
            return msgspec.structs.replace(record, pid=process.pid, created=created)
    return None


def _mark_of(process: psutil.Process) -> str | None:
    try:
        mark: str | None = process.environ().get(MARK)
    except psutil.Error:
        return None
    return mark


def family_of(pid: int) -> frozenset[int]:
    """``pid`` and what it started, as far as we may see."""
    try:
        found = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return frozenset((pid,))
    return frozenset((pid, *(process.pid for process in found)))


def end_leftovers(record: Record) -> int:
    """End runners whose server, an earlier child of ours, is gone; return how many.

    Only processes that carry the mark we gave that child are ours.
    """
    ended = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == record.mark and process.pid != os.getpid():
                process.kill()
                ended += 1
    return ended
