"""What callers of all dialects send as conversations; and what each side is then told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.dialects.wires import PATHS, talk
from tests.gateway.dialects.writing import PNG, SCHEMA, TOOLS, to_claude, to_ollama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
)


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


def test_the_estimate_errs_on_the_long_side() -> None:
    prose = "The quick brown fox jumps over the lazy dog. " * 100
    told = prompt_tokens(talk("/api/generate", prompt=prose))
    assert 1000 < told < 1600  # such prose has about 1,000 tokens
    dump = " ".join(f"{n * 2654435761 % 2**32:08x}" for n in range(500))
    told = prompt_tokens(talk("/api/generate", prompt=dump))
    assert 2800 < told < 4500  # SmolLM2 makes 0.8 tokens of each character of such a dump
    chinese = "敏捷的棕色狐狸跳过了懒狗。" * 100
    assert prompt_tokens(talk("/api/generate", prompt=chinese)) >= 900
