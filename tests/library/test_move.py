"""Tests the move of a models folder on real files: what is copied, what is refused, and that every
failure, at every step, leaves the old place as it was."""

from __future__ import annotations

import asyncio
import hashlib
import resource
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library import folder_copy, move
from ziggie_desktop.library.move import Mover, Server
from ziggie_desktop.library.move_plan import Journal, Step, resumption

pytestmark = pytest.mark.logs("ziggie.library")

BLOBS = (b"weights" * 400_000, b"template", b"")
MANIFEST = Path("manifests/registry.ollama.ai/library/small/1b")
MODEL = "small:1b (abc)"


@dataclass
class Engine:
    """Stands where the supervisor stands: it notes what it is asked, and fails where it is told."""

    models: str | None
    source: Path
    asked: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    listed_there: frozenset[str] = frozenset({MODEL})
    busy: str | None = None
    at_stop: Callable[[], None] = lambda: None
    start_fails: bool = False
    use_fails_for: tuple[str | None, ...] = ()

    def seam(self) -> Server:
        return Server(
            stop=self._stop,
            start=self._start,
            listed=self._listed,
            use=self._use,
            hold=self._hold,
            busy=lambda: self.busy,
        )

    async def _stop(self) -> None:
        self.asked.append("stop")
        self.at_stop()

    async def _start(self) -> None:
        self.asked.append("start")
        if self.start_fails and self.models is not None:
            raise ZiggieError("engine_not_ready", "It does not start.", "Look.", status=503)

    async def _listed(self) -> frozenset[str]:
        return frozenset({MODEL}) if self.models is None else self.listed_there

    def _use(self, folder: str | None) -> None:
        self.asked.append(f"use {folder and Path(folder).name}")
        if folder in self.use_fails_for:
            raise OSError(28, "No space left on device")
        self.models = folder

    @asynccontextmanager
    async def _hold(self, why: str) -> AsyncIterator[None]:
        self.held.append("on")
        try:
            yield
        finally:
            self.held.append("off")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    (folder / "blobs").mkdir(parents=True)
    for content in BLOBS:
        name = hashlib.sha256(content).hexdigest()
        (folder / "blobs" / f"sha256-{name}").write_bytes(content)
    (folder / MANIFEST).parent.mkdir(parents=True)
    (folder / MANIFEST).write_text('{"layers": []}')
    partial = folder / "blobs" / f"sha256-{'0' * 64}-partial"
    with partial.open("wb") as file:  # as Ollama makes it: as long as the whole, mostly a hole
        file.write(b"begun")
        file.truncate(64 * 2**20)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def held_bytes(folder: Path) -> int:
    """What its files take on the disk."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def a_blob(folder: Path) -> Path:
    return next(folder.glob("blobs/sha256-*"))


class Told:
    """What a move reports; ``at`` lets something happen when a step begins."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.completed: list[int] = []
        self.at: dict[str, Callable[[], None]] = {}

    def __call__(
        self, step: str, words: str, *, completed: int | None = None, total: int | None = None
    ) -> None:
        if step not in self.steps:
            self.steps.append(step)
        if completed is not None:
            self.completed.append(completed)
        elif step in self.at:
            self.at.pop(step)()


def mover(engine: Engine, tmp_path: Path) -> Mover:
    return Mover(file=tmp_path / "move.json", server=engine.seam(), idle_timeout_s=5)


async def test_all_is_moved_and_only_then_deleted(source: Path, tmp_path: Path) -> None:
    engine, told = Engine(None, source), Told()
    before = contents(source)
    one = mover(engine, tmp_path)
    words = await one.run(one.begin(source, f"{tmp_path}/disk/new", None), told)
    target = tmp_path / "disk/new"
    assert contents(target) == before
    assert contents(source) == {}
    assert held_bytes(target) < 2**23, "the hole stays a hole"
    assert engine.asked == ["stop", "use new", "start"]
    assert engine.held == ["on", "off"]
    assert told.steps == ["copy", "verify", "switch", "prove", "delete"]
    assert told.completed == sorted(told.completed) or told.completed[-1] > 0
    assert str(target) in words
    assert not (tmp_path / "move.json").exists()


async def test_what_changes_meanwhile_is_moved_too(source: Path, tmp_path: Path) -> None:
    """A model that was made, and one that was removed, between the copy and the switch."""
    late = b"late"
    name = f"blobs/sha256-{hashlib.sha256(late).hexdigest()}"
    gone = a_blob(source)

    def change() -> None:
        (source / name).write_bytes(late)
        (source / MANIFEST).write_text('{"layers": [1]}')
        gone.unlink()

    engine = Engine(None, source, at_stop=change)
    one = mover(engine, tmp_path)
    await one.run(one.begin(source, f"{tmp_path}/new", None), Told())
    assert (tmp_path / "new" / name).read_bytes() == late
    assert (tmp_path / "new" / MANIFEST).read_text() == '{"layers": [1]}'
    assert not (tmp_path / "new/blobs" / gone.name).exists()


