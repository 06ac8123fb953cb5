"""Owns the Prometheus text at /metrics. Figures that are unknown are left out, never zero."""

from __future__ import annotations

from collections.abc import Iterator

from ziggie_desktop.contract.state import State, Totals

PICO = 1e12


def render(state: State) -> str:
    """Prometheus exposition format 0.0.4 of the snapshot."""
    return "\n".join(
        [*_engine(state), *_loads(state), *_gpus(state), *_power(state), *_totals(state.today), ""]
    )


def _engine(state: State) -> Iterator[str]:
    yield from _gauge("ziggie_info", 1, "Version of the service", f'version="{state.version}"')
    ready = state.engine.state.value in ("ready", "adopted")
    yield from _gauge("ziggie_engine_ready", int(ready), "1 while Ollama can be asked")
    yield from _gauge("ziggie_engine_restarts", state.engine.restarts, "Restarts of Ollama by us")
    lent = int(state.yielded is not None)
    yield from _gauge("ziggie_gpu_lent", lent, "1 while models make room for another program")
    yield from _gauge("ziggie_active_requests", state.active_requests, "Requests under way")


def _loads(state: State) -> Iterator[str]:
    """Counted since the model was first used here, over restarts."""
    counters = {
        "ziggie_reloads_total": ("reloads", "Loads anew, for a caller's larger context"),
        "ziggie_reloads_avoided_total": ("reloads_avoided", "Callers' own options not followed"),
    }
    for metric, (field, help_text) in counters.items():
        if state.loads:
            yield f"# HELP {metric} {help_text}"
            yield f"# TYPE {metric} counter"
        for model in state.loads:
            yield f'{metric}{{model="{_escaped(model.name)}"}} {getattr(model, field)}'


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _gpus(state: State) -> Iterator[str]:
    names = {
        "hw_gpu_memory_usage_bytes": ("memory_used_bytes", 1.0, "Memory in use"),
        "hw_gpu_memory_limit_bytes": ("memory_total_bytes", 1.0, "Memory of the card"),
        "hw_temperature_celsius": ("temperature_c", 1.0, "Temperature"),
        "hw_power_watts": ("power_mw", 1000.0, "Power of the board"),
        "hw_energy_joules": ("energy_counter_mj", 1000.0, "Energy since the driver was loaded"),
        "hw_gpu_utilization_ratio": ("utilization_percent", 100.0, "Share of time in use"),
    }
    for metric, (field, divisor, help_text) in names.items():
        known = [(g, getattr(g, field)) for g in state.gpu.gpus if getattr(g, field) is not None]
        if known:
            yield f"# HELP {metric} {help_text}"
            yield f"# TYPE {metric} gauge"
        for gpu, value in known:
            yield f'{metric}{{hw_id="{gpu.uuid}"}} {value / divisor:g}'


def _power(state: State) -> Iterator[str]:
    """Beside the cards' own, and never added to them."""
    processor, pc = state.processor, state.pc
    if processor.power_mw is not None and processor.quality is not None:
        yield from _gauge(
            "ziggie_processor_power_watts", processor.power_mw / 1000, "Power of the processor",
            f'quality="{processor.quality.value}"',
        )  # fmt: skip
    if pc.power_mw is not None:
        yield from _gauge(
            "ziggie_pc_power_watts", pc.power_mw / 1000, "Estimate of the computer at the wall"
        )


def _totals(today: Totals) -> Iterator[str]:
    yield from _gauge("ziggie_requests_today", today.requests, "Requests since local midnight")
    yield from _gauge("ziggie_requests_local_today", today.local, "Answered by local models")
    yield from _gauge("ziggie_fallbacks_today", today.fallbacks, "First choice did not answer")
    yield from _gauge(
        "ziggie_cloud_cost_usd_today", today.cloud_cost_pico / PICO, "List price of cloud calls"
    )
    if today.net_savings_pico is not None:
        yield from _gauge(
            "ziggie_net_savings_usd_today", today.net_savings_pico / PICO, "Net of electricity"
        )


def _gauge(name: str, value: float, help_text: str, labels: str = "") -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} gauge"
    yield f"{name}{{{labels}}} {value:.12g}" if labels else f"{name} {value:.12g}"
