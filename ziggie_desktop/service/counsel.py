"""Owns what is gathered for advice, what-if and scorecard. The arithmetic is the ledger's."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar

import msgspec

from ziggie_desktop.cloud import prices
from ziggie_desktop.contract.books import (
    AdviceDocument,
    Forecast,
    KeepLoaded,
    Scorecard,
    WhatIf,
    WhatIfAnswer,
)
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.gpu import tariff as tariffs
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger import feedback, forecast, keeping, locally, periods, replay, scorecard
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.rows import from_us
from ziggie_desktop.ledger.spending import QUARTER_US, Spent
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.routing.policy import VERSION, Policy, parse_policy
from ziggie_desktop.routing.request import AgentLevel, Priority, RouteRequest
from ziggie_desktop.service.policy_file import tried
from ziggie_desktop.service.settings import GoalSettings
from ziggie_desktop.service.standby import Standby

E = TypeVar("E", Priority, AgentLevel)
MEASURED = timedelta(days=28)
MOST_ROWS = 100_000
MONTH = timedelta(days=30.44)
KWH_MJ = 3_600_000_000
CHANGES = ("policy", "rules", "cloud_model", "usd_per_kwh", "joules_per_token")


class Counsel(msgspec.Struct, frozen=True, kw_only=True):
    """``quiet_power``: what all cards draw while nothing is asked, by the models that lie in
    memory, in mW."""

    ledger: Ledger
    standby: Standby
    quiet_power: Callable[[], Mapping[frozenset[str], int]]
    tariff: Callable[[], Tariff | None]
    goals: Callable[[], GoalSettings]
    zone: Callable[[], str]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def document(self) -> AdviceDocument:
        until = self.now()
        since = until - MEASURED
        dear = partial(locally.cloud_cheaper, since=since, until=until)
        return AdviceDocument(
            since=since,
            until=until,
            forecast=await self.forecast(),
            cloud_cheaper=await self.ledger.ask(dear),
            keep_loaded=await self.keep_loaded(since, until),
        )

    async def forecast(self) -> tuple[Forecast, ...]:
        now, zone = self.now(), self.zone()
        begin, end = periods.month(now, zone)
        today = periods.day(now, zone)[0]
        since = min(begin, today - MEASURED)
        costs = await self.ledger.cloud_costs(since=since, until=now)
        began = await self.ledger.began()
        first = None if began is None else date.fromisoformat(periods.local_date(began, zone))
        days = _days(first, today.astimezone(UTC), zone)
        daily, spent = _by_component(costs, days=days, month_begin=begin, zone=zone)
        return forecast.month_end(daily, spent, days_left=(end - now) / timedelta(days=1))

    async def keep_loaded(self, since: datetime, until: datetime) -> tuple[KeepLoaded, ...]:
        times = await self.ledger.ask(partial(locally.answer_times, since=since, until=until))
        quiet = self.quiet_power()
        empty = quiet.get(frozenset())
        price = self._price(KWH_MJ, until)
        found = []
        for model, answers in sorted(times.items()):
            alone = quiet.get(frozenset({model}))
            idle = max(0, alone - empty) if alone is not None and empty is not None else None
            power = keeping.Power(idle_mw=idle, pico_per_kwh=price)
            advice = keeping.advise(model, answers, power)
            if advice is not None:
                found.append(advice)
        return tuple(found)

    async def scorecard(self, since: datetime, until: datetime) -> Scorecard:
        totals = await self.standby.totals(since, until)
        fallbacks = await self.ledger.requests(
            since=since, until=until, limit=MOST_ROWS, filters=Filters(fallbacks_only=True)
        )
        judged = partial(feedback.verdicts, since=since, until=until, by="route")
        goals = self.goals()
        began = max(since, await self.ledger.began() or since)  # nothing was saved before the first
        measured = scorecard.Measured(
            totals=totals,
            uptime=await self.ledger.uptime(since, until),
            fallbacks_answered=sum(row.status.value == "ok" for row in fallbacks),
            months=max((min(until, self.now()) - began) / MONTH, 1 / 30.44),
            parity_percent=feedback.parity_percent(await self.ledger.ask(judged)),
        )
        wanted = scorecard.Goals(
            uptime_percent=goals.uptime_percent,
            local_percent=(goals.local_percent_from, goals.local_percent_to),
            savings_usd_a_month=goals.savings_usd_a_month,
            parity_percent=goals.parity_percent,
        )
        return Scorecard(since=since, until=until, criteria=scorecard.criteria(measured, wanted))

    async def what_if(self, wish: WhatIf) -> WhatIfAnswer:
        """Raises ``policy_invalid`` for a policy that cannot be read."""
        policy = None if wish.policy is None else parse_policy(wish.policy)
        if wish.rules is not None:
            policy = tried(wish.rules, policy or Policy(version=VERSION, rules=()))
        rows = await self.ledger.requests(since=wish.since, until=wish.until, limit=MOST_ROWS)
        return await asyncio.to_thread(self._replayed, rows, wish, policy)

    def _replayed(
        self, rows: tuple[RequestRow, ...], wish: WhatIf, policy: Policy | None
    ) -> WhatIfAnswer:
        measured = replay.energy_per_token(rows)
        assumed = ["local and cloud count tokens with different tokenizers; the counts are kept"]
        if measured is None:
            assumed.append("no local answer was metered: energy of cloud answers here is unknown")
        else:
            assumed.append(f"cloud answers would take {measured / 1000:.2f} J a token here")
        now = partial(self._electricity, measured=measured, per_token=None, usd_per_kwh=None)
        others = [
            _circumstances("all cloud", lambda _: "cloud", electricity=now),
            _circumstances("all local", lambda _: "local", electricity=now),
        ]
        kept = 0
        if any(getattr(wish, name) is not None for name in CHANGES):
            if policy is not None:
                wanted = _router(policy)
                kept = sum(replay.could_not(row, wanted(row)) for row in rows)
                assumed += _of_a_policy(kept)
            others.append(
                replay.Circumstances(
                    name="as you asked",
                    route=(lambda row: row.route) if policy is None else _possible(_router(policy)),
                    cloud=partial(_cloud, model=wish.cloud_model),
                    electricity=partial(
                        self._electricity,
                        measured=measured,
                        per_token=wish.joules_per_token,
                        usd_per_kwh=wish.usd_per_kwh,
                    ),
                )
            )
        assumed.append("keeping models loaded and the idle GPU are in none of these sums")
        unanswered = sum(not replay.counts(row) for row in rows)
        if unanswered:
            assumed.append(f"requests without an answer ({unanswered:,}) are in none of them")
        if len(rows) == MOST_ROWS:
            assumed.append(f"only the newest {MOST_ROWS:,} requests")
        return WhatIfAnswer(
            requests=len(rows),
            scenarios=replay.replay(rows, others),
            assumptions=tuple(assumed),
            kept=kept,
        )

    def _electricity(
        self,
        row: RequestRow,
        *,
        measured: float | None,
        per_token: float | None,
        usd_per_kwh: float | None,
    ) -> int | None:
        """Of the answer here: as it was metered, else by tokens; at the price then or another."""
        tokens = row.gen_ai_usage_output_tokens
        energy = row.energy_mj if row.route == "local" else None
        if per_token is not None:
            energy = None if tokens is None else round(tokens * per_token * 1000)
        elif row.route != "local" and measured is not None and tokens is not None:
            energy = round(tokens * measured)
        if energy is None:
            return None
        if usd_per_kwh is not None:
            return round(energy * usd_per_kwh * 10**12 / KWH_MJ)
        if row.route == "local" and per_token is None:
            return row.electricity_cost_pico
        return self._price(energy, row.started_at)

    def _price(self, energy_mj: int, at: datetime) -> int | None:
        own = self.tariff()
        return tariffs.to_usd_pico(own, tariffs.cost_pico(own, energy_mj, at))


def _circumstances(
    name: str,
    route: Callable[[RequestRow], str | None],
    *,
    electricity: Callable[[RequestRow], int | None],
) -> replay.Circumstances:
    return replay.Circumstances(
        name=name, route=route, cloud=replay.answer_cost, electricity=electricity
    )


def _cloud(row: RequestRow, *, model: str | None) -> int | None:
    if model is None:
        return replay.answer_cost(row)
    return prices.price(model, replay.answer_usage(row), row.started_at).cost_pico


def _of_a_policy(kept: int) -> list[str]:
    said = ["of the policy its rules count; memory, budgets and a lent GPU are not replayed"]
    if kept:
        said.append(
            f"{kept:,} requests stay where they were answered: the side that the policy wants"
            " could not answer them then"
        )
    return said


def _possible(wanted: Callable[[RequestRow], str]) -> Callable[[RequestRow], str | None]:
    """As wanted, but for what that side could not answer then."""
    return lambda row: row.route if replay.could_not(row, wanted(row)) else wanted(row)


def _router(policy: Policy) -> Callable[[RequestRow], str]:
    def route(row: RequestRow) -> str:
        asked = RouteRequest(
            model=row.gen_ai_request_model or "",
            priority=_member(Priority, row.priority),
            agent_level=_member(AgentLevel, row.agent_level),
            component=row.component,
            task=row.task,
        )
        return policy.rule_for(asked).route.value

    return route


def _member(kind: type[E], value: str | None) -> E | None:
    return next((one for one in kind if one.value == value), None)


def _days(first: date | None, today: datetime, zone: str) -> list[str]:
    """The whole local days that were measured, before today."""
    if first is None:
        return []
    last = date.fromisoformat(periods.local_date(today, zone)) - timedelta(days=1)
    begin = max(first, last - MEASURED + timedelta(days=1))
    return [(begin + timedelta(days=n)).isoformat() for n in range((last - begin).days + 1)]


def _by_component(
    costs: tuple[Spent, ...], *, days: list[str], month_begin: datetime, zone: str
) -> tuple[dict[str, list[int]], dict[str, int]]:
    index = {day: number for number, day in enumerate(days)}
    daily: dict[str, list[int]] = defaultdict(lambda: [0] * len(days))
    spent: dict[str, int] = defaultdict(int)
    for one in costs:
        at = from_us(one.quarter * QUARTER_US)
        number = index.get(periods.local_date(at, zone))
        if number is not None:
            daily[one.component][number] += one.pico
        if at >= month_begin:
            spent[one.component] += one.pico
    return dict(daily), dict(spent)
