"""Owns policy.toml in the home: made from the default once, read again whenever it is saved.

Writes only what was read first and is valid; rules never over a file that has a mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.routing import PolicyChange, PolicyDocument, PolicyRule
from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.routing.policy import Policy, Rule, parse_policy
from ziggie_desktop.service import policy_text


class PolicyFile:
    """``current`` is the policy in force; a file with a mistake leaves it and sets ``problem``."""

    def __init__(self, *, path: Path, default: Path) -> None:
        self._path = path
        self._default = default
        self._seen: int | None = None
        text = default.read_text(encoding="utf-8")
        self.current: Policy = parse_policy(text)
        self.digest = _digest(text)  # of the policy in force, as rows name it
        self.problem: Problem | None = None

    def load(self) -> bool:
        """Take over the file if it was saved since; True when anything changed."""
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp == self._seen:
                return False
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            write_private(self._path, self._default.read_bytes())
            return self.load()
        except (OSError, UnicodeDecodeError) as error:
            self._wrong("policy_unreadable", f"The policy file cannot be read: {error}")
            return True
        self._seen = stamp
        try:
            self.current, self.problem = parse_policy(text), None
            self.digest = _digest(text)
        except ZiggieError as error:
            self._wrong(error.code, error.title, error.remedy)
        return True

    def document(self) -> PolicyDocument:
        """The file as it is now, and the rules in force."""
        self.load()
        text = self._text()
        broken = self.problem is not None
        return PolicyDocument(
            path=str(self._path),
            mark=_digest(text),
            text=text,
            rules=tuple(_shown(rule, n) for n, rule in enumerate(self.current.rules)),
            comments=() if broken else policy_text.comments(text),
            loses=None if broken or policy_text.is_plain(text) else policy_text.LOSES,
            problem=self.problem,
        )

    def change(self, wish: PolicyChange) -> PolicyDocument:
        """Write another text, or other rules, and go by it. Raises what keeps it from that."""
        self.load()
        before = self._text()
        if _digest(before) != wish.mark:
            raise ZiggieError(
                "policy_changed",
                "The policy file was changed meanwhile; nothing was written.",
                "Look at it as it is now, then change it again.",
                status=409,
            )
        text = wish.text if wish.text is not None else self._with_rules(before, wish.rules or ())
        parse_policy(text)
        try:
            write_private(self._path, text.encode())
        except OSError as error:
            raise ZiggieError(
                "policy_unwritable",
                f"The policy file cannot be written: {error.strerror}.",
                f"Make {self._path} writable, then save again.",
            ) from error
        self._seen = None
        return self.document()

    def _with_rules(self, before: str, rules: Sequence[PolicyRule]) -> str:
        if self.problem is not None:
            raise ZiggieError(
                "policy_broken",
                "The policy file has a mistake; nothing was written over it.",
                self.problem.remedy or "Mend the file first.",
                status=409,
            )
        if not rules:
            raise ZiggieError(
                "policy_invalid",
                "A policy without any rule is none.",
                "Keep one rule at least; one without conditions matches every request.",
                status=400,
            )
        return policy_text.with_rules(before, rules)

    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""  # what is wrong with it stands in ``problem``

    def _wrong(self, code: str, title: str, remedy: str | None = None) -> None:
        self.problem = Problem(
            code=code,
            title=title,
            remedy=remedy or f"Make {self._path} readable; until then the old policy stays.",
            severity=Severity.ERROR,
        )


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def tried(rules: Sequence[PolicyRule], policy: Policy) -> Policy:
    """The policy with other rules, for a trial."""
    found = tuple(msgspec.convert(_asked(rule), Rule) for rule in rules)
    return msgspec.structs.replace(policy, rules=found)


def _asked(rule: PolicyRule) -> dict[str, object]:
    said = msgspec.structs.asdict(rule)
    return {key: value for key, value in said.items() if key != "was"}


def _shown(rule: Rule, place: int) -> PolicyRule:
    return msgspec.convert({**msgspec.to_builtins(rule), "was": place}, PolicyRule)
