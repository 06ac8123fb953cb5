"""Tests where files lie and that only their owner can read them, whatever the umask."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.paths import Home, find_home, open_private_append, write_private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are a POSIX matter")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_is_chosen_then_named_then_the_platforms_own(tmp_path: Path) -> None:
    environ = {"ZIGGIE_HOME": str(tmp_path / "env")}
    assert find_home(tmp_path / "arg", environ).root == tmp_path / "arg"
    assert find_home(None, environ).root == tmp_path / "env"
    assert find_home("", {}).root.name == "ziggie-desktop"
    assert find_home("relative", {}).root.is_absolute()


def test_home_is_private_under_an_open_umask(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "home")
    home.prepare()
    assert mode(home.root) == mode(home.logs) == 0o700
    write_private(home.tokens, b"{}")
    assert mode(home.tokens) == 0o600
    os.close(open_private_append(home.log_file))
    assert mode(home.log_file) == 0o600
    assert sorted(path.name for path in home.root.iterdir()) == ["logs", "tokens.json"]


def test_home_that_was_open_is_closed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.root.mkdir(mode=0o755)
    home.tokens.write_bytes(b"old")
    home.tokens.chmod(0o644)
    home.prepare()
    assert mode(home.root) == 0o700
    write_private(home.tokens, b"new")
    assert (mode(home.tokens), home.tokens.read_bytes()) == (0o600, b"new")


def test_home_that_is_a_file_is_unusable_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ZiggieError) as caught:
        Home(tmp_path / "home").prepare()
    assert caught.value.code == "home_unusable"
    assert "ZIGGIE_HOME" in caught.value.remedy


def test_home_under_a_file_or_in_proc_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for root in (tmp_path / "file" / "home", Path("/proc/ziggie")):
        with pytest.raises(ZiggieError) as caught:
            Home(root).prepare()
        assert caught.value.code == "home_unusable"


def test_folder_that_all_users_share_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    with pytest.raises(ZiggieError, match="all users share"):
        Home(shared).prepare()
    assert mode(shared) == 0o1777


def test_symbolic_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    link = tmp_path / "tokens.json"
    link.symlink_to(victim)
    write_private(link, b"new")
    assert victim.read_text() == "precious"
    assert not link.is_symlink()
    log = tmp_path / "log"
    log.symlink_to(victim)
    with pytest.raises(OSError, match="symbolic"):
        open_private_append(log)
    assert victim.read_text() == "precious"


def test_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "keep").write_text("x")
    with pytest.raises(OSError):
        write_private(target, b"data")  # a folder is not replaced by a file
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
