"""Is Ollama run as the settings say?"""

from __future__ import annotations

from ziggie_desktop.contract.state import EngineState, Problem, Severity
from ziggie_desktop.engine.settings import setting_of
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    waiting = facts.engine.settings_waiting
    if waiting:
        names = ", ".join(setting_of(name) for name in waiting)
        if facts.engine.state is EngineState.ADOPTED:
            return Problem(
                code="engine_settings_elsewhere",
                title=f"{names}: said to an Ollama that Ziggie starts, but this one was started"
                " by somebody else.",
                remedy="Set it where that Ollama is started, or have Ziggie run it: engine.run ="
                ' "systemd" or "docker", or stop the other one.',
                severity=Severity.INFO,
            )
        return Problem(
            code="engine_restart_needed",
            title=f"Not in force before Ollama is started again: {names}.",
            remedy=facts.engine.remedy
            or "Restart the engine when it suits you: `ziggie-desktop engine restart`.",
        )
    if facts.engine_warnings:
        return Problem(
            code="engine_logs_prompts",
            title=" ".join(facts.engine_warnings),
            remedy="Take it out of the settings when you no longer need it.",
        )
    return None
