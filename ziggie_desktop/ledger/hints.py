"""Owns what a month's figures recommend. Pure: each hint follows from a figure, none is a guess."""

from __future__ import annotations

from collections.abc import Iterator

from ziggie_desktop.contract.books import CloudCheaper, Criterion, KeepLoaded, ReportHint, Scorecard
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.ledger.report_words import Words

PICO = 10**12
MANY_FALLBACKS = 0.1
MOST = 3  # of a kind: a list that nobody reads changes nothing


def hints(
    totals: Totals,
    *,
    scorecard: Scorecard,
    cloud_cheaper: tuple[CloudCheaper, ...],
    keep_loaded: tuple[KeepLoaded, ...],
    words: Words,
    no_rate: str | None = None,
) -> tuple[ReportHint, ...]:
    """``no_rate``: the currency of the tariff, where nobody said what it is in dollars."""
    if not totals.requests:
        return (ReportHint(code="no_requests", text=words("No requests in this month.")),)
    found = (
        *_money(totals, words),
        *_electricity(totals, words, no_rate),
        *_goals(totals, {one.name: one for one in scorecard.criteria}, words),
        *(_dear(one, words) for one in cloud_cheaper[:MOST]),
        *_keeping(keep_loaded, words),
    )
    return found or (ReportHint(code="fine", text=words("Nothing needs to change.")),)


def _money(totals: Totals, words: Words) -> Iterator[ReportHint]:
    standby, net = totals.standby_cost_pico, totals.net_savings_pico
    before = None if net is None or standby is None else net + standby
    if before is not None and standby is not None and 0 <= before < standby:
        yield ReportHint(
            code="kept_loaded_too_long",
            text=words(
                "Keeping models loaded cost {cost}, more than local answers saved. Unload them"
                " sooner.",
                cost=words.money(standby),
            ),
        )
    elif net is not None and net < 0:
        yield ReportHint(
            code="local_costs_more",
            text=words(
                "Local answers cost more than they saved: {net} in the month.",
                net=words.money(net),
            ),
        )
    if totals.unpriced:
        yield ReportHint(
            code="unpriced",
            text=words(
                "{count} requests have no known price, so savings are unknown. Name a priced Claude"
                " model in policy.toml.",
                count=words.number(totals.unpriced),
            ),
        )


def _electricity(totals: Totals, words: Words, no_rate: str | None) -> Iterator[ReportHint]:
    unknown = totals.electricity_cost_pico is None or totals.standby_cost_pico is None
    if unknown and totals.energy_mj and no_rate is not None:
        yield ReportHint(
            code="no_rate",
            text=words(
                "Electricity is priced in {currency}, and there is no rate to US dollars, so net"
                " savings are unknown. Set usd_per_unit in [tariff].",
                currency=no_rate,
            ),
        )
    elif unknown and totals.energy_mj:
        yield ReportHint(
            code="no_tariff",
            text=words(
                "Electricity has no price, so net savings are unknown. Set [tariff] in"
                " settings.toml."
            ),
        )


def _goals(totals: Totals, criteria: dict[str, Criterion], words: Words) -> Iterator[ReportHint]:
    share, uptime = criteria["local_share"], criteria["uptime"]
    if share.met is False and share.figure is not None and _below(share):
        yield ReportHint(
            code="local_share_low",
            text=words(
                "{share} were answered locally, below your goal of {goal}. Look at the rules in"
                " policy.toml and at the fallbacks.",
                share=words.percent(share.figure / 100),
                goal=f"{(share.goal or '').split()[0]} %",
            ),
        )
    if totals.fallbacks > MANY_FALLBACKS * totals.requests:
        yield ReportHint(
            code="many_fallbacks",
            text=words(
                "{count} requests fell back from their first choice ({share}). See"
                " `ziggie-desktop fallbacks`.",
                count=words.number(totals.fallbacks),
                share=words.percent(totals.fallbacks / totals.requests),
            ),
        )
    if uptime.met is False and uptime.figure is not None:
        yield ReportHint(
            code="uptime_low",
            text=words(
                "It answered {share} of the time, below your goal of {goal}.",
                share=words.percent(uptime.figure / 100),
                goal=f"{(uptime.goal or '').split()[-1]} %",
            ),
        )
    saved = criteria["net_savings_a_month"]
    if saved.met is False and saved.goal is not None:
        target = round(float(saved.goal.split()[-1]) * PICO)
        yield ReportHint(
            code="savings_low",
            text=words(
                "Savings are below your target of {goal} a month.", goal=words.money(target)
            ),
        )


def _below(share: Criterion) -> bool:
    return share.figure is not None and share.figure < float((share.goal or "0").split()[0])


def _dear(one: CloudCheaper, words: Words) -> ReportHint:
    return ReportHint(
        code="cloud_cheaper",
        text=words(
            "{answers} answers of {model} for {component} cost {lost} more here than {cloud_model}"
            " would have. Let the cloud answer them.",
            answers=words.number(one.answers),
            model=one.model,
            component=one.component if one.task is None else f"{one.component} / {one.task}",
            lost=words.money(one.lost_pico),
            cloud_model=one.cloud_model,
        ),
    )


def _keeping(found: tuple[KeepLoaded, ...], words: Words) -> Iterator[ReportHint]:
    for one in [kept for kept in found if kept.best_keep_s is not None][:MOST]:
        assert one.best_keep_s is not None
        if one.best_keep_s == 0:
            text = words("Unload {model} after each answer.", model=one.model)
        else:
            text = words(
                "Keep {model} loaded for {time} after an answer.",
                model=one.model,
                time=words.time(one.best_keep_s),
            )
        yield ReportHint(code="keep_loaded", text=text)
