"""The monthly review: its figures are the ledger's, its page stands alone, it is kept once."""

from __future__ import annotations

import html.parser
import re
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import msgspec
import pytest

from tests.ledger.make import call, row
from tests.service.running import RunningService
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.gpu.tariff import Tariff, flat
from ziggie_desktop.ledger.beside import PROCESSOR, DayEnergy
from ziggie_desktop.ledger.report_html import page
from ziggie_desktop.ledger.report_words import GERMAN, Words
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.ahead import Ahead
from ziggie_desktop.service.counsel import Counsel
from ziggie_desktop.service.reports import Reports
from ziggie_desktop.service.settings import GoalSettings, HardwareSettings
from ziggie_desktop.service.standby import Standby

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)
USD = 10**12
KWH = 3_600_000_000
EUROS = Tariff(
    currency="EUR",
    tz="UTC",
    versions=flat(price_micro_per_kwh=300_000, currency="EUR", tz="UTC").versions,
    usd_per_unit="1.25",
)


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(tmp_path / "ledger.db")
    yield opened
    await opened.close()


def reports(
    ledger: Ledger, folder: Path, *, tariff: Tariff | None = EUROS, now: datetime = NOW
) -> Reports:
    standby = Standby(
        ledger=ledger, tariff=lambda: tariff, zone=lambda: "UTC", only_for_ai=lambda: False
    )
    counsel = Counsel(
        ledger=ledger, standby=standby, quiet_power=dict, tariff=lambda: tariff,
        goals=lambda: GoalSettings(savings_usd_a_month=1000.0), zone=lambda: "UTC",
        now=lambda: now,
    )  # fmt: skip
    hardware = HardwareSettings(price_usd=600.0)
    ahead = Ahead(standby=standby, hardware=lambda: hardware, zone=lambda: "UTC", now=lambda: now)
    return Reports(
        folder=folder / "reports", ledger=ledger, standby=standby, counsel=counsel, ahead=ahead,
        tariff=lambda: tariff, language=lambda: "en", zone=lambda: "UTC", now=lambda: now,
    )  # fmt: skip


