"""The commands about downloads against a running service, on streams that last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.cli.conftest import Shell, run
from tests.parts.system_bus import Bus, SleepLocks
from tests.service.conftest import MakeService, make_service
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.cli import pulls, render
from ziggie_desktop.contract.state import Pull, PullState

__all__ = ["make_service"]

MB = 1_000_000
LASTS: list[Any] = [
    {"status": "pulling manifest"},
    {"status": "pulling a", "digest": "sha256:a", "total": 100 * MB, "completed": 25 * MB},
    60.0,
]
NEVER = "{0:02}:00-{1:02}:00"


@pytest.fixture
def lasting(parts: Parts) -> Iterator[Parts]:
    parts.ollama.pull_script = list(LASTS)
    yield parts
    parts.ollama.pull_script = None


def names(service: RunningService, state: str) -> list[str]:
    found = service.call("GET", "/ziggie/v1/pulls").ok()["pulls"]
    return [pull["model"] for pull in found if pull["state"] == state]


def queue(shell: Shell, *names: str) -> None:
    for name in names:
        assert shell("pull", name, "--no-wait").status == 0


def test_the_queue_is_shown_ordered_limited_and_put_off(
    lasting: Parts, make_service: MakeService
) -> None:
    service = make_service()
    shell = Shell(service)
    assert "No downloads" in shell("pulls").out
    queue(shell, "127.0.0.1:1/x/a:1", "127.0.0.1:1/x/b:1", "127.0.0.1:1/x/c:1")
    a, b, c = (f"127.0.0.1:1/x/{name}:1" for name in "abc")
    until(lambda: names(service, "running") == [a], "the first runs")
    moved = shell("pulls", "up", c, "--json").json()
    assert (moved["position"], moved["model"]) == (1, c)
    assert shell("pulls", "limit", "2").out == "Up to 2 downloads run at a time, at any hour.\n"
    until(lambda: names(service, "running") == [a, c], "two run")
    until(lambda: "25% of 100.0 MB" in shell("pulls").out, "the table shows how far it is")
    table = shell("pulls").out.splitlines()
    assert table[0].split() == ["#", "MODEL", "STATE", "SO", "FAR", "SPEED"]
    assert table[3].split()[:3] == ["1", b, "queued"]
    # Hours that have passed, or have not come: from the next full hour but one on, for an hour.
    hour = int(service.state()["at"][11:13]) + 2
    service.call("POST", "/ziggie/v1/settings", {"timezone": "UTC"}).ok()
    hours = NEVER.format(hour % 24, (hour + 1) % 24)
    said = shell("pulls", "window", hours)
    assert said.out == f"Up to 2 downloads run at a time, between {hours[:5]} and {hours[6:]}.\n"
    waits = f"waits for {hours[:5]}"
    until(lambda: names(service, "running") == [], "all are closed")
    assert shell("pulls").out.count(waits) == 3
    assert f"{a}: {waits}" in shell("pull", a, "--no-wait").out
    assert "runs as the next" in shell("pulls", "now", b).out
    until(lambda: names(service, "running") == [b], "one runs whatever the hours are")
    assert shell("pulls", "cancel", b).status == 0
    assert shell("pulls", "window", "any").status == 0
    until(lambda: len(names(service, "running")) == 2, "they go on")
    for name in (a, c):
        assert shell("pulls", "pause", name).status == 0
    until(lambda: names(service, "paused") == [a, c], "both are paused")
    assert "Pull     " in shell("status").out
    assert f"{a}: ██████" in shell("models").out


@pytest.mark.parametrize(
    "command",
    [("limit", "0"), ("limit", "17"), ("window", "22-7"), ("window", "22:00-22:00"),
     ("up", "never:1b"), ("pause", "never:1b")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_remedy(shell: Shell, command: tuple[str, ...]) -> None:
    done = shell("pulls", *command)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 2


@pytest.mark.parametrize("command", [("pause",), ("sideways", "a"), ("limit", "many"), ("window",)])
def test_wrong_usage(command: tuple[str, ...]) -> None:
    done = run("pulls", *command)
    assert (done.status, done.out) == (2, "")


def test_the_machine_stays_awake_while_one_runs(
    lasting: Parts, make_service: MakeService, bus: Bus
) -> None:
    pytest.importorskip("jeepney", reason="D-Bus is Linux's")
    with SleepLocks(bus) as locks:
        service = make_service(environ={"DBUS_SYSTEM_BUS_ADDRESS": bus.address})
        shell = Shell(service)
        queue(shell, "127.0.0.1:1/x/a:1")
        until(lambda: locks.held == 1, "sleep is put off")
        assert locks.asked == [("sleep", "Ziggie Desktop", "A model is being downloaded", "block")]
        shell("pulls", "pause", "127.0.0.1:1/x/a:1")
        until(lambda: locks.held == 0, "the machine may sleep again")
        shell("pulls", "resume", "127.0.0.1:1/x/a:1")
        until(lambda: locks.held == 1, "sleep is put off again")
        service.stop()
        until(lambda: locks.held == 0, "nothing is left behind")


HALF = Pull(id="1", model="m", state=PullState.RUNNING, status="pulling abc",
            completed_bytes=50 * MB, total_bytes=200 * MB)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, ("25%", "50.0 MB of 200.0 MB", "pulling abc")),
        ({"bytes_per_s": 2e6, "seconds_left": 75.4}, ("2.0 MB/s, 1 min 15 s left",)),
        ({"bytes_per_s": 2e3, "seconds_left": 75000.0}, ("20 h 50 min left",)),
        ({"state": PullState.QUEUED, "status": "waits for 22:00"}, ("25%", "waits for 22:00")),
        ({"error": "no room"}, ("m: no room",)),
        ({"total_bytes": None}, ("m: pulling abc",)),
    ],
)
def test_one_download_in_one_line(changes: dict[str, Any], says: tuple[str, ...]) -> None:
    line = render.pull(msgspec.structs.replace(HALF, **changes))
    assert all(words in line for words in says), line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("width", "says"),
    [(200, "a.b/c/model:8b: ██████"), (72, "model:8b: ██████"), (40, "25% of 200.0 MB 2.0 MB/s")],
)
def test_a_narrow_terminal_sees_what_matters_most(width: int, says: str) -> None:
    moving = msgspec.structs.replace(HALF, model="a.b/c/model:8b", bytes_per_s=2e6)
    line = pulls.line(moving, width)
    assert line.startswith(says)
    assert len(line) <= width


def test_the_table_says_what_is_unknown_by_leaving_it_out() -> None:
    one = Pull(id="1", model="m", state=PullState.QUEUED, status="queued", position=1)
    assert pulls.table([one]).splitlines()[1].split() == ["1", "m", "queued"]


def test_a_download_that_waits_for_a_person_ends_the_command(make_service: MakeService) -> None:
    service = make_service(environ={"OLLAMA_HOST": "127.0.0.1:1"})
    done = Shell(service)("pull", "smollm2")
    assert done.status == 1
    assert "waits for Ollama" in done.err
    assert "The download begins by itself then." in done.err
    assert names(service, "running") == ["smollm2"]
