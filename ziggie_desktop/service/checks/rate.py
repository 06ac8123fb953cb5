"""Is electricity priced in a currency whose rate to the cloud's nobody gave?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    own = facts.currency
    if own.usd_per_unit is not None:
        return None
    return Problem(
        code="rate_missing",
        title=f"Electricity is priced in {own.code}, Claude in US dollars, and there is no rate:"
        " what electricity costs and what was saved net are unknown.",
        remedy=f"Say what one {own.code} is in US dollars: `usd_per_unit` in [tariff], or the rate"
        " beside the price of electricity in the settings.",
        severity=Severity.INFO,
    )
