"""Owns ``count_tokens``: Claude counts for Claude; for a local model it estimates, and says so."""

from __future__ import annotations

import asyncio

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.answer import JSON, Out, Receive, Scope, Send, id_headers, plain
from ziggie_desktop.gateway.ask import question
from ziggie_desktop.gateway.body import (
    CallerGone,
    caller_of,
    header_map,
    read_body,
    refuse,
    request_id_of,
)
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.anthropic import drop_hints
from ziggie_desktop.gateway.dialects.estimate import prompt_tokens
from ziggie_desktop.gateway.hints import read_hints
from ziggie_desktop.gateway.outcome import refused
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import CloudSide, Incoming
from ziggie_desktop.gateway.upstream import SideFailed, read_all
from ziggie_desktop.routing.request import Decision, Refusal, Side
from ziggie_desktop.web import aiohttp

PATH = "/v1/messages/count_tokens"
TIMEOUT_S = 10.0
MAX_ANSWER = 64 * 1024
UNKNOWN_MODEL = "model_not_found"  # any other refusal leaves something to estimate


class CountTokens:
    """``POST /v1/messages/count_tokens``. Costs nothing at either side, so nothing is booked."""

    def __init__(self, *, gateway: Gateway, cloud: CloudSide, dialect: Dialect) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._dialect = dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = request_id_of(scope)
        try:
            headers = header_map(scope)
            body = await read_body(headers, receive)
            talk = self._dialect.read_request(body, path=PATH)
            hints = read_hints(headers, talk.hints, caller_of(scope))
        except CallerGone:
            return
        except ZiggieError as error:
            await refuse(self._dialect, error, request_id, receive, send)
            return
        estimate = prompt_tokens(talk)
        incoming = Incoming(
            request_id=request_id,
            path=PATH,
            dialect=self._dialect.name,
            headers=headers,
            body=body,
            conversation=talk,
            prompt_tokens=estimate,
        )
        decision = self._gateway.decide(question(talk, hints, prompt_tokens=estimate))
        if isinstance(decision, Refusal) and decision.code == UNKNOWN_MODEL:
            await refuse(self._dialect, refused(decision), request_id, receive, send)
            return
        measured = None
        target = decision.target if isinstance(decision, Decision) else None
        if target is not None and target.side is Side.CLOUD:
            measured = await self._measure(incoming, target.model)
        about = {
            "request_id": request_id,
            "route": None if target is None else target.side.value,
            "model": None if target is None else target.model,
            "estimate": measured is None,
        }
        answer = {"input_tokens": estimate if measured is None else measured, "ziggie": about}
        answer_headers = [
            (b"content-type", JSON.encode()),
            *id_headers("anthropic", request_id),
            (b"x-ziggie-reason", plain(decision.reason)),
        ]
        if target is not None:
            answer_headers.append((b"x-ziggie-route", target.side.value.encode()))
            answer_headers.append((b"x-ziggie-model", plain(target.model)))
        await Out(send).whole(200, answer_headers, msgspec.json.encode(answer))

    async def _measure(self, incoming: Incoming, model: str) -> int | None:
        """Claude's own count; None when it cannot be had."""
        until = asyncio.get_running_loop().time() + TIMEOUT_S
        try:
            headers = await self._cloud.headers(incoming)
            fields = msgspec.json.decode(incoming.body, type=dict[str, msgspec.Raw])
            fields["model"] = msgspec.Raw(msgspec.json.encode(model))
            drop_hints(fields)
            response = await self._gateway.upstream.send(
                self._cloud.base_url + PATH,
                body=msgspec.json.encode(fields),
                headers=headers,
                until=until,
            )
            try:
                async with asyncio.timeout_at(until):
                    answer = await read_all(response, max_bytes=MAX_ANSWER)
            finally:
                response.release()
            if response.status != 200:
                return None
            return msgspec.json.decode(answer, type=_Counted).input_tokens
        except (SideFailed, TimeoutError, aiohttp.ClientError, OSError, msgspec.MsgspecError):
            return None


class _Counted(msgspec.Struct):
    input_tokens: int
