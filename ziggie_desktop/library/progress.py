"""Owns the reading of Ollama's pull stream: bytes in, progress out. Never opens or waits.

Traps that it knows: ``completed`` may be absent (0) or fall back; layers that are already there
come at 100 % at once and say nothing about the speed; an error may follow a status of 200; only
the line ``success`` means finished.
"""

from __future__ import annotations

from collections import deque

import msgspec

SPEED_WINDOW_S = 8.0
SPEED_NEEDS_S = 0.5
MOST_LINE = 1024 * 1024


class Line(msgspec.Struct, frozen=True):
    """One line of the stream."""

    status: str = ""
    digest: str | None = None
    total: int = 0
    completed: int = 0
    error: str | None = None


class _Layer(msgspec.Struct):
    total: int = 0
    completed: int = 0  # as told; may fall
    shown: int = 0  # never falls


class PullStream(msgspec.Struct):
    """The state of one stream. ``expected_bytes``: all layers together, from the manifest."""

    expected_bytes: int | None = None
    status: str = ""
    layer: str | None = None
    error: str | None = None
    success: bool = False
    moved_at: float | None = None  # when something last went on
    _buffer: bytearray = msgspec.field(default_factory=bytearray)
    _layers: dict[str, _Layer] = msgspec.field(default_factory=dict)
    _samples: deque[tuple[float, int]] = msgspec.field(default_factory=deque)
    _fetched: int = 0  # bytes that came over the network in this stream

    def feed(self, data: bytes, now: float) -> None:
        """Take the next bytes, cut anywhere."""
        self._buffer += data
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            self._take(line, now)
        if len(self._buffer) > MOST_LINE:
            self.error = "the stream is not Ollama's: a line without an end"
            self._buffer.clear()

    def finish(self, now: float) -> None:
        """The stream has ended: without ``success`` that is a failure."""
        if self._buffer:
            self._take(bytes(self._buffer), now)
            self._buffer.clear()
        if not self.success and self.error is None:
            self.error = "the download ended before it was complete"

    def _take(self, raw: bytes, now: float) -> None:
        if not raw.strip() or self.success:
            return
        try:
            line = msgspec.json.decode(raw, type=Line)
        except msgspec.MsgspecError:
            self.error = "the stream is not Ollama's: a line that is no JSON"
            return
        if line.error is not None:
            self.error = line.error or "Ollama gave no reason"
            return
        if line.status != self.status:
            self.status, self.moved_at = line.status, now
        if line.status == "success":
            self.success, self.layer = True, None
        if line.digest:
            self._layer_line(line, line.digest, now)

    def _layer_line(self, line: Line, digest: str, now: float) -> None:
        self.layer = digest
        total, completed = max(line.total, 0), max(line.completed, 0)
        layer = self._layers.get(digest)
        if layer is None:
            # What is there at the first line was fetched before, or is a cached layer.
            self._layers[digest] = _Layer(total=total, completed=completed, shown=completed)
            self.moved_at = now
            if completed < total:
                self._sample(now)
            return
        gained = completed - layer.completed
        layer.total = max(layer.total, total)
        layer.completed = completed
        layer.shown = max(layer.shown, completed)
        if gained != 0:  # falling back is life too: Ollama starts a part anew
            self.moved_at = now
            self._fetched += gained
        self._sample(now)

    def _sample(self, now: float) -> None:
        self._samples.append((now, self._fetched))
        while len(self._samples) > 2 and now - self._samples[0][0] > SPEED_WINDOW_S:
            self._samples.popleft()

    @property
    def downloading(self) -> bool:
        """Whether bytes should be moving now, or only Ollama is at work (hashing, writing)."""
        return not self.status or self.status.startswith(("pulling", "downloading"))

    @property
    def completed_bytes(self) -> int | None:
        if not self._layers:
            return None
        return sum(min(layer.shown, layer.total or layer.shown) for layer in self._layers.values())

    @property
    def total_bytes(self) -> int | None:
        """Over all layers: the manifest's sum, or that of the layers seen so far."""
        if not self._layers:
            return self.expected_bytes
        seen = sum(layer.total for layer in self._layers.values())
        return max(seen, self.expected_bytes or 0) or None

    @property
    def bytes_per_s(self) -> float | None:
        """The speed of the last seconds; None until it can be told, and when nothing loads."""
        if not self.downloading or len(self._samples) < 2:
            return None
        (start, before), (end, after) = self._samples[0], self._samples[-1]
        if end - start < SPEED_NEEDS_S:
            return None
        return max(after - before, 0) / (end - start)

    @property
    def seconds_left(self) -> float | None:
        """None when unknown, also while nothing moves."""
        speed, total, completed = self.bytes_per_s, self.total_bytes, self.completed_bytes
        if not speed or total is None or completed is None:
            return None
        return max(total - completed, 0) / speed
