"""Owns how a conversation of any dialect is written for the local engine's /api/chat.

Asks Ollama never to cut a prompt silently. What it has no field for is said in the system prompt
or refused in words.
"""

from __future__ import annotations

from typing import Any

from ziggie_desktop.gateway.dialects import clean
from ziggie_desktop.gateway.dialects.anthropic_request import thinking_expected
from ziggie_desktop.gateway.dialects.body import encode, invalid, json_object, unsupported
from ziggie_desktop.gateway.dialects.ollama_request import NAME
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Opaque,
    Role,
    Text,
    Thinking,
    Tool,
    ToolResult,
    ToolUse,
    Turn,
)

_LEVELS = {"minimal": "low", "xhigh": "max"}
_ERROR = "Error: "


def write(
    conversation: Conversation, *, model: str, capabilities: frozenset[str] | None = None
) -> bytes:
    clean.refuse_raw_prompts(conversation)
    tools, orders = _tools(conversation)
    system = [text.text for text in clean.system_texts(conversation)] + orders
    messages = [{"role": "system", "content": "\n\n".join(system)}] if system else []
    names = clean.tool_names(conversation)
    for turn in clean.merged(conversation.turns):
        if turn.role is Role.USER:
            messages.extend(_user(turn, names))
        else:
            messages.append(_assistant(turn))
    if not messages:
        raise invalid("The request holds no message")
    document: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
    if tools:
        document["tools"] = tools
    if conversation.output is not None:
        schema = conversation.output.schema
        document["format"] = "json" if schema is None else schema
    think = _think(conversation, model, capabilities)
    if think is not None:
        document["think"] = think
    options = _options(conversation)
    if options:
        document["options"] = options
    if conversation.keep_alive is not None:
        document["keep_alive"] = conversation.keep_alive
    document |= {"truncate": False, "shift": False}
    if conversation.logprobs is not None:
        document["logprobs"] = True
        if conversation.logprobs:
            document["top_logprobs"] = conversation.logprobs
    return encode(document)


def _tools(conversation: Conversation) -> tuple[list[dict[str, Any]], list[str]]:
    """Ollama has no tool_choice: offer what may be called, and say in words what must be."""
    tools = conversation.tools
    choice = conversation.tool_choice
    orders = []
    if choice is not None and tools:
        if choice.kind is ChoiceKind.NONE:
            return [], []
        if choice.kind is ChoiceKind.ANY:
            orders.append("Answer with a call of one of the tools, not with text.")
        elif choice.kind is ChoiceKind.TOOL:
            tools = tuple(tool for tool in tools if tool.name == choice.name)
            if not tools:
                raise invalid(f"The request demands the tool {choice.name!r}, which it lacks")
            orders.append(f"Answer with a call of the tool {choice.name}, not with text.")
        if not choice.parallel:
            orders.append("Call at most one tool in one answer.")
    return [_tool(tool) for tool in tools], orders


def _tool(tool: Tool) -> dict[str, Any]:
    if tool.raw is not None:
        raise unsupported(
            f"The tool {tool.name!r} runs at the provider, and a local model cannot call it",
            "Leave the tool out, or allow the request to go to the cloud.",
        )
    function: dict[str, Any] = {"name": tool.name}
    if tool.description:
        function["description"] = tool.description
    function["parameters"] = tool.schema or {"type": "object", "properties": {}}
    return {"type": "function", "function": function}


def _user(turn: Turn, names: dict[str, str]) -> list[dict[str, Any]]:
    """Each tool result is a message of its own; what else the turn says follows in order."""
    messages: list[dict[str, Any]] = []
    texts: list[str] = []
    images: list[str] = []

    def flush() -> None:
        if texts or images:
            message: dict[str, Any] = {"role": "user", "content": "\n\n".join(texts)}
            if images:
                message["images"] = images.copy()
            messages.append(message)
            texts.clear()
            images.clear()

    for part in clean.results_first(turn).parts:
        match part:
            case Text():
                texts.append(part.text)
            case Image():
                images.append(_image(part))
            case ToolResult():
                messages.append(_result(part, names))
                images.extend(_image(item) for item in part.content if isinstance(item, Image))
            case Opaque():
                clean.refuse_opaque(part, "the local engine")
            case _:
                raise invalid("A user's message holds a tool call or thinking")
    flush()
    return messages


def _result(part: ToolResult, names: dict[str, str]) -> dict[str, Any]:
    content = "\n\n".join(item.text for item in part.content if isinstance(item, Text))
    if part.is_error and not content.lower().startswith("error"):
        content = _ERROR + content
    message: dict[str, Any] = {"role": "tool", "content": content}
    name = names.get(part.tool_use_id) or part.name
    if name:
        message["tool_name"] = name
    message["tool_call_id"] = part.tool_use_id
    return message


def _assistant(turn: Turn) -> dict[str, Any]:
    texts: list[str] = []
    thoughts: list[str] = []
    calls: list[dict[str, Any]] = []
    for part in turn.parts:
        match part:
            case Text():
                texts.append(part.text)
            case Thinking():
                if part.text:
                    thoughts.append(part.text)
            case ToolUse():
                calls.append(_call(part, len(calls)))
            case Opaque():
                clean.refuse_opaque(part, "the local engine")
            case _:
                raise invalid("An assistant's message holds an image or a tool's result")
    message: dict[str, Any] = {"role": "assistant", "content": "".join(texts)}
    if thoughts:
        message["thinking"] = "\n\n".join(thoughts)
    if calls:
        message["tool_calls"] = calls
    return message


def _call(part: ToolUse, index: int) -> dict[str, Any]:
    arguments = json_object(part.arguments)
    if arguments is None:
        raise invalid(f"The arguments of the call of {part.name} are not a JSON object")
    return {
        "id": part.id,
        "function": {"index": index, "name": part.name, "arguments": arguments},
    }


def _image(image: Image) -> str:
    if image.data is None:
        raise unsupported(
            "The request holds an image as a web address, which the local engine cannot take",
            "Send the image itself in base64, or allow the request to go to the cloud.",
        )
    return image.data


def _think(
    conversation: Conversation, model: str, capabilities: frozenset[str] | None
) -> bool | str | None:
    """Nothing is said to a model that is known not to think: Ollama would refuse the request.

    Local models think unless told not to; an Anthropic client that does not ask expects none.
    """
    if capabilities is not None and "thinking" not in capabilities:
        return None
    wish = conversation.thinking
    effort = _LEVELS.get(wish.effort or "", wish.effort)
    if wish.enabled is False or effort == "none" or not thinking_expected(conversation):
        return False
    if "gpt-oss" in model and effort in ("low", "medium", "high"):
        return effort
    return True if wish.enabled else None


def _options(conversation: Conversation) -> dict[str, Any]:
    sampling = conversation.sampling
    own = conversation.extras.get("options") if conversation.dialect == NAME else None
    options: dict[str, Any] = dict(own) if isinstance(own, dict) else {}
    options |= {
        name: value
        for name, value in (
            ("num_predict", sampling.max_tokens),
            ("temperature", sampling.temperature),
            ("top_p", sampling.top_p),
            ("top_k", sampling.top_k),
            ("seed", sampling.seed),
            ("stop", list(sampling.stop) or None),
            ("presence_penalty", sampling.presence_penalty),
            ("frequency_penalty", sampling.frequency_penalty),
        )
        if value is not None
    }
    return options | conversation.load_options
