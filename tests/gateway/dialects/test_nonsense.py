"""A body that is nearly sound is answered, or refused in words: never with a bug."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.dialects.wires import ABOUT, ANSWER
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.dialects.table import DIALECTS

SCHEMA: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "integer"}}}
FUNCTION: dict[str, Any] = {"name": "f", "description": "d", "parameters": SCHEMA}
CALL: dict[str, Any] = {
    "id": "c1",
    "type": "function",
    "function": {"name": "f", "arguments": '{"a":1}'},
}

RICH: dict[str, dict[str, Any]] = {
    "/v1/messages": {
        "model": "m",
        "max_tokens": 9,
        "temperature": 0.5,
        "top_k": 3,
        "stop_sequences": ["x"],
        "stream": True,
        "system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}],
        "thinking": {"type": "enabled", "budget_tokens": 2000},
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": SCHEMA}},
        "tools": [{"name": "f", "description": "d", "input_schema": SCHEMA}],
        "tool_choice": {"type": "tool", "name": "f", "disable_parallel_tool_use": True},
        "metadata": {"user_id": "u", "ziggie": {"task": "t"}},
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "a"},
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": "AA=="},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "t", "signature": "s"},
                    {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {
                        "type": "tool_result",
                        "tool_use_id": "c1",
                        "is_error": False,
                        "content": [{"type": "text", "text": "r"}],
                    }
                ],
            },
        ],
    },
    "/v1/chat/completions": {
        "model": "m",
        "max_completion_tokens": 9,
        "stop": ["x"],
        "seed": 1,
        "reasoning_effort": "low",
        "stream_options": {"include_usage": True},
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}},
        "tools": [{"type": "function", "function": FUNCTION}],
        "tool_choice": {"type": "function", "function": {"name": "f"}},
        "messages": [
            {"role": "system", "content": "s"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "a"},
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
                ],
            },
            {"role": "assistant", "content": None, "reasoning": "t", "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "r"},
        ],
    },
    "/v1/completions": {"model": "m", "prompt": "p", "max_tokens": 4, "stop": "x"},
    "/v1/responses": {
        "model": "m",
        "instructions": "i",
        "max_output_tokens": 9,
        "reasoning": {"effort": "low"},
        "text": {"format": {"type": "json_schema", "name": "n", "schema": SCHEMA}},
        "tools": [{"type": "function", **FUNCTION}],
        "tool_choice": "required",
        "input": [
            {"role": "user", "content": [{"type": "input_text", "text": "a"}]},
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "t"}]},
            {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c1", "output": "r"},
        ],
    },
    "/api/chat": {
        "model": "m",
        "think": "low",
        "format": SCHEMA,
        "keep_alive": "5m",
        "options": {"num_ctx": 512, "num_predict": 4, "stop": ["x"], "temperature": 0.1},
        "tools": [{"type": "function", "function": FUNCTION}],
        "messages": [
            {"role": "system", "content": "s"},
            {"role": "user", "content": "a", "images": ["AA=="]},
            {
                "role": "assistant",
                "content": "",
                "thinking": "t",
                "tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}],
            },
            {"role": "tool", "content": "r", "tool_name": "f"},
        ],
    },
    "/api/generate": {"model": "m", "prompt": "p", "system": "s", "images": ["AA=="]},
}


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here] if here else []
    steps: Any = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    for key, inner in steps:
        found += places(inner, (*here, key))
    return found


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    value = copy.deepcopy(value)
    inner = value
    for key in place[:-1]:
        inner = inner[key]
    if new is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = new
    return value


NONSENSE: list[Any] = [
    ..., None, True, 0, -1, 1.5, 1e300, "", "x", "none", [], {}, [None], ["x"], [{}], {"a": []},
     {"type": "text"}, [{"type": "image"}], [[1]], {"type": "x", "name": "y"},
]  # fmt: skip
junk = st.sampled_from(NONSENSE)


def go_through(path: str, body: Any) -> None:
    dialect = DIALECTS[path]
    conversation = dialect.read_request(json.dumps(body).encode(), path=path)
    prompt_tokens(conversation)
    needs(conversation)
    writer = dialect.writer(conversation, ABOUT)
    for event in ANSWER:
        writer.write(event)
    dialect.whole(conversation, ABOUT, ANSWER)
    refusals = []
    for write in (AnthropicWire().write_request, OllamaWire().write_request):
        try:
            write(conversation, model="claude-haiku-4-5")
        except ZiggieError as error:
            refusals.append(error)
    if refusals:
        raise refusals[0]


@pytest.mark.parametrize("path", list(RICH))
def test_the_sound_ones_go_through(path: str) -> None:
    go_through(path, RICH[path])


@pytest.mark.parametrize("path", list(RICH))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_wrong_thing_anywhere(path: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(RICH[path])))
    body = put(RICH[path], place, data.draw(junk))
    refusal = None
    try:
        go_through(path, body)
    except ZiggieError as error:
        refusal = error
    if refusal is not None:
        assert refusal.status == 400
        assert refusal.code in ("invalid_request", "unsupported_content")
        assert refusal.title
        assert refusal.remedy
