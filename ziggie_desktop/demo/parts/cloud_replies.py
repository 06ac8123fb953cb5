"""Owns how the simulated API puts an answer on the wire, and how it fails to do so."""

from __future__ import annotations

import asyncio
import enum
from typing import Any, Protocol

import msgspec
from aiohttp import web

from ziggie_desktop.demo.parts.cloud_answers import Answer
from ziggie_desktop.demo.parts.cloud_faults import CloudFault, Fault
from ziggie_desktop.demo.parts.cloud_rules import ApiError
from ziggie_desktop.demo.parts.cloud_stream import Event, closing, events
from ziggie_desktop.demo.parts.local_server import end_connection, reset_connection

_REFUSALS = {
    CloudFault.RATE_LIMITED: (429, "This request would exceed your rate limit."),
    CloudFault.SERVER_ERROR: (500, "Internal server error"),
    CloudFault.UNAVAILABLE: (503, "Service unavailable"),
    CloudFault.GATEWAY_TIMEOUT: (504, "Request timed out"),
    CloudFault.OVERLOADED: (529, "Overloaded"),
    CloudFault.UNAUTHORIZED: (401, "invalid x-api-key"),
    CloudFault.BILLING: (402, "Your credit balance is too low to access the Anthropic API."),
    CloudFault.FORBIDDEN: (403, "Your API key does not have permission to use this resource."),
    CloudFault.TOO_LARGE: (413, "Request exceeds the maximum size"),
    CloudFault.CONTEXT_TOO_LONG: (400, "prompt is too long: 214335 tokens > 200000 maximum"),
    CloudFault.PREFILL_REFUSED: (
        400,
        "This model does not support assistant message prefill. "
        "The conversation must end with a user message.",
    ),
}
_BROKEN_EVENT = (
    b"event: content_block_delta\n"
    b'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_de\n\n'
)
REFUSAL_DETAILS = {"type": "refusal", "category": "general_harms", "explanation": None}


class _Next(enum.Enum):
    """What becomes of the token before which a fault may strike."""

    SEND = enum.auto()
    SKIP = enum.auto()
    END = enum.auto()


class Record(Protocol):
    """The part of a received request's record that a reply fills in."""

    request_id: str
    status: int | None
    tokens_sent: int
    ended: str


def refusing_error(fault: Fault) -> ApiError | None:
    """The error that ``fault`` answers with; None if it lets an answer begin."""
    found = _REFUSALS.get(fault.kind)
    return None if found is None else ApiError(*found, retry_after_s=fault.retry_after_s)


