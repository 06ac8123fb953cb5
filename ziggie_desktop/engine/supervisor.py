"""Owns the state of the one Ollama that is used. Never signals a process that it did not start.

One task takes the events and asks ``machine.step`` what to do; everyone else reads ``status`` or
awaits ``ensure_ready()``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine import child as children
from ziggie_desktop.engine import machine, report
from ziggie_desktop.engine.canary import TIMEOUT_S as CANARY_TIMEOUT_S
from ziggie_desktop.engine.canary import Canary, Verdict
from ziggie_desktop.engine.child import Child
from ziggie_desktop.engine.host import parse_host
from ziggie_desktop.engine.launch import Found, Launch
from ziggie_desktop.engine.machine import Memory, Phase
from ziggie_desktop.engine.owner import (
    Owner,
    OwnerKind,
    find_owner,
    free_port,
    others_connected,
    read_version,
)
from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.engine")

PROBE_EVERY_S = 3.0
PROBE_AGAIN_S = 1.0
PROBE_TIMEOUT_S = 3.0
START_TIMEOUT_S = 60.0
START_POLL_S = 0.05
STOP_GRACE_S = 10.0
RESTART_TIMEOUT_S = 90.0
TRIM_EVERY_PROBES = 20
_HOPELESS = (EngineState.ABSENT, EngineState.STOPPED, EngineState.FAILED)

Callback = Callable[[EngineStatus], None]


class Engine:
    """The supervisor of Ollama: finds, adopts, starts, watches, restarts and stops it."""

    def __init__(
        self,
        *,
        program: Path | None,
        host: str,
        models_dir: str | None,
        state_file: Path,
        adopt_only: bool,
        http: aiohttp.ClientSession,
        extra_env: Mapping[str, str] | None = None,
        log_file: Path | None = None,
        busy: Callable[[], bool] = lambda: False,
        num_ctx: Callable[[str], int | None] = lambda name: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wished = parse_host(host)
        self._launch = Launch(
            program=program,
            wished=self._wished,
            models_dir=models_dir,
            extra_env=dict(extra_env or {}),
            state_file=state_file,
            log_file=log_file or state_file.parent / "logs" / "ollama.log",
            adopt_only=adopt_only,
        )
        self._http = http
        self._clock = clock
        self._sleep = sleep
        self._canary = Canary(http=http, busy=busy, num_ctx=num_ctx, clock=clock)
        self._keep_partials = False
        self._rules = machine.Rules(cannot_start=self._launch.impossible)
        self._memory = Memory()
        self._facts = report.Facts(
            owner=Owner(kind=OwnerKind.NOBODY),
            program=program,
            adopt_only=adopt_only,
            log=self._launch.log_file,
        )
        self._host = self._wished
        self._child: Child | None = None
        self._inbox: asyncio.Queue[tuple[int | None, machine.Event]] = asyncio.Queue()
        self._tasks = Tasks(owner="engine")
        self._loop_task: asyncio.Task[None] | None = None
        self._work: asyncio.Task[None] | None = None
        self._turn = 0
        self._poke = asyncio.Event()
        self._changed = asyncio.Event()
        self._callbacks: list[Callback] = []
        self._status = report.status_of(self._memory, self._facts, datetime.now(UTC))

    # What others ask

    @property
    def status(self) -> EngineStatus:
        return self._status

    @property
    def url(self) -> str | None:
        """The base URL while requests may be sent there."""
        return self._status.url

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last lines that our child wrote."""
        return self._child.tail() if self._child else children.read_tail(self._launch.log_file)

    def pids(self) -> frozenset[int]:
        """The server and the runners that it started, ours or adopted; looks at all processes."""
        pid = self._facts.pid
        return children.family_of(pid) if pid is not None else frozenset()

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call ``callback`` at each change; returns what ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    async def ensure_ready(self, timeout_s: float = 30.0) -> str:
        """The base URL of a healthy Ollama; ZiggieError ``engine_not_ready`` with the reason."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while True:
                    changed = self._changed
                    status = self._status
                    if status.url is not None and status.state is not EngineState.DEGRADED:
                        return status.url
                    hopeless = status.state in _HOPELESS or self._memory.silent is not None
                    if hopeless and self._inbox.empty():
                        break
                    await changed.wait()
        raise report.not_ready(self._status)

    def report_failure(self) -> None:
        """Somebody could not reach Ollama: probe at once instead of at the next turn."""
        self._poke.set()

    def answered(self, model: str | None) -> None:
        """Somebody got a real answer: generation does not hang."""
        self._canary.answered(model)
        if self._memory.silent is not None or self._memory.silent_restarts:
            self._inbox.put_nowait((None, machine.Spoke()))

    def check(self) -> None:
        """Look at once whether it answers and generates: the machine was asleep."""
        self._canary.ask_soon()
        self._poke.set()

    def set_unfinished_pulls(self, unfinished: bool) -> None:
        """While pulls are unfinished the next start keeps partial files (OLLAMA_NOPRUNE)."""
        self._keep_partials = unfinished

    async def port_owner(self) -> Owner:
        """Who holds the wished port right now."""
        ours = frozenset((self._child.pid,)) if self._child else frozenset[int]()
        return await find_owner(self._http, self._wished, our_pids=ours)

    # What others wish

    async def start(self) -> None:
        """Wish for a running Ollama; ``ensure_ready()`` waits for it."""
        if self._loop_task is None:
            self._loop_task = self._tasks.start(self._run(), name="supervisor")
        self._inbox.put_nowait((None, machine.StartAsked()))

    async def stop(self, grace_s: float = STOP_GRACE_S) -> None:
        """Stop our Ollama and stay stopped; one that we did not start is left alone (an error)."""
        self._refuse_if_adopted("stopped")
        if self._loop_task is None:
            return
        self._inbox.put_nowait((None, machine.StopAsked(grace_s)))
        async with asyncio.timeout(grace_s + 2 * children.KILL_TIMEOUT_S + PROBE_TIMEOUT_S):
            while self._memory.phase is not Phase.IDLE:
                await self._changed.wait()

    async def restart(self, grace_s: float = STOP_GRACE_S) -> None:
        """Stop and start our Ollama; returns when it is healthy again."""
        self._refuse_if_adopted("restarted")
        await self.start()
        before = self._turn
        self._inbox.put_nowait((None, machine.RestartAsked(grace_s)))
        async with asyncio.timeout(RESTART_TIMEOUT_S):
            while self._turn == before:
                await self._changed.wait()
        await self.ensure_ready(RESTART_TIMEOUT_S)

    async def close(self, grace_s: float = STOP_GRACE_S) -> None:
        """End: our own child is stopped, an adopted server is left as it is."""
        theirs = self._memory.phase in (Phase.ADOPTED, Phase.LOST)
        if self._loop_task is not None and not theirs:
            with contextlib.suppress(TimeoutError):
                await self.stop(grace_s)
        await self._tasks.close()
        if self._child is not None:  # the loop died under it
            await self._end_child(self._child, grace_s)

    def _refuse_if_adopted(self, verb: str) -> None:
        if self._memory.phase in (Phase.ADOPTED, Phase.LOST):
            raise ZiggieError(
                "engine_not_ours",
                f"This Ollama was not started by us and is not {verb}: {self._facts.owner.words}.",
                "Use what started it (systemctl, the Ollama app, Docker, its terminal).",
                status=409,
            )

    # The one task

    async def _run(self) -> None:
        while True:
            turn, event = await self._inbox.get()
            if turn is not None and turn != self._turn:
                continue  # from work that was given up meanwhile
            now = self._clock()
            self._memory, action = machine.step(self._memory, event, now, self._rules)
            if action is not None:
                await self._perform(action)
            self._publish()

    async def _perform(self, action: machine.Action) -> None:
        self._turn += 1
        turn = self._turn
        if self._work is not None:
            self._work.cancel()
        match action:
            case machine.Look():
                self._begin(self._look(turn), "look")
            case machine.Spawn(elsewhere=elsewhere):
                await self._spawn(turn, elsewhere=elsewhere)
            case machine.Watch():
                if self._child is not None:
                    self._tasks.start(self._await_exit(self._child, turn), name="exit")
                self._begin(self._watch(turn), "watch")
            case machine.Wait(seconds=seconds):
                self._begin(self._wait(turn, seconds), "wait")
            case machine.StopChild(grace_s=grace_s):
                self._begin(self._stop_child(turn, grace_s), "stop")
            case machine.Rest():
                self._facts = replace(self._facts, owner=Owner(kind=OwnerKind.NOBODY), pid=None)

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._work = self._tasks.start(work, name=name)

    def _post(self, turn: int, event: machine.Event) -> None:
        self._inbox.put_nowait((turn, event))

    async def _look(self, turn: int) -> None:
        found = await self._launch.find_earlier(self._http) if self._child is None else None
        if found is not None:
            self._take_back(found)
            self._post(turn, machine.Looked(machine.Finding.OWN, "found our own again"))
            return
        owner = await find_owner(self._http, self._wished)
        self._facts = replace(self._facts, owner=owner, pid=None)
        words = f"{self._wished.bind}: {owner.words}"
        if owner.kind is OwnerKind.NOBODY:
            finding = machine.Finding.NOBODY
        elif "adopt" in owner.may or (owner.is_ollama and self._launch.impossible is not None):
            # An imitation (a proxy before Ollama, say) is better than none at all.
            finding = machine.Finding.OLLAMA
            self._host = self._wished
            self._facts = replace(
                self._facts,
                url=self._host.url,
                pid=owner.pid,
                version=owner.version,
                elsewhere=None,
            )
        else:
            finding = machine.Finding.TAKEN
        self._post(turn, machine.Looked(finding, words))

    def _take_back(self, found: Found) -> None:
        child = self._child = found.child
        self._host = parse_host(child.record.bind)
        moved = self._host.port != self._wished.port
        note = f"it kept port {self._host.port} from its earlier start" if moved else None
        self._facts = replace(
            self._facts,
            owner=Owner(kind=OwnerKind.OURS, is_ollama=True, pid=child.pid),
            pid=child.pid,
            url=self._host.url,
            version=found.version,
            elsewhere=note,
        )

    async def _spawn(self, turn: int, *, elsewhere: bool) -> None:
        taken = self._facts.owner
        self._host = self._wished
        self._facts = replace(self._facts, elsewhere=None, url=None, version=None)
        if elsewhere or self._wished.port == 0:
            self._host = self._wished.at_port(free_port())
        if elsewhere:
            note = (
                f"port {self._wished.port} is held by {taken.words}, "
                f"so port {self._host.port} is used"
            )
            self._facts = replace(self._facts, elsewhere=note)
            log.warning("%s", note)
        try:
            child = await self._launch.start(self._host, keep_partials=self._keep_partials)
        except OSError as error:
            why = error.strerror or type(error).__name__
            words = f"{self._launch.program} cannot be started: {why}"
            self._post(turn, machine.SpawnFailed(words))
            return
        self._child = child
        owner = Owner(kind=OwnerKind.OURS, is_ollama=True, pid=child.pid)
        self._facts = replace(self._facts, owner=owner, pid=child.pid, url=self._host.url)
        self._tasks.start(self._await_exit(child, turn), name="exit")
        self._begin(self._watch_start(turn), "start")

    async def _watch_start(self, turn: int) -> None:
        deadline = self._clock() + START_TIMEOUT_S
        while self._clock() < deadline:
            if await self._probe() is None:
                self._post(turn, machine.Answered())
                await self._watch(turn)
            await asyncio.sleep(START_POLL_S)
        words = f"Ollama did not answer within {START_TIMEOUT_S:g} s of its start"
        self._post(turn, machine.Missed(words, final=True))

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
                self._post(turn, machine.Answered())
                await self._listen(turn)
            else:
                refused = isinstance(trouble, aiohttp.ClientConnectorError)
                self._post(turn, machine.Missed(_words_of(trouble), final=refused))
            count += 1
            if self._child is not None and count % TRIM_EVERY_PROBES == 0:
                await asyncio.to_thread(children.trim_log, self._launch.log_file)

    async def _listen(self, turn: int) -> None:
        """Whether it still generates, when it is time to ask that."""
        if not self._canary.due():
            return
        heard = await self._canary.ask(self._host.url)
        match heard.verdict:
            case Verdict.SPOKE | Verdict.NOTHING:
                self._post(turn, machine.Spoke(proved=heard.verdict is Verdict.SPOKE))
            case Verdict.SILENT:
                words = (
                    f"Ollama answers, but {heard.model} generated nothing in {CANARY_TIMEOUT_S:g} s"
                )
                pid = self._facts.pid
                others = await asyncio.to_thread(others_connected, pid, self._host.port)
                if others:
                    words += "; it is not restarted while another program is connected to it"
                self._post(turn, machine.Silent(words, restart=not others))
            case Verdict.UNKNOWN:
                pass

    async def _probe(self) -> Exception | None:
        """None when the server answers, else what went wrong."""
        try:
            version = await read_version(self._http, self._host.url, timeout_s=PROBE_TIMEOUT_S)
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError) as error:
            return error
        self._facts = replace(self._facts, version=version)
        return None

    async def _await_exit(self, child: Child, turn: int) -> None:
        status = await child.wait()
        if self._child is not child or self._memory.phase is Phase.STOPPING:
            return  # a stop that was asked for takes care of the rest
        words, killed = children.describe_exit(status)
        last = next((line.strip() for line in reversed(child.tail()) if line.strip()), "")
        if last and not killed:
            words = f"{words}: {last[:300]}"
        await child.sweep()
        self._forget(child)
        if turn == self._turn:
            self._post(turn, machine.Exited(words, killed=killed))

    async def _stop_child(self, turn: int, grace_s: float) -> None:
        if self._child is not None:
            await self._end_child(self._child, grace_s)
        self._post(turn, machine.StopDone())

    async def _end_child(self, child: Child, grace_s: float) -> None:
        if not await child.stop(grace_s):
            log.error("processes of Ollama's group %d do not end", child.pid)
        self._forget(child)

    def _forget(self, child: Child) -> None:
        if self._child is child or self._child is None:
            self._child = None
            self._facts = replace(self._facts, pid=None, url=None)
            self._launch.forget()

    async def _wait(self, turn: int, seconds: float) -> None:
        await self._sleep(seconds)
        self._post(turn, machine.Waited())

    def _publish(self) -> None:
        """Tell the others, if what they see has changed."""
        old = self._status
        state = report.state_of(self._memory, self._facts)
        since = old.since if old.state is state and old.since else datetime.now(UTC)
        new = report.status_of(self._memory, self._facts, since)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        if new == old:
            return
        self._status = new
        if new.state is not old.state:
            log.info("%s: %s", new.state.value, new.reason)
        for callback in list(self._callbacks):
            try:
                callback(new)
            except Exception:  # a listener's bug must not end the supervision
                log.exception("a listener of the engine failed")


def _words_of(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorError):
        return "connection refused"
    if isinstance(error, TimeoutError):
        return f"no answer within {PROBE_TIMEOUT_S:g} s"
    return type(error).__name__
