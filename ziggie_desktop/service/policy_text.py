"""Owns how the rules in the text of a policy file are exchanged while all else stays as it is.

Comments stay with the rule that they stand at. Reads and writes no file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

import msgspec
import tomli_w

from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.routing.policy import parse_policy

LOSES = (
    "The rules of this file are not written one [[rules]] after the other: saving them here writes"
    " the file anew, and all of its comments are lost."
)
ORDER = ("agent_level", "priority", "component", "task", "route", "fallback", "because")

_RULES = re.compile(r"\s*\[\[\s*rules\s*\]\]\s*(#.*)?")
_TABLE = re.compile(r"\s*\[")
_LOOSE = re.compile(r"\s*(#.*)?")
_PAIR = re.compile(
    r"(?P<key>\s*[A-Za-z_]+\s*=\s*)"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*')"
    r"(?P<rest>\s*(?:#.*)?)"
)


class NotPlain(Exception):
    """The text is valid, but not written so that single rules can be exchanged."""


class _Block(msgspec.Struct, frozen=True):
    """One rule: the comments right above it, its header and pairs; then what stands loose."""

    lines: tuple[str, ...]
    gap: tuple[str, ...]

    @property
    def comments(self) -> str:
        said = (line.strip() for line in self.lines)
        return "\n".join(_comment(line) for line in said if _comment(line))


def comments(text: str) -> tuple[str, ...]:
    """For each rule what is said beside it; nothing where rules cannot be told apart."""
    try:
        _, blocks, _ = _split(text)
    except NotPlain:
        return ()
    return tuple(block.comments for block in blocks)


def is_plain(text: str) -> bool:
    """Whether ``with_rules`` keeps the comments of this text."""
    try:
        _, blocks, _ = _split(text)
    except NotPlain:
        return False
    return len(blocks) == len(tomllib.loads(text).get("rules", ()))


def with_rules(text: str, rules: Sequence[PolicyRule]) -> str:
    """The text with these rules. What it means beside them is the same, or it is written anew."""
    wanted = tomllib.loads(text) | {"rules": [_plain(rule) for rule in rules]}
    anew = tomli_w.dumps(wanted)
    try:
        made = _exchanged(text, rules)
        if parse_policy(made) == parse_policy(anew):
            return made
    except (NotPlain, tomllib.TOMLDecodeError):
        pass
    return anew


def _exchanged(text: str, rules: Sequence[PolicyRule]) -> str:
    head, blocks, tail = _split(text)
    known = {rule.was for rule in rules if rule.was is not None}
    if not known <= set(range(len(blocks))):
        raise NotPlain
    out = list(head)
    for place, rule in enumerate(rules):
        if place:
            out.append("")
        if rule.was is None:
            out += _new(rule)
            continue
        block = blocks[rule.was]
        out += _changed(block.lines, rule)
        out += _said(block.gap)
    for place, block in enumerate(blocks):
        if place not in known:
            out += _said(block.gap)
    out += tail
    return "\n".join(out) + "\n"


def _split(text: str) -> tuple[list[str], list[_Block], list[str]]:
    """What stands before the rules, each rule, and what stands after them."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines) if _TABLE.match(line)]
    rules = [n for n in starts if _RULES.fullmatch(lines[n])]
    if not rules:
        raise NotPlain
    after = [n for n in starts if n > rules[-1]]
    if [n for n in starts if rules[0] <= n <= rules[-1]] != rules:
        raise NotPlain  # another table stands between them
    begins = [_with_comments(lines, n) for n in rules]
    end = _with_comments(lines, after[0]) if after else len(lines)
    blocks = []
    for begin, stop in zip(begins, [*begins[1:], end], strict=True):
        last = stop
        while _LOOSE.fullmatch(lines[last - 1]):
            last -= 1
        blocks.append(_Block(tuple(lines[begin:last]), tuple(lines[last:stop])))
    tail = [*blocks[-1].gap, *lines[end:]]
    blocks[-1] = _Block(blocks[-1].lines, ())
    return lines[: begins[0]], blocks, tail


def _with_comments(lines: list[str], place: int) -> int:
    """Where the comments begin that stand right above this line."""
    while place and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return place


def _said(gap: Sequence[str]) -> Sequence[str]:
    """A gap is kept where it says anything; empty lines come anew."""
    while gap and not gap[-1].strip():
        gap = gap[:-1]
    return gap


def _changed(lines: Sequence[str], rule: PolicyRule) -> list[str]:
    """The rule's own lines, each value replaced where it is another now."""
    left = _plain(rule)
    before = tomllib.loads("\n".join(lines))["rules"][0]
    if rule.fallback == "none" and "fallback" not in before:
        del left["fallback"]  # it means the same
    out = []
    for line in lines:
        found = _PAIR.fullmatch(line)
        if found is None:
            if not _LOOSE.fullmatch(line) and not _RULES.fullmatch(line):
                raise NotPlain
            out.append(line)
            continue
        key = found["key"].split("=")[0].strip()
        if key in left:
            value = left.pop(key)
            shown = found["value"] if before[key] == value else _quoted(value)
            out.append(f"{found['key']}{shown}{found['rest']}")
        elif _comment(found["rest"].strip()):
            out.append(found["rest"].strip())
    return out + [f"{key} = {_quoted(value)}" for key, value in left.items()]


def _new(rule: PolicyRule) -> list[str]:
    return ["[[rules]]", *(f"{key} = {_quoted(value)}" for key, value in _plain(rule).items())]


def _plain(rule: PolicyRule) -> dict[str, Any]:
    """What the file says of a rule, in its usual order."""
    said = msgspec.structs.asdict(rule)
    return {key: said[key] for key in ORDER if said[key] is not None}


def _quoted(value: str) -> str:
    return tomli_w.dumps({"v": value}).strip().removeprefix("v = ")


def _comment(line: str) -> str:
    """What a line says behind its ``#``; of a pair, behind its value."""
    found = _PAIR.fullmatch(line)
    rest = (found["rest"] if found else line if line.startswith("#") else "").strip()
    return rest.lstrip("#").strip()
