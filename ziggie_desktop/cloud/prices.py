"""Owns what a cloud call costs at list price. Never guesses: an unknown model is unpriced (None).

genai-prices has most models and their history; ``resources/prices.toml`` has the rest. Its own sum
takes 0.1 ms, so it is asked once an hour and model what one token costs (`price_tables.py`), and
the rest is multiplication.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ziggie_desktop.cloud.price_tables import PICO, ask, hour_of, source, table_of
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.data import resource

ONE = Decimal(1)
PER_MILLION = Decimal(10) ** 6
PER_THOUSAND = Decimal(10) ** 3
UNPRICED = "unpriced"


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """``cost_pico`` None: nobody knows. ``source``: where the rates come from, or why there are
    none."""

    cost_pico: int | None
    source: str
    date: str | None = None


class Rates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Dollars per million tokens, web searches per thousand."""

    input: Decimal
    output: Decimal
    cache_write_5m: Decimal
    cache_write_1h: Decimal
    cache_read: Decimal
    web_search: Decimal
    batch: Rates | None = None


class Overlay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    date: str
    source: str
    geo: dict[str, Decimal]
    models: dict[str, Rates]


@lru_cache(maxsize=1)
def overlay() -> Overlay:
    text = resource("prices.toml").read_bytes()
    return msgspec.toml.decode(text, type=Overlay, strict=False)


def warm() -> None:
    """Load the price data into this process. Blocking."""
    overlay()
    price("claude-haiku-4-5", Usage(input_tokens=1, output_tokens=1), datetime.now(UTC))


