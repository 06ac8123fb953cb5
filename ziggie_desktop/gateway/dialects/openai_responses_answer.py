"""Owns how an answer is written for clients of OpenAI's /v1/responses.

Only a complete answer gets response.completed or response.incomplete.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialect import About
from ziggie_desktop.gateway.dialects import sse
from ziggie_desktop.gateway.dialects.body import encode, json_object
from ziggie_desktop.gateway.dialects.openai_answer import answer_id, error_document, usage_document
from ziggie_desktop.gateway.dialects.openai_logprobs import each
from ziggie_desktop.gateway.dialects.parts import (
    CUT_REASONS,
    AnswerPart,
    CallPart,
    TextPart,
    ThoughtPart,
    broken_arguments,
    gather,
    starts_thought,
)
from ziggie_desktop.gateway.events import (
    Event,
    Failed,
    Started,
    Stopped,
    StopReason,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
    ToolStart,
)
from ziggie_desktop.gateway.turns import ChoiceKind, Conversation, Tool

_INCOMPLETE = {
    StopReason.MAX_TOKENS: "max_output_tokens",
    StopReason.CONTEXT_FULL: "max_output_tokens",
    StopReason.REFUSAL: "content_filter",
}


def _usage(usage: Usage | None, conversation: Conversation) -> dict[str, Any]:
    counts = usage_document(usage, conversation)
    usage = usage or Usage()
    short, long = usage.cache_creation_5m_input_tokens, usage.cache_creation_1h_input_tokens
    return {
        "input_tokens": counts["prompt_tokens"],
        "input_tokens_details": {
            "cached_tokens": usage.cache_read_input_tokens or 0,
            "cache_write_tokens": (short or 0) + (long or 0),
        },
        "output_tokens": counts["completion_tokens"],
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": counts["total_tokens"],
    }


def _tool(tool: Tool) -> dict[str, Any]:
    return tool.raw or {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.schema,
        "strict": False,
    }


def _choice(conversation: Conversation) -> Any:
    choice = conversation.tool_choice
    if choice is None:
        return "auto"
    if choice.kind is ChoiceKind.TOOL:
        return {"type": "function", "name": choice.name}
    return "required" if choice.kind is ChoiceKind.ANY else choice.kind.value


class Items:
    """The parts of an answer as output items, with ids that stay the same in every event."""

    def __init__(self, conversation: Conversation, about: About) -> None:
        self._conversation = conversation
        self._about = about
        self._tag = about.request_id

    def response(self, status: str, output: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        conversation = self._conversation
        choice = conversation.tool_choice
        document: dict[str, Any] = {
            "id": answer_id(self._about, "resp_"),
            "object": "response",
            "created_at": int(self._about.created_at),
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "max_output_tokens": conversation.sampling.max_tokens,
            "metadata": {},
            "model": self._about.model,
            "output": output,
            "parallel_tool_calls": choice is None or choice.parallel,
            "temperature": conversation.sampling.temperature,
            "tool_choice": _choice(conversation),
            "tools": [_tool(tool) for tool in conversation.tools],
            "top_p": conversation.sampling.top_p,
            "usage": None,
        }
        if self._about.ziggie is not None:
            document["ziggie"] = self._about.ziggie
        return document | more

    def finished(
        self, stopped: Stopped, usage: Usage | None, output: list[dict[str, Any]]
    ) -> dict[str, Any]:
        cut = _INCOMPLETE.get(stopped.reason)
        details = {"reason": cut} if cut else None
        counts = _usage(stopped.usage or usage, self._conversation)
        status = "incomplete" if cut else "completed"
        return self.response(status, output, incomplete_details=details, usage=counts)

    def item(self, part: AnswerPart, index: int, *, done: bool = True) -> dict[str, Any]:
        status = "completed" if done else "in_progress"
        match part:
            case TextPart():
                return {
                    "id": f"msg_{self._tag}_{index}",
                    "type": "message",
                    "role": "assistant",
                    "status": status,
                    "content": [text_part(part.text, part.logprobs)] if done else [],
                }
            case ThoughtPart():
                thought = {
                    "id": f"rs_{self._tag}_{index}",
                    "type": "reasoning",
                    "status": status,
                    "summary": [summary_part(part.text)] if done and part.pieces else [],
                }
                if done and part.signature:
                    thought["encrypted_content"] = part.signature
                return thought
            case CallPart():
                return {
                    "id": f"fc_{self._tag}_{index}",
                    "type": "function_call",
                    "status": status,
                    "call_id": part.id,
                    "name": part.name,
                    "arguments": (part.arguments or "{}") if done else "",
                }
            case _:
                assert_never(part)


def text_part(text: str, found: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": each(found)}


def summary_part(text: str) -> dict[str, Any]:
    return {"type": "summary_text", "text": text}


def _visible(part: AnswerPart) -> bool:
    """Redacted thinking has no form here."""
    return not (isinstance(part, ThoughtPart) and part.redacted is not None)


def whole(conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
    answer = gather(events)
    items = Items(conversation, about)
    parts = [part for part in answer.parts if _visible(part)]
    output = [items.item(part, index) for index, part in enumerate(parts)]
    usage = answer.started.usage if answer.started else None
    return encode(items.finished(answer.stopped, usage, output))


class Writer:
    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, conversation: Conversation, about: About) -> None:
        self._items = Items(conversation, about)
        self._number = 0
        self._output: list[dict[str, Any]] = []
        self._part: AnswerPart | None = None
        self._item_id = ""
        self._usage: Usage | None = None
        self._ended = False

    def write(self, event: Event) -> bytes:
        if self._ended or isinstance(event, Failed):
            return b""
        begin = self._begin() if self._number == 0 else b""
        match event:
            case TextDelta():
                return begin + (self._text(event) if event.text else b"")
            case ThinkingDelta():
                return begin + self._think(event)
            case ToolStart():
                return begin + self._open(CallPart(event.id, event.name, event.index))
            case ToolDelta():
                part = self._part
                if not isinstance(part, CallPart) or part.index != event.index:
                    raise ValueError("arguments for a tool call that is not open")
                part.pieces.append(event.json)
                return begin + self._delta("response.function_call_arguments.delta", event.json)
            case Stopped():
                return begin + self._stop(event)
            case Started():
                self._usage = event.usage
                return begin
            case _:
                assert_never(event)

    def fail(self, error: ZiggieError) -> bytes:
        """``error`` as a field too: that is what makes OpenAI's client raise."""
        if self._ended:
            return b""
        self._ended = True
        document = error_document(error)
        inner = document["error"]
        fields = {"code": inner["code"], "message": inner["message"], "param": None}
        return self._event("error", fields | document)

    def _begin(self) -> bytes:
        response = self._items.response("in_progress", [])
        created = self._event("response.created", {"response": response})
        return created + self._event("response.in_progress", {"response": response})

    def _event(self, kind: str, fields: dict[str, Any]) -> bytes:
        document = {"type": kind, "sequence_number": self._number} | fields
        self._number += 1
        return sse.event(kind.encode(), encode(document))

    def _here(self, kind: str, **fields: Any) -> bytes:
        place = {"item_id": self._item_id, "output_index": len(self._output)}
        return self._event(kind, place | fields)

    def _delta(self, kind: str, text: str, found: Sequence[dict[str, Any]] = ()) -> bytes:
        data = (
            b'{"type":"%b","sequence_number":%d,"item_id":%b,"output_index":%d,"content_index":0,'
            b'"summary_index":0,"logprobs":%b,"delta":%b}'
        ) % (
            kind.encode(), self._number, encode(self._item_id), len(self._output),
            encode(each(found)) if found else b"[]", encode(text),
        )  # fmt: skip
        self._number += 1
        return sse.event(kind.encode(), data)

    def _text(self, event: TextDelta) -> bytes:
        out = b""
        if not isinstance(self._part, TextPart):
            out = self._open(TextPart())
            out += self._here("response.content_part.added", content_index=0, part=text_part(""))
        assert isinstance(self._part, TextPart)
        self._part.add(event)
        return out + self._delta("response.output_text.delta", event.text, event.logprobs)

    def _think(self, event: ThinkingDelta) -> bytes:
        if event.redacted is not None or not (event.text or event.signature):
            return b""
        out = b""
        if starts_thought(self._part):
            out = self._open(ThoughtPart())
        part = self._part
        assert isinstance(part, ThoughtPart)
        if event.text:
            if not part.pieces:
                kind = "response.reasoning_summary_part.added"
                out += self._here(kind, summary_index=0, part=summary_part(""))
            part.pieces.append(event.text)
            out += self._delta("response.reasoning_summary_text.delta", event.text)
        if event.signature is not None:
            part.signature = event.signature
        return out

    def _open(self, part: AnswerPart) -> bytes:
        out = self._close()
        self._part = part
        item = self._items.item(part, len(self._output), done=False)
        self._item_id = item["id"]
        return out + self._event(
            "response.output_item.added", {"output_index": len(self._output), "item": item}
        )

    def _close(self) -> bytes:
        part, self._part = self._part, None
        if part is None:
            return b""
        out = b""
        match part:
            case TextPart():
                full = text_part(part.text, part.logprobs)
                told = {name: full[name] for name in ("text", "logprobs")}
                out += self._here("response.output_text.done", content_index=0, **told)
                out += self._here("response.content_part.done", content_index=0, part=full)
            case ThoughtPart() if part.pieces:
                text = part.text
                kind = "response.reasoning_summary"
                out += self._here(f"{kind}_text.done", summary_index=0, text=text)
                out += self._here(f"{kind}_part.done", summary_index=0, part=summary_part(text))
            case ThoughtPart():
                pass
            case CallPart():
                arguments = part.arguments or "{}"
                kind = "response.function_call_arguments.done"
                out += self._here(kind, name=part.name, arguments=arguments)
            case _:
                assert_never(part)
        item = self._items.item(part, len(self._output))
        out += self._event(
            "response.output_item.done", {"output_index": len(self._output), "item": item}
        )
        self._output.append(item)
        return out

    def _stop(self, event: Stopped) -> bytes:
        part = self._part
        if isinstance(part, CallPart) and json_object(part.arguments) is None:
            if event.reason not in CUT_REASONS:
                return self.fail(broken_arguments())
            self._part = None  # half of a call is no call
        out = self._close()
        self._ended = True
        response = self._items.finished(event, self._usage, self._output)
        return out + self._event(f"response.{response['status']}", {"response": response})
