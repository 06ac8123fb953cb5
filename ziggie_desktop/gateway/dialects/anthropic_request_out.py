"""Owns how a conversation of any dialect is written for Claude. Drops only what Claude refuses."""

from __future__ import annotations

from typing import Any, assert_never

from ziggie_desktop.gateway.dialects import clean
from ziggie_desktop.gateway.dialects.anthropic_request import NAME
from ziggie_desktop.gateway.dialects.body import encode, invalid, json_object, unsupported
from ziggie_desktop.gateway.dialects.claude_models import (
    takes_prefill,
    takes_sampling,
    thinks_by_budget,
)
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Opaque,
    Part,
    Role,
    Text,
    Thinking,
    Tool,
    ToolResult,
    ToolUse,
    Turn,
)

DEFAULT_MAX_TOKENS = 4096
MIN_BUDGET = 1024
_BUDGETS = {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384, "max": 32768}
_EFFORTS = {"minimal": "low", "low": "low", "medium": "medium", "high": "high", "xhigh": "xhigh",
            "max": "max"}  # fmt: skip
_JSON_ONLY = "Answer with one JSON object and nothing else."
_START = "(The conversation begins here.)"


def write(conversation: Conversation, *, model: str) -> bytes:
    clean.refuse_raw_prompts(conversation)
    if conversation.logprobs is not None:
        raise unsupported(
            "The request asks for log probabilities, which Claude does not give",
            "Leave logprobs out, or let a local model answer.",
        )
    system = clean.system_texts(conversation)
    messages = _messages(conversation, model)
    if not messages:
        if not system:
            raise invalid("The request holds no message")
        messages = [{"role": "user", "content": [_text(text) for text in system]}]
        system = []
    limit = conversation.sampling.max_tokens
    document: dict[str, Any] = {
        "model": model,
        "max_tokens": DEFAULT_MAX_TOKENS if limit is None else limit,
        "messages": messages,
        "stream": True,
    }
    if conversation.output is not None and conversation.output.schema is None:
        system = [*system, Text(text=_JSON_ONLY)]
    if system:
        document["system"] = [_text(text) for text in system]
    _put_tools(document, conversation)
    _put_thinking(document, conversation, model)
    _put_sampling(document, conversation, model)
    if conversation.dialect == NAME:
        _put_extras(document, conversation)
    return encode(document)


def _put_extras(document: dict[str, Any], conversation: Conversation) -> None:
    for name, value in conversation.extras.items():
        if name == "metadata" and isinstance(value, dict):
            value = {key: item for key, item in value.items() if key != "ziggie"}
            if not value:
                continue
        document.setdefault(name, value)


def _messages(conversation: Conversation, model: str) -> list[dict[str, Any]]:
    turns = clean.merged(
        tuple(clean.without_unsigned_thinking(turn) for turn in conversation.turns)
    )
    if not turns:
        return []
    if turns[0].role is Role.ASSISTANT:
        turns.insert(0, Turn(role=Role.USER, parts=(Text(text=_START),)))
    messages = [
        {"role": turn.role.value, "content": [_part(part) for part in turn.parts]}
        for turn in map(clean.results_first, turns)
    ]
    if turns[-1].role is Role.ASSISTANT:
        _check_prefill(messages[-1]["content"], model)
    return messages


def _check_prefill(content: Any, model: str) -> None:
    if not takes_prefill(model):
        raise unsupported(
            f"The last message is the assistant's, which {model} does not continue",
            "End with a user message, or let a local model answer.",
        )
    if content[-1]["type"] == "text":
        content[-1]["text"] = content[-1]["text"].rstrip()


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Text():
            return _text(part)
        case Image():
            return {"type": "image", "source": _source(part)}
        case Thinking(redacted=str(data)):
            return {"type": "redacted_thinking", "data": data}
        case Thinking():
            return {"type": "thinking", "thinking": part.text, "signature": part.signature}
        case ToolUse():
            arguments = json_object(part.arguments)
            if arguments is None:
                raise invalid(f"The arguments of the call of {part.name} are not a JSON object")
            return {
                "type": "tool_use",
                "id": clean.tool_id(part.id),
                "name": part.name,
                "input": arguments,
            }
        case ToolResult():
            return _result(part)
        case Opaque():
            if part.dialect != NAME:
                clean.refuse_opaque(part, "Claude")
            return part.value
        case _:
            assert_never(part)


def _text(text: Text) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": text.text}
    if text.cache is not None:
        block["cache_control"] = text.cache
    return block


