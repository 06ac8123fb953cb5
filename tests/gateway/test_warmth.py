"""What is known of the sides' prompt caches, with a clock of the test's own."""

from __future__ import annotations

from tests.gateway.dialects.wires import talk
from tests.gateway.speech import say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.warmth import MOST, Warmth, key_of
from ziggie_desktop.routing.request import Side, Target, Warm

OTHER = Target(side=Side.LOCAL, model="qwen3:8b")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_known_by_how_it_begins() -> None:
    first = [{"role": "user", "content": "Hi"}]
    more = [*first, {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Go."}]
    key = key_of(talk("/v1/messages", messages=first))
    assert key_of(talk("/v1/messages", messages=more)) == key
    assert key_of(talk("/api/chat", messages=more)) == key
    assert key_of(talk("/v1/messages", messages=first, system="Be brief.")) != key
    assert key_of(talk("/v1/messages", messages=more[2:])) != key


def test_claude_keeps_what_was_marked_for_as_long_as_was_paid() -> None:
    clock = Clock()
    warmth = Warmth(clock=clock)
    warmth.answered(1, CLOUD, Usage(input_tokens=5000, output_tokens=1))
    assert warmth.find(1) is None, "nothing was marked"
    warmth.answered(1, CLOUD, Usage(input_tokens=5000, cache_creation_5m_input_tokens=4000))
    warmth.answered(2, CLOUD, Usage(input_tokens=5000, cache_creation_1h_input_tokens=3000))
    assert warmth.find(1) == Warm(side=Side.CLOUD, model=CLOUD.model, tokens=4000)
    clock.now = 299
    warmth.answered(1, CLOUD, Usage(input_tokens=6000, cache_read_input_tokens=4000))
    clock.now = 598
    assert warmth.find(1) is not None, "each use makes it last"
    clock.now = 600
    assert warmth.find(1) is None
    assert warmth.find(2) is not None


def test_a_local_model_keeps_its_last_conversation() -> None:
    warmth = Warmth(clock=Clock())
    warmth.answered(1, LOCAL, Usage(input_tokens=900))
    warmth.answered(2, OTHER, Usage(input_tokens=800))
    assert warmth.find(1) == Warm(side=Side.LOCAL, model=LOCAL.model, tokens=900)
    warmth.answered(3, LOCAL, Usage(input_tokens=10))
    assert warmth.find(1) is None
    assert warmth.find(2) is not None


def test_it_remembers_no_more_than_it_should() -> None:
    warmth = Warmth(clock=Clock())
    for key in range(MOST + 5):
        warmth.answered(key, CLOUD, Usage(cache_read_input_tokens=9))
    assert warmth.find(4) is None
    assert warmth.find(5) is not None


async def test_a_decision_is_told(stand: Stand) -> None:
    for text in ("One.", "One.", "Two.", "One."):
        await say(stand.client, stand.url, "anthropic", stream=True, text=text)
    warm = [request.warm for request in stand.way.asked]
    assert [found is not None for found in warm] == [False, True, False, False]
    assert warm[1] is not None
    assert (warm[1].side, warm[1].model) == (Side.LOCAL, LOCAL.model)
