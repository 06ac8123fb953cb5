"""Tests whose turn it is: by tables, and for any line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.library.queue import Place, PullRules, Where, moved, plan
from ziggie_desktop.library.window import parse_window

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NIGHT = parse_window("22:00-07:00")


def place(text: str) -> Place:
    """``a*``: it runs; ``a!``: now; ``a?``: no room."""
    return Place(
        id=text[0],
        running="*" in text,
        now="!" in text,
        short="waits for room" if "?" in text else None,
    )


@pytest.mark.parametrize(
    ("line", "rules", "held", "run"),
    [
        ("", PullRules(), None, ""),
        ("a b c", PullRules(), None, "a"),
        ("a b c", PullRules(parallel=2), None, "ab"),
        ("a b* c", PullRules(), None, "b"),
        ("a b* c*", PullRules(), None, "b"),
        ("a? b c", PullRules(), None, "b"),
        ("a*? b c", PullRules(), None, "b"),
        ("a b", PullRules(), "waits for the engine", ""),
        ("a* b! c", PullRules(), "waits for the engine", ""),
        ("a* b", PullRules(window=NIGHT), None, ""),
        ("a* b! c", PullRules(window=NIGHT, parallel=3), None, "b"),
        ("a b", PullRules(window=NIGHT, zone="Asia/Tokyo", parallel=2), None, ""),
        ("a b", PullRules(window=NIGHT, zone="Pacific/Auckland", parallel=2), None, "ab"),
    ],
)
def test_whose_turn_it_is(line: str, rules: PullRules, held: str | None, run: str) -> None:
    found = plan([place(text) for text in line.split()], rules, at=NOON, held=held)
    assert found.run == set(run)


def test_each_that_waits_is_told_for_what() -> None:
    rules = PullRules(window=NIGHT, zone="Europe/Berlin")
    found = plan([place(text) for text in ("a*", "b?", "c!", "d!", "e!?")], rules, at=NOON)
    assert found.run == {"c"}
    assert found.waits == {
        "a": "waits for 22:00",
        "b": "waits for 22:00",
        "d": "queued",
        "e": "waits for room",
    }


places = st.builds(
    Place,
    id=st.uuids().map(str),
    running=st.booleans(),
    now=st.booleans(),
    short=st.sampled_from([None, "waits for room"]),
)


@given(
    st.lists(places, max_size=12, unique_by=lambda one: one.id),
    st.integers(1, 5),
    st.sampled_from([None, NIGHT]),
    st.sampled_from([None, "held"]),
)
def test_any_line_is_full_and_never_over_full(
    line: list[Place], parallel: int, window: object, held: str | None
) -> None:
    rules = PullRules(parallel=parallel, window=NIGHT if window else None)
    found = plan(line, rules, at=NOON, held=held)
    may = [one for one in line if not (held or one.short or (window and not one.now))]
    assert len(found.run) == min(parallel, len(may))
    assert found.run <= {one.id for one in may}
    assert found.run | found.waits.keys() == {one.id for one in line}
    assert not found.run & found.waits.keys()
    beaten = [one for one in may if one.running and one.id not in found.run]
    assert not beaten or all(one.running for one in line if one.id in found.run)


@pytest.mark.parametrize(
    ("one", "where", "after"),
    [("a", "up", "abcd"), ("b", "up", "bacd"), ("b", "down", "acbd"), ("d", "down", "abcd"),
     ("c", "first", "cabd"), ("a", "last", "bcda"), ("a", "down", "bacd")],
)  # fmt: skip
def test_places_are_changed(one: str, where: Where, after: str) -> None:
    assert moved(list("abcd"), one, where) == list(after)
