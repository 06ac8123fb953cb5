"""Tests the arithmetic of one context size a model: tables, and that it cannot thrash."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ziggie_desktop.library.broker import (
    GROWTH_PAUSE_S,
    Grow,
    No,
    Serve,
    Standing,
    Verdict,
    Wait,
    Wish,
    judge,
)

IDLE = Standing(num_ctx=4096, loaded=True)
BUSY = replace(IDLE, running=1)
COLD = Standing(num_ctx=4096)
LARGE = Wish(num_ctx=16_384, prompt_tokens=100)
LONG = Wish(num_ctx=16_384, prompt_tokens=9_000)


@pytest.mark.parametrize(
    ("wish", "standing", "verdict"),
    [
        (Wish(), BUSY, Serve()),
        (Wish(num_ctx=2048), BUSY, Serve()),
        (Wish(num_ctx=4096), IDLE, Serve()),
        (LARGE, IDLE, Grow(16_384)),
        (LARGE, COLD, Grow(16_384)),
        (LARGE, BUSY, Wait(16_384)),
        # What is loaded is enough for it, whatever it wished.
        (Wish(num_ctx=16_384, prompt_tokens=100, answer_tokens=500), IDLE, Serve()),
        (Wish(num_ctx=16_384, prompt_tokens=100, answer_tokens=8_000), IDLE, Grow(16_384)),
        # The model was not made for more: Ollama would not load it so either.
        (Wish(num_ctx=10**6), replace(IDLE, own_limit=8192), Grow(8192)),
        (LONG, replace(IDLE, own_limit=4096), Serve()),
        (LARGE, replace(IDLE, fixed=True), Serve()),
        (LARGE, replace(IDLE, room=8000), Serve()),
        (LARGE, replace(IDLE, grown_at=0.0), Serve()),
        (LONG, replace(IDLE, grown_at=-GROWTH_PAUSE_S), Grow(16_384)),
    ],
)
def test_what_becomes_of_a_wish(wish: Wish, standing: Standing, verdict: Verdict) -> None:
    assert judge(wish, standing, 0.0) == verdict


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (replace(IDLE, fixed=True), "what the owner has set"),
        (replace(IDLE, room=8000), "the memory has room for 8000"),
        (replace(IDLE, grown_at=0.0), "again in 10 min"),
        (BUSY, "busy with other requests"),
    ],
)
def test_a_refusal_has_the_numbers(standing: Standing, words: str) -> None:
    verdict = judge(LONG, standing, 0.0, patient=False)
    assert isinstance(verdict, No)
    assert "16384" in verdict.why
    assert "4096" in verdict.why
    assert words in verdict.why


def test_who_waited_in_vain_is_served_by_what_is_there_if_the_prompt_fits() -> None:
    assert judge(LARGE, BUSY, 0.0, patient=False) == Serve()


wishes = st.builds(
    Wish,
    num_ctx=st.none() | st.integers(1, 300_000),
    prompt_tokens=st.integers(0, 50_000),
    answer_tokens=st.none() | st.integers(0, 50_000),
)


@given(
    st.lists(st.tuples(wishes, st.floats(0, 120), st.integers(0, 2)), max_size=60),
    st.none() | st.integers(1024, 131_072),
    st.none() | st.integers(0, 200_000),
)
def test_it_never_thrashes(
    script: list[tuple[Wish, float, int]], own_limit: int | None, room: int | None
) -> None:
    """The size never falls, no answer is cut off by a growth, and growths keep their distance."""
    standing = Standing(num_ctx=min(4096, own_limit or 4096), own_limit=own_limit, room=room)
    now, grown = 0.0, []
    for wish, pause, running in script:
        now += pause
        standing = replace(standing, running=running if standing.loaded else 0)
        verdict = judge(wish, standing, now)
        if isinstance(verdict, Grow):
            assert not standing.running
            assert verdict.num_ctx > standing.num_ctx
            assert own_limit is None or verdict.num_ctx <= own_limit
            assert room is None or verdict.num_ctx <= room
            if standing.loaded:
                grown.append(now)
                standing = replace(standing, grown_at=now)
            standing = replace(standing, num_ctx=verdict.num_ctx, loaded=True)
        elif isinstance(verdict, Serve):
            standing = replace(standing, loaded=True)
    assert all(b - a >= GROWTH_PAUSE_S for a, b in pairwise(grown))
