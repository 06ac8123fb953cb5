"""Owns the routes about routing itself: the policy, a trial of it, what stands in its way.

Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ziggie_desktop.contract import api
from ziggie_desktop.contract.routing import (
    BudgetStanding,
    Circuit,
    PolicyChange,
    PolicyDocument,
    RoutingDocument,
)
from ziggie_desktop.contract.state import Mode
from ziggie_desktop.gateway.ask import route_request
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.routing.budget import Spending
from ziggie_desktop.routing.machine import Machine
from ziggie_desktop.routing.policy import Policy
from ziggie_desktop.routing.request import Decision, Refusal, RouteRequest, UseLocal
from ziggie_desktop.service.http import Call, Endpoint, get, post
from ziggie_desktop.service.policy_file import PolicyFile, tried


class RoutingApi(msgspec.Struct, frozen=True, kw_only=True):
    """``decide`` takes the policy to go by, ``machine`` what is known at this moment."""

    policy: PolicyFile
    mode: Callable[[], Mode]
    decide: Callable[[RouteRequest, Policy], Decision | Refusal]
    machine: Callable[[], Machine]
    breakers: Breakers
    spendings: Callable[[], tuple[Spending, ...]]
    changed: Callable[[], None]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            post("decide", "Where a request would go and why", self._decide,
                 api.DecideQuestion, api.DecideAnswer, owner=False),
            get("policy", "The routing policy: its file and the rules in force", self._policy,
                PolicyDocument, owner=True),
            post("policy", "Change the policy's rules, or its whole file", self._change,
                 PolicyChange, PolicyDocument),
            get("routing", "What keeps requests from where the policy wants them", self._routing,
                RoutingDocument, owner=True),
        )  # fmt: skip

    async def _decide(self, call: Call) -> api.DecideAnswer:
        question: api.DecideQuestion = call.body
        request = route_request(question.dialect, question.request, call.headers, call.caller)
        policy = self.policy.current
        rule: int | msgspec.UnsetType | None = msgspec.UNSET
        if question.rules is not None:
            policy = tried(question.rules, policy)
            asked = request.use_local is UseLocal.AUTO and self.mode() is Mode.AUTO
            rule = policy.place_of_rule(request) if asked else None
        decision = self.decide(request, policy)
        if isinstance(decision, Refusal):
            return api.DecideAnswer(
                route=None, model=None, reason=decision.reason, fallback=None, rule=rule
            )
        return api.DecideAnswer(
            route=decision.target.side.value,
            model=decision.target.model,
            reason=decision.reason,
            fallback=decision.fallback.side.value if decision.fallback else None,
            rule=rule,
        )

    async def _policy(self, _: Call) -> PolicyDocument:
        return self.policy.document()

    async def _change(self, call: Call) -> PolicyDocument:
        made = self.policy.change(call.body)
        self.changed()
        return made

    async def _routing(self, _: Call) -> RoutingDocument:
        machine = self.machine()
        return RoutingDocument(
            circuits=tuple(
                Circuit(
                    side=found.side.value,
                    model=found.model,
                    why=found.why,
                    retry_after_s=found.wait_s,
                )
                for found in self.breakers.open_circuits()
            ),
            budgets=tuple(_standing(spending) for spending in self.spendings()),
            local_refusal=machine.yielding or machine.local_refusal,
            cloud_refusal=machine.cloud_refusal,
        )


def _standing(spending: Spending) -> BudgetStanding:
    budget = spending.budget
    return BudgetStanding(
        per=budget.per,
        cap_pico=budget.cap_pico,
        spent_pico=spending.spent_pico,
        under_way_pico=spending.under_way_pico,
        unpriced=spending.unpriced,
        at_limit=budget.at_limit,
        component=budget.component,
        agent_level=budget.agent_level.value if budget.agent_level else None,
    )
