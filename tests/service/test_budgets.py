"""The owner's budgets in a running service: kept by many at once, by a restart, and in words."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.parts.ollama_fake import OllamaFault
from tests.service.conftest import MakeService, await_local
from tests.service.http import Answer
from tests.service.parts import Parts
from tests.service.running import RunningService, until

PICO = 10**12
MAX_TOKENS = 1000
CALL_PICO = MAX_TOKENS * 5 * PICO // 10**6  # claude-haiku-4-5: 5 dollars per million tokens out
POLICY = """version = 1
[models]
cloud = "claude-haiku-4-5"
[models.aliases]
"claude-*" = "auto"
[[rules]]
priority = "critical"
route = "cloud"
because = "critical goes up"
[[rules]]
route = "local"
fallback = "cloud"
because = "local first"
"""


def budget(usd: float, at_limit: str = "stop", more: str = "") -> str:
    return f'[[budgets]]\nper = "day"\nusd = {usd}\nat_limit = "{at_limit}"\n{more}\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir(mode=0o700)
    return tmp_path / "home"


def write(home: Path, *budgets: str) -> None:
    path = home / "policy.toml"
    path.write_text(POLICY + "".join(budgets), encoding="utf-8")
    path.chmod(0o600)


def ask(
    service: RunningService, *, priority: str = "critical", max_tokens: int = MAX_TOKENS
) -> Answer:
    body = {
        "model": "claude-haiku-4-5",
        "max_tokens": max_tokens,
        "messages": [{"role": "user", "content": "Say it."}],
    }
    headers = (("anthropic-version", "2023-06-01"), ("X-Ziggie-Priority", priority))
    return service.call("POST", "/v1/messages", body, headers=headers, timeout_s=60)


def spent_pico(service: RunningService) -> int:
    rows = service.call("GET", "/ziggie/v1/requests?limit=1000").ok()["requests"]
    return sum(row["list_cost_pico"] or 0 for row in rows)


def codes(service: RunningService) -> dict[str, Any]:
    return {problem["code"]: problem for problem in service.state()["problems"]}


def test_fifty_at_once_pass_the_limit_by_at_most_one_call(
    make_service: MakeService, parts: Parts, home: Path
) -> None:
    """Each may cost 0.005 dollars, the limit is 0.02: four fit, and none may follow the fifth."""
    parts.cloud.delay_s = 0.5
    write(home, budget(0.02))
    service = make_service(home=home)
    await_local(service)
    until(lambda: service.state()["cloud"]["configured"], "the key is found")
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: ask(service), range(50)))
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) == {200, 402}
    assert 4 <= statuses[200] <= 5
    assert len(parts.cloud.messages()) == statuses[200]
    refusals = [answer for answer in answers if answer.status == 402]
    for refusal in refusals:
        assert refusal.json()["error"]["type"] == "billing_error"
        assert "the cloud budget of $0.02 a day" in refusal.json()["error"]["message"].lower()
        assert refusal.headers["x-should-retry"] == "false"
    assert spent_pico(service) <= 0.02 * PICO + CALL_PICO
    # What was under way cost less than it might have: there is room again.
    assert ask(service).status == 200


def test_a_spent_budget_goes_local_is_shown_and_outlives_a_restart(
    make_service: MakeService, parts: Parts, home: Path
) -> None:
    write(home, budget(0.000001, "local"))
    service = make_service(home=home)
    await_local(service)
    until(lambda: service.state()["cloud"]["configured"], "the key is found")
    first, second = ask(service), ask(service)
    assert [a.headers["x-ziggie-route"] for a in (first, second)] == ["cloud", "local"]
    assert "critical goes up, but the cloud budget" in second.headers["x-ziggie-reason"]
    assert second.headers["x-ziggie-fallback"].startswith("cloud->local; reason=the cloud budget")
    problem = codes(service)["budget_spent"]
    assert "of $0.000001 a day is spent ($0.00" in problem["title"]
    assert "policy.toml" in problem["remedy"]
    service.stop()
    service.start()
    await_local(service)
    assert ask(service).headers["x-ziggie-route"] == "local"
    assert len(parts.cloud.messages()) == 1
    assert "budget_spent" in codes(service)


def test_no_fallback_passes_a_limit(make_service: MakeService, parts: Parts, home: Path) -> None:
    """The decision saw room; by the time the local side has failed there is none."""
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/chat", delay_s=0.5)
    parts.cloud.delay_s = 0.5
    write(home, budget(0.005))
    service = make_service(home=home)
    await_local(service)
    until(lambda: service.state()["cloud"]["configured"], "the key is found")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: ask(service, priority="low"), range(12)))
    statuses = Counter(answer.status for answer in answers)
    assert statuses[402] == 12 - statuses[200], [(a.status, a.body) for a in answers]
    assert len(parts.cloud.messages()) == statuses[200] <= 2
    assert spent_pico(service) <= 0.005 * PICO + CALL_PICO


def test_a_warning_comes_at_eighty_percent_and_a_saved_policy_is_taken_over(
    make_service: MakeService, parts: Parts, home: Path
) -> None:
    write(home, budget(1.0))
    service = make_service(home=home)
    await_local(service)
    until(lambda: service.state()["cloud"]["configured"], "the key is found")
    assert ask(service).status == 200
    assert not {"budget_warning", "budget_spent"} & set(codes(service))
    until(lambda: spent_pico(service) > 0, "the row is booked")
    spent = spent_pico(service)
    write(home, budget(spent / PICO / 0.9), budget(5.0, more='component = "kb*"'))
    problem = until(lambda: codes(service).get("budget_warning"), "the warning is shown")
    assert "is spent to 90 %" in problem["title"] or "is spent to 89 %" in problem["title"]
    write(home, "[[budgets]]\nper = 'day'\nusd = 0\n")
    problem = until(lambda: codes(service).get("policy_invalid"), "the mistake is shown")
    assert "budget 1: usd must be a number above 0" in problem["title"]
