"""What models did lately, as medians; what room there is for one that is not loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Attempt, RequestRow, RequestStatus, Usage
from ziggie_desktop.contract.state import Gpu, LoadedModel, Model
from ziggie_desktop.routing.machine import Figures, Rates
from ziggie_desktop.service.figures import RATES_S, Measured
from ziggie_desktop.service.room import no_room, room_bytes

GIB = 1024**3
TRY = Attempt(route="local", model="m", outcome="ok", duration_ms=1.0)


def row(**said: Any) -> RequestRow:
    """An answer of 100 tokens: half a second to the first one, ten a second after it."""
    found: dict[str, Any] = {
        "id": "r",
        "started_at": datetime(2026, 11, 22, tzinfo=UTC),
        "dialect": "ollama",
        "delivery": "stream",
        "component": "c",
        "route": "local",
        "model": "m",
        "ttft_ms": 500.0,
        "duration_ms": 10_400.0,
        "gen_ai_usage_input_tokens": 1000,
        "gen_ai_usage_output_tokens": 100,
        "attempts": (TRY,),
    }
    return RequestRow(**(found | said))


class Books:
    def __init__(self, *rows: RequestRow, error: ZiggieError | None = None) -> None:
        self._rows, self._error = rows, error

    async def requests(self, *, limit: int) -> tuple[RequestRow, ...]:
        if self._error is not None:
            raise self._error
        return self._rows[:limit]


class Till:
    """A clock, and prices of 1, 5 and 0.1 dollars a million; it counts who asks."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked = 0
        self.known = True

    def clock(self) -> float:
        return self.now

    def price(self, model: str, usage: Usage, at: datetime) -> int | None:
        self.asked += 1
        cached = usage.cache_read_input_tokens or 0
        fresh = (usage.input_tokens or 0) - cached
        pico = fresh * 10**6 + cached * 10**5 + (usage.output_tokens or 0) * 5 * 10**6
        return pico if self.known else None


def measured(*rows: RequestRow, till: Till | None = None) -> Measured:
    till = till or Till()
    found = Measured(books=Books(), price=till.price, clock=till.clock)
    for one in rows:
        found.add(one)
    return found


def test_the_medians_of_the_last_answers() -> None:
    rows = [row() for _ in range(3)] + [row(ttft_ms=9500.0, duration_ms=19_400.0, load_ms=9000.0)]
    rows.append(row(electricity_cost_pico=4000, gen_ai_usage_output_tokens=200))
    figures = measured(*rows).local("m")
    assert figures == Figures(
        first_token_s=0.5,
        prompt_tokens_per_s=2000.0,
        tokens_per_s=10.0,
        output_tokens=100,
        load_s=9.0,
        electricity_pico_per_token=20.0,
    )


@pytest.mark.parametrize(
    "said",
    [
        {"status": RequestStatus.FAILED},
        {"attempts": (TRY, TRY)},  # the time went elsewhere
        {"route": None, "model": None},
        {"route": "cloud"},
        {"simulated": True},
    ],
)
def test_what_tells_nothing_of_a_local_model(said: dict[str, Any]) -> None:
    assert measured(row(**said)).local("m") is None


def test_a_simulated_claude_and_a_real_one_are_told_apart() -> None:
    found = measured(row(route="cloud", model="claude-x", simulated=True))
    assert found.cloud("claude-x", simulated=False) is None
    assert found.cloud("claude-x", simulated=True) is not None


def test_short_answers_and_prompts_measure_no_speed() -> None:
    short = row(gen_ai_usage_output_tokens=3, gen_ai_usage_input_tokens=20)
    assert measured(short).local("m") == Figures(first_token_s=0.5, output_tokens=3)
    unknown = row(ttft_ms=None, gen_ai_usage_output_tokens=None)
    assert measured(unknown).local("m") == Figures()


async def test_earlier_runs_count_unless_the_ledger_cannot_be_read() -> None:
    till = Till()
    found = Measured(books=Books(row()), price=till.price, clock=till.clock)
    await found.load()
    assert found.local("m") is not None
    away = ZiggieError("ledger_unreadable", "No.", "Wait.")
    other = Measured(books=Books(error=away), price=till.price, clock=till.clock)
    await other.load()
    assert other.local("m") is None


def test_each_local_answers_speed_is_kept_for_the_comparison_with_the_usual_one() -> None:
    till = Till()
    found = Measured(books=Books(), price=till.price, clock=till.clock)
    for one in (row(), row(duration_ms=5_450.0), row(ttft_ms=None), row(route="cloud")):
        found.add(one)
    assert found.local_speeds() == [("m", 10.0), ("m", 20.0)]


def test_prices_a_token_are_looked_up_once_an_hour() -> None:
    till = Till()
    found = measured(till=till)
    assert found.rates("claude-x") is None
    assert till.asked == 0, "nothing to compare with yet"
    found.add(row(electricity_cost_pico=1))
    for _ in range(5):
        assert found.rates("claude-x") == Rates(
            input_pico=10**6, output_pico=5 * 10**6, cached_pico=10**5
        )
    assert till.asked == 3
    till.now, till.known = RATES_S, False
    assert found.rates("claude-x") is None


def gpu(total: int | None, used: int | None) -> Gpu:
    return Gpu(
        index=0,
        uuid="GPU-1",
        name="RTX",
        memory_total_bytes=None if total is None else total * GIB,
        memory_used_bytes=None if used is None else used * GIB,
    )


@pytest.mark.parametrize(
    ("total", "used", "ours", "room"),
    [(24, 4, 0, 20), (24, 20, 18, 22), (24, 2, 3, 24), (None, 1, 0, None), (24, None, 0, None)],
)
def test_room_is_what_other_programs_leave(
    total: int | None, used: int | None, ours: int, room: int | None
) -> None:
    loaded = [LoadedModel(name="m", size_vram_bytes=ours * GIB)]
    found = room_bytes([gpu(total, used)], loaded)
    assert found == (None if room is None else room * GIB)


def test_a_machine_without_gpus_says_nothing_of_room() -> None:
    assert room_bytes([], []) is None
    assert no_room(Model(name="m", size_bytes=9 * GIB), None) is None
    assert no_room(Model(name="m"), GIB) is None


def test_a_model_that_is_larger_than_the_room() -> None:
    words = no_room(Model(name="qwen3:14b", size_bytes=9 * GIB), 8 * GIB)
    assert words == "qwen3:14b needs at least 9.8 GiB of GPU memory and 8.0 are free"
    assert no_room(Model(name="m", size_bytes=4 * GIB), 8 * GIB) is None
