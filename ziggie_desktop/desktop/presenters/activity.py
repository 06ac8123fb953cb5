"""Owns what the activity page says: who asked, who answered and why. Never what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from ziggie_desktop.contract.api import RequestsDocument, UsageDocument
from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import side
from ziggie_desktop.desktop.presenters.service_words import meant_by, said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import Do, LineView, NoticeView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t

PAGE = 200
USED = Ask(Doc.MONTH_BY_COMPONENT)
ROUTES = {"": mark("Both sides"), "local": mark("Local"), "cloud": mark("Cloud")}
STATUSES = {
    "": mark("Any outcome"),
    "ok": mark("Answered"),
    "failed": mark("Failed"),
    "aborted": mark("Hung up"),
    "fallback": mark("Fell back"),
}
PERIODS = {
    "": mark("At any time"),
    "today": mark("Today"),
    "week": mark("Last 7 days"),
    "month": mark("This month"),
    "before": mark("Last month"),
    "days": mark("From … to …"),
}
FOUND_IN = ("id", "component", "task", "model", "reason", "fallback_reason", "error_type",
            "gen_ai_request_model")  # fmt: skip


class Choice(msgspec.Struct, frozen=True):
    """``since``, ``until``: the first and the last day of the period ``days``, as ISO dates.
    ``pages``: the last row of each page turned so far; empty on the first, which is live.
    ``row``: whose detail is shown."""

    component: str = ""
    route: str = ""
    status: str = ""
    period: str = ""
    text: str = ""
    since: str = ""
    until: str = ""
    pages: tuple[str, ...] = ()
    row: str = ""


class ActivityView(msgspec.Struct, frozen=True):
    lines: tuple[LineView, ...]
    summary: str
    components: tuple[tuple[str, str], ...]
    last: str
    has_older: bool
    is_first: bool
    detail: tuple[tuple[str, str], ...]
    empty: NoticeView | None
    notice: NoticeView | None
    export: tuple[tuple[str, str], ...]
    is_exporting: bool


def activity_needs(choice: Choice, today: date) -> tuple[Ask, ...]:
    return (page_ask(choice, today), USED)


def page_ask(choice: Choice, today: date) -> Ask:
    query = (*filters(choice, today), ("limit", str(PAGE)))
    if choice.pages:
        query += (("before", choice.pages[-1]),)
    return Ask(Doc.REQUESTS, query)


def filters(choice: Choice, today: date) -> tuple[tuple[str, str], ...]:
    """What the service is asked for: the same for a page and for the export."""
    said = {
        "component": choice.component,
        "route": choice.route,
        "status": choice.status,
        "text": "\n".join(sought(choice)),
        **_period(choice, today),
    }
    return tuple((key, value) for key, value in said.items() if value)


def sought(choice: Choice) -> tuple[str, ...]:
    """What was typed, and what the service may have said where the reader sees that: its rows keep
    the reasons in English."""
    typed = choice.text.strip()
    return (typed, *meant_by(typed)) if typed else ()


def _period(choice: Choice, today: date) -> dict[str, str]:
    first = today.replace(day=1)
    match choice.period:
        case "today":
            return {"from": today.isoformat()}
        case "week":
            return {"from": (today - timedelta(days=6)).isoformat()}
        case "month":
            return {"from": first.isoformat()}
        case "before":
            end = first - timedelta(days=1)
            return {"from": end.replace(day=1).isoformat(), "to": end.isoformat()}
        case "days":
            since, until = sorted((choice.since, choice.until))  # either may be typed first
            return {"from": since, "to": until}
        case _:
            return {}


def _ends_before(choice: Choice, today: date) -> bool:
    """Whether what comes now lies after the period."""
    return _period(choice, today).get("to", today.isoformat()) < today.isoformat()


def matches(row: RequestRow, choice: Choice) -> bool:
    """Whether a row that just came belongs to what is shown, as the service would say."""
    if choice.component and row.component != choice.component:
        return False
    if choice.route and row.route != choice.route:
        return False
    if choice.status == "fallback":
        if row.fallback_from is None:
            return False
    elif choice.status and row.status != choice.status:
        return False
    found = " ".join(str(getattr(row, name) or "") for name in FOUND_IN).lower()
    parts = sought(choice)
    return not parts or any(part.lower() in found for part in parts)


def activity(
    live: tuple[RequestRow, ...],
    shelf: Shelf,
    choice: Choice,
    pending: frozenset[Do],
    url: str,
    now: datetime,
) -> ActivityView:
    today = now.astimezone().date()
    found = shelf.get(page_ask(choice, today), RequestsDocument)
    fetched = () if isinstance(found, Missing) else found.requests
    rows = fetched
    if not choice.pages and not _ends_before(choice, today):
        rows = _merged(fetched, (row for row in live if matches(row, choice)))
    notice = empty = None
    if isinstance(found, Missing) and found.title:
        notice = NoticeView(found.title, found.remedy, Tone.BAD)
    if not rows and notice is None:
        empty = _empty(found, choice, today, url)
    chosen = next((row for row in rows if row.id == choice.row), None)
    return ActivityView(
        lines=tuple(_line(row, now) for row in rows),
        summary=_summary(rows, choice),
        components=_components(shelf, rows, choice),
        last=fetched[-1].id if fetched else "",
        has_older=len(fetched) == PAGE,
        is_first=not choice.pages,
        detail=() if chosen is None else detail(chosen, now),
        empty=empty,
        notice=notice,
        export=filters(choice, today),
        is_exporting=any(do.verb is Verb.EXPORT for do in pending),
    )


def _merged(fetched: tuple[RequestRow, ...], live: Iterable[RequestRow]) -> tuple[RequestRow, ...]:
    """The newer ones first; the ledger's word counts, it has the joules that came later."""
    known = {row.id for row in fetched}
    oldest = fetched[-1].started_at if len(fetched) == PAGE else None
    fresh = [r for r in live if r.id not in known and (oldest is None or r.started_at > oldest)]
    both = [*fresh, *fetched]
    return tuple(sorted(both, key=lambda row: row.started_at, reverse=True)) if fresh else fetched


