"""A side's answer cut at any byte: the caller gets all of it or an error, never a part as all."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.gateway.speech import DIALECTS, PATHS, request, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.routing.request import Side

# For each dialect, side and ending; ZIGGIE_CUTS=834 tries 10,000 in all.
CUTS = int(os.environ.get("ZIGGIE_CUTS", "150"))


class CutSide:
    """Answers every request with the first ``cut`` bytes of ``answer``, then closes or resets."""

    def __init__(self, answer: bytes, content_type: str) -> None:
        self._answer = answer
        self._head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
        ).encode()
        self.cut = 0
        self.clean = False
        self.pieces = 1

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        sent = self._answer[: self.cut]
        writer.write(self._head)
        step = max(1, len(sent) // self.pieces)
        for start in range(0, len(sent), step):
            piece = sent[start : start + step]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await self._drain(writer)
        if self.clean:
            writer.write(b"0\r\n\r\n")
            await self._drain(writer)
        writer.close()

    async def _drain(self, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):  # who reads may have hung up
            await writer.drain()


@asynccontextmanager
async def _cutting(stand: Stand, side: Side) -> AsyncIterator[CutSide]:
    """Record a whole answer of the side, then put a cutting one in its place."""
    dialect = "ollama" if side is Side.LOCAL else "anthropic"
    url = stand.ollama.url if side is Side.LOCAL else stand.cloud.url
    body = request(dialect, stream=True)
    body["model"] = LOCAL.model if side is Side.LOCAL else CLOUD.model
    headers = {"anthropic-version": "2023-06-01", "x-api-key": stand.cloud.key}
    async with stand.client.post(url + PATHS[dialect], json=body, headers=headers) as response:
        recorded = await response.read()
        assert response.status == 200, recorded
        cut = CutSide(recorded, response.content_type)
    server = await asyncio.start_server(cut.serve, "127.0.0.1", 0)
    there = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    if side is Side.LOCAL:
        stand.local.url = lambda: there  # type: ignore[method-assign]
    else:
        stand.claude.at = there
    try:
        yield cut
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("side", [Side.LOCAL, Side.CLOUD])
@pytest.mark.parametrize("clean", [True, False])
async def test_no_cut_is_silent(stand: Stand, dialect: str, side: Side, clean: bool) -> None:
    stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT
    stand.way.first, stand.way.then = (LOCAL if side is Side.LOCAL else CLOUD), None
    stand.budget_of_retries(0)
    draw = random.Random(f"{dialect} {side} {clean}")
    seen: Counter[str] = Counter()
    async with _cutting(stand, side) as cutting:
        cutting.clean = clean
        for number in range(CUTS):
            cutting.cut = draw.randrange(len(cutting._answer))
            cutting.pieces = draw.choice((1, 3, 20))
            heard = await say(stand.client, stand.url, dialect, stream=number % 3 > 0)
            stand.breakers.succeeded(stand.way.first)
            if heard.finished and heard.error is None:
                assert heard.text == CANONICAL_TEXT, (cutting.cut, heard.raw[-300:])
                seen["whole"] += 1
            else:
                assert heard.error, (cutting.cut, heard.raw[-300:])
                assert CANONICAL_TEXT.startswith(heard.text)
                seen["error"] += 1
    assert seen["error"] > CUTS * 0.8
