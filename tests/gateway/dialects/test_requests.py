"""What callers send, well and ill, as conversations; and what each side is then told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.dialects.wires import PATHS, talk
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Operation,
    Role,
    Text,
    Thinking,
    ToolResult,
    ToolUse,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
FUNCTION = {"name": "f", "description": "Does f.", "parameters": SCHEMA}
TOOLS: dict[str, list[dict[str, Any]]] = {
    "/v1/messages": [{"name": "f", "description": "Does f.", "input_schema": SCHEMA}],
    "/v1/chat/completions": [{"type": "function", "function": FUNCTION}],
    "/v1/responses": [{"type": "function", **FUNCTION}],
    "/api/chat": [{"type": "function", "function": FUNCTION}],
}


def to_claude(conversation: Conversation, model: str = "claude-haiku-4-5") -> dict[str, Any]:
    written: dict[str, Any] = json.loads(AnthropicWire().write_request(conversation, model=model))
    return written


def to_ollama(conversation: Conversation, **more: Any) -> dict[str, Any]:
    body = OllamaWire().write_request(conversation, model="qwen3:8b", **more)
    written: dict[str, Any] = json.loads(body)
    return written


# Whatever the dialect, the plain things arrive.


@pytest.mark.parametrize("path", PATHS)
def test_the_least_that_can_be_asked(path: str) -> None:
    conversation = talk(path)
    assert conversation.model == "m"
    assert conversation.dialect == DIALECTS[path].name
    assert conversation.stream is path.startswith("/api/")  # Ollama streams unless told not to
    claude = to_claude(conversation)
    assert claude["messages"] == [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    assert claude["max_tokens"] == (64 if path == "/v1/messages" else 4096)
    assert claude["stream"] is True
    ollama = to_ollama(conversation)
    assert ollama["messages"] == [{"role": "user", "content": "Hi"}]
    assert (ollama["stream"], ollama["truncate"], ollama["shift"]) == (True, False, False)


@pytest.mark.parametrize("path", list(TOOLS))
def test_tools(path: str) -> None:
    conversation = talk(path, tools=TOOLS[path])
    assert to_claude(conversation)["tools"] == TOOLS["/v1/messages"]
    assert to_ollama(conversation)["tools"] == TOOLS["/api/chat"]
    assert needs(conversation) == {"tools"}


@pytest.mark.parametrize(
    ("path", "choice", "kind", "claude"),
    [
        ("/v1/messages", {"type": "auto"}, ChoiceKind.AUTO, {"type": "auto"}),
        ("/v1/messages", {"type": "none"}, ChoiceKind.NONE, {"type": "none"}),
        (
            "/v1/messages",
            {"type": "any", "disable_parallel_tool_use": True},
            ChoiceKind.ANY,
            {"type": "any", "disable_parallel_tool_use": True},
        ),
        (
            "/v1/messages",
            {"type": "tool", "name": "f"},
            ChoiceKind.TOOL,
            {"type": "tool", "name": "f"},
        ),
        ("/v1/chat/completions", "required", ChoiceKind.ANY, {"type": "any"}),
        ("/v1/chat/completions", "none", ChoiceKind.NONE, {"type": "none"}),
        (
            "/v1/chat/completions",
            {"type": "function", "function": {"name": "f"}},
            ChoiceKind.TOOL,
            {"type": "tool", "name": "f"},
        ),
        (
            "/v1/responses",
            {"type": "function", "name": "f"},
            ChoiceKind.TOOL,
            {"type": "tool", "name": "f"},
        ),
    ],
)
def test_tool_choice(path: str, choice: Any, kind: ChoiceKind, claude: dict[str, Any]) -> None:
    other = json.loads(json.dumps(TOOLS[path]).replace('"f"', '"g"'))
    conversation = talk(path, tools=TOOLS[path] + other, tool_choice=choice)
    assert conversation.tool_choice is not None
    assert conversation.tool_choice.kind is kind
    assert to_claude(conversation)["tool_choice"] == claude
    ollama = to_ollama(conversation)
    names = [tool["function"]["name"] for tool in ollama.get("tools", ())]
    system = "".join(m["content"] for m in ollama["messages"] if m["role"] == "system")
    match kind:
        case ChoiceKind.NONE:
            assert (names, system) == ([], "")
        case ChoiceKind.TOOL:
            assert names == ["f"]
            assert system == "Answer with a call of the tool f, not with text."
        case ChoiceKind.ANY:
            assert names == ["f", "g"]
            assert system.startswith("Answer with a call of one of the tools")
            assert ("at most one" in system) is not conversation.tool_choice.parallel
        case ChoiceKind.AUTO:
            assert (names, system) == (["f", "g"], "")


def test_openai_without_parallel_calls() -> None:
    path = "/v1/chat/completions"
    conversation = talk(path, tools=TOOLS[path], parallel_tool_calls=False)
    choice = {"type": "auto", "disable_parallel_tool_use": True}
    assert to_claude(conversation)["tool_choice"] == choice


_IMAGES: list[tuple[str, dict[str, Any]]] = [
    (
        "/v1/messages",
        {"messages": [{"role": "user", "content": [
            {"type": "text", "text": "See"},
            {"type": "image",
             "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
        ]}]},
    ),
    (
        "/v1/chat/completions",
        {"messages": [{"role": "user", "content": [
            {"type": "text", "text": "See"},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
        ]}]},
    ),
    (
        "/v1/responses",
        {"input": [{"role": "user", "content": [
            {"type": "input_text", "text": "See"},
            {"type": "input_image", "image_url": f"data:image/png;base64,{PNG}"},
        ]}]},
    ),
    ("/api/chat", {"messages": [{"role": "user", "content": "See", "images": [PNG]}]}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "more"), _IMAGES)
def test_images(path: str, more: dict[str, Any]) -> None:
    conversation = talk(path, **more)
    assert needs(conversation) == {"vision"}
    assert prompt_tokens(conversation) > 1000
    source = {"type": "base64", "media_type": "image/png", "data": PNG}
    assert to_claude(conversation)["messages"][0]["content"] == [
        {"type": "text", "text": "See"},
        {"type": "image", "source": source},
    ]
    message = {"role": "user", "content": "See", "images": [PNG]}
    assert to_ollama(conversation)["messages"] == [message]


def test_an_image_by_its_address_goes_where_it_is_taken() -> None:
    part = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    conversation = talk("/v1/chat/completions", messages=[{"role": "user", "content": [part]}])
    source = {"type": "url", "url": "https://example.org/a.png"}
    assert to_claude(conversation)["messages"][0]["content"][0]["source"] == source
    assert needs(conversation) == {"vision", "image_urls"}
    with pytest.raises(ZiggieError, match="web address") as caught:
        to_ollama(conversation)
    assert (caught.value.code, caught.value.status) == ("unsupported_content", 400)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/v1/messages", {"system": "Be brief."}),
        ("/v1/messages", {"system": [{"type": "text", "text": "Be brief."}]}),
        (
            "/v1/chat/completions",
            {
                "messages": [
                    {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
                    {"role": "user", "content": "Hi"},
                ]
            },
        ),
        ("/v1/responses", {"instructions": "Be brief."}),
        ("/api/generate", {"system": "Be brief."}),
    ],
)
def test_system_prompts(path: str, more: dict[str, Any]) -> None:
    conversation = talk(path, **more)
    assert to_claude(conversation)["system"] == [{"type": "text", "text": "Be brief."}]
    first, second = to_ollama(conversation)["messages"]
    assert first == {"role": "system", "content": "Be brief."}
    assert second["content"] == "Hi"


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/v1/messages", {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}}),
        ("/v1/messages", {"output_format": {"type": "json_schema", "schema": SCHEMA}}),
        (
            "/v1/chat/completions",
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "x", "schema": SCHEMA},
                }
            },
        ),
        (
            "/v1/responses",
            {"text": {"format": {"type": "json_schema", "name": "x", "schema": SCHEMA}}},
        ),
        ("/api/chat", {"format": SCHEMA}),
    ],
)
def test_output_by_schema(path: str, more: dict[str, Any]) -> None:
    conversation = talk(path, **more)
    assert to_ollama(conversation)["format"] == SCHEMA
    schema = SCHEMA | {"additionalProperties": False}
    assert to_claude(conversation)["output_config"] == {
        "format": {"type": "json_schema", "schema": schema}
    }


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/v1/chat/completions", {"response_format": {"type": "json_object"}}),
        ("/v1/responses", {"text": {"format": {"type": "json_object"}}}),
        ("/api/generate", {"format": "json"}),
    ],
)
def test_output_of_any_json(path: str, more: dict[str, Any]) -> None:
    conversation = talk(path, **more)
    assert to_ollama(conversation)["format"] == "json"
    assert "JSON object" in to_claude(conversation)["system"][0]["text"]


def test_sampling_goes_where_it_is_taken() -> None:
    options = {"temperature": 1.7, "top_p": 0.5, "top_k": 40, "seed": 7, "num_ctx": 8192,
               "stop": ["\n", "END"], "num_predict": 99, "mirostat": 1}  # fmt: skip
    conversation = talk("/api/chat", options=options, keep_alive="10m")
    assert conversation.load_options == {"num_ctx": 8192}
    ollama = to_ollama(conversation)
    assert ollama["options"] == options
    assert ollama["keep_alive"] == "10m"
    claude = to_claude(conversation)
    assert (claude["temperature"], claude["top_k"], claude["max_tokens"]) == (1.0, 40, 99)
    assert claude["stop_sequences"] == ["END"]  # Claude refuses blank ones
    assert not {"top_p", "seed", "options", "keep_alive", "num_ctx"} & set(claude)
    newer = to_claude(conversation, "claude-opus-5-5")
    assert not {"temperature", "top_p", "top_k"} & set(newer)


@pytest.mark.parametrize(
    ("model", "sampling", "thinking", "prefill"),
    [
        ("claude-3-5-haiku-latest", True, "enabled", True),
        ("claude-sonnet-4-20250514", True, "enabled", True),
        ("claude-haiku-4-5-20251001", True, "enabled", True),
        ("claude-opus-4-5", True, "enabled", True),
        ("claude-sonnet-4-6", True, "adaptive", False),
        ("claude-opus-4-7", False, "adaptive", False),
        ("claude-haiku-5-5", False, "adaptive", False),
        ("claude-fable-5", False, "adaptive", False),
    ],
)
def test_what_each_claude_takes(model: str, sampling: bool, thinking: str, prefill: bool) -> None:
    conversation = talk("/api/chat", options={"temperature": 0.2})
    assert ("temperature" in to_claude(conversation, model)) is sampling
    thoughtful = talk("/v1/chat/completions", reasoning_effort="high", temperature=0.2)
    written = to_claude(thoughtful, model)
    assert "temperature" not in written
    if thinking == "enabled":
        assert written["thinking"] == {"type": "enabled", "budget_tokens": 4095}
    else:
        assert written["thinking"] == {"type": "adaptive"}
        assert written["output_config"] == {"effort": "high"}
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Well, \n"}]
    begun = talk("/api/chat", messages=messages)
    if prefill:
        assert to_claude(begun, model)["messages"][-1]["content"][0]["text"] == "Well,"
    else:
        with pytest.raises(ZiggieError, match="does not continue"):
            to_claude(begun, model)
    assert to_ollama(begun)["messages"] == messages


@pytest.mark.parametrize(
    ("path", "more", "unknown", "known"),
    [
        ("/v1/messages", {"thinking": None}, False, False),
        ("/v1/messages", {"thinking": {"type": "enabled", "budget_tokens": 2000}}, True, True),
        ("/v1/messages", {"thinking": {"type": "disabled"}}, False, False),
        ("/v1/messages", {"thinking": {"type": "adaptive"}}, None, None),
        ("/v1/chat/completions", {"reasoning_effort": "none"}, False, False),
        ("/v1/responses", {"reasoning": {"effort": "low"}}, True, True),
        ("/api/chat", {"think": True}, True, True),
        ("/api/chat", {"think": "high"}, True, True),
        ("/api/chat", {"think": False}, False, False),
    ],
)
def test_thinking_for_ollama(path: str, more: dict[str, Any], unknown: Any, known: Any) -> None:
    conversation = talk(path, **more)
    assert to_ollama(conversation).get("think") == unknown
    thinks = frozenset({"completion", "thinking"})
    assert to_ollama(conversation, capabilities=thinks).get("think") == known
    assert "think" not in to_ollama(conversation, capabilities=frozenset({"completion"}))


def test_gpt_oss_is_told_a_level() -> None:
    conversation = talk("/api/chat", think="high")
    body = json.loads(OllamaWire().write_request(conversation, model="gpt-oss:20b"))
    assert body["think"] == "high"


def test_thinking_is_replayed_to_claude_only_as_it_signed_it() -> None:
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [
            {"type": "thinking", "thinking": "local", "signature": ""},
            {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
            {"type": "redacted_thinking", "data": "xx"},
            {"type": "text", "text": "Hello"},
            {"type": "text", "text": ""},
        ]},
        {"role": "user", "content": [{"type": "text", "text": "Go on",
                                      "cache_control": {"type": "ephemeral"}}]},
    ]  # fmt: skip
    conversation = talk("/v1/messages", messages=messages)
    written = to_claude(conversation)["messages"]
    assert written[1]["content"] == [
        {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "xx"},
        {"type": "text", "text": "Hello"},
    ]
    assert written[2] == messages[2]
    assert to_ollama(conversation)["messages"][1:] == [
        {"role": "assistant", "content": "Hello", "thinking": "local\n\nsigned"},
        {"role": "user", "content": "Go on"},
    ]


def test_signatures_travel_through_responses() -> None:
    item = {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "signed"}],
        "encrypted_content": "c2ln",
    }
    say = {"role": "assistant", "content": [{"type": "output_text", "text": "Yes"}]}
    conversation = talk("/v1/responses", input=[{"role": "user", "content": "Hi"}, item, say,
                                                {"role": "user", "content": "More"}])  # fmt: skip
    assert conversation.turns[1].parts == (Thinking(text="signed", signature="c2ln"),)
    assert to_claude(conversation)["messages"][1]["content"] == [
        {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
        {"type": "text", "text": "Yes"},
    ]


def test_the_billing_line_never_reaches_a_local_model() -> None:
    line = "x-anthropic-billing-header: cc_version=2.1; cch=9f3a1;"
    for system in (
        f"{line}\nYou are Claude Code.",
        [{"type": "text", "text": line}, {"type": "text", "text": "You are Claude Code."}],
    ):
        conversation = talk("/v1/messages", system=system)
        message = to_ollama(conversation)["messages"][0]
        assert message == {"role": "system", "content": "You are Claude Code."}


def test_tool_results_first_with_errors_and_images() -> None:
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "toolu_1", "name": "shot", "input": {}}]},
        {"role": "user", "content": [
            {"type": "text", "text": "Here"},
            {"type": "tool_result", "tool_use_id": "toolu_1", "is_error": True, "content": [
                {"type": "text", "text": "no screen"},
                {"type": "image",
                 "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
            ]},
        ]},
    ]  # fmt: skip
    conversation = talk("/v1/messages", messages=messages)
    assert [block["type"] for block in to_claude(conversation)["messages"][2]["content"]] == [
        "tool_result",
        "text",
    ]
    assert to_ollama(conversation)["messages"][2:] == [
        {
            "role": "tool",
            "content": "Error: no screen",
            "tool_name": "shot",
            "tool_call_id": "toolu_1",
        },
        {"role": "user", "content": "Here", "images": [PNG]},
    ]


def test_what_only_claude_has_is_refused_for_a_local_model() -> None:
    document = {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}}
    asked = talk("/v1/messages", messages=[{"role": "user", "content": [document]}])
    assert needs(asked) == {"documents"}
    assert to_claude(asked)["messages"][0]["content"] == [document]
    with pytest.raises(ZiggieError, match="'document'"):
        to_ollama(asked)
    search = {"type": "web_search_20260209", "name": "web_search"}
    asked = talk("/v1/messages", tools=[search])
    assert needs(asked) == {"tools", "server_tools"}
    assert to_claude(asked)["tools"] == [search]
    with pytest.raises(ZiggieError, match="runs at the provider"):
        to_ollama(asked)
    asked = talk("/v1/responses", tools=[{"type": "web_search"}])
    with pytest.raises(ZiggieError, match="not a function"):
        to_claude(asked)


def test_what_only_generate_can_say_is_refused_elsewhere() -> None:
    asked = talk("/api/generate", raw=True)
    assert asked.operation is Operation.TEXT_COMPLETION
    for write in (to_claude, to_ollama):
        with pytest.raises(ZiggieError, match="field raw"):
            write(asked)


def test_extras_stay_with_their_own_dialect() -> None:
    more = {"service_tier": "auto", "metadata": {"user_id": "u", "ziggie": {"task": "a"}}}
    conversation = talk("/v1/messages", **more)
    claude = to_claude(conversation)
    assert (claude["service_tier"], claude["metadata"]) == ("auto", {"user_id": "u"})
    assert "service_tier" not in to_ollama(conversation)
    openai = talk("/v1/chat/completions", user="u", logit_bias={"1": 2})
    assert set(to_claude(openai)) == {"model", "max_tokens", "messages", "stream"}
    own = talk("/api/chat", logprobs=True)
    assert to_ollama(own)["logprobs"] is True


@pytest.mark.parametrize("path", PATHS)
def test_hints(path: str) -> None:
    conversation = talk(
        path, metadata={"ziggie": {"task": "a", "priority": "low"}}, ziggie={"task": "b"}
    )
    assert conversation.hints == {"task": "b", "priority": "low"}


def test_an_odd_beginning_is_made_sound_for_claude() -> None:
    greeting = [{"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Hi"}]
    written = to_claude(talk("/v1/chat/completions", messages=greeting))
    assert [message["role"] for message in written["messages"]] == ["user", "assistant", "user"]
    order = [{"role": "system", "content": "Write a haiku."}]
    written = to_claude(talk("/v1/chat/completions", messages=order))
    assert written["messages"][0]["content"] == [{"type": "text", "text": "Write a haiku."}]
    assert "system" not in written
    with pytest.raises(ZiggieError, match="no message"):
        to_claude(talk("/api/generate", prompt=""))


def test_ollama_results_without_ids_find_their_calls() -> None:
    def call(name: str) -> dict[str, Any]:
        return {"function": {"name": name, "arguments": {}}}

    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "", "tool_calls": [call("a"), call("b"), call("a")]},
        {"role": "tool", "content": "1", "tool_name": "b"},
        {"role": "tool", "content": "2", "tool_name": "a"},
        {"role": "tool", "content": "3"},
    ]
    turns = talk("/api/chat", messages=messages).turns
    calls = {part.id: part.name for part in turns[1].parts if isinstance(part, ToolUse)}
    assert len(calls) == 3
    results = [part for turn in turns[2:] for part in turn.parts if isinstance(part, ToolResult)]
    assert [calls[result.tool_use_id] for result in results] == ["b", "a", "a"]
    assert len({result.tool_use_id for result in results}) == 3


def test_anthropic_reads_its_blocks() -> None:
    turn = talk(
        "/v1/messages",
        messages=[
            {"role": "system", "content": "Mind the step."},
            {"role": "user", "content": [
                {"type": "image", "source": {"type": "url", "url": "https://example.org/x"}},
                {"type": "text", "text": "See"},
            ]},
        ],
    )  # fmt: skip
    assert turn.system == (Text(text="Mind the step."),)
    assert turn.turns[0].role is Role.USER
    assert turn.turns[0].parts == (Image(url="https://example.org/x"), Text(text="See"))


# Ill-formed bodies are refused in words that name the field.


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


# The caller's own body, for a side of its own dialect.


def test_a_relayed_body_keeps_every_byte_that_is_not_ours() -> None:
    body = (
        b'{"model":"ziggie-auto","temperature":1.50,"big":123456789012345678901234567890,'
        b'"messages":[{"role":"user","content":"\\u00fc <>"}],"ziggie":{"task":"t"},'
        b'"metadata":{"user_id":"u","ziggie":{"a":1}},"stream":true}'
    )
    written = AnthropicWire().adapt(body, model="claude-haiku-4-5")
    assert written == (
        b'{"model":"claude-haiku-4-5","temperature":1.50,"big":123456789012345678901234567890,'
        b'"messages":[{"role":"user","content":"\\u00fc <>"}],'
        b'"metadata":{"user_id":"u"},"stream":true}'
    )


def test_a_relayed_body_loses_what_claude_never_signed() -> None:
    def thought(signature: str) -> dict[str, str]:
        return {"type": "thinking", "thinking": "x", "signature": signature}

    say = {"type": "text", "text": "Hi"}
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [thought(""), thought("s"), say]},
        {"role": "assistant", "content": [thought("")]},
    ]
    body = json.dumps({"model": "m", "messages": messages}, separators=(",", ":")).encode()
    written = json.loads(AnthropicWire().adapt(body, model="c"))
    assert written["messages"] == [
        messages[0],
        {"role": "assistant", "content": [thought("s"), say]},
    ]


def test_a_relayed_body_for_ollama_obeys_the_load_broker() -> None:
    body = (
        b'{"model":"m","options":{"num_ctx":512,"num_gpu":3,"temperature":0.50},"ziggie":{},'
        b'"metadata":{"ziggie":{}},"messages":[]}'
    )
    written = OllamaWire().adapt(
        body, model="qwen3:8b", load_options={"num_ctx": 8192}, keep_alive="30m"
    )
    assert json.loads(written) == {
        "model": "qwen3:8b",
        "options": {"temperature": 0.5, "num_ctx": 8192},
        "messages": [],
        "keep_alive": "30m",
        "truncate": False,
        "shift": False,
    }
    kept = OllamaWire().adapt(b'{"model":"m","truncate":true,"shift":true}', model="q")
    assert json.loads(kept) == {"model": "q", "truncate": True, "shift": True}
    for bad in (b"[]", b"{", b'{"options": 7}'):
        with pytest.raises(ZiggieError) as caught:
            OllamaWire().adapt(bad, model="q", load_options={"num_ctx": 1})
        assert caught.value.code == "invalid_request"


def test_the_estimate_errs_on_the_long_side() -> None:
    prose = "The quick brown fox jumps over the lazy dog. " * 100
    told = prompt_tokens(talk("/api/generate", prompt=prose))
    assert 1000 < told < 1600  # such prose has about 1,000 tokens
    chinese = "敏捷的棕色狐狸跳过了懒狗。" * 100
    assert prompt_tokens(talk("/api/generate", prompt=chinese)) >= 900
