"""Owns the bodies of Ziggie's own routes under /ziggie/v1, apart from the snapshot and the rows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import Fallback, Mode, Pull, Quality, Totals

# Of an export as FOCUS: so many charges are not in it, for nobody knows what they cost.
UNPRICED_HEADER = "X-Ziggie-Unpriced"


class EngineAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``install``, ``upgrade`` and ``move`` begin a job and answer at once; ``cancel`` ends it.
    ``version`` None is the newest; ``beside``: although there is another Ollama on this machine.
    ``check`` asks for the newest version. ``move`` takes the models to ``folder``, a full path.
    """

    action: Literal["start", "stop", "restart", "check", "install", "upgrade", "move", "cancel"]
    folder: str | None = None
    version: str | None = None
    beside: bool = False


class EngineOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds Ollama's port. ``kind``: nobody, ours, systemd, app, docker, imitation, orphan or
    foreign. ``may``: what may be done about it, by Ziggie or by the owner. What the system does not
    tell of another user's process is null."""

    kind: str
    words: str
    may: tuple[str, ...]
    pid: int | None = None
    user: str | None = None
    unit: str | None = None
    container: str | None = None
    command: str | None = None
    version: str | None = None


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which probes found that requests were not answered. ``ended_at`` null: it goes on.
    ``reason``: what the first of the probes found."""

    started_at: datetime
    ended_at: datetime | None
    duration_s: float
    reason: str | None


class UptimeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``share`` of all probes that found requests being answered; null without a probe. What was
    not measured, because the service did not run or no Ollama was on the machine, is neither up nor
    down. ``summed_probes`` are of
    months that are kept as sums: they count in the share, their incidents are no longer known."""

    share: float | None
    probes: int
    summed_probes: int
    measured_s: float
    unmeasured_s: float
    incidents: tuple[Incident, ...] = ()


