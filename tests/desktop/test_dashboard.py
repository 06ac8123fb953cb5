"""The dashboard's day: its timeline, uptime, energy, budgets and the GPU that is lent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desktop.conftest import MakeWindow
from tests.desktop.test_window import cut
from ziggie_desktop.contract.api import EnergyLine, Incident, UptimeDocument, UsageDocument
from ziggie_desktop.contract.routing import BudgetStanding, RoutingDocument
from ziggie_desktop.contract.state import (
    GpuState,
    GpuStatus,
    PcPower,
    Problem,
    ProcessorPower,
    Quality,
    Totals,
    Yielded,
)
from ziggie_desktop.contract.timeline import TimelineBar, TimelineDocument
from ziggie_desktop.desktop.presenters.dashboard import dashboard
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.power import power_view
from ziggie_desktop.desktop.presenters.shelf import Missing
from ziggie_desktop.desktop.presenters.timeline import (
    BARS,
    energy_view,
    near_limit,
    timeline_view,
    uptime_words,
)
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Tone, Verb
from ziggie_desktop.desktop.preview import StillFeed
from ziggie_desktop.desktop.samples import BUSY, NOW
from ziggie_desktop.desktop.samples_past import history
from ziggie_desktop.desktop.samples_shelf import shelf
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.timeline import Timeline

MIDNIGHT = NOW.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
LENT = replace(BUSY, yielded=Yielded(since=NOW, until=None, to="blender", why="it asked"))


def day(*bars: TimelineBar) -> TimelineDocument:
    return TimelineDocument(since=MIDNIGHT, until=NOW, step_s=1800, bars=bars)


def bar(hours: float, **counts: int) -> TimelineBar:
    named = {"local": 0, "cloud": 0, "failed": 0, "fallbacks": 0} | counts
    return TimelineBar(at=MIDNIGHT + timedelta(hours=hours), **named)


def test_the_day_has_a_bar_for_each_half_hour() -> None:
    found = day(bar(9.5, local=3, cloud=1, fallbacks=1), bar(14, failed=1))
    view = timeline_view(found, Missing(), NOW)
    assert len(view.bars) == BARS
    assert view.bars[19].says == "9:30\u202fAM: 3 local · 1 cloud · 1 fell back"
    assert view.bars[28].says == "2:00\u202fPM: 1 failed"
    assert view.bars[0].says == "12:00\u202fAM: none"
    assert view.says == "Requests today, half an hour to a bar: 5 in all"
    assert view.note == ""
    assert timeline_view(day(), Missing(), NOW).note == "No requests yet today."
    assert timeline_view(Missing("No", "Try"), Missing(), NOW).note == "No. Try"


@pytest.mark.parametrize(
    ("share", "incidents", "words"),
    [
        (None, 0, "Uptime not measured yet"),
        (1.0, 0, "Uptime 100 % · no incident"),
        (0.9992, 1, "Uptime 99.92 % · 1 incident"),
        (0.5, 2, "Uptime 50.00 % · 2 incidents"),
    ],
)
def test_the_uptime_is_told_with_its_incidents(
    share: float | None, incidents: int, words: str
) -> None:
    gone = Incident(started_at=NOW, ended_at=None, duration_s=1, reason=None)
    found = UptimeDocument(
        share=share,
        probes=1,
        summed_probes=0,
        measured_s=10,
        unmeasured_s=0,
        incidents=(gone,) * incidents,
    )
    assert uptime_words(found) == words
    assert uptime_words(Missing()) == ""


def test_energy_comes_with_its_band_and_what_else_was_counted() -> None:
    line = EnergyLine(
        key="d",
        attributed_mj=1,
        background_mj=0,
        resident_mj=2_000_000,
        idle_mj=3_000_000,
        counter_mj=6,
        gaps=1,
    )
    found = UsageDocument(by="day", rows=(), total=Totals(), energy=(line,))
    view = energy_view(Totals(energy_mj=5_000_000, energy_band_percent=7.6), found)
    assert view.value == "5.0 kJ ± 8 %"
    assert view.words == (
        "By requests 5.0 kJ · keeping models loaded 2.0 kJ · idle 3.0 kJ"
        " · with gaps in what was measured"
    )
    missed = energy_view(Totals(requests=2, unmetered=2), Missing())
    assert missed.value == "unknown"
    assert missed.words == "The energy of 2 requests was not measured."


def test_a_budget_near_its_limit_shows_before_it_is_spent() -> None:
    def standing(spent: int, under_way: int = 0) -> BudgetStanding:
        return BudgetStanding(
            per="day",
            cap_pico=10**12,
            spent_pico=spent * 10**10,
            under_way_pico=under_way * 10**10,
            unpriced=0,
            at_limit="local",
            component="kb",
        )

    found = RoutingDocument(
        local_refusal=None,
        cloud_refusal=None,
        circuits=(),
        budgets=(standing(79), standing(70, 15), standing(100)),
    )
    notices = near_limit(found)
    assert [notice.title for notice in notices] == ["Budget $1.00 a day · kb"]
    assert notices[0].text == "85 % of it is spent or under way: $0.85."
    assert near_limit(Missing()) == ()


def test_problems_lead_to_where_something_can_be_done() -> None:
    problems = (
        Problem(code="no_model", title="None", remedy="Get one"),
        Problem(code="budget_spent", title="Spent", remedy="Wait"),
        Problem(code="disk_low", title="Low", remedy="Remove"),
    )
    view = dashboard(replace(BUSY, problems=problems), History(), NOW)
    assert [notice.button and notice.button.do for notice in view.problems] == [
        Do(Verb.OPEN, Page.FIRST),
        Do(Verb.OPEN, Page.ROUTING),
        None,
    ]


def test_a_lent_gpu_can_be_taken_back(make_window: MakeWindow) -> None:
    window = make_window(StillFeed(LENT, Link.UP, history(), (), shelf=shelf()))
    asked: list[Do] = []
    window.asked.connect(asked.append)
    back = next(b for b in window.findChildren(Button) if b.accessibleName() == "Take the GPU back")
    back.click()
    assert asked == [Do(Verb.GPU_TAKE)]
    assert cut(window) == []
    assert dashboard(LENT, History(), NOW).problems[-1].tone is Tone.ACCENT


def test_the_timeline_says_the_bar_under_the_pointer(make_window: MakeWindow) -> None:
    window = make_window("busy")
    timeline = window.findChildren(Timeline)[0]
    assert timeline.accessibleName().startswith("Requests today")
    assert timeline.hover_text() == ""
    timeline.point_at(timeline.width())
    assert timeline.hover_text().endswith("11:30\u202fPM: none")
    timeline.point_at(0)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.hover_text() == "1:00\u202fAM: 1 local"
    before = timeline.grab().toImage()
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert timeline.grab().toImage() != before


def test_measured_and_estimated_power_are_told_apart() -> None:
    measured = power_view(BUSY)
    assert measured.value == "about 214 W"
    assert measured.words == (
        "GPU 92 W, measured · processor 39 W, measured · whole computer 214 W ± 15 %, estimated"
    )
    guessed = ProcessorPower(power_mw=30_000, quality=Quality.ESTIMATE, band_percent=40.0)
    words = power_view(replace(BUSY, processor=guessed)).words
    assert "processor 30 W ± 40 %, estimated" in words


def test_what_is_unknown_of_the_power_is_said_and_why() -> None:
    hidden = ProcessorPower(reason="The system hides it.")
    alone = power_view(replace(BUSY, processor=hidden, pc=PcPower(reason="It is unknown.")))
    assert alone.value == "92 W"
    assert alone.words == "GPU 92 W, measured · processor unknown. The system hides it."
    nothing = replace(BUSY, gpu=GpuStatus(state=GpuState.LOST, reason="gone"))
    assert power_view(replace(nothing, processor=hidden, pc=PcPower())).value == "unknown"
