"""Owns embeddings: three shapes in, Ollama's two behind them. Claude makes none.

The older ``/api/embeddings`` is asked at its own route of the engine: its vectors are not of length
one as the newer route's are, and who has stored some compares them with the next.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import math
import struct
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestStatus, Timings, Usage
from ziggie_desktop.gateway.answer import (
    JSON,
    Out,
    Receive,
    Scope,
    Send,
    error_headers,
)
from ziggie_desktop.gateway.ask import embedding_question
from ziggie_desktop.gateway.body import (
    CallerGone,
    caller_of,
    header_map,
    read_body,
    refuse,
    request_id_of,
)
from ziggie_desktop.gateway.booking import Booking, Tap
from ziggie_desktop.gateway.deadline import deadline
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.body import Fields, decode_body, invalid
from ziggie_desktop.gateway.dialects.body import read_hints as hints_in
from ziggie_desktop.gateway.dialects.ollama_request import RUNNER_OPTIONS
from ziggie_desktop.gateway.disclosure import Disclosure
from ziggie_desktop.gateway.events import Failed, FaultKind, Started, Stopped, StopReason
from ziggie_desktop.gateway.hangup import HangUp
from ziggie_desktop.gateway.hints import Hints, read_hints
from ziggie_desktop.gateway.outcome import clause, exhausted, internal, reason, refused
from ziggie_desktop.gateway.ports import LoadWish, Seat
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import LocalSide, Unavailable
from ziggie_desktop.gateway.upstream import SideFailed
from ziggie_desktop.routing.request import Decision, RouteRequest, Side, Target

log = logging.getLogger("ziggie.gateway")

PATH = "/api/embed"
OLD_PATH = "/api/embeddings"
OK = 200


class _Embedded(msgspec.Struct):
    embeddings: list[list[float]]
    model: str | None = None
    total_duration: int | None = None
    load_duration: int | None = None
    prompt_eval_count: int | None = None


class _Old(msgspec.Struct):
    """What the older route says: one vector, and nothing of tokens or times."""

    embedding: list[float]


class Embeddings:
    """One of the embedding paths."""

    def __init__(self, *, gateway: Gateway, local: LocalSide, dialect: Dialect) -> None:
        self._gateway = gateway
        self._local = local
        self._dialect = dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = request_id_of(scope)
        out = Out(send)
        path = scope["path"]
        try:
            headers = header_map(scope)
            fields = decode_body(await read_body(headers, receive))
            texts = [fields.need_text("prompt")] if path == OLD_PATH else _texts(fields)
            model = fields.need_name("model")
            dimensions = fields.limit("dimensions")
            cut = fields.flag("truncate") or False
            hints = read_hints(headers, hints_in(fields), caller_of(scope))
        except CallerGone:
            return
        except ZiggieError as error:
            await refuse(self._dialect, error, request_id, receive, send)
            return
        work = _Work(
            owner=self, fields=fields.values, texts=texts, model=model, hints=hints, path=path,
            request_id=request_id, out=out, dimensions=dimensions, cut=cut,
        )  # fmt: skip
        async with HangUp(
            receive=receive,
            out=out,
            tasks=self._gateway.tasks,
            loop=self._gateway.upstream.loop,
        ):
            await work.run()


class _LeftAlone(SideFailed):
    """Its breaker is open: it was not asked, so that this is no failure of its own."""


class _Work:
    """One embedding request, from the decision to the answer."""

    def __init__(
        self,
        *,
        owner: Embeddings,
        fields: dict[str, Any],
        texts: list[str],
        model: str,
        hints: Hints,
        path: str,
        request_id: str,
        out: Out,
        dimensions: int | None,
        cut: bool,
    ) -> None:
        self._gw = owner._gateway
        self._local = owner._local
        self._dialect = owner._dialect
        self._fields = fields
        self._texts = texts
        self._model = model
        self._hints = hints
        self._path = path
        self._id = request_id
        self._dimensions = dimensions
        self._cut = cut
        self._out = out
        self._began = asyncio.get_running_loop().time()
        self._deadline = deadline(
            self._began, asked_s=hints.deadline_s, most_s=self._gw.upstream.limits.total_s
        )
        self._tap = Tap(Side.LOCAL)
        self._booking = Booking(
            request_id=request_id,
            dialect=owner._dialect.name,
            hints=hints,
            operation="embeddings",
            model=model,
        )
        self._disclosure = Disclosure(
            booking=self._booking,
            dialect=owner._dialect.name,
            asked_model=model,
            simulated=lambda side: self._gw.sides[side].simulated,
        )

    async def run(self) -> None:
        self._gw.recorder.started(self._id)
        decision = self._gw.decide(self._question())
        if not isinstance(decision, Decision):
            self._booking.reason = decision.reason
            await self._fail(refused(decision))
            return
        self._booking.decided(decision)
        target = decision.target
        try:
            embedded = await self._embed(target)
        except SideFailed as error:
            failed = self._deadline.verdict(error.failed, asyncio.get_running_loop().time())
            if isinstance(error, Unavailable) or failed.kind is FaultKind.DEADLINE:
                self._gw.breakers.left(target)
            elif not isinstance(error, _LeftAlone):
                self._gw.breakers.failed(target, failed.kind, reason(failed.kind))
                self._gw.watch.wake()
            words = clause(failed, Side.LOCAL)
            self._booking.tried(target, words, began=self._began, usage=None)
            said = error.error if isinstance(error, Unavailable) else exhausted(failed, target)
            await self._fail(said, target)
        except asyncio.CancelledError:
            self._gw.breakers.left(target)
            self._booking.tried(target, "the caller hung up", began=self._began, usage=None)
            self._book(RequestStatus.ABORTED, target, "hang_up")
            raise
        except Exception:  # top of one request: logged with its traceback, and the caller is told
            log.exception("request %s failed by a mistake of ours", self._id)
            await self._fail(internal())
        else:
            await self._answer(decision, embedded)

    def _question(self) -> RouteRequest:
        return embedding_question(self._model, self._texts, self._hints, cut=self._cut)

    async def _embed(self, target: Target) -> _Embedded:
        if target.side is not Side.LOCAL:
            raise SideFailed(Failed(kind=FaultKind.INVALID, message="Claude makes no embeddings"))
        if not self._gw.breakers.enter(target):
            raise _LeftAlone(
                Failed(kind=FaultKind.CONNECT, message="it failed and is left alone for a while")
            )
        base = await self._local.base_url()
        until = self._deadline.until
        seat = await self._local.seat(
            target.model,
            LoadWish(
                options={name: v for name, v in self._options.items() if name in RUNNER_OPTIONS},
                prompt_tokens=self._question().prompt_tokens,
                answer_tokens=0,
                wait_s=until - asyncio.get_running_loop().time(),
            ),
        )
        embedded: _Embedded | None = None
        try:
            embedded = await self._call(base, self._body(target.model, seat), until)
            seat.spoke()
            return embedded
        finally:
            seat.left(embedded.load_duration if embedded is not None else None)

    async def _call(self, base: str, body: bytes, until: float) -> _Embedded:
        limits = self._gw.upstream.limits
        old = self._path == OLD_PATH
        status, data = await self._gw.upstream.whole(
            base + (OLD_PATH if old else PATH),
            body=body,
            until=until,
            max_bytes=limits.max_answer_bytes,
        )
        if status != OK:
            raise SideFailed(self._local.wire.read_error(status, {}, data))
        try:
            if old:
                return _Embedded([msgspec.json.decode(data, type=_Old).embedding])
            return msgspec.json.decode(data, type=_Embedded)
        except msgspec.MsgspecError as error:
            raise SideFailed(
                Failed(kind=FaultKind.MALFORMED, message="the answer holds no embeddings")
            ) from error

    @property
    def _options(self) -> dict[str, Any]:
        own = self._fields.get("options")
        return own if isinstance(own, dict) else {}

    def _body(self, model: str, seat: Seat) -> bytes:
        body: dict[str, Any] = {"model": model}
        body |= {"prompt": self._texts[0]} if self._path == OLD_PATH else {"input": self._texts}
        if self._path != OLD_PATH:
            body["truncate"] = self._cut  # Ollama cuts unless it is told not to, and says nothing
        if self._dimensions is not None:
            body["dimensions"] = self._dimensions
        own = {name: v for name, v in self._options.items() if name not in RUNNER_OPTIONS}
        body["options"] = own | seat.options
        if seat.keep_alive is not None:
            body["keep_alive"] = seat.keep_alive
        return msgspec.json.encode(body)

    async def _answer(self, decision: Decision, embedded: _Embedded) -> None:
        target = decision.target
        self._gw.breakers.succeeded(target)
        usage = Usage(input_tokens=embedded.prompt_eval_count, output_tokens=0)
        timings = Timings(load_ns=embedded.load_duration, total_ns=embedded.total_duration)
        self._tap.observe(
            [
                Started(model=embedded.model),
                Stopped(reason=StopReason.END, usage=usage, timings=timings),
            ]
        )
        self._booking.tried(target, "ok", began=self._began, usage=usage)
        body = self._shaped(target, embedded)
        self._book(RequestStatus.OK, target, None)
        headers = self._disclosure.headers(target, JSON)
        await self._out.whole(200, headers, body)

    def _shaped(self, target: Target, embedded: _Embedded) -> bytes:
        about = self._disclosure.document(target)
        rows = embedded.embeddings
        if self._dimensions is not None:
            rows = [_cut(row, self._dimensions) for row in rows]
        if self._path == OLD_PATH:
            return msgspec.json.encode({"embedding": rows[0] if rows else [], "ziggie": about})
        if self._path == PATH:
            return msgspec.json.encode(
                {
                    "model": target.model,
                    "embeddings": rows,
                    "total_duration": embedded.total_duration,
                    "load_duration": embedded.load_duration,
                    "prompt_eval_count": embedded.prompt_eval_count,
                    "ziggie": about,
                }
            )
        packed = self._fields.get("encoding_format") == "base64"
        tokens = embedded.prompt_eval_count or 0
        return msgspec.json.encode(
            {
                "object": "list",
                "model": target.model,
                "data": [
                    {
                        "object": "embedding",
                        "index": index,
                        "embedding": _packed(row) if packed else row,
                    }
                    for index, row in enumerate(rows)
                ],
                "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
                "ziggie": about,
            }
        )

    async def _fail(self, error: ZiggieError, target: Target | None = None) -> None:
        self._book(RequestStatus.FAILED, None, error.code)
        way = self._disclosure.way(target)
        headers = error_headers(self._dialect.name, self._id, final=True, way=way)
        body = self._dialect.error(error, request_id=self._id)
        await self._out.whole(error.status, headers, body)

    def _book(self, status: RequestStatus, target: Target | None, error_type: str | None) -> None:
        row = self._booking.row(
            status, target=target, tap=self._tap if target else None, error_type=error_type
        )
        self._gw.recorder.finished(row, self._tap.timings)


def _texts(fields: Fields) -> list[str]:
    value = fields.raw("input")
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise invalid(
        "The field input is neither text nor a list of texts",
        "Send text; token numbers of another model's tokenizer mean nothing here.",
    )


def _cut(row: list[float], dimensions: int) -> list[float]:
    """As newer engines do themselves; older ones do not know the wish."""
    if len(row) <= dimensions:
        return row
    kept = row[:dimensions]
    length = math.hypot(*kept)
    return [value / length for value in kept] if length else kept


def _packed(row: list[float]) -> str:
    """What the openai package asks for by default: little-endian float32 in base64."""
    return base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode("ascii")
