"""Tests of the settings page: what it says, and what becomes of what is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.desktop.conftest import MakeWindow
from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.state import EngineJob, JobState
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.settings import NotANumber, changes, settings, typed
from ziggie_desktop.desktop.presenters.settings_table import Kind
from ziggie_desktop.desktop.presenters.tariff import PeriodView, TariffView, Unreadable, edited
from ziggie_desktop.desktop.presenters.tariff import tariff as shown
from ziggie_desktop.desktop.presenters.text import Purse
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY
from ziggie_desktop.desktop.samples_shelf import SETTINGS, shelf
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.shapes import Switch
from ziggie_desktop.desktop.windows.main import MainWindow
from ziggie_desktop.gpu.tariff import Tariff

TODAY = date(2026, 11, 22)
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        (Kind.NUMBER, " 8192 ", 8192),
        (Kind.NUMBER, "", None),
        (Kind.AMOUNT, "1899,50", 1899.5),
        (Kind.LIST, "a, b ,,c", ("a", "b", "c")),
        (Kind.LIST, "", ()),
        (Kind.TEXT, " 30m ", "30m"),
        (Kind.TEXT, "  ", None),
        (Kind.MONEY, "1299,5", "1299.5 USD"),
        (Kind.MONEY, "1299 eur", "1299 EUR"),
        (Kind.MONEY, "€ 20", "20 EUR"),
        (Kind.MONEY, " ", None),
        (Kind.CHOICE, "on", True),
        (Kind.CHOICE, "q8_0", "q8_0"),
        (Kind.CHOICE, "", None),
    ],
)
def test_what_is_typed_becomes_a_value(kind: Kind, words: str, value: object) -> None:
    assert typed(kind, words) == value


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.AMOUNT])
def test_words_are_no_number(kind: Kind) -> None:
    with pytest.raises(NotANumber):
        typed(kind, "many")


@pytest.mark.parametrize("words", ["many", "1.299 EUR", "1 2 EUR", "-5"])
def test_what_may_be_another_amount_is_refused(words: str) -> None:
    with pytest.raises(NotANumber):
        typed(Kind.MONEY, words)


def test_a_bare_amount_is_in_the_owners_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Purse, "own", Currency("CHF", "1.1"))
    assert typed(Kind.MONEY, "20") == "20 CHF"
    monkeypatch.setattr(Purse, "own", Currency("CHF", None))
    assert typed(Kind.MONEY, "20") == "20 USD", "without a rate sums are in dollars"


def test_an_amount_takes_the_place_of_the_one_in_dollars() -> None:
    assert changes("hardware.price", "5 EUR") == {"hardware": {"price": "5 EUR", "price_usd": None}}


def test_a_path_becomes_a_body() -> None:
    assert changes("engine.pinned", ("a", "b")) == {"engine": {"pinned": ["a", "b"]}}
    assert changes("timezone", None) == {"timezone": None}


def of(price: str = "0.30", **more: Any) -> TariffView:
    return TariffView(
        **{"currency": "EUR", "price": price, "to_usd": "", "periods": (), "remark": "", **more}
    )


def service_reads(tariff: dict[str, Any]) -> Tariff:
    """As the service reads it: a null takes the value out."""
    kept = {key: value for key, value in tariff.items() if value is not None}
    return msgspec.convert(kept, Tariff)


def test_the_first_price_holds_for_what_was_used_before() -> None:
    made = service_reads(edited(None, of("0,328"), zone=BERLIN, today=TODAY))
    assert (made.currency, made.tz, made.usd_per_unit) == ("EUR", BERLIN, None)
    assert [(v.valid_from.year, v.price_micro_per_kwh) for v in made.versions] == [(2000, 328_000)]


def test_a_changed_price_holds_from_today_and_the_earlier_ones_stay() -> None:
    before: Any = SETTINGS["tariff"]
    made = service_reads(edited(before, of("0.4", to_usd="1.1"), zone="UTC", today=TODAY))
    assert [v.price_micro_per_kwh for v in made.versions] == [310_000, 328_000, 400_000]
    assert (made.versions[-1].valid_from, made.tz, made.usd_per_unit) == (TODAY, BERLIN, "1.1")


def test_a_price_changed_twice_on_a_day_is_one_version() -> None:
    first = edited(None, of("0.3"), zone=BERLIN, today=date(2026, 1, 1))
    second = edited(first, of("0.4"), zone=BERLIN, today=TODAY)
    third = service_reads(edited(second, of("0.5"), zone=BERLIN, today=TODAY))
    assert [v.price_micro_per_kwh for v in third.versions] == [300_000, 500_000]


def test_other_hours_come_back_as_they_were_typed() -> None:
    hours = (PeriodView("0.22", "22:00", "06:00", "week"), PeriodView("0.2", "9", "17:30", "end"))
    made = edited(None, of("0.3", periods=hours), zone=BERLIN, today=TODAY)
    service_reads(made)
    again = shown(msgspec.json.decode(msgspec.json.encode(made)))
    assert again.periods == (hours[0], PeriodView("0.2", "09:00", "17:30", "end"))


@pytest.mark.parametrize(
    "wrong",
    [
        of("cheap"),
        of("0.3", to_usd="much"),
        of("0.3", periods=(PeriodView("0.2", "late", "06:00"),)),
        of("0.3", periods=(PeriodView("", "22:00", "06:00"),)),
    ],
)
def test_what_cannot_be_read_is_said(wrong: TariffView) -> None:
    with pytest.raises(Unreadable):
        edited(None, wrong, zone=BERLIN, today=TODAY)


def test_what_the_editor_has_no_words_for_is_left_to_the_file() -> None:
    period = {"price_micro_per_kwh": 1, "weekdays": [0, 2]}
    version = {"valid_from": "2026-01-01", "price_micro_per_kwh": 2, "periods": [period]}
    view = shown({"currency": "EUR", "tz": BERLIN, "versions": [version]})
    assert view.periods is None
    assert "settings.toml" in view.remark


@pytest.fixture
def page(make_window: MakeWindow) -> tuple[MainWindow, list[Do]]:
    window = make_window("busy", Page.SETTINGS)
    asked: list[Do] = []
    window.asked.connect(asked.append)
    return window, asked


def field(window: MainWindow, name: str) -> QLineEdit:
    return next(e for e in window.findChildren(QLineEdit) if e.accessibleName() == name)


def test_a_field_is_set_by_return(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    context = field(window, "Context")
    assert context.text() == "8192"
    context.selectAll()
    QTest.keyClicks(context, "16384")
    QTest.keyClick(context, Qt.Key.Key_Return)
    assert asked == [Do(Verb.SETTING, "engine.num_ctx", value=16384)]


def test_words_in_a_number_stay_and_are_marked(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    context = field(window, "Context")
    context.selectAll()
    QTest.keyClicks(context, "large")
    QTest.keyClick(context, Qt.Key.Key_Return)
    assert (asked, context.text()) == ([], "large")


def test_a_switch_is_set(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    switch = next(
        s for s in window.findChildren(Switch) if s.accessibleName() == "It runs for this alone"
    )
    switch.click()
    assert asked == [Do(Verb.SETTING, "hardware.only_for_ai", value=True)]


def test_the_language_is_of_this_desktop(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    next(b for b in window.findChildren(QPushButton) if b.text() == "Deutsch").click()
    assert asked == [Do(Verb.PREFER, "desktop.language", value="de")]


def test_a_key_is_handed_over_once_and_never_shown(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    key = field(window, "Claude key")
    assert key.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(key, "sk-ant-secret")
    QTest.keyClick(key, Qt.Key.Key_Return)
    assert asked == [Do(Verb.KEY_STORE, "cloud.key", value="sk-ant-secret")]
    assert key.text() == ""
    assert "secret" not in repr(asked)


def test_a_price_is_saved_as_the_service_reads_it(page: tuple[MainWindow, list[Do]]) -> None:
    window, asked = page
    price = field(window, "Price per kWh")
    price.selectAll()
    QTest.keyClicks(price, "0.35")
    next(b for b in window.findChildren(Button) if b.text() == "Save the price").click()
    (wish,) = asked
    assert wish.verb is Verb.TARIFF
    assert isinstance(wish.value, bytes)
    made = service_reads(msgspec.json.decode(wish.value))
    assert made.versions[-1].price_micro_per_kwh == 350_000
    assert made.versions[-1].periods[0].price_micro_per_kwh == 221_000


def test_what_waits_for_a_restart_says_so() -> None:
    engine = replace(BUSY.engine, settings_waiting=("parallel",))
    view = settings(replace(BUSY, engine=engine), shelf(), Here())
    (section,) = (one for one in view.sections if one.key == "engine")
    assert "waits for a restart" in section.remark
    assert [button.do.verb for button in section.buttons] == [
        Verb.MODELS_FOLDER,
        Verb.ENGINE_RESTART,
    ]


def test_a_move_under_way_can_be_cancelled() -> None:
    job = EngineJob(kind="move", state=JobState.RUNNING, step="copy", words="Copying the models")
    view = settings(replace(BUSY, engine=replace(BUSY.engine, job=job)), shelf(), Here())
    (section,) = (one for one in view.sections if one.key == "engine")
    assert section.remark == "Copying the models"
    assert [button.do.verb for button in section.buttons] == [Verb.JOB_CANCEL]
