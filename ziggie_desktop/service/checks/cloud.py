"""Can Claude be asked when the local side fails?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Mode, Problem
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    if facts.mode is Mode.LOCAL or facts.cloud.configured:
        return None
    if facts.cloud.reason.startswith("Looking"):
        return None
    if facts.cloud.keyring_locked:
        return Problem(
            code="keyring_locked",
            title="The keyring is locked: whether it holds a Claude key is not known.",
            remedy="Unlock the keyring; it is looked at again then. Or start the service with "
            "ANTHROPIC_API_KEY set.",
        )
    return Problem(
        code="cloud_key_missing",
        title="There is no Claude key, so nobody answers when the local model cannot.",
        remedy="Store one with `ziggie-desktop key`, or choose «Local only».",
    )
