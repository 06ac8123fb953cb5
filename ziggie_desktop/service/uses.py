"""Owns who used which local model last: read from the ledger once, then kept up with each row."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import LastUse
from ziggie_desktop.ledger.used import Used

AGAIN_S = 60.0


class Uses:
    """``began``: since when the books tell; None: they do not, or could not be read yet."""

    def __init__(self, *, read: Callable[[], Awaitable[Used]]) -> None:
        self._read = read
        self._by_model: dict[str, LastUse] = {}
        self._read_once = False
        self.began: datetime | None = None

    async def load(self) -> None:
        """Read the ledger; one that cannot be read is tried again."""
        while True:
            with contextlib.suppress(ZiggieError):
                found = await self._read()
                self.began, self._read_once = found.began, True
                for model, use in found.by_model.items():
                    self._note(model, use)
                return
            await asyncio.sleep(AGAIN_S)

    def book(self, row: RequestRow) -> None:
        """A request that a local model answered, or tried to."""
        if self.began is None and self._read_once:
            self.began = row.started_at  # the books were empty
        if row.route == "local" and row.model is not None:
            self._note(row.model, LastUse(at=row.started_at, by=row.component))

    def last(self, model: str) -> LastUse | None:
        return self._by_model.get(model)

    def _note(self, model: str, use: LastUse) -> None:
        known = self._by_model.get(model)
        if known is None or known.at < use.at:
            self._by_model[model] = use
