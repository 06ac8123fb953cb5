"""Owns what a decision is made from and what it is. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ziggie_desktop.routing.budget import Spending


class Side(StrEnum):
    LOCAL = "local"
    CLOUD = "cloud"

    @property
    def other(self) -> Side:
        return Side.CLOUD if self is Side.LOCAL else Side.LOCAL


class UseLocal(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class AgentLevel(StrEnum):
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Delivery(StrEnum):
    STREAM = "stream"
    WHOLE = "whole"


class RouteRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says of itself. ``prompt_tokens`` is an estimate from its length, ``num_ctx``
    the context that an Ollama client names."""

    model: str
    use_local: UseLocal = UseLocal.AUTO
    priority: Priority | None = None
    agent_level: AgentLevel | None = None
    component: str | None = None
    task: str | None = None
    prompt_tokens: int = 0
    max_tokens: int | None = None
    num_ctx: int | None = None
    needs: frozenset[str] = frozenset()  # capabilities: "tools", "vision", "embedding"
    min_confidence: float | None = None
    deadline_s: float | None = None
    warm: Warm | None = None


class Warm(msgspec.Struct, frozen=True, kw_only=True):
    """Where the beginning of a prompt lies in a cache still, by what was answered lately."""

    side: Side
    model: str
    tokens: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How a model did lately: medians of what was measured, None where nothing was.

    ``first_token_s`` is without the load; ``output_tokens`` is how long its answers are.
    """

    first_token_s: float | None = None
    prompt_tokens_per_s: float | None = None
    tokens_per_s: float | None = None
    output_tokens: int | None = None
    load_s: float | None = None
    electricity_pico_per_token: float | None = None


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """List prices of a cloud model in pico-dollars a token."""

    input_pico: float
    output_pico: float
    cached_pico: float


class LocalModel(msgspec.Struct, frozen=True, kw_only=True):
    """``context`` is the num_ctx it is (or would be) loaded with, ``most_context`` what a caller
    may make of it by naming one; None when unknown. ``no_room`` says in words why it cannot be
    loaded wholly into the GPU's memory now, None when it can; ``doubt`` what shows that the GPU is
    lost to it."""

    name: str
    context: int | None = None
    most_context: int | None = None
    loaded: bool = False
    size_bytes: int | None = None
    capabilities: frozenset[str] | None = None
    figures: Figures | None = None
    doubt: str | None = None
    no_room: str | None = None

    def room(self, wished: int | None) -> int | None:
        """The context that a request has which wishes for ``wished``."""
        if self.context is None or wished is None:
            return self.context
        most = wished if self.most_context is None else min(wished, self.most_context)
        return max(self.context, most)


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine can do at this moment.

    ``local_refusal`` and ``cloud_refusal`` say in words why a side cannot be asked now, None when
    it can. ``yielding`` says to whom the GPU is lent now, None where it is not. ``mode`` is the
    owner's. ``spendings`` is what each of the owner's budgets came to. ``local_lacks`` is what no
    model can do with this engine. ``cloud_figures`` and ``cloud_rates`` are by model. ``failing``
    says in words what is left alone for a while because calls of it failed: a side (None) or one
    model of it.
    """

    mode: UseLocal = UseLocal.AUTO
    models: tuple[LocalModel, ...] = ()
    local_refusal: str | None = None
    cloud_refusal: str | None = None
    spendings: tuple[Spending, ...] = ()
    yielding: str | None = None
    local_lacks: frozenset[str] = frozenset()
    cloud_figures: Mapping[str, Figures] = msgspec.field(default_factory=dict)
    cloud_rates: Mapping[str, Rates] = msgspec.field(default_factory=dict)
    failing: Mapping[tuple[Side, str | None], str] = msgspec.field(default_factory=dict)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    side: Side
    model: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """``fallback`` is asked when ``target`` does not answer; None: nobody else is.

    ``instead_of`` is the side that the policy wanted and that cannot be asked now: an answer by
    ``target`` is then a fallback already, for ``instead_reason``. ``hold_tokens``: how much of a
    streamed answer is held back, so that a failure in it can be made good; None: all of it.
    """

    target: Target
    reason: str
    fallback: Target | None = None
    instead_of: Side | None = None
    instead_reason: str | None = None
    hold_tokens: int | None = 0


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody may or can answer. ``code`` is stable; ``status`` is the HTTP status."""

    code: str
    reason: str
    remedy: str
    status: int = 503
