"""Owns the move of the models folder: copied, verified, switched, and only then deleted.

Until the engine lists the same models from the new place, nothing of the old one is touched.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library import folder_copy as files
from ziggie_desktop.library import move_plan
from ziggie_desktop.library.folder_copy import Stop
from ziggie_desktop.library.move_plan import Journal, Step
from ziggie_desktop.platform.paths import write_private

log = logging.getLogger("ziggie.library")

IDLE_TIMEOUT_S = 3600.0
IDLE_POLL_S = 0.5
HELD = "waits until the models folder is moved"

T = TypeVar("T")


class Report(Protocol):
    """Told of each step, and how far it is."""

    def __call__(
        self, step: str, words: str, *, completed: int | None = None, total: int | None = None
    ) -> None: ...


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """What a move asks of the engine's owner. ``listed``: the models by name and digest. ``use``:
    from the next start on the models are there, and the settings say so; None is Ollama's own
    place. ``hold``: no download runs within it. ``busy``: why it is not the moment, None if it is.
    """

    stop: Callable[[], Awaitable[None]]
    start: Callable[[], Awaitable[None]]
    listed: Callable[[], Awaitable[frozenset[str]]]
    use: Callable[[str | None], None]
    hold: Callable[[str], AbstractAsyncContextManager[None]]
    busy: Callable[[], str | None]


class Mover:
    """``file`` is the journal."""

    def __init__(
        self, *, file: Path, server: Server, idle_timeout_s: float = IDLE_TIMEOUT_S
    ) -> None:
        self._file = file
        self._server = server
        self._idle_timeout_s = idle_timeout_s
        self.step: Step | None = None

    @property
    def cancellable(self) -> bool:
        return self.step is None or self.step in move_plan.CANCELLABLE

    def begin(self, source: Path, folder: str, setting: str | None) -> Journal:
        """The journal of a new move; ZiggieError when it cannot be. Looks at both folders."""
        wished = Path(folder).expanduser()
        if not wished.is_absolute() or "\0" in folder:
            raise ZiggieError(
                "move_refused",
                f"{folder[:200]!r} is no full path of a folder.",
                "Give one such as /data/ollama-models.",
                status=400,
            )
        old, new = source.resolve(), wished.resolve()
        made = files.check_target(old, new)
        device = files.device_of(new)
        return Journal(source=str(old), target=str(new), setting=setting, made=made, device=device)

    async def run(self, journal: Journal, report: Report) -> str:
        """Go through the steps; words for what came of it. ZiggieError when it failed, with
        everything as it was before."""
        async with self._server.hold(HELD):
            try:
                return await self._run(journal, report)
            finally:
                self.step = None

    async def _run(self, at: Journal, report: Report) -> str:
        if at.step is not Step.DELETE:
            try:
                before = await self._bring(at, report)
            except ZiggieError:
                await asyncio.to_thread(self._drop, at)
                raise
            await self._switch(at, before, report)
        await self._note(at, Step.DELETE)
        report("delete", f"deleting the old files in {at.source}")
        gone = await asyncio.to_thread(files.delete_copied, Path(at.source), Path(at.target))
        await asyncio.to_thread(note, self._file, None)
        rest = "" if gone else f"; what is left in {at.source} was not Ollama's or is in use"
        return f"the models are in {at.target}{rest}"

    async def _bring(self, at: Journal, report: Report) -> frozenset[str]:
        """Copy, verify and wait for the moment; what the engine lists then."""
        source, target = Path(at.source), Path(at.target)
        await asyncio.to_thread(files.check_disk, target, at.device)
        await self._note(at, Step.COPY)
        await self._copy(source, target, report)
        await self._note(at, Step.VERIFY)
        paths = tuple(files.files_of(source))
        await self._verify(source, target, paths, report)
        await self._note(at, Step.WAIT)
        await self._wait(report)
        return await self._server.listed()

    async def _switch(self, at: Journal, before: frozenset[str], report: Report) -> None:
        """The engine ends, the last changes are copied, and it starts at the new place."""
        source, target = Path(at.source), Path(at.target)
        await self._note(at, Step.SWITCH)
        report("switch", f"changing to {at.target}")
        try:
            await self._server.stop()
            late = await self._copy(source, target, report)
            await asyncio.to_thread(files.drop_strangers, source, target)
            await self._verify(source, target, late, report)
            self._server.use(at.target)
            await self._note(at, Step.PROVE)
            report("prove", "looking whether the engine lists the same models")
            await self._server.start()
            wrong = move_plan.lost(before, await self._server.listed())
        except ZiggieError as error:
            wrong = error.title.rstrip(".")
        except OSError as error:  # a time that ran out is one too
            wrong = error.strerror or "the engine did not stop in time"
        if wrong is not None:
            await self._roll_back(at, wrong, report)

    async def _roll_back(self, at: Journal, wrong: str, report: Report) -> NoReturn:
        log.warning("the models stay where they were: %s", wrong)
        report("back", f"going back to {at.source}: {wrong}")
        with contextlib.suppress(ZiggieError):  # the step before leads a start to the same
            await self._note(at, Step.BACK)
        with contextlib.suppress(OSError, ZiggieError):
            await self._server.stop()
        back = self._restore(at)
        again = "The models are where they were, and are served from there."
        try:
            await self._server.start()
        except ZiggieError as error:
            again = f"The models are where they were, but the engine does not start: {error.title}"
        if back:
            await asyncio.to_thread(self._drop, at)
        else:  # the journal stays, and the next start tries again
            again = "The settings cannot be written: start Ziggie anew when that is mended."
        raise ZiggieError(
            "move_rolled_back",
            f"The move failed: {wrong}. {again}",
            "Name another folder, or see the engine's log (ziggie-desktop logs).",
            status=502,
        )

    def _restore(self, at: Journal) -> bool:
        """Whether the old place is the one in use again."""
        try:
            self._server.use(at.setting)
        except (OSError, ZiggieError) as error:
            log.warning("the settings cannot name %s again: %s", at.source, error)
            return False
        return True

    async def _copy(self, source: Path, target: Path, report: Report) -> tuple[Path, ...]:
        tell = _teller(report, "copy", f"copying the models to {target}")
        return await _in_thread(
            lambda stop: files.copy_all(source, target, progress=tell, stop=stop)
        )

    async def _verify(
        self, source: Path, target: Path, paths: tuple[Path, ...], report: Report
    ) -> None:
        tell = _teller(report, "verify", "comparing the copy with the checksums")
        await _in_thread(lambda stop: files.verify(source, target, paths, progress=tell, stop=stop))

    async def _wait(self, report: Report) -> None:
        """Until nobody is being answered."""
        said: str | None = None
        try:
            async with asyncio.timeout(self._idle_timeout_s):
                while (why := self._server.busy()) is not None:
                    if why != said:
                        report("wait", f"waiting: {why}")
                    said = why
                    await asyncio.sleep(IDLE_POLL_S)
        except TimeoutError as error:
            raise ZiggieError(
                "engine_busy",
                f"Ollama was not idle within {self._idle_timeout_s / 60:.0f} minutes: {said}.",
                "Try again when there is less to do.",
                status=409,
            ) from error

    async def _note(self, at: Journal, step: Step) -> None:
        self.step = step
        try:
            await asyncio.to_thread(note, self._file, msgspec.structs.replace(at, step=step))
        except OSError as error:
            raise files.trouble(self._file, error) from error

    def give_up(self) -> None:
        """Its owner no longer wants it: the copy goes."""
        journal = read(self._file)
        if journal is not None:
            self._drop(journal)

    def _drop(self, at: Journal) -> None:
        files.delete_copy(Path(at.source), Path(at.target), made=at.made)
        note(self._file, None)


def note(file: Path, journal: Journal | None) -> None:
    """Keep how far a move is, for the next start; None when it has ended."""
    if journal is None:
        file.unlink(missing_ok=True)
    else:
        write_private(file, msgspec.json.encode(journal))


def read(file: Path) -> Journal | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Journal)
    except (OSError, msgspec.MsgspecError):
        return None


def resume(
    file: Path, set_models: Callable[[str | None], None]
) -> tuple[Journal | None, str | None]:
    """What an earlier run left unfinished, before anything is started. The journal to go on with,
    and words if it was given up. ``set_models`` writes the settings."""
    journal = read(file)
    if journal is None:
        return None, None
    found = move_plan.resumption(journal)
    try:
        if found.restore:
            set_models(journal.setting)
        if found.go_on is None:
            files.delete_copy(Path(journal.source), Path(journal.target), made=journal.made)
        note(file, found.go_on)
    except (OSError, ZiggieError) as error:
        log.warning("a move of the models cannot be undone: %s", error)
        return None, None
    return found.go_on, found.given_up


class _Stopped(Exception):
    """What the thread does is no longer wanted."""


async def _in_thread(work: Callable[[Stop], T]) -> T:
    """``work`` in a thread that ends soon after this was cancelled."""
    ended = threading.Event()

    def stop() -> None:
        if ended.is_set():
            raise _Stopped

    future = asyncio.get_running_loop().run_in_executor(None, work, stop)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        ended.set()
        await asyncio.wait([future])
        future.exception()
        raise


def _teller(report: Report, step: str, words: str) -> files.Progress:
    """Reports from a thread."""
    report(step, words)
    loop = asyncio.get_running_loop()

    def tell(done: int, total: int) -> None:
        loop.call_soon_threadsafe(_report, report, step, words, done, total)

    return tell


def _report(report: Report, step: str, words: str, done: int, total: int) -> None:
    report(step, words, completed=done, total=total)
