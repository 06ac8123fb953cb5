"""The FOCUS export of the running service."""

from __future__ import annotations

import csv
import io

from tests.service.running import RunningService, until

ASK = {"model": "smollm2:135m", "messages": [{"role": "user", "content": "hi"}], "stream": False}


def test_requests_as_focus(service: RunningService) -> None:
    service.call("POST", "/api/chat", {**ASK, "model": service.state()["models"][0]["name"]}).ok()
    until(lambda: service.call("GET", "/ziggie/v1/requests").ok()["requests"], "it is booked")
    answer = service.call("GET", "/ziggie/v1/requests?format=focus")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")
    charges = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert not charges, "nobody knows what the electricity cost"
    assert answer.headers["x-ziggie-unpriced"] == "1"
    bought = {"hardware": {"price_usd": 1200.0, "bought_on": "2026-01-01"}}
    service.call("POST", "/ziggie/v1/settings", bought).ok()
    answer = service.call("GET", "/ziggie/v1/requests?format=focus")
    charges = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert {charge["ChargeCategory"] for charge in charges} == {"Purchase", "Usage"}
    parquet = service.call("GET", "/ziggie/v1/requests?format=parquet")
    assert parquet.status == 200
    assert parquet.body[:4] == b"PAR1"
    refused = service.call("GET", "/ziggie/v1/requests?format=xml")
    assert refused.status == 400
