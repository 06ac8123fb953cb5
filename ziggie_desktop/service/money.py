"""Owns how what requests take and cost is put together: sensors, joules, prices and the books.

It wires; the rooms decide.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from ziggie_desktop.cloud import prices
from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import PcPower, TotalsDocument
from ziggie_desktop.gpu import tariff
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.pc import pc_power
from ziggie_desktop.gpu.processor import ProcessorMonitor
from ziggie_desktop.ledger import periods
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service import amounts
from ziggie_desktop.service.ahead import Ahead
from ziggie_desktop.service.bookkeeper import Bookkeeper
from ziggie_desktop.service.budgets import Budgets
from ziggie_desktop.service.counsel import Counsel
from ziggie_desktop.service.energy_days import EnergyDays
from ziggie_desktop.service.figures import Measured
from ziggie_desktop.service.gpu_history import GpuHistory
from ziggie_desktop.service.joules import Joules
from ziggie_desktop.service.journal import Journal
from ziggie_desktop.service.late_prices import LatePrices
from ziggie_desktop.service.outlook import Outlook
from ziggie_desktop.service.reports import Reports
from ziggie_desktop.service.retention import Retention
from ziggie_desktop.service.standby import Standby
from ziggie_desktop.service.totals import RunningTotals
from ziggie_desktop.service.wishes import Wishes


class Told(Protocol):
    """Who hears of what changed."""

    def power(self) -> None: ...
    def totals(self, document: TotalsDocument) -> None: ...
    def active(self, active: int) -> None: ...
    def booked(self, row: RequestRow) -> None: ...


class Money:
    """``gpu``, ``meter`` and ``processor`` measure; ``bookkeeper`` books each request in
    ``ledger``."""

    def __init__(
        self,
        *,
        home: Home,
        wishes: Wishes,
        ledger: Ledger,
        told: Told,
        engine_pids: Callable[[], frozenset[int]],
    ) -> None:
        self._wishes = wishes
        self.ledger = ledger
        self.gpu = GpuMonitor(python=sys.executable, engine_pids=engine_pids)
        self.meter = EnergyMeter(
            watch=self.gpu.watch, calibrations=lambda: wishes.settings.calibration
        )
        self.processor = ProcessorMonitor(
            tdp_w=lambda: wishes.settings.power.cpu_tdp_w,
            fed=lambda sample: processor_meter.feed(sample),
            looked=told.power,
        )
        processor_meter = EnergyMeter(watch=self.processor.watch)
        joules = Joules(gpu=self.meter, processor=processor_meter, monitor=self.processor)
        self.energy_days = EnergyDays(
            meter=self.meter,
            ledger=ledger,
            zone=wishes.zone,
            processors=lambda: joules.beside,
        )
        self.gpu_history = GpuHistory(ledger=ledger, zone=wishes.zone)
        self.standby = Standby(
            ledger=ledger,
            tariff=lambda: wishes.settings.tariff,
            zone=wishes.zone,
            only_for_ai=lambda: wishes.settings.hardware.only_for_ai,
        )
        self.counsel = Counsel(
            ledger=ledger,
            standby=self.standby,
            quiet_power=self.meter.quiet_power,
            tariff=lambda: wishes.settings.tariff,
            goals=lambda: wishes.goals,
            zone=wishes.zone,
        )
        self.outlook = Outlook(counsel=self.counsel, budgets=lambda: wishes.policy.current.budgets)
        self.ahead = Ahead(
            standby=self.standby,
            hardware=lambda: wishes.hardware,
            zone=wishes.zone,
        )
        self.reports = Reports(
            folder=home.reports,
            ledger=ledger,
            standby=self.standby,
            counsel=self.counsel,
            ahead=self.ahead,
            tariff=lambda: wishes.settings.tariff,
            language=lambda: wishes.settings.language,
            zone=wishes.zone,
        )
        self.totals = RunningTotals(
            ledger=ledger,
            totals=self.standby.totals,
            zone=wishes.zone,
            changed=told.totals,
            currency=self.currency,
        )
        self.budgets = Budgets(
            budgets=lambda: wishes.policy.current.budgets,
            books=ledger,
            price=lambda model, usage, at: prices.price(model, usage, at).cost_pico,
            zone=wishes.zone,
        )
        self.measured = Measured(
            books=ledger,
            price=lambda model, usage, at: prices.price(model, usage, at).cost_pico,
            clock=time.monotonic,
        )
        self._told = told
        self.journal = Journal(path=home.root / "unbooked.jsonl")
        for row in self.journal.left:  # a row that the ledger has already stays as it is
            ledger.record(row)
        self.bookkeeper = Bookkeeper(
            books=ledger,
            journal=self.journal,
            meter=joules,
            purse=self.budgets,
            price=prices.price,
            electricity=self._electricity,
            tariff_source=self._tariff_source,
            stand_in=self._stand_in,
            policy=lambda: wishes.policy.digest,
            zone=wishes.zone,
            local_date=periods.local_date,
            booked=self._booked,
            active_changed=told.active,
        )
        self.late_prices = LatePrices(
            ledger=ledger,
            tariff=lambda: wishes.settings.tariff,
            electricity=self._electricity,
            tariff_source=self._tariff_source,
            priced=self.totals.look,
        )
        self.retention = Retention(
            ledger=ledger,
            keep_days=lambda: wishes.settings.ledger.keep_days,
            zone=wishes.zone,
        )

    def pc(self) -> PcPower:
        said = self._wishes.settings.power
        return pc_power(
            self.gpu.status,
            self.processor.power,
            rest_w=said.rest_w,
            psu_efficiency=said.psu_efficiency,
        )

    def currency(self) -> Currency:
        """The owner's, with the rate where there is one."""
        return amounts.currency_of(self._wishes.settings.tariff)

    async def catch_up(self) -> None:
        """Have in the ledger what an earlier process answered and was killed before it booked."""
        if self.journal.left and await self.ledger.flush():
            self.journal.clear()

    def remember_speeds(self) -> None:
        """What is a model's usual speed does not begin anew with each start of the service."""
        for model, tokens_per_s in self.measured.local_speeds():
            self.bookkeeper.speeds.seed(model, tokens_per_s)

    async def close(self) -> None:
        """What is booked is on disk afterwards; the meter goes on until ``close_books``."""
        await self.bookkeeper.close()
        if await self.ledger.flush():
            self.journal.clear()

    async def close_books(self) -> None:
        await self.gpu.close()
        self.energy_days.close()
        self.gpu_history.close()
        await self.ledger.close()
        self.journal.close()

    def _booked(self, row: RequestRow) -> None:
        self.measured.add(row)
        self._told.booked(row)

    def _electricity(self, energy_mj: int, begin: datetime, end: datetime) -> int | None:
        """Pico-dollars, split where the price changes; None without a tariff, or in a currency
        without the owner's rate."""
        own = self._wishes.settings.tariff
        return tariff.to_usd_pico(own, tariff.span_cost_pico(own, energy_mj, begin, end))

    def _tariff_source(self, at: datetime) -> str | None:
        """Such as "flat price: 0.3 EUR/kWh"."""
        own = self._wishes.settings.tariff
        micro = None if own is None else own.price_micro(at)
        if own is None or micro is None:
            return None
        rate = "" if own.usd_per_unit is None else f" at {own.usd_per_unit} USD"
        return f"{own.name}: {micro / 1e6:g} {own.currency}/kWh{rate}"

    def _stand_in(self, asked: str | None) -> str:
        """The Claude model that would have answered: the one asked for, else the policy's."""
        if asked is not None and asked.startswith("claude-"):
            return asked
        return self._wishes.policy.current.models.cloud
