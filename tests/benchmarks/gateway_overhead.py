"""What the gateway adds to a call: python -m tests.benchmarks.gateway_overhead [--rounds N].

A mock side far faster than the gateway, asked directly and through the gateway in turn; medians of
round medians. The mock, the gateway and this client are three processes on loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import psutil

TEXT = "x" * 900
CHUNKS = 64
HEADER_LIMIT = 65536
STAMP = re.compile(rb"(\d+\.\d{7}) ")


def _line(content: str, **more: Any) -> bytes:
    body = {
        "model": "mock",
        "created_at": "2026-11-22T12:00:00Z",
        "message": {"role": "assistant", "content": content},
        "done": False,
    }
    return msgspec.json.encode(body | more) + b"\n"


END = _line(
    "",
    done=True,
    done_reason="stop",
    prompt_eval_count=20,
    eval_count=200,
    total_duration=1,
    load_duration=0,
)
SHORT = _line(TEXT) + END


def _framed(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n"
ANSWER = HEAD + b"content-length: %d\r\n\r\n" % len(SHORT) + SHORT


class Mock(asyncio.Protocol):
    """A side that answers with fixed bytes; a path that ends in /slow streams a chunk each ms."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            head = self.data[:end].lower()
            mark = head.find(b"content-length:")
            length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
            if len(self.data) < end + 4 + length:
                return
            body = self.data[end + 4 : end + 4 + length]
            self.data = self.data[end + 4 + length :]
            if b"paced" in body:
                self.transport.write(HEAD + b"transfer-encoding: chunked\r\n\r\n")
                self._tick(CHUNKS)
            else:
                self.transport.write(ANSWER)

    def _tick(self, left: int) -> None:
        if left == 0:
            self.transport.write(_framed(END) + b"0\r\n\r\n")
            return
        self.transport.write(_framed(_line(f"{time.perf_counter():.7f} ")))
        asyncio.get_running_loop().call_later(0.002, self._tick, left - 1)


async def run_mock() -> None:
    server = await asyncio.get_running_loop().create_server(Mock, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def run_gateway(upstream: str) -> None:
    import uvicorn

    from tests.benchmarks.gateway_ports import open_gateway

    async with open_gateway(upstream) as app:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", port=0)
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.01)
            print(server.servers[0].sockets[0].getsockname()[1], flush=True)


