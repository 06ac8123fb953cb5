"""A prompt that an old Ollama would cut, although it was asked not to, is never an answer's."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.gateway.speech import DIALECTS, PATHS, request, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.gateway.lengths import bounded, check_prompt, may_cut
from ziggie_desktop.gateway.upstream import SideFailed

LONG = "Say it. " * 1500  # some 3,000 tokens; the stand's context is 2,048


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
async def test_the_other_side_answers(stand: Stand, dialect: str, stream: bool) -> None:
    stand.cloud.canonical, stand.ollama.canonical = CANONICAL_TEXT, "To something else."
    headers = {"X-Ziggie-Delivery": "whole"}
    heard = await say(stand.client, stand.url, dialect, stream=stream, headers=headers, text=LONG)
    assert (heard.text, heard.finished) == (CANONICAL_TEXT, True)
    assert "the context is 2048" in heard.headers["x-ziggie-fallback"]


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_stream_that_was_begun_ends_with_an_error(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = LOCAL, None
    stand.ollama.canonical = "To something else."
    heard = await say(stand.client, stand.url, dialect, stream=True, text=LONG)
    assert not heard.finished
    assert heard.error
    row = await stand.row()
    assert (row.status.value, row.error_type) == ("failed", "context_too_long")
    assert stand.breakers.enter(CLOUD)
    assert stand.breakers.enter(LOCAL), "the model is well"


@pytest.mark.parametrize("num_ctx", [None, 101])
def test_what_fits_is_no_fault(num_ctx: int | None) -> None:
    check_prompt(Usage(input_tokens=100), num_ctx)
    check_prompt(Usage(), num_ctx)
    check_prompt(None, num_ctx)


def test_a_full_context_is_one() -> None:
    with pytest.raises(SideFailed) as caught:
        check_prompt(Usage(input_tokens=100), 100)
    assert caught.value.failed.kind is FaultKind.CONTEXT


Turns = list[dict[str, str]]


def turns(count: int, chars: int) -> Turns:
    """Of two sides in turn, the last one a question; a token is four characters here."""
    roles = ("user", "assistant")
    return [{"role": roles[n % 2], "content": f"{n:04d}" * (chars // 4)} for n in range(count)]


async def talk(stand: Stand, dialect: str, messages: Turns, **more: Any) -> Any:
    body = {**request(dialect, stream=False), "messages": messages, **more}
    async with stand.client.post(stand.url + PATHS[dialect], json=body) as response:
        return response.headers, await response.read()


@pytest.fixture
def old(stand: Stand) -> Stand:
    """With an Ollama that leaves out messages, and another side to answer."""
    stand.ollama.version, stand.ollama.cuts = "0.9.3", True
    stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT
    return stand


def counted(stand: Stand) -> int:
    return len(stand.ollama.calls("/api/generate"))


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_no_message_is_left_out(old: Stand, dialect: str) -> None:
    headers, _ = await talk(old, dialect, turns(41, 300))
    assert headers["x-ziggie-route"] == "cloud"
    assert "the context is 2048" in headers["x-ziggie-fallback"]
    assert len(old.ollama.calls("/api/chat")) == 1, "what the template adds, and no question"
    before = len(old.ollama.requests)
    headers, _ = await talk(old, dialect, turns(41, 300))
    assert headers["x-ziggie-route"] == "cloud"
    assert len(old.ollama.requests) == before, "it is known to be too long"


async def test_a_system_prompt_is_not_left_out(old: Stand) -> None:
    said: Turns = [{"role": "system", "content": "Never lie. " * 400}, *turns(1, 4400)]
    headers, _ = await talk(old, "openai", said)
    assert headers["x-ziggie-route"] == "cloud"


async def test_each_text_is_counted_once(old: Stand) -> None:
    said = turns(19, 300)
    for _ in range(3):
        headers, _ = await talk(old, "anthropic", said)
        assert headers["x-ziggie-route"] == "local"
        said = turns(len(said) + 2, 300)
    texts = [seen.body["prompt"].split("\n") for seen in old.ollama.calls("/api/generate")]
    assert [text for part in texts for text in part] == [t["content"] for t in turns(23, 300)]
    assert old.local.seated == 0


async def test_a_conversation_that_grew_too_long(old: Stand) -> None:
    routes = []
    for count in range(3, 40, 6):
        headers, _ = await talk(old, "ollama", turns(count, 300))
        routes.append(headers["x-ziggie-route"])
    assert routes == ["local"] * routes.count("local") + ["cloud"] * routes.count("cloud")
    assert routes.count("local") >= 3
    assert routes.count("cloud") >= 2
    asked = [seen for seen in old.ollama.calls("/api/chat") if len(seen.body["messages"]) > 1]
    assert len(asked) == routes.count("local")


async def test_a_caller_who_wants_it_cut_has_it_cut(old: Stand) -> None:
    headers, _ = await talk(old, "ollama", turns(41, 300), truncate=True)
    assert headers["x-ziggie-route"] == "local"
    assert counted(old) == 0


async def test_a_newer_one_is_taken_at_its_word(stand: Stand) -> None:
    stand.ollama.canonical = CANONICAL_TEXT
    headers, _ = await talk(stand, "anthropic", turns(19, 300))
    assert headers["x-ziggie-route"] == "local"
    assert counted(stand) == 0


async def test_an_engine_that_cannot_count_does_not_answer(old: Stand) -> None:
    old.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/generate")
    headers, _ = await talk(old, "anthropic", turns(19, 300))
    assert headers["x-ziggie-route"] == "cloud"
    assert old.local.seated == 0


@pytest.mark.parametrize(
    ("version", "may"),
    [("0.9.3", True), ("0.12.11", True), ("0.13.0", False), ("0.33.0-rc2", False), (None, True),
     ("0.0.0", True), ("main", True)],
)  # fmt: skip
def test_versions_that_may_cut(version: str | None, may: bool) -> None:
    assert may_cut(version) is may


@pytest.mark.parametrize(
    ("options", "told"),
    [({}, 48), ({"num_predict": -1}, 48), ({"num_predict": 500}, 48), ({"num_predict": 40}, 40),
     ({"num_predict": 48, "seed": 7}, 48)],
)  # fmt: skip
def test_an_answer_ends_where_the_context_is_full(options: dict[str, int], told: int) -> None:
    body = msgspec.json.encode({"messages": [], "shift": False, "options": options})
    found = msgspec.json.decode(bounded(body, room=64, prompt_tokens=16))["options"]
    assert found == {**options, "num_predict": told}


@pytest.mark.parametrize("wish", [{"shift": True}, {}])
def test_a_caller_who_wants_it_shifted_has_it_shifted(wish: dict[str, bool]) -> None:
    body = msgspec.json.encode({"messages": [], **wish})
    assert bounded(body, room=64, prompt_tokens=16) == body


async def test_only_an_old_one_is_told_where_to_end(old: Stand) -> None:
    said = turns(1, 400)
    await talk(old, "openai", said)
    limit = old.ollama.calls("/api/chat")[-1].body["options"]["num_predict"]
    assert 1800 < limit < 2048
    old.ollama.version = "0.33.0"
    await talk(old, "openai", said)
    assert "num_predict" not in old.ollama.calls("/api/chat")[-1].body["options"]
