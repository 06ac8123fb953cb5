"""Owns how an answer is written for clients of OpenAI's chat and completions.

Only a complete answer gets its finish_reason and [DONE].
"""

from __future__ import annotations

from typing import Any, assert_never

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialect import About
from ziggie_desktop.gateway.dialects import openai_logprobs
from ziggie_desktop.gateway.dialects.anthropic_answer import sentence
from ziggie_desktop.gateway.dialects.body import encode
from ziggie_desktop.gateway.dialects.estimate import prompt_tokens
from ziggie_desktop.gateway.dialects.parts import CUT_REASONS, gather
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
from ziggie_desktop.gateway.turns import Conversation, Operation

DONE = b"data: [DONE]\n\n"

_REASONS = {
    StopReason.END: "stop",
    StopReason.MAX_TOKENS: "length",
    StopReason.STOP_SEQUENCE: "stop",
    StopReason.TOOL_USE: "tool_calls",
    StopReason.REFUSAL: "content_filter",
    StopReason.CONTEXT_FULL: "length",
    StopReason.PAUSE: "stop",
}

_ERROR_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}


def error_document(error: ZiggieError) -> dict[str, Any]:
    """``context_length_exceeded`` is the code by which clients know that a prompt is too long."""
    fallback = "server_error" if error.status >= 500 else "invalid_request_error"
    return {
        "error": {
            "message": sentence(error),
            "type": _ERROR_TYPES.get(error.status, fallback),
            "param": None,
            "code": "context_length_exceeded" if "context" in error.code else error.code,
        }
    }


def usage_document(usage: Usage | None, conversation: Conversation) -> dict[str, Any]:
    """OpenAI's clients need all three counts; where the side has not said, the estimate stands."""
    usage = usage or Usage()
    prompt = usage.input_tokens
    if prompt is None:
        prompt = prompt_tokens(conversation)
    output = usage.output_tokens or 0
    document: dict[str, Any] = {
        "prompt_tokens": prompt,
        "completion_tokens": output,
        "total_tokens": prompt + output,
    }
    if usage.cache_read_input_tokens is not None:
        document["prompt_tokens_details"] = {"cached_tokens": usage.cache_read_input_tokens}
    return document


def answer_id(about: About, prefix: str) -> str:
    return about.request_id if about.request_id.startswith(prefix) else prefix + about.request_id


def _is_chat(conversation: Conversation) -> bool:
    return conversation.operation is not Operation.TEXT_COMPLETION


def _head(conversation: Conversation, about: About, kind: str) -> dict[str, Any]:
    return {
        "id": answer_id(about, "chatcmpl-" if _is_chat(conversation) else "cmpl-"),
        "object": kind,
        "created": int(about.created_at),
        "model": about.model,
    }


def _logprobs(
    found: tuple[dict[str, Any], ...], conversation: Conversation, offset: int = 0
) -> dict[str, Any]:
    if _is_chat(conversation):
        return openai_logprobs.of_chat(found)
    alternatives = conversation.logprobs or 0
    return openai_logprobs.of_completion(found, alternatives=alternatives, offset=offset)


