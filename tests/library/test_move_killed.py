"""A move of the models that is killed at any change of the disk: wherever the settings point after
the next start, all models lie there whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.library.test_move import MANIFEST, Engine, Told, contents, mover
from tests.parts.killed import Killed, Life, mortal
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library import move

pytestmark = pytest.mark.logs("ziggie.library")

BLOBS = (b"weights" * 9_000, b"template", b"")


@dataclass
class Mortal(Engine):
    """What it is asked is a moment at which the service may die, too."""

    life: Life = field(default_factory=Life)

    async def _stop(self) -> None:
        self.life.moment()
        await super()._stop()

    async def _start(self) -> None:
        self.life.moment()
        await super()._start()

    def _use(self, folder: str | None) -> None:
        self.life.moment()
        super()._use(folder)


def filled(folder: Path) -> Path:
    (folder / "blobs").mkdir(parents=True)
    for content in BLOBS:
        (folder / "blobs" / f"sha256-{hashlib.sha256(content).hexdigest()}").write_bytes(content)
    (folder / MANIFEST).parent.mkdir(parents=True)
    (folder / MANIFEST).write_text('{"layers": []}')
    return folder


async def killed_after(moments: int | None, root: Path, *, good: bool) -> int:
    source, target, file = filled(root / "old"), root / "new", root / "move.json"
    before, life = contents(source), Life(moments)
    first = Mortal(None, source, life=life)
    if not good:
        first.listed_there = frozenset()
    journal = mover(first, root).begin(source, str(target), None)
    try:
        with mortal(life):
            await mover(first, root).run(journal, Told())
    except (Killed, ZiggieError):
        pass
    set_to = [first.models]
    found, _ = move.resume(file, set_to.append)

    def whole() -> None:
        named = source if set_to[-1] is None else Path(set_to[-1])
        there = contents(named)
        assert {name: there.get(name) for name in before} == before, f"killed after {life.lived}"

    whole()
    if found is not None:
        second = Engine(set_to[-1], source, listed_there=first.listed_there)
        with (
            contextlib.nullcontext() if good else pytest.raises(ZiggieError, match="does not list")
        ):
            await mover(second, root).run(found, Told())
        set_to.append(second.models)
        whole()
        assert set_to[-1] == (str(target) if good else None)
    assert not file.exists()
    other = target if set_to[-1] is None else source
    assert found is None or contents(other) == {}, "nothing lies twice in the end"
    return life.lived


@pytest.mark.parametrize("good", [True, False], ids=["it proves itself", "it does not"])
async def test_killed_at_any_change_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, good: bool
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # the disk itself does not fail here
    whole = await killed_after(None, tmp_path / "whole", good=good)
    assert whole > 20
    for moments in range(whole):
        await killed_after(moments, tmp_path / str(moments), good=good)