def book(ledger: Ledger, *, days: int = 5) -> None:
    for number in range(days):
        at = NOVEMBER + timedelta(days=number)
        ledger.record(
            row(id=f"l{number}", started_at=at, local_date=at.date().isoformat(),
                component="<script>alert(1)</script>", counterfactual_cost_pico=2 * USD,
                electricity_cost_pico=USD // 4, gen_ai_usage_output_tokens=1234)
        )  # fmt: skip
    ledger.record(
        row(id="c", started_at=NOVEMBER, local_date="2026-11-15", route="cloud", energy_mj=None,
            electricity_cost_pico=None, list_cost_pico=USD, fallback_from="local",
            attempts=(call("cloud", list_cost_pico=USD),))
    )  # fmt: skip
    ledger.record_day_energy(
        DayEnergy(date="2026-11-15", tz="UTC", gpu_uuid="G", attributed_mj=0, background_mj=0,
                  resident_mj=KWH, idle_mj=KWH, counter_mj=2 * KWH, gaps=0),
        mark="1",
    )  # fmt: skip


class Page(html.parser.HTMLParser):
    """What tags and outside addresses a page has, and that each tag ends."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [v or "" for name, v in attrs if name in ("src", "href", "xlink:href")]
        if tag not in ("meta",):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


async def test_a_month_of_the_scorecard_begins_with_the_first_request(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Who began in its middle saved nothing before, and did not miss anything."""
    book(ledger)
    await ledger.flush()
    card = (await reports(ledger, tmp_path).review(NOVEMBER)).scorecard
    saved = next(one for one in card.criteria if one.name == "net_savings_a_month")
    assert saved.figure == pytest.approx(8.375 * 30.44 / 16)


async def test_the_figures_are_the_ledgers_in_the_owners_currency(
    ledger: Ledger, tmp_path: Path
) -> None:
    book(ledger)
    await ledger.flush()
    made = reports(ledger, tmp_path)
    review = await made.review(NOVEMBER)
    assert review.complete
    # 5 x (2 - 0.25) and what keeping the model loaded cost: 0.30 EUR at 1.25 $
    assert review.total.net_savings_pico == 5 * 7 * USD // 4 - 375 * USD // 1000
    assert (review.month, review.currency) == ("2026-11", "EUR")
    assert sum(day.totals.requests for day in review.days) == review.total.requests == 6
    text = page(review)
    assert "€6.70" in text  # 8.375 $ / 1.25
    german = await made.html(NOVEMBER, "de")
    assert "6,70 €" in german
    assert "Netto gespart" in german


async def test_without_a_rate_electricity_is_in_its_own_currency_and_in_no_sum(
    ledger: Ledger, tmp_path: Path
) -> None:
    for number in range(2):
        at = NOVEMBER + timedelta(hours=number)
        ledger.record(row(id=f"l{number}", started_at=at, local_date="2026-11-15",
                          energy_mj=KWH, electricity_cost_pico=None))  # fmt: skip
    book_day = DayEnergy(date="2026-11-15", tz="UTC", gpu_uuid="G", attributed_mj=2 * KWH,
                         background_mj=0, resident_mj=KWH, idle_mj=0, counter_mj=3 * KWH,
                         gaps=0)  # fmt: skip
    ledger.record_day_energy(book_day, mark="1")
    assert await ledger.flush()
    unrated = msgspec.structs.replace(EUROS, usd_per_unit=None)
    made = reports(ledger, tmp_path, tariff=unrated)
    review = await made.review(NOVEMBER)
    assert review.total.electricity_cost_pico is review.total.net_savings_pico is None
    own = review.own_electricity
    assert own is not None
    assert (own.code, own.requests_pico, own.resident_pico) == ("EUR", 6 * USD // 10, 3 * USD // 10)
    html = await made.html(NOVEMBER, "de")
    assert "Es gibt keinen Kurs von EUR zum US-Dollar." in html
    assert "0,60 €" in html
    assert (await reports(ledger, tmp_path).review(NOVEMBER)).own_electricity is None
    ledger.sum_up(before=NOW, tz="UTC")
    assert await ledger.flush()
    summed = (await made.review(NOVEMBER)).own_electricity
    assert summed is not None
    assert summed.requests_pico is None, "when it was used is not known any more"


async def test_the_processors_beside_the_gpu_are_a_line_of_the_report(
    ledger: Ledger, tmp_path: Path
) -> None:
    book(ledger)
    beside = DayEnergy(
        date="2026-11-15", tz="UTC", gpu_uuid=PROCESSOR, processor_estimated_mj=2 * KWH
    )
    ledger.record_day_energy(beside, mark="2")
    await ledger.flush()
    made = reports(ledger, tmp_path)
    review = await made.review(NOVEMBER)
    assert review.total.net_savings_pico == 5 * 7 * USD // 4 - 3 * 375 * USD // 1000
    text = page(review)
    assert "Processor beside the GPU" in text
    assert "2.000 kWh (estimated)" in text
    assert "Prozessor neben der GPU" in await made.html(NOVEMBER, "de")


async def test_the_page_stands_alone_and_no_name_is_markup(ledger: Ledger, tmp_path: Path) -> None:
    book(ledger)
    await ledger.flush()
    for language in ("en", "de"):
        text = await reports(ledger, tmp_path).html(NOVEMBER, language)
        found = Page(text)
        assert "script" not in found.tags
        assert found.outside == []
        assert found.tags.count("polyline") == 1
        assert found.tags.count("rect") == 2 + 2 * 5, "a bar for each day, and the legend"
        assert "&lt;script&gt;" in text
        assert f'<html lang="{language}">' in text


async def test_hints_follow_from_the_figures(ledger: Ledger, tmp_path: Path) -> None:
    book(ledger)
    for number in range(3):
        ledger.record(
            row(id=f"dear{number}", started_at=NOVEMBER, local_date="2026-11-15", task="sum",
                counterfactual_cost_pico=USD // 10, electricity_cost_pico=USD)
        )  # fmt: skip
    await ledger.flush()
    codes = [hint.code for hint in (await reports(ledger, tmp_path).review(NOVEMBER)).hints]
    assert codes == ["many_fallbacks", "savings_low", "cloud_cheaper"]
    unpriced = await reports(ledger, tmp_path, tariff=None).review(NOVEMBER)
    assert "no_tariff" in [hint.code for hint in unpriced.hints]
    assert unpriced.currency == "USD"
    bare = msgspec.structs.replace(EUROS, usd_per_unit=None)
    said = await reports(ledger, tmp_path, tariff=bare).review(NOVEMBER, "de")
    told = {hint.code: hint.text for hint in said.hints}
    assert "no_tariff" not in told, "there is a tariff; what lacks is the rate"
    assert "keinen Kurs" in told["no_rate"]
    empty = await reports(ledger, tmp_path).review(NOVEMBER - timedelta(days=40))
    assert [hint.code for hint in empty.hints] == ["no_requests"]
    assert "No requests" in page(empty)


async def test_a_month_that_has_ended_is_kept_once_and_for_the_owner_alone(
    ledger: Ledger, tmp_path: Path
) -> None:
    await reports(ledger, tmp_path).look()
    assert not (tmp_path / "reports").exists(), "nothing was asked in that month"
    book(ledger)
    await ledger.flush()
    await reports(ledger, tmp_path).look()
    (file,) = (tmp_path / "reports").iterdir()
    assert file.name == "2026-11.html"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    before = file.stat().st_mtime_ns
    await reports(ledger, tmp_path, now=NOW + timedelta(days=3)).look()
    assert file.stat().st_mtime_ns == before


@pytest.mark.logs("ziggie.service")
async def test_a_folder_that_cannot_be_written_is_told_once_and_tried_again(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book(ledger)
    await ledger.flush()
    (tmp_path / "reports").write_text("a file in its place")
    made = reports(ledger, tmp_path)
    await made.look()
    await made.look()
    assert len([r for r in caplog.records if "review is not written" in r.message]) == 1
    (tmp_path / "reports").unlink()
    await made.look()
    assert (tmp_path / "reports" / "2026-11.html").exists()


def test_german_says_the_same_figures_as_english() -> None:
    for english, german in GERMAN.items():
        names = [{n for _, n, _, _ in Formatter().parse(text) if n} for text in (english, german)]
        assert names[0] == names[1], english


def test_every_word_of_a_report_has_its_german() -> None:
    folder = Path(__file__).parents[2] / "ziggie_desktop" / "ledger"
    source = "".join((folder / name).read_text() for name in ("report_html.py", "hints.py"))
    found = re.findall(r'words\(\s*((?:"[^"]*"\s*)+)', source)
    said = ["".join(re.findall(r'"([^"]*)"', text)) for text in found]
    said += re.findall(r"words\('([^']*)'\)", source)
    assert len(said) > 40
    assert set(said) - set(GERMAN) == set()


@pytest.mark.parametrize(
    ("pico", "english", "german"),
    [
        (1234_560_000_000_000, "$1,234.56", "1.234,56 $"),
        (-3 * USD, "−$3.00", "−3,00 $"),
        (140_000_000, "$0.000140", "0,000140 $"),
        (0, "$0.00", "0,00 $"),
        (None, "unknown", "unbekannt"),
    ],
)
def test_money_in_both_languages(pico: int | None, english: str, german: str) -> None:
    for language, wanted in (("en", english), ("de", german)):
        words = Words(language=language, currency="USD", usd_per_unit="1")
        assert words.money(pico) == wanted


def test_the_route_gives_the_page_and_the_figures(service: RunningService) -> None:
    answer = service.call("GET", "/ziggie/v1/report?format=html&month=2026-10&language=de")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in answer.headers["content-security-policy"]
    assert "Monatsrückblick 2026-10" in answer.body.decode()
    review = service.call("GET", "/ziggie/v1/report?month=2026-10").ok()
    assert review["total"]["requests"] == Totals().requests
    assert service.call("GET", "/ziggie/v1/report?format=pdf").status == 400
    assert service.call("GET", "/ziggie/v1/report?language=fr").status == 400
