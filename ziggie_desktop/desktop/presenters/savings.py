"""Owns what the savings page says. Net comes first; what is unknown is said."""

from __future__ import annotations

from dataclasses import dataclass

from ziggie_desktop.contract.state import State, Totals
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import simulated, unknown_part
from ziggie_desktop.desktop.presenters.view import NoticeView, PillView, Tone
from ziggie_desktop.desktop.presenters.words import t


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One period. ``lines``: label, figure and a few words about the figure."""

    title: str
    net: str
    beside: str
    pill: PillView | None
    lines: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavingsView:
    periods: tuple[PeriodView, ...]
    notice: NoticeView | None


def savings(state: State) -> SavingsView:
    notice = None
    if state.cloud.simulated:
        notice = NoticeView(
            t("The cloud side is simulated"),
            t("These figures show how the books work. No money was spent or saved."),
            Tone.WARN,
        )
    elif not state.month.requests:
        notice = NoticeView(
            t("Nothing booked yet"),
            t(
                "Point a program at {url}: each answer is booked here with its price.",
                url=state.url,
            ),
        )
    periods = (period(t("Today"), state.today), period(t("This month"), state.month))
    return SavingsView(periods, notice)


def period(title: str, totals: Totals) -> PeriodView:
    net = totals.net_savings_pico if totals.requests else 0
    gross = totals.gross_savings_pico if totals.requests else 0
    return PeriodView(
        title=title,
        net=text.money(net),
        beside=t("net saved · gross {gross}", gross=text.money(gross)),
        pill=simulated() if totals.simulated else None,
        lines=(
            (t("The same at Claude"), text.money(totals.counterfactual_cost_pico), t("list price")),
            (t("Paid to the cloud"), text.money(totals.cloud_cost_pico), t("list price")),
            (t("Electricity"), text.money(_electricity(totals)), _energy_words(totals)),
            (t("Answered locally"), text.percent(totals.local_share), _local_words(totals)),
            (t("Answered by the cloud"), text.number(totals.cloud), _fallback_words(totals)),
            (t("Not answered"), text.number(totals.failed), ""),
            (
                t("Tokens"),
                text.tokens(totals.input_tokens + totals.output_tokens),
                _io_words(totals),
            ),
        ),
        unknown=_unknown(totals),
    )


def _electricity(totals: Totals) -> int | None:
    return totals.electricity_cost_pico if totals.requests else 0


def _energy_words(totals: Totals) -> str:
    return text.energy(totals.energy_mj if totals.requests else 0)


def _local_words(totals: Totals) -> str:
    return t(
        "{part} of {whole}", part=text.number(totals.local), whole=text.number(totals.requests)
    )


def _fallback_words(totals: Totals) -> str:
    return t("%Ln as fallback", "", totals.fallbacks) if totals.fallbacks else ""


def _io_words(totals: Totals) -> str:
    read, written = text.tokens(totals.input_tokens), text.tokens(totals.output_tokens)
    return t("{read} in · {written} out", read=read, written=written)


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