class Client:
    """One connection of a closed loop."""

    def __init__(self, port: int, path: str, body: bytes) -> None:
        self._port = port
        head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        self._request = head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body

    async def __aenter__(self) -> Client:
        self._in, self._out = await asyncio.open_connection(
            "127.0.0.1", self._port, limit=HEADER_LIMIT
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._out.close()

    async def call(self) -> list[tuple[float, bytes]]:
        """The answer's pieces and when each came."""
        self._out.write(self._request)
        head = (await self._in.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        if b"content-length:" in head:
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            data = await self._in.readexactly(length)
            return [(time.perf_counter(), data)]
        pieces = []
        while size := int(await self._in.readuntil(b"\r\n"), 16):
            data = await self._in.readexactly(size + 2)
            pieces.append((time.perf_counter(), data))
        await self._in.readexactly(2)
        return pieces


async def latency(
    port: int, path: str, body: bytes, *, calls: int, at_once: int
) -> dict[str, float]:
    times: list[float] = []

    async def loop() -> None:
        async with Client(port, path, body) as client:
            for _ in range(calls // at_once):
                began = time.perf_counter()
                await client.call()
                times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(loop() for _ in range(at_once)))
    wall = time.perf_counter() - began
    times.sort()
    return {
        "p50_ms": statistics.median(times),
        "p99_ms": times[int(len(times) * 0.99) - 1],
        "per_s": len(times) / wall,
    }


async def chunk_delay(port: int, path: str, body: bytes, *, streams: int) -> dict[str, float]:
    """How long a piece travels from the mock to here."""
    delays: list[float] = []

    async def one() -> None:
        async with Client(port, path, body) as client:
            for at, data in await client.call():
                delays.extend((at - float(sent)) * 1000 for sent in STAMP.findall(data))

    for _ in range(4):
        await asyncio.gather(*(one() for _ in range(streams)))
    return {"p50_ms": statistics.median(delays)}


@asynccontextmanager
async def process(*args: str) -> AsyncIterator[tuple[int, psutil.Process]]:
    command = [sys.executable, "-m", "tests.benchmarks.gateway_overhead", *args]
    child = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    try:
        yield int(await child.stdout.readline()), psutil.Process(child.pid)
    finally:
        child.terminate()
        await child.wait()


def _bodies(text: str, stream: bool) -> dict[str, tuple[str, bytes]]:
    messages = [{"role": "user", "content": text}]
    body: dict[str, Any] = {"model": "mock", "messages": messages, "stream": stream}
    return {
        "relay": ("/api/chat", msgspec.json.encode(body)),
        "openai": ("/v1/chat/completions", msgspec.json.encode(body)),
        "anthropic": ("/v1/messages", msgspec.json.encode(body | {"max_tokens": 500})),
    }


async def measure(rounds: int, calls: int) -> dict[str, dict[str, float]]:
    found: dict[str, list[tuple[dict[str, float], dict[str, float]]]] = {}
    cpu: list[float] = []
    async with (
        process("--mock") as (mock, _),
        process("--gateway", f"http://127.0.0.1:{mock}") as (gateway, running),
    ):
        short = {f"{name}, streamed": v for name, v in _bodies("hello " * 120, True).items()}
        short |= {f"{name}, whole": v for name, v in _bodies("hello " * 120, False).items()}
        large = {f"{name}, 109 KB": v for name, v in _bodies("hello " * 18000, True).items()}
        for _ in range(rounds):
            for what, (path, body) in (short | large).items():
                few = calls // 4 if "109" in what else calls
                direct = await latency(mock, "/api/chat", body, calls=few, at_once=1)
                through = await latency(gateway, path, body, calls=few, at_once=1)
                found.setdefault(f"{what}, one at a time", []).append((direct, through))
            path, body = short["relay, streamed"]
            before = running.cpu_times()
            through = await latency(gateway, path, body, calls=calls, at_once=8)
            after = running.cpu_times()
            cpu.append((after.user + after.system - before.user - before.system) / calls * 1000)
            direct = await latency(mock, path, body, calls=calls, at_once=8)
            found.setdefault("relay, streamed, eight at a time", []).append((direct, through))
            for what, (path, body) in _bodies("paced", True).items():
                first = await chunk_delay(mock, "/api/chat", body, streams=4)
                then = await chunk_delay(gateway, path, body, streams=4)
                found.setdefault(f"{what}, a piece of a stream", []).append((first, then))
    return {what: _summary(pairs) for what, pairs in found.items()} | {
        "CPU": {"s_per_1000_calls": statistics.median(cpu)}
    }


def _summary(pairs: list[tuple[dict[str, float], dict[str, float]]]) -> dict[str, float]:
    summary: dict[str, float] = {}
    for key in pairs[0][0]:
        direct = statistics.median(pair[0][key] for pair in pairs)
        through = statistics.median(pair[1][key] for pair in pairs)
        summary |= {
            f"direct_{key}": direct,
            f"through_{key}": through,
            f"ratio_{key}": through / direct,
        }
        if key.endswith("_ms"):
            summary[f"added_{key}"] = through - direct
    return {name: round(value, 4) for name, value in summary.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--mock", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--gateway", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.mock or args.gateway:
        work = run_mock() if args.mock else run_gateway(args.gateway)
        try:
            import uvloop

            uvloop.run(work)
        except ImportError:
            asyncio.run(work)
        return
    result = asyncio.run(measure(args.rounds, args.calls))
    print(json.dumps({"cores": os.cpu_count(), **result}, indent=1))


if __name__ == "__main__":
    main()
