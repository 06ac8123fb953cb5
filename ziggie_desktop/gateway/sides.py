"""Owns how a call of either side is made ready: where to, with what headers, body and limits.

The cloud's key goes to the configured URL alone; a caller's own credentials go nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialect import AnswerReader
from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.gateway.lengths import Asked, Lengths, check_prompt
from ziggie_desktop.gateway.ports import (
    Catalogue,
    CloudPort,
    KeepAlive,
    LoadWish,
    LocalPort,
    Seat,
)
from ziggie_desktop.gateway.stops import Stops
from ziggie_desktop.gateway.turns import Conversation
from ziggie_desktop.gateway.upstream import Limits, SideFailed

ANTHROPIC = "anthropic"  # the one dialect that tells which stop sequence ended an answer
COUNT_S = 5.0
MOST_OFF = 8  # an estimate of a prompt's length is never so many times too long


class RelayWire(Protocol):
    """A dialect's wire; bodies that came for one of ``relayed_paths`` may go on nearly as they are.

    ``capabilities`` of the model, where known, spare it what it would refuse.
    """

    name: str
    path: str
    relayed_paths: frozenset[str]

    def write_request(
        self,
        conversation: Conversation,
        *,
        model: str,
        capabilities: frozenset[str] | None = None,
    ) -> bytes: ...
    def adapt(
        self,
        body: bytes,
        *,
        model: str,
        load_options: dict[str, object] | None = None,
        keep_alive: str | int | float | None = None,
        stream: bool = False,
    ) -> bytes:
        """``stream``: ask for a stream, whatever the body says."""

    def reader(self) -> AnswerReader: ...
    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed: ...


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it came, and what was read from it. Header names are in lower case."""

    request_id: str
    path: str
    dialect: str
    headers: Mapping[str, str]
    body: bytes
    conversation: Conversation
    prompt_tokens: int

    @property
    def api_version(self) -> str | None:
        return self.headers.get("anthropic-version") if self.dialect == "anthropic" else None

    @property
    def api_beta(self) -> str | None:
        return self.headers.get("anthropic-beta") if self.dialect == "anthropic" else None


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """``relay``: the side's bytes are the caller's dialect already. ``seat``: the local model's,
    to be left when the call has ended. ``length`` is the key of its prompt's length;
    ``stops`` are the caller's stop sequences where the side does not look for them."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    relay: bool
    seat: Seat | None = None
    length: int | None = None
    stops: Stops | None = None


class SideCaller(Protocol):
    """One side, as the pipeline sees it."""

    wire: RelayWire
    content_type: str

    @property
    def simulated(self) -> bool: ...
    async def prepare(
        self, incoming: Incoming, model: str, *, relay: bool, hurry: bool, wait_s: float
    ) -> Prepared:
        """``hurry``: do not wait long, another side could answer meanwhile; ``wait_s``: what the
        caller has left."""
        ...

    def first_token_s(self, incoming: Incoming, model: str) -> float: ...
    async def used(self, incoming: Incoming, prepared: Prepared, until: float) -> Usage:
        """Of an answer that was left at a stop sequence, so that the side said no more of it."""
        ...

    def check(self, prepared: Prepared, usage: Usage | None) -> None:
        """Of a complete answer; SideFailed where it shows that its prompt was cut."""
        ...

    def report_failure(self) -> None: ...


class LocalSide:
    """Ollama, through the engine that owns it."""

    content_type = "application/x-ndjson"
    simulated = False

    def __init__(
        self,
        *,
        port: LocalPort,
        wire: RelayWire,
        limits: Limits,
        catalogue: Catalogue,
        lengths: Lengths,
    ) -> None:
        self.wire = wire
        self._port = port
        self._limits = limits
        self._catalogue = catalogue
        self._lengths = lengths

    async def base_url(self, *, hurry: bool = False) -> str:
        """The engine's URL, waited for if it is starting; SideFailed when it cannot be had.

        ``hurry``: another side could answer meanwhile.
        """
        url = self._port.url()
        if url is None:
            wait = self._limits.ready_hurry_s if hurry else self._limits.ready_s
            try:
                async with asyncio.timeout(wait):
                    url = await self._port.ensure_ready(wait)
            except ZiggieError as error:
                raise Unavailable(error, FaultKind.CONNECT) from error
            except TimeoutError as error:
                raise SideFailed(
                    Failed(kind=FaultKind.CONNECT, message="the engine is not ready yet")
                ) from error
        return url.rstrip("/")

    async def seat(self, model: str, wish: LoadWish) -> Seat:
        """A seat, or Unavailable with the reason in words."""
        try:
            return await self._port.seat(model, wish)
        except ZiggieError as error:
            raise Unavailable(error, FaultKind.OVERLOADED) from error

    async def prepare(
        self, incoming: Incoming, model: str, *, relay: bool, hurry: bool, wait_s: float
    ) -> Prepared:
        base = await self.base_url(hurry=hurry)
        talk = incoming.conversation
        wish = LoadWish(
            options=talk.load_options,
            keep_alive=talk.keep_alive,
            prompt_tokens=incoming.prompt_tokens,
            answer_tokens=talk.sampling.max_tokens,
            asks=bool(talk.turns),
            hurry=hurry,
            wait_s=wait_s,
        )
        seat = await self.seat(model, wish)
        try:
            relay = relay and _relayed(incoming, self.wire)
            wanted = talk.sampling.stop
            stops = Stops(wanted) if wanted and incoming.dialect == ANTHROPIC else None
            if relay:
                body = _adapted(self.wire, incoming, model, seat.options, seat.keep_alive)
            else:
                loaded = msgspec.structs.replace(
                    talk, load_options=seat.options, keep_alive=seat.keep_alive
                )
                if stops is not None:
                    sampling = msgspec.structs.replace(talk.sampling, stop=())
                    loaded = msgspec.structs.replace(loaded, sampling=sampling)
                body = _written(self.wire, loaded, model, self._capabilities(model))
            url = base + (incoming.path if relay else self.wire.path)
            wait_s = min(wait_s, self.first_token_s(incoming, model))
            asked = Asked(
                base=base,
                model=model,
                body=body,
                options=seat.options,
                keep_alive=seat.keep_alive,
                until=asyncio.get_running_loop().time() + wait_s,
            )
            length = await self._lengths.check(asked)
            if talk.turns:
                body = self._lengths.bounded(asked, prompt_tokens=incoming.prompt_tokens)
            return Prepared(
                url=url,
                headers={},
                body=body,
                relay=relay,
                seat=seat,
                length=length,
                stops=stops,
            )
        except BaseException:
            seat.left()
            raise

    async def used(self, incoming: Incoming, prepared: Prepared, until: float) -> Usage:
        until = min(until, asyncio.get_running_loop().time() + COUNT_S)
        least = incoming.prompt_tokens // MOST_OFF
        tokens = await self._lengths.again(prepared.url, prepared.body, until=until, least=least)
        heard = prepared.stops.tokens if prepared.stops is not None else None
        return Usage(input_tokens=tokens, output_tokens=heard)

    def check(self, prepared: Prepared, usage: Usage | None) -> None:
        assert prepared.seat is not None
        check_prompt(usage, prepared.seat.options.get("num_ctx"))
        self._lengths.measured(prepared.length, usage)

    def first_token_s(self, incoming: Incoming, model: str) -> float:
        limits = self._limits
        prefill = incoming.prompt_tokens / limits.prefill_local_per_s
        if not self._port.is_loading(model):
            return limits.first_token_local_s + prefill
        expected = self._port.expected_load_s(model) or 0.0
        return max(limits.first_token_cold_s, expected * limits.cold_factor) + prefill

    def report_failure(self) -> None:
        self._port.report_failure()

    def _capabilities(self, name: str) -> frozenset[str] | None:
        for model in self._catalogue.local_models():
            if model.name == name:
                return frozenset(model.capabilities) if model.capabilities else None
        return None


class CloudSide:
    """Claude, or what the owner configured in its place."""

    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, *, port: CloudPort, wire: RelayWire, limits: Limits) -> None:
        self.wire = wire
        self._port = port
        self._limits = limits

    @property
    def simulated(self) -> bool:
        return self._port.simulated

    @property
    def base_url(self) -> str:
        return self._port.base_url.rstrip("/")

    async def headers(self, incoming: Incoming, *, relayed: bool = True) -> dict[str, str]:
        """With the key. Everything that the caller sent as its own credentials stays out; so does
        its API version where the body is not its own."""
        version = incoming.api_version if relayed else None
        try:
            async with asyncio.timeout(self._limits.connect_s):
                return await self._port.headers(version, incoming.api_beta)
        except ZiggieError as error:
            raise Unavailable(error, FaultKind.AUTH) from error
        except TimeoutError as error:
            raise SideFailed(
                Failed(kind=FaultKind.AUTH, message="the keyring does not answer")
            ) from error

    async def prepare(
        self, incoming: Incoming, model: str, *, relay: bool, hurry: bool, wait_s: float
    ) -> Prepared:
        relay = relay and _relayed(incoming, self.wire)
        headers = await self.headers(incoming, relayed=relay)
        if relay:
            body = _adapted(self.wire, incoming, model, {}, None)
        else:
            body = _written(self.wire, incoming.conversation, model, None)
        url = self.base_url + self.wire.path
        return Prepared(url=url, headers=headers, body=body, relay=relay)

    def first_token_s(self, incoming: Incoming, model: str) -> float:
        limits = self._limits
        return limits.first_token_cloud_s + incoming.prompt_tokens / limits.prefill_cloud_per_s

    async def used(self, incoming: Incoming, prepared: Prepared, until: float) -> Usage:
        raise AssertionError("Claude looks for stop sequences itself")

    def check(self, prepared: Prepared, usage: Usage | None) -> None:
        """Claude refuses what is too long."""

    def report_failure(self) -> None:
        """Nobody of ours owns the cloud."""


class Unavailable(SideFailed):
    """A side that was not called, with the remedy that it knows."""

    def __init__(self, error: ZiggieError, kind: FaultKind) -> None:
        super().__init__(Failed(kind=kind, message=error.title, should_retry=False))
        self.error = error


def _relayed(incoming: Incoming, wire: RelayWire) -> bool:
    return incoming.dialect == wire.name and incoming.path in wire.relayed_paths


def _adapted(
    wire: RelayWire,
    incoming: Incoming,
    model: str,
    load_options: dict[str, Any],
    keep_alive: KeepAlive,
) -> bytes:
    """The caller's body for the side, which is always asked to stream: then limits can be held."""
    try:
        return wire.adapt(
            incoming.body,
            model=model,
            load_options=load_options,
            keep_alive=keep_alive,
            stream=not incoming.conversation.stream,
        )
    except ZiggieError as error:
        raise Unavailable(error, FaultKind.INVALID) from error


def _written(
    wire: RelayWire, talk: Conversation, model: str, capabilities: frozenset[str] | None
) -> bytes:
    """The side's request; what its dialect has no words for counts as what the side cannot do."""
    try:
        return wire.write_request(talk, model=model, capabilities=capabilities)
    except ZiggieError as error:
        raise Unavailable(error, FaultKind.INVALID) from error
