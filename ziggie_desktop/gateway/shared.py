"""Owns the list of what all requests share. Holds nothing of any one of them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.ports import Decide, Recorder
from ziggie_desktop.gateway.retry import RetryBudget
from ziggie_desktop.gateway.sides import SideCaller
from ziggie_desktop.gateway.upstream import Upstream
from ziggie_desktop.gateway.warmth import Warmth
from ziggie_desktop.gateway.watch import Watch
from ziggie_desktop.gateway.would_cache import WouldCache
from ziggie_desktop.routing.request import Side
from ziggie_desktop.tasks import Tasks


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """What all requests share."""

    decide: Decide
    recorder: Recorder
    sides: Mapping[Side, SideCaller]
    upstream: Upstream
    breakers: Breakers
    watch: Watch
    budget: RetryBudget
    warmth: Warmth
    would_cache: WouldCache
    tasks: Tasks
