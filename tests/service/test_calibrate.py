"""A card is compared with a wall meter, by the routes and by the command that asks the owner."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.parts.nvml import FakeNvml
from tests.service.conftest import MakeService
from tests.service.running import RunningService, clean_environment, until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.power import WallPoint
from ziggie_desktop.contract.state import ProcessorPower
from ziggie_desktop.gpu.wire import Card
from ziggie_desktop.service.calibrate import line_of, reading_of

GAIN, OFFSET_MW = 0.944, 4_600  # a published RTX 3090
EFFICIENCY, REST_MW = 0.9, 40_000


def card_reads(truth_mw: float) -> int:
    return round(GAIN * truth_mw + OFFSET_MW)


def wall_mw(truth_mw: float, processor_mw: int = 0) -> int:
    return round((truth_mw + processor_mw + REST_MW) / EFFICIENCY)


def point(truth_mw: float, processor_mw: int | None = None) -> WallPoint:
    return WallPoint(
        reading_mw=card_reads(truth_mw),
        wall_mw=wall_mw(truth_mw, processor_mw or 0),
        processor_mw=processor_mw,
    )


@pytest.mark.parametrize("processor", [(None, None), (15_000, 45_000)])
def test_the_line_of_the_card_is_found(processor: tuple[int | None, int | None]) -> None:
    line = line_of(
        point(28_000, processor[0]),
        point(330_000, processor[1]),
        psu_efficiency=EFFICIENCY,
        rest_mw=REST_MW,
    )
    assert line.gain == pytest.approx(GAIN, rel=1e-4)
    assert line.offset_mw == pytest.approx(OFFSET_MW, rel=0.01)


@pytest.mark.parametrize(
    "high",
    [
        point(40_000),  # too close
        WallPoint(reading_mw=300_000, wall_mw=40_000),  # the wall shows less
        WallPoint(reading_mw=300_000, wall_mw=4_000_000),  # a slip of the comma
    ],
)
def test_what_no_card_reads_is_refused(high: WallPoint) -> None:
    with pytest.raises(ZiggieError) as refused:
        line_of(point(28_000), high, psu_efficiency=EFFICIENCY, rest_mw=REST_MW)
    assert refused.value.code == "calibration_impossible"


def test_a_load_that_moves_is_not_steady_and_a_card_without_counter_is_read_too() -> None:
    def of(*powers: int) -> Any:
        cards = [
            Card(uuid="G", index=0, at_ns=i * 10**9, power_instant_mw=power)
            for i, power in enumerate(powers)
        ]
        return reading_of(cards, uuid="G", processor=ProcessorPower())

    assert (of(100, 102, 104).power_mw, of(100, 102, 104).steady) == (102, True)
    assert of(100, 200, 300).steady is False
    with pytest.raises(ZiggieError) as silent:
        of()
    assert silent.value.code == "gpu_silent"


def gpu_seen(service: RunningService) -> None:
    until(lambda: service.state()["gpu"]["state"] == "ok", "the GPU is read")


def test_the_routes_refuse_what_makes_no_sense(
    make_service: MakeService, fake_nvml: FakeNvml
) -> None:
    service = make_service(environ=fake_nvml.env)
    gpu_seen(service)
    for body, status in (({"uuid": "GPU-other"}, 404), ({"seconds": 0}, 400)):
        assert service.call("POST", "/ziggie/v1/gpu/reading", body).status == status


def test_the_command_asks_twice_and_keeps_the_line(
    make_service: MakeService, fake_nvml: FakeNvml
) -> None:
    fake_nvml.power(card_reads(28_000))
    service = make_service(environ=fake_nvml.env)
    gpu_seen(service)
    command = subprocess.Popen(
        [sys.executable, "-m", "ziggie_desktop", "--home", str(service.home), "calibrate",
         "--seconds", "2", "--psu-efficiency", str(EFFICIENCY), "--rest-w", "40", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=clean_environment(),
    )  # fmt: skip
    assert command.stdin is not None
    assert command.stderr is not None

    def answer(question: str, text: str) -> None:
        assert command.stdin is not None
        assert command.stderr is not None
        while question not in (line := command.stderr.readline()):
            assert line, f"it never asked {question!r}"
        command.stdin.write(f"{text}\n")
        command.stdin.flush()

    try:
        answer("Step 1", "")
        answer("wall meter", "what?")
        answer("number of watts", f"{wall_mw(28_000) / 1000} W")
        fake_nvml.power(card_reads(330_000))
        answer("Step 2", "")
        answer("wall meter", f"{wall_mw(330_000) / 1000}")
        out, _ = command.communicate(timeout=60)
    finally:
        if command.poll() is None:
            command.kill()
            command.wait()
    assert command.returncode == 0
    found = json.loads(out)
    assert found["gain"] == pytest.approx(GAIN, rel=0.03)  # 10 s are the default
    kept = service.call("GET", "/ziggie/v1/settings").ok()["calibration"]
    assert kept == {found["uuid"]: {"gain": found["gain"], "offset_mw": found["offset_mw"]}}
