"""Owns how Ollama's /api/chat and /api/generate bodies are read into a conversation."""

from __future__ import annotations

import re
from typing import Any

from ziggie_desktop.gateway.dialects.body import Fields, decode_body, encode, invalid, read_hints
from ziggie_desktop.gateway.turns import (
    Conversation,
    Image,
    Operation,
    OutputFormat,
    Part,
    Role,
    Sampling,
    Text,
    Thinking,
    ThinkingWish,
    Tool,
    ToolResult,
    ToolUse,
    Turn,
)

NAME = "ollama"
GENERATE = "/api/generate"

_NUMBERED = re.compile(r"\Acall_\d+\Z")  # the ids that we give to calls that came without

# What makes Ollama load a model anew: the load broker decides these.
RUNNER_OPTIONS = frozenset(
    {
        "num_ctx", "num_batch", "num_gpu", "main_gpu", "use_mmap", "use_mlock", "num_thread",
        "numa", "low_vram", "vocab_only", "f16_kv", "logits_all", "num_parallel",
    }
)  # fmt: skip

_SAMPLING = frozenset(
    {
        "num_predict", "temperature", "top_p", "top_k", "seed", "stop", "presence_penalty",
        "frequency_penalty",
    }
)  # fmt: skip

_KNOWN = frozenset(
    {
        "model", "messages", "tools", "stream", "format", "options", "think", "keep_alive",
        "prompt", "system", "images", "ziggie", "metadata", "logprobs", "top_logprobs",
    }
)  # fmt: skip


def read(body: bytes, *, path: str) -> Conversation:
    fields = decode_body(body)
    generate = path.endswith(GENERATE)
    system, turns = _prompt(fields) if generate else _messages(fields)
    options = fields.object("options") or Fields({}, "options")
    stream = fields.flag("stream")
    extras = fields.rest(_KNOWN)
    own = {
        name: value
        for name, value in options.values.items()
        if name not in RUNNER_OPTIONS and name not in _SAMPLING
    }
    if own:
        extras["options"] = own
    return Conversation(
        model=fields.need_name("model"),
        turns=tuple(turns),
        dialect=NAME,
        system=tuple(system),
        tools=tuple(read_tool(tool) for tool in fields.objects("tools")),
        sampling=_sampling(options),
        thinking=_thinking(fields),
        output=_format(fields),
        stream=True if stream is None else stream,
        operation=Operation.TEXT_COMPLETION if generate else Operation.CHAT,
        load_options={
            name: value for name, value in options.values.items() if name in RUNNER_OPTIONS
        },
        keep_alive=_keep_alive(fields),
        hints=read_hints(fields),
        extras=extras,
        logprobs=(fields.integer("top_logprobs") or 0) if fields.flag("logprobs") else None,
    )


def read_tool(tool: Fields) -> Tool:
    """A tool as Ollama and OpenAI's chat write it: a function inside a typed object."""
    if tool.text("type") not in (None, "function"):
        return Tool(name=tool.text("name") or tool.need_text("type"), raw=tool.values)
    function = tool.need_object("function")
    return Tool(
        name=function.need_text("name"),
        description=function.text("description"),
        schema=function.mapping("parameters") or {},
    )


def _prompt(fields: Fields) -> tuple[list[Text], list[Turn]]:
    system = fields.text("system")
    parts: list[Part] = list(_images(fields))
    prompt = fields.text("prompt")
    if prompt:
        parts.append(Text(text=prompt))
    turns = [Turn(role=Role.USER, parts=tuple(parts))] if parts else []
    return ([Text(text=system)] if system else []), turns


def _messages(fields: Fields) -> tuple[list[Text], list[Turn]]:
    system: list[Text] = []
    turns: list[Turn] = []
    open_calls: list[ToolUse] = []
    count = 0
    for message in fields.objects("messages"):
        match message.need_text("role"):
            case "system":
                system.append(Text(text=message.text("content") or ""))
            case "user":
                said: tuple[Part, ...] = (*_texts(message), *_images(message))
                turns.append(Turn(role=Role.USER, parts=said))
            case "assistant":
                calls = _calls(message, count)
                count += len(calls)
                open_calls.extend(calls)
                thought = message.text("thinking")
                answer: list[Part] = [Thinking(text=thought)] if thought else []
                answer += (*_texts(message), *calls)
                turns.append(Turn(role=Role.ASSISTANT, parts=tuple(answer)))
            case "tool":
                turns.append(Turn(role=Role.USER, parts=(_result(message, open_calls),)))
            case _:
                raise invalid(
                    f"The field {message.path('role')} is none of system, user, assistant and tool"
                )
    return system, turns


def _texts(message: Fields) -> tuple[Text, ...]:
    content = message.text("content")
    return (Text(text=content),) if content else ()


def _images(message: Fields) -> tuple[Image, ...]:
    return tuple(Image(data=data) for data in message.texts("images"))


def _calls(message: Fields, count: int) -> list[ToolUse]:
    """Clients before Ollama 0.12.10 know no ids: such calls are numbered through the history."""
    calls = []
    for offset, call in enumerate(message.objects("tool_calls")):
        function = call.need_object("function")
        calls.append(
            ToolUse(
                id=call.text("id") or f"call_{count + offset}",
                name=function.need_text("name"),
                arguments=_arguments(function),
            )
        )
    return calls


def _arguments(function: Fields) -> str:
    value = function.raw("arguments")
    if isinstance(value, str):
        return value
    return encode(function.mapping("arguments") or {}).decode()


def _result(message: Fields, open_calls: list[ToolUse]) -> ToolResult:
    """The call that it answers is named by id, else by the tool's name, else it is the oldest.

    Some clients (LiteLLM) send the results' ids, but the history's calls without theirs.
    """
    wanted = message.text("tool_call_id")
    name = message.text("tool_name") or message.text("name")
    named = [call for call in open_calls if name in (None, call.name)]
    if wanted:
        same = (call for call in open_calls if call.id == wanted)
        call = next(same, next((call for call in named if _NUMBERED.match(call.id)), None))
    else:
        call = next(iter(named), None)
    if call is not None:
        open_calls.remove(call)
    elif not wanted:
        raise invalid(f"The field {message.where} answers no tool call")
    return ToolResult(
        tool_use_id=call.id if call else wanted or "",
        content=(*_texts(message), *_images(message)),
        name=name or (call.name if call else None),
    )


def _sampling(options: Fields) -> Sampling:
    limit = options.integer("num_predict")
    return Sampling(
        max_tokens=limit if limit is not None and limit > 0 else None,  # -1: as many as there are
        temperature=options.number("temperature"),
        top_p=options.number("top_p"),
        top_k=options.integer("top_k"),
        seed=options.integer("seed"),
        stop=options.texts("stop"),
        presence_penalty=options.number("presence_penalty"),
        frequency_penalty=options.number("frequency_penalty"),
    )


def _thinking(fields: Fields) -> ThinkingWish:
    think: Any = fields.raw("think")
    if think is None or isinstance(think, bool):
        return ThinkingWish(enabled=think)
    if isinstance(think, str):
        return ThinkingWish(enabled=True, effort=think)
    raise fields.wrong("think", "true, false or a level")


def _format(fields: Fields) -> OutputFormat | None:
    form = fields.raw("format")
    if form is None or form == "":
        return None
    if form == "json":
        return OutputFormat()
    if isinstance(form, dict):
        return OutputFormat(schema=form)
    raise fields.wrong("format", '"json" or a JSON schema')


def _keep_alive(fields: Fields) -> str | int | float | None:
    value = fields.raw("keep_alive")
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise fields.wrong("keep_alive", "a number of seconds or a duration")
