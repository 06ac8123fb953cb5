"""Tests callers that go in the middle of their question or of its answer, on every route that only
tells: the service goes on, and its log says nothing of it."""

from __future__ import annotations

import json
import random
import socket
import struct
from collections.abc import Iterator
from typing import Any

from tests.service.parts import MODEL
from tests.service.running import RunningService
from tests.service.surface import routes

TIMEOUT_S = 60.0
GONE_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a reset instead of an end in order
ASKED = {"max_tokens": 8, "messages": [{"role": "user", "content": "Hi"}], "stream": True}
CHATS: dict[str, dict[str, Any]] = {
    "/v1/messages": {"model": "ziggie-auto", **ASKED},
    "/v1/chat/completions": {"model": "ziggie-auto", **ASKED},
    "/api/chat": {"model": MODEL, **ASKED},
    "/api/embed": {"model": MODEL, "input": "Hi"},
}


def questions(service: RunningService) -> Iterator[bytes]:
    token = f"Host: 127.0.0.1\r\nAuthorization: Bearer {service.token}\r\n"
    for method, path in routes(service):
        if method == "GET":
            yield f"GET {path} HTTP/1.1\r\n{token}\r\n".encode()
    for path, asked in CHATS.items():
        body = json.dumps(asked)
        yield f"POST {path} HTTP/1.1\r\n{token}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def leave(service: RunningService, question: bytes, dice: random.Random) -> None:
    """Say a part of it or all, hear nothing or a little, and go with or without a goodbye."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=TIMEOUT_S) as line:
        line.sendall(question[: dice.choice([len(question), dice.randrange(1, len(question))])])
        if dice.random() < 0.5:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, GONE_AT_ONCE)


def hear(service: RunningService, question: bytes) -> None:
    """Go after the first bytes of the answer."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=TIMEOUT_S) as line:
        line.sendall(question)
        assert line.recv(20).startswith(b"HTTP/1.1 "), question
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, GONE_AT_ONCE)


def test_callers_that_go_in_the_middle_are_no_fault_of_the_service(
    service: RunningService,
) -> None:
    dice, asked = random.Random(7), list(questions(service))
    assert len(asked) > 30
    for question in asked:
        leave(service, question, dice)
        leave(service, question, dice)
        hear(service, question)
    answer = service.call("POST", "/v1/messages", {**CHATS["/v1/messages"], "stream": False})
    assert answer.ok()["type"] == "message"
    assert service.trouble() == []
