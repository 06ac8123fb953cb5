"""Owns the rows that the ledger's tests book."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from ziggie_desktop.contract.records import Attempt, RequestRow, RequestStatus, Usage
from ziggie_desktop.contract.state import Quality

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def row(**changes: Any) -> RequestRow:
    """A local answer that is priced and metered, but for what is said otherwise."""
    named: dict[str, Any] = {
        "id": "r1",
        "started_at": NOON,
        "dialect": "anthropic",
        "delivery": "stream",
        "component": "kb",
        "route": "local",
        "model": "smollm2:135m",
        "energy_mj": 5_000,
        "energy_quality": Quality.COUNTER,
        "electricity_cost_pico": 300,
        "counterfactual_model": "claude-haiku-5-5",
        "counterfactual_cost_pico": 1_000,
        "local_date": "2026-11-22",
        "tz": "UTC",
    }
    return RequestRow(**(named | changes))


def call(route: str, **changes: Any) -> Attempt:
    named: dict[str, Any] = {
        "route": route,
        "model": "m",
        "outcome": "ok",
        "duration_ms": 10.0,
        "usage": Usage(input_tokens=10, output_tokens=5),
    }
    return Attempt(**(named | changes))


pico = st.integers(0, 10**12)
counts = st.integers(0, 10**6)
# Without NUL, which PostgreSQL does not take (test_postgres has it).
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
attempts = st.builds(
    Attempt,
    route=st.sampled_from(["local", "cloud"]),
    model=words,
    outcome=words,
    duration_ms=st.floats(0, 1e6),
    usage=st.none() | st.builds(Usage, input_tokens=counts, output_tokens=counts),
    list_cost_pico=st.none() | pico,
)


def rows(ids: st.SearchStrategy[str]) -> st.SearchStrategy[RequestRow]:
    """Any row at all, consistent or not: the sums must agree on every one."""
    return st.builds(
        RequestRow,
        id=ids,
        started_at=st.datetimes(
            datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
            datetime(2026, 12, 31),  # noqa: DTZ001
            timezones=st.just(UTC),
        ),
        dialect=st.just("ollama"),
        delivery=st.just("whole"),
        component=words,
        task=st.none() | words,
        route=st.sampled_from([None, "local", "cloud"]),
        model=st.none() | words,
        fallback_from=st.sampled_from([None, "local", "cloud"]),
        status=st.sampled_from(list(RequestStatus)),
        ttft_ms=st.none() | st.floats(0, 1e6),
        gen_ai_usage_input_tokens=st.none() | counts,
        gen_ai_usage_output_tokens=st.none() | counts,
        energy_mj=st.none() | counts,
        energy_quality=st.none() | st.sampled_from(list(Quality)),
        electricity_cost_pico=st.none() | pico,
        list_cost_pico=st.none() | pico,
        counterfactual_cost_pico=st.none() | pico,
        simulated=st.booleans(),
        attempts=st.lists(attempts, max_size=3).map(tuple),
        local_date=st.none() | st.sampled_from(["2026-02-28", "2026-11-22"]),
        tz=st.none() | st.just("Europe/Berlin"),
    )
