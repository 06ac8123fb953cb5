"""Owns the Anthropic Messages dialect as a whole, toward callers and toward Claude."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialect import About, AnswerReader, AnswerWriter
from ziggie_desktop.gateway.dialects import (
    anthropic_answer,
    anthropic_reader,
    anthropic_request,
    anthropic_request_out,
    limits,
)
from ziggie_desktop.gateway.dialects.body import encode, split_body
from ziggie_desktop.gateway.dialects.claude_models import takes_sampling, thinks_by_budget
from ziggie_desktop.gateway.events import Event, Failed, FaultKind
from ziggie_desktop.gateway.turns import Conversation

NAME = anthropic_request.NAME
MESSAGES = "/v1/messages"


class AnthropicDialect:
    name = NAME

    def read_request(self, body: bytes, *, path: str) -> Conversation:
        return anthropic_request.read(body, limited=path == MESSAGES)

    def writer(self, conversation: Conversation, about: About) -> AnswerWriter:
        return anthropic_answer.Writer(conversation, about)

    def whole(self, conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
        return anthropic_answer.whole(conversation, about, events)

    def error(self, error: ZiggieError, *, request_id: str) -> bytes:
        return encode(anthropic_answer.error_document(error, request_id))


class _ErrorBody(msgspec.Struct):
    error: anthropic_reader.WireError | None = None


_decode_error = msgspec.json.Decoder(_ErrorBody).decode


class AnthropicWire:
    """``api_version`` is what translated requests are written for; a relayed one keeps its own."""

    name = NAME
    api_version = "2023-06-01"
    path = "/v1/messages"
    relayed_paths = frozenset({"/v1/messages"})

    def write_request(
        self,
        conversation: Conversation,
        *,
        model: str,
        capabilities: frozenset[str] | None = None,
    ) -> bytes:
        return anthropic_request_out.write(conversation, model=model)

    def adapt(
        self,
        body: bytes,
        *,
        model: str,
        load_options: dict[str, object] | None = None,
        keep_alive: str | int | float | None = None,
        stream: bool = False,
    ) -> bytes:
        """The caller's own body for Claude. ``load_options`` and ``keep_alive`` mean nothing here.

        Thinking that a local model left unsigned in the history goes, because Claude refuses it.
        Where another model answers than the one asked for, what it would refuse goes too.
        """
        fields = split_body(body)
        written = encode(model)
        if fields.get("model") != msgspec.Raw(written):
            _fit(fields, model)
        fields["model"] = msgspec.Raw(written)
        drop_hints(fields)
        messages = fields.get("messages")
        if messages is not None and b'"thinking"' in bytes(messages):
            fields["messages"] = _without_unsigned_thinking(messages)
        if stream:
            fields["stream"] = msgspec.Raw(b"true")
        return encode(fields)

    def reader(self) -> AnswerReader:
        return anthropic_reader.Reader()

    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed:
        headers = {name.lower(): value for name, value in headers.items()}
        try:
            error = _decode_error(body).error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            error = None
        message = (error.message if error else None) or f"Claude answered with status {status}"
        kind = anthropic_reader.fault_kind(error.type if error else None, message)
        return Failed(
            kind=kind or kind_of_status(status, message),
            message=limits.shown(message),
            status=status,
            retry_after_s=limits.retry_after_s(headers),
            should_retry=limits.should_retry(headers),
        )


def kind_of_status(status: int, message: str) -> FaultKind:
    if status == 429:
        return FaultKind.RATE_LIMITED
    if status in (503, 529):
        return FaultKind.OVERLOADED
    if status in (408, 504):
        return FaultKind.TIMEOUT
    if status in (401, 402, 403):
        return FaultKind.AUTH
    if 400 <= status < 500 and status not in (409, 499):
        return FaultKind.CONTEXT if limits.is_about_context(message) else FaultKind.INVALID
    return FaultKind.SERVER


def drop_hints(fields: dict[str, msgspec.Raw]) -> None:
    """Takes what was said to Ziggie out of a body that goes on to a side."""
    fields.pop("ziggie", None)
    metadata = fields.get("metadata")
    if metadata is None or b'"ziggie"' not in bytes(metadata):
        return
    inner = msgspec.json.decode(metadata)
    if isinstance(inner, dict):
        inner.pop("ziggie", None)
        if inner:
            fields["metadata"] = msgspec.Raw(encode(inner))
        else:
            del fields["metadata"]


def _fit(fields: dict[str, msgspec.Raw], model: str) -> None:
    """Sampling and thinking as this model takes them; the caller wrote them for another one."""
    if not takes_sampling(model):
        for name in ("temperature", "top_p", "top_k"):
            fields.pop(name, None)
    thinking = fields.get("thinking")
    if thinking is None:
        return
    kind = (msgspec.json.decode(thinking) or {}).get("type")
    if kind == "enabled" and not thinks_by_budget(model):
        fields["thinking"] = msgspec.Raw(b'{"type":"adaptive"}')
    elif kind == "adaptive" and thinks_by_budget(model):
        del fields["thinking"]


def _without_unsigned_thinking(raw: msgspec.Raw) -> msgspec.Raw:
    messages = msgspec.json.decode(raw)
    if not isinstance(messages, list):
        return raw
    changed = False
    kept = []
    for message in messages:
        content = message.get("content") if isinstance(message, dict) else None
        if isinstance(content, list):
            blocks = [block for block in content if not _is_unsigned(block)]
            if len(blocks) < len(content):
                changed = True
                if not blocks:
                    continue
                message = {**message, "content": blocks}
        kept.append(message)
    return msgspec.Raw(encode(kept)) if changed else raw


def _is_unsigned(block: object) -> bool:
    return (
        isinstance(block, dict) and block.get("type") == "thinking" and not block.get("signature")
    )
