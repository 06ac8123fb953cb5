"""Owns the ledger as the service sees it: one writer thread, readers in threads.

Never blocks the event loop, never changes a row that was written, never holds a prompt or answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from ziggie_desktop.contract.api import (
    EnergyLine,
    Reconciliation,
    ReportedUsage,
    UptimeDocument,
    UsageDocument,
    UsageRow,
)
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import Fallback, Quality, Totals
from ziggie_desktop.ledger import beside, incidents, invoice, moving, reconcile, rollup
from ziggie_desktop.ledger.backend import Backend, Connection
from ziggie_desktop.ledger.database import SqliteLedger
from ziggie_desktop.ledger.queries import By, Filters, Reader
from ziggie_desktop.ledger.rows import (
    INSERT_ENERGY,
    INSERT_PROBE,
    INSERT_REQUEST,
    encode,
    to_us,
)
from ziggie_desktop.ledger.savings import totals
from ziggie_desktop.ledger.spending import Spent, spent
from ziggie_desktop.ledger.used import Used, last_uses
from ziggie_desktop.ledger.writer import QUEUE_LIMIT, Entry, LedgerHealth, Writer

T = TypeVar("T")
FLUSH_TIMEOUT_S = 5.0
CATCH_UP_S = 1.0
INVOICE_LINES = 2_000


class Ledger:
    """Made by ``await Ledger.open(...)`` of a file or another backend; neither a full disk nor an
    absent server stops it from opening."""

    def __init__(self, *, backend: Backend, writer: Writer) -> None:
        self._writer = writer
        self._backend = backend
        self._reader = Reader(backend)

    @classmethod
    async def open(cls, place: Path | Backend, *, queue_limit: int = QUEUE_LIMIT) -> Ledger:
        """Raises ZiggieError only where a person must act first: a newer schema, a link."""
        backend = SqliteLedger(place) if isinstance(place, Path) else place
        writer = Writer(backend=backend, queue_limit=queue_limit)
        await asyncio.to_thread(writer.start)
        return cls(backend=backend, writer=writer)

    async def close(self) -> None:
        """Write what waits, then end the thread."""
        await asyncio.to_thread(self._writer.close)

    @property
    def health(self) -> LedgerHealth:
        return self._writer.health

    def record(self, row: RequestRow) -> None:
        self._writer.put(Entry(INSERT_REQUEST, partial(encode, row)))

    def record_energy(
        self,
        request_id: str,
        *,
        energy_mj: int | None,
        quality: Quality | None,
        electricity_cost_pico: int | None,
        tariff_source: str | None = None,
        band_percent: float | None = None,
        source: str | None = None,
        load_mj: int | None = None,
    ) -> None:
        """What the request took, known a moment after its answer. A later call corrects it."""
        kind = None if quality is None else str(quality)
        cost, band = electricity_cost_pico, band_percent
        values = (request_id, energy_mj, kind, cost, tariff_source, band, source, load_mj)
        self._writer.put(Entry(INSERT_ENERGY, lambda: values))

    def record_probe(self, at: datetime, *, ok: bool, reason: str | None = None) -> None:
        self._writer.put(Entry(INSERT_PROBE, lambda: (to_us(at), int(ok), reason)))

    def record_day_energy(self, day: beside.DayEnergy, *, mark: str) -> None:
        """Added to what that day and card has; ``mark`` is another for each addition."""
        self._writer.put(beside.add_energy(day, mark=mark))

    def record_report(self, usage: ReportedUsage, *, component: str, tz: str) -> None:
        """Other APIs' use as a component tells it; one that is told again counts once."""
        self._writer.put(beside.report(usage, component=component, tz=tz))

    def sum_up(self, *, before: datetime, tz: str) -> None:
        """Keep whole months that ended before then as sums only; no total changes by it."""
        self._writer.put(rollup.entry(before=before, tz=tz))

    def put(self, entry: Entry) -> None:
        """What another file of this room makes for the writer."""
        self._writer.put(entry)

    async def ask(self, question: Callable[[Backend], T]) -> T:
        """A question of another file of this room, asked in a thread."""
        return await asyncio.to_thread(question, self._backend)

    async def flush(self, *, timeout_s: float = FLUSH_TIMEOUT_S) -> bool:
        """True when all that was recorded before is on disk."""
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.wrap_future(self._writer.flushed())
        except TimeoutError:
            return False

    async def move(self, target: Backend, *, settle: Callable[[], None]) -> dict[str, int]:
        """Take every row to ``target``, which is in force from then on; how many went, by table.
        What is booked meanwhile waits. ``settle`` is called in the writer's thread, when the new
        place is whole. Raises ZiggieError; then all is as it was."""

        def work(source: Backend) -> tuple[Connection, dict[str, int]]:
            moved = moving.move(source, target, settle=settle)
            self._backend, self._reader = target, Reader(target)
            return moved

        # Who asked may go away meanwhile: the move goes on.
        return await asyncio.shield(asyncio.wrap_future(self._writer.hand_over(target, work)))

    async def requests(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
        filters: Filters | None = None,
    ) -> tuple[RequestRow, ...]:
        return await asyncio.to_thread(
            self._reader.requests,
            since=since,
            until=until,
            limit=limit,
            filters=filters or Filters(),
        )

    async def usage(
        self, *, since: datetime | None = None, until: datetime | None = None, by: By = "day"
    ) -> tuple[UsageRow, ...]:
        return await asyncio.to_thread(self._reader.usage, since=since, until=until, by=by)

    async def totals(self, since: datetime | None = None, until: datetime | None = None) -> Totals:
        return totals(await asyncio.to_thread(self._reader.sums, since=since, until=until))

    async def savings(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        by: By = "month",
        tz: str = "UTC",
    ) -> UsageDocument:
        """The groups and their total: the savings are fields of each Totals. Beside them what
        all cards counted in the local days of ``tz``, and what components reported."""
        rows = await self.usage(since=since, until=until, by=by)
        reported = partial(beside.reported_rows, since=since, until=until, by=by)
        return UsageDocument(
            by=by,
            rows=rows,
            total=await self.totals(since, until),
            energy=await self.energy(since=since, until=until, by=by, tz=tz),
            reported=await asyncio.to_thread(reported, self._backend),
        )

    async def energy(
        self, *, since: datetime | None, until: datetime | None, by: str, tz: str
    ) -> tuple[EnergyLine, ...]:
        """What all cards counted in the local days of ``tz``."""
        lines = partial(beside.energy_lines, since=since, until=until, tz=tz, by=by)
        return await asyncio.to_thread(lines, self._backend)

    async def fallbacks(
        self,
        limit: int = 50,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Fallback, ...]:
        return await asyncio.to_thread(
            self._reader.fallbacks, limit=limit, since=since, until=until
        )

    async def cloud_costs(self, *, since: datetime, until: datetime) -> tuple[Spent, ...]:
        """What the cloud cost, by the quarter of an hour, component and agent level. What was
        handed in before counts, unless the disk does not take it."""
        await self.flush(timeout_s=CATCH_UP_S)
        return await asyncio.to_thread(spent, self._backend, since=since, until=until)

    async def uncosted(self, *, after: int, limit: int) -> tuple[tuple[int, RequestRow], ...]:
        """Requests whose energy is known and its cost is not, by their number."""
        return await asyncio.to_thread(self._reader.uncosted, after=after, limit=limit)

    async def began(self) -> datetime | None:
        """When the first request of all was booked."""
        return await asyncio.to_thread(self._reader.began)

    async def last_uses(self) -> Used:
        """Who used each local model last."""
        return await asyncio.to_thread(last_uses, self._backend)

    async def uptime(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> float | None:
        """The share of probes that found Ziggie serving; None without probes."""
        return await asyncio.to_thread(self._reader.uptime, since=since, until=until)

    async def incidents(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> UptimeDocument:
        """The uptime with the incidents that it is made of."""
        now = datetime.now(UTC)
        return await asyncio.to_thread(
            incidents.read, self._backend, since=since, until=until, now=now
        )

    async def import_invoice(self, lines: Sequence[invoice.Line]) -> None:
        """Keep what an export says. Raises ``ledger_unwritable`` if it is not on disk in time."""
        for part in range(0, len(lines), INVOICE_LINES):  # the queue has room for requests too
            for entry in invoice.entries(lines[part : part + INVOICE_LINES]):
                self._writer.put(entry)
            if not await self.flush():
                raise ZiggieError(
                    "ledger_unwritable",
                    "The import is not in the ledger yet: it cannot be written just now.",
                    "Look at `ziggie-desktop doctor`, then import the file again; it counts once.",
                    status=503,
                )

    async def reconciliation(
        self, *, first_day: date, last_day: date, rate: reconcile.Rate
    ) -> Reconciliation:
        """Anthropic's books beside ours for UTC days, both included."""
        since = datetime.combine(first_day, time(), UTC)
        until = datetime.combine(last_day + timedelta(days=1), time(), UTC)

        def work() -> Reconciliation:
            lines = invoice.invoiced(
                self._backend, since=first_day.isoformat(), until=last_day.isoformat()
            )
            ours = reconcile.our_calls(self._backend, since=since, until=until)
            return reconcile.reconcile(lines, ours, rate=rate)

        return await asyncio.to_thread(work)