def whole(conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
    answer = gather(events)
    chat = _is_chat(conversation)
    document = _head(conversation, about, "chat.completion" if chat else "text_completion")
    reason = _REASONS[answer.stopped.reason]
    choice: dict[str, Any] = {"index": 0, "logprobs": None, "finish_reason": reason}
    if conversation.logprobs is not None:
        texts = (event for event in events if isinstance(event, TextDelta))
        found = tuple(item for text in texts for item in text.logprobs)
        choice["logprobs"] = _logprobs(found, conversation)
    if chat:
        calls = [
            {
                "id": part.id,
                "type": "function",
                "function": {"name": part.name, "arguments": part.arguments or "{}"},
            }
            for part in answer.calls()
        ]
        text = answer.texts()
        message: dict[str, Any] = {
            "role": "assistant",
            "content": text if text or not calls else None,
            "refusal": None,
        }
        thoughts = answer.thoughts()
        if thoughts:
            message["reasoning"] = thoughts
        if calls:
            message["tool_calls"] = calls
        choice["message"] = message
    else:
        choice["text"] = answer.texts()
    document["choices"] = [choice]
    usage = answer.stopped.usage or (answer.started.usage if answer.started else None)
    document["usage"] = usage_document(usage, conversation)
    if about.ziggie is not None:
        document["ziggie"] = about.ziggie
    return encode(document)


class Writer:
    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, conversation: Conversation, about: About) -> None:
        self._conversation = conversation
        self._about = about
        self._chat = _is_chat(conversation)
        kind = "chat.completion.chunk" if self._chat else "text_completion"
        self._head = b"data: " + encode(_head(conversation, about, kind))[:-1]
        self._usage: Usage | None = None
        self._silent: int | None = None  # the open call, as long as it has no arguments
        self._chars = 0  # of the text so far, where log probabilities are asked
        self._begun = False
        self._ended = False

    def write(self, event: Event) -> bytes:
        if self._ended or isinstance(event, Failed):
            return b""
        begin = b""
        if not self._begun:
            self._begun = True
            if self._chat:
                begin = self._choice(b'"delta":{"role":"assistant","content":""}')
        if self._silent is not None:
            begin += self._speak(event)
        match event:
            case TextDelta():
                return begin + (self._text(event) if event.text else b"")
            case ThinkingDelta():
                if not event.text or not self._chat:
                    return begin
                return begin + self._choice(b'"delta":{"reasoning":%b}' % encode(event.text))
            case ToolStart():
                self._silent = event.index
                return begin + self._call(
                    {
                        "index": event.index,
                        "id": event.id,
                        "type": "function",
                        "function": {"name": event.name, "arguments": ""},
                    }
                )
            case ToolDelta():
                return begin + self._call(
                    {"index": event.index, "function": {"arguments": event.json}}
                )
            case Stopped():
                return begin + self._stop(event)
            case Started():
                self._usage = event.usage
                return begin
            case _:
                assert_never(event)

    def fail(self, error: ZiggieError) -> bytes:
        if self._ended:
            return b""
        self._ended = True
        return b"data: " + encode(error_document(error)) + b"\n\n"

    def _text(self, event: TextDelta) -> bytes:
        value = encode(event.text)
        logprobs = b"" if self._chat else b',"logprobs":null'
        if self._conversation.logprobs is not None:
            found = _logprobs(event.logprobs, self._conversation, self._chars)
            logprobs = b',"logprobs":' + encode(found)
            self._chars += len(event.text)
        if self._chat:
            return self._choice(b'"delta":{"content":%b}%b' % (value, logprobs))
        return self._choice(b'"text":%b%b' % (value, logprobs))

    def _speak(self, event: Event) -> bytes:
        """Clients parse a call's arguments as JSON, so a call without any gets an empty object."""
        index, self._silent = self._silent, None
        if isinstance(event, ToolDelta):
            self._silent = None if event.json else index
            return b""
        if isinstance(event, Stopped) and event.reason in CUT_REASONS:
            return b""
        return self._call({"index": index, "function": {"arguments": "{}"}})

    def _call(self, call: dict[str, Any]) -> bytes:
        if not self._chat:
            return b""
        return self._choice(b'"delta":{"tool_calls":[%b]}' % encode(call))

    def _choice(self, content: bytes, reason: bytes = b"null", extra: bytes = b"") -> bytes:
        return b'%b,"choices":[{"index":0,%b,"finish_reason":%b}]%b}\n\n' % (
            self._head, content, reason, extra,
        )  # fmt: skip

    def _stop(self, event: Stopped) -> bytes:
        self._ended = True
        ziggie = b""
        if self._about.ziggie is not None:
            ziggie = b',"ziggie":' + encode(self._about.ziggie)
        content = b'"delta":{}' if self._chat else b'"text":"","logprobs":null'
        reason = encode(_REASONS[event.reason])
        out = self._choice(content, reason, ziggie)
        if self._conversation.include_usage:
            usage = usage_document(event.usage or self._usage, self._conversation)
            out += b'%b,"choices":[],"usage":%b}\n\n' % (self._head, encode(usage))
        return out + DONE
