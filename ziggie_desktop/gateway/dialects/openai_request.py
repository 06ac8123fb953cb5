"""Owns how OpenAI's chat and completion bodies are read into a conversation. Fetches no image."""

from __future__ import annotations

import re

from ziggie_desktop.gateway.dialects.body import Fields, decode_body, encode, invalid, read_hints
from ziggie_desktop.gateway.dialects.ollama_request import read_tool
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Opaque,
    Operation,
    OutputFormat,
    Part,
    Role,
    Sampling,
    Text,
    Thinking,
    ThinkingWish,
    ToolChoice,
    ToolResult,
    ToolUse,
    Turn,
)

NAME = "openai"

MOST_ALTERNATIVES = 20  # Ollama's; OpenAI gives 5

_DATA_URL = re.compile(r"\Adata:(image/[\w.+-]+)?(?:;[\w=.-]+)*;base64,", re.ASCII)

_KNOWN = frozenset(
    {
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens",
        "temperature", "top_p", "seed", "stop", "presence_penalty", "frequency_penalty", "tools",
        "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "n",
        "prompt", "ziggie", "keep_alive", "logprobs", "top_logprobs",
    }
)  # fmt: skip

_SAMPLED = frozenset(
    {
        "max_tokens", "max_completion_tokens", "max_output_tokens", "temperature", "top_p", "seed",
        "stop", "presence_penalty", "frequency_penalty",
    }
)  # fmt: skip
_PLAIN = Sampling()

_UNHEARD = frozenset({"audio", "web_search_options", "modalities"})
_CHOICES = {
    "auto": ChoiceKind.AUTO,
    "none": ChoiceKind.NONE,
    "required": ChoiceKind.ANY,
}


def read_chat(body: bytes) -> Conversation:
    fields = decode_body(body)
    only_one_answer(fields)
    only_text(fields)
    if fields.raw("functions") is not None:
        raise invalid(
            "The field functions is OpenAI's retired way to offer tools",
            "Offer them in the field tools.",
        )
    system, turns = _messages(fields)
    if not isinstance(fields.raw("messages"), list):
        raise fields.wrong("messages", "a list")
    parallel = fields.flag("parallel_tool_calls")
    return Conversation(
        model=fields.need_name("model"),
        turns=tuple(turns),
        dialect=NAME,
        system=tuple(system),
        tools=tuple(read_tool(tool) for tool in fields.objects("tools")),
        tool_choice=read_choice(fields, parallel=parallel is not False),
        sampling=read_sampling(fields, ("max_completion_tokens", "max_tokens")),
        thinking=effort_wish(fields.text("reasoning_effort")),
        output=_format(fields.object("response_format")),
        stream=fields.flag("stream") or False,
        hints=read_hints(fields),
        extras=fields.rest(_KNOWN),
        include_usage=_include_usage(fields),
        logprobs=(alternatives(fields, "top_logprobs") or 0) if fields.flag("logprobs") else None,
    )


def read_completion(body: bytes) -> Conversation:
    fields = decode_body(body)
    only_one_answer(fields)
    for name in ("suffix", "echo", "best_of"):
        if fields.raw(name) not in (None, False, "", 1 if name == "best_of" else None):
            raise invalid(f"The field {name} is not supported", "Leave it out.")
    prompts = fields.texts("prompt")
    if len(prompts) != 1:
        raise invalid("The field prompt is not one text", "Send one prompt in each request.")
    return Conversation(
        model=fields.need_name("model"),
        turns=(Turn(role=Role.USER, parts=(Text(text=prompts[0]),)),),
        dialect=NAME,
        sampling=read_sampling(fields, ("max_tokens",)),
        stream=fields.flag("stream") or False,
        operation=Operation.TEXT_COMPLETION,
        hints=read_hints(fields),
        extras=fields.rest(_KNOWN),
        include_usage=_include_usage(fields),
        logprobs=_alternatives(fields),
    )


def _alternatives(fields: Fields) -> int | None:
    """The older ``logprobs`` is a number: so many alternatives to each token."""
    if isinstance(fields.raw("logprobs"), bool):  # a chat's way to ask
        return 0 if fields.flag("logprobs") else None
    return alternatives(fields, "logprobs")


def alternatives(fields: Fields, name: str) -> int | None:
    """How many are wanted to each token."""
    wanted = fields.integer(name)
    if wanted is not None and not 0 <= wanted <= MOST_ALTERNATIVES:
        raise invalid(f"The field {name} is not a number from 0 to {MOST_ALTERNATIVES}")
    return wanted


def only_text(fields: Fields) -> None:
    """No side answers with sound, and none searches the web in OpenAI's way."""
    if fields.values.keys().isdisjoint(_UNHEARD):  # as in most requests
        return
    asked = [name for name in ("audio", "web_search_options") if fields.raw(name) is not None]
    asked += ["modalities"] if {*fields.texts("modalities")} - {"text"} else []
    if asked:
        raise invalid(f"The field {asked[0]} asks for what neither side can do", "Leave it out.")


def only_one_answer(fields: Fields) -> None:
    if (fields.integer("n") or 1) != 1:
        raise invalid("The field n asks for more than one answer", "Ask for them one by one.")


