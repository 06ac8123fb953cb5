"""Owns the monthly review as one HTML page with its plots in it. Fetches nothing, runs no script.

A PDF of the same page is the desktop's to make, by Qt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

import msgspec

from ziggie_desktop.contract.api import EnergyLine, UsageRow
from ziggie_desktop.contract.books import Criterion, Review
from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.ledger.report_words import Words

WIDTH, HEIGHT, BASE = 720, 200, 170
PICO = 10**12
KWH_MJ = 3_600_000_000
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color:#1d2733}
h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.15rem;margin:2rem 0 .4rem}
.net{font-size:2.6rem;font-weight:600;margin:.2rem 0}.bad{color:#a3312a}.good{color:#1c6b46}
.note{color:#566374}table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;
text-align:right;border-bottom:1px solid #dfe4ea}td:first-child,th:first-child{text-align:left}
svg{width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:#566374}
.a{fill:#9db4cf}.b{fill:#2a6fb0}.l{fill:none;stroke:#1c6b46;stroke-width:2}.z{stroke:#c4ccd6}
@media print{body{margin:0}h2{break-after:avoid}svg,table{break-inside:avoid}}
"""


def page(review: Review) -> str:
    """Every name in it is escaped: a component chooses its own."""
    words = Words(
        language=review.language, currency=review.currency, usd_per_unit=review.usd_per_unit
    )
    title = f"{words('Monthly review')} {review.month}"
    parts = [
        f"<h1>Ziggie · {escape(title)}</h1>",
        *_notes(review, words),
        _net(review, words),
        _lines(review, words),
        _without_rate(review.own_electricity, words) if review.own_electricity else "",
        f"<h2>{words('What to do')}</h2><ul>",
        *(f"<li>{escape(hint.text)}</li>" for hint in review.hints),
        "</ul>",
        *_plots(review.days, words),
        _groups(words("By component"), words("Component"), review.components, words),
        _groups(words("By model"), words("Model"), review.models, words),
        _reported(review, words),
        _scorecard(review.scorecard.criteria, words),
        _ahead(review, words),
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="{escape(review.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        + "\n".join(part for part in parts if part)
        + "</body></html>\n"
    )


def _notes(review: Review, words: Words) -> Iterable[str]:
    if not review.complete:
        yield _note(words("The month is not over yet: these are the figures so far."))
    if words.currency != "USD":
        yield _note(
            words(
                "All money is in {currency}, at your rate: 1 {currency} is {rate} US dollars.",
                currency=words.currency,
                rate=words.number(float(words.usd_per_unit), 4),
            )
        )
    if review.total.simulated:
        yield _note(words("Partly simulated: the cloud was a stand-in."))


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _net(review: Review, words: Words) -> str:
    net = review.total.net_savings_pico
    kind = "" if net is None else " bad" if net < 0 else " good"
    return f'<p class="note">{words("Net saved")}</p><p class="net{kind}">{words.money(net)}</p>'


def _without_rate(own: OwnElectricity, words: Words) -> str:
    """Electricity in its own currency, where nothing can be converted."""
    unit = msgspec.structs.replace(words, currency=own.code, usd_per_unit="1")
    rows = [
        (words(name), unit.money(pico), words("not in net savings"))
        for name, pico in (
            ("Electricity of the requests", own.requests_pico),
            ("Models kept loaded", own.resident_pico),
            ("Processor beside the GPU", own.processor_pico),
            ("Idle GPU", own.idle_pico),
        )
        if pico is not None
    ]
    said = words("There is no rate from {currency} to US dollars.", currency=own.code)
    return _note(said) + _table((), rows)


