"""Owns how a body of OpenAI's /v1/responses is read. Keeps no state between responses."""

from __future__ import annotations

from ziggie_desktop.gateway.dialects.body import Fields, decode_body, invalid, read_hints
from ziggie_desktop.gateway.dialects.openai_request import (
    NAME,
    alternatives,
    effort_wish,
    read_choice,
    read_image,
    read_sampling,
    texts_and_images,
)
from ziggie_desktop.gateway.turns import (
    Conversation,
    Opaque,
    OutputFormat,
    Part,
    Role,
    Text,
    Thinking,
    Tool,
    ToolResult,
    ToolUse,
    Turn,
)

_KNOWN = frozenset(
    {
        "model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls",
        "max_output_tokens", "temperature", "top_p", "text", "reasoning", "stream", "ziggie",
        "include", "top_logprobs",
    }
)  # fmt: skip

_LOGPROBS = "message.output_text.logprobs"
_STATEFUL = ("previous_response_id", "conversation", "prompt")


def read(body: bytes) -> Conversation:
    fields = decode_body(body)
    for name in _STATEFUL:
        if fields.raw(name) is not None:
            raise invalid(
                f"The field {name} refers to what OpenAI would have kept, and nothing is kept here",
                "Send the whole conversation in the field input.",
            )
    if fields.flag("background"):
        raise invalid("The field background is not supported", "Leave it out.")
    system, turns = _input(fields)
    instructions = fields.text("instructions")
    if instructions:
        system.insert(0, Text(text=instructions))
    reasoning = fields.object("reasoning")
    parallel = fields.flag("parallel_tool_calls")
    text = fields.object("text")
    return Conversation(
        model=fields.need_name("model"),
        turns=tuple(turns),
        dialect=NAME,
        system=tuple(system),
        tools=tuple(_tool(tool) for tool in fields.objects("tools")),
        tool_choice=read_choice(fields, parallel=parallel is not False),
        sampling=read_sampling(fields, ("max_output_tokens",)),
        thinking=effort_wish(reasoning.text("effort") if reasoning else None),
        output=_format(text.object("format") if text else None),
        stream=fields.flag("stream") or False,
        hints=read_hints(fields),
        extras=fields.rest(_KNOWN),
        logprobs=_alternatives(fields),
    )


def _alternatives(fields: Fields) -> int | None:
    """How many to each token's log probability; None where none is asked for."""
    found = alternatives(fields, "top_logprobs")
    return (found or 0) if found or _LOGPROBS in fields.texts("include") else None


def _tool(tool: Fields) -> Tool:
    kind = tool.need_text("type")
    if kind != "function":
        return Tool(name=tool.text("name") or kind, raw=tool.values)
    return Tool(
        name=tool.need_text("name"),
        description=tool.text("description"),
        schema=tool.mapping("parameters") or {},
    )


def _format(form: Fields | None) -> OutputFormat | None:
    match form.need_text("type") if form else "text":
        case "text":
            return None
        case "json_object":
            return OutputFormat()
        case "json_schema" if form:
            return OutputFormat(schema=form.need_object("schema").values, name=form.text("name"))
        case _:
            raise invalid("The field text.format.type is none of text, json_object and json_schema")


def _input(fields: Fields) -> tuple[list[Text], list[Turn]]:
    value = fields.raw("input")
    if isinstance(value, str):
        return [], [Turn(role=Role.USER, parts=(Text(text=value),))]
    if not isinstance(value, list):
        raise fields.wrong("input", "text or a list of items")
    system: list[Text] = []
    turns: list[Turn] = []
    for item in fields.objects("input"):
        kind = item.text("type") or "message"
        if kind == "message" and item.need_text("role") in ("system", "developer"):
            system.extend(part for part in _content(item, "content") if isinstance(part, Text))
        else:
            turns.append(_turn(item, kind))
    return system, turns


def _turn(item: Fields, kind: str) -> Turn:
    match kind:
        case "message":
            role = item.need_text("role")
            if role not in ("user", "assistant"):
                raise invalid(f"The field {item.path('role')} is not a role")
            return Turn(role=Role(role), parts=_content(item, "content"))
        case "function_call":
            call = ToolUse(
                id=item.need_text("call_id"),
                name=item.need_text("name"),
                arguments=item.text("arguments") or "{}",
            )
            return Turn(role=Role.ASSISTANT, parts=(call,))
        case "function_call_output":
            content = texts_and_images(_content(item, "output"), item.path("output"))
            result = ToolResult(tool_use_id=item.need_text("call_id"), content=content)
            return Turn(role=Role.USER, parts=(result,))
        case "reasoning":
            return Turn(role=Role.ASSISTANT, parts=_thoughts(item))
        case _:
            part = Opaque(dialect=NAME, kind=kind, value=item.values)
            return Turn(role=Role.ASSISTANT, parts=(part,))


def _thoughts(item: Fields) -> tuple[Thinking, ...]:
    """``encrypted_content`` is where our own answers put Claude's signature."""
    pieces = [*item.objects("content"), *item.objects("summary")]
    text = "\n\n".join(piece.text("text") or "" for piece in pieces)
    signature = item.text("encrypted_content") or None
    return (Thinking(text=text, signature=signature),) if text or signature else ()


def _content(item: Fields, name: str) -> tuple[Part, ...]:
    value = item.raw(name)
    if isinstance(value, str):
        return (Text(text=value),)
    if not isinstance(value, list):
        raise item.wrong(name, "text or a list of parts")
    return tuple(_part(part) for part in item.objects(name))


def _part(part: Fields) -> Part:
    match part.need_text("type"):
        case "input_text" | "output_text" | "text":
            return Text(text=part.need_text("text"))
        case "refusal":
            return Text(text=part.need_text("refusal"))
        case "input_image" if part.raw("image_url") is not None:
            return read_image(part.need_text("image_url"))
        case kind:
            return Opaque(dialect=NAME, kind=kind, value=part.values)
