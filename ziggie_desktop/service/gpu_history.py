"""Owns the memory of what the cards said: the last minutes here, the longer past in the ledger.

Hears what the monitor reads anyway. Never asks for a reading, and so never wakes a card.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from ziggie_desktop.contract.api import GpuHistoryDocument, GpuPoint, GpuTrack
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Gpu, GpuState, GpuStatus, Quality
from ziggie_desktop.ledger import gpu_history
from ziggie_desktop.ledger.gpu_history import HOUR_S, KEEP_MINUTES, MINUTE_S, CardMinute
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.http import V1, Call, Endpoint
from ziggie_desktop.service.routes import count, moment

RING = timedelta(minutes=10)
RING_LENGTH = 640  # a sample each 0.9 s at most
STEPS_S = (1, 5, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)
USUAL_POINTS = 400
MOST_POINTS = 5000
SETTLE_S = 1.0
FORGET_EVERY = timedelta(hours=1)
DEFAULT_SPAN = timedelta(hours=1)


class GpuHistory:
    """``feed`` with each status; ``book`` each minute, ``close`` at the end."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        zone: Callable[[], str] = lambda: "UTC",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._zone = zone
        self._now = now
        self._rings: dict[str, deque[GpuPoint]] = {}
        self._open: dict[tuple[int, str], list[GpuPoint]] = {}
        self._forgot_at: datetime | None = None

    def feed(self, status: GpuStatus) -> None:
        """A resting card's last figures come again and again: they count once."""
        if status.state is not GpuState.OK or status.sampled_at is None:
            return
        for gpu in status.gpus:
            point = _point(gpu, status.sampled_at)
            ring = self._rings.setdefault(gpu.uuid, deque(maxlen=RING_LENGTH))
            if point is None or (ring and point.at <= ring[-1].at):
                continue
            ring.append(point)
            minute = int(point.at.timestamp()) // MINUTE_S * MINUTE_S
            self._open.setdefault((minute, gpu.uuid), []).append(point)

    async def book(self) -> None:
        """Hand the minutes that have ended to the ledger, and once an hour take out the oldest."""
        now = self._now()
        self._book(before=int(now.timestamp()) // MINUTE_S * MINUTE_S)
        if self._forgot_at is None or now - self._forgot_at >= FORGET_EVERY:
            self._forgot_at = now
            self._ledger.put(gpu_history.forget(now))

    def close(self) -> None:
        self._book(before=None)

    async def document(
        self, *, since: datetime, until: datetime, step_s: int | None
    ) -> GpuHistoryDocument:
        """Raises ``query_invalid`` for more points than anybody can look at."""
        step = self._step(since, until, step_s)
        if step < MINUTE_S:
            cards = tuple(
                GpuTrack(uuid=uuid, points=tuple(_stepped(ring, since, until, step)))
                for uuid, ring in sorted(self._rings.items())
            )
        else:
            await self._ledger.flush(timeout_s=SETTLE_S)
            found = partial(gpu_history.tracks, since=since, until=until, step_s=step)
            cards = await self._ledger.ask(found)
        return GpuHistoryDocument(
            since=since, until=until, step_s=step, quality=Quality.INSTANT, cards=cards
        )

    def _step(self, since: datetime, until: datetime, asked: int | None) -> int:
        span_s = (until - since).total_seconds()
        if asked is None:
            asked = next((s for s in STEPS_S if span_s / s <= USUAL_POINTS), STEPS_S[-1])
        now = self._now()
        if asked < MINUTE_S and since >= now - RING - timedelta(seconds=MINUTE_S):
            step = asked
        else:
            kept = HOUR_S if asked >= HOUR_S or since < now - KEEP_MINUTES else MINUTE_S
            step = -(-asked // kept) * kept
        if span_s / step > MOST_POINTS:
            raise ZiggieError(
                "query_invalid",
                f"That would be more than {MOST_POINTS} points.",
                "Ask for a shorter time, or give a longer step in seconds.",
                status=400,
            )
        return step

    def _book(self, *, before: int | None) -> None:
        for key in sorted(k for k in self._open if before is None or k[0] < before):
            start, uuid = key
            minute = _minute(start, uuid, self._open.pop(key))
            for entry in gpu_history.entries(minute):
                self._ledger.put(entry)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="GET",
                path=f"{V1}/gpu/history",
                summary="Each card's power, memory, temperature and load, from minutes to months",
                handler=self._answer,
                answer=GpuHistoryDocument,
                query=("from", "to", "step"),
            ),
        )

    async def _answer(self, call: Call) -> GpuHistoryDocument:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(self._zone())
        until = moment(call, "to", zone, end=True) or self._now()
        since = moment(call, "from", zone, end=False) or until - DEFAULT_SPAN
        if since >= until:
            raise ZiggieError(
                "query_invalid",
                "The time ends before it begins.",
                "Give a time in from that lies before the one in to.",
                status=400,
            )
        step = count(call, "step", 1, at_most=24 * HOUR_S) if "step" in call.query else None
        return await self.document(since=since, until=until, step_s=step)


def _point(gpu: Gpu, at: datetime) -> GpuPoint | None:
    """None where the card told nothing of what is kept."""
    figures = (gpu.power_mw, gpu.memory_used_bytes, gpu.temperature_c, gpu.utilization_percent)
    if all(figure is None for figure in figures):
        return None
    return GpuPoint(
        at=at,
        samples=1,
        power_mw=gpu.power_mw,
        power_top_mw=gpu.power_mw,
        memory_used_bytes=gpu.memory_used_bytes,
        temperature_c=gpu.temperature_c,
        utilization_percent=gpu.utilization_percent,
    )


def _stepped(
    ring: Iterable[GpuPoint], since: datetime, until: datetime, step: int
) -> Iterable[GpuPoint]:
    groups: dict[int, list[GpuPoint]] = {}
    for point in ring:
        if since <= point.at < until:
            groups.setdefault(int(point.at.timestamp()) // step * step, []).append(point)
    for start, points in groups.items():
        yield _merged(datetime.fromtimestamp(start, UTC), points)


def _merged(at: datetime, points: Sequence[GpuPoint]) -> GpuPoint:
    return GpuPoint(
        at=at,
        samples=len(points),
        power_mw=_mean(p.power_mw for p in points),
        power_top_mw=max((p.power_mw for p in points if p.power_mw is not None), default=None),
        memory_used_bytes=_mean(p.memory_used_bytes for p in points),
        temperature_c=_mean(p.temperature_c for p in points),
        utilization_percent=_mean(p.utilization_percent for p in points),
    )


def _minute(start: int, uuid: str, points: Sequence[GpuPoint]) -> CardMinute:
    mean = _merged(datetime.fromtimestamp(start, UTC), points)
    return CardMinute(
        start_s=start,
        gpu_uuid=uuid,
        samples=mean.samples,
        power_mw=mean.power_mw,
        power_top_mw=mean.power_top_mw,
        memory_bytes=mean.memory_used_bytes,
        temperature_c=mean.temperature_c,
        utilization_percent=mean.utilization_percent,
    )


def _mean(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known)) if known else None
