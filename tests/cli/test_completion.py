"""Completion as the shells do it, and the parser held against what the tests try."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, run
from tests.cli.test_commands import COMMANDS
from tests.service.parts import MODEL
from ziggie_desktop.cli.commands import COMMANDS as KNOWN
from ziggie_desktop.cli.completion import NAMES, SHELLS, places, script
from ziggie_desktop.cli.parser import parser

TIMEOUT_S = 60
SERVICE = """
ziggie-desktop() { [ "$3" = models ] && printf '%s\\n' qwen3:8b qwen3:4b llama3.2:3b; }
"""
BASH = """
COMP_LINE="ziggie-desktop $1"; COMP_POINT=${#COMP_LINE}
COMP_WORDS=(ziggie-desktop $2); COMP_CWORD=$3
_ziggie_desktop; printf '%s\\n' "${COMPREPLY[@]}"
"""
# Tried elsewhere: they end on a person, wait for long work, or change what others need.
TRIED_ELSEWHERE = {
    *{"create", "verify", "update", "key", "export", "calibrate"},
    *{"ledger move", "ledger password", "feedback say"},
    *{f"engine {verb}" for verb in ("start", "stop", "restart", "check", "install", "upgrade")},
    *{"engine move", "engine cancel"},
    *{f"pulls {verb}" for verb in ("pause", "resume", "retry", "cancel", "now", "up", "down")},
    *{"pulls first", "pulls last", "pulls limit", "pulls window"},
}
PROGRAMS = {"serve", "demo", "completion"}


def bash(typed: str) -> list[str]:
    """What Tab would offer; the words are broken at colons, as readline does."""
    words = typed.replace(":", " : ")
    last = len(words.split(" ")) if typed else 1
    done = subprocess.run(
        ["bash", "-c", script("bash", parser()) + SERVICE + BASH, "-", typed, words, str(last)],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("unl", ["unload"]),
        ("mode ", ["auto", "local", "cloud", "-h", "--help", "--json"]),
        ("status --w", ["--watch"]),
        ("pulls pau", ["pause"]),
        ("usage --by", ["--by"]),
        ("load qw", ["qwen3:8b", "qwen3:4b"]),
        ("load qwen3:8", ["8b"]),
        ("completion names to", ["tokens"]),
        ("frobnicate", []),
    ],
)
def test_bash_completes(typed: str, offered: list[str]) -> None:
    assert bash(typed) == offered


def missing(shell: str) -> bool:
    """In CI a shell that is not there fails its test."""
    return shutil.which(shell) is None and "CI" not in os.environ


@pytest.mark.skipif(missing("fish"), reason="no fish on this machine")
def test_fish_completes(tmp_path: Path) -> None:
    file = tmp_path / "completion.fish"
    file.write_text(script("fish", parser()), encoding="utf-8")

    def offered(typed: str) -> list[str]:
        command = f"source {file}; complete -C 'ziggie-desktop {typed}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", command],
            capture_output=True, text=True, timeout=TIMEOUT_S, check=True,
        )  # fmt: skip
        return [line.split("\t")[0] for line in done.stdout.splitlines()]

    assert offered("unl") == ["unload"]
    assert offered("pulls pau") == ["pause"]
    assert offered("status --w") == ["--watch"]
    assert "load" not in offered("mode ")


@pytest.mark.skipif(missing("zsh"), reason="no zsh on this machine")
def test_zsh_reads_it_and_offers_what_belongs_there() -> None:
    """Its own completion needs a terminal: what it would offer is taken at ``compadd``."""
    stand_ins = 'compdef() { :; }; compadd() { shift; print -l -- "$@"; }\n'
    typed = "words=(ziggie-desktop load qw); CURRENT=3; _ziggie_desktop"
    done = subprocess.run(
        ["zsh", "-f", "-c", stand_ins + SERVICE + script("zsh", parser()) + typed],
        capture_output=True, text=True, timeout=TIMEOUT_S, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == [
        *("-h", "--help", "--json", "--keep-alive", "qwen3:8b", "qwen3:4b", "llama3.2:3b")
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_knows_every_command(shell: str) -> None:
    done = run("completion", shell)
    assert (done.status, done.err) == (0, "")
    assert [name for name in KNOWN if name not in done.out] == []


def test_names_come_from_the_service_and_without_one_not_at_all(
    shell: Shell, tmp_path: Path
) -> None:
    assert MODEL in shell("completion", "names", "models").out.split()
    for what in NAMES:
        assert shell("completion", "names", what).status == 0
    without = run("completion", "names", "models", ZIGGIE_HOME=str(tmp_path), ZIGGIE_PORT="1")
    assert (without.status, without.out) == (3, "")


def leaves() -> dict[str, argparse.ArgumentParser]:
    """Each command that can be run, with what stands after it."""
    every = {place.path for place in places(parser())}
    found = {}
    for path in sorted(every - {()}):
        below = {other[: len(path)] for other in every if len(other) > len(path)}
        at = parser()
        for name in path:
            inner = next(a for a in at._actions if isinstance(a, argparse._SubParsersAction))
            at = inner.choices[name]
        if path not in below or path == ("pulls",):
            found[" ".join(path)] = at
    return found


def test_every_command_has_json_and_help_and_is_tried() -> None:
    tried = {" ".join(command[:2]) for command in COMMANDS} | {c[0] for c in COMMANDS}
    for name, command in leaves().items():
        if name.split()[0] in PROGRAMS:
            continue
        assert "--json" in command._option_string_actions, name
        assert name in tried or name in TRIED_ELSEWHERE, f"{name} is tried by no test"
