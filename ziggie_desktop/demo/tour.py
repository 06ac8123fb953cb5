"""Owns the tour: each step of the main job on real parts, said as it happens, and checked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from ziggie_desktop.cli import render
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import (
    EngineState,
    EngineStatus,
    Fallback,
    Pull,
    PullState,
    Quality,
)
from ziggie_desktop.contract.wire import Event
from ziggie_desktop.demo import clients
from ziggie_desktop.demo.clients import Answered
from ziggie_desktop.demo.home import DemoService
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.demo.parts.model import fetch_model
from ziggie_desktop.demo.parts.ollama import install_ollama
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.demo.parts.wheels import PartMissing
from ziggie_desktop.demo.screen import Screen, open_window, why_no_window
from ziggie_desktop.tasks import Tasks

PULL_RATE = 30_000_000
STEP_TIMEOUT_S = 180.0
BACK_TIMEOUT_S = 30.0
EVENT_TIMEOUT_S = 10.0


class StepFailed(Exception):
    """A step did not hold; the text says what was expected and what was seen."""


def demo(*, leave: bool, window: bool) -> int:
    """Run the tour; 0 if every step held, 1 if not, 130 after Ctrl-C."""
    screen = Screen()
    try:
        return asyncio.run(_main(screen, leave=leave, window=window))
    except (PartMissing, StepFailed, ZiggieError) as error:
        screen.sorry(error)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        screen.say("Stopped; nothing is left behind.")
        return 130


async def _main(screen: Screen, *, leave: bool, window: bool) -> int:
    _end_on_signals()
    screen.step("Getting the real parts (kept in your cache for the next time)")
    program = await asyncio.to_thread(install_ollama, say=screen.say)
    gguf = await asyncio.to_thread(fetch_model, say=screen.say)
    async with _cloud(screen) as simulator, ModelRegistry(gguf=gguf, rate=PULL_RATE) as registry:
        screen.step("Starting the service in a throw-away home")
        async with DemoService(program=program, simulator=simulator) as service:
            screen.say(f"serving at {service.url}")
            screen.say("examples, set in that home: electricity at $0.18 a kWh; a processor of")
            screen.say("65 W, for an estimate where its energy cannot be read")
            async with Client(url=service.url, token=service.token) as client:
                tour = Tour(screen=screen, service=service, client=client, registry=registry)
                await tour.run()
                return await _after(screen, service, client, leave=leave, window=window)


@contextlib.asynccontextmanager
async def _cloud(screen: Screen) -> AsyncIterator[CloudSimulator | None]:
    """Claude itself where the environment has a key, else a simulator, and it says which."""
    if os.environ.get("ANTHROPIC_API_KEY"):
        screen.say("cloud: Claude, with ANTHROPIC_API_KEY; the tour costs a fraction of a cent")
        yield None
        return
    async with CloudSimulator() as simulator:
        screen.say("cloud: SIMULATED (no ANTHROPIC_API_KEY): its answers and costs are labelled so")
        yield simulator


def _end_on_signals() -> None:
    """SIGTERM and SIGHUP end the tour as Ctrl-C does: in order, leaving nothing."""
    task = asyncio.current_task()
    assert task is not None
    if sys.platform != "win32":
        for name in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)


@dataclass(slots=True, kw_only=True)
class Tour:
    """The steps in their order; ``run`` ends with the first that does not hold."""

    screen: Screen
    service: DemoService
    client: Client
    registry: ModelRegistry

    async def run(self) -> None:
        steps: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
            ("Starting Ollama, supervised by us, on a free port", self._engine),
            ("Downloading a model through Ollama's own pull", self._pull),
            ("Asking it through three dialects, with the SDKs as installed", self._ask),
            ("Killing Ollama (SIGKILL) in the middle of an answer", self._kill),
            ("What the GPU says", self._gpu),
            ("What each request took and cost", self._requests),
            ("What was saved", self._savings),
        )
        for title, step in steps:
            self.screen.step(title)
            async with asyncio.timeout(STEP_TIMEOUT_S):
                await step()

    async def _engine(self) -> None:
        state = await self._until_engine(EngineState.READY)
        self.screen.say(f"Ollama {state.version} is ready at {state.url} (pid {state.pid})")

    async def _pull(self) -> None:
        pull = await self.client.pull(model=self.registry.model_name, insecure=True)
        while pull.state not in (PullState.DONE, PullState.FAILED):
            self.screen.progress(render.pull(pull))
            await asyncio.sleep(0.1)
            pull = await self._again(pull)
        self.screen.progress(None)
        if pull.state is PullState.FAILED:
            raise StepFailed(f"the download failed: {pull.error}")
        self.screen.say(f"{pull.model}: {render.size(pull.total_bytes)}, verified")
        await self._until_listed()

    async def _again(self, pull: Pull) -> Pull:
        found = await self.client.pulls()
        return next(one for one in found.pulls if one.id == pull.id)

    async def _until_listed(self) -> None:
        while not (await self.client.models()).models:
            await asyncio.sleep(0.1)

    async def _ask(self) -> None:
        model = (await self.client.models()).models[0].name
        url, token = self.service.url, (await self.client.token_create("demo")).token
        asked: tuple[tuple[str, Callable[[], Answered]], ...] = (
            ("anthropic", lambda: clients.ask_anthropic(url, token)),
            ("openai", lambda: clients.ask_openai(url, token)),
            ("ollama", lambda: clients.ask_ollama(url, token, model)),
        )
        for name, ask in asked:
            answer = await asyncio.to_thread(ask)
            if not answer.text.strip() or answer.route != "local":
                raise StepFailed(f"{name}: expected a local answer, got one from {answer.route!r}")
            self.screen.say(
                f"{name:9} «{_short(answer.text)}»  {answer.route}, {answer.seconds:.1f} s"
            )

    async def _kill(self) -> None:
        engine = (await self.client.state()).engine
        if engine.pid is None:
            raise StepFailed("the process of our Ollama is unknown")
        heard: asyncio.Future[Fallback] = asyncio.get_running_loop().create_future()
        tasks = Tasks(owner="tour")
        try:
            tasks.start(self._hear_fallback(heard), name="events")
            asking = tasks.start(
                asyncio.to_thread(
                    clients.ask_anthropic, self.service.url, self.service.token, long=True
                ),
                name="ask",
            )
            await self._until_busy(asking)
            os.kill(engine.pid, signal.SIGKILL)
            killed = time.monotonic()
            self.screen.say(f"killed pid {engine.pid} while it was answering")
            await self._check_answer(await asking)
            back = await self._until_engine(EngineState.READY, other_than=engine.pid)
            self.screen.say(
                f"Ollama is back (pid {back.pid}), {time.monotonic() - killed:.1f} s after"
            )
            async with asyncio.timeout(EVENT_TIMEOUT_S):
                event = await heard
        finally:
            await tasks.close()
        self.screen.say(f"event: fallback {event.from_route} → {event.route}: {event.reason}")

    async def _check_answer(self, answer: Answered) -> None:
        if answer.route != "cloud" or not answer.text.strip() or not answer.fallback:
            raise StepFailed(
                f"expected an answer from the cloud that says so, got one from {answer.route!r}"
            )
        simulated = " SIMULATED" if (await self.client.state()).cloud.simulated else ""
        self.screen.say(f"answered all the same by the{simulated} cloud: «{_short(answer.text)}»")
        self.screen.say(f"X-Ziggie-Fallback: {answer.fallback}")

    async def _until_busy(self, asking: asyncio.Task[Answered]) -> None:
        """Until the answer is being made: the request is under way and the model in memory."""
        while not asking.done():
            state = await self.client.state()
            if state.active_requests and state.loaded:
                await asyncio.sleep(0.5)
                return
            await asyncio.sleep(0.05)
        raise StepFailed("the long answer ended before Ollama could be killed")

    async def _hear_fallback(self, heard: asyncio.Future[Fallback]) -> None:
        async for event in self.client.events():
            if isinstance(event.data, Fallback) and not heard.done():
                heard.set_result(event.data)

    async def _gpu(self) -> None:
        for line in render.gpu((await self.client.state()).gpu):
            self.screen.say(line)

    async def _requests(self) -> None:
        rows = (await self.client.requests()).requests
        if len(rows) != 4:
            raise StepFailed(f"expected 4 rows in the ledger, found {len(rows)}")
        header = ("ASKED IN", "ANSWERED BY", "TOKENS IN/OUT", "ENERGY", "CLOUD COST", "STATUS")
        self.screen.block(render.table(header, [_line(row) for row in reversed(rows)]))

    async def _savings(self) -> None:
        totals = (await self.client.savings()).total
        self.screen.block(
            render.table(
                ("", "USD"),
                [
                    ("all in the cloud would have cost",
                     render.money(totals.counterfactual_cost_pico)),
                    ("the cloud did cost", render.money(totals.cloud_cost_pico)),
                    ("electricity", render.money(totals.electricity_cost_pico)),
                    ("saved, net", render.money(totals.net_savings_pico)),
                    ("saved, before electricity", render.money(totals.gross_savings_pico)),
                ],
            )
        )  # fmt: skip
        if totals.simulated:
            self.screen.say("partly SIMULATED: the cloud's part came from the simulator")

    async def _until_engine(
        self, wanted: EngineState, *, other_than: int | None = None
    ) -> EngineStatus:
        async with asyncio.timeout(BACK_TIMEOUT_S):
            async for event in self._changes():
                engine = event if isinstance(event, EngineStatus) else None
                if engine is None or engine.pid == other_than:
                    continue
                if engine.state is EngineState.FAILED or engine.state is EngineState.ABSENT:
                    raise StepFailed(f"the engine is {engine.state.value}: {engine.reason}")
                if engine.state is wanted:
                    return engine
        raise StepFailed("the service ended its event stream")

    async def _changes(self) -> AsyncIterator[object]:
        """The engine's state now, then each event's data."""
        event: Event
        async for event in self.client.events():
            yield getattr(event.data, "engine", event.data)


async def _after(
    screen: Screen, service: DemoService, client: Client, *, leave: bool, window: bool
) -> int:
    """The window where there is a display, else how to go on by hand."""
    why = why_no_window() if window else "it was not wanted (--no-window)"
    screen.step("Opening tray and window" if why is None else "Leaving the service running")
    if why is None:
        held = await open_window(screen, service, until_closed=not leave)
        if not held:
            raise StepFailed("the window did not stay open; see the lines above")
    else:
        screen.say(f"no window: {why}")
    if leave:
        screen.say("Every step held.")
        return 0
    program = Path(sys.executable).with_name("ziggie-desktop")
    prefix = f"ZIGGIE_HOME={service.home} ZIGGIE_PORT={service.url.rpartition(':')[2]} {program}"
    screen.say(f"The service runs at {service.url}. Try, in another terminal:")
    for command in ("status", "savings", 'ask "What did the requests cost today?"'):
        screen.say(f"  {prefix} {command}")
    screen.say("Ctrl-C here ends all of it and leaves nothing behind.")
    await asyncio.Event().wait()
    return 0


def _line(row: RequestRow) -> tuple[str, ...]:
    simulated = " simulated" if row.simulated else ""
    tokens = f"{_count(row.gen_ai_usage_input_tokens)}/{_count(row.gen_ai_usage_output_tokens)}"
    cost = render.money(row.list_cost_pico) + simulated if row.route == "cloud" else "none"
    return (
        row.dialect,
        f"{row.route}{simulated}",
        tokens,
        _energy(row),
        cost,
        row.status.value,
    )


def _energy(row: RequestRow) -> str:
    estimated = " estimated" if row.energy_quality is Quality.ESTIMATE else ""
    return render.joules(row.energy_mj, row.energy_band_percent) + estimated


def _count(tokens: int | None) -> str:
    return render.UNKNOWN if tokens is None else str(tokens)


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= 60 else one[:59] + "…"