def read_sampling(fields: Fields, limits: tuple[str, ...]) -> Sampling:
    if fields.values.keys().isdisjoint(_SAMPLED):  # as in most requests
        return _PLAIN
    found = (fields.limit(name) for name in limits)
    return Sampling(
        max_tokens=next((limit for limit in found if limit is not None), None),
        temperature=fields.number("temperature"),
        top_p=fields.number("top_p"),
        seed=fields.integer("seed"),
        stop=fields.stops("stop"),
        presence_penalty=fields.number("presence_penalty"),
        frequency_penalty=fields.number("frequency_penalty"),
    )


def effort_wish(effort: str | None) -> ThinkingWish:
    if effort is None:
        return ThinkingWish()
    return ThinkingWish(enabled=effort != "none", effort=effort)


def read_choice(fields: Fields, *, parallel: bool) -> ToolChoice | None:
    """``tool_choice`` of chat and responses: a word, or one function by its name."""
    value = fields.raw("tool_choice")
    if value is None:
        return None if parallel else ToolChoice(kind=ChoiceKind.AUTO, parallel=False)
    if isinstance(value, str):
        if value not in _CHOICES:
            raise invalid("The field tool_choice is none of auto, none and required")
        return ToolChoice(kind=_CHOICES[value], parallel=parallel)
    choice = fields.need_object("tool_choice")
    function = choice.object("function") or choice
    if choice.text("type") != "function":
        raise invalid("The field tool_choice.type is not function")
    return ToolChoice(kind=ChoiceKind.TOOL, name=function.need_text("name"), parallel=parallel)


def _include_usage(fields: Fields) -> bool:
    options = fields.object("stream_options")
    return bool(options and options.flag("include_usage"))


def _format(form: Fields | None) -> OutputFormat | None:
    match form.need_text("type") if form else "text":
        case "text":
            return None
        case "json_object":
            return OutputFormat()
        case "json_schema" if form:
            schema = form.need_object("json_schema")
            return OutputFormat(schema=schema.mapping("schema") or {}, name=schema.text("name"))
        case _:
            raise invalid(
                "The field response_format.type is none of text, json_object and json_schema"
            )


def _messages(fields: Fields) -> tuple[list[Text], list[Turn]]:
    system: list[Text] = []
    turns: list[Turn] = []
    for message in fields.objects("messages"):
        match message.need_text("role"):
            case "system" | "developer":
                system.extend(
                    part for part in _content(message) if isinstance(part, Text) and part.text
                )
            case "user":
                turns.append(Turn(role=Role.USER, parts=_content(message)))
            case "assistant":
                turns.append(Turn(role=Role.ASSISTANT, parts=_assistant(message)))
            case "tool":
                turns.append(Turn(role=Role.USER, parts=(_result(message),)))
            case _:
                raise invalid(
                    f"The field {message.path('role')} is none of system, developer, user, "
                    "assistant and tool"
                )
    return system, turns


def _content(message: Fields) -> tuple[Part, ...]:
    value = message.raw("content")
    if value is None:
        return ()
    if isinstance(value, str):
        return (Text(text=value),)
    if not isinstance(value, list):
        raise message.wrong("content", "text or a list of parts")
    return tuple(_part(part) for part in message.objects("content"))


def _part(part: Fields) -> Part:
    match part.need_text("type"):
        case "text":
            return Text(text=part.need_text("text"), cache=part.mapping("cache_control"))
        case "refusal":
            return Text(text=part.need_text("refusal"))
        case "image_url":
            return read_image(part.need_object("image_url").need_text("url"))
        case kind:
            return Opaque(dialect=NAME, kind=kind, value=part.values)


def read_image(url: str) -> Image:
    found = _DATA_URL.match(url)
    if found is None:
        return Image(url=url)
    return Image(media_type=found[1], data=url[found.end() :])


def _assistant(message: Fields) -> tuple[Part, ...]:
    thought = message.text("reasoning") or message.text("reasoning_content")
    parts: list[Part] = [Thinking(text=thought)] if thought else []
    parts.extend(_content(message))
    refusal = message.text("refusal")
    if refusal:
        parts.append(Text(text=refusal))
    for call in message.objects("tool_calls"):
        function = call.need_object("function")
        value = function.raw("arguments")
        arguments = (
            encode(value).decode() if isinstance(value, dict) else function.text("arguments")
        )
        parts.append(
            ToolUse(
                id=call.need_text("id"),
                name=function.need_text("name"),
                arguments=arguments or "{}",
            )
        )
    return tuple(parts)


def _result(message: Fields) -> ToolResult:
    return ToolResult(
        tool_use_id=message.need_text("tool_call_id"),
        content=texts_and_images(_content(message), message.path("content")),
        name=message.text("name"),
    )


def texts_and_images(parts: tuple[Part, ...], where: str) -> tuple[Text | Image, ...]:
    kept = tuple(part for part in parts if isinstance(part, Text | Image))
    if len(kept) < len(parts):
        raise invalid(f"The field {where} holds something other than texts and images")
    return kept
