"""Owns the mock side of the benchmark: fixed bytes, far faster than any gateway in front of it.

Speaks enough of Ollama, OpenAI and Anthropic for a call in each; a prompt with ``paced`` in it is
answered with a stream whose pieces carry the time at which they were sent, one with ``thoughtful``
after a while.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec

MODEL = "mock:1b"
TEXT = "x" * 900
PIECES = 32
EVERY_S = 0.005
THINKS_S = 0.02  # before the first token of who is asked to be thoughtful
JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
LINES = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n"
EVENTS = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
CHUNKED = b"transfer-encoding: chunked\r\n\r\n"
LAST = b"0\r\n\r\n"
WHEN = "2026-11-22T12:00:00.000000000Z"


def encode(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _whole(body: bytes, head: bytes = JSON) -> bytes:
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _line(content: str, **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {"model": MODEL, "created_at": WHEN, "message": message, "done": False} | more


_COUNTS = {
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 200,
    "eval_count": 300,
    "total_duration": 3,
    "load_duration": 1,
    "prompt_eval_duration": 1,
    "eval_duration": 1,
}


def _ollama_piece(text: str) -> bytes:
    return encode(_line(text)) + b"\n"


OLLAMA_END = encode(_line("", **_COUNTS)) + b"\n"


def _openai(choice: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    head = {"id": "chatcmpl-1", "object": kind, "created": 1795000000, "model": MODEL}
    return head | {"choices": [{"index": 0, "finish_reason": None} | choice]} | more


_USED = {"prompt_tokens": 200, "completion_tokens": 300, "total_tokens": 500}


def _openai_piece(text: str) -> bytes:
    delta = {"role": "assistant", "content": text}
    return b"data: %s\n\n" % encode(_openai({"delta": delta}, "chat.completion.chunk"))


OPENAI_END = b"data: %s\n\ndata: [DONE]\n\n" % encode(
    _openai({"delta": {}, "finish_reason": "stop"}, "chat.completion.chunk", usage=_USED)
)


def _event(name: str, **fields: Any) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), encode({"type": name} | fields))


_MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": MODEL}
_STOP = {"stop_reason": "end_turn", "stop_sequence": None}
_TOKENS = {"input_tokens": 200, "output_tokens": 300}
ANTHROPIC_BEGIN = _event(
    "message_start",
    message=_MESSAGE | {"content": [], "stop_reason": None, "usage": _TOKENS},
) + _event("content_block_start", index=0, content_block={"type": "text", "text": ""})


def _anthropic_piece(text: str) -> bytes:
    return _event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


ANTHROPIC_END = (
    _event("content_block_stop", index=0)
    + _event("message_delta", delta=_STOP, usage=_TOKENS)
    + _event("message_stop")
)

# path: head, begin, piece, end of a stream; the whole answer
WIRES = {
    b"/api/chat": (LINES, b"", _ollama_piece, OLLAMA_END, _line(TEXT, **_COUNTS)),
    b"/v1/chat/completions": (
        EVENTS,
        b"",
        _openai_piece,
        OPENAI_END,
        _openai(
            {"message": {"role": "assistant", "content": TEXT}, "finish_reason": "stop"},
            "chat.completion",
            usage=_USED,
        ),
    ),
    b"/v1/messages": (
        EVENTS,
        ANTHROPIC_BEGIN,
        _anthropic_piece,
        ANTHROPIC_END,
        _MESSAGE | _STOP | {"content": [{"type": "text", "text": TEXT}], "usage": _TOKENS},
    ),
}
STREAMS = {
    path: head + CHUNKED + _chunk(begin + piece(TEXT)) + _chunk(end) + LAST
    for path, (head, begin, piece, end, _) in WIRES.items()
}
WHOLES = {path: _whole(encode(wire[4])) for path, wire in WIRES.items()}

_DETAILS = {"format": "gguf", "family": "llama", "families": ["llama"], "parameter_size": "1B"}
_IDENTITY = {"name": MODEL, "model": MODEL, "digest": "a" * 64, "size": 10**9, "details": _DETAILS}
_SHOWN = {
    "details": _DETAILS,
    "model_info": {"general.architecture": "llama", "llama.context_length": 131072},
    "capabilities": ["completion"],
    "modified_at": WHEN,
}
OTHERS = {
    b"/api/version": {"version": "0.33.0"},
    b"/api/tags": {"models": [_IDENTITY | {"modified_at": WHEN}]},
    b"/api/ps": {
        "models": [_IDENTITY | {"size_vram": 10**9, "context_length": 131072, "expires_at": WHEN}]
    },
    b"/api/show": _SHOWN,
}
DOCUMENTS = {path: _whole(encode(document)) for path, document in OTHERS.items()}
DOCUMENTS[b"/"] = _whole(b"Ollama is running", b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n")
NOTHING = b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}"


class Mock(asyncio.Protocol):
    """One connection; requests on it come one after another."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._data = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        self._data = data = self._data + data if self._data else data
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = data[:end].lower()
        mark = head.find(b"content-length:")
        length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
        if len(data) < end + 4 + length:
            return
        self._data = b""
        self._answer(data.split(b" ", 2)[1], data[end + 4 :])

    def _answer(self, path: bytes, body: bytes) -> None:
        wire = WIRES.get(path)
        if wire is None:
            self._transport.write(DOCUMENTS.get(path, NOTHING))
        elif b"paced" in body:
            self._transport.write(wire[0] + CHUNKED + (_chunk(wire[1]) if wire[1] else b""))
            self._tick(wire, PIECES)
        else:
            answer = (STREAMS if _streams(path, body) else WHOLES)[path]
            if b"thoughtful" in body:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(THINKS_S, self._transport.write, answer)
            else:
                self._transport.write(answer)

    def _tick(self, wire: Any, left: int) -> None:
        if left == 0:
            self._transport.write(_chunk(wire[3]) + LAST)
            return
        piece: bytes = wire[2](f"{time.perf_counter():.7f} ")
        self._transport.write(_chunk(piece))
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(EVERY_S, self._tick, wire, left - 1)


def _streams(path: bytes, body: bytes) -> bool:
    if path == b"/api/chat":
        return b'"stream":false' not in body and b'"stream": false' not in body
    return b'"stream":true' in body or b'"stream": true' in body


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Mock, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(_serve())
    else:
        uvloop.run(_serve())
