"""What the pages say about a snapshot, by tables."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ziggie_desktop.contract.state import (
    EngineState,
    EngineStatus,
    GpuState,
    GpuStatus,
    LoadedModel,
    Mode,
    Model,
    Problem,
    Pull,
    PullState,
    Severity,
    State,
    Totals,
    Yielded,
)
from ziggie_desktop.desktop.presenters import dashboard, gpu, models, savings, status, text
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.period import period
from ziggie_desktop.desktop.presenters.pulls import pull_row
from ziggie_desktop.desktop.presenters.recent import Recent
from ziggie_desktop.desktop.presenters.shelf import Shelf
from ziggie_desktop.desktop.presenters.status import Sign
from ziggie_desktop.desktop.presenters.tray import tray
from ziggie_desktop.desktop.presenters.view import UNKNOWN_FRACTION, Do, Link, Tone, Verb
from ziggie_desktop.desktop.samples import BUSY, EMPTY, ERROR, GPU, NOW
from ziggie_desktop.desktop.samples_past import REQUESTS, history
from ziggie_desktop.desktop.samples_shelf import broken_shelf, shelf

CALM = replace(BUSY, active_requests=0)
LENT = replace(CALM, yielded=Yielded(since=NOW, until=None, to="blender", why="it runs"))


def engine(state: EngineState, reason: str = "") -> State:
    return replace(CALM, engine=EngineStatus(state=state, reason=reason))


@pytest.mark.parametrize(
    ("state", "link", "sign", "word"),
    [
        (CALM, Link.UP, Sign.READY, "Ready"),
        (BUSY, Link.UP, Sign.WORKING, "Answering 2 requests"),
        (engine(EngineState.STARTING), Link.UP, Sign.STARTING, "Engine starting"),
        (engine(EngineState.DEGRADED), Link.UP, Sign.DEGRADED, "Engine degraded"),
        (engine(EngineState.FAILED), Link.UP, Sign.FAILED, "Engine failed"),
        (engine(EngineState.ABSENT), Link.UP, Sign.FAILED, "Ollama not found"),
        (engine(EngineState.STOPPED), Link.UP, Sign.PAUSED, "Engine stopped"),
        (replace(CALM, mode=Mode.CLOUD), Link.UP, Sign.CLOUD, "Cloud only"),
        (LENT, Link.UP, Sign.LENT, "GPU lent to blender"),
        (replace(LENT, mode=Mode.CLOUD), Link.UP, Sign.CLOUD, "Cloud only"),
        (CALM, Link.LOST, Sign.OFFLINE, "No connection to the service"),
        (None, Link.CONNECTING, Sign.STARTING, "Connecting to the service"),
    ],
)
def test_each_state_has_its_sign(state: State | None, link: Link, sign: Sign, word: str) -> None:
    top = status.headline(state, link, NOW)
    assert (top.sign, top.word) == (sign, word)


def test_the_headline_tells_model_version_address_and_age() -> None:
    assert status.headline(CALM, Link.UP, NOW).line == (
        "Ready · qwen3:8b loaded · Ollama 0.9.3 · 127.0.0.1:11434 · up 3 h 12 min"
    )
    reason = status.headline(engine(EngineState.STOPPED, "stopped by you"), Link.UP, NOW)
    assert reason.line == "Engine stopped · stopped by you"
    problem = Problem(code="e", title="stopped by you", remedy="Start it.")
    told = replace(engine(EngineState.STOPPED, "stopped by you"), problems=(problem,))
    assert status.headline(told, Link.UP, NOW).line == "Engine stopped"
    assert dashboard.problems(told)[0].title == "Stopped by you"


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (EngineState.READY, [Verb.ENGINE_RESTART, Verb.ENGINE_STOP]),
        (EngineState.DEGRADED, [Verb.ENGINE_RESTART, Verb.ENGINE_STOP]),
        (EngineState.STOPPED, [Verb.ENGINE_START]),
        (EngineState.FAILED, [Verb.ENGINE_START]),
        (EngineState.STARTING, [Verb.ENGINE_STOP]),
        (EngineState.STOPPING, []),
        (EngineState.ADOPTED, []),
        (EngineState.ABSENT, []),
    ],
)
def test_only_what_can_be_done_is_offered(state: EngineState, verbs: list[Verb]) -> None:
    buttons = status.engine_buttons(engine(state))
    assert [button.do.verb for button in buttons] == verbs
    assert not any(b.primary for b in buttons if b.do.verb is Verb.ENGINE_STOP)


def test_the_tooltip_has_model_vram_watts_and_net_savings() -> None:
    assert status.tooltip(CALM, Link.UP, NOW).splitlines() == [
        "Ziggie: Ready",
        "qwen3:8b",
        "VRAM 6.4 of 12.0 GiB · 92 W",
        "Net savings today: $1.28",
    ]
    assert "VRAM" not in status.tooltip(EMPTY, Link.UP, NOW)


def test_the_worst_problem_comes_first() -> None:
    view = dashboard.dashboard(ERROR, History(), NOW)
    assert [notice.tone for notice in view.problems] == [Tone.BAD, Tone.WARN]
    assert status.wants_a_look(ERROR)
    info = Problem(code="new", title="New", remedy="", severity=Severity.INFO)
    assert not status.wants_a_look(replace(CALM, problems=(info,)))


@pytest.mark.parametrize(
    ("totals", "value", "note"),
    [
        (Totals(), "$0.00", "Nothing booked yet"),
        (BUSY.today, "$1.28", "gross $1.30 · electricity $0.02"),
        (
            Totals(requests=3, unpriced=2, unmetered=1, gross_savings_pico=5),
            "unknown",
            "2 requests without a price · energy not measured",
        ),
    ],
)
def test_net_savings_and_why_they_are_unknown(totals: Totals, value: str, note: str) -> None:
    tile = dashboard.savings_tile("Net savings today", totals)
    assert (tile.value, tile.note, tile.pill) == (value, note, None)


def test_the_tray_leads_to_the_tariff_where_nothing_else_is_missing() -> None:
    unknown = replace(BUSY.today, electricity_cost_pico=None, net_savings_pico=None)
    lacking = replace(BUSY, today=unknown)
    assert status.tooltip(lacking, Link.UP, NOW).endswith("unknown without an electricity price")
    keys = [item.key for item in tray(lacking, Link.UP, NOW, can_stop_all=True).items]
    assert "tariff" in keys
    assert "tariff" not in [i.key for i in tray(BUSY, Link.UP, NOW, can_stop_all=True).items]


def test_what_is_simulated_says_so_everywhere() -> None:
    pretend = replace(BUSY.today, simulated=True)
    assert dashboard.savings_tile("x", pretend).pill == dashboard.simulated()
    assert period(pretend, ()).pill == dashboard.simulated()
    fallback = replace(BUSY.fallbacks[0], simulated=True)
    assert dashboard.fallback_row(fallback, NOW).pill == dashboard.simulated()
    cloud = replace(BUSY.cloud, simulated=True)
    wanted = savings.Wanted()
    seen = replace(BUSY, cloud=cloud)
    notice = savings.savings(seen, shelf(), wanted, frozenset(), NOW).notice
    assert notice is not None
    assert "simulated" in notice.title


@pytest.mark.parametrize("state", [GpuState.ABSENT, GpuState.LOST, GpuState.STARTING])
def test_without_a_gpu_no_figure_is_made_up(state: GpuState) -> None:
    without = replace(BUSY, gpu=GpuStatus(state=state, reason="Because.", remedy="Do this."))
    view = dashboard.dashboard(without, History(), NOW)
    assert view.plots == ()
    assert view.no_gpu is not None
    assert view.no_gpu.text == "Because. Do this."
    page = gpu.gpu(without, History(), Shelf(), gpu.NEAR, NOW)
    assert (page.panels, page.empty) == ((), view.no_gpu)


def test_the_past_of_a_gpu_is_drawn_with_its_gaps_and_its_source() -> None:
    view = gpu.gpu(BUSY, history(), shelf(), "604800", NOW)
    power = view.panels[0].series[0]
    assert (power.span_s, [key for key, _ in view.spans][:2]) == (604_800, ["300", "3600"])
    assert [value for _, value in power.points].count(None) == 1
    assert all(-604_800 <= ago <= 0 for ago, _ in power.points)
    assert "means of 1 h" in view.source
    near = gpu.gpu(BUSY, history(), shelf(), gpu.NEAR, NOW).panels[0].series[0]
    assert [ago for ago, _ in near.points] == sorted(ago for ago, _ in near.points)
    broken = gpu.gpu(BUSY, history(), broken_shelf(), "3600", NOW)
    assert broken.notice is not None
    assert broken.panels[0].series[0].latest == "92 W"


def test_a_gpu_that_keeps_silent_about_a_figure_is_unknown() -> None:
    silent = replace(GPU, memory_used_bytes=None, temperature_c=None, power_mw=None)
    assert [one.latest for one in dashboard.plots(silent, History(), NOW)] == ["unknown"] * 3


def test_a_hot_gpu_is_marked() -> None:
    cool, hot = (replace(GPU, temperature_c=heat) for heat in (60, 80))
    assert dashboard.plots(cool, History(), NOW)[2].tone is Tone.ACCENT
    assert dashboard.plots(hot, History(), NOW)[2].tone is Tone.WARN


def test_a_fallback_tells_way_reason_delay_price_and_time() -> None:
    row = dashboard.fallback_row(BUSY.fallbacks[0], NOW)
    assert row.detail == "Local → cloud (claude-haiku-4-5) · the engine is not ready yet"
    assert row.aside.startswith("+1.2 s · $0.0042 · ")
    nobody = dashboard.fallback_row(BUSY.fallbacks[1], NOW)
    assert nobody.pill is not None
    assert nobody.pill.text == "not answered"


@pytest.mark.parametrize(
    ("loaded", "words"),
    [
        (LoadedModel(name="m", size_bytes=100, size_vram_bytes=0), "runs on the CPU · kept loaded"),
        (
            LoadedModel(name="m", size_bytes=100, size_vram_bytes=60),
            "60 % on the GPU · kept loaded",
        ),
        (LoadedModel(name="m"), "kept loaded"),
    ],
)
def test_a_loaded_model_says_where_it_runs(loaded: LoadedModel, words: str) -> None:
    row = models.model_row(Model(name="m", size_bytes=100), loaded, up=True, now=NOW)
    assert row.detail == "100 B"
    assert row.note == text.sentence(f"{words} · not used through Ziggie")
    assert [button.label for button in row.buttons] == ["Unload", "Remove…"]
    assert row.buttons[1].dangerous


@pytest.mark.parametrize("verb", [Verb.LOAD, Verb.UNLOAD, Verb.REMOVE])
def test_what_is_under_way_is_shown_and_not_asked_for_twice(verb: Verb) -> None:
    rows = models.models(BUSY, NOW, frozenset({Do(verb, "qwen3:8b")})).installed
    assert rows[0].pill is not None
    assert rows[0].pill.text.endswith("ing…")
    assert rows[0].buttons == ()
    assert len(rows[1].buttons) == 2


def test_without_the_engine_nothing_can_be_loaded() -> None:
    view = models.models(replace(BUSY, engine=ERROR.engine), NOW)
    assert not view.can_get
    assert not any(button.enabled for row in view.installed for button in row.buttons)


def test_removing_says_what_is_lost() -> None:
    question = models.remove_question(BUSY, "qwen3:8b")
    assert "5.2 GB" in question.text
    assert "loaded now" in question.text
    assert question.go.dangerous
    assert not question.go.primary
    assert "its files" in models.remove_question(BUSY, "never-seen").text


PULL = Pull(id="p", model="m", state=PullState.RUNNING, completed_bytes=25, total_bytes=100)


@pytest.mark.parametrize(
    ("pull", "detail", "fraction", "labels"),
    [
        (
            replace(PULL, bytes_per_s=2e6, seconds_left=0.2),
            "25 % · 25 B of 100 B · 2.0 MB/s · 1.0 s left",
            0.25,
            ["Pause", "Cancel"],
        ),
        (
            replace(PULL, total_bytes=None, status="pulling manifest"),
            "pulling manifest",
            UNKNOWN_FRACTION,
            ["Pause", "Cancel"],
        ),
        (replace(PULL, state=PullState.PAUSED), "25 % · 25 B of 100 B", 0.25, ["Resume", "Cancel"]),
        (replace(PULL, state=PullState.QUEUED), "Waits for its turn", 0.25, ["Now", "Cancel"]),
        (
            replace(PULL, state=PullState.QUEUED, status="waits for 22:00"),
            "Waits for 22:00",
            0.25,
            ["Now", "Cancel"],
        ),
        (
            replace(PULL, state=PullState.FAILED, error="The disk is full", remedy="Free 6 GB"),
            "25 % · 25 B of 100 B",
            0.25,
            ["Try again", "Cancel"],
        ),
    ],
)
def test_a_download_tells_how_far_it_is(
    pull: Pull, detail: str, fraction: float, labels: list[str]
) -> None:
    row = pull_row(pull)
    assert (row.detail, row.fraction) == (detail, fraction)
    assert row.note == ("The disk is full. Free 6 GB" if pull.error else "")
    assert [button.label for button in row.buttons] == labels


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("llama3.2:3b", True),
        ("hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M", True),
        ("127.0.0.1:5000/library/smollm2:135m", True),
        ("", False),
        ("two words", False),
        ("-flag", False),
        ("a" * 256, False),
        ("ünlüg", False),
    ],
)
def test_a_wrong_name_is_not_sent(name: str, good: bool) -> None:
    assert (models.name_error(name) is None) is good


def test_requests_are_kept_once_and_newest_first() -> None:
    recent = Recent()
    for row in (*reversed(REQUESTS), REQUESTS[0]):
        recent.feed(row)
    assert recent.rows == REQUESTS


def test_savings_of_a_day_without_requests_are_nothing_and_not_unknown() -> None:
    empty = period(Totals(), ())
    assert (empty.net, empty.unknown) == ("$0.00", ())
    known = period(ERROR.today, ())
    assert known.net == "unknown"
    assert len(known.unknown) == 3


def test_history_keeps_order_gaps_and_its_span() -> None:
    kept = history()
    points = kept.points(GPU.uuid, "power_mw", now=NOW, factor=1e-3, span_s=60)
    assert len(points) == 61
    assert points[-1][1] == pytest.approx(92.4)
    old = GpuStatus(
        state=GpuState.OK, reason="", sampled_at=NOW - timedelta(seconds=9), gpus=(GPU,)
    )
    kept.feed(old)
    assert len(kept.points(GPU.uuid, "power_mw", now=NOW, span_s=60)) == 61
    later = NOW + timedelta(seconds=30)
    kept.feed(replace(old, sampled_at=later))
    assert (0.0 - 30.0, None) in kept.points(GPU.uuid, "power_mw", now=later, span_s=60)
    assert kept.points("GPU-other", "power_mw", now=NOW) == ()
