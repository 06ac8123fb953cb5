"""Tests what the owner does with models through the running service, beside a (fake) GPU: who used
them, what is unused, whether one fits, pins, and unloads that are proved by the driver."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.make import row
from tests.parts.nvml import MIB, FakeNvml
from tests.service.conftest import MakeService, await_local
from tests.service.http import Http
from tests.service.parts import EMBEDDER, MODEL, Parts
from tests.service.running import RunningService, until
from ziggie_desktop.ledger.store import Ledger

GIB = 1024**3
V1 = "/ziggie/v1"
ASKED = {"model": MODEL, "max_tokens": 8, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture(autouse=True)
def nothing_loaded(parts: Parts) -> None:
    for name in list(parts.ollama._loaded):
        parts.ollama.unload(name)


def listed(service: RunningService, kind: str = "models") -> dict[str, Any]:
    found = service.call("GET", f"{V1}/models").ok()[kind]
    return {one["name"]: one for one in found}


def act(service: RunningService, action: str, model: str, **more: Any) -> Any:
    body = {"action": action, "model": model, **more}
    return service.call("POST", f"{V1}/models", body)


def test_the_list_says_who_used_a_model_last(service: RunningService) -> None:
    token = service.component("kb-analyzer")
    answer = Http(service.url, token=token).call("POST", "/v1/messages", ASKED)
    assert answer.headers["x-ziggie-route"] == "local"
    act(service, "load", MODEL).ok()
    model = listed(service)[MODEL]
    assert model["last_used"]["by"] == "kb-analyzer"
    assert not model["last_used"]["month_only"]
    assert listed(service, "loaded")[MODEL]["last_used"] == model["last_used"]
    assert listed(service)[EMBEDDER]["last_used"] is None
    assert service.state()["disk_bytes"] is None, "the stand-in has no folder to look into"


def test_a_copy_is_listed_and_removed(service: RunningService) -> None:
    act(service, "copy", MODEL, destination="twin:1").ok()
    assert "twin:1" in listed(service)
    again = act(service, "copy", MODEL, destination="twin:1")
    assert (again.status, again.json()["error"]["code"]) == (409, "model_exists")
    assert act(service, "copy", MODEL).status == 400
    act(service, "remove", "twin:1").ok()
    assert "twin:1" not in listed(service)


def test_a_pin_keeps_a_model_loaded_and_survives_a_restart(
    make_service: MakeService, parts: Parts, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    service = make_service(home=home)
    await_local(service)
    act(service, "pin", MODEL).ok()
    assert listed(service)[MODEL]["pinned"]
    assert listed(service, "loaded")[MODEL]["pinned"]
    assert service.call("GET", f"{V1}/settings").ok()["engine"]["pinned"] == [MODEL]
    asked = parts.ollama.calls("/api/generate")[-1].body
    assert asked["keep_alive"] == -1
    parts.ollama.unload(MODEL)  # somebody else did that
    until(lambda: MODEL in parts.ollama._loaded, "the pinned model is back")
    act(service, "unload", MODEL).ok()
    service.stop()
    parts.ollama.requests.clear()
    service = make_service(home=home)
    until(lambda: MODEL in parts.ollama._loaded, "it is loaded after a restart")
    act(service, "unpin", MODEL).ok()
    assert not listed(service)[MODEL]["pinned"]
    assert service.call("GET", f"{V1}/settings").ok()["engine"]["pinned"] == []
    unknown = act(service, "pin", "never-pulled:1b")
    assert unknown.status == 404


def test_what_nobody_used_is_listed_first_and_then_removed(
    make_service: MakeService, parts: Parts, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    now = datetime.now(UTC)

    async def book() -> None:
        ledger = await Ledger.open(home / "ledger.sqlite3")
        ledger.record(row(id="old", model="gone:1", started_at=now - timedelta(days=100)))
        ledger.record(row(id="new", model=MODEL, started_at=now - timedelta(days=2)))
        assert await ledger.flush()
        await ledger.close()

    asyncio.run(book())
    service = make_service(home=home)
    await_local(service)
    removed = parts.ollama.models[EMBEDDER]
    found = until(lambda: _unused(service), "the books are read")
    by_name = {one["name"]: one for one in found["models"]}
    assert by_name[MODEL]["kept"] == "kb used it"
    assert by_name[EMBEDDER]["kept"] is None
    assert found["removed"] == []
    assert EMBEDDER in parts.ollama.models, "the list removes nothing"
    body = {"days": 10, "models": [EMBEDDER, MODEL]}
    done = service.call("POST", f"{V1}/unused", body).ok()
    assert done["removed"] == [EMBEDDER], "what was used stays, whoever asks for it"
    assert set(parts.ollama.models) == {MODEL}
    parts.ollama.models[EMBEDDER] = removed


def _unused(service: RunningService) -> Any:
    found = service.call("GET", f"{V1}/unused?days=10").ok()
    known = {one["kept"] is None for one in found["models"]}
    return found if known == {True, False} else None


@pytest.mark.parametrize("query", ["days=0", "days=x", "days=99999", "days="])
def test_wrong_days_are_refused(service: RunningService, query: str) -> None:
    assert service.call("GET", f"{V1}/unused?{query}").status == 400


def test_without_a_gpu_it_is_said(service: RunningService) -> None:
    until(lambda: service.state()["gpu"]["state"] == "absent", "there is no driver")
    found = service.call("GET", f"{V1}/fit?model={MODEL}&num_ctx=2048").ok()
    assert (found["verdict"], found["source"], found["gpus"]) == ("not", "estimated", 0)
    assert "processor" in found["reason"]
    advice = service.call("GET", f"{V1}/recommended").ok()
    assert advice["tier_gib"] == 0
    assert advice["models"][0]["name"] == "nomic-embed-text"
    assert service.call("GET", f"{V1}/fit").status == 400
    assert service.call("GET", f"{V1}/fit?model={MODEL}&num_ctx=0").status == 400


def test_a_model_fits_a_card_and_its_leaving_is_proved(
    make_service: MakeService, parts: Parts, fake_nvml: FakeNvml
) -> None:
    service = make_service(
        environ=fake_nvml.env, expected=[r"route POST /ziggie/v1/models", r"unload"]
    )
    await_local(service)
    until(lambda: service.state()["gpu"]["state"] == "ok", "the card is seen")
    found = service.call("GET", f"{V1}/fit?model={MODEL}").ok()
    assert (found["verdict"], found["now"], found["source"]) == ("fits", "fits", "estimated")
    assert found["gpu_layers"] == found["layers"] == 28
    # 28 layers x 8 heads x 128 x 2 (keys and values) x 2 bytes = 112 KiB a token
    large = service.call("GET", f"{V1}/fit?model={MODEL}&num_ctx=400000").ok()
    assert large["verdict"] == "partly"
    assert 0 < large["gpu_layers"] < 28
    advice = service.call("GET", f"{V1}/recommended").ok()
    assert advice["tier_gib"] == 24

    fake_nvml.set(memory_used=1000 * MIB)
    act(service, "load", MODEL).ok()
    pid = os.getpid()  # the stand-in lives in this process: the service adopted it
    fake_nvml.set(compute=f"{pid}:{2 * GIB}", memory_used=1000 * MIB + 2 * GIB)
    measured = service.call("GET", f"{V1}/fit?model={MODEL}").ok()
    assert (measured["source"], measured["verdict"]) == ("measured", "fits")
    assert measured["measured"]["load_seconds"] is not None

    def engine_holds() -> Any:
        cards = service.state()["gpu"]["gpus"]
        return cards and any(p["is_engine"] for p in cards[0]["processes"])

    until(engine_holds, "the driver shows Ollama's process")
    stuck = act(service, "unload", MODEL)
    assert (stuck.status, stuck.json()["error"]["code"]) == (504, "vram_stuck")
    assert "restart the engine" in stuck.json()["error"]["remedy"]
    act(service, "load", MODEL).ok()
    fake_nvml.set(compute=f"{pid}:{100 * MIB}", memory_used=1100 * MIB)
    act(service, "unload", MODEL).ok()
    assert listed(service, "loaded") == {}


def test_long_work_is_told_and_cannot_be_mistaken(service: RunningService, tmp_path: Path) -> None:
    refused = service.call("POST", f"{V1}/jobs", {"action": "verify"})
    assert (refused.status, refused.json()["error"]["code"]) == (409, "cannot_check")
    file = tmp_path / "Modelfile"
    file.write_text("COLOUR red\n", encoding="utf-8")
    for body in (
        {"action": "create", "model": "x"},
        {"action": "create", "path": str(file)},
        {"action": "create", "model": "x", "path": "Modelfile"},
        {"action": "cancel"},
    ):
        assert service.call("POST", f"{V1}/jobs", body).status == 400, body
    assert service.call("POST", f"{V1}/jobs", {"action": "cancel", "id": "none"}).status == 404
    with service.http.server_sent(f"{V1}/events") as events:
        next(events)
        body = {"action": "create", "model": "x", "path": str(file)}
        job = service.call("POST", f"{V1}/jobs", body)
        assert job.status == 202
        told = next(
            data for _, name, data in events if name == "job" and data["state"] != "running"
        )
    assert (told["id"], told["state"]) == (job.json()["id"], "failed")
    assert "Line 1" in told["error"]
    assert told in service.call("GET", f"{V1}/jobs").ok()["jobs"]
    assert told in service.state()["jobs"]
