"""Owns what the books say beyond sums: forecasts, advice, what-if and the scorecard.

Money in pico-dollars, unknown is null. Percentages are of a hundred.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from ziggie_desktop.contract.api import EnergyLine, ReportedRow, UsageRow
from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import Totals


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What one component's cloud calls come to by the month's end; ``component`` null: all.

    The band holds four months of five, if the days to come are as those before; it is null while
    fewer than three whole days were measured."""

    component: str | None
    spent_pico: int
    middle_pico: int
    low_pico: int | None
    high_pico: int | None
    measured_days: int


class CloudCheaper(msgspec.Struct, frozen=True, kw_only=True):
    """Local answers whose electricity cost more than the cloud would have. ``rule``: what to put
    into policy.toml."""

    component: str
    task: str | None
    model: str
    cloud_model: str
    answers: int
    electricity_pico: int
    cloud_pico: int
    lost_pico: int
    change: str
    rule: str


class KeepChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One keep-alive time against the measured gaps; ``keep_s`` null: until it is unloaded."""

    keep_s: int | None
    loads: int
    waited_s: float
    kept_s: float
    energy_mj: int | None
    cost_pico: int | None


class KeepLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """``reload_s``: the median of what its loads took; ``idle_mw``: what it draws while it is only
    kept, beyond the empty card."""

    model: str
    answers: int
    reload_s: float | None
    idle_mw: int | None
    choices: tuple[KeepChoice, ...]
    best_keep_s: int | None
    advice: str


class AdviceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``since``: from when on was measured what the advice follows from."""

    since: datetime
    until: datetime
    forecast: tuple[Forecast, ...]
    cloud_cheaper: tuple[CloudCheaper, ...]
    keep_loaded: tuple[KeepLoaded, ...]


class WhatIf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be otherwise. ``policy``: the text of a policy.toml, of which the rules count;
    ``rules``: rules instead of the text's;
    ``cloud_model``: all cloud calls to that model; ``usd_per_kwh``; ``joules_per_token``: of
    another GPU, for each token of an answer."""

    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    policy: str | None = None
    rules: tuple[PolicyRule, ...] | None = None
    cloud_model: str | None = None
    usd_per_kwh: Annotated[float, msgspec.Meta(ge=0, le=1000)] | None = None
    joules_per_token: Annotated[float, msgspec.Meta(ge=0, le=100_000)] | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """``unknown`` requests have no price or no energy and are in no sum; ``difference_pico``: to as
    it was, over the requests that both know."""

    name: str
    local: int
    cloud: int
    unknown: int
    cloud_pico: int
    electricity_pico: int
    total_pico: int
    difference_pico: int | None


class WhatIfAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``assumptions``: what had to be assumed, in words. Nothing fails in a replay: calls that were
    thrown away are only in as it was. ``kept``: so many requests a policy wanted where they could
    not be answered then; they stay where they were."""

    requests: int
    scenarios: tuple[Scenario, ...]
    assumptions: tuple[str, ...]
    kept: int = 0


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """``figure`` null: not known yet. ``met`` null: no figure, or no goal was set."""

    name: str
    unit: str
    figure: float | None
    goal: str | None
    met: bool | None
    source: str


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime
    until: datetime
    criteria: tuple[Criterion, ...]


class YearAhead(msgspec.Struct, frozen=True, kw_only=True):
    """Cumulated since the start; the hardware's price is in, its resale is not."""

    year: int
    all_cloud_pico: int
    hybrid_pico: int
    net_pico: int


class Projected(msgspec.Struct, frozen=True, kw_only=True):
    """``break_even_months`` null: never. ``net_pico`` after all years, with the resale."""

    monthly_saving_pico: int
    break_even_months: int | None
    years: tuple[YearAhead, ...]
    net_pico: int


class ProjectionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``projection`` is the middle one; null with the reason where something is unknown. ``low``
    and ``high`` are null while fewer than three days were measured."""

    projection: Projected | None
    reason: str
    low: Projected | None = None
    high: Projected | None = None


class LedgerDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``place``: a file, or a PostgreSQL URL, which never has a password. ``queued`` entries are
    not written yet."""

    kind: Literal["sqlite", "postgresql"]
    place: str
    ok: bool
    reason: str
    queued: int


class LedgerMove(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``url`` of an empty PostgreSQL database, without the password; null: into the home."""

    url: str | None


class LedgerMoved(msgspec.Struct, frozen=True, kw_only=True):
    """``rows`` by table, read back and compared; ``kept``: where the old ledger still lies."""

    place: str
    kept: str
    rows: dict[str, int]


class LedgerPassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``password`` goes into the OS keyring and is never shown again; null takes it out. A running
    connection keeps what it has."""

    password: str | None


class ReportHint(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the month's figures. ``code`` names the rule; ``text`` is in the language
    of the report."""

    code: str
    text: str


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One month, in the owner's zone. Money in pico-dollars; ``usd_per_unit`` is the owner's rate
    for ``currency``, in which the HTML shows it."""

    month: str
    language: str
    currency: str
    usd_per_unit: str
    complete: bool
    total: Totals
    days: tuple[UsageRow, ...]
    components: tuple[UsageRow, ...]
    models: tuple[UsageRow, ...]
    energy: EnergyLine | None
    reported: tuple[ReportedRow, ...]
    scorecard: Scorecard
    cloud_cheaper: tuple[CloudCheaper, ...]
    keep_loaded: tuple[KeepLoaded, ...]
    projection: ProjectionDocument
    hints: tuple[ReportHint, ...]
    own_electricity: OwnElectricity | None = None
