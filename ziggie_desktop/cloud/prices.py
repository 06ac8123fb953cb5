"""Owns what a cloud call costs at list price. Never guesses: an unknown model is unpriced (None).

genai-prices has most models and their history; ``resources/prices.toml`` has the rest. The import
is slow (0.15 s), so call ``warm()`` in a thread first. Its own sum takes 0.1 ms, so it is asked
once an hour and model what one token costs, and the rest is multiplication.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.data import resource

PICO = Decimal(10) ** 12
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
    """Load the price data. Blocking; run it in a thread once after the start."""
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
    rates = None
    fast = usage.speed == "fast"
    if fast and not _has_fast(model, at.replace(minute=0, second=0, microsecond=0)):
        return _no_fast_price()
    if not fast and usage.service_tier != "batch" and not usage.web_search_requests:
        rates = _rates_of(model, usage.input_tokens or 0, at)
    if rates is None:
        return _summed_up(model, usage, at, factor)
    cost = (
        _uncached(usage) * rates.input
        + (usage.output_tokens or 0) * rates.output
        + (usage.cache_read_input_tokens or 0) * rates.cache_read
        + (usage.cache_creation_5m_input_tokens or 0) * rates.cache_write_5m
        + (usage.cache_creation_1h_input_tokens or 0) * rates.cache_write_1h
    )
    if factor != 1:
        cost = int((cost * factor).to_integral_value())
    return Price(cost_pico=cost, source=_source())


class _Picos(msgspec.Struct, frozen=True, kw_only=True):
    """Pico-dollars a token."""

    input: int
    output: int
    cache_read: int
    cache_write_5m: int
    cache_write_1h: int


def _rates_of(model: str, input_tokens: int, at: datetime) -> _Picos | None:
    """What each token costs in a prompt of that length; None where only a sum can tell."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    starts = _steps(model, hour)
    if starts is None or input_tokens in starts:
        return None
    return _rates(model, hour, max((s for s in starts if s < input_tokens), default=0))


@lru_cache(maxsize=256)
def _steps(model: str, hour: datetime) -> tuple[int, ...] | None:
    """The prompt lengths from which on a model costs more; None for an unknown model."""
    from genai_prices.types import TieredPrices

    try:
        prices = _ask(model, hour).model_price
    except LookupError:
        return None
    tiered = [price for price in vars(prices).values() if isinstance(price, TieredPrices)]
    return tuple(sorted({tier.start for price in tiered for tier in price.tiers}))


@lru_cache(maxsize=256)
def _rates(model: str, hour: datetime, step: int) -> _Picos | None:
    """By the difference that one token makes, so that its own arithmetic stays the only truth.

    Its sums are exact decimals; None where a token costs a part of a pico-dollar."""
    prompt = step + 1
    base: Decimal = _ask(model, hour, input_tokens=prompt).total_price

    def one(**more: int) -> Decimal:
        counts = {"input_tokens": prompt, **more}
        found: Decimal = _ask(model, hour, **counts).total_price
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
    return _Picos(**{name: int(pico) for name, pico in picos.items()})


def _ask(model: str, at: datetime, speed: str = "standard", /, **counts: int) -> Any:
    import genai_prices

    return genai_prices.calc_price(
        genai_prices.Usage(**({"input_tokens": 1, "output_tokens": 0} | counts)),
        model,
        provider_id="anthropic",
        genai_request_timestamp=at,
        price_context={"speed": speed},
    )


@lru_cache(maxsize=64)
def _has_fast(model: str, hour: datetime) -> bool:
    """genai-prices takes the plain price where it has no fast one: then the two are the same. True
    for an unknown model: it is unpriced in any case."""
    try:
        plain, fast = (_ask(model, hour, speed).total_price for speed in ("standard", "fast"))
    except LookupError:
        return True
    return bool(fast != plain)


def _no_fast_price() -> Price:
    return Price(cost_pico=None, source=f"{UNPRICED}: no price of the fast mode is known")


@lru_cache(maxsize=1)
def _source() -> str:
    import genai_prices

    return f"genai-prices {genai_prices.__version__}"


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

    source = _source()
    try:
        tokens = total()
        searches = Decimal(0)
        if usage.web_search_requests:
            searches = total(web_searches=usage.web_search_requests) - tokens
    except LookupError:
        return Price(cost_pico=None, source=f"{UNPRICED}: {source} does not know the model")
    return Price(cost_pico=_pico(tokens * factor + searches), source=source)


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
        return Decimal(1)
    return overlay().geo.get(geo)


def _pico(dollars: Decimal) -> int:
    return int((dollars * PICO).to_integral_value())
