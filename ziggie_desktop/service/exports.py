"""Owns how the ledger's rows leave the service as a file: CSV, FOCUS, Parquet. Changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain

import msgspec
from starlette.responses import Response

from ziggie_desktop.cloud import prices
from ziggie_desktop.contract.api import UNPRICED_HEADER
from ziggie_desktop.contract.records import RequestRow, Usage
from ziggie_desktop.ledger import focus, focus_files
from ziggie_desktop.ledger.rows import to_csv
from ziggie_desktop.service.settings import HardwareSettings

PICO = 10**12
FORMATS = ("json", "csv", "focus", "parquet")


class Exports(msgspec.Struct, frozen=True, kw_only=True):
    """``hardware`` as the settings say it now: what was bought, and when."""

    hardware: Callable[[], HardwareSettings]
    zone: Callable[[], str]

    async def file(
        self,
        kind: str,
        rows: tuple[RequestRow, ...],
        *,
        since: datetime | None,
        until: datetime | None,
    ) -> Response:
        """``kind`` is one of FORMATS but json. Raises ``parquet_missing``."""
        if kind == "csv":
            return _text(await asyncio.to_thread(to_csv, rows))
        every = chain(
            focus.charges(rows, meters=_meters),
            self._bought(since=since, until=until),
        )
        charges, unpriced = await asyncio.to_thread(focus.priced, every)
        headers = {UNPRICED_HEADER: str(unpriced)}
        if kind == "focus":
            return _text(await asyncio.to_thread(focus_files.to_csv, charges), headers)
        body = await asyncio.to_thread(focus_files.to_parquet, charges)
        return Response(body, media_type="application/vnd.apache.parquet", headers=headers)

    def _bought(
        self, *, since: datetime | None, until: datetime | None
    ) -> chain[focus.Charge] | tuple[()]:
        said = self.hardware()
        if not said.price_usd or said.bought_on is None:
            return ()
        bought = focus.Bought(
            price_pico=round(said.price_usd * PICO), on=said.bought_on, tz=self.zone()
        )
        return chain(focus.hardware(bought, since=since, until=until))


def _meters(model: str, usage: Usage, at: datetime) -> tuple[focus.Metered, ...]:
    return tuple(
        focus.Metered(
            meter=part.meter,
            unit=part.unit,
            quantity=part.quantity,
            unit_price_pico=part.unit_price_pico,
        )
        for part in prices.parts(model, usage, at)
    )


def _text(text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
