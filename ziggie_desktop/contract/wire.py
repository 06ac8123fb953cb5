"""Owns how what the service sends is read: documents, errors, the event stream."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import NamedTuple, TypeVar

import msgspec

from ziggie_desktop.contract import power, records
from ziggie_desktop.contract import state as shapes
from ziggie_desktop.contract.errors import ErrorDocument, ZiggieError

LINE_BYTES = 8 * 2**20  # a snapshot is far below this

EVENT_TYPES: dict[str, type[msgspec.Struct]] = {
    shapes.EventName.SNAPSHOT: shapes.State,
    shapes.EventName.ENGINE: shapes.EngineStatus,
    shapes.EventName.MODELS: shapes.ModelsDocument,
    shapes.EventName.PULL: shapes.Pull,
    shapes.EventName.JOB: shapes.LibraryJob,
    shapes.EventName.GPU: shapes.GpuStatus,
    shapes.EventName.POWER: power.PowerDocument,
    shapes.EventName.MODE: shapes.ModeDocument,
    shapes.EventName.CLOUD: shapes.CloudStatus,
    shapes.EventName.TOTALS: shapes.TotalsDocument,
    shapes.EventName.YIELD: shapes.YieldDocument,
    shapes.EventName.REQUEST: records.RequestRow,
    shapes.EventName.FALLBACK: shapes.Fallback,
    shapes.EventName.PROBLEMS: shapes.ProblemsDocument,
    shapes.EventName.ACTIVITY: shapes.ActivityDocument,
}

T = TypeVar("T")


class Event(NamedTuple):
    """One change. ``data`` is the struct that stands beside its name in contract.state."""

    id: str | None
    name: str
    data: msgspec.Struct


def decoded(raw: bytes, kind: type[T]) -> T:
    if kind is bytes:
        return raw  # type: ignore[return-value]
    if not raw and kind is object:
        return None  # type: ignore[return-value]
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise ZiggieError(
            "bad_answer",
            "The service answered something that this program does not understand",
            "Make sure that the service and this program have the same version",
            status=502,
        ) from error


def refusal(raw: bytes, status: int) -> ZiggieError:
    try:
        body = msgspec.json.decode(raw, type=ErrorDocument).error
    except msgspec.MsgspecError:
        return ZiggieError(
            "not_ziggie",
            f"What answers on this port is not Ziggie's service (HTTP {status})",
            "Check ZIGGIE_PORT and what listens there",
            status=status,
        )
    return ZiggieError(body.code, body.title, body.remedy, status=status)


def no_service(url: str) -> ZiggieError:
    return ZiggieError(
        "no_service",
        f"No Ziggie service answers at {url}",
        "Start it with: ziggie-desktop serve",
        status=503,
    )


async def lines(parts: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Whole lines, however they were cut on the way. Raises OSError where one never ends."""
    begun: list[bytes] = []
    async for part in parts:
        first, *more = part.split(b"\n")
        begun.append(first)
        if more:
            yield b"".join(begun)
            for line in more[:-1]:
                yield line
            begun = [more[-1]]
        elif sum(map(len, begun)) > LINE_BYTES:
            raise OSError("a line of the stream is too long")


async def parse(lines: AsyncIterable[bytes]) -> AsyncIterator[Event]:
    """Server-sent events out of lines (https://html.spec.whatwg.org/#event-stream-interpretation)."""
    event_id: str | None = None
    name, data = "", b""
    async for line in lines:
        line = line.rstrip(b"\r\n")
        if not line:
            kind = EVENT_TYPES.get(name)
            if kind is not None and data:
                yield Event(event_id, name, decoded(data, kind))
            name, data = "", b""
            continue
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match field:
            case b"id":
                event_id = value.decode()
            case b"event":
                name = value.decode()
            case b"data":
                data = data + b"\n" + value if data else value
