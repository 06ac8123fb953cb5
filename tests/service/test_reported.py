"""Components report what they used of other metered APIs, and it stands beside ours."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.service.running import RunningService, until
from ziggie_desktop.contract.api import ReportedUsage
from ziggie_desktop.contract.client import Client

REPORT = {
    "provider": "youtube",
    "service": "search.list",
    "quantity": 100,
    "unit": "units",
    "at": "2026-11-22T12:00:00Z",
    "request_id": "yt-1",
    "cost_pico": 5,
}


def reported(service: RunningService) -> list[dict[str, Any]]:
    document = service.call("GET", "/ziggie/v1/usage?by=component").ok()
    return list(document["reported"])


def test_a_component_reports_and_a_second_time_counts_once(service: RunningService) -> None:
    token = service.call("POST", "/ziggie/v1/tokens", {"name": "tubes"}).ok()["token"]
    requests = service.call("GET", "/ziggie/v1/usage").ok()["total"]["requests"]
    for report in (REPORT, REPORT, {**REPORT, "request_id": "yt-2", "cost_pico": None}):
        answer = service.call("POST", "/ziggie/v1/usage", report, headers=[("X-Api-Key", token)])
        assert answer.status == 202, answer.body
        assert answer.json() == {"request_id": report["request_id"]}
    until(lambda: reported(service) and reported(service)[0]["reports"] == 2, "both are booked")
    (row,) = reported(service)
    assert row == {
        "key": "tubes",
        "provider": "youtube",
        "service": "search.list",
        "unit": "units",
        "reports": 2,
        "quantity": 200.0,
        "cost_pico": 5,
        "unpriced": 1,
    }
    after = service.call("GET", "/ziggie/v1/usage").ok()["total"]
    assert after["requests"] == requests, "it is no request of ours"


@pytest.mark.parametrize(
    "wrong",
    [{"at": "2026-11-22T12:00:00"}, {"at": "0001-01-01T00:00:00Z"}, {"at": "2999-01-01T00:00:00Z"},
     {"quantity": -1}, {"provider": ""}, {"cost_pico": 10**17}, {"more": 1}, {"request_id": None}],
)  # fmt: skip
def test_a_report_that_makes_no_sense_is_refused(
    service: RunningService, wrong: dict[str, Any]
) -> None:
    answer = service.call("POST", "/ziggie/v1/usage", {**REPORT, **wrong})
    assert answer.status == 400
    assert answer.json()["error"]["remedy"]


def test_openapi_knows_it(service: RunningService) -> None:
    document = service.call("GET", "/openapi.json").ok()
    assert "post" in document["paths"]["/ziggie/v1/usage"]
    assert "ReportedUsage" in document["components"]["schemas"]


async def test_the_client_reports_too(service: RunningService) -> None:
    report = msgspec.convert({**REPORT, "request_id": "by-client"}, ReportedUsage)
    async with Client(url=service.url, token=service.token) as client:
        assert (await client.report_usage(report)).request_id == "by-client"