def _lines(review: Review, words: Words) -> str:
    total, energy = review.total, review.energy
    rows = [
        (
            words("All in the cloud it would have cost"),
            words.money(total.counterfactual_cost_pico),
            "",
        ),
        (words("Paid to the cloud"), words.money(total.cloud_cost_pico), ""),
        (
            words("Electricity of the requests"),
            words.money(total.electricity_cost_pico),
            _kwh(total.energy_mj, words, total.energy_band_percent)
            + _guessed(total.energy_mj, total.estimated_energy_mj, words),
        ),
    ]
    if energy is not None:
        paid = total.standby_cost_pico
        parts = (energy.resident_cost_pico, energy.processor_cost_pico, energy.idle_cost_pico)
        idle_in = bool(energy.idle_cost_pico) and paid == sum(part or 0 for part in parts)
        rows += [
            (
                words("Models kept loaded"),
                words.money(energy.resident_cost_pico),
                f"{_kwh(energy.resident_mj, words)} · {words('in net savings')}",
            ),
            *_processors(energy, words),
            (
                words("Idle GPU"),
                words.money(energy.idle_cost_pico),
                f"{_kwh(energy.idle_mj, words)} · "
                + words("in net savings" if idle_in else "not in net savings"),
            ),
        ]
    share = f"{words.percent(total.local_share)} {words('answered locally')}"
    rows.append((words("Requests"), words.number(total.requests), share))
    return _table((), rows)


def _processors(energy: EnergyLine, words: Words) -> list[tuple[str, str, str]]:
    """While a GPU answered; no line where that is not known."""
    whole = energy.processor_mj + energy.processor_estimated_mj
    if not whole:
        return []
    guessed = _guessed(whole, energy.processor_estimated_mj, words)
    said = f"{_kwh(whole, words)}{guessed} · {words('in net savings')}"
    return [(words("Processor beside the GPU"), words.money(energy.processor_cost_pico), said)]


def _guessed(whole_mj: int | None, estimated_mj: int, words: Words) -> str:
    """How a figure came about, where it was not measured."""
    if not estimated_mj or whole_mj is None:
        return ""
    how = "estimated" if estimated_mj >= whole_mj else "partly estimated"
    return f" ({words(how)})"


def _kwh(energy_mj: int | None, words: Words, band: float | None = None) -> str:
    if energy_mj is None:
        return words("unknown")
    around = "" if band is None else f" ± {words.number(band)} %"
    return f"{words.number(energy_mj / KWH_MJ, 3)} kWh{around}"


def _groups(title: str, name: str, rows: Sequence[UsageRow], words: Words) -> str:
    if not rows:
        return ""
    header = (name, words("Requests"), words("Local"), words("Cloud"), words("Tokens out"),
              words("Cloud cost"))  # fmt: skip
    cells = [
        (
            row.key,
            words.number(row.totals.requests),
            words.number(row.totals.local),
            words.number(row.totals.cloud),
            words.number(row.totals.output_tokens),
            words.money(row.totals.cloud_cost_pico),
        )
        for row in rows
    ]
    return f"<h2>{escape(title)}</h2>{_table(header, cells)}"


def _reported(review: Review, words: Words) -> str:
    if not review.reported:
        return ""
    header = (words("Provider"), "", words("Quantity"), words("Cost"))
    cells = [
        (
            one.provider,
            one.service,
            f"{words.number(one.quantity)} {one.unit}",
            words.money(one.cost_pico),
        )
        for one in review.reported
    ]
    title = words("Other APIs, as components reported them")
    return f"<h2>{escape(title)}</h2>{_table(header, cells)}"


def _scorecard(criteria: Sequence[Criterion], words: Words) -> str:
    marks = {True: words("met"), False: words("missed"), None: ""}
    cells = [
        (words(one.name) if words.language == "de" else one.name.replace("_", " "),
         _figure(one, words), _goal(one, words), marks[one.met])
        for one in criteria
    ]  # fmt: skip
    header = (words("Criterion"), words("Figure"), words("Goal"), "")
    return f"<h2>{words('Scorecard')}</h2>{_table(header, cells)}"


def _figure(one: Criterion, words: Words) -> str:
    if one.figure is None:
        return words("unknown")
    if one.unit == "usd":
        return words.money(round(one.figure * PICO))
    # Rounded down, so that 100 % means that nothing failed.
    return f"{words.number(math.floor(one.figure * 100) / 100, 2)} %"


def _goal(one: Criterion, words: Words) -> str:
    match (one.goal or "").split():
        case ["at", "least", n]:
            shown = words.money(round(float(n) * PICO)) if one.unit == "usd" else f"{n} %"
            return words("at least {n}", n=shown)
        case [a, "to", b]:
            return words("{a} to {b}", a=a, b=f"{b} %")
        case [n]:
            return f"{n} %"
    return ""


