"""Tests the queue at work: order, limit, hours and holds, on streams that last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from tests.library.conftest import library_on, state_of
from tests.parts.ollama_fake import OllamaFake
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.pulls import Pulls
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.library.window import parse_window
from ziggie_desktop.tasks import Tasks

# A stream may be closed before the stand-in has written its first line.
pytestmark = pytest.mark.logs("aiohttp.server")
LASTS: list[dict[str, Any] | float] = [{"status": "pulling manifest"}, 30.0, {"status": "success"}]
NIGHT = parse_window("22:00-07:00")


@dataclass
class Line:
    """A library at work whose rules and clock the test sets."""

    library: Library = field(init=False)
    wall: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)
    rules: PullRules = field(default_factory=PullRules)

    @property
    def pulls(self) -> Pulls:
        return self.library.pulls

    def start(self, *names: str) -> list[Pull]:
        return [self.pulls.start(f"127.0.0.1:1/library/{name}:1") for name in names]

    def running(self) -> str:
        return self._of(PullState.RUNNING)

    def queued(self) -> str:
        found = [one for one in self.pulls.snapshot() if one.state is PullState.QUEUED]
        assert [one.position for one in found] == list(range(1, len(found) + 1))
        return self._of(PullState.QUEUED)

    def _of(self, state: PullState) -> str:
        found = [one for one in self.pulls.snapshot() if one.state is state]
        return "".join(one.model[-3] for one in found)

    def status(self, pull: Pull) -> str:
        return self.pulls.find(pull.id).status

    def set(self, **changes: object) -> None:
        self.rules = replace(self.rules, **changes)
        self.pulls.look()


@pytest.fixture
async def line(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> AsyncIterator[Line]:
    ollama_fake.pull_script = list(LASTS)
    made = Line()
    made.library = library_on(
        ollama_fake.url,
        http,
        tmp_path,
        limits=Limits(),
        rules=lambda: made.rules,
        wall=lambda: made.wall,
    )
    tasks = Tasks(owner="test")
    tasks.start(made.pulls.run(), name="pulls")
    yield made
    await made.pulls.close()
    await tasks.close()


def open_streams(fake: OllamaFake) -> int:
    return sum(seen.path == "/api/pull" and seen.ended == "open" for seen in fake.requests)


async def soon(condition: Callable[[], bool]) -> None:
    await until(condition)


async def test_order_is_the_owners(line: Line) -> None:
    a, b, _, d = line.start("a", "b", "c", "d")
    await soon(lambda: line.running() == "a")
    assert line.queued() == "bcd"
    assert line.pulls.move(d.id, "up").position == 2
    assert line.queued() == "bdc"
    assert line.pulls.move(b.id, "down").position == 2
    line.pulls.move(b.id, "last")
    assert line.queued() == "dcb"
    assert line.pulls.move(b.id, "first").position == 1
    assert line.pulls.move(a.id, "last").state is PullState.RUNNING, "it waits for nobody"
    line.pulls.cancel(a.id)
    await soon(lambda: line.running() == "b")
    assert line.queued() == "dc"


async def test_order_outlives_a_restart(
    line: Line, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    *_, d = line.start("a", "b", "c", "d")
    line.pulls.move(d.id, "first")
    line.pulls.now(d.id)
    again = library_on("http://127.0.0.1:1", http, tmp_path).pulls.snapshot()
    assert [one.model[-3] for one in again] == ["d", "a", "b", "c"]
    assert [one.position for one in again] == [1, 2, 3, 4]
    assert [one.now for one in again] == [True, False, False, False]


async def test_what_does_not_wait_cannot_be_moved(line: Line) -> None:
    (pull,) = line.start("a")
    line.pulls.cancel(pull.id)
    await soon(lambda: state_of(line.library, pull) is PullState.CANCELLED)
    with pytest.raises(ZiggieError) as caught:
        line.pulls.move(pull.id, "up")
    assert (caught.value.code, caught.value.status) == ("pull_not_queued", 409)


async def test_limit_is_changed_while_they_run(line: Line, ollama_fake: OllamaFake) -> None:
    line.start("a", "b", "c", "d")
    await soon(lambda: line.running() == "a")
    line.set(parallel=3)
    await soon(lambda: line.running() == "abc" and open_streams(ollama_fake) == 3)
    line.set(parallel=2)
    await soon(lambda: line.running() == "ab" and open_streams(ollama_fake) == 2)
    assert line.queued() == "cd"


async def test_outside_the_hours_nothing_runs_but_what_shall_now(
    line: Line, ollama_fake: OllamaFake
) -> None:
    a, b, c = line.start("a", "b", "c")
    await soon(lambda: open_streams(ollama_fake) == 1)
    line.set(window=NIGHT)
    await soon(lambda: line.running() == "" and open_streams(ollama_fake) == 0)
    assert {line.status(one) for one in (a, b, c)} == {"waits for 22:00"}
    assert line.pulls.now(b.id).now
    await soon(lambda: line.running() == "b")
    assert line.queued() == "ac"
    line.wall = line.wall.replace(hour=22)
    line.set(parallel=2)
    await soon(lambda: line.running() == "ba")
    assert line.status(c) == "queued"
    line.wall = line.wall.replace(day=23, hour=7)
    line.pulls.look()
    await soon(lambda: line.running() == "b")
    assert line.status(a) == line.status(c) == "waits for 22:00"
    (more,) = (line.pulls.start("127.0.0.1:1/library/e:1", now=True),)
    assert more.position == 1
    await soon(lambda: line.running() == "be")


async def test_hold_closes_the_streams_and_release_goes_on(
    line: Line, ollama_fake: OllamaFake
) -> None:
    line.set(parallel=2)
    a, *_ = line.start("a", "b", "c")
    await soon(lambda: open_streams(ollama_fake) == 2)
    assert bool(line.pulls.active) is True
    async with line.pulls.held("waits until the engine has restarted"):
        assert line.running() == ""
        await soon(lambda: open_streams(ollama_fake) == 0)
        assert bool(line.pulls.active) is False
        assert line.pulls.unfinished
        await soon(lambda: line.status(a) == "waits until the engine has restarted")
        async with line.pulls.held("and for something else"):
            line.pulls.resume(a.id)
        await asyncio.sleep(0.1)
        assert line.running() == ""
        line.start("d")
    await soon(lambda: open_streams(ollama_fake) == 2)
    assert line.running() == "ab"
    assert line.queued() == "cd"


async def test_paused_in_a_hold_stays_paused(line: Line) -> None:
    (a,) = line.start("a")
    await soon(lambda: line.running() == "a")
    line.pulls.pause(a.id)
    async with line.pulls.held("waits"):
        pass
    await asyncio.sleep(0.1)
    assert state_of(line.library, a) is PullState.PAUSED


async def test_stopped_before_its_first_step_is_stopped_all_the_same(line: Line) -> None:
    loop = asyncio.get_running_loop()

    def pause(pull: Pull) -> None:
        if pull.status == "starting":
            loop.call_soon(line.pulls.pause, pull.id)

    end = line.pulls.subscribe(pause)
    (a,) = line.start("a")
    await soon(lambda: state_of(line.library, a) is PullState.PAUSED)
    end()
    line.pulls.resume(a.id)
    await soon(lambda: line.running() == "a")
