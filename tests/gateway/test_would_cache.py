"""What Claude would have cached of a conversation that is answered here: read once it was written,
for as long as its marker says, and never more than was marked."""

from __future__ import annotations

from typing import Any

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.turns import Conversation, Role, Text, Turn
from ziggie_desktop.gateway.would_cache import WouldCache

MARK = {"type": "ephemeral"}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def talk(*, marker: dict[str, Any] | None = MARK, ask: int = 2_500) -> Conversation:
    return Conversation(
        model="claude-haiku-5-5",
        system=(Text(text="s" * 7_500, cache=marker),),
        turns=(Turn(role=Role.USER, parts=(Text(text="q" * ask),)),),
    )


def usage(tokens: int = 4_000) -> Usage:
    return Usage(input_tokens=tokens, output_tokens=50)


def parts(found: Usage | None) -> tuple[int | None, ...]:
    assert found is not None
    return (
        found.cache_read_input_tokens,
        found.cache_creation_5m_input_tokens,
        found.cache_creation_1h_input_tokens,
    )


def test_the_marked_part_is_written_then_read_until_it_is_forgotten() -> None:
    clock = Clock()
    cloud = WouldCache(clock=clock)
    assert parts(cloud.answered(1, talk(), usage())) == (0, 3_000, 0)
    clock.now += 290
    assert parts(cloud.answered(1, talk(), usage())) == (3_000, 0, 0)
    clock.now += 290  # reading it kept it
    assert parts(cloud.answered(1, talk(), usage())) == (3_000, 0, 0)
    clock.now += 301
    assert parts(cloud.answered(1, talk(), usage())) == (0, 3_000, 0)


def test_another_conversation_has_its_own_and_an_hour_is_an_hour() -> None:
    clock = Clock()
    cloud = WouldCache(clock=clock)
    hour = {"type": "ephemeral", "ttl": "1h"}
    assert parts(cloud.answered(1, talk(marker=hour), usage())) == (0, 0, 3_000)
    assert parts(cloud.answered(2, talk(), usage())) == (0, 3_000, 0)
    clock.now += 3_500
    assert parts(cloud.answered(1, talk(marker=hour), usage())) == (3_000, 0, 0)


def test_what_grew_since_is_written() -> None:
    cloud = WouldCache(clock=Clock())
    cloud.answered(1, talk(), usage(4_000))
    assert parts(cloud.answered(1, talk(), usage(8_000))) == (3_000, 3_000, 0)


def test_without_a_marker_or_with_too_little_nothing_is_cached() -> None:
    cloud = WouldCache(clock=Clock())
    assert cloud.answered(1, talk(marker=None), usage()) is None
    assert cloud.answered(1, talk(), usage(1_300)) is None
    assert cloud.answered(1, talk(), None) is None
    assert cloud.answered(1, talk(), Usage(output_tokens=5)) is None
