"""The savings page: periods, bars, what-if, years ahead, scorecard, advice and reports."""

from __future__ import annotations

import math
import re
import stat
from datetime import date
from html import unescape
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from tests.desktop.conftest import MakeWindow, until
from tests.service.test_reports import NOVEMBER, book, reports
from ziggie_desktop.contract.api import EnergyLine, UsageDocument, UsageRow
from ziggie_desktop.contract.books import ProjectionDocument
from ziggie_desktop.contract.currency import Currency, OwnElectricity
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.desktop import samples_books
from ziggie_desktop.desktop.presenters import ahead, dashboard, savings, text
from ziggie_desktop.desktop.presenters.period import period as of_period
from ziggie_desktop.desktop.presenters.savings import BarsView, BarView, Span, Wanted
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Shelf
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.reports import Reports, laid_out
from ziggie_desktop.desktop.samples import BUSY, NOW
from ziggie_desktop.desktop.samples_shelf import broken_shelf, shelf
from ziggie_desktop.desktop.widgets.bars import BarPlot
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.windows.main import MainWindow
from ziggie_desktop.ledger.store import Ledger

TODAY = date(2026, 3, 1)
T = TypeVar("T")


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.TODAY, "2026-03-01", "2026-03-01"),
        (Span.WEEK, "2026-02-23", "2026-03-01"),
        (Span.MONTH, "2026-03-01", "2026-03-01"),
        (Span.LAST, "2026-02-01", "2026-02-28"),
    ],
)
def test_the_days_of_a_period(span: Span, first: str, last: str) -> None:
    assert [day.isoformat() for day in savings.dates(span, TODAY)] == [first, last]


def seen(wanted: Wanted, on: Shelf | None = None) -> savings.SavingsView:
    return savings.savings(BUSY, on or shelf(), wanted, frozenset(), NOW)


def there(view: T | None) -> T:
    assert view is not None
    return view


def test_a_refusal_is_said_once_and_nothing_else_is_made_up() -> None:
    view = seen(Wanted(), broken_shelf())
    assert view.notice is not None
    assert view.notice.title.startswith("The service did not answer")
    for part in (view.period, view.bars, view.projection, view.scorecard, view.advice):
        assert part is None
    assert view.reports is None  # "there is none yet" would not be true


def test_claudes_price_divides_into_what_was_saved_and_what_was_paid() -> None:
    parts = there(seen(Wanted()).period).parts
    assert [part.kind for part in parts] == ["saved", "electricity", "cloud"]
    assert sum(part.share for part in parts) == pytest.approx(1)
    assert parts[0].words == "saved $38.20"
    lost = replace(BUSY.month, net_savings_pico=-1)
    assert of_period(lost, ()).parts == ()
    assert of_period(replace(BUSY.month, net_savings_pico=None), ()).parts == ()


def test_without_a_tariff_the_way_to_it_is_shown() -> None:
    unknown = replace(BUSY.month, electricity_cost_pico=None, net_savings_pico=None)
    on = shelf()
    found = on.get(savings.usage_of(Wanted()), UsageDocument)
    assert isinstance(found, UsageDocument)
    on.put(savings.usage_of(Wanted()), replace(found, total=unknown))
    notice = there(seen(Wanted(), on).notice)
    assert notice.title == "No electricity price set"
    assert there(notice.button).do == Do(Verb.OPEN, Page.SETTINGS)
    tile = dashboard.savings_tile("Net", unknown)
    assert there(tile.button).do == Do(Verb.OPEN, Page.SETTINGS)
    assert dashboard.savings_tile("Net", replace(unknown, unpriced=1)).button is None
    assert dashboard.savings_tile("Net", BUSY.month).button is None


def test_net_stands_first_and_its_parts_say_how_they_came_about() -> None:
    period = there(seen(Wanted()).period)
    assert period.beside.startswith("± $0.04 · gross")
    lines = {label: (figure, words) for label, figure, words in period.lines}
    assert lines["Electricity of requests"][1].startswith("measured")
    assert lines["Idle GPU"][1] == "not in net savings"
    assert lines["Paid to the cloud"][1] == "reckoned at list price"


