"""What a kill, a torn file, a full or a locked disk leave behind."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
import pytest

from tests.ledger.make import row
from tests.parts.stopwatch import Stopwatch
from tests.waits import until
from ziggie_desktop.ledger.backend import Opened
from ziggie_desktop.ledger.database import SqliteLedger, open_for_writing
from ziggie_desktop.ledger.rows import INSERT_REQUEST, encode
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.ledger.writer import Entry, Writer

pytestmark = pytest.mark.logs("ziggie.ledger")  # broken disks are told

KILLS = 100
TEARS = 200
TORN_ROWS = 60

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and RLIMIT_FSIZE")


def run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@posix_only
def test_a_hundred_kills_lose_no_acknowledged_row(tmp_path: Path) -> None:
    lines = run("tests.ledger.killed_writer", str(tmp_path / "ledger.db"), str(KILLS)).splitlines()
    assert len(lines) == KILLS
    for line in lines:
        acknowledged, found, integrity = line.split(" ", 2)
        assert integrity == "ok"
        assert int(found) >= int(acknowledged)
    assert int(lines[-1].split()[1]) > KILLS


def test_every_torn_wal_is_a_prefix_of_what_was_committed(tmp_path: Path) -> None:
    """What a power cut may leave: the -wal cut short, or with a wrong bit in it."""
    source = open_for_writing(tmp_path / "ledger.db").connection
    for number in range(TORN_ROWS):
        source.execute(INSERT_REQUEST, encode(row(id=str(number))))
    main = (tmp_path / "ledger.db").read_bytes()
    wal = (tmp_path / "ledger.db-wal").read_bytes()
    source.close()
    dice = random.Random(5)
    lengths = set()
    for number in range(TEARS):
        torn = bytearray(wal)
        if number % 2:
            del torn[dice.randrange(len(torn)) :]
        else:
            torn[dice.randrange(len(torn))] ^= 1 << dice.randrange(8)
        folder = tmp_path / "torn"
        folder.mkdir()
        (folder / "ledger.db").write_bytes(main)
        (folder / "ledger.db-wal").write_bytes(bytes(torn))
        opened = open_for_writing(folder / "ledger.db")
        assert opened.set_aside is None
        assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = opened.connection.execute("SELECT id FROM requests ORDER BY seq").fetchall()
        assert [int(i) for (i,) in found] == list(range(len(found)))
        lengths.add(len(found))
        opened.connection.close()
        shutil.rmtree(folder)
    assert len(lengths) > 10


@posix_only
def test_a_full_disk_stops_nothing_and_heals(tmp_path: Path) -> None:
    seen = msgspec.json.decode(run("tests.ledger.full_disk", str(tmp_path / "ledger.db")))
    assert seen["flushed_while_full"] is False
    assert "disk" in seen["reason"]
    assert seen["blocked_s"] < 5.0, "it waited for the disk"
    assert seen["readable_while_full"] == 1
    assert seen["ids"] == ["before", "while full", "while full 2"]
    assert seen["dropped"] == 0


async def test_a_locked_ledger_keeps_the_rows_says_so_and_recovers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger.record(row())
    await until(lambda: not ledger.health.ok)
    problem = ledger.health.problem
    assert problem is not None
    assert problem.code == "ledger_unwritable"
    assert "locked" in ledger.health.reason
    assert ledger.health.queued == 1
    other.execute("ROLLBACK")
    other.close()
    await until(lambda: ledger.health.ok)
    assert [r.id for r in await ledger.requests()] == ["r1"]
    await ledger.close()


async def test_a_full_queue_drops_the_new_and_counts_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path, queue_limit=5)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger.record(row(id="first"))
    await until(lambda: not ledger.health.ok)
    for number in range(8):
        ledger.record(row(id=str(number)))
    assert ledger.health.dropped == 3
    other.execute("ROLLBACK")
    other.close()
    await until(lambda: ledger.health.queued == 0)
    assert len(await ledger.requests()) == 6
    problem = ledger.health.problem
    assert problem is not None
    assert problem.code == "ledger_dropped"
    await ledger.close()


def test_a_disk_that_cannot_be_opened_at_start_heals_by_itself(tmp_path: Path) -> None:
    tries = 0

    def opener(path: Path) -> Opened:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError(30, "Read-only file system")
        return open_for_writing(path)

    writer = Writer(backend=SqliteLedger(tmp_path / "ledger.db", opener=opener))
    writer.start()
    assert writer.health.reason == "Read-only file system."
    writer.put(Entry(INSERT_REQUEST, partial(encode, row())))
    assert writer.flushed().result(timeout=60)
    assert writer.health.ok
    writer.close()


def test_close_does_not_wait_for_ever_on_a_dead_disk(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    writer = Writer(backend=SqliteLedger(path))
    writer.start()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer.put(Entry(INSERT_REQUEST, partial(encode, row())))
    with Stopwatch() as watch:
        writer.close()
    assert watch.seconds < 4
    assert writer.health.dropped == 1
    other.close()


@pytest.mark.parametrize("damage", [b"this is not a database" * 400, None])
async def test_a_damaged_ledger_is_set_aside(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path)
    for number in range(200):
        ledger.record(row(id=str(number)))
    await ledger.flush()
    await ledger.close()
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
    path.write_bytes(damage or bytes(content))
    path.with_name("ledger.db-wal").unlink(missing_ok=True)
    ledger = await Ledger.open(path)
    ledger.record(row(id="after"))
    assert await ledger.flush()
    assert [r.id for r in await ledger.requests()] == ["after"]
    problem = ledger.health.problem
    assert problem is not None
    assert problem.code == "ledger_corrupt"
    (aside,) = tmp_path.glob("ledger.db.corrupt-*")  # noqa: ASYNC240 - a test waits for nobody
    assert aside.read_bytes() == (damage or bytes(content))
    await ledger.close()
