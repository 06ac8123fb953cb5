"""A stop sequence that a local answer meets: told by its name, wherever the stream was split."""

from __future__ import annotations

import itertools
from typing import Any

import anthropic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.stand import LOCAL_MODEL, Stand
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.gateway.events import Stopped, StopReason, TextDelta
from ziggie_desktop.gateway.stops import Stops
from ziggie_desktop.gateway.upstream import Limits
from ziggie_desktop.routing.request import Side, Target

TEXT = "Thought: look it up. Observation: 7. Answer: 7."
letters = st.text(alphabet="ab#\n", max_size=12)


def client(stand: Stand) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(base_url=stand.url, api_key="ziggie", max_retries=0)


async def said(stand: Stand, *, stream: bool, stops: list[str], **more: Any) -> Any:
    asked: Any = {
        "model": "claude-haiku-4-5",
        "max_tokens": 60,
        "messages": [{"role": "user", "content": "Say it."}],
        "stop_sequences": stops,
        **more,
    }
    async with client(stand) as ours:
        if not stream:
            return await ours.messages.create(**asked)
        async with ours.messages.stream(**asked) as events:
            return await events.get_final_message()


@pytest.mark.parametrize("stream", [True, False])
async def test_the_one_that_ended_it_is_named(stand: Stand, stream: bool) -> None:
    stand.way.then = None
    stand.ollama.canonical = TEXT
    answer = await said(stand, stream=stream, stops=["END", "Observation:"])
    assert (answer.stop_reason, answer.stop_sequence) == ("stop_sequence", "Observation:")
    assert answer.content[0].text == "Thought: look it up. "
    sent = [call.body for call in stand.ollama.calls("/api/chat")]
    assert all("stop" not in body["options"] for body in sent)
    row = await stand.row()
    assert row.gen_ai_response_finish_reason == "stop_sequence"
    assert row.gen_ai_usage_input_tokens == answer.usage.input_tokens > 0
    assert row.gen_ai_usage_output_tokens == answer.usage.output_tokens > 0
    assert stand.local.seated == 0


@pytest.mark.parametrize("stream", [True, False])
async def test_an_answer_that_meets_none_is_whole(stand: Stand, stream: bool) -> None:
    stand.way.then = None
    stand.ollama.canonical = TEXT + " Obs"
    answer = await said(stand, stream=stream, stops=["Observations"])
    assert (answer.stop_reason, answer.stop_sequence) == ("end_turn", None)
    assert answer.content[0].text == TEXT + " Obs"
    assert len(stand.ollama.calls("/api/chat")) == 1


@given(text=letters, cuts=st.lists(st.integers(0, 12)), stops=st.sets(letters, max_size=3))
def test_wherever_it_is_split(text: str, cuts: list[int], stops: set[str]) -> None:
    wanted = tuple(stop for stop in stops if stop)
    if not wanted:
        return
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    filtering = Stops(wanted)
    seen = ""
    for begin, end in itertools.pairwise(places):
        if filtering.hit is None:
            events = filtering.filter([TextDelta(text=text[begin:end])])
            seen += "".join(event.text for event in events if isinstance(event, TextDelta))
    if filtering.hit is None:
        end_events = filtering.filter([Stopped(reason=StopReason.END)])
        seen += "".join(event.text for event in end_events if isinstance(event, TextDelta))
        assert seen == text
        assert not any(stop in text for stop in wanted)
    else:
        assert text.startswith(seen + filtering.hit)
        assert not any(stop in seen for stop in wanted)


@pytest.mark.real_ollama
async def test_the_real_ollama(real_ollama: RealOllama) -> None:
    async with Stand(limits=Limits()) as stand:
        stand.local.at, stand.local.options = real_ollama.url, {"num_ctx": 512, "num_thread": 1}
        stand.ollama.version = "0.9.3"
        stand.way.first, stand.way.then = Target(side=Side.LOCAL, model=MODEL_NAME), None
        answer = await said(stand, stream=True, stops=["e"])
        assert (answer.stop_reason, answer.stop_sequence) == ("stop_sequence", "e")
        assert "e" not in "".join(block.text for block in answer.content)
        row = await stand.row()
        assert row.gen_ai_usage_input_tokens
        assert row.gen_ai_usage_input_tokens > 5
        assert LOCAL_MODEL != row.model == MODEL_NAME
