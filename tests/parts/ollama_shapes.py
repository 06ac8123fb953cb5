"""Owns the stand-in Ollama's answer shapes and the names of its faults. Knows nothing of HTTP."""

from __future__ import annotations

import asyncio
import enum
from dataclasses import dataclass
from typing import Any

import msgspec

GIB = 1024**3
Json = dict[str, Any]


class OllamaFault(enum.Enum):
    """How the stand-in fails."""

    SERVER_ERROR = "server_error"  # 500 with an error body
    BUSY = "busy"  # 503, the queue is full
    MODEL_MISSING = "model_missing"  # 404
    RESET = "reset"  # TCP reset
    NO_ANSWER = "no_answer"  # nothing for `delay_s`
    LATE_FIRST_TOKEN = "late_first_token"  # `delay_s` before the first token
    CUT = "cut"  # the connection ends after `after_tokens`
    STALL = "stall"  # silence for `delay_s` after `after_tokens`
    MALFORMED = "malformed"  # a broken line in place of one token
    NO_DONE = "no_done"  # all tokens, a clean end, but no line with done
    STREAM_ERROR = "stream_error"  # an {"error"} line after `after_tokens`, under 200


@dataclass(frozen=True, slots=True)
class Fault:
    kind: OllamaFault
    times: int | None = 1
    after_tokens: int = 40
    delay_s: float = 600.0
    path: str = "*"
    held: asyncio.Event | None = None  # a stream that is to break waits for it


@dataclass(frozen=True, slots=True)
class FakeModel:
    """One installed model, as tags, show and ps report it."""

    name: str
    size: int = 2 * GIB
    size_vram: int | None = None  # None: all of it
    capabilities: tuple[str, ...] = ("completion", "tools", "thinking")
    parameter_size: str = "3B"
    quantization: str = "Q4_K_M"
    trained_ctx: int = 131_072
    digest: str = "a" * 64


@dataclass(frozen=True, slots=True)
class Piece:
    """What one streamed line adds to the message."""

    text: str = ""
    thinking: str = ""
    calls: tuple[Json, ...] = ()


NOTHING = Piece()


def identity(model: FakeModel) -> Json:
    details = {
        "parent_model": "",
        "format": "gguf",
        "family": "llama",
        "families": ["llama"],
        "parameter_size": model.parameter_size,
        "quantization_level": model.quantization,
    }
    return {"name": model.name, "model": model.name, "digest": model.digest, "details": details}


def runner_options(body: Json) -> Json:
    """What Ollama compares to see whether a model has to be loaded anew."""
    names = ("num_ctx", "num_batch", "num_gpu", "main_gpu", "use_mmap", "num_thread")
    options = body.get("options") or {}
    return {name: options[name] for name in names if name in options}


def answer_line(
    model: FakeModel, chat: bool, piece: Piece = Piece(), *, done: str | None = None
) -> Json:
    shown: Json = {"model": model.name, "created_at": "2026-11-22T12:00:00.000000000Z"}
    if chat:
        message: Json = {"role": "assistant", "content": piece.text}
        if piece.thinking:
            message["thinking"] = piece.thinking
        if piece.calls:
            message["tool_calls"] = list(piece.calls)
        shown["message"] = message
    else:
        shown["response"] = piece.text
        if piece.thinking:
            shown["thinking"] = piece.thinking
    shown["done"] = done is not None
    if done is not None:
        shown["done_reason"] = done
    return shown


def asks(body: Json) -> bool:
    return bool(body.get("messages") or body.get("prompt"))


def prompt_of(body: Json) -> str:
    return msgspec.json.encode(
        [body.get("messages"), body.get("prompt"), body.get("tools")]
    ).decode()


def prompt_tokens(body: Json, room: int | None) -> int:
    """What is said of the prompt's length. With ``room`` a chat loses messages from its front, and
    what is still too long is cut to it: so does Ollama 0.9."""
    found = max(1, len(prompt_of(body)) // 4)
    messages = body.get("messages") or []
    while room is not None and found > room and len(messages) > 1:
        messages = messages[1:]
        found = len(prompt_of({**body, "messages": messages})) // 4
    return found if room is None else min(found, room)


def last_user_text(body: Json) -> str:
    if "messages" not in body:
        return str(body.get("prompt", ""))
    for message in reversed(body["messages"]):
        if message["role"] in ("user", "tool"):
            return str(message.get("content", ""))
    return ""


def unsupported(model: FakeModel, body: Json) -> str | None:
    if body.get("tools") and "tools" not in model.capabilities:
        return f"registry.ollama.ai/library/{model.name} does not support tools"
    if body.get("think") and "thinking" not in model.capabilities:
        return f'"{model.name}" does not support thinking'
    return None


def vector(text: str) -> list[float]:
    return [((len(text) + index) % 7) / 7 for index in range(8)]


def successful_pull() -> list[Json | float]:
    layer = {"status": "pulling aaaaaaaaaaaa", "digest": f"sha256:{'a' * 64}", "total": 1000}
    return [
        {"status": "pulling manifest"},
        layer,
        *({**layer, "completed": done} for done in range(100, 1001, 100)),
        {"status": "verifying sha256 digest"},
        {"status": "writing manifest"},
        {"status": "success"},
    ]
