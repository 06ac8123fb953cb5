"""Old requests are summed up when the owner says so, and never by default."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.service.retention import Retention
from ziggie_desktop.service.settings import Settings, parse_settings, plain


class Books:
    def __init__(self) -> None:
        self.asked: list[tuple[datetime, str]] = []

    def sum_up(self, *, before: datetime, tz: str) -> None:
        self.asked.append((before, tz))


async def test_only_where_the_owner_said_how_long() -> None:
    books, days = Books(), None

    def keep_days() -> int | None:
        return days

    retention = Retention(
        ledger=books,
        keep_days=keep_days,
        zone=lambda: "Asia/Tokyo",
        now=lambda: datetime(2026, 11, 22, tzinfo=UTC),
    )
    await retention.look()
    assert books.asked == []
    days = 30
    await retention.look()
    assert books.asked == [(datetime(2026, 10, 23, tzinfo=UTC), "Asia/Tokyo")]


def test_the_settings_say_it() -> None:
    assert Settings().ledger.keep_days is None
    settings = parse_settings(
        "[ledger]\nkeep_days = 90\n[calibration.GPU-1]\ngain = 0.944\noffset_mw = 4600\n"
    )
    assert settings.ledger.keep_days == 90
    assert settings.calibration["GPU-1"].gain == 0.944
    assert plain(settings)["ledger"] == {"keep_days": 90}
    assert plain(settings)["calibration"] == {"GPU-1": {"gain": 0.944, "offset_mw": 4600.0}}


@pytest.mark.parametrize(
    "text",
    ["[ledger]\nkeep_days = 0", "[ledger]\nkeep_days = 40000", "[calibration.GPU-1]\ngain = 9.0"],
)
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ZiggieError) as refused:
        parse_settings(text)
    assert refused.value.code == "settings_invalid"
