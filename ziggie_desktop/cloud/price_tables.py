"""Owns what a token costs, by model, hour and length of the prompt, as genai-prices says. Never
guesses, and never holds that library without need: it takes a quarter of the service's memory and
a tenth of a second, so a process of its own is asked each hour, for this hour and the next.

What nobody was told of (a model without a line of its own, a time long past) is asked of it here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

log = logging.getLogger("ziggie.cloud")

PICO = Decimal(10) ** 12
HOUR_S = 3600
AHEAD_S = 600  # before the hour's end, so that the next one is known when it begins
CHILD_S = 30.0
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
PROVIDER = "anthropic"


class Picos(msgspec.Struct, frozen=True, kw_only=True):
    """Pico-dollars a token."""

    input: int
    output: int
    cache_read: int
    cache_write_5m: int
    cache_write_1h: int


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """``starts``: the lengths of a prompt from which on a model costs more; ``rates`` is one longer
    and holds what each token costs up to the first, between two of them, after the last. None there
    where a token costs a part of a pico-dollar: then only a sum can tell."""

    starts: tuple[int, ...]
    rates: tuple[Picos | None, ...]

    def rates_of(self, input_tokens: int) -> Picos | None:
        """None where only a sum can tell, as just where a step begins."""
        step = 0
        for start in self.starts:
            if input_tokens == start:
                return None
            step += start < input_tokens
        return self.rates[step]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    model: str
    hour: int
    table: Table | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the other process says. ``hour``: whole hours since 1970."""

    source: str
    lines: tuple[Line, ...]


_known: dict[tuple[str, int], Table | None] = {}
_source: list[str] = []
_asked: set[str] = set()  # models that were not in the list and are asked for


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // HOUR_S


def table_of(model: str, hour: int) -> Table | None:
    """None for a model that genai-prices does not know."""
    found = _known.get((model, hour), _known)
    if isinstance(found, dict):
        _asked.add(model)
        return _ask_here(model, hour)
    return found


def source() -> str:
    return _source[0] if _source else _version()


def learn(told: Told) -> None:
    """From now on these lines are known, and only these."""
    _known.clear()
    _known.update({(line.model, line.hour): line.table for line in told.lines})
    _source[:] = [told.source]


def tell(hours: Iterable[int], models: Iterable[str]) -> Told:
    """Said by the process that holds the library: these models and all that have a line there."""
    names = sorted({*models, *_listed()})
    return Told(
        source=_version(),
        lines=tuple(
            Line(model=name, hour=hour, table=_ask_here(name, hour))
            for hour in hours
            for name in names
        ),
    )


async def renew(models: Iterable[str], *, now: float) -> None:
    """Ask for this hour and the next; what goes wrong costs only that it is asked here."""
    hour = int(now) // HOUR_S
    command = (sys.executable, "-m", "ziggie_desktop.cloud.price_child", str(hour), str(hour + 1))
    child = await asyncio.create_subprocess_exec(
        *command,
        *sorted({*models, *_asked}),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        creationflags=NO_WINDOW,
    )
    try:
        async with asyncio.timeout(CHILD_S):
            said, _ = await child.communicate()
        learn(msgspec.json.decode(said, type=Told))
    except (TimeoutError, msgspec.MsgspecError) as error:
        log.warning("the price list was not told: %s", type(error).__name__)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def keep(models: Callable[[], Iterable[str]]) -> None:
    """Have the lines of this hour and the next, always; ``models`` are those of the policy."""
    while True:
        now = time.time()
        try:
            await renew(models(), now=now)
        except OSError as error:
            log.warning("the price list cannot be asked: %s", error.strerror)
        await asyncio.sleep(max(HOUR_S - now % HOUR_S - AHEAD_S, AHEAD_S))


@lru_cache(maxsize=256)
def _ask_here(model: str, hour: int) -> Table | None:
    at = datetime.fromtimestamp(hour * HOUR_S, UTC)
    try:
        starts = _steps(model, at)
    except LookupError:
        return None
    return Table(starts=starts, rates=tuple(_rates(model, at, step) for step in (0, *starts)))


def _steps(model: str, at: datetime) -> tuple[int, ...]:
    from genai_prices.types import TieredPrices

    prices = ask(model, at).model_price
    tiered = [price for price in vars(prices).values() if isinstance(price, TieredPrices)]
    return tuple(sorted({tier.start for price in tiered for tier in price.tiers}))


def _rates(model: str, at: datetime, step: int) -> Picos | None:
    """By the difference that one token makes, so that its own arithmetic stays the only truth.

    Its sums are exact decimals; None where a token costs a part of a pico-dollar."""
    prompt = step + 1
    base: Decimal = ask(model, at, input_tokens=prompt).total_price

    def one(**more: int) -> Decimal:
        counts = {"input_tokens": prompt, **more}
        found: Decimal = ask(model, at, **counts).total_price
        return found - base

    own = base / prompt
    each = {
        "input": own,
        "output": one(output_tokens=1),
        "cache_read": own + one(cache_read_tokens=1),
        "cache_write_5m": own + one(cache_write_tokens=1, cache_write_5m_tokens=1),
        "cache_write_1h": own + one(cache_write_tokens=1, cache_write_1h_tokens=1),
    }
    picos = {name: dollars * PICO for name, dollars in each.items()}
    if any(pico != pico.to_integral_value() for pico in picos.values()):
        return None
    return Picos(**{name: int(pico) for name, pico in picos.items()})


def ask(model: str, at: datetime, speed: str = "standard", /, **counts: int) -> Any:
    """genai-prices' own calculation. Raises LookupError for a model that it does not know."""
    import genai_prices

    return genai_prices.calc_price(
        genai_prices.Usage(**({"input_tokens": 1, "output_tokens": 0} | counts)),
        model,
        provider_id=PROVIDER,
        genai_request_timestamp=at,
        price_context={"speed": speed},
    )


def _listed() -> Sequence[str]:
    from genai_prices.data_snapshot import get_snapshot

    providers = get_snapshot().providers
    return [model.id for one in providers if one.id == PROVIDER for model in one.models]


@lru_cache(maxsize=1)
def _version() -> str:
    import genai_prices

    return f"genai-prices {genai_prices.__version__}"
