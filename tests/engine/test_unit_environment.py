"""What a systemd unit's Environment= and EnvironmentFile= say, read as systemd reads them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.engine import systemd
from ziggie_desktop.engine.unit_environment import of_unit, read_file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A=1\nB=two words  \n", {"A": "1", "B": "two words"}),
        ("  A = spaced \n", {"A": "spaced"}),
        ("# A=1\n;B=2\n\nC=3", {"C": "3"}),
        ("# goes on \\\nA=1\nB=2\n", {"B": "2"}),
        ("A='one' \"two\"'three'\n", {"A": "onetwothree"}),
        ("A='as \"it\" is \\n'\n", {"A": 'as "it" is \\n'}),
        ('A="a \\"quote\\", \\$HOME, \\\\ and \\n"\n', {"A": 'a "quote", $HOME, \\ and \\n'}),
        ('A="two\nlines"\nB=1\n', {"A": "two\nlines", "B": "1"}),
        ("A=goes \\\non\nB=1\n", {"A": "goes on", "B": "1"}),
        ("A=it's\n", {"A": "it's"}),
        ("A=x # y\n", {"A": "x # y"}),
        ("A=\nB=1\n", {"A": "", "B": "1"}),
        ("no assignment\n1A=2\nexport B=3\nC=a=b\n", {"C": "a=b"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("A=1\nA=2\n", {"A": "2"}),
        ('A="never closed', {"A": "never closed"}),
    ],
)
def test_a_file_by_table(text: str, said: dict[str, str]) -> None:
    assert read_file(text) == said


@given(st.dictionaries(st.from_regex(r"[A-Z_][A-Z0-9_]{0,5}", fullmatch=True), st.text(max_size=9)))
def test_what_is_quoted_comes_back_whole(said: dict[str, str]) -> None:
    def quoted(value: str) -> str:
        for sign in '\\"`$':
            value = value.replace(sign, f"\\{sign}")
        return f'"{value}"'

    text = "".join(f"{name}={quoted(value)}\n" for name, value in said.items())
    assert read_file(text) == said


@given(st.text("ab=#;\\'\" \n$", max_size=30))
def test_any_text_is_read(text: str) -> None:
    assert all("=" not in name for name in read_file(text))


def test_files_come_after_the_unit_and_later_ones_win(tmp_path: Path) -> None:
    (tmp_path / "one.env").write_text("A=one\nB=one\n")
    (tmp_path / "two.env").write_text("B=two\n")
    files = (
        f"{tmp_path}/gone.env (ignore_errors=yes)\n"
        f"{tmp_path}/*.env (ignore_errors=no)\n-{tmp_path}/gone.env"
    )
    found = of_unit('A=unit "C=two words"', files)
    assert found.variables == {"A": "one", "B": "two", "C": "two words"}
    assert found.unread == ()


@pytest.mark.skipif(os.name == "nt", reason="systemd is Linux's")
def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary.env").write_bytes(b"A=\xff\xfe\n")
    found = of_unit("A=unit", f"{tmp_path} (ignore_errors=no)\n{tmp_path}/binary.env")
    assert found.unread == (str(tmp_path), f"{tmp_path}/binary.env")
    assert found.variables == {"A": "unit"}


def test_the_unit_that_is_driven_has_its_files_too(tmp_path: Path) -> None:
    file = tmp_path / "ollama.env"
    file.write_text('OLLAMA_HOST="127.0.0.1:12345"\n')
    shown = systemd.read_show(
        "LoadState=loaded\nActiveState=active\nMainPID=7\nEnvironment=OLLAMA_HOST=0.0.0.0\n"
        f"EnvironmentFiles={tmp_path}/gone (ignore_errors=yes)\n"
        f"EnvironmentFiles={file} (ignore_errors=no)\n"
    )
    assert shown.environment == {"OLLAMA_HOST": "127.0.0.1:12345"}
