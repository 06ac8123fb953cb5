"""What the cards said, minute by minute and hour by hour, in both stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.ledger.conftest import NewLedger
from ziggie_desktop.contract.api import GpuTrack
from ziggie_desktop.contract.state import Gpu, GpuState, GpuStatus, Quality
from ziggie_desktop.ledger.gpu_history import CardMinute, entries, forget, tracks
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.gpu_history import GpuHistory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def minute(at: datetime, power_mw: int | None, *, uuid: str = "GPU-a") -> CardMinute:
    return CardMinute(
        start_s=int(at.timestamp()),
        gpu_uuid=uuid,
        samples=12,
        power_mw=power_mw,
        power_top_mw=None if power_mw is None else power_mw + 500,
        memory_bytes=2**33,
        temperature_c=60,
        utilization_percent=None,
    )


def put(ledger: Ledger, *minutes: CardMinute) -> None:
    for one in minutes:
        for entry in entries(one):
            ledger.put(entry)


async def read(ledger: Ledger, since: datetime, until: datetime, step_s: int) -> list[GpuTrack]:
    assert await ledger.flush()
    return list(await ledger.ask(lambda b: tracks(b, since=since, until=until, step_s=step_s)))


async def test_minutes_come_back_and_a_second_telling_changes_nothing(ledger: Ledger) -> None:
    put(ledger, minute(NOON, 100_000), minute(NOON, 1), minute(NOON, None, uuid="GPU-b"))
    first, second = await read(ledger, NOON, NOON + DAY, 60)
    (point,) = first.points
    assert (point.at, point.power_mw, point.power_top_mw) == (NOON, 100_000, 100_500)
    assert (point.samples, point.memory_used_bytes) == (12, 2**33)
    assert point.utilization_percent is None  # never told: unknown, not zero
    assert (second.uuid, second.points[0].power_mw) == ("GPU-b", None)


async def test_hours_are_means_of_their_minutes_and_gaps_stay_gaps(ledger: Ledger) -> None:
    put(ledger, *(minute(NOON + timedelta(minutes=n), 100_000 + n * 1000) for n in range(60)))
    put(ledger, minute(NOON + timedelta(hours=3), 40_000))
    (track,) = await read(ledger, NOON, NOON + DAY, 3600)
    assert [p.at.hour for p in track.points] == [12, 15]
    assert [p.power_mw for p in track.points] == [129_500, 40_000]
    assert (track.points[0].power_top_mw, track.points[0].samples) == (159_500, 720)


async def test_what_is_kept_is_bounded(ledger: Ledger) -> None:
    put(ledger, minute(NOON - 9 * DAY, 1000), minute(NOON - 401 * DAY, 2000), minute(NOON, 3000))
    ledger.put(forget(NOON))
    (minutes,) = await read(ledger, NOON - 500 * DAY, NOON + DAY, 60)
    assert [p.power_mw for p in minutes.points] == [3000]
    (hours,) = await read(ledger, NOON - 500 * DAY, NOON + DAY, 3600)
    assert [p.power_mw for p in hours.points] == [1000, 3000]


def status(at: datetime, power_mw: int | None = 90_000) -> GpuStatus:
    card = Gpu(uuid="GPU-a", index=0, power_mw=power_mw, temperature_c=50)
    return GpuStatus(state=GpuState.OK, reason="", sampled_at=at, gpus=(card,))


async def test_the_last_minutes_are_at_hand_and_the_longer_past_is_in_the_ledger(
    new_ledger: NewLedger,
) -> None:
    clock = NOON
    async with new_ledger() as ledger:
        history = GpuHistory(ledger=ledger, now=lambda: clock)
        for second in range(150):
            at = NOON + timedelta(seconds=second)
            if second < 60 or second >= 100:  # the machine slept in between
                history.feed(status(at, power_mw=1000 * second))
                history.feed(status(at))  # a resting card's last figures again
        history.feed(GpuStatus(state=GpuState.LOST, reason="gone", sampled_at=at))
        clock = NOON + timedelta(seconds=150)
        await history.book()
        near = await history.document(since=NOON, until=clock, step_s=None)
        assert (near.step_s, near.quality, len(near.cards[0].points)) == (1, Quality.INSTANT, 110)
        far = await history.document(since=NOON - DAY, until=clock, step_s=60)
        assert [(p.at, p.samples) for p in far.cards[0].points] == [
            (NOON, 60),
            (NOON + timedelta(minutes=1), 20),  # the open minute waits for its end
        ]
        history.close()
        long = await history.document(since=NOON - 180 * DAY, until=clock, step_s=None)
        assert (long.step_s, len(long.cards[0].points)) == (24 * 3600, 1)
        assert long.cards[0].points[0].power_top_mw == 149_000
