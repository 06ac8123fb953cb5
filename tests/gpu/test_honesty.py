"""Sensors that lie are found, and honest ones are left alone."""

from __future__ import annotations

import pytest

from tests.gpu.sensor import START, S
from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    GpuState,
    GpuStatus,
    Mode,
)
from ziggie_desktop.gpu.honesty import Honesty, SensorFault
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.wire import Card, Sample
from ziggie_desktop.service import checks
from ziggie_desktop.service.checks.facts import Facts


def card(second: int, power: int | None, *, counter: int | None = None, busy: int = 50) -> Card:
    return Card(
        uuid="GPU-1",
        index=0,
        at_ns=START + second * S,
        power_instant_mw=power,
        energy_counter_mj=counter,
        utilization_percent=busy,
    )


def test_a_power_that_stands_still_under_load_is_frozen() -> None:
    honesty = Honesty()
    for second in range(61):
        honesty.look(card(second, 214_567))
        assert honesty.fault is None
    honesty.look(card(61, 214_567))
    assert honesty.fault is SensorFault.FROZEN
    honesty.look(card(62, 214_567, busy=0))
    assert honesty.fault is SensorFault.FROZEN, "an idle card proves nothing"
    honesty.look(card(63, 214_568))
    assert honesty.fault is None


def test_a_power_that_went_missing_is_told_and_one_that_never_was_is_not() -> None:
    for had, fault in ((50_000, SensorFault.MISSING), (None, None)):
        eyes = Honesty()
        eyes.look(card(0, had))
        eyes.look(card(9, None))
        assert eyes.fault is None
        eyes.look(card(11, None))
        assert eyes.fault is fault
        eyes.look(card(12, 50_000))
        assert eyes.fault is None


def test_an_idle_card_may_draw_the_same_for_hours() -> None:
    honesty = Honesty()
    for second in range(7_200):
        honesty.look(card(second, 9_000, busy=3))
    assert honesty.fault is None


@pytest.mark.parametrize(("share", "fault"), [(1.0, None), (1.14, None), (0.9, None),
                                              (0.57, SensorFault.DISAGREES),
                                              (1.3, SensorFault.DISAGREES),
                                              (0.0, SensorFault.DISAGREES)])  # fmt: skip
def test_counter_against_power(share: float, fault: SensorFault | None) -> None:
    honesty = Honesty()
    for second in range(12):
        power = 100_000 + second % 3
        honesty.look(card(second, power, counter=int(second * 100_000 * share)))
    assert honesty.fault is fault


def test_a_load_that_changes_proves_nothing_and_neither_do_rare_readings() -> None:
    changing, rare = Honesty(), Honesty()
    for second in range(40):
        changing.look(card(second, 50_000 if second % 2 else 300_000, counter=second * 90_000))
        rare.look(card(second * 5, 100_000 + second, counter=second * 900_000))
    assert changing.fault is None
    assert rare.fault is None


async def test_what_is_metered_meanwhile_is_an_estimate() -> None:
    now = START
    meter = EnergyMeter(now_ns=lambda: now)

    async def one(name: str, power: int) -> str:
        nonlocal now
        meter.begin(name, now)
        for second in range(70):
            now += S
            counter = (now - START) // S * power
            frozen = card((now - START) // S, power + (second if name == "honest" else 0),
                          counter=counter)  # fmt: skip
            meter.feed(sample(frozen))
        meter.end(name, now - S)
        return str((await meter.settle(name)).quality)

    for second in range(8):
        now = START + second * S
        meter.feed(sample(card(second, 9_000 + second, counter=second * 9_000, busy=0)))
    assert await one("honest", 100_000) == "counter"
    assert meter.faults == {}
    assert await one("frozen", 100_000) == "estimate"
    assert meter.faults == {"GPU-1": SensorFault.FROZEN}


def sample(one: Card) -> Sample:
    return Sample(state="ok", reason="", at_ns=one.at_ns, wall_us=one.at_ns // 1000, cards=(one,))


@pytest.mark.parametrize("fault", list(SensorFault))
def test_the_owner_is_told_with_a_remedy(fault: SensorFault) -> None:
    facts = Facts(
        mode=Mode.LOCAL,
        engine=EngineStatus(state=EngineState.READY, reason=""),
        gpu=GpuStatus(state=GpuState.OK, reason=""),
        cloud=CloudStatus(configured=False, key_source="none", url="", simulated=False, reason=""),
        models=1,
        files=(),
        ledger_reason=None,
        sensors={"GPU-1": fault},
    )
    (problem,) = checks.problems(facts)
    assert "GPU-1" in problem.title
    assert "driver" in problem.remedy
