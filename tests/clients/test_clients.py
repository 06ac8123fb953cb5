"""Clients as they come, in processes of their own, each given a base URL and a token: the Anthropic
SDK before 1.0, LangChain's chat models, LiteLLM as a library. Both sides answer each of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.parts.fixtures import missing
from tests.service.parts import Parts
from tests.service.running import RunningService, clean_environment
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT

ROOT = Path(__file__).parents[2]
DRIVERS = Path(__file__).parent / "drivers"
TIMEOUT_S = 100.0
CALLS = [["weather", {"city": "Graz"}], ["weather", {"city": "Linz"}]]
SIDES = {"local", "cloud"}


def client_python() -> Path:
    """Of the environment that holds the clients."""
    place = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    python = ROOT / ".venv-clients" / place
    if not python.exists():
        missing("the clients are not installed: run `python3 installer/run.py test` once")
    return python


@pytest.fixture
def drive(service: RunningService, parts: Parts) -> Any:
    """Runs one driver; its findings by side and case."""
    parts.cloud.canonical = parts.ollama.canonical = CANONICAL_TEXT

    def run(name: str) -> dict[tuple[str, str], dict[str, Any]]:
        environ = clean_environment(
            ZIGGIE_TEST_URL=service.url,
            ZIGGIE_TEST_TOKEN=service.component(name),
            NO_PROXY="127.0.0.1",
        )
        done = subprocess.run(
            [str(client_python()), str(DRIVERS / f"drive_{name}.py")],
            env=environ,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return {(line.pop("side"), line.pop("case")): line for line in lines}

    return run


def check(found: dict[tuple[str, str], dict[str, Any]], *, ways: tuple[str, ...]) -> None:
    """Each way of asking has the text whole, or both calls, and its counts, from both sides."""
    for side in SIDES:
        for way in ways:
            told = found[side, way]
            if way.endswith("tools"):
                assert told["calls"] == CALLS, (side, way, told)
            else:
                assert (told["text"], told["calls"]) == (CANONICAL_TEXT, []), (side, way, told)
            assert all(count and count > 0 for count in told["tokens"]), (side, way, told)


def test_the_anthropic_sdk_before_1(drive: Any) -> None:
    found = drive("anthropic")
    ways = ("create", "stream", "bearer", "tool results", "async create", "async stream")
    check(found, ways=(*ways, "stream tools", "async tools"))
    for side in SIDES:
        assert {found[side, way]["stop"] for way in ways} == {"end_turn"}
        assert found[side, "stream tools"]["stop"] == "tool_use"
        events = found[side, "events"]
        assert events == {"first": "message_start", "last": "message_stop", "starts": 1}
        assert found[side, "headers"]["route"] == side
        assert found[side, "headers"]["id"].startswith("req_")
        assert found[side, "count"]["tokens"] > 0
    assert found["none", "wrong token"] == {"type": "AuthenticationError", "status": 401}
    assert found["none", "wrong model"] == {"type": "NotFoundError", "status": 404}


WAYS = {
    "langchain": ("invoke", "stream", "ainvoke", "astream", "tools", "stream tools"),
    "litellm": ("completion", "stream", "acompletion", "astream", "tools", "stream tools"),
}


@pytest.mark.parametrize(
    ("client", "dialects"),
    [
        ("langchain", ("anthropic", "openai", "responses", "ollama")),
        ("litellm", ("anthropic", "openai", "ollama")),
    ],
)
def test_clients_built_on_the_sdks(drive: Any, client: str, dialects: tuple[str, ...]) -> None:
    found = drive(client)
    for dialect in dialects:
        check(found, ways=tuple(f"{dialect} {way}" for way in (*WAYS[client], "tool results")))
