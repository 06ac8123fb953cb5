"""The shipped examples and the three questions, with the real Ollama and the simulated Claude."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples.test_examples import booked, run
from tests.parts.real_ollama import RealOllama, free_port
from tests.service.parts import Parts
from tests.service.running import RunningService
from tests.service.test_real import await_ready
from ziggie_desktop.demo.parts.model import MODEL_NAME

pytestmark = [pytest.mark.real_ollama, pytest.mark.timeout(300)]

BRIEF = "smollm2:brief"  # the same model, which ends its answers at the first full stop or comma
QUESTIONS = (
    "Is the CPU usage high right now?",
    "What did the agents cost this week?",
    "Why did it go to the cloud?",
)


@pytest.fixture
def real(
    ollama_program: Path, smollm_gguf: Path, module_parts: Parts, tmp_path: Path
) -> Iterator[RunningService]:
    """A service with its own real Ollama, which has one model of few words."""
    with RealOllama(program=ollama_program, root=tmp_path) as ollama:
        ollama.add_model(smollm_gguf)
        post(
            f"{ollama.url}/api/create",
            {
                "model": BRIEF,
                "from": MODEL_NAME,
                "parameters": {"stop": [".", ","]},
                "stream": False,
            },
        )
        post(f"{ollama.url}/api/delete", {"model": MODEL_NAME}, method="DELETE")
    environ = {
        "ZIGGIE_OLLAMA": str(ollama_program),
        "OLLAMA_MODELS": str(tmp_path / "models"),
        "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
        "ZIGGIE_CLOUD_URL": module_parts.cloud.url,
        "ANTHROPIC_API_KEY": module_parts.cloud.key,
    }
    arguments = ("--port", "0")
    with RunningService(home=tmp_path / "home", environ=environ, arguments=arguments) as running:
        await_ready(running)
        yield running


def post(url: str, body: object, method: str = "POST") -> None:
    data = json.dumps(body).encode()
    with urllib.request.urlopen(
        urllib.request.Request(url, data, method=method), timeout=30
    ) as got:
        assert got.status == 200


def test_examples_and_questions_on_the_real_parts(real: RunningService, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "printer.md").write_text("# The printer\n\nIt hums.\n", encoding="utf-8")
    (found,) = run(real, "kb_analyzer.py", str(notes), component="kb")
    assert found["summary"]
    (row,) = booked(real, "kb", 1)
    assert (row["route"], row["model"], row["status"]) == ("local", BRIEF, "ok")
    (found,) = run(real, "agent_spawner.py", "A quiet office", "1", component="agents")
    assert all((found["plan"], found["drafts"][0], found["verdict"]))
    rows = booked(real, "agents", 3)
    assert [row["route"] for row in rows] == ["cloud", "local", "local"]
    cpu, cost, why = (
        real.call("POST", "/ziggie/v1/query", {"question": asked}, timeout_s=60).ok()
        for asked in QUESTIONS
    )
    assert cpu["facts"]["machine"]["cpu_usage_is"]
    (spent,) = [told for told in cost["facts"]["costs"] if told["whose"] == "agents"]
    assert spent["requests"] == 3
    billed = sum(row["list_cost_pico"] or 0 for row in rows)
    assert spent["cloud_cost_usd"] == f"{billed / 10**12:.6f}"
    (told,) = why["facts"]["requests"]
    assert told["reason"] == "agents of level L1 go to the cloud"
    for reply in (cpu, cost, why):
        assert reply["answer"]
        assert reply["route"] in ("local", None), json.dumps(reply)
