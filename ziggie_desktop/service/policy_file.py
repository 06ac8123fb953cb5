"""Owns policy.toml in the home: made from the default once, read again whenever it is saved."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.routing.policy import Policy, parse_policy


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

    def _wrong(self, code: str, title: str, remedy: str | None = None) -> None:
        self.problem = Problem(
            code=code,
            title=title,
            remedy=remedy or f"Make {self._path} readable; until then the old policy stays.",
            severity=Severity.ERROR,
        )


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
