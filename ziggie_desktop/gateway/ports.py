"""Owns what the gateway is handed by the composition root. Protocols and values only.

The gateway knows no engine, no cloud room and no ledger: it asks these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Attempt, RequestRow, Timings
from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.routing.request import Decision, Refusal, RouteRequest, Target

KeepAlive = str | int | float | None


class LoadWish(msgspec.Struct, frozen=True, kw_only=True):
    """How a caller would have a model loaded. ``asks`` False: it asks nothing, it loads or unloads.
    ``hurry``: another side can answer meanwhile; ``wait_s``: the most that may be waited."""

    options: Mapping[str, Any] = msgspec.field(default_factory=dict)
    keep_alive: KeepAlive = None
    prompt_tokens: int = 0
    answer_tokens: int | None = None
    asks: bool = True
    hurry: bool = False
    wait_s: float = 0.0


class Seat(Protocol):
    """One call of a local model. Its ``options`` and ``keep_alive`` are sent whatever the caller
    wished, so that no caller makes the model load again. ``spoke`` is told of the first token,
    ``left`` of the end, which must come."""

    @property
    def options(self) -> dict[str, Any]: ...
    @property
    def keep_alive(self) -> KeepAlive: ...
    def spoke(self) -> None: ...
    def left(self, load_ns: int | None = None) -> None: ...


class LocalPort(Protocol):
    """The engine, as far as a request needs it.

    ``ensure_ready`` gives the base URL, or raises ZiggieError when the engine cannot be had within
    ``timeout_s``; ``url`` is the base URL when it is ready now. ``seat`` is taken for each call of
    a model, and raises ZiggieError where what the caller wishes cannot be had. ``is_loading`` is
    True while a call would have to wait for the model's load, and ``expected_load_s`` how long past
    loads took.
    """

    async def ensure_ready(self, timeout_s: float) -> str: ...
    def url(self) -> str | None: ...
    def report_failure(self) -> None: ...
    async def seat(self, model: str, wish: LoadWish) -> Seat: ...
    def is_loading(self, model: str) -> bool: ...
    def expected_load_s(self, model: str) -> float | None: ...


class CloudPort(Protocol):
    """Claude, as far as a request needs it.

    ``headers`` holds the key and raises ZiggieError ``cloud_key_missing``. ``simulated``: what
    answers at ``base_url`` is not a real Claude.
    """

    @property
    def base_url(self) -> str: ...
    @property
    def simulated(self) -> bool: ...
    async def headers(self, version: str | None, beta: str | None) -> dict[str, str]: ...


class Recorder(Protocol):
    """The ledger's door. Never blocks: ``finished`` is called before the answer's last bytes.

    ``admit`` is asked before each call of a side, and says why it may not be made now (a budget).
    ``progressed`` is told of the first token of a local answer. ``cost_pico`` is what the calls of
    the cloud among the attempts cost at list price, None without one or where nobody knows.
    """

    def started(self, request_id: str) -> None: ...
    def admit(
        self, request_id: str, question: RouteRequest, target: Target
    ) -> ZiggieError | None: ...
    def cost_pico(self, attempts: Sequence[Attempt], at: datetime) -> int | None: ...
    def progressed(self, request_id: str) -> None: ...
    def finished(self, row: RequestRow, timings: Timings | None) -> None: ...


class Catalogue(Protocol):
    """What models there are, as last seen; none of these asks anybody."""

    def local_models(self) -> Sequence[Model]: ...
    def loaded_models(self) -> Sequence[LoadedModel]: ...
    def cloud_models(self) -> Sequence[str]: ...
    def engine_version(self) -> str | None: ...


Decide = Callable[[RouteRequest], Decision | Refusal]


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. The service's authentication puts it into ``scope["state"]["caller"]``."""

    component: str
    owner: bool = False
    anonymous: bool = False
