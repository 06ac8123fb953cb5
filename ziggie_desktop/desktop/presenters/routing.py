"""Owns what the routing page says: the rules, where a request would go, and what is in its way."""

from __future__ import annotations

import re
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ziggie_desktop.contract.api import (
    DecideAnswer,
    DecideQuestion,
    TokensDocument,
    UsageDocument,
)
from ziggie_desktop.contract.routing import (
    BudgetStanding,
    Circuit,
    PolicyDocument,
    PolicyRule,
    RoutingDocument,
)
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.models import Question
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import (
    ButtonView,
    Do,
    LineView,
    NoticeView,
    PillView,
    RowView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import mark, t

POLICY, ROUTING = Ask(Doc.POLICY), Ask(Doc.ROUTING)
TOKENS, USED = Ask(Doc.TOKENS), Ask(Doc.MONTH_BY_COMPONENT)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
WARN_PERCENT = 80
MODEL = "ziggie-auto"
SIDES = {"local": mark("Local"), "cloud": mark("Cloud"), "none": mark("nobody")}
PRIORITIES = {
    "critical": mark("Critical"),
    "high": mark("High"),
    "medium": mark("Medium"),
    "low": mark("Low"),
}
LEVELS = ("L1", "L2", "L3")
USES = {
    "": mark("Use local: auto"),
    "always": mark("Use local: always"),
    "never": mark("Use local: never"),
}


class Choice(msgspec.Struct, frozen=True):
    """What the request that is tried says, and the rules that it is tried with. ``draft``: they
    were edited here, beginning from the file named by ``mark``."""

    said: str = ""
    component: str = ""
    task: str = ""
    priority: str = ""
    level: str = ""
    use_local: str = ""
    rules: tuple[PolicyRule, ...] | None = None
    draft: bool = False
    mark: str = ""


class VerdictView(msgspec.Struct, frozen=True):
    pill: PillView
    title: str
    text: str


class RoutingView(msgspec.Struct, frozen=True):
    """``question`` is to be asked before the rules are saved; None where nothing is lost."""

    notices: tuple[NoticeView, ...]
    verdict: VerdictView | None
    rules: tuple[PolicyRule, ...]
    lines: tuple[LineView, ...]
    mark: str
    file: str
    file_text: str
    can_edit: bool
    is_changed: bool
    is_saving: bool
    question: Question | None
    barriers: tuple[RowView, ...]
    free: str
    tokens: tuple[RowView, ...]
    no_tokens: str


def routing_needs(choice: Choice) -> tuple[Ask, ...]:
    return (POLICY, ROUTING, TOKENS, USED, decision_ask(choice))


def decision_ask(choice: Choice) -> Ask:
    said = {
        "text": choice.said.strip(),
        "Component": choice.component.strip(),
        "Task": choice.task.strip(),
        "Priority": choice.priority,
        "Agent-Level": choice.level,
        "Use-Local": choice.use_local,
        "rules": "" if choice.rules is None else msgspec.json.encode(choice.rules).decode(),
    }
    return Ask(Doc.DECISION, tuple((key, value) for key, value in said.items() if value))


def trial(said: dict[str, str]) -> tuple[DecideQuestion, dict[str, str]]:
    """What ``decide`` is asked, and the headers beside it."""
    rules = said.pop("rules", None)
    words = said.pop("text", "")
    question = DecideQuestion(
        request={
            "model": MODEL,
            "max_tokens": 1024,
            "messages": [{"role": "user", "content": words or "?"}],
        },
        rules=None if rules is None else msgspec.json.decode(rules, type=tuple[PolicyRule, ...]),
    )
    return question, {f"X-Ziggie-{name}": value for name, value in said.items()}


def routing(shelf: Shelf, choice: Choice, pending: frozenset[Do], now: datetime) -> RoutingView:
    found = shelf.get(POLICY, PolicyDocument)
    verdict, place = _verdict(shelf.get(decision_ask(choice), DecideAnswer))
    barriers, free = _barriers(shelf.get(ROUTING, RoutingDocument))
    tokens, none = _tokens(shelf, now)
    if isinstance(found, Missing) and found.title:  # it is said once, above all
        verdict = None if verdict and verdict.title == found.title else verdict
        free, none = ("" if words == found.title else words for words in (free, none))
    rules: tuple[PolicyRule, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    is_changed, question = False, None
    if isinstance(found, Missing):
        notices = (_missing(found),)
    else:
        rules = choice.rules if choice.draft and choice.rules is not None else found.rules
        is_changed = _bare(rules) != _bare(found.rules)
        notices = _remarks(found, choice, is_changed=is_changed)
        question = _question(found, rules) if is_changed else None
    return RoutingView(
        notices=notices,
        verdict=verdict,
        rules=rules,
        lines=tuple(_line(rule, n, marked=n == place) for n, rule in enumerate(rules)),
        mark="" if isinstance(found, Missing) else found.mark,
        file="" if isinstance(found, Missing) else found.path,
        file_text="" if isinstance(found, Missing) else found.text,
        can_edit=not isinstance(found, Missing) and found.problem is None,
        is_changed=is_changed,
        is_saving=any(do.verb in (Verb.POLICY_RULES, Verb.POLICY_TEXT) for do in pending),
        question=question,
        barriers=barriers,
        free=free,
        tokens=tokens,
        no_tokens=none,
    )


def token_error(name: str) -> str | None:
    """Why a component cannot be called so, None where it can."""
    if NAME.fullmatch(name) and name.lower() not in ("owner", "anonymous"):
        return None
    return t("Use letters, digits and . _ - only, at most 64, and not “owner”")


def revoke_question(name: str) -> Question:
    return Question(
        title=t("Revoke the token of {name}?", name=name),
        text=t(
            "Programs that use it are refused from now on. It cannot be brought back; a new token"
            " must be given to them."
        ),
        go=ButtonView(
            t("Revoke"),
            Do(Verb.TOKEN_REVOKE, name),
            dangerous=True,
            says=t("Revoke the token of {name}", name=name),
        ),
    )


def _missing(found: Missing) -> NoticeView:
    if not found.title:
        return NoticeView(t("The policy is being read…"), "")
    return NoticeView(found.title, found.remedy, Tone.BAD)


def _remarks(found: PolicyDocument, choice: Choice, *, is_changed: bool) -> tuple[NoticeView, ...]:
    if found.problem is not None:
        words = t(
            "{remedy} The rules below are those in force. Nothing is written over the file before"
            " it is mended: choose “File” to do so.",
            remedy=said(found.problem.remedy or ""),
        )
        return (NoticeView(said(found.problem.title), words, Tone.BAD),)
    if is_changed and choice.mark != found.mark:
        words = t("Discard your changes to see the rules as they are now, then change them again.")
        return (NoticeView(t("The policy file was changed meanwhile"), words, Tone.WARN),)
    return ()


def _question(found: PolicyDocument, rules: tuple[PolicyRule, ...]) -> Question | None:
    kept = {rule.was for rule in rules}
    gone = [said for place, said in enumerate(found.comments) if said and place not in kept]
    if found.loses is None and not gone:
        return None
    lost = [t("All comments of the file are lost.")] if found.loses else []
    lost += [t("These comments go with their rules:"), *gone] if gone and not found.loses else []
    return Question(
        title=t("Save the rules?"),
        text="\n".join(lost),
        go=ButtonView(t("Save"), Do(Verb.POLICY_RULES), dangerous=True),
        keep=t("Cancel"),
    )


def _bare(rules: tuple[PolicyRule, ...]) -> list[PolicyRule]:
    return [replace(rule, was=None) for rule in rules]


def _line(rule: PolicyRule, place: int, *, marked: bool) -> LineView:
    return LineView(
        key=str(place),
        cells=(
            f"▸ {place + 1}" if marked else str(place + 1),
            rule.agent_level or "",
            t(PRIORITIES[rule.priority]) if rule.priority else "",
            rule.component or "",
            rule.task or "",
            t(SIDES[rule.route]),
            t(SIDES[rule.fallback]),
            said(rule.because),
        ),
        marked=marked,
    )


def _verdict(found: DecideAnswer | Missing) -> tuple[VerdictView | None, int | None]:
    if isinstance(found, Missing):
        if not found.title:
            return None, None
        pill = PillView(t("Not asked"), Tone.BAD)
        return VerdictView(pill, found.title, found.remedy), None
    place = found.rule if isinstance(found.rule, int) else None
    reason = text.sentence(said(found.reason))
    if found.route is None:
        pill = PillView(t("Refused"), Tone.BAD)
        return VerdictView(pill, t("Nobody answers"), reason), place
    tone = Tone.ACCENT if found.route == "local" else Tone.WARN  # as the bars of the dashboard
    words = (
        t("{reason}. If it fails: {side}", reason=reason, side=t(SIDES[found.fallback]))
        if found.fallback
        else t("{reason}. If it fails, nobody else is asked", reason=reason)
    )
    return VerdictView(PillView(t(SIDES[found.route]), tone), found.model or "", words), place


def _barriers(found: RoutingDocument | Missing) -> tuple[tuple[RowView, ...], str]:
    if isinstance(found, Missing):
        return (), found.title or t("Looking…")
    rows = [_refused(side, why) for side, why in
            (("local", found.local_refusal), ("cloud", found.cloud_refusal)) if why]  # fmt: skip
    rows += [_circuit(circuit) for circuit in found.circuits]
    rows += [_budget(budget, place) for place, budget in enumerate(found.budgets)]
    return tuple(rows), t("Nothing: no breaker is open, and no budget is set")


def _refused(side: str, why: str) -> RowView:
    title = t("The local side") if side == "local" else t("The cloud side")
    pill = PillView(t("Not asked"), Tone.WARN)
    return RowView(f"refused {side}", title, text.sentence(said(why)), pill=pill)


def _circuit(circuit: Circuit) -> RowView:
    side = t(SIDES[circuit.side])
    waits = (
        t("tried again in {time}", time=text.duration(circuit.retry_after_s))
        if circuit.retry_after_s is not None
        else t("being tried again")
    )
    title = t("Breaker: {what}", what=f"{side} · {circuit.model}" if circuit.model else side)
    return RowView(
        key=f"circuit {circuit.side} {circuit.model}",
        title=title,
        detail=f"{text.sentence(said(circuit.why))} · {waits}",
        pill=PillView(t("Left alone"), Tone.WARN),
    )


def _budget(budget: BudgetStanding, place: int) -> RowView:
    share = budget.spent_pico / budget.cap_pico
    period = t("a day") if budget.per == "day" else t("a month")
    whose = " · ".join(part for part in (budget.component, budget.agent_level) if part)
    title = t("Budget {amount} {period}", amount=text.usd(budget.cap_pico), period=period)
    parts = [
        t("{spent} spent, {share}", spent=text.usd(budget.spent_pico), share=text.percent(share))
    ]
    if budget.under_way_pico:
        parts.append(t("up to {amount} under way", amount=text.usd(budget.under_way_pico)))
    if budget.unpriced:
        parts.append(t("%Ln request(s) of unknown price", "", budget.unpriced))
    stops = t("then refused") if budget.at_limit == "stop" else t("then local models answer")
    full = share * 100
    pill = (
        PillView(t("Spent"), Tone.BAD)
        if full >= 100
        else PillView(t("Nearly spent"), Tone.WARN)
        if full >= WARN_PERCENT
        else None
    )
    return RowView(
        key=f"budget {place}",
        title=" · ".join(part for part in (title, whose, stops) if part),
        detail=" · ".join(parts),
        pill=pill,
    )


def _tokens(shelf: Shelf, now: datetime) -> tuple[tuple[RowView, ...], str]:
    found = shelf.get(TOKENS, TokensDocument)
    if isinstance(found, Missing):
        return (), found.title or t("Looking…")
    used = shelf.get(USED, UsageDocument)
    by_name = None if isinstance(used, Missing) else {row.key: row.totals for row in used.rows}
    rows = tuple(
        RowView(
            key=token.name,
            title=token.name,
            detail=_used(None if by_name is None else by_name.get(token.name, Totals())),
            aside=t("since {date}", date=text.clock(datetime.fromisoformat(token.created_at), now)),
            buttons=(
                ButtonView(
                    t("Revoke…"),
                    Do(Verb.TOKEN_REVOKE, token.name),
                    dangerous=True,
                    says=t("Revoke the token of {name}", name=token.name),
                ),
            ),
        )
        for token in found.tokens
    )
    return rows, t("No component has a token yet. Each program that calls Ziggie needs its own.")


def _used(totals: Totals | None) -> str:
    if totals is None:
        return t("This month: unknown")
    if not totals.requests:
        return t("Not used this month")
    count = totals.input_tokens + totals.output_tokens
    parts = [
        t("This month: {requests}", requests=text.requests(totals.requests)),
        t("{count} tokens", count=text.tokens(count)),
        t("{share} local", share=text.percent(totals.local_share)),
        t("{amount} to the cloud", amount=text.usd(totals.cloud_cost_pico)),
    ]
    return " · ".join(parts)
