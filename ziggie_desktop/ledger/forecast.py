"""Owns what a month will have cost by its end. Pure: the days so far are handed in.

The rest of the month is taken to be like the whole days that were measured: their mean, and for the
band their spread. The band holds four of five months whose days come independently.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ziggie_desktop.contract.books import Forecast

FEWEST_DAYS = 3
QUANTILE = 1.2816  # of the normal distribution, for 80 % in the middle


def month_end(
    daily: Mapping[str, Sequence[int]], spent: Mapping[str, int], *, days_left: float
) -> tuple[Forecast, ...]:
    """All components together first, then each, the dearest first.

    ``daily``: what each whole day cost, days without a call included; ``spent``: this month so far.
    """
    names = sorted(set(daily) | set(spent), key=lambda n: (-spent.get(n, 0), n))
    if not names:
        return ()
    length = max((len(days) for days in daily.values()), default=0)
    padded = {name: [0] * (length - len(daily.get(name, ()))) + [*daily.get(name, ())]
              for name in names}  # fmt: skip
    together = [sum(day) for day in zip(*padded.values(), strict=True)]
    whole = _forecast(None, together, sum(spent.values()), days_left)
    return (whole, *(_forecast(n, padded[n], spent.get(n, 0), days_left) for n in names))


def _forecast(name: str | None, days: Sequence[int], spent: int, left: float) -> Forecast:
    mean = sum(days) / len(days) if days else 0.0
    middle = spent + round(mean * left)
    low = high = None
    if len(days) >= FEWEST_DAYS:
        variance = sum((day - mean) ** 2 for day in days) / (len(days) - 1)
        # The mean itself is known only as well as so many days tell it.
        spread = QUANTILE * math.sqrt(variance * left * (1 + left / len(days)))
        low = max(spent, middle - round(spread))
        high = middle + round(spread)
    return Forecast(
        component=name,
        spent_pico=spent,
        middle_pico=middle,
        low_pico=low,
        high_pico=high,
        measured_days=len(days),
    )
