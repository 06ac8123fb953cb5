"""Owns the benchmark's own client: a closed loop that costs little beside what it measures."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from dataclasses import dataclass
from typing import Any

STAMP = re.compile(rb"(\d+\.\d{7}) ")
ANSWER_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``token`` is sent both ways that gateways take it."""

    port: int
    path: str
    body: bytes
    token: str = ""

    @property
    def raw(self) -> bytes:
        head = (
            f"POST {self.path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(self.body)}\r\n"
        )
        if self.token:
            head += f"authorization: Bearer {self.token}\r\n"
        return head.encode() + b"\r\n" + self.body


class Connection(asyncio.Protocol):
    """One call at a time; ``pieces`` is what came, and when."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._done: asyncio.Future[None] | None = None
        self.pieces: list[tuple[float, bytes]] = []

    def connection_lost(self, exc: Exception | None) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(ConnectionError("the answer broke off"))

    def data_received(self, data: bytes) -> None:
        if not self.pieces:
            end = data.index(b"\r\n\r\n")  # these heads come in one piece
            head = data[:end].lower()
            assert head.startswith(b"http/1.1 200"), data
            mark = head.find(b"content-length:")
            self._length = -1 if mark < 0 else int(head[mark + 15 :].split(b"\r\n", 1)[0])
            self._got = -end - 4
        self.pieces.append((time.perf_counter(), data))
        self._got += len(data)
        if self._got == self._length or (self._length < 0 and data.endswith(b"0\r\n\r\n")):
            assert self._done is not None
            self._done.set_result(None)

    async def call(self, raw: bytes) -> list[tuple[float, bytes]]:
        self.pieces = []
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        await self._done
        return self.pieces

    def close(self) -> None:
        self._transport.close()


async def _connect(port: int) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
    return connection


async def latency(request: Request, *, calls: int, at_once: int) -> dict[str, float]:
    """Milliseconds from the request to the last byte, and calls a second."""
    times: list[float] = []
    raw = request.raw

    async def loop() -> None:
        connection = await _connect(request.port)
        for _ in range(calls // at_once):
            began = time.perf_counter()
            await connection.call(raw)
            times.append((time.perf_counter() - began) * 1000)
        connection.close()

    began = time.perf_counter()
    async with asyncio.timeout(ANSWER_S):
        await asyncio.gather(*(loop() for _ in range(at_once)))
    wall = time.perf_counter() - began
    times.sort()
    return {
        "p50_ms": statistics.median(times),
        "p99_ms": times[int(len(times) * 0.99) - 1],
        "per_s": len(times) / wall,
    }


async def paced(request: Request, *, streams: int, times: int) -> dict[str, float]:
    """How long a piece travels from the mock to here."""
    delays: list[float] = []
    firsts = 0
    raw = request.raw

    async def loop() -> None:
        connection = await _connect(request.port)
        nonlocal firsts
        for _ in range(times):
            stamped = [
                (at, float(sent))
                for at, data in await connection.call(raw)
                for sent in STAMP.findall(data)
            ]
            firsts += 1  # it waits for the head
            delays.extend((at - sent) * 1000 for at, sent in stamped[1:])
        connection.close()

    async with asyncio.timeout(ANSWER_S):
        await asyncio.gather(*(loop() for _ in range(streams)))
    delays.sort()
    return {
        "piece_p50_ms": statistics.median(delays),
        "piece_p99_ms": delays[int(len(delays) * 0.99) - 1],
        "pieces": float(len(delays) + firsts),
    }


async def first_token(request: Request, *, calls: int) -> dict[str, float]:
    """Milliseconds from the request to the first bytes of a stream, one at a time."""
    times: list[float] = []
    raw = request.raw
    connection = await _connect(request.port)
    async with asyncio.timeout(ANSWER_S):
        for _ in range(calls):
            began = time.perf_counter()
            pieces = await connection.call(raw)
            times.append((pieces[0][0] - began) * 1000)
    connection.close()
    return {"first_p50_ms": statistics.median(times)}
