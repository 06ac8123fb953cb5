"""Is every request being written down?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    if facts.ledger_reason is None:
        return None
    return Problem(
        code="ledger_not_writing",
        title=f"The ledger cannot write: {facts.ledger_reason}",
        remedy="Make room on the disk of Ziggie's home, or make it writable; where the ledger is "
        "in PostgreSQL, see that its server runs. Requests go on being answered meanwhile; they "
        "are written down as soon as that works again.",
        severity=Severity.ERROR,
    )
