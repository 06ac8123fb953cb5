"""What the gateway tells the ledger's door while a request runs, and what it is told there."""

from __future__ import annotations

import pytest

from tests.gateway.speech import DIALECTS, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.routing.request import Side

SPENT = ZiggieError("budget_spent", "The budget is spent", "Raise it.", status=402)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
async def test_the_first_token_of_a_local_answer_is_told_once(
    stand: Stand, dialect: str, stream: bool
) -> None:
    await say(stand.client, stand.url, dialect, stream=stream)
    row = await stand.row()
    assert (row.route, stand.book.progress) == ("local", [row.id])


async def test_an_answer_of_the_cloud_is_no_local_progress(stand: Stand) -> None:
    stand.way.first, stand.way.then = CLOUD, LOCAL
    await say(stand.client, stand.url, "anthropic", stream=True)
    assert (await stand.row()).route == "cloud"
    assert stand.book.progress == []


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_call_that_is_not_admitted_is_not_made(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = CLOUD, None
    stand.book.barred[Side.CLOUD] = SPENT
    answer = await say(stand.client, stand.url, dialect, stream=True)
    assert answer.status == 402
    assert "The budget is spent" in (answer.error or "")
    assert stand.cloud.messages() == []
    row = await stand.row()
    assert (row.route, row.error_type, row.list_cost_pico) == (None, "budget_spent", None)


async def test_the_other_side_answers_for_one_that_is_not_admitted(stand: Stand) -> None:
    stand.way.first, stand.way.then = CLOUD, LOCAL
    stand.book.barred[Side.CLOUD] = SPENT
    await say(stand.client, stand.url, "anthropic", stream=False)
    row = await stand.row()
    assert (row.route, row.fallback_from) == ("local", "cloud")
    assert row.fallback_reason == "The budget is spent"


async def test_a_fallback_that_is_not_admitted_is_the_reason_told(stand: Stand) -> None:
    stand.ollama.fail(OllamaFault.SERVER_ERROR, times=None)
    stand.book.barred[Side.CLOUD] = SPENT
    answer = await say(stand.client, stand.url, "anthropic", stream=False)
    assert answer.status == 402
    row = await stand.row()
    assert (row.error_type, row.fallback_from) == ("budget_spent", "local")
    assert stand.cloud.messages() == []
