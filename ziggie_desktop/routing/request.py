"""Owns what a request says of itself and what a decision is. Values only."""

from __future__ import annotations

from enum import StrEnum

import msgspec


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


class RouteRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class Warm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the beginning of a prompt lies in a cache still, by what was answered lately."""

    side: Side
    model: str
    tokens: int


class Target(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    side: Side
    model: str


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class Refusal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Nobody may or can answer. ``code`` is stable; ``status`` is the HTTP status."""

    code: str
    reason: str
    remedy: str
    status: int = 503