def _source(image: Image) -> dict[str, Any]:
    if image.url is not None:
        return {"type": "url", "url": image.url}
    return {"type": "base64", "media_type": clean.media_type(image), "data": image.data}


def _result(part: ToolResult) -> dict[str, Any]:
    block: dict[str, Any] = {
        "type": "tool_result",
        "tool_use_id": clean.tool_id(part.tool_use_id),
    }
    content = [
        _part(item) for item in part.content if not isinstance(item, Text) or item.text.strip()
    ]
    if content:
        block["content"] = content
    if part.is_error:
        block["is_error"] = True
    return block


def _put_tools(document: dict[str, Any], conversation: Conversation) -> None:
    if not conversation.tools:
        return
    document["tools"] = [_tool(tool, conversation.dialect) for tool in conversation.tools]
    choice = conversation.tool_choice
    if choice is None:
        return
    written: dict[str, Any] = {"type": choice.kind.value}
    if choice.kind is ChoiceKind.TOOL:
        written["name"] = choice.name
    if not choice.parallel and choice.kind is not ChoiceKind.NONE:
        written["disable_parallel_tool_use"] = True
    document["tool_choice"] = written


def _tool(tool: Tool, dialect: str) -> dict[str, Any]:
    if tool.raw is not None:
        if dialect != NAME:
            raise unsupported(
                f"The tool {tool.name!r} is not a function, and Claude does not have it",
                "Leave the tool out, or offer it as a function.",
            )
        return tool.raw
    schema = tool.schema
    if schema.get("type") != "object":
        schema = {"properties": {}} | schema | {"type": "object"}
    written: dict[str, Any] = {"name": tool.name, "input_schema": schema}
    if tool.description:
        written["description"] = tool.description
    return written


def _put_thinking(document: dict[str, Any], conversation: Conversation, model: str) -> None:
    wish = conversation.thinking
    config: dict[str, Any] = {}
    if conversation.output is not None and conversation.output.schema is not None:
        config["format"] = {"type": "json_schema", "schema": closed(conversation.output.schema)}
    effort = _EFFORTS.get(wish.effort or "")
    if effort and not thinks_by_budget(model):
        config["effort"] = effort
    if config:
        document["output_config"] = config
    if not (wish.enabled or wish.adaptive) or _forces_a_tool(conversation):
        return
    if not thinks_by_budget(model):
        document["thinking"] = {"type": "adaptive"}
        return
    limit = document["max_tokens"] - 1
    budget = min(wish.budget_tokens or _BUDGETS.get(wish.effort or "", 8192), limit)
    if budget >= MIN_BUDGET and _replayable(conversation):
        document["thinking"] = {"type": "enabled", "budget_tokens": budget}


def _forces_a_tool(conversation: Conversation) -> bool:
    choice = conversation.tool_choice
    return choice is not None and choice.kind in (ChoiceKind.ANY, ChoiceKind.TOOL)


def _replayable(conversation: Conversation) -> bool:
    """With thinking on, the calls that now get their results must have Claude's thinking before."""
    last = next(
        (turn for turn in reversed(conversation.turns) if turn.role is Role.ASSISTANT), None
    )
    if last is None or not any(isinstance(part, ToolUse) for part in last.parts):
        return True
    return any(isinstance(p, Thinking) and (p.signature or p.redacted) for p in last.parts)


def _put_sampling(document: dict[str, Any], conversation: Conversation, model: str) -> None:
    sampling = conversation.sampling
    stops = [stop for stop in sampling.stop if stop.strip()]  # Claude refuses blank ones
    if stops:
        document["stop_sequences"] = stops
    if not takes_sampling(model) or "thinking" in document:
        return
    if sampling.temperature is not None:
        document["temperature"] = min(max(sampling.temperature, 0.0), 1.0)
    elif sampling.top_p is not None:  # Claude refuses both together
        document["top_p"] = sampling.top_p
    if sampling.top_k is not None and sampling.top_k > 0:
        document["top_k"] = sampling.top_k


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every object closed to further properties, as Claude demands it."""
    try:
        written: dict[str, Any] = _closed(schema)
    except RecursionError:
        raise invalid("The output schema is nested too deeply") from None
    return written


def _closed(value: Any) -> Any:
    if isinstance(value, list):
        return [_closed(item) for item in value]
    if not isinstance(value, dict):
        return value
    out = {key: _closed(item) for key, item in value.items()}
    if out.get("type") == "object" and "properties" in out:
        out.setdefault("additionalProperties", False)
    return out
