"""Owns what the checks look at. A check is one file with one question; it asks nobody else."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ziggie_desktop.contract.currency import Currency
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


class Facts(msgspec.Struct, frozen=True, kw_only=True):
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
    sensors: Mapping[str, SensorFault] = msgspec.field(default_factory=dict)
    update: tuple[str, str] | None = None
    currency: Currency = Currency()
