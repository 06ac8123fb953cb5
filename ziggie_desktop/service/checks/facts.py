"""Owns what the checks look at. A check is one file with one question; it asks nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineStatus,
    GpuStatus,
    LoadedModel,
    Mode,
    Problem,
)
from ziggie_desktop.engine.speed import Slow
from ziggie_desktop.gpu.honesty import SensorFault
from ziggie_desktop.routing.budget import Spending


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``models`` None: not seen yet. ``ledger_reason`` None: the ledger writes. ``update``: the
    Ollama in use and a newer one, None where there is none or nobody wants to know."""

    mode: Mode
    engine: EngineStatus
    gpu: GpuStatus
    cloud: CloudStatus
    models: int | None
    files: tuple[Problem, ...]
    ledger_reason: str | None
    loaded: tuple[LoadedModel, ...] = ()
    slow: tuple[Slow, ...] = ()
    engine_warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    spendings: tuple[Spending, ...] = ()
    sensors: Mapping[str, SensorFault] = field(default_factory=dict)
    update: tuple[str, str] | None = None
