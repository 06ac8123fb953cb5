"""The shipped examples, unmodified and in processes of their own, and what the ledger booked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.parts.ollama_fake import OllamaFault
from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService, clean_environment, until
from ziggie_desktop.data import resource

TIMEOUT_S = 100.0
EXAMPLES = ("kb_analyzer.py", "agent_spawner.py")


def run(service: RunningService, example: str, *arguments: str, component: str) -> Any:
    """Its output, of a process that was given nothing but a base URL and a token."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(resource("examples") / example), *arguments],
        env=clean_environment(
            ANTHROPIC_BASE_URL=service.url, ANTHROPIC_API_KEY=service.component(component)
        ),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def booked(service: RunningService, component: str, count: int) -> list[Any]:
    """All rows of a component, the oldest first, once there are that many."""

    def rows() -> list[Any]:
        found = service.call("GET", "/ziggie/v1/requests?limit=1000").ok()["requests"]
        return [row for row in reversed(found) if row["component"] == component]

    until(lambda: len(rows()) >= count, f"{count} rows of {component} are booked")
    return rows()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in ("backup", "network", "printer"):
        (folder / f"{name}.md").write_text(f"# The {name}\n\nIt hums.\n", encoding="utf-8")
    return folder


def test_kb_analyzer_is_answered_by_the_local_model(
    service: RunningService, parts: Parts, notes: Path
) -> None:
    found = run(service, "kb_analyzer.py", str(notes), component="kb-local")
    assert [line["title"] for line in found] == ["The backup", "The network", "The printer"]
    assert all(line["summary"] for line in found)
    rows = booked(service, "kb-local", 3)
    assert len(rows) == 3
    for row in rows:
        assert (row["task"], row["priority"], row["agent_level"]) == ("kb.analyze", "low", None)
        assert (row["route"], row["model"], row["status"]) == ("local", MODEL, "ok")
        assert row["gen_ai_request_model"] == "claude-haiku-5-5"
        assert row["counterfactual_cost_pico"] > 0
    assert parts.cloud.messages() == []


def test_agents_go_where_their_level_sends_them(service: RunningService, parts: Parts) -> None:
    (found,) = run(service, "agent_spawner.py", "A quieter office", "4", component="agents")
    assert len(found["drafts"]) == 4
    assert found["plan"]
    assert found["verdict"]
    rows = booked(service, "agents", 6)
    seen = Counter((r["task"], r["agent_level"], r["priority"], r["route"]) for r in rows)
    assert seen == {
        ("agent.plan", "L1", "high", "cloud"): 1,
        ("agent.work", "L2", "medium", "local"): 4,
        ("agent.check", "L3", "low", "local"): 1,
    }
    assert [m.body["model"] for m in parts.cloud.messages()] == ["claude-opus-5-5"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_knows_the_anthropic_package_alone(example: str) -> None:
    text = (resource("examples") / example).read_text(encoding="utf-8")
    compile(text, example, "exec")
    assert "import anthropic" in text
    assert "import ziggie" not in text
    assert "from ziggie" not in text


def test_kb_analyzer_is_answered_by_claude_where_the_local_model_fails(
    service: RunningService, parts: Parts, notes: Path
) -> None:
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/chat")
    found = run(service, "kb_analyzer.py", str(notes), component="kb-failing")
    assert all(line["summary"] for line in found)
    rows = booked(service, "kb-failing", 3)
    assert [row["route"] for row in rows] == ["cloud"] * 3
    assert [row["fallback_from"] for row in rows] == ["local"] * 3
    assert all(row["list_cost_pico"] > 0 for row in rows)
    assert len(parts.cloud.messages()) == 3
