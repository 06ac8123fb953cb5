"""Tests of exchanging the rules in the text of a policy file: what is kept, and what it means."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.data import resource
from ziggie_desktop.routing.policy import Policy, parse_policy
from ziggie_desktop.service.policy_text import comments, is_plain, with_rules

DEFAULT = resource("policy.toml").read_text(encoding="utf-8")
SAID = """\
version = 1

# Of the house.
[[rules]]
priority = "low"   # cheap things
route = "local"
because = "low # stays"

# stands loose

# Second.
[[rules]]
route = "cloud"
fallback = "local"
because = "the rest"

# Weighed.
[weigh]
deadline = "say"
"""


def rules_of(text: str) -> tuple[PolicyRule, ...]:
    found = parse_policy(text).rules
    return tuple(
        msgspec.convert({**msgspec.to_builtins(rule), "was": n}, PolicyRule)
        for n, rule in enumerate(found)
    )


def meant(text: str) -> tuple[Policy, list[PolicyRule]]:
    """What the text means beside its rules, and these."""
    policy = parse_policy(text)
    return replace(policy, rules=()), [replace(rule, was=None) for rule in rules_of(text)]


@pytest.mark.parametrize("text", [DEFAULT, SAID])
def test_the_same_rules_leave_each_byte_as_it_is(text: str) -> None:
    assert is_plain(text)
    assert with_rules(text, rules_of(text)) == text


def test_a_changed_value_keeps_the_comments_of_its_line_and_rule() -> None:
    first, second = rules_of(SAID)
    made = with_rules(SAID, [replace(first, priority="high", task='say "x"'), second])
    assert 'priority = "high"   # cheap things' in made
    assert "# Of the house." in made
    assert "# stands loose" in made
    assert meant(made)[1][0].task == 'say "x"'


def test_rules_change_places_with_what_is_said_of_them() -> None:
    first, second = rules_of(SAID)
    made = with_rules(SAID, [second, first])
    assert made.index("# Second.") < made.index('"the rest"') < made.index("# Of the house.")
    assert made.rstrip().endswith('deadline = "say"')
    assert meant(made) == (meant(SAID)[0], [replace(r, was=None) for r in (second, first)])


def test_only_what_is_said_of_a_removed_rule_goes_with_it() -> None:
    first, second = rules_of(SAID)
    made = with_rules(SAID, [second, PolicyRule(route="local", because="new")])
    assert comments(SAID)[0] == "Of the house.\ncheap things"
    assert "Of the house" not in made
    assert "# stands loose" in made
    assert "# Weighed." in made
    assert [rule.because for rule in rules_of(made)] == ["the rest", "new"]
    assert first.was == 0


@pytest.mark.parametrize(
    "text",
    [
        'version = 1\nrules = [{route = "local", because = "x"}]\n[weigh]\ndeadline = "say"\n',
        'version = 1\n[[rules]]\nroute = "local"\nbecause = """\n[[rules]]\n"""\n',
        'version = 1\n[[rules]]\nroute = "local"\nbecause = "a"\n[weigh]\n[[rules]]\n'
        'route = "cloud"\nbecause = "b"\n',
    ],
)
def test_what_cannot_be_told_apart_is_written_anew_and_means_the_same(text: str) -> None:
    rules = [*rules_of(text), PolicyRule(route="cloud", because="last")]
    made = with_rules(text, rules)
    assert meant(made) == (meant(text)[0], [replace(rule, was=None) for rule in rules])


def test_a_value_over_several_lines_is_not_plain() -> None:
    assert not is_plain('version = 1\n[[rules]]\nroute = "local"\nbecause = """\n[[rules]]\n"""\n')
    assert not is_plain('version = 1\nrules = [{route = "local", because = "x"}]\n')


def test_no_fallback_may_be_left_unsaid() -> None:
    (first, _) = rules_of(SAID)
    assert "fallback" not in with_rules(SAID, [first])
