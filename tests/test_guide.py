"""Tests that the README and the owner's guide say what is so: commands, settings, linked files."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from ziggie_desktop.cli.parser import parser
from ziggie_desktop.gateway.hints import KNOWN
from ziggie_desktop.routing.request import AgentLevel, Delivery, Priority, UseLocal
from ziggie_desktop.service.settings import parse_settings

ROOT = Path(__file__).parent.parent
TEXTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "resources/guide.md", "resources/components.md")
}
WORD = re.compile(r"^[a-z][a-z-]*$")


def commands(root: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def said() -> list[tuple[str, str]]:
    """Each `ziggie-desktop …` of the texts, and in the guide each `command …` in back-ticks."""
    found = []
    for name, text in TEXTS.items():
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for piece in re.findall(r"`([^`\n]+)`", prose):
            if piece.startswith("ziggie-desktop "):
                found.append((name, piece.removeprefix("ziggie-desktop ")))
            elif piece.split()[0] in commands(parser()):
                found.append((name, piece))
    return found


def tomls() -> list[str]:
    return [
        block
        for text in TEXTS.values()
        for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    ]


@pytest.mark.parametrize(("name", "piece"), said(), ids=lambda value: value)
def test_a_command_that_is_named_exists(name: str, piece: str) -> None:
    """Commands, their sub-commands and options, as the parser knows them."""
    words = piece.split("|")[0].split() if "--format" not in piece else piece.split()
    at = parser()
    while words and words[0] in commands(at):
        at = commands(at)[words.pop(0)]
    if words and WORD.match(words[0]) and commands(at):
        pytest.fail(f"{name}: `{piece}` names {words[0]}, which is none of {sorted(commands(at))}")
    known = {option for action in at._actions for option in action.option_strings}
    assert {word for word in words if word.startswith("--")} <= known, f"{name}: `{piece}`"


def test_commands_are_named_at_all() -> None:
    assert len(said()) > 40


@pytest.mark.parametrize("block", tomls(), ids=lambda block: block.splitlines()[0])
def test_settings_that_are_shown_are_taken(block: str) -> None:
    parse_settings(block)


def test_linked_files_are_there() -> None:
    for name, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"


def test_the_table_of_headers_names_them_all_with_their_values() -> None:
    rows = re.findall(
        r"^\| `X-Ziggie-([\w-]+)` \| (.*?) \|", TEXTS["resources/components.md"], re.M
    )
    said = {name.replace("-", "_").lower(): re.findall(r"`(\w+)`", values) for name, values in rows}
    assert said.keys() == KNOWN
    for name, kind in (
        ("priority", Priority),
        ("agent_level", AgentLevel),
        ("use_local", UseLocal),
        ("delivery", Delivery),
    ):
        assert said[name] == [member.value for member in kind]
