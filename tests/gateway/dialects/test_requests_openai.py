"""What OpenAI's clients send beyond what all dialects can say."""

from __future__ import annotations

from tests.gateway.dialects.wires import talk
from tests.gateway.dialects.writing import TOOLS, to_claude, to_ollama
from ziggie_desktop.gateway.turns import (
    Thinking,
)


def test_openai_without_parallel_calls() -> None:
    path = "/v1/chat/completions"
    conversation = talk(path, tools=TOOLS[path], parallel_tool_calls=False)
    choice = {"type": "auto", "disable_parallel_tool_use": True}
    assert to_claude(conversation)["tool_choice"] == choice


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


def test_cache_markers_reach_claude_and_nobody_else() -> None:
    """OpenAI has none of its own; clients such as LiteLLM write Anthropic's into the parts."""
    marked = {"type": "text", "text": "Long.", "cache_control": {"type": "ephemeral"}}
    messages = [
        {"role": "system", "content": [marked]},
        {"role": "user", "content": [marked, {"type": "text", "text": "Hi"}]},
    ]
    conversation = talk("/v1/chat/completions", messages=messages)
    claude = to_claude(conversation)
    assert claude["system"] == [marked]
    assert claude["messages"][0]["content"] == [marked, {"type": "text", "text": "Hi"}]
    assert "cache_control" not in str(to_ollama(conversation))
