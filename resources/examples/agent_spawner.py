"""Lets one agent plan, some agents work at once, and one agent check what came of it.

    python agent_spawner.py "GOAL" [WORKERS]

It knows the Anthropic SDK alone. Two variables send it through Ziggie Desktop instead:

    export ANTHROPIC_BASE_URL=http://127.0.0.1:11444
    export ANTHROPIC_API_KEY=zgd_…    # from `ziggie-desktop token create agent-spawner`
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass

import anthropic

WORKERS = 3


@dataclass(frozen=True)
class Role:
    name: str
    model: str
    system: str
    level: str
    priority: str

    @property
    def about(self) -> dict[str, str]:
        """More for Ziggie, and the only lines about it; without them its policy sees plain
        requests. Anthropic's own API passes over headers that it does not know."""
        return {
            "X-Ziggie-Task": f"agent.{self.name}",  # the ledger sums costs by task
            "X-Ziggie-Agent-Level": self.level,  # L1 goes to Claude, L2 and L3 stay local
            "X-Ziggie-Priority": self.priority,
        }


PLANNER = Role("plan", "claude-opus-5-5", "You split a goal into parts, one a line.", "L1", "high")
WORKER = Role("work", "claude-sonnet-5-5", "You work out one part of a goal.", "L2", "medium")
CHECKER = Role("check", "claude-haiku-5-5", "You say what is missing in a draft.", "L3", "low")


async def ask(client: anthropic.AsyncAnthropic, role: Role, prompt: str) -> str:
    """One agent's answer, taken as a stream, as long answers are."""
    async with client.messages.stream(
        model=role.model,
        max_tokens=400,
        system=role.system,
        messages=[{"role": "user", "content": prompt}],
        extra_headers=role.about,
    ) as stream:
        return await stream.get_final_text()


async def run(goal: str, workers: int) -> None:
    async with anthropic.AsyncAnthropic() as client:
        plan = await ask(client, PLANNER, f"Goal: {goal}\nParts: {workers}")
        parts = [f"Goal: {goal}\nPlan:\n{plan}\nYour part: {n + 1}" for n in range(workers)]
        drafts = await asyncio.gather(*(ask(client, WORKER, part) for part in parts))
        verdict = await ask(client, CHECKER, "\n\n".join(drafts))
    print(json.dumps({"plan": plan, "drafts": drafts, "verdict": verdict}))  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f'usage: {sys.argv[0]} "GOAL" [WORKERS]')
    asyncio.run(run(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else WORKERS))