def price(model: str, usage: Usage, at: datetime) -> Price:
    """The list price of one call of ``model`` at that time, exact to the pico-dollar.

    ``usage.input_tokens`` includes cached ones. Raises ValueError for a time without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("a price needs a time with a zone")
    if usage.input_tokens is None or usage.output_tokens is None:
        rates = price(model, Usage(input_tokens=0, output_tokens=0), at)
        return msgspec.structs.replace(rates, cost_pico=None)
    if _uncached(usage) < 0:
        return Price(cost_pico=None, source=f"{UNPRICED}: more cached tokens than tokens")
    if usage.service_tier not in (None, "standard", "batch"):
        return Price(cost_pico=None, source=f"{UNPRICED}: tier {usage.service_tier} has no price")
    if usage.speed not in (None, "standard", "fast"):
        return Price(cost_pico=None, source=f"{UNPRICED}: speed {usage.speed} has no price")
    if usage.speed == "fast" and usage.service_tier == "batch":
        return Price(cost_pico=None, source=f"{UNPRICED}: there is no fast batch")
    factor = _geo_factor(usage.inference_geo)
    if factor is None:
        return Price(cost_pico=None, source=f"{UNPRICED}: place {usage.inference_geo} has no price")
    ours = overlay().models.get(model)
    if ours is not None:
        return _from_overlay(ours, usage, factor)
    return _from_genai_prices(model, usage, at.astimezone(UTC), factor)


class Part(NamedTuple):
    """One meter of a call: so many of ``unit`` at a list price each, in pico-dollars."""

    meter: str
    unit: str
    quantity: int
    unit_price_pico: Decimal


def parts(model: str, usage: Usage, at: datetime) -> tuple[Part, ...]:
    """The call's price by what is metered; empty where there is none.

    The tier hangs on all tokens of the prompt, so each rate is that of a prompt as long as this.
    """
    prompt = usage.input_tokens or 0

    bare = Usage(
        input_tokens=prompt,
        output_tokens=0,
        service_tier=usage.service_tier,
        inference_geo=usage.inference_geo,
        speed=usage.speed,
    )

    def cost(**more: int) -> int | None:
        return price(model, msgspec.structs.replace(bare, **more), at).cost_pico

    plain = cost()
    if plain is None or price(model, usage, at).cost_pico is None:
        return ()
    rate = Decimal(plain) / prompt if prompt else Decimal(0)
    found = [Part("Input Tokens", "Tokens", _uncached(usage), rate)]
    for meter, name in _CACHED.items():
        count = getattr(usage, name) or 0
        if count:
            whole = Decimal(cost(**{name: count}) or 0) - (prompt - count) * rate
            found.append(Part(meter, "Tokens", count, whole / count))
    for meter, unit, name in _BESIDE:
        count = getattr(usage, name) or 0
        if count:
            beside = Decimal((cost(**{name: count}) or 0) - plain)
            found.append(Part(meter, unit, count, beside / count))
    return tuple(part for part in found if part.quantity)


_CACHED = {
    "Cache Read Tokens": "cache_read_input_tokens",
    "Cache Write 5m Tokens": "cache_creation_5m_input_tokens",
    "Cache Write 1h Tokens": "cache_creation_1h_input_tokens",
}
_BESIDE = (
    ("Output Tokens", "Tokens", "output_tokens"),
    ("Web Searches", "Requests", "web_search_requests"),
)


def _from_overlay(rates: Rates, usage: Usage, factor: Decimal) -> Price:
    if usage.speed == "fast":
        return _no_fast_price()
    if usage.service_tier == "batch":
        if rates.batch is None:
            return Price(cost_pico=None, source=f"{UNPRICED}: no batch price is known")
        rates = rates.batch
    tokens = (
        _uncached(usage) * rates.input
        + (usage.output_tokens or 0) * rates.output
        + (usage.cache_read_input_tokens or 0) * rates.cache_read
        + (usage.cache_creation_5m_input_tokens or 0) * rates.cache_write_5m
        + (usage.cache_creation_1h_input_tokens or 0) * rates.cache_write_1h
    ) / PER_MILLION
    searches = (usage.web_search_requests or 0) * rates.web_search / PER_THOUSAND
    data = overlay()
    return Price(cost_pico=_pico(tokens * factor + searches), source=data.source, date=data.date)


def _from_genai_prices(model: str, usage: Usage, at: datetime, factor: Decimal) -> Price:
    table = table_of(model, hour_of(at))
    if table is None:
        return Price(cost_pico=None, source=f"{UNPRICED}: {source()} does not know the model")
    fast = usage.speed == "fast"
    if fast and not _has_fast(model, at.replace(minute=0, second=0, microsecond=0)):
        return _no_fast_price()
    rates = None
    if not fast and usage.service_tier != "batch" and not usage.web_search_requests:
        rates = table.rates_of(usage.input_tokens or 0)
    if rates is None:
        return _summed_up(model, usage, at, factor)
    cost = (
        _uncached(usage) * rates.input
        + (usage.output_tokens or 0) * rates.output
        + (usage.cache_read_input_tokens or 0) * rates.cache_read
        + (usage.cache_creation_5m_input_tokens or 0) * rates.cache_write_5m
        + (usage.cache_creation_1h_input_tokens or 0) * rates.cache_write_1h
    )
    if factor is not ONE:
        cost = int((cost * factor).to_integral_value())
    return Price(cost_pico=cost, source=source())


@lru_cache(maxsize=64)
def _has_fast(model: str, hour: datetime) -> bool:
    """genai-prices takes the plain price where it has no fast one: then the two are the same."""
    plain, fast = (ask(model, hour, speed).total_price for speed in ("standard", "fast"))
    return bool(fast != plain)


def _no_fast_price() -> Price:
    return Price(cost_pico=None, source=f"{UNPRICED}: no price of the fast mode is known")


def _summed_up(model: str, usage: Usage, at: datetime, factor: Decimal) -> Price:
    import genai_prices

    write_5m = usage.cache_creation_5m_input_tokens or 0
    write_1h = usage.cache_creation_1h_input_tokens or 0
    counts = {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cache_read_tokens": usage.cache_read_input_tokens or 0,
        "cache_write_tokens": write_5m + write_1h,
        "cache_write_5m_tokens": write_5m,
        "cache_write_1h_tokens": write_1h,
    }
    context = {"speed": usage.speed or "standard"}
    if usage.service_tier == "batch":
        context = {"processing": "batch"}

    def total(**more: int) -> Decimal:
        return genai_prices.calc_price(
            genai_prices.Usage(**counts, **more),
            model,
            provider_id="anthropic",
            genai_request_timestamp=at,
            price_context=context,
        ).total_price

    tokens = total()
    searches = Decimal(0)
    if usage.web_search_requests:
        searches = total(web_searches=usage.web_search_requests) - tokens
    return Price(cost_pico=_pico(tokens * factor + searches), source=source())


def _uncached(usage: Usage) -> int:
    return (
        (usage.input_tokens or 0)
        - (usage.cache_read_input_tokens or 0)
        - (usage.cache_creation_5m_input_tokens or 0)
        - (usage.cache_creation_1h_input_tokens or 0)
    )


def _geo_factor(geo: str | None) -> Decimal | None:
    """``not_available`` is what models say that cannot be bound to a place."""
    if geo in (None, "", "global", "not_available"):
        return ONE
    return overlay().geo.get(geo)


def _pico(dollars: Decimal) -> int:
    return int((dollars * PICO).to_integral_value())
