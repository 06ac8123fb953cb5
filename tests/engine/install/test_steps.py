"""Tests the order of the steps, and what a start makes of each one that was cut short."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from ziggie_desktop.engine.install import recovery
from ziggie_desktop.engine.install.steps import Journal, Step, after, resumption
from ziggie_desktop.engine.install.store import Current, Store

START = Journal(kind="upgrade", version="0.34.5", previous="0.34.4")


def test_the_steps_in_order() -> None:
    seen = [START.step]
    at: Journal | None = START
    while at is not None:
        at = after(at)
        if at is not None:
            seen.append(at.step)
    assert seen == [Step.FETCH, Step.UNPACK, Step.WAIT, Step.SWAP, Step.PROVE, Step.CLEAN]


@pytest.mark.parametrize("step", [Step.SWAP, Step.PROVE])
def test_what_did_not_prove_itself_goes_back(step: Step) -> None:
    at = after(msgspec.structs.replace(START, step=step), proved=False)
    assert at is not None
    assert at.step is Step.BACK
    assert after(at) is None


def version(store: Store, name: str) -> None:
    program = store.folder(name) / "bin/ollama"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("step", "in_use", "goes_on_at"),
    [
        (Step.FETCH, "0.34.4", Step.FETCH),
        (Step.UNPACK, "0.34.4", Step.FETCH),
        (Step.WAIT, "0.34.4", Step.FETCH),
        (Step.SWAP, "0.34.4", Step.WAIT),
        (Step.PROVE, "0.34.4", Step.WAIT),
        (Step.CLEAN, "0.34.5", Step.CLEAN),
        (Step.BACK, "0.34.4", None),
    ],
)
def test_killed_at_each_step(
    tmp_path: Path, step: Step, in_use: str, goes_on_at: Step | None
) -> None:
    """A start never begins with a version that has not proved itself."""
    store = Store(root=tmp_path)
    version(store, "0.34.4")
    version(store, "0.34.5")
    store.choose(Current(version="0.34.4"))
    if step in (Step.SWAP, Step.PROVE, Step.CLEAN, Step.BACK):
        store.choose(Current(version="0.34.5", previous="0.34.4"))
    store.note(msgspec.structs.replace(START, step=step))
    again = Store(root=tmp_path)
    journal, given_up = recovery.resume(again)
    current = again.current()
    assert current is not None
    assert current.version == in_use
    assert again.program() == tmp_path / f"versions/{in_use}/bin/ollama"
    assert (tmp_path / "current").resolve() == (tmp_path / "versions" / in_use)
    assert (journal.step if journal else None) is goes_on_at
    assert again.journal() == journal
    assert (given_up is not None) == (step is Step.BACK)
    assert (current.rejected == ("0.34.5",)) == (step is Step.BACK)


def test_a_first_installation_that_was_cut_short_leaves_nothing_in_use(tmp_path: Path) -> None:
    store = Store(root=tmp_path)
    version(store, "0.34.5")
    store.choose(Current(version="0.34.5"))
    store.note(Journal(kind="install", version="0.34.5", previous=None, step=Step.PROVE))
    journal, _ = recovery.resume(store)
    assert store.program() is None
    assert journal is not None
    assert journal.tries == 2


def test_what_is_cut_short_again_and_again_is_given_up(tmp_path: Path) -> None:
    found = resumption(msgspec.structs.replace(START, step=Step.PROVE, tries=3))
    assert found.go_back
    assert found.go_on is None
    assert found.given_up is not None
    assert "3 times" in found.given_up


def test_older_ones_go_and_the_one_before_stays(tmp_path: Path) -> None:
    store = Store(root=tmp_path)
    for name in ("0.34.3", "0.34.4", "0.34.5"):
        version(store, name)
    part = store.part("0.34.5", "ollama.tgz")
    part.write_bytes(b"x")
    store.choose(Current(version="0.34.5", previous="0.34.4"))
    store.clean()
    assert sorted(p.name for p in (tmp_path / "versions").iterdir()) == ["0.34.4", "0.34.5"]
    assert not part.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b'{"version": 1}', b"\xff"])
def test_a_broken_pointer_is_no_installation(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "current.json").write_bytes(content)
    (tmp_path / "journal.json").write_bytes(content)
    store = Store(root=tmp_path)
    assert store.current() is None
    assert recovery.resume(store) == (None, None)


def test_a_pointer_to_a_version_that_is_gone_is_no_installation(tmp_path: Path) -> None:
    store = Store(root=tmp_path)
    version(store, "0.34.4")
    store.choose(Current(version="0.34.4"))
    store.drop("0.34.4")
    assert Store(root=tmp_path).current() is None
