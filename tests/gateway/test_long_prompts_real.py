"""The real Ollama 0.9.3 leaves out messages in silence; through the gateway it never does.

Its context is made very small, so that a prompt that is too long is read in no time.
"""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.gateway.speech import PATHS, request
from tests.gateway.stand import CLOUD, Stand
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.gateway.upstream import Limits
from ziggie_desktop.routing.request import Side, Target

pytestmark = [pytest.mark.real_ollama, pytest.mark.timeout(300)]

CONTEXT = 64
OPTIONS = {"num_ctx": CONTEXT, "num_thread": 1}
ENGLISH = "The keeper writes in the ledger. "
CHINESE = "今天天气很好，我们去公园散步吧。"
BASE64 = base64.b64encode(bytes(range(0, 250, 5))).decode()


def turns(text: str, count: int) -> list[dict[str, str]]:
    roles = ("user", "assistant")
    return [{"role": roles[n % 2], "content": f"{n} {text}"} for n in range(count)]


LONG = {
    "English": turns(ENGLISH, 7),
    "Chinese": turns(CHINESE[:8], 5),
    "base64": turns(BASE64[:40], 5),
    "a system prompt": [
        {"role": "system", "content": "Never name the keeper. " * 6},
        {"role": "user", "content": ENGLISH * 5},
    ],
}


@pytest.fixture
async def real(real_ollama: RealOllama) -> AsyncIterator[Stand]:
    """The stand between the simulated cloud and the real Ollama."""
    async with Stand(limits=Limits()) as stand:
        stand.local.at, stand.local.options = real_ollama.url, dict(OPTIONS)
        stand.ollama.version = "0.9.3"
        stand.way.first, stand.way.then = Target(side=Side.LOCAL, model=MODEL_NAME), CLOUD
        stand.cloud.canonical = CANONICAL_TEXT
        yield stand


async def ask(stand: Stand, dialect: str, messages: list[dict[str, str]], stream: bool) -> Any:
    body = {**request(dialect, stream=stream), "messages": messages}
    body["temperature"] = 0
    body["options"] = {"num_predict": 4}
    if dialect != "ollama":
        del body["options"]
        body["max_tokens"] = 4
    async with stand.client.post(stand.url + PATHS[dialect], json=body) as response:
        await response.read()
        return response.headers


@pytest.mark.parametrize(
    ("kind", "dialect", "stream"),
    [("English", "anthropic", True), ("Chinese", "openai", False), ("base64", "ollama", True),
     ("a system prompt", "openai", True)],
)  # fmt: skip
async def test_what_it_would_cut_goes_to_the_other_side(
    real: Stand, kind: str, dialect: str, stream: bool
) -> None:
    headers = await ask(real, dialect, LONG[kind], stream)
    assert headers["x-ziggie-route"] == "cloud"
    assert f"the context is {CONTEXT}" in headers["x-ziggie-fallback"]


async def test_what_fits_is_answered(real: Stand) -> None:
    headers = await ask(real, "anthropic", turns("Hi.", 3)[1:], stream=False)
    assert headers["x-ziggie-route"] == "local", headers
    row = await real.row()
    assert row.gen_ai_usage_input_tokens is not None
    assert row.gen_ai_usage_input_tokens < CONTEXT


def test_by_itself_it_says_nothing(real_ollama: RealOllama) -> None:
    """Why all this is needed: fewer tokens than there is room for, and not all of the messages."""
    body = {
        "model": MODEL_NAME,
        "messages": LONG["English"],
        "stream": False,
        "truncate": False,
        "options": {**OPTIONS, "num_predict": 1},
    }
    data = json.dumps(body).encode()
    with urllib.request.urlopen(real_ollama.url + "/api/chat", data, timeout=200) as answer:
        assert json.load(answer)["prompt_eval_count"] < CONTEXT
