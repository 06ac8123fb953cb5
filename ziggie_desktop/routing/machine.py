"""Owns what the machine and its models can do at the moment of a decision. Values only."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ziggie_desktop.routing.budget import Spending
from ziggie_desktop.routing.request import Side, UseLocal


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
