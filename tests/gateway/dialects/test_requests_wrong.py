"""Bodies that are no requests: refused in words that name the field."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.dialects.wires import PATHS, talk
from tests.gateway.dialects.writing import to_claude, to_ollama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.estimate import needs
from ziggie_desktop.gateway.dialects.table import DIALECTS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"nonsense", b"[]", b"null", b'"text"', b"{", b'{"model": "\xff"}', b'{"a": NaN}',
        b'{"model": "\\ud800"}', b'{"a": Infinity}', b"[" * 200_000, b'{"a":' * 200_000,
        b'{"model": "m"}', b"{}", b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
def test_bodies_that_are_no_requests(path: str, body: bytes) -> None:
    if (path, body) == ("/api/generate", b'{"model": "m"}'):
        return  # loads the model
    if (path, body) == ("/api/chat", b'{"model": "m"}'):
        return
    with pytest.raises(ZiggieError) as caught:
        DIALECTS[path].read_request(body, path=path)
    assert (caught.value.code, caught.value.status) == ("invalid_request", 400)


@pytest.mark.parametrize(
    ("path", "more", "words"),
    [
        ("/v1/messages", {"model": 7}, "The field model is a number, not text"),
        ("/v1/messages", {"model": ""}, "The field model is empty"),
        ("/api/chat", {"model": " "}, "The field model is empty"),
        ("/v1/messages", {"messages": []}, "The field messages is empty"),
        ("/v1/messages", {"messages": "Hi"}, "The field messages is text, not a list"),
        ("/v1/messages", {"messages": ["Hi"]}, "The field messages[0] is text, not an object"),
        (
            "/v1/messages",
            {"messages": [{"role": "robot", "content": "Hi"}]},
            "The field messages[0].role is neither user nor assistant",
        ),
        (
            "/v1/messages",
            {"messages": [{"role": "user", "content": [{"type": "text", "text": 1}]}]},
            "The field messages[0].content[0].text is a number, not text",
        ),
        (
            "/v1/messages",
            {"messages": [{"role": "user"}]},
            "The field messages[0].content is missing",
        ),
        ("/v1/messages", {"max_tokens": "9"}, "The field max_tokens is text, not a whole number"),
        ("/v1/messages", {"max_tokens": None}, "The field max_tokens is missing"),
        ("/v1/messages", {"max_tokens": 0}, "The field max_tokens is 0, not 1 or more"),
        ("/v1/chat/completions", {"max_tokens": -1}, "The field max_tokens is -1, not 1 or more"),
        (
            "/v1/responses",
            {"max_output_tokens": 0},
            "The field max_output_tokens is 0, not 1 or more",
        ),
        (
            "/v1/chat/completions",
            {"modalities": ["text", "audio"]},
            "The field modalities asks for what",
        ),
        (
            "/v1/chat/completions",
            {"web_search_options": {}},
            "The field web_search_options asks for what",
        ),
        ("/v1/messages", {"max_tokens": 1.5}, "The field max_tokens is a number, not a whole"),
        ("/v1/messages", {"temperature": True}, "The field temperature is true or false, not a"),
        ("/v1/messages", {"tool_choice": {"type": "some"}}, "The field tool_choice.type is none"),
        ("/v1/messages", {"ziggie": []}, "The field ziggie is a list, not an object"),
        ("/v1/messages", {"metadata": {"ziggie": 1}}, "The field metadata.ziggie is a number"),
        ("/v1/chat/completions", {"n": 2}, "The field n asks for more than one answer"),
        ("/v1/chat/completions", {"functions": []}, "The field functions is OpenAI's retired"),
        ("/v1/chat/completions", {"tool_choice": "some"}, "The field tool_choice is none of"),
        (
            "/v1/chat/completions",
            {"messages": [{"role": "tool", "content": "x"}]},
            "The field messages[0].tool_call_id is missing",
        ),
        (
            "/v1/chat/completions",
            {"messages": [{"role": "assistant", "tool_calls": [{"id": "a"}]}]},
            "The field messages[0].tool_calls[0].function is missing",
        ),
        ("/v1/completions", {"prompt": [1, 2]}, "The field prompt[0] is a number, not text"),
        ("/v1/completions", {"prompt": ["a", "b"]}, "The field prompt is not one text"),
        ("/v1/completions", {"suffix": "x"}, "The field suffix is not supported"),
        ("/v1/responses", {"previous_response_id": "r"}, "The field previous_response_id refers"),
        ("/v1/responses", {"background": True}, "The field background is not supported"),
        ("/api/chat", {"think": 7}, "The field think is a number, not true, false or a level"),
        ("/api/chat", {"format": "xml"}, 'The field format is text, not "json" or a JSON schema'),
        ("/api/chat", {"keep_alive": True}, "The field keep_alive is true or false, not a number"),
        ("/api/chat", {"options": {"stop": [1]}}, "The field options.stop[0] is a number"),
        (
            "/api/chat",
            {"messages": [{"role": "tool", "content": "x"}]},
            "The field messages[0] answers no tool call",
        ),
    ],
)
def test_wrong_fields_are_named(path: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        talk(path, **more)
    assert caught.value.title.startswith(words)
    assert (caught.value.code, caught.value.status) == ("invalid_request", 400)


def test_arguments_that_are_no_object_are_refused_in_words() -> None:
    call = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{oops"}}
    messages = [{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "a", "content": "y"}]  # fmt: skip
    conversation = talk("/v1/chat/completions", messages=messages)
    for write in (to_claude, to_ollama):
        with pytest.raises(ZiggieError, match="call of f are not a JSON object"):
            write(conversation)


@pytest.mark.parametrize("depth", [50, 300, 600, 800, 900, 930, 950, 970, 985, 5000])
def test_nesting_is_read_and_written_or_refused_in_words(depth: int) -> None:
    nested = '{"properties":' * depth + "{}" + "}" * depth
    text = (
        '{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],'
        f'"output_format":{{"type":"json_schema","schema":{nested}}}}}'
    )
    refusal = None
    try:
        conversation = DIALECTS["/v1/messages"].read_request(text.encode(), path="/v1/messages")
        to_claude(conversation)
    except ZiggieError as error:
        refusal = error.title
    if depth <= 50:
        assert refusal is None
    elif depth >= 5000:  # which part notices first depends on Python's limits
        assert refusal is not None
        assert "nested too deeply" in refusal
    else:
        assert refusal is None or "nested too deeply" in refusal


@pytest.mark.parametrize(
    ("path", "name"),
    [("/v1/messages", "stop_sequences"), ("/v1/chat/completions", "stop")],
)
def test_an_empty_stop_sequence_ends_no_answer(path: str, name: str) -> None:
    assert talk(path, **{name: ["", "END"]}).sampling.stop == ("END",)


def test_servers_of_tools_need_the_side_that_can_call_them() -> None:
    assert needs(talk("/v1/messages", mcp_servers=[{"type": "url", "url": "https://x"}])) == {
        "server_tools"
    }
    assert needs(talk("/v1/messages", mcp_servers=[])) == frozenset()