def _empty(found: RequestsDocument | Missing, choice: Choice, today: date, url: str) -> NoticeView:
    if isinstance(found, Missing):
        return NoticeView(t("Looking into the ledger…"), "")
    if filters(choice, today):
        return NoticeView(
            t("No request is like that"), t("Choose another filter or a longer period.")
        )
    words = t("Point a program at {url}: each request shows up here with its route and reason.",
              url=url)  # fmt: skip
    return NoticeView(t("No requests yet"), words)


def _summary(rows: tuple[RequestRow, ...], choice: Choice) -> str:
    if not rows:
        return ""
    first = len(choice.pages) * PAGE + 1
    return t(
        "{first} to {last}, the newest first",
        first=text.number(first),
        last=text.number(first + len(rows) - 1),
    )


def _components(
    shelf: Shelf, rows: tuple[RequestRow, ...], choice: Choice
) -> tuple[tuple[str, str], ...]:
    used = shelf.get(USED, UsageDocument)
    names = set() if isinstance(used, Missing) else {row.key for row in used.rows}
    names |= {row.component for row in rows} | ({choice.component} - {""})
    return (("", t("All components")), *((name, name) for name in sorted(names)))


def _line(row: RequestRow, now: datetime) -> LineView:
    who = row.component + (f" · {row.task}" if row.task else "")
    tone, where = _where(row)
    return LineView(
        key=row.id,
        cells=(
            text.clock(row.started_at, now),
            who,
            where,
            why(row),
            _tokens(row),
            text.duration(row.duration_ms / 1000) if row.duration_ms is not None else "",
            _energy(row),
            _cost(row),
        ),
        tone=tone,
        toned=2,
    )


def _where(row: RequestRow) -> tuple[Tone, str]:
    model = row.model or row.gen_ai_request_model or t("no model")
    if row.status is RequestStatus.FAILED:
        return Tone.BAD, t("Failed · {model}", model=model)
    if row.status is RequestStatus.ABORTED:
        return Tone.NEUTRAL, t("Hung up · {model}", model=model)
    if row.simulated:
        return Tone.WARN, t("Simulated · {model}", model=model)
    if row.route == "local":
        return Tone.ACCENT, t("Local · {model}", model=model)
    return Tone.WARN, t("Cloud · {model}", model=model)