def _ahead(review: Review, words: Words) -> str:
    found = review.projection
    if found.projection is None:
        return ""
    months = found.projection.break_even_months
    first = (
        words("The hardware is never paid back at this use.")
        if months is None
        else words("The hardware is paid back after {months} months.", months=str(months))
    )
    second = ""
    if found.low is not None and found.high is not None:
        second = words(
            "After five years: {low} (low), {middle} (middle), {high} (high).",
            low=words.money(found.low.net_pico),
            middle=words.money(found.projection.net_pico),
            high=words.money(found.high.net_pico),
        )
    return f"<h2>{words('Years ahead')}</h2><p>{escape(first)} {escape(second)}</p>"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def _plots(days: Sequence[UsageRow], words: Words) -> Iterable[str]:
    shown = [row for row in days if len(row.key) == len("2026-11-22")]
    if not shown:
        return
    otherwise = [row.totals.counterfactual_cost_pico for row in shown]
    paid = [
        row.totals.cloud_cost_pico
        + (row.totals.electricity_cost_pico or 0)
        + (row.totals.standby_cost_pico or 0)
        for row in shown
    ]
    names = [row.key[-2:] for row in shown]
    yield f"<h2>{words('Each day')}</h2>"
    yield _legend(("a", words("would have cost in the cloud")), ("b", words("cost as it was")))
    yield _bars(names, otherwise, paid, words)
    net: list[int] = []
    for row in shown:
        if row.totals.net_savings_pico is None:
            return  # a line through days that nobody knows would be made up
        net.append((net[-1] if net else 0) + row.totals.net_savings_pico)
    if len(net) > 1:
        yield f"<h2>{words('Net saved since the month began')}</h2>"
        yield _line(names, net, words)


def _legend(*entries: tuple[str, str]) -> str:
    parts = [
        f'<svg viewBox="0 0 12 12" style="width:.8em"><rect class="{kind}" width="12" height="12"/>'
        f"</svg> {escape(text)}"
        for kind, text in entries
    ]
    return f'<p class="note">{" &nbsp; ".join(parts)}</p>'


def _bars(names: Sequence[str], one: Sequence[int], two: Sequence[int], words: Words) -> str:
    top = max(*one, *two, 1)
    step = WIDTH / len(names)
    wide = min(step * 0.4, 24)
    marks = []
    for number, (name, a, b) in enumerate(zip(names, one, two, strict=True)):
        left = number * step + (step - 2 * wide) / 2
        for kind, value, x in (("a", a, left), ("b", b, left + wide)):
            tall = value / top * (BASE - 20)
            marks.append(
                f'<rect class="{kind}" x="{x:.1f}" y="{BASE - tall:.1f}" width="{wide:.1f}"'
                f' height="{tall:.1f}"><title>{name}: {escape(words.money(value))}</title></rect>'
            )
        marks.append(f'<text x="{left:.1f}" y="{BASE + 16}">{name}</text>')
    return _svg(marks, top=words.money(top), label=words("Each day"), zero=BASE)


def _line(names: Sequence[str], values: Sequence[int], words: Words) -> str:
    low, high = min(0, *values), max(0, *values)
    span = high - low or 1
    step = WIDTH / len(names)

    def y(value: int) -> float:
        return BASE - (value - low) / span * (BASE - 20)

    points = " ".join(f"{(n + 0.5) * step:.1f},{y(v):.1f}" for n, v in enumerate(values))
    marks = [f'<polyline class="l" points="{points}"/>']
    marks += [
        f'<text x="{n * step:.1f}" y="{BASE + 16}">{name}</text>' for n, name in enumerate(names)
    ]
    label = words("Net saved since the month began")
    return _svg(marks, top=words.money(high), label=label, zero=y(0))


def _svg(marks: Sequence[str], *, top: str, label: str, zero: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<text x="0" y="12">{escape(top)}</text>'
        f'<line class="z" x1="0" x2="{WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}"/>'
        + "".join(marks)
        + "</svg>"
    )
