"""Two local requests at once share the card's joules from the first token of each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.parts.nvml import FakeNvml
from tests.service.conftest import MakeService, await_local
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT

IDLE_MW, BUSY_MW = 28_000, 328_000
TOKENS_PER_S = 20.0
SHORT, LONG = 20, 50  # tokens, so 1 s and 2.5 s


def ask(service: RunningService, tokens: int) -> str:
    body = {
        "model": "claude-haiku-4-5",
        "max_tokens": tokens,
        "messages": [{"role": "user", "content": "Say it."}],
    }
    answer = service.call(
        "POST", "/v1/messages", body, headers=(("anthropic-version", "2023-06-01"),)
    )
    answer.ok()
    assert answer.headers["x-ziggie-route"] == "local"
    return answer.headers["x-ziggie-request-id"]


def energy_of_an_answer(service: RunningService, tokens: int) -> int:
    """Asked for as soon as the answer is here."""
    path = f"/ziggie/v1/requests/{ask(service, tokens)}"
    row = until(lambda: (got := service.call("GET", path)).status == 200 and got.json(), "the row")
    energy: int = row["energy_mj"]
    return energy


def test_the_one_that_ends_first_does_not_take_it_all(
    make_service: MakeService, parts: Parts, fake_nvml: FakeNvml
) -> None:
    parts.ollama.canonical, parts.ollama.tokens_per_s = CANONICAL_TEXT, TOKENS_PER_S
    fake_nvml.power(IDLE_MW)
    service = make_service(environ=fake_nvml.env)
    await_local(service)
    until(lambda: service.state()["gpu"]["state"] == "ok", "the GPU is read")
    fake_nvml.power(BUSY_MW)
    with ThreadPoolExecutor(2) as pool:
        short, long = (
            pool.submit(energy_of_an_answer, service, tokens) for tokens in (SHORT, LONG)
        )
        energy = {"short": short.result(), "long": long.result()}
    # Half of the first second, against the other half and all of the rest.
    assert energy["long"] > 2.5 * energy["short"], energy
    assert energy["short"] > 0.3 * BUSY_MW * SHORT / TOKENS_PER_S, energy
