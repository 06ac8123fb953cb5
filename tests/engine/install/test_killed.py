"""An upgrade that is killed at any change of the disk: a start never begins with a version that has
not proved itself, and in the end one whole version is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.parts.killed import Killed, Life, mortal
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine.install import installer, recovery
from ziggie_desktop.engine.install.installer import Installer, MachineKind
from ziggie_desktop.engine.install.steps import Journal, Step
from ziggie_desktop.engine.install.store import Current, Store

pytestmark = pytest.mark.logs("ziggie.engine")

OLD, NEW = "0.34.4", "0.34.5"


class Server:
    """Stands where the supervisor stands; all that it starts, starts."""

    status = EngineStatus(
        state=EngineState.READY, reason="", owner="ours", url="http://127.0.0.1:9"
    )

    async def start(self) -> None: ...

    async def stop(self, grace_s: float = 0.0) -> None: ...

    async def ensure_ready(self, timeout_s: float = 0.0) -> str:
        return "http://127.0.0.1:9"


class House:
    """A folder with both versions, the old one in use, and an upgrade that waits for its moment."""

    def __init__(self, root: Path, *, good: bool) -> None:
        self.root, self.good, self.proved = root, good, False
        store = Store(root=root)
        for name in (OLD, NEW):
            program = store.folder(name) / "bin/ollama"
            program.parent.mkdir(parents=True)
            program.write_text("#!/bin/sh\n")
            program.chmod(0o755)
        store.choose(Current(version=OLD))
        (root / "staging").mkdir()

    async def _prove(self, url: str) -> str | None:
        self.proved = self.good
        return None if self.good else "it says nothing"

    async def upgrade(self, journal: Journal) -> None:
        """By a process that knows nothing but the folder."""
        made: Any = Installer(
            store=Store(root=self.root),
            server=Server(),
            http=None,  # type: ignore[arg-type]
            machine=MachineKind(system="linux", processor="x86_64"),
            source=str,
            busy=lambda: None,
            prove=self._prove,
            use=lambda: None,
        )
        await made.run(msgspec.structs.replace(journal, step=Step.WAIT), lambda *_, **__: None)

    def in_use(self) -> str:
        store = Store(root=self.root)
        current = store.current()
        assert current is not None, "a version is in use, and its program is there"
        return current.version


async def killed_after(moments: int | None, root: Path, *, good: bool) -> int:
    house, life = House(root, good=good), Life(moments)
    begun = Journal(kind="upgrade", version=NEW, previous=OLD, step=Step.WAIT)
    try:
        with mortal(life):
            await house.upgrade(begun)
    except (Killed, ZiggieError):
        pass
    found, _ = recovery.resume(Store(root=root))
    assert house.in_use() == OLD or house.proved, f"killed after {life.lived}"
    if found is not None and good:
        await house.upgrade(found)
    elif found is not None:
        with pytest.raises(ZiggieError, match="did not prove itself"):
            await house.upgrade(found)
    begun_anew = found is not None or house.proved  # else it died before it had begun
    assert house.in_use() == (NEW if good and begun_anew else OLD), f"killed after {life.lived}"
    assert Store(root=root).journal() is None
    return life.lived


@pytest.mark.parametrize("good", [True, False], ids=["it is good", "it is not"])
async def test_killed_at_any_change_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, good: bool
) -> None:
    monkeypatch.setattr(installer, "IDLE_POLL_S", 0.0)
    whole = await killed_after(None, tmp_path / "whole", good=good)
    assert whole > 8
    for moments in range(whole):
        await killed_after(moments, tmp_path / str(moments), good=good)
