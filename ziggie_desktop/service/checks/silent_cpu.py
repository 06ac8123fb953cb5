"""Does a model that should be on the GPU work on the processor instead?"""

from __future__ import annotations

from ziggie_desktop.contract.state import GpuState, Problem, Severity
from ziggie_desktop.engine.speed import off_gpu, slow_words
from ziggie_desktop.service.checks.facts import Facts

RELOAD = (
    "Restart the engine, so that it looks for the GPU anew. If it comes back after sleep, reload "
    "the driver (Linux: rmmod nvidia_uvm && modprobe nvidia_uvm). If it is "
    "meant to be there, set num_gpu = 0 for it under [engine.options_by_model]."
)
SMALLER = (
    "Unload other models and close programs that use the GPU, or take a smaller model or context."
)


def check(facts: Facts) -> Problem | None:
    """One problem for all models, the worst sign first. Without a known GPU there is none."""
    if facts.gpu.state is not GpuState.OK or not facts.gpu.gpus:
        return None
    away = off_gpu(facts.loaded)
    loaded = {model.name for model in facts.loaded}
    slow = [one for one in facts.slow if one.model in loaded]
    none_there = [one.model for one in away if one.share == 0]
    if none_there:
        names = ", ".join(none_there)
        return _problem(f"{names}: on the processor, not on the GPU.", RELOAD)
    if slow:
        words = "; ".join(f"{one.model} {slow_words(one)}" for one in slow)
        return _problem(f"{words}.", RELOAD if not away else SMALLER)
    if facts.doubts:  # not loaded any more, and not shown to be well since
        return _problem(f"{'; '.join(facts.doubts)}.", RELOAD)
    if away:
        words = "; ".join(f"{one.model}: {one.share:.0%} on the GPU" for one in away)
        return _problem(f"{words}, the rest on the processor.", SMALLER, Severity.INFO)
    return None


MEANWHILE = " Until it is well again, Claude is asked first where it may answer."


def _problem(title: str, remedy: str, severity: Severity = Severity.WARNING) -> Problem:
    said = MEANWHILE if severity is Severity.WARNING else ""
    return Problem(code="silent_cpu", title=title, remedy=remedy + said, severity=severity)
