"""Owns the list of checks: one problem a file. They run on each change and cost nothing."""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.service.checks import (
    budget,
    cloud,
    engine,
    engine_settings,
    gpu,
    heat,
    ledger,
    models,
    rate,
    sensor,
    silent_cpu,
    stuck,
    update,
)
from ziggie_desktop.service.checks.facts import Facts

CHECKS = (
    engine.check,
    engine_settings.check,
    ledger.check,
    budget.check,
    models.check,
    cloud.check,
    gpu.check,
    heat.check,
    sensor.check,
    silent_cpu.check,
    update.check,
    stuck.check,
    rate.check,
)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def problems(facts: Facts) -> tuple[Problem, ...]:
    """All that is wrong now, the worst first."""
    found = [*facts.files, *(p for check in CHECKS if (p := check(facts)) is not None)]
    return tuple(sorted(found, key=lambda problem: _ORDER[problem.severity]))
