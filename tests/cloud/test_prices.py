"""Prices against sums done by hand, and every model of the SDK in hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.cloud.prices import overlay, parts, price, warm
from ziggie_desktop.contract.records import Usage

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PER_MTOK = 10**6  # pico-dollars per token at one dollar per million tokens


def sdk_models() -> list[str]:
    from anthropic.types import Model

    literal = next(part for part in get_args(Model) if part is not str)
    return list(get_args(literal))


def test_every_model_of_the_sdk_has_a_price() -> None:
    usage = Usage(input_tokens=1_000, output_tokens=100)
    models = sdk_models()
    assert len(models) >= 22
    prices = {model: price(model, usage, AT).cost_pico for model in models}
    assert {m for m, cost in prices.items() if not cost} == set()


@pytest.mark.parametrize("model", ["claude-nonsense-9", "llama3.2:3b", "mistral:7b", "gpt-4o", ""])
def test_an_unknown_model_is_unpriced_never_free(model: str) -> None:
    found = price(model, Usage(input_tokens=10, output_tokens=10), AT)
    assert found.cost_pico is None
    assert found.source.startswith("unpriced")


def test_cache_writes_reads_and_searches_by_hand() -> None:
    usage = Usage(
        input_tokens=10_000,  # 1,000 uncached
        output_tokens=2_000,
        cache_read_input_tokens=5_000,
        cache_creation_5m_input_tokens=3_000,
        cache_creation_1h_input_tokens=1_000,
        web_search_requests=2,
    )
    by_hand = (
        1_000 * 2 * PER_MTOK
        + 2_000 * 10 * PER_MTOK
        + 5_000 * PER_MTOK // 10
        + 3_000 * 5 * PER_MTOK // 2
        + 1_000 * 4 * PER_MTOK
        + 2 * 10 * 10**9  # $10 per thousand
    )
    assert price("claude-sonnet-5-5", usage, AT).cost_pico == by_hand


@pytest.mark.parametrize(("prompt", "cost"), [(100_000, 10_500), (100_001, 52_500)])
def test_the_cliff_of_haiku(prompt: int, cost: int) -> None:
    found = price("claude-haiku-5-5", Usage(input_tokens=prompt, output_tokens=1_000), AT)
    micro = found.cost_pico
    assert micro is not None
    assert micro // 10**6 == cost


def test_the_fast_mode_by_hand() -> None:
    usage = Usage(
        input_tokens=10_000,  # 1,000 uncached
        output_tokens=2_000,
        cache_read_input_tokens=5_000,
        cache_creation_5m_input_tokens=3_000,
        cache_creation_1h_input_tokens=1_000,
        web_search_requests=2,
        speed="fast",
        inference_geo="us",
    )
    tokens = (
        1_000 * 8 * PER_MTOK
        + 2_000 * 40 * PER_MTOK
        + 5_000 * 4 * PER_MTOK // 10  # twice the plain price of each
        + 3_000 * 10 * PER_MTOK
        + 1_000 * 16 * PER_MTOK
    )
    searches = 2 * 10 * 10**9  # cost no more for being fast
    assert price("claude-opus-5-5", usage, AT).cost_pico == tokens * 11 // 10 + searches
    split = parts("claude-opus-5-5", usage, AT)
    assert sum(p.quantity * p.unit_price_pico for p in split) == tokens * 11 // 10 + searches
    plain = msgspec.structs.replace(usage, speed="standard")
    assert price("claude-opus-5-5", plain, AT).cost_pico == tokens // 2 * 11 // 10 + searches


@pytest.mark.parametrize(
    ("model", "tier", "speed"),
    [
        ("claude-sonnet-5-5", None, "fast"),  # has none
        ("claude-mythos-5", None, "fast"),  # of the overlay
        ("claude-opus-5-5", "batch", "fast"),
        ("claude-opus-5-5", None, "faster"),
    ],
)
def test_a_speed_without_a_price_is_unpriced(model: str, tier: str | None, speed: str) -> None:
    usage = Usage(input_tokens=10, output_tokens=10, service_tier=tier, speed=speed)
    found = price(model, usage, AT)
    assert found.cost_pico is None
    assert found.source.startswith("unpriced")
    assert parts(model, usage, AT) == ()


def test_batch_and_place() -> None:
    def cost(*, service_tier: str | None = None, inference_geo: str | None = None) -> int | None:
        usage = Usage(
            input_tokens=1_000,
            output_tokens=1_000,
            service_tier=service_tier,
            inference_geo=inference_geo,
        )
        return price("claude-opus-5-5", usage, AT).cost_pico

    standard = 24 * PER_MTOK * 1_000
    assert cost() == standard
    assert cost(service_tier="batch") == standard // 2
    assert cost(inference_geo="us") == standard * 11 // 10


def test_the_place_adds_nothing_to_a_search() -> None:
    usage = Usage(input_tokens=0, output_tokens=0, web_search_requests=1, inference_geo="us")
    for model in ("claude-opus-5-5", "claude-mythos-5"):
        assert price(model, usage, AT).cost_pico == 10**10


@pytest.mark.parametrize(
    "usage",
    [
        Usage(input_tokens=1, output_tokens=1, service_tier="priority"),
        Usage(input_tokens=1, output_tokens=1, inference_geo="mars"),
        Usage(input_tokens=1, output_tokens=None),
        Usage(input_tokens=1, output_tokens=1, cache_read_input_tokens=2),
    ],
)
def test_what_has_no_known_price_is_unpriced(usage: Usage) -> None:
    for model in ("claude-opus-5-5", "claude-mythos-5"):
        assert price(model, usage, AT).cost_pico is None


def test_the_source_is_named_even_where_the_tokens_are_unknown() -> None:
    assert price("claude-opus-5-5", Usage(), AT).source.startswith("genai-prices ")
    assert price("claude-mythos-5", Usage(), AT).date == overlay().date


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        price("claude-opus-5-5", Usage(), datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_overlay_holds_only_what_is_missing() -> None:
    """Once genai-prices knows a model, our line for it must go: two sources drift apart."""
    import genai_prices

    warm()
    for model in overlay().models:
        with pytest.raises(LookupError):
            genai_prices.calc_price(
                genai_prices.Usage(input_tokens=1),
                model,
                provider_id="anthropic",
                genai_request_timestamp=AT,
            )


tokens = st.integers(0, 90_000)


@given(
    tokens,
    tokens,
    st.sampled_from(["claude-opus-5-5", "claude-mythos-5"]),
    st.sampled_from([None, "us"]),
)
def test_a_price_is_linear_below_the_tiers(
    first: int, second: int, model: str, geo: str | None
) -> None:
    def cost(count: int) -> int:
        usage = Usage(input_tokens=count, output_tokens=count, inference_geo=geo)
        found = price(model, usage, AT).cost_pico
        assert found is not None
        return found

    assert cost(first) + cost(second) == cost(first + second)


@given(
    st.sampled_from(["claude-haiku-5-5", "claude-sonnet-4-6", "claude-opus-4-1"]),
    st.one_of(st.sampled_from([0, 1, 100_000, 100_001, 200_000, 200_001]), st.integers(0, 300_000)),
    tokens,
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)),
    st.sampled_from([datetime(2026, 2, 1, tzinfo=UTC), AT]),
)
def test_what_is_multiplied_here_is_what_genai_prices_sums_up(
    model: str, prompt: int, answer: int, cached: tuple[int, int, int], at: datetime
) -> None:
    import genai_prices

    read, write_5m, write_1h = (prompt * share // 10 for share in cached)
    usage = Usage(
        input_tokens=prompt,
        output_tokens=answer,
        cache_read_input_tokens=read,
        cache_creation_5m_input_tokens=write_5m,
        cache_creation_1h_input_tokens=write_1h,
    )
    theirs = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=prompt,
            output_tokens=answer,
            cache_read_tokens=read,
            cache_write_tokens=write_5m + write_1h,
            cache_write_5m_tokens=write_5m,
            cache_write_1h_tokens=write_1h,
        ),
        model,
        provider_id="anthropic",
        genai_request_timestamp=at,
    ).total_price
    assert price(model, usage, at).cost_pico == theirs * 10**12


def test_the_price_data_is_loaded_only_when_asked_for() -> None:
    code = "import sys, ziggie_desktop.cloud.prices; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    assert not set(done.stdout.split()) & {"genai_prices", "pydantic", "anthropic", "httpx"}