@pytest.mark.parametrize(
    ("counted", "estimated", "words"),
    [(10**9, 0, "measured: "), (0, 10**9, "estimated: "), (1, 10**9, "partly estimated: ")],
)
def test_the_processors_beside_the_gpu_have_a_line_of_their_own(
    counted: int, estimated: int, words: str
) -> None:
    line = EnergyLine(
        key="2026-11-22", attributed_mj=1, background_mj=0, resident_mj=1, idle_mj=1, counter_mj=3,
        resident_cost_pico=10**10, idle_cost_pico=10**11, processor_mj=counted,
        processor_estimated_mj=estimated, processor_cost_pico=10**12,
    )  # fmt: skip
    totals = replace(BUSY.today, standby_cost_pico=10**12 + 10**11 + 10**10)
    lines = {label: rest for label, *rest in of_period(totals, (line,)).lines}
    figure, said = lines["Processor beside the GPU"]
    assert figure == "$1.00"
    assert said.startswith(words)
    assert lines["Idle GPU"][1] == "in net savings"


@pytest.mark.parametrize(
    ("estimated", "words"), [(0, "measured: "), (5, "partly estimated: "), (9_000, "estimated: ")]
)
def test_the_electricity_of_requests_says_how_it_came_about(estimated: int, words: str) -> None:
    totals = replace(BUSY.today, energy_mj=9_000, estimated_energy_mj=estimated)
    lines = {label: rest for label, *rest in of_period(totals, ()).lines}
    assert lines["Electricity of requests"][1].startswith(words)


def test_bars_of_groups_leave_out_what_belongs_to_none_and_unknown_is_no_bar() -> None:
    bars = there(seen(Wanted(by="component")).bars)
    assert [bar.label for bar in bars.bars][:2] == ["kb-analyzer", "agent-spawner"]
    assert "no single one" in bars.note
    unknown = replace(BUSY.today, electricity_cost_pico=None, net_savings_pico=None)
    document = replace(
        samples_books.document("day", {"2026-11-22": 1.0}),
        rows=(UsageRow(key="2026-11-22", totals=unknown),),
    )
    on = Shelf()
    on.put(savings.usage_of(Wanted()), document)
    (bar,) = there(seen(Wanted(), on).bars).bars
    assert bar.values[1] is None
    assert "net unknown" in bar.says
    assert "cost unknown" in bar.says


def test_years_ahead_say_when_or_never_or_why_not() -> None:
    rows = there(seen(Wanted()).projection).rows
    assert [row[2] for row in rows] == ["never", "Dec 2029", "Jun 2029"]
    on = Shelf()
    on.put(
        ahead.PROJECTION,
        ProjectionDocument(projection=None, reason="the price of the hardware is not set"),
    )
    assert (
        ahead.projection(on, NOW).note
        == "Unknown: what the hardware cost is not set; see Settings, This machine."
    )
    assert "Start it" in ahead.projection(broken_shelf(), NOW).note


def test_a_figure_that_is_not_measured_is_unknown() -> None:
    rows = {row[0]: row[1:] for row in there(seen(Wanted()).scorecard).rows}
    assert rows["As good as Claude"] == ("unknown", "none set", "", "not judged yet")
    assert rows["Uptime"][:3] == ("99.98 %", "at least 99.5 %", "met")


def test_what_if_is_asked_when_wanted_and_shows_that_it_works() -> None:
    wanted = Wanted(kwh="0.4", model="claude-opus-4-5")
    button = seen(wanted).what_if.button
    assert button is not None
    assert button.do.value == Ask(
        Doc.WHAT_IF, (("kwh", "0.4"), ("model", "claude-opus-4-5"), ("span", "month"))
    )
    busy = savings.savings(BUSY, shelf(), wanted, frozenset({button.do}), NOW).what_if.button
    assert busy is not None
    assert not busy.enabled


