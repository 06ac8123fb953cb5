"""Owns the works that the supervisor starts: looking, starting, watching, stopping. No decisions.

Each says what came of it as an event, with the turn of the loop that began it. Never signals a
process that it did not start.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
from msgspec.structs import replace

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine import child as children
from ziggie_desktop.engine import events, report
from ziggie_desktop.engine.canary import TIMEOUT_S as CANARY_TIMEOUT_S
from ziggie_desktop.engine.canary import Canary, Verdict
from ziggie_desktop.engine.keeper import Found, Keeper, Kept
from ziggie_desktop.engine.owner import (
    Owner,
    OwnerKind,
    find_owner,
    free_port,
    others_connected,
    read_version,
)
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

PROBE_EVERY_S = 3.0
PROBE_AGAIN_S = 1.0
PROBE_TIMEOUT_S = 3.0
START_TIMEOUT_S = 60.0
START_POLL_S = 0.05
QUIET_POLL_S = 0.05
TRIM_EVERY_PROBES = 20

Post = Callable[[int, events.Event], None]


class Works:
    """What is known of the server is in ``facts``, ``kept`` is the one that may be stopped by us.

    ``busy``: answers are under way.
    """

    def __init__(
        self,
        *,
        keeper: Keeper,
        plan: Plan,
        http: aiohttp.ClientSession,
        canary: Canary,
        post: Post,
        changed: Callable[[], None],
        busy: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.keeper = keeper
        self.facts = report.Facts(owner=Owner(kind=OwnerKind.NOBODY))
        self.follow(keeper, plan)
        self.kept: Kept | None = None
        self.refusal: ZiggieError | None = None
        self.stopping = False
        self._host = plan.wished
        self._keeper_of_kept = keeper
        self._http = http
        self._canary = canary
        self._post = post
        self._changed = changed
        self._busy = busy
        self._clock = clock
        self._sleep = sleep
        self._keep_partials = False
        self._tasks = Tasks(owner="engine.works")
        self._work: asyncio.Task[None] | None = None
        self._starting: asyncio.Task[None] | None = None
        self._turn = 0
        self._poke = asyncio.Event()

    def follow(self, keeper: Keeper, plan: Plan) -> None:
        """The next start is by this keeper and this plan."""
        self.keeper, self._plan = keeper, plan
        self.facts = replace(
            self.facts,
            program=plan.program,
            adopt_only=plan.adopt_only,
            log=plan.log_file,
            driven=keeper.driven,
        )

    @property
    def kept_by(self) -> Keeper:
        """Who keeps what runs; who will start the next one where nothing does."""
        return self._keeper_of_kept if self.kept is not None else self.keeper

    def begin(self, turn: int, action: events.Action) -> None:
        """Give up the work under way and take up this one."""
        self._turn = turn
        self.stopping = isinstance(action, events.StopChild)
        if self._work is not None:
            self._work.cancel()
        if self._starting is not None and self.keeper.driven:
            self._starting.cancel()
        work: Coroutine[Any, Any, None]
        match action:
            case events.Look():
                work = self._look(turn)
            case events.Spawn(elsewhere=elsewhere):
                # Not given up half-way: that would leave a child that nobody knows.
                start = self._start(turn, elsewhere=elsewhere)
                self._starting = self._tasks.start(start, name="start")
                return
            case events.Watch():
                self._await_end(turn)
                work = self._watch(turn)
            case events.Wait(seconds=seconds):
                work = self._wait(turn, seconds)
            case events.StopChild():
                work = self._stop(turn, action)
            case events.Rest():
                self.facts = replace(self.facts, owner=Owner(kind=OwnerKind.NOBODY), pid=None)
                return
        self._work = self._tasks.start(work, name=type(action).__name__)

    def poke(self) -> None:
        """Probe at once."""
        self._poke.set()

    def keep_partials(self, keep: bool) -> None:
        self._keep_partials = keep

    async def owner(self) -> Owner:
        """Who holds the wished port right now."""
        pid = self.kept.pid if self.kept is not None else None
        ours = frozenset((pid,)) if pid is not None else frozenset[int]()
        owner = await find_owner(self._http, await self.keeper.wished(), our_pids=ours)
        return self._named(owner) if self.kept is not None and owner.is_ollama else owner

    def _named(self, owner: Owner) -> Owner:
        """The owner of what is kept."""
        keeper, plan = self._keeper_of_kept, self._plan
        return replace(
            owner,
            kind=keeper.kind,
            driven=keeper.driven,
            unit=plan.unit if keeper.kind is OwnerKind.SYSTEMD else None,
            container=plan.container if keeper.kind is OwnerKind.DOCKER else None,
        )

    async def close(self, grace_s: float) -> None:
        """End the works; what is ours and still runs ends too."""
        await self._tasks.close()
        if self.kept is not None and not self.kept_by.driven:  # the loop died under it
            await self._end(self.kept, grace_s)

    # Looking

    async def _look(self, turn: int) -> None:
        found = None
        if self.kept is None:
            with contextlib.suppress(ZiggieError):  # a start will say it again
                found = await self.keeper.find(self._http)
        if found is not None:
            self._take_back(found)
            self._post(turn, events.Looked(events.Finding.OWN, "found our own again"))
            return
        host = await self.keeper.wished()
        owner = await find_owner(self._http, host)
        self.facts = replace(self.facts, owner=owner, pid=None, elsewhere=None)
        words = f"{host.bind}: {owner.words}"
        if owner.kind is OwnerKind.NOBODY:
            finding = events.Finding.NOBODY
        elif "adopt" in owner.may or (owner.is_ollama and self.keeper.impossible is not None):
            # An imitation (a proxy before Ollama, say) is better than none at all.
            finding = events.Finding.OLLAMA
            self._host = host
            self.facts = replace(self.facts, url=host.url, pid=owner.pid, version=owner.version)
        else:
            finding = events.Finding.TAKEN
        self._post(turn, events.Looked(finding, words))

    def _take_back(self, found: Found) -> None:
        self._keep(found.kept)
        self._host = found.host
        wished = self._plan.wished
        moved = not self.keeper.driven and found.host.port != wished.port
        note = f"it kept port {found.host.port} from its earlier start" if moved else None
        self.facts = replace(self.facts, url=found.host.url, version=found.version, elsewhere=note)

    def _keep(self, kept: Kept) -> None:
        self.kept, self._keeper_of_kept = kept, self.keeper
        owner = self._named(Owner(kind=OwnerKind.OURS, is_ollama=True, pid=kept.pid))
        self.facts = replace(
            self.facts, owner=owner, pid=kept.pid, keeper=self.keeper.words, remedy=None
        )

    # Starting

    async def _start(self, turn: int, *, elsewhere: bool) -> None:
        keeper, taken = self.keeper, self.facts.owner
        wished = self._host = await keeper.wished()
        self.facts = replace(
            self.facts, elsewhere=None, url=None, version=None, remedy=None, keeper=keeper.words
        )
        if elsewhere or wished.port == 0:
            self._host = wished.at_port(free_port())
        if elsewhere:
            note = f"port {wished.port} is held by {taken.words}, so port {self._host.port} is used"
            self.facts = replace(self.facts, elsewhere=note)
            log.warning("%s", note)
        try:
            kept = await keeper.start(self._host, keep_partials=self._keep_partials, say=self._say)
        except ZiggieError as error:
            self.facts = replace(self.facts, remedy=error.remedy, progress=None)
            final = error.code != "engine_cannot_start"
            self._post(turn, events.SpawnFailed(error.title, final=final))
            return
        self._keep(kept)
        self.facts = replace(self.facts, url=self._host.url, progress=None)
        self._await_end(turn)
        if turn == self._turn:
            self._work = self._tasks.start(self._watch_start(turn), name="watch_start")

    def _say(self, words: str) -> None:
        self.facts = replace(self.facts, progress=words)
        self._changed()

    async def _watch_start(self, turn: int) -> None:
        deadline = self._clock() + START_TIMEOUT_S
        while self._clock() < deadline:
            if await self._probe() is None:
                self._post(turn, events.Answered())
                await self._watch(turn)
            await asyncio.sleep(START_POLL_S)
        words = f"Ollama did not answer within {START_TIMEOUT_S:g} s of its start"
        self._post(turn, events.Missed(words, final=True))

    # Watching

    async def _watch(self, turn: int) -> None:
        count, missed = 0, False
        self._canary.started()
        while True:
            self._poke.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PROBE_AGAIN_S if missed else PROBE_EVERY_S):
                    await self._poke.wait()
            trouble = await self._probe()
            missed = trouble is not None
            if trouble is None:
                self._post(turn, events.Answered())
                await self._listen(turn)
            else:
                refused = _is_refused(trouble)
                self._post(turn, events.Missed(_words_of(trouble), final=refused))
            count += 1
            if self.kept is not None and count % TRIM_EVERY_PROBES == 0:
                await asyncio.to_thread(children.trim_log, self._plan.log_file)

    async def _listen(self, turn: int) -> None:
        """Whether it still generates, when it is time to ask that."""
        if not self._canary.due():
            return
        heard = await self._canary.ask(self._host.url)
        match heard.verdict:
            case Verdict.SPOKE | Verdict.NOTHING:
                self._post(turn, events.Spoke(proved=heard.verdict is Verdict.SPOKE))
            case Verdict.SILENT:
                words = (
                    f"Ollama answers, but {heard.model} generated nothing in {CANARY_TIMEOUT_S:g} s"
                )
                pid = self.facts.pid
                others = await asyncio.to_thread(others_connected, pid, self._host.port)
                if others:
                    words += "; it is not restarted while another program is connected to it"
                self._post(turn, events.Silent(words, restart=not others))
            case Verdict.UNKNOWN:
                pass

    async def _probe(self) -> Exception | None:
        """None when the server answers, else what went wrong."""
        try:
            version = await read_version(self._http, self._host.url, timeout_s=PROBE_TIMEOUT_S)
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError) as error:
            return error
        self.facts = replace(self.facts, version=version)
        return None

    def _await_end(self, turn: int) -> None:
        if self.kept is not None:
            self._tasks.start(self._tell_end(self.kept, turn), name="exit")

    async def _tell_end(self, kept: Kept, turn: int) -> None:
        ending = await kept.ending()
        if ending is None or self.kept is not kept or self.stopping:
            return  # a stop that was asked for takes care of the rest
        await kept.sweep()
        self._forget(kept)
        if turn == self._turn:
            self._post(turn, events.Exited(ending.words, killed=ending.killed))

    async def _wait(self, turn: int, seconds: float) -> None:
        if self.kept is not None and self.kept_by.driven:
            self.kept = None  # it went away; it is found again, or started again
        await self._sleep(seconds)
        self._post(turn, events.Waited())

    # Stopping

    async def _stop(self, turn: int, stop: events.StopChild) -> None:
        if self._starting is not None:
            await asyncio.wait((self._starting,))
        try:
            if self.kept is not None:
                if not stop.hung:
                    await self._fall_quiet(stop.grace_s)
                await self._end(self.kept, stop.grace_s)
        except ZiggieError as error:
            self.refusal = error
            self._post(turn, events.StopRefused(error.title))
            return
        self._post(turn, events.StopDone())

    async def _fall_quiet(self, grace_s: float) -> None:
        """Nobody sends new work while it is stopping; what is under way may end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_s):
                while self._busy():
                    await asyncio.sleep(QUIET_POLL_S)

    async def _end(self, kept: Kept, grace_s: float) -> None:
        if not await kept.stop(grace_s):
            log.error("processes of Ollama's group %s do not end", kept.pid)
        self._forget(kept)

    def _forget(self, kept: Kept) -> None:
        if self.kept is kept or self.kept is None:
            self.kept = None
            self.facts = replace(self.facts, pid=None, url=None)
            self._keeper_of_kept.forget()


def _is_refused(error: Exception) -> bool:
    return isinstance(error, ConnectionRefusedError | aiohttp.ClientConnectorError)


def _words_of(error: Exception) -> str:
    if _is_refused(error):
        return "connection refused"
    if isinstance(error, TimeoutError):
        return f"no answer within {PROBE_TIMEOUT_S:g} s"
    return type(error).__name__
