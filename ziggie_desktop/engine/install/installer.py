"""Owns installing and upgrading the Ollama that we look after. Never touches another one.

Nothing changes before the new one is here whole, checked and unpacked, and nobody is being
answered. The one before is chosen again if the new one does not start and generate.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from typing import NoReturn, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine.install import steps
from ziggie_desktop.engine.install.download import Download, Limits, disk_trouble
from ziggie_desktop.engine.install.recovery import go_back
from ziggie_desktop.engine.install.release import (
    Chosen,
    Release,
    check_url,
    checksum,
    choose,
    is_newer,
    version_of,
)
from ziggie_desktop.engine.install.steps import Journal, Step
from ziggie_desktop.engine.install.store import Current, Latest, Store
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

RELEASE_MOST_BYTES = 4 * 1024 * 1024
SUMS_MOST_BYTES = 256 * 1024
IDLE_TIMEOUT_S = 3600.0
IDLE_POLL_S = 0.5
STOP_GRACE_S = 10.0
START_TIMEOUT_S = 90.0


class Server(Protocol):
    """What is asked of the supervisor."""

    @property
    def status(self) -> EngineStatus: ...
    async def start(self) -> None: ...
    async def stop(self, grace_s: float = STOP_GRACE_S) -> None: ...
    async def ensure_ready(self, timeout_s: float = START_TIMEOUT_S) -> str: ...


class Report(Protocol):
    """Told of each step, and how far it is."""

    def __call__(
        self,
        step: str,
        words: str,
        *,
        completed: int | None = None,
        total: int | None = None,
        version: str | None = None,
    ) -> None: ...


class MachineKind(msgspec.Struct, frozen=True, kw_only=True):
    """``system``: linux, macos or windows; ``processor`` as the platform module names it."""

    system: str
    processor: str


class Installer:
    """``busy``: why it is not the moment, in words, None when it is. ``prove``: what is wrong with
    the server at a URL, None for nothing. ``use``: the next start is of the version
    that is current now."""

    def __init__(
        self,
        *,
        store: Store,
        server: Server,
        http: aiohttp.ClientSession,
        machine: MachineKind,
        source: Callable[[], str],
        busy: Callable[[], str | None],
        prove: Callable[[str], Awaitable[str | None]],
        use: Callable[[], None],
        limits: Limits | None = None,
        idle_timeout_s: float = IDLE_TIMEOUT_S,
    ) -> None:
        self.store = store
        self._server = server
        self._download = Download(http=http, limits=limits)
        self._machine = machine
        self._source = source
        self._busy = busy
        self._prove = prove
        self._use = use
        self._idle_timeout_s = idle_timeout_s
        self.step: Step | None = None
        self._stuck = False  # the version before cannot be chosen again: the next start tries to
        self._stop_again = False  # its owner had stopped the one before

    @property
    def cancellable(self) -> bool:
        return self.step is None or self.step in steps.CANCELLABLE

    async def look(self) -> str:
        """The newest version that there is; remembered."""
        release = await self._release(None)
        found = Latest(version=release.version, asked_at=time.time())
        await asyncio.to_thread(self.store.remember_latest, found)
        return release.version

    def begin(self, kind: str, version: str | None) -> Journal:
        """The journal of a new installation; ZiggieError when there is nothing to do."""
        current = self.store.current()
        wished = version_of(version) if version else None
        if kind == "upgrade" and current is None:
            raise _none_of_ours()
        if kind == "install" and current is not None:
            raise ZiggieError(
                "engine_installed",
                f"Ollama {current.version} is installed already.",
                "Bring it up to date with: ziggie-desktop engine upgrade",
                status=409,
            )
        previous = current.version if current is not None else None
        return Journal(
            kind="upgrade" if kind == "upgrade" else "install", version=wished, previous=previous
        )

    async def run(self, journal: Journal, report: Report) -> str:
        """Go through the steps; words for what came of it. ZiggieError when it failed, with
        everything as it was before."""
        asked = journal.version
        at: Journal | None = journal
        try:
            while at is not None:
                self.step = at.step
                await asyncio.to_thread(self.store.note, at)
                at = await self._do(at, report, asked)
                journal = at or journal
        except _NothingToDo as nothing:
            await asyncio.to_thread(self.store.note, None)
            return str(nothing)
        except ZiggieError:
            if not self._stuck:
                await asyncio.to_thread(self.store.note, None)
            raise
        except OSError as error:
            raise disk_trouble(self.store.root, error) from error
        finally:
            self.step = None
        await asyncio.to_thread(self.store.note, None)
        return f"Ollama {journal.version} is installed"

    def give_up(self) -> None:
        """Its owner no longer wants it."""
        self.store.note(None)

    async def _do(self, at: Journal, report: Report, asked: str | None) -> Journal | None:
        match at.step:
            case Step.FETCH:
                at = await self._fetch(at, report, asked)
            case Step.UNPACK:
                await self._unpack(at, report)
            case Step.WAIT:
                await self._wait(report)
            case Step.SWAP | Step.PROVE:
                wrong = await self._change(at, report)
                if wrong is not None:
                    await self._roll_back(at, report, wrong)
            case Step.CLEAN:
                await asyncio.to_thread(self.store.clean)
                if self._stop_again:
                    await self._server.stop(STOP_GRACE_S)
            case Step.BACK:
                raise AssertionError("a start rolls back before it goes on")
        return steps.after(at)

    # The steps

    async def _fetch(self, at: Journal, report: Report, asked: str | None) -> Journal:
        report("fetch", "asking for the release")
        release = await self._release(asked)
        current = await asyncio.to_thread(self.store.current)
        if current is not None and not asked and not is_newer(release.version, current.version):
            raise _NothingToDo(f"Ollama {current.version} is the newest there is")
        if current is not None and release.version == current.version:
            raise _NothingToDo(f"Ollama {current.version} is in use already")
        at = msgspec.structs.replace(at, version=release.version)
        report("fetch", f"fetching Ollama {release.version}", version=release.version)
        if await asyncio.to_thread(self.store.program, release.version) is not None:
            return at
        chosen = choose(release, system=self._machine.system, machine=self._machine.processor)
        await self._fetch_archive(chosen, report)
        return at

    async def _fetch_archive(self, chosen: Chosen, report: Report) -> None:
        sums = await self._download.text(
            chosen.sums.browser_download_url, most_bytes=SUMS_MOST_BYTES
        )
        wanted = checksum(sums.decode("utf-8", "replace"), chosen)
        part = await asyncio.to_thread(self.store.part, chosen.version, chosen.archive.name)

        def progress(have: int, total: int | None) -> None:
            words = f"fetching Ollama {chosen.version}"
            report("fetch", words, completed=have, total=total)

        await self._download.fetch(
            chosen.archive.browser_download_url,
            part,
            size=chosen.archive.size,
            sha256=wanted,
            progress=progress,
        )

    async def _unpack(self, at: Journal, report: Report) -> None:
        assert at.version is not None
        if await asyncio.to_thread(self.store.program, at.version) is not None:
            return
        report("unpack", f"unpacking Ollama {at.version}")
        stopped = threading.Event()
        work = asyncio.get_running_loop().run_in_executor(None, self._lay_out, at.version, stopped)
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stopped.set()
            await asyncio.wait([work])
            raise

    def _lay_out(self, version: str, stopped: threading.Event) -> None:
        def stop() -> None:
            if stopped.is_set():
                raise _Stopped

        fresh = self.store.fresh(version)
        archive = self.store.downloaded(version)
        try:
            from ziggie_desktop.engine.install.unpack import unpack  # with all its archives

            unpack(archive, fresh, stop=stop)
            self.store.take(fresh, version)
        except OSError as error:
            raise disk_trouble(fresh.parent, error) from error
        except _Stopped:
            return
        except ZiggieError:
            archive.unlink()
            raise
        finally:
            self.store.delete(fresh)
        if self.store.program(version) is None:
            self.store.drop(version)
            archive.unlink()
            raise ZiggieError(
                "archive_damaged",
                f"The archive of Ollama {version} holds no program.",
                "Choose another version.",
                status=502,
            )

    async def _wait(self, report: Report) -> None:
        """Until nobody is being answered; twice in a row, as an answer may follow another."""
        quiet, said = 0, None
        try:
            async with asyncio.timeout(self._idle_timeout_s):
                while quiet < 2:
                    why = self._busy()
                    quiet = 0 if why is not None else quiet + 1
                    if why is not None and why != said:
                        report("wait", f"waiting: {why}")
                    said = why
                    await asyncio.sleep(IDLE_POLL_S)
        except TimeoutError as error:
            raise ZiggieError(
                "engine_busy",
                f"Ollama was not idle within {self._idle_timeout_s / 60:.0f} minutes: {said}.",
                "Try again when there is less to do; what was fetched is kept.",
                status=409,
            ) from error

    async def _change(self, at: Journal, report: Report) -> str | None:
        """Swap, or prove what was swapped in; what is wrong, None for nothing."""
        if at.step is Step.PROVE:
            report("prove", f"trying Ollama {at.version}")
            return await self._try()
        report("swap", f"changing to Ollama {at.version}")
        _refuse_another(self._server.status)
        try:
            await self._swap(at)
        except OSError as error:  # a time that ran out is one too
            return error.strerror or "the old one did not stop in time"
        return None

    async def _swap(self, at: Journal) -> None:
        assert at.version is not None
        status = self._server.status
        self._stop_again = status.state is EngineState.STOPPED and at.previous is not None
        await self._server.stop(STOP_GRACE_S)
        before = await asyncio.to_thread(self.store.current)
        rejected = tuple(v for v in (before.rejected if before else ()) if v != at.version)
        now = Current(version=at.version, previous=at.previous, rejected=rejected)
        await asyncio.to_thread(self.store.choose, now)
        self._use()

    async def _try(self) -> str | None:
        """What is wrong with the one that was chosen; None when it starts and generates."""
        await self._server.start()
        try:
            url = await self._server.ensure_ready(START_TIMEOUT_S)
        except ZiggieError as error:
            return error.title
        if self._server.status.state is EngineState.ADOPTED:
            return "another Ollama took its port"
        return await self._prove(url)

    async def _roll_back(self, at: Journal, report: Report, wrong: str) -> NoReturn:
        assert at.version is not None
        log.warning("Ollama %s is rolled back: %s", at.version, wrong)
        report("back", f"going back to {at.previous or 'no Ollama of our own'}: {wrong}")
        back = steps.after(at, proved=False)
        assert back is not None
        self.step = back.step
        with contextlib.suppress(OSError):  # the step before leads a start to the same
            await asyncio.to_thread(self.store.note, back)
        with contextlib.suppress(OSError, ZiggieError):
            await self._server.stop(STOP_GRACE_S)
        try:
            await asyncio.to_thread(go_back, self.store, back)
        except OSError as error:
            self._stuck = True
            raise disk_trouble(self.store.root, error) from error
        self._use()
        again = f"{at.previous} is in use again" if at.previous else "nothing is installed"
        if not self._stop_again:
            await self._server.start()
        if at.previous is not None and not self._stop_again:
            try:
                await self._server.ensure_ready(START_TIMEOUT_S)
                again = f"{at.previous} runs again"
            except ZiggieError as error:
                again = f"and {at.previous} does not start either: {error.title}"
        raise ZiggieError(
            "engine_rolled_back",
            f"Ollama {at.version} did not prove itself: {wrong}; {again}.",
            "Wait for the next version, or see the engine's log (ziggie-desktop logs).",
            status=502,
        )

    async def _release(self, version: str | None) -> Release:
        base = check_url(self._source()).rstrip("/")
        path = f"releases/tags/v{version}" if version else "releases/latest"
        body = await self._download.text(f"{base}/{path}", most_bytes=RELEASE_MOST_BYTES)
        try:
            release = msgspec.json.decode(body, type=Release)
            version_of(release.tag_name)
        except msgspec.MsgspecError as error:
            raise ZiggieError(
                "release_unreadable",
                f"{base} does not tell its releases as GitHub does.",
                "Correct engine.releases in the settings, or take it out.",
                status=502,
            ) from error
        return release


class _NothingToDo(Exception):
    """What is wished is so already; its words say which version."""


class _Stopped(Exception):
    """The unpacking is no longer wanted."""


def _refuse_another(status: EngineStatus) -> None:
    if status.url is not None and status.owner != "ours":
        raise ZiggieError(
            "engine_not_ours",
            "An Ollama that Ziggie did not start is in use; it is left as it is.",
            "Upgrade it with what installed it (Linux: its install script or the package manager; "
            "Windows and macOS: the Ollama app), or end it first.",
            status=409,
        )


def _none_of_ours() -> ZiggieError:
    return ZiggieError(
        "engine_not_ours",
        "There is no Ollama that Ziggie installed.",
        "Upgrade yours with what installed it (Linux: its install script or the package manager; "
        "Windows and macOS: the Ollama app updates itself). Or have Ziggie install one of its own: "
        "ziggie-desktop engine install",
        status=409,
    )
