"""Owns what the savings page says. Net comes first; what is unknown is said."""

from __future__ import annotations

from dataclasses import dataclass

from ziggie_desktop.contract.state import State, Totals
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import SIMULATED, unknown_part
from ziggie_desktop.desktop.presenters.view import NoticeView, PillView, Tone


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
            "The cloud side is simulated",
            "These figures show how the books work. No money was spent or saved.",
            Tone.WARN,
        )
    elif not state.month.requests:
        notice = NoticeView(
            "Nothing booked yet",
            f"Point a program at {state.url}: each answer is booked here with its price.",
        )
    periods = (period("Today", state.today), period("This month", state.month))
    return SavingsView(periods, notice)


def period(title: str, totals: Totals) -> PeriodView:
    net = totals.net_savings_pico if totals.requests else 0
    gross = totals.gross_savings_pico if totals.requests else 0
    return PeriodView(
        title=title,
        net=text.money(net),
        beside=f"net saved · gross {text.money(gross)}",
        pill=SIMULATED if totals.simulated else None,
        lines=(
            ("The same at Claude", text.money(totals.counterfactual_cost_pico), "list price"),
            ("Paid to the cloud", text.money(totals.cloud_cost_pico), "list price"),
            ("Electricity", text.money(_electricity(totals)), _energy_words(totals)),
            ("Answered locally", text.percent(totals.local_share), _local_words(totals)),
            ("Answered by the cloud", text.number(totals.cloud), _fallback_words(totals)),
            ("Not answered", text.number(totals.failed), ""),
            ("Tokens", text.tokens(totals.input_tokens + totals.output_tokens), _io_words(totals)),
        ),
        unknown=_unknown(totals),
    )


def _electricity(totals: Totals) -> int | None:
    return totals.electricity_cost_pico if totals.requests else 0


def _energy_words(totals: Totals) -> str:
    return text.energy(totals.energy_mj if totals.requests else 0)


def _local_words(totals: Totals) -> str:
    return f"{text.number(totals.local)} of {text.number(totals.requests)}"


def _fallback_words(totals: Totals) -> str:
    return f"{text.number(totals.fallbacks)} as fallback" if totals.fallbacks else ""


def _io_words(totals: Totals) -> str:
    return f"{text.tokens(totals.input_tokens)} in · {text.tokens(totals.output_tokens)} out"


def _unknown(totals: Totals) -> tuple[str, ...]:
    """What the figures leave out, a sentence each."""
    if not totals.requests:
        return ()
    found = []
    if totals.unpriced:
        found.append(f"{text.count(totals.unpriced, 'request')} without a known price.")
    if totals.unmetered:
        found.append(f"{text.count(totals.unmetered, 'request')} without measured energy.")
    if totals.net_savings_pico is None:
        found.append(f"Net savings are unknown: {unknown_part(totals)}.")
    return tuple(found)