def test_the_page_in_the_owners_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text.Purse, "own", Currency(code="EUR", usd_per_unit="1.25"))
    view = seen(Wanted(kwh="0.4"))
    period = there(view.period)
    lines = {label: figure for label, figure, _ in period.lines}
    assert period.net.startswith("€")
    assert lines["Electricity of requests"].startswith("€")
    assert lines["Paid to the cloud"].startswith("$")
    assert "1 EUR is 1.2500 US dollars" in period.unknown[-1]
    assert view.kwh_label == "Electricity at € a kWh"
    assert dict(savings.what_if_of(view.wanted).query)["kwh"] == "0.5"
    monkeypatch.setattr(text.Purse, "own", Currency(code="EUR", usd_per_unit=None))
    unknown = replace(BUSY.today, electricity_cost_pico=None, net_savings_pico=None, unmetered=0)
    period = of_period(unknown, ())
    assert "no rate from EUR to US dollars" in period.unknown[-1]


TEXT_WIDTH_PX = math.ceil((210 - 2 * 16) / 25.4 * 96)  # of A4 within its margins


def test_electricity_without_a_rate_stands_in_its_own_currency() -> None:
    own = OwnElectricity(code="EUR", requests_pico=6 * 10**11, resident_pico=3 * 10**11)
    unknown = replace(BUSY.today, electricity_cost_pico=None, net_savings_pico=None)
    lines = {label: rest for label, *rest in of_period(unknown, (), own).lines}
    assert lines["Electricity of requests"][0] == "€0.60"
    assert lines["Models kept loaded"] == ["€0.30", "not in net savings"]
    assert "Idle GPU" not in lines


RULE = PolicyRule(route="cloud", because="plans", agent_level="L1")


def test_what_if_by_other_rules_and_another_gpu() -> None:
    wanted = Wanted(joules="3.3", rules=savings.Rules.EDITED)
    query = dict(savings.what_if_of(wanted, (RULE,)).query)
    assert query["joules"] == "3.3"
    assert msgspec.json.decode(query["rules"], type=tuple[PolicyRule, ...]) == (RULE,)
    assert "rules" not in dict(savings.what_if_of(wanted, None).query), "they were discarded"
    assert [key for key, _ in savings.rule_choices(wanted, (RULE,))] == ["", "edited", "file"]
    of_file = Wanted(rules=savings.Rules.FILE, policy="x = 1", file="mine.toml")
    ask = savings.what_if_of(of_file)
    assert dict(ask.query)["policy"] == "x = 1"
    assert savings.rule_choices(of_file, None)[-1] == ("file", "Of mine.toml")
    on = Shelf()
    rests_on = ("of the policy its rules count; memory, budgets and a lent GPU are not replayed",)
    on.put(ask, replace(samples_books.WHAT_IF, assumptions=rests_on))
    note = ahead.what_if(on, ask, frozenset()).note
    assert note.endswith(rests_on[0]), "what the service assumed stands beside its figures"


def test_a_policy_file_is_read_when_it_is_chosen(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window("busy", Page.SAVINGS)
    wishes: list[Do] = []
    window.asked.connect(wishes.append)
    file = tmp_path / "mine.toml"
    file.write_text("version = 1\n")
    rules = next(s for s in window.findChildren(Select) if s.accessibleName() == "Rules")
    for chosen in (tmp_path / "none.toml", file):
        rules.chose.emit("file")
        dialog = window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(chosen))
        dialog.reject()
    assert rules.currentText() == "Of mine.toml"
    QTest.keyClick(_button(window, "Work it out"), Qt.Key.Key_Space)
    (wish,) = wishes
    assert isinstance(wish.value, Ask)
    assert dict(wish.value.query)["policy"] == "version = 1\n"