class Reply:
    """One answer to one request, with at most one fault in it."""

    def __init__(
        self,
        *,
        request: web.Request,
        received: Record,
        fault: Fault | None,
        tokens_per_s: float | None,
    ) -> None:
        self._request = request
        self._received = received
        self._fault = fault
        self._token_s = 1 / tokens_per_s if tokens_per_s else 0.0

    async def nothing(self) -> web.StreamResponse:
        """Reset the connection, or hold it without a word until the caller leaves."""
        if self._is(CloudFault.RESET):
            self._received.ended = "broken"
            reset_connection(self._request)
        else:
            await asyncio.sleep(self._fault.delay_s if self._fault else 0)
            self._received.ended = "broken"
            end_connection(self._request)
        return web.Response()

    async def whole(self, answer: Answer) -> web.StreamResponse:
        """The answer as one JSON document."""
        await asyncio.sleep(self._token_s * answer.usage["output_tokens"])
        message = answer.message()
        if self._is(CloudFault.LATE_FIRST_TOKEN):
            await asyncio.sleep(self._fault.delay_s if self._fault else 0)
        if self._is(CloudFault.CONTENT_FILTER):
            message |= {"content": [], "stop_reason": "refusal", "stop_details": REFUSAL_DETAILS}
        if self._is(CloudFault.STREAM_ERROR):
            raise ApiError(529, "Overloaded")
        raw = msgspec.json.encode(message)
        if self._is(CloudFault.MALFORMED):
            raw = raw[: len(raw) // 2]
        self._received.status = 200
        if self._is(CloudFault.CUT, CloudFault.STALL, CloudFault.NO_END):
            return await self._half(raw)
        self._received.tokens_sent = answer.usage["output_tokens"]
        self._received.ended = "whole" if self._fault is None else "broken"
        headers = {"request-id": self._received.request_id}
        return web.Response(body=raw, content_type="application/json", headers=headers)

    async def _half(self, raw: bytes) -> web.StreamResponse:
        response = self._response("application/json")
        response.content_length = len(raw)
        await response.prepare(self._request)
        await response.write(raw[: len(raw) // 2])
        if self._fault is not None and self._fault.kind is CloudFault.STALL:
            await asyncio.sleep(self._fault.delay_s)
        self._received.ended = "broken"
        end_connection(self._request)
        return response

    async def stream(self, answer: Answer) -> web.StreamResponse:
        """The answer as server-sent events."""
        response = self._response("text/event-stream")
        response.headers["Cache-Control"] = "no-cache"
        await response.prepare(self._request)
        self._received.status = 200
        for event in events(answer):
            if event.is_token:
                match await self._strike(response, answer, event):
                    case _Next.END:
                        return response
                    case _Next.SKIP:
                        continue
                    case _Next.SEND:
                        pass
            if self._is(CloudFault.NO_END) and event.name == "content_block_stop":
                break
            await response.write(event.encoded())
            if event.is_token:
                self._received.tokens_sent += 1
                if self._token_s:
                    await asyncio.sleep(self._token_s)
        await response.write_eof()
        self._received.ended = "whole" if self._fault is None else "broken"
        return response

    async def _strike(self, response: web.StreamResponse, answer: Answer, event: Event) -> _Next:
        """Let the fault strike before a token, and say what becomes of the token."""
        fault, sent = self._fault, self._received.tokens_sent
        if fault is None:
            return _Next.SEND
        if fault.kind is CloudFault.LATE_FIRST_TOKEN:
            if sent == 0:
                await asyncio.sleep(fault.delay_s)
            return _Next.SEND
        if sent != fault.after_tokens:
            return _Next.SEND
        match fault.kind:
            case CloudFault.MALFORMED:
                await response.write(_BROKEN_EVENT)
                self._received.tokens_sent += 1
                return _Next.SKIP
            case CloudFault.STALL:
                await asyncio.sleep(fault.delay_s)
                return _Next.SEND
            case CloudFault.CUT:
                self._received.ended = "broken"
                end_connection(self._request)
                return _Next.END
            case CloudFault.STREAM_ERROR:
                await self._end(response, [_stream_error(self._received.request_id)])
                return _Next.END
            case CloudFault.CONTENT_FILTER:
                index = event.data["index"]
                usage = {**answer.usage, "output_tokens": sent}
                ending = [
                    Event("content_block_stop", {"index": index}),
                    closing("refusal", None, usage, REFUSAL_DETAILS),
                    Event("message_stop", {}),
                ]
                await self._end(response, ending)
                return _Next.END
            case _:
                return _Next.SEND

    async def _end(self, response: web.StreamResponse, ending: list[Event]) -> None:
        for event in ending:
            await response.write(event.encoded())
        self._received.ended = "broken"
        await response.write_eof()

    def _is(self, *kinds: CloudFault) -> bool:
        return self._fault is not None and self._fault.kind in kinds

    def _response(self, content_type: str) -> web.StreamResponse:
        headers = {"request-id": self._received.request_id}
        response = web.StreamResponse(headers=headers)
        response.content_type = content_type
        return response


def _stream_error(request_id: str) -> Event:
    error: dict[str, Any] = {"type": "overloaded_error", "message": "Overloaded"}
    return Event("error", {"error": error, "request_id": request_id})
