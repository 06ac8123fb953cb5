"""Owns what the savings page says of one period's sum: net first, then its parts."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.api import EnergyLine
from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import simulated, unknown_part
from ziggie_desktop.desktop.presenters.view import PillView
from ziggie_desktop.desktop.presenters.words import t


class PartView(msgspec.Struct, frozen=True):
    """A part of what the same would have cost at Claude. ``kind``: saved, electricity or cloud."""

    kind: str
    words: str
    share: float


class PeriodView(msgspec.Struct, frozen=True):
    """One period. ``parts``: what became of Claude's price, empty where a part is unknown;
    ``lines`` and ``counts``: label, figure and how the figure came about."""

    title: str
    net: str
    beside: str
    pill: PillView | None
    lines: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]
    parts: tuple[PartView, ...] = ()


def period(
    totals: Totals, energy: tuple[EnergyLine, ...], own: OwnElectricity | None = None
) -> PeriodView:
    """``own``: where there is no rate, electricity stands in its own currency."""
    some = totals.requests > 0
    net = totals.net_savings_pico if some else 0
    gross = totals.gross_savings_pico if some else 0
    reckoned = t("reckoned at list price")
    return PeriodView(
        title=t("Net saved"),
        net=text.money(net),
        beside=_band(totals) + t("gross {gross}, before electricity", gross=text.money(gross)),
        pill=simulated() if totals.simulated else None,
        lines=(
            (t("The same at Claude"), text.usd(totals.counterfactual_cost_pico), reckoned),
            (t("Paid to the cloud"), text.usd(totals.cloud_cost_pico), reckoned),
            (
                t("Electricity of requests"),
                text.money_in(own.requests_pico, own.code)
                if own and some
                else text.money(totals.electricity_cost_pico if some else 0),
                _energy(
                    totals.energy_mj,
                    band=totals.energy_band_percent,
                    estimated=totals.estimated_energy_mj,
                )
                if some
                else t("no requests"),
            ),
            *(_own_standby(own) if own else _standby(totals, energy)),
        ),
        counts=(
            (
                t("Answered locally"),
                text.percent(totals.local_share),
                t(
                    "{part} of {whole}",
                    part=text.number(totals.local),
                    whole=text.number(totals.local + totals.cloud),
                ),
            ),
            (t("Fallbacks"), text.number(totals.fallbacks), ""),
            (t("Not answered"), text.number(totals.failed), ""),
        ),
        unknown=(*_unknown(totals), *_rate()),
        parts=_parts(totals),
    )


def _rate() -> tuple[str, ...]:
    """At which rate it is shown, where it is."""
    own = text.Purse.own
    if own.code == "USD" or own.usd_per_unit is None:
        return ()
    rate = text.number(float(own.usd_per_unit), 4)
    words = t(
        "At your rate: 1 {code} is {rate} US dollars. What the cloud takes is in dollars.",
        code=own.code,
        rate=rate,
    )
    return (words,)


def not_yet() -> PeriodView:
    return PeriodView(t("Net saved"), text.unknown(), "", None, (), (), ())


def _parts(totals: Totals) -> tuple[PartView, ...]:
    """How Claude's price divides, where all of it is known and something was saved."""
    whole, net = totals.counterfactual_cost_pico, totals.net_savings_pico
    gross = totals.gross_savings_pico
    if not whole or net is None or gross is None or net <= 0 or gross > whole:
        return ()
    power, paid = gross - net, whole - gross
    parts = (
        ("saved", t("saved {cost}", cost=text.money(net)), net),
        ("electricity", t("electricity {cost}", cost=text.money(power)), power),
        ("cloud", t("paid to the cloud {cost}", cost=text.money(paid)), paid),
    )
    return tuple(PartView(kind, words, pico / whole) for kind, words, pico in parts if pico > 0)


def _band(totals: Totals) -> str:
    """How far the net figure may be off, as far as its electricity is."""
    band, cost = totals.energy_band_percent, totals.electricity_cost_pico
    if band is None or cost is None or totals.net_savings_pico is None:
        return ""
    return f"± {text.money(round(cost * band / 100))} · "


def _energy(energy_mj: int | None, *, band: float | None = None, estimated: int = 0) -> str:
    """With the band that the figure may be off by, and how it came about."""
    if energy_mj is None:
        return text.unknown()
    whole = text.energy(energy_mj) + ("" if band is None else f" ± {text.number(band)} %")
    if not estimated:
        return t("measured: {energy}", energy=whole)
    if estimated < energy_mj:
        return t("partly estimated: {energy}", energy=whole)
    return t("estimated: {energy}", energy=whole)


def _own_standby(own: OwnElectricity) -> tuple[tuple[str, str, str], ...]:
    """The same without a rate: nothing of it is in a sum."""
    lines = (
        (t("Models kept loaded"), own.resident_pico),
        (t("Processor beside the GPU"), own.processor_pico),
        (t("Idle GPU"), own.idle_pico),
    )
    return tuple(
        (label, text.money_in(pico, own.code), t("not in net savings"))
        for label, pico in lines
        if pico is not None
    )


def _standby(totals: Totals, energy: tuple[EnergyLine, ...]) -> tuple[tuple[str, str, str], ...]:
    """What the quiet hours cost; the idle GPU only counts where the machine is there for this."""
    if not energy:
        return ((t("Models kept loaded"), text.unknown(), t("no card was measured")),)
    resident = known_sum([line.resident_cost_pico for line in energy])
    idle = known_sum([line.idle_cost_pico for line in energy])
    processor = known_sum([line.processor_cost_pico for line in energy])
    every = known_sum([resident, idle, processor])
    counts = bool(idle) and totals.standby_cost_pico == every
    remark = t("in net savings") if counts else t("not in net savings")
    return (
        (
            t("Models kept loaded"),
            text.money(resident),
            _energy(sum(line.resident_mj for line in energy)),
        ),
        *_processors(energy, processor),
        (t("Idle GPU"), text.money(idle), remark),
    )


def _processors(
    energy: tuple[EnergyLine, ...], cost: int | None
) -> tuple[tuple[str, str, str], ...]:
    """What the processors took while a GPU answered; no line where that is not known."""
    counted = sum(line.processor_mj for line in energy)
    estimated = sum(line.processor_estimated_mj for line in energy)
    if not counted + estimated:
        return ()
    words = _energy(counted + estimated, estimated=estimated)
    return ((t("Processor beside the GPU"), text.money(cost), words),)


def known_sum(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _unknown(totals: Totals) -> tuple[str, ...]:
    """What the figures leave out, a sentence each."""
    if not totals.requests:
        return ()
    found = []
    if totals.unpriced:
        found.append(t("%Ln request(s) without a known price.", "", totals.unpriced))
    if totals.unmetered:
        found.append(t("%Ln request(s) without measured energy.", "", totals.unmetered))
    if totals.net_savings_pico is None:
        found.append(t("Net savings are unknown: {why}.", why=unknown_part(totals)))
    return tuple(found)
