"""What the gateway says of its models: the lists, what one can do, tokens counted beforehand."""

from __future__ import annotations

from tests.gateway.stand import CLOUD, CLOUD_MODEL, LOCAL_MODEL, UNKNOWN, Stand
from ziggie_desktop.demo.parts.cloud_faults import CloudFault


async def test_lists_have_a_request_id(stand: Stand) -> None:
    get, version = stand.client.get, {"anthropic-version": "2023-06-01"}
    for path in ("/v1/models", "/v1/models/none", "/api/tags", "/api/ps", "/api/version"):
        async with get(stand.url + path, headers=version) as response:
            named = response.headers["x-ziggie-request-id"]
            assert named.startswith("req_")
            assert response.headers["request-id"] == named
    for name in (LOCAL_MODEL, "ziggie-auto"):
        async with stand.client.post(stand.url + "/api/show", json={"model": name}) as response:
            assert response.headers["x-ziggie-request-id"].startswith("req_")


async def test_count_tokens(stand: Stand) -> None:
    body = {"model": CLOUD_MODEL, "messages": [{"role": "user", "content": "Count this."}]}
    url = stand.url + "/v1/messages/count_tokens"
    headers = {"anthropic-version": "2023-06-01"}
    async with stand.client.post(url, json=body, headers=headers) as response:
        said = await response.json()
    assert said["ziggie"]["estimate"] is True
    assert said["input_tokens"] > 0
    stand.way.first = CLOUD
    async with stand.client.post(url, json=body, headers=headers) as response:
        said = await response.json()
    assert said["ziggie"]["estimate"] is False
    stand.cloud.fail(CloudFault.SERVER_ERROR, path="/v1/messages/count_tokens")
    async with stand.client.post(url, json=body, headers=headers) as response:
        assert (await response.json())["ziggie"]["estimate"] is True
    stand.way.first = UNKNOWN
    async with stand.client.post(url, json=body, headers=headers) as response:
        assert response.status == 404
        assert (await response.json())["error"]["type"] == "not_found_error"


async def test_model_lists(stand: Stand) -> None:
    names = {"ziggie-auto", LOCAL_MODEL, CLOUD_MODEL}
    async with stand.client.get(stand.url + "/v1/models") as response:
        said = await response.json()
    assert said["object"] == "list"
    assert {m["id"] for m in said["data"]} == names
    async with stand.client.get(
        stand.url + "/v1/models", headers={"anthropic-version": "2023-06-01"}
    ) as response:
        said = await response.json()
    assert said["has_more"] is False
    assert {m["id"] for m in said["data"]} == names
    for ready in (True, False):
        stand.local.ready = ready
        async with stand.client.get(stand.url + "/api/tags") as response:
            assert {m["name"] for m in (await response.json())["models"]} == names
        async with stand.client.get(stand.url + "/api/version") as response:
            assert (await response.json())["version"] == "0.33.0"
        async with stand.client.get(stand.url + "/api/ps") as response:
            assert response.status == 200
    async with stand.client.get(stand.url + "/v1/models/gpt-4o") as response:
        assert (await response.json())["id"] == "gpt-4o", "another model answers to it"
    stand.way.first = UNKNOWN
    async with stand.client.get(stand.url + "/v1/models/none") as response:
        assert response.status == 404
        assert "error" in await response.json()


async def test_show(stand: Stand) -> None:
    url = stand.url + "/api/show"
    async with stand.client.post(url, json={"model": LOCAL_MODEL}) as response:
        assert (await response.json())["model_info"]
    async with stand.client.post(url, json={"model": "ziggie-auto"}) as response:
        assert "completion" in (await response.json())["capabilities"]
    for name in ("claude-haiku-4-5", CLOUD_MODEL):
        async with stand.client.post(url, json={"model": name}) as response:
            assert (await response.json())["details"]["family"] == "claude"
    async with stand.client.post(url, json={"name": "mistral", "verbose": True}) as response:
        assert (await response.json())["model_info"], "those of the model that stands in for it"
    assert stand.ollama.calls("/api/show")[-1].body == {"model": LOCAL_MODEL, "verbose": True}
    stand.way.first = UNKNOWN
    async with stand.client.post(url, json={"model": "none"}) as response:
        assert response.status == 404
    async with stand.client.post(url, data=b"x") as response:
        assert response.status == 400
    stand.local.ready = False
    async with stand.client.post(url, json={"model": LOCAL_MODEL}) as response:
        assert response.status == 503