def why(row: RequestRow) -> str:
    parts = [said(row.reason)]
    if row.fallback_from:
        parts.append(
            t(
                "fell back from {side}: {reason}",
                side=side(row.fallback_from),
                reason=said(row.fallback_reason or "") or t("no reason"),
            )
        )
    if row.status is RequestStatus.FAILED and row.attempts:
        parts.append(t("failed: {reason}", reason=said(row.attempts[-1].outcome)))
    return " · ".join(part for part in parts if part)


def _tokens(row: RequestRow) -> str:
    came, went = row.gen_ai_usage_input_tokens, row.gen_ai_usage_output_tokens
    if came is None and went is None:
        return ""
    shown = [text.unknown() if n is None else text.tokens(n) for n in (came, went)]
    return " → ".join(shown)


def _energy(row: RequestRow) -> str:
    """What is not measured says so by its sign; the detail has it in words."""
    if row.energy_mj is None:
        return text.unknown() if row.route == "local" else ""
    sign = {Quality.ESTIMATE: "≈ ", Quality.GAP: "≥ "}
    return (sign.get(row.energy_quality, "") if row.energy_quality else "") + text.energy(
        row.energy_mj
    )


def _cost(row: RequestRow) -> str:
    if row.route == "cloud":
        return text.price(row.list_cost_pico)
    cost = row.electricity_cost_pico
    return "" if cost is None else text.own_price(cost)


def detail(row: RequestRow, now: datetime) -> tuple[tuple[str, str], ...]:
    """All that is known of one request; what is unknown is left out, but for joules and costs."""
    quality = text.QUALITY_WORDS.get(row.energy_quality) if row.energy_quality else None
    energy = text.energy(row.energy_mj) + (f" ({t(quality)})" if quality else "")
    if row.energy_mj is not None and row.energy_band_percent:
        energy += f" ± {text.number(row.energy_band_percent)} %"
    calls = (
        f"{t('Local') if a.route == 'local' else t('Cloud')} · {a.model}: {said(a.outcome)}"
        f" ({text.duration(a.duration_ms / 1000)})"
        for a in row.attempts
    )
    list_cost = text.price(row.list_cost_pico)
    pairs = (
        (t("Request"), row.id),
        (t("Began"), text.clock(row.started_at, now)),
        (t("From"), " · ".join(x for x in (row.component, row.task) if x)),
        (t("Priority and level"), " · ".join(x for x in (row.priority, row.agent_level) if x)),
        (t("Asked for"), row.gen_ai_request_model or ""),
        (t("Answered by"), _where(row)[1]),
        (t("Why"), text.sentence(why(row))),
        (t("Error"), row.error_type or ""),
        (t("Calls"), "\n".join(calls)),
        (t("Tokens in and out"), _tokens(row) or text.unknown()),
        (t("From the cache"), _count(row.gen_ai_usage_cache_read_input_tokens)),
        (t("First token after"), _time(row.ttft_ms)),
        (t("Took"), _time(row.duration_ms)),
        (t("Loading took"), _time(row.load_ms)),
        (t("Energy"), energy if row.route == "local" else ""),
        (
            t("Electricity"),
            text.own_price(row.electricity_cost_pico) if row.route == "local" else "",
        ),
        (t("List price"), list_cost if row.route == "cloud" else ""),
        (t("In the cloud it would cost"), _instead(row)),
        (t("Their id"), row.gen_ai_response_id or ""),
    )
    return tuple((name, value) for name, value in pairs if value)


def _instead(row: RequestRow) -> str:
    if row.route != "local" or row.counterfactual_model is None:
        return ""
    return f"{text.price(row.counterfactual_cost_pico)} · {row.counterfactual_model}"


def _time(ms: float | None) -> str:
    return "" if ms is None else text.duration(ms / 1000)


def _count(value: int | None) -> str:
    return "" if not value else text.tokens(value)
