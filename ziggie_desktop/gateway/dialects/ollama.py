"""Owns the Ollama dialect as a whole, toward callers and toward the local engine."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialect import About, AnswerReader, AnswerWriter
from ziggie_desktop.gateway.dialects import (
    limits,
    ollama_answer,
    ollama_reader,
    ollama_request,
    ollama_request_out,
)
from ziggie_desktop.gateway.dialects.anthropic import drop_hints, kind_of_status
from ziggie_desktop.gateway.dialects.body import encode, invalid, split_body
from ziggie_desktop.gateway.events import Event, Failed, FaultKind
from ziggie_desktop.gateway.turns import Conversation

NAME = ollama_request.NAME


class OllamaDialect:
    name = NAME

    def read_request(self, body: bytes, *, path: str) -> Conversation:
        return ollama_request.read(body, path=path)

    def writer(self, conversation: Conversation, about: About) -> AnswerWriter:
        return ollama_answer.Writer(conversation, about)

    def whole(self, conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
        return ollama_answer.whole(conversation, about, events)

    def error(self, error: ZiggieError, *, request_id: str) -> bytes:
        return encode(ollama_answer.error_document(error))


class _Wrapped(msgspec.Struct):
    """What Ollama passes on from the runner below it, or says on its OpenAI-like routes."""

    message: str | None = None


class _ErrorBody(msgspec.Struct):
    error: str | _Wrapped | None = None


_decode_error = msgspec.json.Decoder(_ErrorBody).decode


class OllamaWire:
    """Answers of the relayed paths, chat or generate, are read by the same reader."""

    name = NAME
    path = "/api/chat"
    relayed_paths = frozenset({"/api/chat", "/api/generate"})

    def write_request(
        self,
        conversation: Conversation,
        *,
        model: str,
        capabilities: frozenset[str] | None = None,
    ) -> bytes:
        """``capabilities`` of the model, where known, spare it what it would refuse."""
        return ollama_request_out.write(conversation, model=model, capabilities=capabilities)

    def adapt(
        self,
        body: bytes,
        *,
        model: str,
        load_options: dict[str, object] | None = None,
        keep_alive: str | int | float | None = None,
        stream: bool = False,
    ) -> bytes:
        """The caller's own body for the engine, with the load broker's word on loading.

        A prompt that does not fit is refused by Ollama, not cut, unless the caller says otherwise.
        """
        fields = split_body(body)
        fields["model"] = msgspec.Raw(encode(model))
        drop_hints(fields)
        if load_options:
            fields["options"] = _with_options(fields.get("options"), load_options)
        fields.pop("keep_alive", None)  # in Ollama the last one wins
        if keep_alive is not None:
            fields["keep_alive"] = msgspec.Raw(encode(keep_alive))
        for name in ("truncate", "shift"):
            fields.setdefault(name, msgspec.Raw(b"false"))
        if stream:
            fields["stream"] = msgspec.Raw(b"true")
        return encode(fields)

    def reader(self) -> AnswerReader:
        return ollama_reader.Reader()

    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed:
        headers = {name.lower(): value for name, value in headers.items()}
        try:
            error = _decode_error(body).error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            error = None
        said = error.message if isinstance(error, _Wrapped) else error
        message = said or f"Ollama answered with status {status}"
        kind = kind_of_status(status, message)
        if kind is FaultKind.SERVER:
            kind = ollama_reader.fault_kind(message)
        return Failed(
            kind=kind,
            message=limits.shown(message),
            status=status,
            retry_after_s=limits.retry_after_s(headers),
            should_retry=limits.should_retry(headers),
        )


def _with_options(raw: msgspec.Raw | None, load_options: dict[str, object]) -> msgspec.Raw:
    try:
        options = {} if raw is None else msgspec.json.decode(raw)
    except msgspec.MsgspecError as error:
        raise invalid(f"The field options is not readable ({error})") from None
    if not isinstance(options, dict | None):
        raise invalid("The field options is not an object")
    kept = {
        name: value
        for name, value in (options or {}).items()
        if name not in ollama_request.RUNNER_OPTIONS
    }
    return msgspec.Raw(encode(kept | load_options))
