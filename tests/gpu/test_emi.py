"""Windows' energy meters: what their answers mean, and which channels are the processor.

The calls themselves are Windows' and were not run; the bytes are laid out as its emi.h has them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.emi import NO_METER, Emi, packages
from ziggie_desktop.gpu.processor import ProcessorMonitor
from ziggie_desktop.gpu.rapl import Unreadable
from ziggie_desktop.gpu.wire import Sample
from ziggie_desktop.platform import windows_emi
from ziggie_desktop.platform.windows_emi import Measured

PWH_PER_J = 277_777_778  # rounded up: 1 J is 277,777,777.8 pWh
S_100NS = 10_000_000


def name(text: str) -> bytes:
    return (text + "\0").encode("utf-16-le")


def metadata_v1(metered: str, *, unit: int = 0) -> bytes:
    head = struct.pack("<i32s32sHH", unit, name("OEM"), name("Model"), 1, len(name(metered)))
    return head + name(metered)


def metadata_v2(channels: Sequence[str], *, unit: int = 0) -> bytes:
    made = struct.pack("<32s32sHH", name("OEM"), name("Model"), 1, len(channels))
    for channel in channels:
        made += struct.pack("<iH", unit, len(name(channel))) + name(channel)
    return made


class Windows:
    """Meters by their path: the names of their channels, and (J, s) of each."""

    def __init__(self, **meters: Sequence[str]) -> None:
        self.channels = dict(meters)
        self.joules: dict[str, list[float]] = {p: [0.0] * len(c) for p, c in meters.items()}
        self.seconds = 0.0
        self.gone: set[str] = set()
        self.mute: set[str] = set()
        self.asked: list[int] = []

    def meters(self) -> tuple[str, ...]:
        return tuple(path for path in self.channels if path not in self.gone)

    def ask(self, path: str, request: int, most: int) -> bytes:
        self.asked.append(request)
        if path in self.gone or path in self.mute:
            raise OSError(50, "not supported")
        metadata = metadata_v2(self.channels[path])
        match request:
            case windows_emi.GET_VERSION:
                answer = struct.pack("<H", 2)
            case windows_emi.GET_METADATA_SIZE:
                answer = struct.pack("<I", len(metadata))
            case windows_emi.GET_METADATA:
                answer = metadata
            case windows_emi.GET_MEASUREMENT:
                pairs = ((round(j * PWH_PER_J), round(self.seconds * S_100NS)) for j in
                         self.joules[path])  # fmt: skip
                answer = b"".join(struct.pack("<QQ", *pair) for pair in pairs)
            case _:
                raise OSError(1, "no such request")
        assert len(answer) <= most
        return answer

    def emi(self, now_ns: Callable[[], int] = lambda: 0) -> Emi:
        return Emi(meters=self.meters, ask=self.ask, now_ns=now_ns)


def test_the_requests_are_those_of_emi_h() -> None:
    assert (
        windows_emi.GET_VERSION,
        windows_emi.GET_METADATA_SIZE,
        windows_emi.GET_METADATA,
        windows_emi.GET_MEASUREMENT,
    ) == (2_244_608, 2_244_612, 2_244_616, 2_244_620)


@pytest.mark.parametrize(
    ("version", "raw", "found"),
    [
        (1, metadata_v1("CPU Cluster 0"), ("CPU Cluster 0",)),
        (2, metadata_v2(["RAPL_Package0_PKG", "x", "RAPL_Package0_DRAM"]),
         ("RAPL_Package0_PKG", "x", "RAPL_Package0_DRAM")),
        (2, metadata_v2([]), ()),
    ],
)  # fmt: skip
def test_the_names_of_channels(version: int, raw: bytes, found: tuple[str, ...]) -> None:
    assert windows_emi.parse_channels(version, raw) == found


@pytest.mark.parametrize(
    ("version", "raw"),
    [
        (3, metadata_v2(["a"])),
        (2, metadata_v2(["a"], unit=7)),
        (1, metadata_v1("a", unit=7)),
        (2, metadata_v2(["a", "b"])[:-3]),
        (1, b""),
        (2, b"\0" * 67),
    ],
)
def test_what_is_no_metadata_is_refused(version: int, raw: bytes) -> None:
    with pytest.raises(ValueError):
        windows_emi.parse_channels(version, raw)


@given(raw=st.binary(max_size=200), version=st.integers(0, 3))
def test_no_bytes_break_the_parsing(raw: bytes, version: int) -> None:
    with suppress(ValueError):
        windows_emi.parse_channels(version, raw)
    with suppress(ValueError):
        assert len(windows_emi.parse_measurements(raw, count=3)) == 3


def test_measurements_are_picowatt_hours_and_hundreds_of_nanoseconds() -> None:
    raw = struct.pack("<QQQQ", 10**12, 36, 5, 7) + b"more"
    found = windows_emi.parse_measurements(raw, count=2)
    assert found == (Measured(10**12, 3_600), Measured(5, 700))
    assert windows_emi.mj_of(10**12) == 3_600_000  # one watt-hour
    assert windows_emi.mj_of(2**64 - 1) > 0


@pytest.mark.parametrize(
    ("names", "whole"),
    [
        (["RAPL_Package0_PKG", "RAPL_Package0_PP0", "RAPL_Package0_DRAM"], ["RAPL_Package0_PKG"]),
        (["RAPL_Package0_PKG", "RAPL_Package1_PKG"], ["RAPL_Package0_PKG", "RAPL_Package1_PKG"]),
        (["VDDCR_SOC Power", "Current Socket Power", "Apu Power"], ["Current Socket Power"]),
        (["RAPL_Package0_PKG", "Current Socket Power"], ["RAPL_Package0_PKG"]),
        (["RAPL_Package0_Core0_CORE", "VDDCR_SOC Power", "Package0"], []),
    ],
)
def test_only_whole_packages_count_and_none_twice(names: list[str], whole: list[str]) -> None:
    found = packages([("m", place, name) for place, name in enumerate(names)])
    assert [name for _, _, name in found] == whole


def test_the_package_is_read_among_its_parts_and_other_meters() -> None:
    windows = Windows(cores=["RAPL_Package0_Core0_CORE"], screen=["Display"], mute=["x"],
                      cpu=["RAPL_Package0_DRAM", "RAPL_Package0_PKG"])  # fmt: skip
    windows.mute.add("mute")
    windows.joules["cpu"] = [1_000.0, 50.0]
    (card,) = windows.emi().read()
    assert (card.uuid, card.energy_counter_mj) == ("cpu-0-RAPL_Package0_PKG", 50_000)


def test_a_socket_that_is_told_once_a_die_counts_once() -> None:
    windows = Windows(cpu=["RAPL_Package0_PKG", "RAPL_Package1_PKG", "RAPL_Package2_PKG"])
    windows.joules["cpu"] = [7_000.0, 7_000.1, 9_000.0]
    assert [c.energy_counter_mj for c in windows.emi().read()] == [7_000_000, 9_000_000]


def test_without_a_meter_of_the_whole_it_is_unknown_and_found_once_it_is_there() -> None:
    windows = Windows(cpu=["RAPL_Package0_PKG"])
    windows.mute.add("cpu")  # as on machines whose firmware shows none
    emi = windows.emi()
    with pytest.raises(Unreadable, match="no energy meter") as why:
        emi.read()
    assert why.value.args == (NO_METER, None)
    windows.mute.clear()
    assert len(emi.read()) == 1
    windows.gone.add("cpu")
    with pytest.raises(Unreadable):
        emi.read()
    windows.gone.clear()
    assert len(emi.read()) == 1


def test_the_time_is_the_meters_own_and_survives_a_sleep_of_its_clock() -> None:
    now = 0
    windows = Windows(cpu=["RAPL_Package0_PKG"])
    emi = windows.emi(lambda: now)

    def read(ours_s: float, theirs_s: float) -> float:
        nonlocal now
        now, windows.seconds = round(ours_s * 1e9), theirs_s
        return emi.read()[0].at_ns / 1e9

    assert read(100.00, 7.0) == 100.00
    assert read(100.40, 7.3) == pytest.approx(100.30), "measured 0.1 s before it was told"
    assert read(100.45, 7.3) == pytest.approx(100.30), "the same measurement once more"
    assert read(101.00, 8.0) == pytest.approx(101.00)
    assert read(3_701.00, 8.5) == pytest.approx(3_701.00), "the meter's clock stood still"


async def test_what_it_draws_is_counted_by_windows() -> None:
    now = 10**9
    windows = Windows(cpu=["RAPL_Package0_PKG"])
    fed: list[Sample] = []
    monitor = ProcessorMonitor(
        tdp_w=lambda: 65.0,
        fed=fed.append,
        packages=windows.emi(lambda: now),
        now_ns=lambda: now,
    )
    for _ in range(5):
        now += 10**9
        windows.seconds += 1
        windows.joules["cpu"][0] += 42
        monitor.look()
    assert monitor.power.power_mw == pytest.approx(42_000, rel=1e-3)
    assert monitor.power.quality is Quality.COUNTER
    assert "Windows" in monitor.power.reason
    assert len(fed) == 5
    windows.gone.add("cpu")
    monitor.look()
    assert monitor.estimates
