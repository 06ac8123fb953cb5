"""Owns how an Anthropic Messages body is read into a conversation. Never looks at a header."""

from __future__ import annotations

from typing import Any

from ziggie_desktop.gateway.dialects.body import Fields, decode_body, encode, invalid, read_hints
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Opaque,
    OutputFormat,
    Part,
    Role,
    Sampling,
    Text,
    Thinking,
    ThinkingWish,
    Tool,
    ToolChoice,
    ToolResult,
    ToolUse,
    Turn,
)

NAME = "anthropic"

_KNOWN = frozenset(
    {
        "model", "messages", "system", "max_tokens", "temperature", "top_p", "top_k", "stream",
        "stop_sequences", "tools", "tool_choice", "thinking", "output_config", "output_format",
        "ziggie",
    }
)  # fmt: skip


def thinking_expected(conversation: Conversation) -> bool:
    """Whether the caller is ready for thinking before the text.

    Code that takes ``content[0].text`` is common among Anthropic's clients, and right as long as
    they do not ask for thinking. In the other dialects thinking has a place of its own.
    """
    wish = conversation.thinking
    asked = wish.enabled or wish.adaptive or wish.effort is not None
    return asked or conversation.dialect != NAME


def read(body: bytes, *, limited: bool) -> Conversation:
    """``limited``: an answer is asked for, so the caller has to say how long it may become."""
    fields = decode_body(body)
    if limited and fields.raw("max_tokens") is None:
        raise invalid("The field max_tokens is missing")
    turns: list[Turn] = []
    system = _texts(fields, "system")
    if not isinstance(fields.raw("messages"), list):
        raise fields.wrong("messages", "a list")
    if not fields.raw("messages"):
        raise invalid("The field messages is empty")
    for message in fields.objects("messages"):
        match message.need_text("role"):
            case "user":
                turns.append(Turn(role=Role.USER, parts=_content(message)))
            case "assistant":
                turns.append(Turn(role=Role.ASSISTANT, parts=_content(message)))
            case "system":
                system += _texts(message, "content")
            case _:
                raise invalid(f"The field {message.path('role')} is neither user nor assistant")
    thinking, output = _thinking_and_output(fields)
    return Conversation(
        model=fields.need_name("model"),
        turns=tuple(turns),
        dialect=NAME,
        system=tuple(system),
        tools=tuple(_tool(tool) for tool in fields.objects("tools")),
        tool_choice=_choice(fields.object("tool_choice")),
        sampling=Sampling(
            max_tokens=fields.limit("max_tokens"),
            temperature=fields.number("temperature"),
            top_p=fields.number("top_p"),
            top_k=fields.integer("top_k"),
            stop=fields.stops("stop_sequences"),
        ),
        thinking=thinking,
        output=output,
        stream=fields.flag("stream") or False,
        hints=read_hints(fields),
        extras=fields.rest(_KNOWN),
    )


def _texts(fields: Fields, name: str) -> list[Text]:
    value = fields.raw(name)
    if isinstance(value, str):
        return [Text(text=value)]
    texts = []
    for block in fields.objects(name):
        if block.need_text("type") != "text":
            raise invalid(f"The field {block.where} is not a text block")
        texts.append(Text(text=block.need_text("text"), cache=block.mapping("cache_control")))
    return texts


def _content(message: Fields) -> tuple[Part, ...]:
    value = message.raw("content")
    if isinstance(value, str):
        return (Text(text=value),)
    if not isinstance(value, list):
        raise message.wrong("content", "text or a list of blocks")
    return tuple(_block(block) for block in message.objects("content"))


def _block(block: Fields) -> Part:
    match block.need_text("type"):
        case "text":
            return Text(text=block.need_text("text"), cache=block.mapping("cache_control"))
        case "image":
            return _image(block)
        case "thinking":
            return Thinking(
                text=block.text("thinking") or "", signature=block.text("signature") or None
            )
        case "redacted_thinking":
            return Thinking(text="", redacted=block.need_text("data"))
        case "tool_use":
            arguments = encode(block.mapping("input") or {}).decode()
            return ToolUse(
                id=block.need_text("id"), name=block.need_text("name"), arguments=arguments
            )
        case "tool_result":
            return _result(block)
        case "document" | "search_result" as kind:
            return _document(block, kind)
        case kind:
            return Opaque(dialect=NAME, kind=kind, value=block.values)


