"""Owns the state of the one Ollama that is used. Never signals a process that it did not start.

One task takes the events and asks ``machine.step`` what to do; everyone else reads ``status`` or
awaits ``ensure_ready()``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine import child as children
from ziggie_desktop.engine import events, machine, report
from ziggie_desktop.engine.canary import Canary
from ziggie_desktop.engine.keeper import differing
from ziggie_desktop.engine.keepers import keeper_for
from ziggie_desktop.engine.machine import Memory, Phase
from ziggie_desktop.engine.owner import Owner
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.settings import KEEP_ALIVE
from ziggie_desktop.engine.works import PROBE_TIMEOUT_S, Works
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

STOP_GRACE_S = 10.0
RESTART_TIMEOUT_S = 120.0
STOP_REST_S = 2 * children.KILL_TIMEOUT_S + PROBE_TIMEOUT_S  # after the graces
_NOTHING_OF_OURS = (Phase.ADOPTED, Phase.SEEKING, Phase.FAILED)
_HOPELESS = (EngineState.ABSENT, EngineState.STOPPED, EngineState.FAILED)

Callback = Callable[[EngineStatus], None]


class Engine:
    """The supervisor of Ollama: finds, adopts, starts, watches, restarts and stops it."""

    def __init__(
        self,
        *,
        plan: Plan,
        http: aiohttp.ClientSession,
        busy: Callable[[], bool] = lambda: False,
        load_options: Callable[[str], Mapping[str, Any]] = lambda name: {},
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._canary = Canary(http=http, busy=busy, options=load_options, clock=clock)
        self._memory = Memory()
        self._inbox: asyncio.Queue[tuple[int | None, events.Event]] = asyncio.Queue()
        self._works = Works(
            keeper=keeper_for(plan),
            plan=plan,
            http=http,
            canary=self._canary,
            post=lambda turn, event: self._inbox.put_nowait((turn, event)),
            changed=lambda: self._publish(),
            busy=busy,
            clock=clock,
            sleep=sleep,
        )
        self._tasks = Tasks(owner="engine")
        self._loop_task: asyncio.Task[None] | None = None
        self._turn = 0
        self._changed = asyncio.Event()
        self._callbacks: list[Callback] = []
        self._status = self._status_since(datetime.now(UTC))

    # What others ask

    @property
    def status(self) -> EngineStatus:
        return self._status

    @property
    def plan(self) -> Plan:
        """What the next start follows."""
        return self._plan

    @property
    def url(self) -> str | None:
        """The base URL while requests may be sent there."""
        return self._status.url

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last lines that our child wrote."""
        kept = self._works.kept
        return kept.tail() if kept is not None else children.read_tail(self._plan.log_file)

    def pids(self) -> frozenset[int]:
        """The server and the runners that it started, ours or adopted; looks at all processes."""
        pid = self._works.facts.pid
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

    @property
    def silent(self) -> str | None:
        """How it shows that generation hangs, though the server answers; None where it does not."""
        return self._memory.silent

    def report_failure(self) -> None:
        """Somebody could not reach Ollama: probe at once instead of at the next turn."""
        self._works.poke()

    def answered(self, model: str | None) -> None:
        """Somebody got a real answer: generation does not hang."""
        self._canary.answered(model)
        if self._memory.silent is not None or self._memory.silent_restarts:
            self._inbox.put_nowait((None, events.Spoke()))

    def check(self) -> None:
        """Look at once whether it answers and generates: the machine was asleep."""
        self._canary.ask_soon()
        self._works.poke()

    def follow(self, plan: Plan) -> None:
        """The settings have changed: the next start is as they say; until then the status tells
        what is not in force yet."""
        if plan == self._plan:
            return
        before, self._plan = self._plan, plan
        self._works.follow(keeper_for(plan), plan)
        moved = (plan.run, plan.host) != (before.run, before.host)
        if moved and self._memory.phase in _NOTHING_OF_OURS:
            # What was only adopted may be driven now, what was in the way may be so no more.
            self._inbox.put_nowait((None, events.RestartAsked(STOP_GRACE_S)))
        self._publish()

    def set_unfinished_pulls(self, unfinished: bool) -> None:
        """While pulls are unfinished the next start keeps partial files (OLLAMA_NOPRUNE)."""
        self._works.keep_partials(unfinished)

    async def port_owner(self) -> Owner:
        """Who holds the wished port right now."""
        return await self._works.owner()

    # What others wish

    async def start(self) -> None:
        """Wish for a running Ollama; ``ensure_ready()`` waits for it."""
        if self._loop_task is None:
            self._loop_task = self._tasks.start(self._run(), name="supervisor")
        self._inbox.put_nowait((None, events.StartAsked()))

    async def stop(self, grace_s: float = STOP_GRACE_S) -> None:
        """Stop our Ollama and stay stopped; one that we did not start is left alone (an error)."""
        self._refuse_if_adopted("stopped")
        if self._loop_task is None:
            return
        self._inbox.put_nowait((None, events.StopAsked(grace_s)))
        async with asyncio.timeout(2 * grace_s + STOP_REST_S):
            while self._memory.phase is not Phase.IDLE:
                await self._changed.wait()
                self._refuse_if_refused()

    async def restart(self, grace_s: float = STOP_GRACE_S) -> None:
        """Stop and start our Ollama; returns when it is healthy again."""
        self._refuse_if_adopted("restarted")
        await self.start()
        before = self._turn
        self._inbox.put_nowait((None, events.RestartAsked(grace_s)))
        async with asyncio.timeout(RESTART_TIMEOUT_S):
            while self._turn == before:
                await self._changed.wait()
        await self.ensure_ready(RESTART_TIMEOUT_S)
        self._refuse_if_refused()

    async def close(self, grace_s: float = STOP_GRACE_S) -> None:
        """End: our own child is stopped; an adopted server, and one that a unit or a container
        keeps, is left as it is."""
        theirs = self._adopted or self._works.kept_by.driven
        if self._loop_task is not None and not theirs:
            with contextlib.suppress(TimeoutError):
                await self.stop(grace_s)
        await self._tasks.close()
        await self._works.close(grace_s)

    @property
    def _adopted(self) -> bool:
        driven = self._works.keeper.driven
        return self._memory.phase is Phase.ADOPTED or (
            self._memory.phase is Phase.LOST and not driven
        )

    def _refuse_if_adopted(self, verb: str) -> None:
        if self._adopted:
            raise ZiggieError(
                "engine_not_ours",
                f"This Ollama was not started by us and is not {verb}: "
                f"{self._works.facts.owner.words}.",
                "Use what started it (systemctl, the Ollama app, Docker, its terminal).",
                status=409,
            )

    def _refuse_if_refused(self) -> None:
        refusal, self._works.refusal = self._works.refusal, None
        if refusal is not None:
            raise refusal

    # The one task

    async def _run(self) -> None:
        while True:
            turn, event = await self._inbox.get()
            if turn is not None and turn != self._turn:
                continue  # from work that was given up meanwhile
            keeper = self._works.keeper
            rules = machine.Rules(cannot_start=keeper.impossible, driven=keeper.driven)
            self._memory, action = machine.step(self._memory, event, self._clock(), rules)
            if action is not None:
                self._turn += 1
                self._works.begin(self._turn, action)
            self._publish()

    def _publish(self) -> None:
        """Tell the others, if what they see has changed."""
        old = self._status
        state = report.state_of(self._memory, self._works.facts)
        since = old.since if old.state is state and old.since else datetime.now(UTC)
        new = self._status_since(since)
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

    def _status_since(self, since: datetime) -> EngineStatus:
        works, renewal = self._works, None
        waiting: tuple[str, ...] = ()
        if works.kept is not None:
            waiting = differing(works.keeper, works.kept)
            renewal = works.keeper.renewal() if waiting else None
        elif self._memory.phase is Phase.ADOPTED:
            waiting = tuple(sorted(set(self._plan.told) - {KEEP_ALIVE}))
        return report.status_of(self._memory, works.facts, since, waiting=waiting, renewal=renewal)
