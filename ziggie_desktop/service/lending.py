"""Owns the yielding of the GPU: to whom it is lent, the models' leaving, and their return.

Never signals anybody: it unloads models and says no to local answers, that is all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePath

import msgspec
import psutil

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import GpuProcess, GpuState, GpuStatus, Yielded
from ziggie_desktop.gpu import claims
from ziggie_desktop.gpu.claims import Lending, Rules
from ziggie_desktop.library.library import Library
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.service.settings import YieldSettings

log = logging.getLogger("ziggie.service")

LOOK_S = 1.0
AGAIN_S = 10.0  # somebody else may load a model meanwhile
ARGUMENTS = 3  # of a command line, in which a script's name may stand
OWNER = "you"


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a restart must not forget."""

    lending: Lending
    models: tuple[str, ...]


class Lender:
    """``run()`` looks once a second and does what is to be done; others ask and wish."""

    def __init__(
        self,
        *,
        library: Library,
        gpu: Callable[[], GpuStatus],
        settings: Callable[[], YieldSettings],
        file: Path,
        changed: Callable[[Yielded | None], None],
        refresh: Callable[[], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._library = library
        self._gpu = gpu
        self._settings = settings
        self._file = file
        self._changed = changed
        self._refresh = refresh
        self._clock = clock
        self._wake = asyncio.Event()
        kept = _load(file)
        self._lending = kept.lending
        self._models = kept.models  # that come back afterwards
        self._unloaded = False
        self._next_at = 0.0
        self._told = self.yielded  # the first snapshot says it
        self._names: dict[int, tuple[str, ...]] = {}  # by pid, of what is on the GPU

    # What others ask

    @property
    def yielded(self) -> Yielded | None:
        """To whom the GPU is lent now; None: to nobody."""
        lending = self._lending
        if not lending.lent:
            return None
        claim = lending.claim if lending.counts else None
        since = lending.claimed_at if claim is not None else lending.owner_since
        until = lending.owner_until
        return Yielded(
            since=_moment(since or 0.0),
            until=None if until is None or claim is not None else _moment(until),
            to=OWNER if claim is None else claim.name,
            pid=None if claim is None else claim.pid,
            why="you asked for it" if claim is None else claim.why,
            models=self._models,
            unloaded=self._unloaded,
        )

    def refusal(self) -> str | None:
        """Why no local model is asked now, in words; None where they may be."""
        yielded = self.yielded
        if yielded is None:
            return None
        if yielded.until is None:
            return f"the GPU is lent to {yielded.to} until it is free"
        left = max(1, round((yielded.until.timestamp() - self._clock()) / 60))
        return f"the GPU is lent to {yielded.to} for {left} more minutes"

    def check(self) -> None:
        """ZiggieError ``gpu_lent`` while it is."""
        why = self.refusal()
        if why is not None:
            raise ZiggieError(
                "gpu_lent",
                f"{why[:1].upper()}{why[1:]}.",
                "Wait, or take it back: ziggie-desktop free-gpu --end",
                status=409,
            )

    # What the owner wishes

    def lend(self, minutes: int) -> Yielded | None:
        """Free the GPU for so long, from now on."""
        self._set(claims.lend(self._clock(), minutes * 60.0, self._lending))
        return self.yielded

    def take_back(self) -> None:
        """Have the models back now, whoever has the GPU."""
        self._set(claims.take_back(self._lending))

    # The work

    async def run(self) -> None:
        while True:
            self._wake.clear()
            await self.turn()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._wake.wait()

    async def turn(self) -> None:
        """Look, then unload or bring back what that asks for."""
        self._look()
        if not self._lending.lent:
            if self._models:
                await self._bring_back()
        elif self._clock() >= self._next_at:
            await self._unload()
            self._next_at = self._clock() + (AGAIN_S if self._unloaded else LOOK_S)
        self._tell()

    def _look(self) -> None:
        status, settings = self._gpu(), self._settings()
        rules = Rules(
            programs=settings.programs,
            memory_percent=settings.memory_percent,
            after_s=settings.after_s,
            back_s=settings.back_s,
        )
        claim, pids = None, None
        if status.state is not GpuState.STARTING:
            pids = frozenset(p.pid for card in status.gpus for p in card.processes)
            if settings.enabled and status.state is GpuState.OK:
                self._names = {pid: found for pid, found in self._names.items() if pid in pids}
                claim = claims.find_claim(status, rules, self._known_as, self._lending.spared)
        after = claims.step(self._lending, claim, self._clock(), rules, pids=pids)
        if after != self._lending:
            self._set(after)

    def _known_as(self, process: GpuProcess) -> tuple[str, ...]:
        """Asked of the system once for each process."""
        if process.pid not in self._names:
            self._names[process.pid] = tuple(names_of(process))
        return self._names[process.pid]

    async def _unload(self) -> None:
        """Every model goes, whoever loaded it; each is proved gone, or tried again."""
        try:
            loaded = [model.name for model in await self._library.loaded()]
            for name in loaded:
                if name not in self._models:
                    self._models = (*self._models, name)
            self._save()
            for name in loaded:
                await self._library.unload(name, forget=False)
            self._unloaded = not self._engine_holds_memory()
        except ZiggieError as error:
            self._unloaded = error.code == "engine_not_ready"  # nothing runs that could hold it
            if not self._unloaded:
                log.info("the GPU is not free yet: %s", error.title)
        self._refresh()

    def _engine_holds_memory(self) -> bool:
        cards = self._gpu().gpus
        return any(p.is_engine and p.memory_bytes for card in cards for p in card.processes)

    async def _bring_back(self) -> None:
        """One model at a turn, so that a program that comes back meanwhile is not kept waiting."""
        name, *rest = self._models
        try:
            await self._library.load(name)
            log.info("%s is back on the GPU", name)
        except ZiggieError as error:
            log.info("%s was not brought back: %s", name, error.title)
        self._models = tuple(rest)
        self._save()
        self._refresh()
        if rest:
            self._wake.set()

    def _set(self, lending: Lending) -> None:
        if lending.lent and not self._lending.lent:
            self._unloaded, self._next_at = False, 0.0
        self._lending = lending
        self._save()
        self._tell()
        self._wake.set()

    def _tell(self) -> None:
        yielded = self.yielded
        if yielded != self._told:
            self._told = yielded
            self._changed(yielded)

    def _save(self) -> None:
        kept = _Kept(lending=self._lending, models=self._models)
        try:
            if kept == _NOTHING:
                self._file.unlink(missing_ok=True)
            else:
                write_private(self._file, msgspec.json.encode(kept))
        except OSError as error:
            log.warning("%s cannot be written: %s", self._file, error.strerror)


_NOTHING = _Kept(lending=Lending(), models=())


def _load(file: Path) -> _Kept:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return _NOTHING
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read (%s): the GPU is lent to nobody", file, type(error).__name__)
        return _NOTHING


def names_of(process: GpuProcess) -> Iterable[str]:
    """All that a process is known by: ComfyUI, for one, is a Python that runs a script there."""
    found = [process.name] if process.name else []
    with contextlib.suppress(psutil.Error, OSError):
        seen = psutil.Process(process.pid)
        with seen.oneshot():
            found.append(seen.name())
            with contextlib.suppress(psutil.Error, OSError):
                for argument in seen.cmdline()[:ARGUMENTS]:
                    found += PurePath(argument.replace("\\", "/")).parts[-2:]
            with contextlib.suppress(psutil.Error, OSError):
                found.append(PurePath(seen.cwd()).name)
    return found


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
