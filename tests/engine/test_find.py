"""Tests finding the program: the named one, PATH, the usual places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.find import find_ollama
from ziggie_desktop.platform.linux import Linux


class _Places(Linux):
    def __init__(self, *places: Path) -> None:
        self._places = places

    def ollama_places(self, environ: Mapping[str, str]) -> tuple[Path, ...]:
        return self._places


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_order_is_named_then_path_then_places(tmp_path: Path) -> None:
    named = _program(tmp_path / "named/ollama")
    on_path = _program(tmp_path / "path/ollama")
    usual = _program(tmp_path / "usual/ollama")
    system = _Places(tmp_path / "absent/ollama", usual)
    path = {"PATH": str(on_path.parent)}
    assert find_ollama(environ={**path, "ZIGGIE_OLLAMA": str(named)}, system=system) == named
    assert find_ollama(named, environ=path, system=system) == named
    assert find_ollama(environ=path, system=system) == on_path
    assert find_ollama(environ={"PATH": str(tmp_path)}, system=system) == usual
    assert find_ollama(environ={"PATH": str(tmp_path)}, system=_Places()) is None


def test_named_program_that_cannot_run_is_an_error(tmp_path: Path) -> None:
    plain = tmp_path / "ollama"
    plain.write_text("no program")
    with pytest.raises(ZiggieError) as caught:
        find_ollama(environ={"ZIGGIE_OLLAMA": str(plain), "PATH": ""})
    assert caught.value.code == "ollama_not_found"
    assert str(plain) in caught.value.title


def test_usual_places_without_home_are_absolute() -> None:
    assert all(place.is_absolute() for place in Linux().ollama_places({}))