def _document(block: Fields, kind: str) -> Text | Opaque:
    """One of plain text, which every model reads, with marks around it; what else there is, and
    citations from it, only Claude can."""
    text = _plain(block) if kind == "search_result" else _plain(block.need_object("source"))
    citations = block.object("citations")
    if text is None or (citations is not None and citations.flag("enabled")):
        return Opaque(dialect=NAME, kind=kind, value=block.values)
    names = ("source", "title") if kind == "search_result" else ("title", "context")
    said = ((name, block.text(name)) for name in names)
    heads = [f"<{name}>{value}</{name}>" for name, value in said if value]
    lines = [f"<{kind}>", *heads, text, f"</{kind}>"]
    return Text(text="\n".join(lines), cache=block.mapping("cache_control"))


def _plain(holder: Fields) -> str | None:
    """Its text, None where it holds anything else."""
    if holder.raw("type") == "text":
        return holder.need_text("data")
    content = holder.raw("content")
    if isinstance(content, str):
        return content
    if content is None or any(item.raw("type") != "text" for item in holder.objects("content")):
        return None
    return "\n\n".join(item.need_text("text") for item in holder.objects("content"))


def _image(block: Fields) -> Image | Opaque:
    source = block.need_object("source")
    match source.need_text("type"):
        case "base64":
            return Image(media_type=source.text("media_type"), data=source.need_text("data"))
        case "url":
            return Image(url=source.need_text("url"))
        case _:
            return Opaque(dialect=NAME, kind="image", value=block.values)


def _result(block: Fields) -> ToolResult | Opaque:
    value = block.raw("content")
    content: list[Text | Image] = []
    if isinstance(value, str):
        content.append(Text(text=value))
    else:
        for item in block.objects("content"):
            part = _block(item)
            if not isinstance(part, Text | Image):
                return Opaque(dialect=NAME, kind="tool_result", value=block.values)
            content.append(part)
    return ToolResult(
        tool_use_id=block.need_text("tool_use_id"),
        content=tuple(content),
        is_error=block.flag("is_error") or False,
    )


def _tool(tool: Fields) -> Tool:
    name = tool.need_text("name") if "name" in tool.values else (tool.text("type") or "")
    if tool.text("type") not in (None, "custom"):
        return Tool(name=name, raw=tool.values)
    return Tool(
        name=tool.need_text("name"),
        description=tool.text("description"),
        schema=tool.mapping("input_schema") or {},
    )


def _choice(choice: Fields | None) -> ToolChoice | None:
    if choice is None:
        return None
    kind = choice.need_text("type")
    if kind not in ("auto", "any", "none", "tool"):
        raise invalid(f"The field {choice.path('type')} is none of auto, any, none and tool")
    return ToolChoice(
        kind=ChoiceKind(kind),
        name=choice.need_text("name") if kind == "tool" else None,
        parallel=not choice.flag("disable_parallel_tool_use"),
    )


def _thinking_and_output(fields: Fields) -> tuple[ThinkingWish, OutputFormat | None]:
    config = fields.object("output_config")
    effort = config.text("effort") if config else None
    form = (config.object("format") if config else None) or fields.object("output_format")
    thinking = fields.object("thinking")
    kind = thinking.need_text("type") if thinking else None
    wish = ThinkingWish(
        enabled={"enabled": True, "disabled": False}.get(kind or ""),
        adaptive=kind not in (None, "enabled", "disabled"),
        budget_tokens=thinking.integer("budget_tokens") if thinking else None,
        effort=effort,
    )
    return wish, _format(form)


def _format(form: Fields | None) -> OutputFormat | None:
    if form is None:
        return None
    if form.need_text("type") != "json_schema":
        raise invalid(f"The field {form.path('type')} is not json_schema")
    schema: dict[str, Any] = form.need_object("schema").values
    return OutputFormat(schema=schema, name=form.text("name"))
