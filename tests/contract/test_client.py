"""The client says what the service says, and raises what the service refuses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from tests.desktop.stand_in import TOKEN, StandIn
from ziggie_desktop.contract import api, wire
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ErrorBody, ZiggieError
from ziggie_desktop.contract.state import EventName, Mode, ModeDocument, PullState, State
from ziggie_desktop.contract.wire import Event, parse
from ziggie_desktop.demo.parts.local_server import LocalServer
from ziggie_desktop.desktop import samples, samples_past

WAIT_S = 30.0


@pytest.fixture
async def service() -> AsyncIterator[StandIn]:
    async with StandIn(samples.BUSY, samples_past.REQUESTS).serving() as stand_in:
        yield stand_in


@pytest.fixture
async def client(service: StandIn) -> AsyncIterator[Client]:
    async with Client(url=service.url, token=TOKEN) as made:
        yield made


async def test_what_is_and_was_comes_as_structs(client: Client) -> None:
    assert await client.state() == samples.BUSY
    assert (await client.health()).status == "ok"
    assert (await client.models()).loaded == samples.BUSY.loaded
    assert (await client.pulls()).pulls == samples.BUSY.pulls
    assert (await client.requests(limit=5)).requests == samples_past.REQUESTS
    assert (await client.fallbacks(since="2026-11-01")).fallbacks == samples.BUSY.fallbacks
    assert (await client.usage(by="model")).total == samples.BUSY.month
    assert (await client.savings()).total == samples.BUSY.month
    assert (await client.tokens()).tokens == ()
    assert await client.settings() == {}


async def test_each_wish_reaches_its_route(client: Client, service: StandIn) -> None:
    await client.engine("restart")
    await client.model_action("load", "qwen3:8b", keep_alive="10m")
    pull = await client.pull("start", model="llama3.2:3b")
    assert await client.mode("cloud") is Mode.CLOUD
    assert (await client.token_create("kb")).token == "secret"
    await client.token_revoke("kb")
    question = api.DecideQuestion(dialect="ollama")
    assert (await client.decide(question, headers={"X-Ziggie-Priority": "high"})).route == "local"
    assert (await client.query("How much?")).answer == "Plenty."
    await client.shutdown()
    assert pull.state is PullState.QUEUED
    assert [route for route, _ in service.asked] == [
        *("engine", "models", "pulls", "mode", "tokens", "tokens", "decide", "query", "shutdown")
    ]
    assert service.asked[1][1] == {"action": "load", "model": "qwen3:8b", "keep_alive": "10m"}


async def test_a_refusal_keeps_code_title_remedy_and_status(
    client: Client, service: StandIn
) -> None:
    service.refusal = ErrorBody(code="model_unknown", title="No such model", remedy="Pull it first")
    with pytest.raises(ZiggieError) as caught:
        await client.model_action("load", "nope")
    error = caught.value
    assert (error.code, error.title, error.remedy, error.status) == (
        "model_unknown",
        "No such model",
        "Pull it first",
        409,
    )


async def test_a_wrong_token_is_refused(service: StandIn) -> None:
    async with Client(url=service.url, token="wrong") as client:
        for call in (client.state(), anext(client.events())):
            with pytest.raises(ZiggieError) as caught:
                await call
            assert caught.value.code == "token_missing"


async def test_nobody_there_is_no_service() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    async with Client(url=url, token=TOKEN) as client:
        for call in (client.state(), anext(client.events()), client.mode("auto")):
            with pytest.raises(ZiggieError) as caught:
                await call
            assert caught.value.code == "no_service"
            assert "ziggie-desktop serve" in caught.value.remedy


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda: web.Response(text="<html>", status=200), "bad_answer"),
        (lambda: web.json_response({"version": 1}), "bad_answer"),
        (lambda: web.Response(text="Not Found", status=404), "not_ziggie"),
        (
            lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
            "not_ziggie",
        ),
    ],
)
async def test_an_answer_that_is_not_ours_is_said_so(
    client: Client, service: StandIn, answer: object, code: str
) -> None:
    service.raw["state"] = answer()  # type: ignore[operator]
    with pytest.raises(ZiggieError) as caught:
        await client.state()
    assert caught.value.code == code


async def test_events_bring_the_snapshot_then_each_change(client: Client, service: StandIn) -> None:
    async with asyncio.timeout(WAIT_S):
        events = client.events()
        first = await anext(events)
        service.tell(EventName.MODE, ModeDocument(mode=Mode.LOCAL))
        second = await anext(events)
        service.cut()
        rest = [event async for event in events]
    assert isinstance(first.data, State)
    assert second == Event("t-1", "mode", ModeDocument(mode=Mode.LOCAL))
    assert rest == []


async def _streamed(request: web.Request, parts: list[bytes], *, whole: bool) -> web.StreamResponse:
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await stream.prepare(request)
    for part in parts:
        await stream.write(part)
        await asyncio.sleep(0)
    if not whole and request.transport is not None:
        request.transport.abort()
    return stream


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def _serving(answer: Answer) -> AsyncIterator[Client]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    server = LocalServer(app)
    await server.start()
    try:
        async with Client(url=server.url, token=TOKEN) as client:
            yield client
    finally:
        await server.stop()


@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_events_are_whole_however_the_stream_is_cut(size: int) -> None:
    told = b'id: 7\nevent: mode\ndata: {"mode":"auto"}\r\n\r\n: still here\n\n' * 40

    async def answer(request: web.Request) -> web.StreamResponse:
        parts = [told[at : at + size] for at in range(0, len(told), size)]
        return await _streamed(request, parts, whole=True)

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        assert [event async for event in client.events()] == [
            Event("7", "mode", ModeDocument(mode=Mode.AUTO))
        ] * 40


async def test_a_stream_that_breaks_off_is_no_service() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        told = b'event: mode\ndata: {"mode":"auto"}\n\n'
        return await _streamed(request, [told, b"event: mo"], whole=False)

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        events = client.events()
        assert (await anext(events)).data == ModeDocument(mode=Mode.AUTO)
        with pytest.raises(ZiggieError) as caught:
            await anext(events)
    assert caught.value.code == "no_service"


async def test_a_stream_that_falls_silent_is_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ziggie_desktop.contract.client.EVENT_SILENCE_S", 0.3)

    async def answer(request: web.Request) -> web.StreamResponse:
        await _streamed(request, [b": still here\n\n"], whole=True)
        await asyncio.Event().wait()
        return web.Response()

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        with pytest.raises(ZiggieError) as caught:
            await anext(client.events())
    assert caught.value.code == "no_service"


async def test_a_line_without_end_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LINE_BYTES", 1000)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await _streamed(request, [b"data: " + b"x" * 600] * 3, whole=True)

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        with pytest.raises(ZiggieError) as caught:
            _ = [event async for event in client.events()]
    assert caught.value.code == "no_service"


async def test_an_answer_that_does_not_come_is_a_timeout() -> None:
    asked = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        return web.Response()

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        with pytest.raises(ZiggieError) as caught:
            await client._get("state", State, timeout_s=1.0)
    assert asked.is_set()
    assert (caught.value.code, caught.value.status) == ("timeout", 504)


async def test_what_is_no_service_of_this_machine_never_gets_the_token() -> None:
    for url in ("http://example.org:80", "https://127.0.0.1:1", "nonsense"):
        async with Client(url=url, token=TOKEN) as client:
            with pytest.raises(ZiggieError) as caught:
                await client.state()
        assert caught.value.code == "no_service"


async def test_a_query_says_any_character() -> None:
    said, text = [], "50 % & ä=+/?#"

    async def answer(request: web.Request) -> web.StreamResponse:
        said.append(dict(request.query))
        return web.json_response({"requests": []})

    async with asyncio.timeout(WAIT_S), _serving(answer) as client:
        await client.requests(query={"text": text})
    assert said == [{"text": text}]


async def _lines(text: str) -> AsyncIterator[bytes]:
    for line in text.encode().splitlines(keepends=True):
        yield line


@pytest.mark.parametrize(
    ("stream", "modes"),
    [
        ('event: mode\ndata: {"mode":"auto"}\n\n', [Mode.AUTO]),
        (': still here\n\nevent:mode\ndata:{"mode":"auto"}\n\n', [Mode.AUTO]),
        ('event: mode\r\ndata: {"mode":\r\ndata: "local"}\r\n\r\n', [Mode.LOCAL]),
        ('event: later-version\ndata: {}\n\nevent: mode\ndata: {"mode":"cloud"}\n\n', [Mode.CLOUD]),
        ('event: mode\ndata: {"mode":"auto"}', []),  # cut off: not an event
        ("event: mode\n\n", []),
    ],
)
async def test_the_stream_is_read_as_the_standard_says(stream: str, modes: list[Mode]) -> None:
    found = [event.data async for event in parse(_lines(stream))]
    assert found == [ModeDocument(mode=mode) for mode in modes]


async def test_a_broken_event_is_a_bad_answer() -> None:
    with pytest.raises(ZiggieError) as caught:
        [_ async for _ in parse(_lines("event: mode\ndata: {}\n\n"))]
    assert caught.value.code == "bad_answer"
