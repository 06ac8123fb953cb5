"""Owns what the activity page says: who asked, who answered and why. Never what was asked."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import side, simulated
from ziggie_desktop.desktop.presenters.view import NoticeView, PillView, RowView, Tone
from ziggie_desktop.desktop.presenters.words import t

KEPT = 200
SHOWN = 60


@dataclass(frozen=True, slots=True)
class ActivityView:
    rows: tuple[RowView, ...]
    empty: NoticeView | None


class Recent:
    """The last requests, the newest first, each once."""

    def __init__(self) -> None:
        self._rows: deque[RequestRow] = deque(maxlen=KEPT)
        self._ids: set[str] = set()

    def feed(self, row: RequestRow) -> None:
        if row.id in self._ids:
            return
        if len(self._rows) == KEPT:
            self._ids.discard(self._rows[-1].id)
        self._ids.add(row.id)
        self._rows.appendleft(row)

    @property
    def rows(self) -> tuple[RequestRow, ...]:
        return tuple(sorted(self._rows, key=lambda row: row.started_at, reverse=True))


def activity(rows: tuple[RequestRow, ...], url: str, now: datetime) -> ActivityView:
    empty = None
    if not rows:
        empty = NoticeView(
            t("No requests yet"),
            t(
                "Point a program at {url}: each request shows up here with its route and reason.",
                url=url,
            ),
        )
    return ActivityView(tuple(request_row(row, now) for row in rows[:SHOWN]), empty)


def request_row(row: RequestRow, now: datetime) -> RowView:
    where = [row.model or row.gen_ai_request_model or t("no model"), row.reason]
    if row.fallback_from:
        where.append(
            t(
                "fell back from {side}: {reason}",
                side=side(row.fallback_from),
                reason=row.fallback_reason or t("no reason"),
            )
        )
    title = row.component + (f" · {row.task}" if row.task else "")
    return RowView(
        key=row.id,
        title=title,
        detail=" · ".join(part for part in where if part),
        aside=" · ".join(_figures(row, now)),
        pill=_pill(row),
    )


def _pill(row: RequestRow) -> PillView:
    if row.status is RequestStatus.FAILED:
        return PillView(t("Failed"), Tone.BAD)
    if row.status is RequestStatus.ABORTED:
        return PillView(t("Hung up"))
    if row.simulated:
        return simulated()
    return (
        PillView(t("Local"), Tone.GOOD)
        if row.route == "local"
        else PillView(t("Cloud"), Tone.ACCENT)
    )


def _figures(row: RequestRow, now: datetime) -> list[str]:
    parts = []
    if row.duration_ms is not None:
        parts.append(text.duration(row.duration_ms / 1000))
    if row.route == "local" and row.energy_mj is not None:
        quality = text.QUALITY_WORDS.get(row.energy_quality) if row.energy_quality else None
        parts.append(text.energy(row.energy_mj) + (f" {t(quality)}" if quality else ""))
    if row.route == "cloud":
        parts.append(text.price(row.list_cost_pico))
    parts.append(text.clock(row.started_at, now))
    return parts