@pytest.mark.parametrize(
    ("typed", "price", "known"),
    [("", "", True), (" 0,32 ", "0.32", True), ("dear", "dear", False), ("-1", "-1", False),
     ("nan", "nan", False)],
)  # fmt: skip
def test_what_is_taken_as_a_price(typed: str, price: str, known: bool) -> None:
    assert savings.priced(typed) == (price, known)


def _button(window: MainWindow, words: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text() == words)


def test_the_page_asks_for_what_is_chosen_by_keyboard(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.SAVINGS)
    wanted: list[tuple[Ask, ...]] = []
    wishes: list[Do] = []
    window.wanted.connect(wanted.append)
    window.asked.connect(wishes.append)
    QTest.keyClick(_button(window, "7 days"), Qt.Key.Key_Space)
    QTest.keyClick(_button(window, "By model"), Qt.Key.Key_Space)
    assert wanted[-1][0] == Ask(Doc.USAGE, (("by", "model"), ("span", "week")))
    price = window.findChildren(QLineEdit)[0]
    QTest.keyClicks(price, "0,5")
    QTest.keyClick(price, Qt.Key.Key_Return)
    QTest.keyClick(_button(window, "Work it out"), Qt.Key.Key_Space)
    query = (("kwh", "0.5"), ("model", ""), ("span", "week"))
    assert wishes == [Do(Verb.LOOK, value=Ask(Doc.WHAT_IF, query))]


def test_the_bars_say_their_figures_to_pointer_keys_and_screen_reader(app: QApplication) -> None:
    plot = BarPlot()
    bars = tuple(BarView(name, (10**12, None), f"{name}: net unknown") for name in "abc")
    plot.show_view(BarsView("Each day", ("at Claude", "cost"), bars))
    plot.resize(400, 200)
    assert plot.hover_text() == ""
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.hover_text() == "b: net unknown"
    plot.point_at(399)
    assert plot.hover_text() == "c: net unknown"
    assert "a: net unknown" in plot.accessibleDescription()
    plot.show_view(BarsView("Each day", ("at Claude", "cost"), bars[:1]))
    assert plot.hover_text() == ""
    assert not plot.grab().isNull()
    plot.deleteLater()


def test_where_the_pdf_goes_is_asked_and_nothing_waits(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.SAVINGS)
    wishes: list[Do] = []
    window.asked.connect(wishes.append)
    _button(window, "Open").click()
    _button(window, "Save as PDF…").click()
    assert [wish.verb for wish in wishes] == [Verb.REPORT_OPEN]
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit("november.pdf")
    assert wishes[1] == Do(Verb.REPORT_PDF, "2026-11", "november.pdf")
    dialog.reject()


async def test_the_pdf_has_every_figure_and_plot_of_the_page(tmp_path: Path) -> None:
    ledger = await Ledger.open(tmp_path / "ledger.db")
    book(ledger)
    assert await ledger.flush()
    page = await reports(ledger, tmp_path).html(NOVEMBER, "de")
    await ledger.close()
    document = laid_out(page)
    document.setTextWidth(TEXT_WIDTH_PX)
    assert document.size().width() <= TEXT_WIDTH_PX, "a plot is cut off at the paper's edge"
    words = document.toPlainText()
    cells = [unescape(cell) for cell in re.findall(r"<td>([^<]+)</td>", page)]
    assert len(cells) > 30
    assert [cell for cell in cells if cell not in words] == []
    assert words.count("\ufffc") == page.count("<svg")  # a picture each
    kept: list[str] = []
    failed: list[str] = []
    made = Reports()
    made.kept.connect(kept.append)
    made.failed.connect(failed.append)
    file = tmp_path / "november.pdf"
    scratch = tmp_path / ".november.pdf.part"
    made.keep(page.encode(), file)
    await until("the PDF is there", lambda: kept == [str(file)])
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_size > 10_000
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not scratch.exists()
    made.keep(page.encode(), tmp_path / "nowhere" / "november.pdf")
    await until("it says why there is none", lambda: bool(failed))
    assert "No such file" in failed[0]
