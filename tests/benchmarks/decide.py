"""What a decision costs: `python -m tests.benchmarks.decide`.

The seed policy on a machine with eight models and two budgets, over requests of every kind that the
policy tells apart. The figures are medians of rounds; the slowest round stands beside them.
"""

from __future__ import annotations

import itertools
import statistics
import time

from ziggie_desktop.data import resource
from ziggie_desktop.routing.budget import PICO, Budget, Spending
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.machine import Figures, LocalModel, Machine, Rates
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import AgentLevel, Priority, RouteRequest, Side, UseLocal, Warm

ROUNDS = 30
PER_ROUND = 10_000
FIGURES = Figures(
    first_token_s=0.5,
    prompt_tokens_per_s=200.0,
    tokens_per_s=30.0,
    output_tokens=300,
    load_s=5.0,
    electricity_pico_per_token=2e6,
)
MODELS = tuple(
    LocalModel(name=f"model{n}:7b", context=8192, size_bytes=n, loaded=n == 3, figures=FIGURES)
    for n in range(8)
)
RATES = Rates(input_pico=10**6, output_pico=5 * 10**6, cached_pico=10**5)
REQUESTS = [
    RouteRequest(
        model=model,
        agent_level=level,
        priority=priority,
        use_local=wish,
        component="kb-analyzer",
        prompt_tokens=2000,
        deadline_s=60.0,
        warm=Warm(side=Side.CLOUD, model="claude-haiku-5-5", tokens=1500),
    )
    for model, level, priority, wish in itertools.product(
        ("claude-haiku-5-5", "model5:7b", "ziggie-auto", "gpt-5", "nobody-knows"),
        (None, *AgentLevel),
        (None, *Priority),
        UseLocal,
    )
]


def machines() -> dict[str, Machine]:
    day = Spending(budget=Budget(per="day", usd=5.0), spent_pico=PICO)
    month = Spending(budget=Budget(per="month", usd=50.0, component="kb*"), spent_pico=60 * PICO)
    return {
        "both sides well": Machine(models=MODELS),
        "with all that is weighed": Machine(
            models=MODELS,
            cloud_figures={"claude-haiku-5-5": FIGURES},
            cloud_rates={"claude-haiku-5-5": RATES},
        ),
        "Ollama away": Machine(models=MODELS, local_refusal="Ollama is starting"),
        "a model left alone": Machine(
            models=MODELS, failing={(Side.LOCAL, MODELS[0].name): "it failed"}
        ),
        "two budgets with room": Machine(models=MODELS, spendings=(day, day)),
        "a budget spent": Machine(models=MODELS, spendings=(day, month)),
    }


def main() -> None:
    policy = parse_policy(resource("policy.toml").read_text(encoding="utf-8"))
    for name, machine in machines().items():
        rounds = []
        for _ in range(ROUNDS):
            questions = itertools.islice(itertools.cycle(REQUESTS), PER_ROUND)
            began = time.perf_counter()
            for question in questions:
                decide(question, policy, machine)
            rounds.append((time.perf_counter() - began) / PER_ROUND)
        median, slowest = statistics.median(rounds), max(rounds)
        print(
            f"{name:24} {1 / median:10,.0f} decisions a second   "
            f"{median * 1e6:6.2f} µs each   slowest round {slowest * 1e6:6.2f} µs"
        )


if __name__ == "__main__":
    main()