def refusal(one: Mover, source: Path, folder: object) -> str:
    with pytest.raises(ZiggieError) as caught:
        one.begin(source, str(folder), None)
    assert caught.value.remedy
    return caught.value.title


def test_where_it_cannot_go(source: Path, tmp_path: Path) -> None:
    one = mover(Engine(None, source), tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("mine")
    (tmp_path / "link").symlink_to(source)
    assert "already" in refusal(one, source, source)
    assert "already" in refusal(one, source, tmp_path / "link")
    assert "in one another" in refusal(one, source, source / "inside")
    assert "in one another" in refusal(one, source, tmp_path)
    assert "in one another" in refusal(one, source, tmp_path / "link/inside")
    assert "not an empty folder" in refusal(one, source, tmp_path / "full")
    assert "not an empty folder" in refusal(one, source, tmp_path / "full/file")
    assert "cannot be written" in refusal(one, source, tmp_path / "full/file/below")
    assert "no full path" in refusal(one, source, "models")
    assert "no folder" in refusal(one, tmp_path / "nothing", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (source / "far").symlink_to(tmp_path / "full")
    assert "link to another folder" in refusal(one, source, tmp_path / "new")


def test_no_room_is_said_before_anything_is_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ziggie_desktop.library.move_plan.MARGIN_BYTES", 10**15)
    assert "has" in refusal(mover(Engine(None, source), tmp_path), source, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that takes no more: EFBIG, as a full one says ENOSPC."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def fails(engine: Engine, source: Path, tmp_path: Path, told: Told) -> ZiggieError:
    """A move that must fail, and leave everything as it was."""
    before = contents(source)
    one = mover(engine, tmp_path)
    journal = one.begin(source, f"{tmp_path}/new", None)
    with pytest.raises(ZiggieError) as caught:
        await one.run(journal, told)
    assert contents(source) == before
    assert engine.models is None
    assert engine.held == ["on", "off"]
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "move.json").exists()
    assert caught.value.remedy
    return caught.value


async def test_a_disk_that_is_full_in_the_middle(source: Path, tmp_path: Path) -> None:
    engine = Engine(None, source)
    with files_of_at_most(1_000_000):
        error = await fails(engine, source, tmp_path, Told())
    assert error.code == "disk_full"
    assert engine.asked == [], "the engine was not even stopped"


async def test_a_copy_that_is_not_what_was_written(source: Path, tmp_path: Path) -> None:
    told, engine = Told(), Engine(None, source)
    name = hashlib.sha256(BLOBS[0]).hexdigest()

    def damage() -> None:
        with (tmp_path / f"new/blobs/sha256-{name}").open("r+b") as file:
            file.seek(1000)
            file.write(b"\xff")

    told.at["verify"] = damage
    error = await fails(engine, source, tmp_path, told)
    assert (error.code, engine.asked) == ("copy_damaged", [])


def _spoil(path: Path) -> None:
    path.write_text("{}")


async def test_a_manifest_that_is_not_what_was_written(source: Path, tmp_path: Path) -> None:
    told = Told()
    told.at["verify"] = lambda: _spoil(tmp_path / "new" / MANIFEST)
    error = await fails(Engine(None, source), source, tmp_path, told)
    assert error.code == "copy_damaged"


async def test_a_model_that_was_damaged_before(source: Path, tmp_path: Path) -> None:
    name = hashlib.sha256(BLOBS[1]).hexdigest()
    (source / f"blobs/sha256-{name}").write_bytes(b"tEmplate")
    error = await fails(Engine(None, source), source, tmp_path, Told())
    assert error.code == "model_damaged"


@pytest.mark.parametrize("trouble", ["not listed", "does not start", "full at the switch"])
async def test_what_does_not_prove_itself_is_undone(
    source: Path, tmp_path: Path, trouble: str
) -> None:
    engine = Engine(None, source)
    if trouble == "not listed":
        engine.listed_there = frozenset()
    elif trouble == "does not start":
        engine.start_fails = True
    else:

        def gone(at: Path = tmp_path / "new/blobs") -> None:
            engine.at_stop = lambda: None
            next(at.glob("sha256-*")).unlink()
            at.rename(at.with_name("elsewhere"))
            at.touch()

        engine.at_stop = gone
    before = contents(source)
    one = mover(engine, tmp_path)
    with pytest.raises(ZiggieError) as caught:
        await one.run(one.begin(source, f"{tmp_path}/new", None), Told())
    assert caught.value.code == "move_rolled_back"
    assert contents(source) == before
    assert engine.models is None
    assert engine.asked[-1] == "start", "it runs again, where it was"
    assert not (tmp_path / "move.json").exists()


async def test_settings_that_cannot_be_put_back_leave_a_journal_for_the_next_start(
    source: Path, tmp_path: Path
) -> None:
    engine = Engine(None, source, listed_there=frozenset(), use_fails_for=(None,))
    one = mover(engine, tmp_path)
    before = contents(source)
    with pytest.raises(ZiggieError) as caught:
        await one.run(one.begin(source, f"{tmp_path}/new", None), Told())
    assert "settings cannot be written" in caught.value.title
    assert contents(source) == contents(tmp_path / "new") == before
    settings: list[str | None] = []
    found, given_up = move.resume(tmp_path / "move.json", settings.append)
    assert (found, settings) == (None, [None])
    assert given_up is not None
    assert contents(source) == before
    assert contents(tmp_path / "new") == {}


async def test_an_absent_disk_is_not_taken_for_its_empty_mount_point(
    source: Path, tmp_path: Path
) -> None:
    engine = Engine(None, source)
    one = mover(engine, tmp_path)
    begun = msgspec.structs.replace(one.begin(source, f"{tmp_path}/new", None), device=-1)
    with pytest.raises(ZiggieError, match="another one than when the move began"):
        await one.run(begun, Told())
    assert contents(tmp_path / "new") == {}
    assert engine.asked == []


async def test_cancelled_while_it_waits_the_copy_goes(source: Path, tmp_path: Path) -> None:
    engine = Engine(None, source, busy="answers are under way")
    one, told = mover(engine, tmp_path), Told()
    before = contents(source)
    waits = asyncio.Event()
    told.at["wait"] = waits.set
    async with asyncio.TaskGroup() as group:
        task = group.create_task(one.run(one.begin(source, f"{tmp_path}/new", None), told))
        async with asyncio.timeout(10):
            await waits.wait()
        assert one.cancellable
        task.cancel()
    one.give_up()
    assert contents(source) == before
    assert not (tmp_path / "new").exists()
    assert engine.asked == []


START = Journal(source="/a", target="/b", setting=None, made=True)


@pytest.mark.parametrize(
    ("step", "restored", "goes_on_at"),
    [
        (Step.COPY, False, Step.COPY),
        (Step.VERIFY, False, Step.COPY),
        (Step.WAIT, False, Step.COPY),
        (Step.SWITCH, True, Step.COPY),
        (Step.PROVE, True, Step.COPY),
        (Step.DELETE, False, Step.DELETE),
        (Step.BACK, True, None),
    ],
)
async def test_killed_at_each_step(
    source: Path, tmp_path: Path, step: Step, restored: bool, goes_on_at: Step | None
) -> None:
    """A start goes on from there, and in the end all is moved; or all is as it was."""
    target, file = tmp_path / "new", tmp_path / "move.json"
    before = contents(source)
    if step is Step.COPY:  # half of it
        (target / "blobs").mkdir(parents=True)
        name = f"blobs/sha256-{hashlib.sha256(BLOBS[1]).hexdigest()}"
        (target / f"{name}.ziggie-part").write_bytes(b"temp")
    else:
        folder_copy.copy_all(source, target, progress=lambda done, total: None, stop=lambda: None)
    journal = Journal(source=str(source), target=str(target), setting=None, made=True, step=step)
    move.note(file, journal)
    settings: list[str | None] = []
    found, given_up = move.resume(file, settings.append)
    assert settings == ([None] if restored else [])
    assert (found.step if found else None) is goes_on_at
    assert (given_up is None) == (found is not None)
    if found is None:
        assert not target.exists()
        assert contents(source) == before
        return
    engine = Engine(str(target) if step is Step.DELETE else None, source)
    await mover(engine, tmp_path).run(found, Told())
    assert contents(target) == before
    assert contents(source) == {}
    assert engine.models == str(target)


def test_cut_short_again_and_again_it_is_given_up() -> None:
    found = resumption(msgspec.structs.replace(START, step=Step.PROVE, tries=3))
    assert (found.restore, found.go_on) == (True, None)
    assert found.given_up is not None
    assert "3 times" in found.given_up


def test_only_what_was_copied_is_deleted(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    folder_copy.copy_all(source, target, progress=lambda done, total: None, stop=lambda: None)
    (target / "mine").write_text("not Ollama's")
    folder_copy.delete_copy(source, target, made=True)
    assert contents(target) == {"mine": hashlib.sha256(b"not Ollama's").hexdigest()}
    (source / "mine").write_text("not copied")
    assert not folder_copy.delete_copied(source, tmp_path / "nowhere")
    assert (source / MANIFEST).exists()
