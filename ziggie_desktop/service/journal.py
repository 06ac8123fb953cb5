"""Owns the rows that are answered but not yet in the ledger: a file that outlives a killed process.

The ledger's writer takes a few milliseconds; a caller may have its answer before that. One write
call hands the row to the system, which keeps it whatever happens to this process. Never holds a
prompt or an answer, as a row does not.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.platform.paths import open_private_append

log = logging.getLogger("ziggie.service")

MOST_BYTES = 64 * 2**20


class Journal:
    """``note`` a row before its answer ends, ``forget`` it once the ledger has it."""

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self._encoder = msgspec.json.Encoder()
        self._open: set[str] = set()
        self._size = 0
        self._handle: int | None = None
        self.left = self._read()  # what an earlier process answered and may not have booked
        try:
            self._handle = open_private_append(path)
        except OSError as error:
            self._give_up(error)

    def note(self, row: RequestRow) -> None:
        """In the system's hands when this returns; without a journal the ledger's queue must do."""
        if self._handle is None or self._size > MOST_BYTES:
            return
        line = self._encoder.encode(row) + b"\n"
        try:
            os.write(self._handle, line)
        except OSError as error:
            self._give_up(error)
            return
        self._open.add(row.id)
        self._size += len(line)

    def forget(self, row_ids: Iterable[str]) -> None:
        """The ledger has them. The file is emptied when it holds no other."""
        self._open.difference_update(row_ids)
        if not self._open:
            self.clear()

    def clear(self) -> None:
        if self._handle is not None and not self._open:
            os.ftruncate(self._handle, 0)
            self._size = 0

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _read(self) -> tuple[RequestRow, ...]:
        """Every whole line; the last one may be torn, and then its caller got no answer."""
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            return ()
        rows = []
        for line in lines:
            try:
                rows.append(msgspec.json.decode(line, type=RequestRow))
            except msgspec.MsgspecError:
                continue
        return tuple(rows)

    def _give_up(self, error: OSError) -> None:
        log.warning("no journal of answered requests: %s", error.strerror)
        self.close()
