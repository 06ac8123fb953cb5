"""Which addresses may get the key, and what a refusal of it means."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from ziggie_desktop.cloud.claude import ANTHROPIC_URL, Endpoint, check_key, endpoint, headers
from ziggie_desktop.cloud.key import CloudKey
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.demo.parts.local_server import LocalServer

KEY = CloudKey("sk-ant-secret", "environment")


@pytest.mark.parametrize("unset", [None, ""])
def test_unset_is_anthropics_own(unset: str | None) -> None:
    assert endpoint(unset) == Endpoint(ANTHROPIC_URL, simulated=False)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://claude.example.com/", Endpoint("https://claude.example.com", False)),
        ("https://proxy.example:8443/api/", Endpoint("https://proxy.example:8443/api", False)),
        ("http://127.0.0.1:9/", Endpoint("http://127.0.0.1:9", True)),
        ("http://localhost:9", Endpoint("http://localhost:9", True)),
        ("http://[::1]:9", Endpoint("http://[::1]:9", True)),
        ("https://10.0.0.5", Endpoint("https://10.0.0.5", False)),
    ],
)
def test_an_address_that_is_fine(url: str, wanted: Endpoint) -> None:
    assert endpoint(url) == wanted


@pytest.mark.parametrize(
    "url",
    [
        "http://claude.example.com",
        "http://127.0.0.1.evil.example",
        "https://user:hunter2@claude.example.com",
        "https://user@claude.example.com",
        "file:///etc/passwd",
        "ftp://claude.example.com",
        "claude.example.com",
        "https://",
        "https://169.254.169.254/latest",
        "http://169.254.169.254",
        "https://[fe80::1]",
        "https://[::ffff:169.254.169.254]",
        "https://0.0.0.0",
        "http://[::]",
        "https://2852039166",
        "https://0x7f.1",
        "https://a b.example",
        "https://claude.example.com?x=1",
        "https://claude.example.com#x",
        "https://claude.example.com:99999",
        "https://claude.example.com\r\nX-Evil: 1",
    ],
)
def test_an_address_that_must_not_get_the_key(url: str) -> None:
    with pytest.raises(ZiggieError) as refused:
        endpoint(url)
    assert refused.value.code == "cloud_url_refused"
    assert "hunter2" not in refused.value.title


def test_headers_carry_key_and_version() -> None:
    assert headers(KEY) == {"x-api-key": "sk-ant-secret", "anthropic-version": "2023-06-01"}


@pytest.fixture
async def server() -> AsyncIterator[tuple[Endpoint, dict[str, int]]]:
    """A place that answers /v1/models with the status that the test sets."""
    wanted = {"status": 200}
    seen: dict[str, int] = wanted

    async def models(request: web.Request) -> web.Response:
        assert request.headers["x-api-key"] == KEY.value
        if seen["status"] == 302:
            raise web.HTTPFound("http://127.0.0.1:9/elsewhere")
        return web.json_response({"data": [{"id": "claude-x"}]}, status=seen["status"])

    app = web.Application()
    app.router.add_get("/v1/models", models)
    server = LocalServer(app)
    await server.start()
    yield endpoint(server.url), seen
    await server.stop()


@pytest.mark.parametrize(
    ("status", "ok"),
    [(200, True), (401, False), (403, False), (429, True), (500, None), (302, None)],
)
async def test_what_the_answer_says_of_the_key(
    server: tuple[Endpoint, dict[str, int]], status: int, ok: bool | None
) -> None:
    where, settings = server
    settings["status"] = status
    async with aiohttp.ClientSession() as session:
        found = await check_key(session, where, KEY)
    assert found.ok is ok
    assert KEY.value not in found.reason
    assert found.models == (("claude-x",) if status == 200 else ())


async def test_nobody_there_says_nothing_about_the_key() -> None:
    async with aiohttp.ClientSession() as session:
        found = await check_key(session, endpoint("http://127.0.0.1:9"), KEY)
    assert found.ok is None
