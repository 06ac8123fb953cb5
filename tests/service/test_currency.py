"""The owner's currency: converted by the owner's rate alone; and what is said without one."""

from __future__ import annotations

from typing import Any

from tests.service.running import RunningService, until

PRICE = {"valid_from": "2020-01-01", "price_micro_per_kwh": 300_000}


def tariff(service: RunningService, **more: str | None) -> None:
    own = {"currency": "EUR", "tz": "UTC", "versions": [PRICE], **more}
    service.call("POST", "/ziggie/v1/settings", {"tariff": own}).ok()


def problems(service: RunningService) -> dict[str, Any]:
    return {one["code"]: one for one in service.state()["problems"]}


def test_without_a_rate_it_is_said_and_with_one_the_currency_is_told(
    service: RunningService,
) -> None:
    assert service.state()["currency"] == {"code": "USD", "usd_per_unit": "1"}
    tariff(service)
    said = problems(service)["rate_missing"]
    assert "priced in EUR" in said["title"]
    assert "usd_per_unit" in said["remedy"]
    assert service.state()["currency"] == {"code": "EUR", "usd_per_unit": None}
    assert service.call("GET", "/ziggie/v1/health").json()["status"] == "ok"
    tariff(service, usd_per_unit="1.08")
    until(lambda: "rate_missing" not in problems(service), "it is said no more")
    assert service.state()["currency"] == {"code": "EUR", "usd_per_unit": "1.08"}