class ModelAction(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``keep_alive``: a Go duration such as "10m", or seconds; only for load. ``destination``: the
    second name; only for copy. ``pin`` keeps a model loaded, after a restart too."""

    action: Literal["load", "unload", "remove", "copy", "pin", "unpin"]
    model: str
    keep_alive: str | int | None = None
    destination: str | None = None


PullVerb = Literal[
    "start", "pause", "resume", "retry", "cancel", "now", "up", "down", "first", "last"
]


class PullAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``start`` needs ``model``; the others need ``id`` or ``model``. ``up``, ``down``, ``first``
    and ``last`` change its place among those that wait. ``now``, as an action or with ``start``,
    puts it first and lets it run outside the hours for downloads."""

    action: PullVerb = "start"
    model: str | None = None
    id: str | None = None
    insecure: bool = False
    now: bool = False


class YieldWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Free the GPU for ``minutes`` from now on; null: have the models back now."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None


class ModeChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    mode: Literal["auto", "local", "cloud"]


class CloudKeyChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``key`` goes into the OS keyring and is never shown again; null takes it out."""

    key: str | None


class TokenAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    action: Literal["create", "revoke"] = "create"
    name: str


class TokenCreated(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    token: str


class TokenInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    created_at: str
    owner: bool = False


class TokensDocument(msgspec.Struct, frozen=True):
    tokens: tuple[TokenInfo, ...]


class Health(msgspec.Struct, frozen=True):
    status: Literal["ok", "degraded"]
    version: str


class DecideQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """``request`` is a body in ``dialect``; the X-Ziggie headers may be sent beside it. It is an
    object, and null or left out where only the headers matter. ``rules``: instead of the policy's
    own, to try them before they are saved."""

    dialect: Literal["anthropic", "openai", "ollama"] = "anthropic"
    request: dict[str, Any] | None = None
    rules: tuple[PolicyRule, ...] | None = None


class DecideAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``fallback`` is where the request goes next if the first choice fails, None for nowhere.
    ``rule`` is said where rules were tried: the place, from 0, of the one that matched; None where
    none was asked."""

    route: str | None
    model: str | None
    reason: str
    fallback: str | None
    rule: int | msgspec.UnsetType | None = msgspec.UNSET


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    question: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """``route`` is None when no model worded the facts."""

    answer: str
    facts: dict[str, Any]
    route: str | None


class PullsDocument(msgspec.Struct, frozen=True):
    pulls: tuple[Pull, ...]


class UsageRow(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of one group: ``key`` is the day, month, component, model or task, and stands under
    that name too. The figures that a row of ``requests`` has as well bear the names they have
    there."""

    key: str
    totals: Totals
    day: str | None = None
    month: str | None = None
    component: str | None = None
    model: str | None = None
    task: str | None = None
    gen_ai_usage_input_tokens: int | None = None
    gen_ai_usage_output_tokens: int | None = None
    energy_mj: int | None = None
    list_cost_pico: int | None = None
    electricity_cost_pico: int | None = None
    counterfactual_cost_pico: int | None = None


class EnergyLine(msgspec.Struct, frozen=True, kw_only=True):
    """What all cards counted in whole local days, and what it went to; ``key`` is the day or the
    month, or ``all``.

    attributed + background + resident + idle = counter. Attributed: the requests', which the
    totals hold; ``load_mj`` of it loaded models. Resident: keeping a model loaded. Background: what
    other programs or gaps took.
    Processor: what the processors took above their quiet level while a GPU answered requests, what
    other programs did meanwhile included; counted and estimated (``processor_estimated_mj``) apart.
    It is in none of the figures above and in no request.
    Costs are None where there is no price; ``processor_cost_pico`` is of both.
    """

    key: str
    attributed_mj: int
    background_mj: int
    resident_mj: int
    idle_mj: int
    counter_mj: int
    gaps: int = 0
    load_mj: int = 0
    resident_cost_pico: int | None = None
    idle_cost_pico: int | None = None
    processor_mj: int = 0
    processor_estimated_mj: int = 0
    processor_cost_pico: int | None = None


class ReportedUsage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a component used of another metered API, e.g. 3 units of ``youtube`` ``search.list``.

    ``request_id`` is the component's own: a report that is sent again counts once. ``cost_pico``
    in pico-dollars, null where unknown. ``at`` needs an offset, and lies in the past.
    """

    provider: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    service: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    quantity: Annotated[float, msgspec.Meta(ge=0)]
    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    request_id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    cost_pico: Annotated[int, msgspec.Meta(ge=0, le=10**16)] | None = None


class ReportAnswer(msgspec.Struct, frozen=True):
    request_id: str


class Feedback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a caller found of an answer. ``request_id``: its X-Ziggie-Request-Id. ``score``: how
    good, from 0 to 1, where the caller has such a figure. Said again, the last word counts."""

    request_id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    good: bool
    score: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class FeedbackRow(msgspec.Struct, frozen=True, kw_only=True):
    """Verdicts on answers of one route, in one group."""

    key: str | None
    route: str
    judged: int
    good: int
    mean_score: float | None


class FeedbackDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``parity_percent``: the share of local answers that were good, of that of Claude's; null
    until ``fewest`` of each were judged."""

    by: str
    rows: tuple[FeedbackRow, ...]
    parity_percent: float | None
    fewest: int


class ReportedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One group of reports; ``cost_pico`` sums what is known, ``unpriced`` counts the others."""

    key: str
    provider: str
    service: str
    unit: str
    reports: int
    quantity: float
    cost_pico: int | None
    unpriced: int = 0


class UsageDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``energy``: all that the cards counted, beside what the requests took; of its cost the total
    bears what it calls standby. ``reported``: other APIs' use as components told it, not in it."""

    by: str
    rows: tuple[UsageRow, ...]
    total: Totals
    energy: tuple[EnergyLine, ...] = ()
    reported: tuple[ReportedRow, ...] = ()
    own_electricity: OwnElectricity | None = None


class RequestsDocument(msgspec.Struct, frozen=True):
    requests: tuple[RequestRow, ...]


class FallbacksDocument(msgspec.Struct, frozen=True):
    fallbacks: tuple[Fallback, ...]


class ModeAnswer(msgspec.Struct, frozen=True):
    mode: Mode


class UsageImport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``csv``: the text of the usage or the cost export of Anthropic's console."""

    csv: Annotated[str, msgspec.Meta(min_length=1)]


class ReconciledRow(msgspec.Struct, frozen=True, kw_only=True):
    """One UTC day and model. Tokens in include cached ones. ``difference_pico``: theirs - ours."""

    day: str
    model: str
    theirs_input_tokens: int | None
    theirs_output_tokens: int | None
    ours_input_tokens: int | None
    ours_output_tokens: int | None
    theirs_cost_pico: int | None
    theirs_cost_source: str
    ours_cost_pico: int | None
    difference_pico: int | None
    agrees: bool
    explanation: str


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """Anthropic's books beside ours, for the days that were imported. In no total of ours."""

    rows: tuple[ReconciledRow, ...]
    theirs_pico: int | None
    ours_pico: int | None
    difference_pico: int | None
    agrees: bool


class ImportAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``kind``: usage or cost. The same file again changes nothing."""

    kind: str
    lines: int
    first_day: str
    last_day: str
    reconciliation: Reconciliation


class GpuPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Means of what the driver said from ``at`` on, for the history's step; ``power_top_mw`` is the
    most of it. What no sample told is null."""

    at: datetime
    samples: int
    power_mw: int | None = None
    power_top_mw: int | None = None
    memory_used_bytes: int | None = None
    temperature_c: int | None = None
    utilization_percent: int | None = None


class GpuTrack(msgspec.Struct, frozen=True, kw_only=True):
    """One card. A time without a sample has no point: it is a gap, not zero."""

    uuid: str
    points: tuple[GpuPoint, ...]


class GpuHistoryDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``quality``: how the figures came about: readings of the driver, now and then. ``step_s`` may
    be longer than was asked for: minutes are kept for 8 days, hours for 400."""

    since: datetime
    until: datetime
    step_s: int
    quality: Quality
    cards: tuple[GpuTrack, ...]
