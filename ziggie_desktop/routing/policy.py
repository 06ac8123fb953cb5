"""Owns the owner's routing policy: its TOML form and what is wrong with a wrong one."""

from __future__ import annotations

import math
import re
import tomllib
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.routing.budget import Budget
from ziggie_desktop.routing.request import AgentLevel, Priority, RouteRequest, Side

VERSION = 1
_INDEX = re.compile(r"(\w+)\[(\d+)\]\.?")


class Models(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``local`` may be "auto". ``aliases`` maps asked names (globs) to local models."""

    local: str = "auto"
    cloud: str = "claude-haiku-5-5"
    aliases: dict[str, str] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All conditions that are given must hold; a rule without any matches everything."""

    route: Side
    because: str
    fallback: Literal["local", "cloud", "none"] = "none"
    agent_level: AgentLevel | None = None
    priority: Priority | None = None
    component: str | None = None
    task: str | None = None

    def matches(self, request: RouteRequest) -> bool:
        return (
            (self.agent_level is None or self.agent_level == request.agent_level)
            and (self.priority is None or self.priority == request.priority)
            and (self.component is None or _glob(self.component, request.component))
            and (self.task is None or _glob(self.task, request.task))
        )


class Confidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How sure the owner is, from 0 to 1, of a local model (a glob) at a task (a glob)."""

    value: Annotated[float, msgspec.Meta(ge=0, le=1)]
    model: str | None = None
    task: str | None = None


class Hold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of a streamed answer is held back where the request says nothing of it."""

    tokens: Annotated[int, msgspec.Meta(ge=0)] | Literal["all"]
    agent_level: Literal["L1", "L2", "L3", "any"] | None = None
    component: str | None = None
    task: str | None = None

    def matches(self, request: RouteRequest) -> bool:
        level = request.agent_level
        wanted = self.agent_level
        return (
            (wanted is None or wanted == level or (wanted == "any" and level is not None))
            and (self.component is None or _glob(self.component, request.component))
            and (self.task is None or _glob(self.task, request.task))
        )


class Weigh(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may outweigh a rule's first choice where its fallback can answer: ``go`` takes the
    fallback, ``say`` only names it in the reason."""

    cheaper_cloud: Literal["go", "say"] = "say"
    warm_cache: Literal["go", "say"] = "say"
    deadline: Literal["go", "say"] = "go"
    no_room: Literal["go", "say"] = "say"


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    rules: tuple[Rule, ...]
    models: Models = Models()
    budgets: tuple[Budget, ...] = ()
    confidence: tuple[Confidence, ...] = ()
    hold: tuple[Hold, ...] = ()
    weigh: Weigh = Weigh()

    def confidence_in(self, model: str, task: str | None) -> float | None:
        """The first entry that matches; None where the owner has said nothing."""
        return next(
            (c.value for c in self.confidence if _glob(c.model, model) and _glob(c.task, task)),
            None,
        )

    def hold_tokens(self, request: RouteRequest) -> int | None:
        """None for all of it."""
        for hold in self.hold:
            if hold.matches(request):
                return None if hold.tokens == "all" else hold.tokens
        return 0

    def rule_for(self, request: RouteRequest) -> Rule:
        for rule in self.rules:
            if rule.matches(request):
                return rule
        return _LOCAL_FIRST

    def place_of_rule(self, request: RouteRequest) -> int | None:
        """Where the rule stands that decides, from 0; None where none matches."""
        places = (place for place, rule in enumerate(self.rules) if rule.matches(request))
        return next(places, None)

    def cloud_model(self, request: RouteRequest) -> str:
        """The Claude model that answers what goes to the cloud."""
        return request.model if request.model.startswith("claude-") else self.models.cloud

    def alias(self, name: str) -> str | None:
        """The local model that stands in for ``name``; an exact entry comes before a glob."""
        exact = self.models.aliases.get(name)
        if exact is not None:
            return exact
        for glob, to in self.models.aliases.items():
            if _glob(glob, name):
                return to
        return None


_LOCAL_FIRST = Rule(route=Side.LOCAL, fallback="cloud", because="local first")


@lru_cache(maxsize=4096)  # each request asks the same few of every rule
def _glob(pattern: str | None, value: str | None) -> bool:
    return pattern is None or (value is not None and fnmatchcase(value, pattern))


def parse_policy(text: str) -> Policy:
    """Read a policy file. Raises ZiggieError ``policy_invalid`` naming what is wrong and where."""
    try:
        policy = msgspec.convert(tomllib.loads(text), Policy)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _invalid(_placed(str(error))) from error
    if policy.version != VERSION:
        raise _invalid(f"version is {policy.version}, this program reads version {VERSION}")
    for number, rule in enumerate(policy.rules, start=1):
        if rule.fallback == rule.route.value:
            raise _invalid(f"rule {number}: fallback is the same side as route")
    for number, budget in enumerate(policy.budgets, start=1):
        if not (math.isfinite(budget.usd) and budget.cap_pico > 0):
            raise _invalid(f"budget {number}: usd must be a number above 0")
    return policy


def _placed(words: str) -> str:
    """msgspec says where a mistake is as `$.rules[0].route`; people count from 1."""
    what, found, path = words.rpartition(" - at `$.")
    if not found:
        return words
    place = _INDEX.sub(lambda at: f"{at[1].removesuffix('s')} {int(at[2]) + 1}, ", path.rstrip("`"))
    return f"{place.rstrip(', ')}: {what}"


def _invalid(what: str) -> ZiggieError:
    return ZiggieError(
        "policy_invalid",
        f"The policy file has a mistake: {what}",
        "Mend the file and save it; until then the policy that was in force before stays.",
        status=400,
    )
