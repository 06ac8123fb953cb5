"""Both versions of the Anthropic API, with either credential, from both sides."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.gateway.speech import request, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

VERSIONS = ("2023-06-01", "2026-10-21")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("stream", [True, False])
async def test_each_version_is_answered_and_passed_on(
    stand: Stand, version: str, stream: bool
) -> None:
    stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT
    for first in (LOCAL, CLOUD):
        stand.way.first, stand.way.then = first, None
        for key in ({"x-api-key": "zgd_a"}, {"authorization": "Bearer zgd_a"}):
            headers = {"anthropic-version": version, **key}
            heard = await say(stand.client, stand.url, "anthropic", stream=stream, headers=headers)
            assert (heard.text, heard.finished) == (CANONICAL_TEXT, True)
    assert [seen.version for seen in stand.cloud.messages()] == [version, version]


async def post(stand: Stand, version: str | None, **more: Any) -> tuple[int, Any]:
    body = request("anthropic", stream=False) | more
    headers = {} if version is None else {"anthropic-version": version}
    async with stand.client.post(stand.url + "/v1/messages", json=body, headers=headers) as got:
        return got.status, msgspec.json.decode(await got.read())


async def test_what_a_version_refuses_is_told_in_its_words(stand: Stand) -> None:
    stand.way.first, stand.way.then = CLOUD, LOCAL
    status, answer = await post(stand, VERSIONS[0], temperature=0.5)
    assert status == 200
    status, answer = await post(stand, VERSIONS[1], temperature=0.5)
    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")
    assert "temperature" in answer["error"]["message"]
    assert stand.ollama.calls("/api/chat") == [], "what is wrong with the request stays wrong"


async def test_without_a_version_the_older_one_is_asked(stand: Stand) -> None:
    stand.way.first, stand.way.then = CLOUD, None
    assert (await post(stand, None))[0] == 200
    assert [seen.version for seen in stand.cloud.messages()] == [VERSIONS[0]]


async def test_what_we_write_goes_under_the_version_that_we_write_for(stand: Stand) -> None:
    """A stream that broke off is continued by a request of ours, not by the caller's bytes."""
    stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT
    stand.way.first, stand.way.then = CLOUD, LOCAL
    stand.cloud.fail(CloudFault.CUT, after_tokens=10)
    heard = await say(
        stand.client,
        stand.url,
        "anthropic",
        stream=True,
        headers={"anthropic-version": VERSIONS[1]},
    )
    assert (heard.text, heard.starts) == (CANONICAL_TEXT, 1)
    stand.way.first, stand.way.then = CLOUD, None
    await say(stand.client, stand.url, "openai", stream=True)
    assert [seen.version for seen in stand.cloud.messages()] == [VERSIONS[1], VERSIONS[0]]
