"""How the cards read in a terminal: now, and over time with its gaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.cli.conftest import Shell
from ziggie_desktop.cli import gpu
from ziggie_desktop.cli.parser import parser
from ziggie_desktop.contract.api import GpuHistoryDocument, GpuPoint, GpuTrack
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.state import (
    Gpu,
    GpuProcess,
    GpuState,
    GpuStatus,
    Quality,
    State,
)
from ziggie_desktop.desktop.samples import BUSY

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CARD = Gpu(
    uuid="GPU-1",
    index=0,
    name="NVIDIA H100 80GB HBM3",
    memory_used_bytes=8 * 10**9,
    memory_total_bytes=80 * 10**9,
    temperature_c=41,
    temperature_limit_c=88,
    power_mw=330_000,
    power_limit_mw=700_000,
    utilization_percent=97,
    clock_mhz=1980,
    throttled=("power brake",),
    processes=(GpuProcess(pid=77, name="ollama", memory_bytes=6 * 10**9, is_engine=True),),
)
STATUS = GpuStatus(state=GpuState.OK, reason="", driver_version="580.1", gpus=(CARD,))


def points(*minutes: int) -> tuple[GpuPoint, ...]:
    return tuple(
        GpuPoint(
            at=NOON + timedelta(minutes=m), samples=60, power_mw=1000 * m, power_top_mw=2000 * m
        )
        for m in minutes
    )


def test_a_card_with_all_that_it_tells() -> None:
    words = gpu.now(STATUS)
    for said in ("8.0 GB of 80.0 GB", "330 W of 700 W", "41 °C, slows down at 88 °C", "97 %",
                 "1980 MHz", "fan          unknown", "power brake", "77 ollama, 6.0 GB (Ollama)",
                 "Driver 580.1."):  # fmt: skip
        assert said in words


@pytest.mark.parametrize(
    ("limit", "usual", "said"),
    [(90, True, "tells no limit; most slow down at 90 °C"), (None, False, "its limit is unknown")],
)
def test_a_limit_that_is_not_the_cards_own_is_called_so(
    limit: int | None, usual: bool, said: str
) -> None:
    card = replace(CARD, temperature_limit_c=limit, temperature_limit_is_usual=usual)
    assert said in gpu.now(replace(STATUS, gpus=(card,)))


def test_without_a_card_the_reason_stands_there() -> None:
    assert gpu.now(GpuStatus(state=GpuState.ABSENT, reason="None.", remedy="Buy.")) == "None. Buy."


def test_the_past_has_its_gaps_and_no_zero_for_what_is_unknown() -> None:
    track = GpuTrack(uuid="GPU-1", points=points(10, 20, 40))
    head, names, *lines = gpu.history(track, "H100", 600).splitlines()
    assert head == "H100  GPU-1  (means of 10 min 00 s)"
    assert names.split()[:3] == ["FROM", "POWER", "MOST"]
    assert [line.split()[0] == "nothing" for line in lines] == [False, False, True, False]
    assert "10 W" in lines[0]
    assert "20 W" in lines[0]
    assert lines[0].count("unknown") == 3
    assert lines[3].count("█") == 2 * lines[1].count("█") > 0


class Kept(Client):
    """Answers what the service would, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(url="http://127.0.0.1:9", token="t")
        self.asked: list[tuple[str | None, int | None]] = []

    async def state(self) -> State:
        return replace(BUSY, gpu=STATUS)

    async def gpu_history(
        self, *, since: str | None = None, until: str | None = None, step_s: int | None = None
    ) -> GpuHistoryDocument:
        self.asked.append((since, step_s))
        begin = NOON - timedelta(hours=6) if since is None else datetime.fromisoformat(since)
        return GpuHistoryDocument(
            since=begin, until=datetime.now(UTC) if since else NOON, step_s=step_s or 60,
            quality=Quality.INSTANT, cards=(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        (["--history", "10m"], [None]),
        (["--history", "6h"], [None, 1800]),
        (["--history", "6h", "--json"], [None]),
        (["--history", "6h", "--step", "300"], [300]),
        (["--from", "2026-11-22T06:00:00+00:00", "--step", "60"], [60]),
    ],
)
async def test_a_screen_holds_the_history_unless_a_step_is_said(
    words: list[str], steps: list[int | None], capsys: pytest.CaptureFixture[str]
) -> None:
    client = Kept()
    options = parser().parse_args(["gpu", *words])
    assert await gpu.gpu(client, options) == 0
    assert [step for _, step in client.asked] == steps
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("text", ["0h", "7w", "h", "401d", "-1h", "1.5h"])
def test_a_time_that_is_none_is_wrong_usage(shell: Shell, text: str) -> None:
    done = shell("gpu", f"--history={text}")
    assert done.status == 2
    assert "such as 10m, 6h or 7d" in done.err
