"""A machine without a GPU: what an answer took is unknown, or estimated once the owner said so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parts.nvml import FakeNvml
from tests.service.conftest import MakeService, await_local
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from tests.service.test_shared_energy import ask
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.gpu.rapl import Rapl, Unreadable


def _row(service: RunningService, request_id: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        rows = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
        return next((row for row in rows if row["id"] == request_id), None)

    row: dict[str, Any] = until(found, "the request is in the ledger")
    return row


def test_the_processors_joules_are_labelled(make_service: MakeService, parts: Parts) -> None:
    try:
        Rapl().read()
    except Unreadable:
        pass
    else:
        pytest.skip("this machine's processor can be read: nothing is estimated")
    parts.ollama.canonical, parts.ollama.tokens_per_s = CANONICAL_TEXT, 20.0
    service = make_service()
    await_local(service)
    until(lambda: service.state()["gpu"]["state"] in ("absent", "ok"), "the GPU was looked for")
    if service.state()["gpu"]["state"] == "ok":
        pytest.skip("this machine has a GPU: its joules count")
    state = service.state()
    assert state["processor"]["power_mw"] is state["pc"]["power_mw"] is None
    assert state["processor"]["remedy"]
    row = _row(service, ask(service, 10))
    assert row["energy_mj"] is row["energy_source"] is None

    service.call("POST", "/ziggie/v1/settings", {"power": {"cpu_tdp_w": 100}}).ok()
    until(lambda: service.state()["processor"]["power_mw"] is not None, "it is estimated")
    power = service.state()
    assert power["processor"]["quality"] == "estimate"
    assert power["pc"]["power_mw"] > 35_000  # the rest alone
    metrics = service.call("GET", "/metrics").body.decode()
    assert 'ziggie_processor_power_watts{quality="estimate"}' in metrics
    assert "ziggie_pc_power_watts " in metrics
    request = ask(service, 20)
    until(lambda: _row(service, request)["energy_mj"] is not None, "it is metered")
    row = _row(service, request)
    assert (row["energy_source"], row["energy_quality"]) == ("processor", "estimate")
    assert row["energy_band_percent"] == 50.0


def test_beside_a_gpu_the_processors_joules_are_a_line_that_outlives_the_service(
    make_service: MakeService, parts: Parts, fake_nvml: FakeNvml
) -> None:
    """Asked before a quiet level is known, so that no load of this machine hides it."""
    parts.ollama.canonical, parts.ollama.tokens_per_s = CANONICAL_TEXT, 20.0
    fake_nvml.power(28_000)
    service = make_service(environ=fake_nvml.env)
    await_local(service)
    until(lambda: service.state()["gpu"]["state"] == "ok", "the GPU is read")
    service.call("POST", "/ziggie/v1/settings", {"power": {"cpu_tdp_w": 1_000}}).ok()
    paths = [f"/ziggie/v1/requests/{ask(service, 30)}" for _ in range(2)]
    rows = [service.call("GET", path).ok() for path in paths]
    assert {row["energy_source"] for row in rows} == {"gpu"}
    service.stop()
    again = make_service(environ=fake_nvml.env, home=service.home)
    (line,) = again.call("GET", "/ziggie/v1/usage?by=component").ok()["energy"]
    assert line["processor_mj"] + line["processor_estimated_mj"] > 0
    assert line["attributed_mj"] == sum(row["energy_mj"] for row in rows)
