"""Owns the desktop's copy of the last requests. Says nothing about them."""

from __future__ import annotations

from collections import deque

from ziggie_desktop.contract.records import RequestRow

KEPT = 200


class Recent:
    """The last requests, the newest first, each once."""

    def __init__(self) -> None:
        self._rows: deque[RequestRow] = deque(maxlen=KEPT)
        self._ids: set[str] = set()
        self._sorted: tuple[RequestRow, ...] | None = ()  # None: not since the last one came

    def feed(self, row: RequestRow) -> None:
        if row.id in self._ids:
            return
        if len(self._rows) == KEPT:
            self._ids.discard(self._rows[-1].id)
        self._ids.add(row.id)
        self._rows.appendleft(row)
        self._sorted = None

    @property
    def rows(self) -> tuple[RequestRow, ...]:
        if self._sorted is None:
            newest_first = sorted(self._rows, key=lambda row: row.started_at, reverse=True)
            self._sorted = tuple(newest_first)
        return self._sorted
