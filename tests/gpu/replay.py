"""Plays a recording of `tests.gpu.record` to a meter again: no card, no clock, no waiting."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.gpu.energy import Books
from ziggie_desktop.gpu.meter import EnergyMeter, Reading
from ziggie_desktop.gpu.wire import Sample


class Replay:
    """``readings`` and ``books`` as they come out now, ``recorded`` and ``recorded_books`` then."""

    def __init__(self) -> None:
        self._at = 0
        self.meter = EnergyMeter(now_ns=lambda: self._at)
        self.samples = 0
        self.readings: dict[str, Reading] = {}
        self.recorded: dict[str, Reading] = {}
        self.recorded_books = Books()

    async def play(self, path: Path) -> Replay:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                said = json.loads(line)
                self._at = said["at_ns"]
                match said["what"]:
                    case "sample":
                        self.samples += 1
                        self.meter.feed(msgspec.convert(said["sample"], Sample))
                    case "resident":
                        self.meter.resident(frozenset(said["models"]))
                    case "begin":
                        self.meter.begin(said["name"], self._at)
                    case "end":
                        timings = msgspec.convert(said["timings"], Timings)
                        self.meter.end(said["name"], self._at, timings)
                    case "settled":
                        name = said["name"]
                        self.recorded[name] = msgspec.convert(said["reading"], Reading)
                        self.readings[name] = await self.meter.settle(name, timeout_s=0)
                    case "books":
                        self.recorded_books = msgspec.convert(said["books"], Books)
        return self

    @property
    def books(self) -> Books:
        return self.meter.books
