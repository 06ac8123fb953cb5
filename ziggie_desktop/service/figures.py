"""Owns how each model did lately, as decisions weigh it: medians of its last answers.

Measured, never guessed: what no answer has shown is None. Answers of a simulated Claude count only
while it is a simulated one that is asked.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Protocol

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow, RequestStatus, Usage
from ziggie_desktop.routing.machine import Figures, Rates

log = logging.getLogger("ziggie.service")

KEPT = 50  # answers of each model
READ = 500  # rows of the ledger at the start
FEWEST_TOKENS = 16  # shorter answers are measured too coarsely
FEWEST_PROMPT_TOKENS = 200
LOADED_MS = 300.0  # Ollama reports some milliseconds of load for a model that is loaded
RATES_S = 3600.0
STALE_S = 1.0  # one more answer to KEPT others changes little: not each of them is summed up
MILLION = 1_000_000

Key = tuple[str, str, bool]  # route, model, simulated
Price = Callable[[str, Usage, datetime], int | None]


class Books(Protocol):
    async def requests(self, *, limit: int) -> tuple[RequestRow, ...]: ...


class Measured:
    """``load`` once; ``add`` each row when its energy is known."""

    def __init__(self, *, books: Books, price: Price, clock: Callable[[], float]) -> None:
        self._books = books
        self._price = price
        self._clock = clock
        self._rows: dict[Key, deque[RequestRow]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._figures: dict[Key, tuple[float, Figures]] = {}
        self._stale: set[Key] = set()
        self._rates: dict[str, tuple[float, Rates | None]] = {}
        self._metered = False

    async def load(self) -> None:
        """What earlier runs of the service saw; without a readable ledger it is learned anew."""
        try:
            rows = await self._books.requests(limit=READ)
        except ZiggieError as error:
            log.info("no earlier figures: %s", error.code)
            return
        for row in reversed(rows):
            self.add(row)

    def add(self, row: RequestRow) -> None:
        """Only an answer at the first try tells how long its model takes."""
        done = row.status is RequestStatus.OK and len(row.attempts) == 1
        if not done or row.route is None or row.model is None or row.duration_ms is None:
            return
        key = (row.route, row.model, row.simulated)
        self._rows[key].append(row)
        self._metered = self._metered or row.electricity_cost_pico is not None
        self._stale.add(key)

    def local(self, model: str) -> Figures | None:
        return self._of(("local", model, False))

    def local_speeds(self) -> list[tuple[str, float]]:
        """The tokens per second of each answer of a local model, oldest first."""
        found = []
        for (route, model, _), rows in self._rows.items():
            speeds = (_speed(row) for row in rows if route == "local")
            found += [(model, speed) for speed in speeds if speed is not None]
        return found

    def cloud(self, model: str, *, simulated: bool) -> Figures | None:
        return self._of(("cloud", model, simulated))

    def rates(self, model: str) -> Rates | None:
        """List prices a token, looked up once an hour; None where nobody knows them, or where no
        answer has shown yet what it takes in electricity: then there is nothing to compare."""
        if not self._metered:
            return None
        now = self._clock()
        known = self._rates.get(model)
        if known is None or now >= known[0] + RATES_S:
            known = self._rates[model] = (now, self._look_up(model))
        return known[1]

    def _of(self, key: Key) -> Figures | None:
        found = self._figures.get(key)
        if key not in self._stale:
            return None if found is None else found[1]
        rows, now = self._rows[key], self._clock()
        if found is not None and len(rows) == KEPT and now < found[0] + STALE_S:
            return found[1]
        self._stale.discard(key)
        figures = figures_of(tuple(rows))
        self._figures[key] = (now, figures)
        return figures

    def _look_up(self, model: str) -> Rates | None:
        at = datetime.now(UTC)

        def cost(fresh: int, cached: int, output: int) -> int | None:
            usage = Usage(
                input_tokens=fresh + cached, output_tokens=output, cache_read_input_tokens=cached
            )
            return self._price(model, usage, at)

        fresh, cached, out = cost(MILLION, 0, 0), cost(0, MILLION, 0), cost(0, 0, MILLION)
        if fresh is None or out is None or cached is None:
            return None
        return Rates(
            input_pico=fresh / MILLION, output_pico=out / MILLION, cached_pico=cached / MILLION
        )


def figures_of(rows: tuple[RequestRow, ...]) -> Figures:
    """The medians of one model's answers, each over those that show it."""
    first, prompt, speed, length, load, electricity = [], [], [], [], [], []
    for row in rows:
        output, prompted = row.gen_ai_usage_output_tokens, row.gen_ai_usage_input_tokens
        loading_ms = row.load_ms or 0.0
        if loading_ms > LOADED_MS:
            load.append(loading_ms / 1000)
        if output:
            length.append(output)
        if output and row.electricity_cost_pico is not None:
            electricity.append(row.electricity_cost_pico / output)
        if row.ttft_ms is None:
            continue
        waited_s = max(row.ttft_ms - loading_ms, 0.001) / 1000
        first.append(waited_s)
        if prompted and prompted >= FEWEST_PROMPT_TOKENS:
            prompt.append(prompted / waited_s)
        spoken = _speed(row)
        if spoken is not None:
            speed.append(spoken)
    return Figures(
        first_token_s=_median(first),
        prompt_tokens_per_s=_median(prompt),
        tokens_per_s=_median(speed),
        output_tokens=round(median(length)) if length else None,
        load_s=_median(load),
        electricity_pico_per_token=_median(electricity),
    )


def _speed(row: RequestRow) -> float | None:
    output = row.gen_ai_usage_output_tokens
    if row.ttft_ms is None or output is None or output < FEWEST_TOKENS:
        return None
    spoke_s = ((row.duration_ms or 0.0) - row.ttft_ms) / 1000
    return (output - 1) / spoke_s if spoke_s > 0 else None


def _median(values: list[float]) -> float | None:
    return median(values) if values else None
