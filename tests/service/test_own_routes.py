"""Ziggie's own routes on the running service: figures, decisions, mode, events, the document."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.parts.ollama_fake import OllamaFault
from tests.service.parts import EMBEDDER, MODEL, Parts
from tests.service.running import RunningService, until
from tests.service.surface import document

CLAUDE = "claude-haiku-5-5"
BODY = {"model": CLAUDE, "max_tokens": 20, "messages": [{"role": "user", "content": "Hi."}]}
ROW = [
    "id",
    "started_at",
    "component",
    "task",
    "priority",
    "agent_level",
    "route",
    "model",
    "reason",
    "fallback_from",
    "fallback_reason",
    "status",
    "ttft_ms",
    "duration_ms",
    "energy_mj",
    "energy_quality",
    "list_cost_pico",
    "electricity_cost_pico",
    "counterfactual_model",
    "counterfactual_cost_pico",
    "gen_ai_request_model",
    "gen_ai_response_model",
    "gen_ai_usage_input_tokens",
    "gen_ai_usage_output_tokens",
    "gen_ai_operation_name",
    "gen_ai_provider_name",
]

DECISIONS: list[tuple[dict[str, str], str, str | None]] = [
    ({}, "local", "cloud"),
    ({"Agent-Level": "L1"}, "cloud", "local"),
    ({"Agent-Level": "L2"}, "local", "cloud"),
    ({"Agent-Level": "L3"}, "local", "cloud"),
    ({"Priority": "critical"}, "cloud", "local"),
    ({"Priority": "high"}, "local", "cloud"),
    ({"Priority": "medium"}, "local", "cloud"),
    ({"Priority": "low"}, "local", "cloud"),
    ({"Agent-Level": "L3", "Priority": "critical"}, "cloud", "local"),
    ({"Agent-Level": "L1", "Use-Local": "always"}, "local", None),
    ({"Agent-Level": "L3", "Use-Local": "never"}, "cloud", None),
    ({"Use-Local": "auto", "Task": "kb.analyze"}, "local", "cloud"),
]
DIALECTS = {"anthropic": "/v1/messages", "openai": "/v1/chat/completions", "ollama": "/api/chat"}


def prefixed(hints: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"X-Ziggie-{name}", value) for name, value in hints.items()]


@pytest.mark.parametrize(("hints", "route", "fallback"), DECISIONS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_decide_says_is_what_happens(
    service: RunningService, dialect: str, hints: dict[str, str], route: str, fallback: str | None
) -> None:
    headers = prefixed(hints)
    question = {"dialect": dialect, "request": BODY}
    said = service.call("POST", "/ziggie/v1/decide", question, headers=headers).ok()
    assert said["route"] == route
    assert said["fallback"] == fallback
    assert set(said) == {"route", "model", "reason", "fallback"}
    done = service.call("POST", DIALECTS[dialect], BODY, headers=headers)
    assert done.status == 200, done.body
    assert done.headers["x-ziggie-route"] == route
    assert done.headers["x-ziggie-model"] == said["model"]
    assert done.headers["x-ziggie-reason"] == said["reason"]


def test_decide_reads_hints_in_the_body_and_sends_nothing(
    service: RunningService, parts: Parts
) -> None:
    request = {**BODY, "ziggie": {"agent_level": "L1"}}
    question = {"dialect": "anthropic", "request": request}
    assert service.call("POST", "/ziggie/v1/decide", question).ok()["route"] == "cloud"
    assert service.call("POST", "/ziggie/v1/decide", {}).ok()["route"] == "local"
    assert parts.cloud.messages() == []
    assert parts.ollama.calls("/api/chat") == []


def test_every_list_of_the_ledger_is_grouped(service: RunningService, parts: Parts) -> None:
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None)
    for task in ("b", "a", None, "b"):
        hints: dict[str, str] = {} if task is None else {"Task": task}
        assert service.call("POST", "/v1/messages", BODY, headers=prefixed(hints)).status == 200
    for name in ("requests", "fallbacks"):
        for by in ("day", "month", "component", "model", "task"):
            path = f"/ziggie/v1/{name}?by={by}"
            rows = service.call("GET", path).ok()[name]
            assert len(rows) >= 4
            assert service.call("GET", path + "&format=csv").status == 200
        told = [row["task"] for row in rows]
        assert told == sorted(told, key=lambda task: (task is None, task or ""))
        assert service.call("GET", f"/ziggie/v1/{name}?by=hour").status == 400


@pytest.mark.parametrize(
    ("dialect", "path", "body"),
    [
        ("openai", "/v1/responses", {"model": "gpt-4o", "input": "Hi"}),
        (
            "openai",
            "/v1/responses",
            {"model": "gpt-4o", "input": BODY["messages"]},
        ),
        ("openai", "/v1/completions", {"model": "gpt-4o", "prompt": "Hi"}),
        ("openai", "/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hi"}),
        ("openai", "/v1/embeddings", {"model": EMBEDDER, "input": ["Hi"]}),
        ("ollama", "/api/generate", {"model": "llama3.2", "prompt": "Hi", "stream": False}),
        ("ollama", "/api/embed", {"model": "llama3.2:3b", "input": "Hi"}),
        ("ollama", "/api/embeddings", {"model": "nomic-embed-text", "prompt": "Hi"}),
    ],
)
def test_decide_reads_the_bodies_of_all_routes(
    service: RunningService, dialect: str, path: str, body: dict[str, Any]
) -> None:
    question = {"dialect": dialect, "request": body}
    said = service.call("POST", "/ziggie/v1/decide", question).ok()
    done = service.call("POST", path, body)
    assert done.status == 200, done.body
    assert (said["route"], said["model"]) == ("local", done.headers["x-ziggie-model"])
    assert said["fallback"] == (None if "embed" in path else "cloud")


@pytest.mark.parametrize(
    "question",
    [
        {"dialect": "esperanto", "request": BODY},
        {"dialect": "anthropic", "request": "text"},
        {"dialect": "anthropic", "request": {"messages": 5}},
        {"dialect": "openai", "request": {}},
    ],
)
def test_decide_refuses_what_is_no_request(service: RunningService, question: Any) -> None:
    answer = service.call("POST", "/ziggie/v1/decide", question)
    assert answer.status == 400
    assert answer.json()["error"]["remedy"]


@pytest.mark.parametrize(
    ("mode", "hints", "route"),
    [("local", {"Agent-Level": "L1"}, "local"), ("cloud", {"Agent-Level": "L3"}, "cloud")],
)
def test_the_mode_counts_more_than_the_policy(
    service: RunningService, mode: str, hints: dict[str, str], route: str
) -> None:
    assert service.call("POST", "/ziggie/v1/mode", {"mode": mode}).ok() == {"mode": mode}
    assert service.call("GET", "/ziggie/v1/mode").ok() == {"mode": mode}
    done = service.call("POST", "/v1/messages", BODY, headers=prefixed(hints))
    assert done.headers["x-ziggie-route"] == route
    assert service.call("POST", "/ziggie/v1/mode", {"mode": "sometimes"}).status == 400
    assert service.state()["mode"] == mode


@pytest.fixture(scope="module")
def booked(shared: RunningService) -> list[Any]:
    """Two rows: one local, one cloud, of one component and task."""
    shared.call("POST", "/ziggie/v1/mode", {"mode": "auto"}).ok()
    for wish in ("always", "never"):
        hints = {"Use-Local": wish, "Component": "analyzer", "Task": "kb.analyze"}
        shared.call("POST", "/v1/messages", BODY, headers=prefixed(hints)).ok()

    def rows() -> Any:
        found = shared.call("GET", "/ziggie/v1/requests").ok()["requests"]
        mine = [row for row in found if row["component"] == "analyzer"]
        return mine if len(mine) == 2 else None

    found: list[Any] = until(rows, "both rows are booked")
    return found


def test_rows_have_the_names_of_the_contract(booked: list[Any]) -> None:
    for row in booked:
        assert set(ROW) <= set(row)
        assert row["status"] == "ok"
        assert row["task"] == "kb.analyze"
        assert row["gen_ai_usage_input_tokens"] > 0
    local = next(row for row in booked if row["route"] == "local")
    cloud = next(row for row in booked if row["route"] == "cloud")
    assert local["model"] == MODEL
    assert local["list_cost_pico"] is None
    assert local["counterfactual_cost_pico"] > 0
    assert local["energy_mj"] is None, "without a GPU the energy is unknown, not zero"
    assert cloud["list_cost_pico"] > 0
    assert cloud["counterfactual_cost_pico"] is None


@pytest.mark.parametrize("by", ["day", "month", "component", "model", "task"])
@pytest.mark.parametrize("route", ["usage", "savings"])
def test_figures_by_each_group(
    service: RunningService, booked: list[Any], route: str, by: str
) -> None:
    found = service.call("GET", f"/ziggie/v1/{route}?by={by}").ok()
    assert found["by"] == by
    assert sum(row["totals"]["requests"] for row in found["rows"]) == found["total"]["requests"]
    keys = [row[by] for row in found["rows"]]
    assert keys == [row["key"] for row in found["rows"]]
    expected = {"component": "analyzer", "task": "kb.analyze", "model": MODEL}
    assert by not in expected or expected[by] in keys
    assert all("gen_ai_usage_input_tokens" in row for row in found["rows"])
    text = service.call("GET", f"/ziggie/v1/{route}?by={by}&format=csv")
    assert text.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(text.body.decode())))
    assert [line[by] for line in lines] == keys


def test_lists_as_csv_and_in_a_period(service: RunningService, booked: list[Any]) -> None:
    text = service.call("GET", "/ziggie/v1/requests?format=csv&limit=2").body.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 2
    assert set(ROW) <= set(lines[0])
    for route in ("requests", "usage", "savings", "fallbacks"):
        past = service.call("GET", f"/ziggie/v1/{route}?from=2001-01-01&to=2001-12-31").ok()
        assert (past.get("rows") or past.get(route) or []) == []
        now = service.call("GET", f"/ziggie/v1/{route}?from=2001-01-01T00:00:00Z")
        assert now.status == 200
    for isoformat in ("2026-11-22T10:00:00+02:00", "2026-11-22T10:00:00.123456+00:00"):
        assert service.call("GET", f"/ziggie/v1/usage?from={isoformat}").status == 200
    assert service.call("GET", "/ziggie/v1/fallbacks?format=csv").status == 200
    assert service.call("GET", "/ziggie/v1/projection").ok()["reason"]


WRONG_QUERIES = [
    "from=yesterday", "to=2026-13-01", "by=colour", "format=xml", "from=", "nonsense=1",
    "to=9999-12-31", "from=2026-11-22T99:00", "by=", "from=%00", "to=%F0%9F%92%A9",
]  # fmt: skip


@pytest.mark.parametrize("query", WRONG_QUERIES)
@pytest.mark.parametrize("route", ["usage", "savings", "fallbacks", "requests"])
def test_wrong_parameters(service: RunningService, route: str, query: str) -> None:
    answer = service.call("GET", f"/ziggie/v1/{route}?{query}")
    assert answer.status == 400
    assert answer.json()["error"]["remedy"]


def test_the_state_is_the_whole_picture(service: RunningService) -> None:
    state = service.state()
    wanted = [
        "engine",
        "models",
        "pulls",
        "gpu",
        "mode",
        "today",
        "month",
        "fallbacks",
        "problems",
        "loaded",
        "cloud",
    ]
    assert set(wanted) <= set(state)
    assert state["cloud"]["simulated"] is True
    assert state["gpu"]["reason"]
    parts_of = json.dumps(state)
    assert service.token not in parts_of
    assert "sk-ant" not in parts_of


def test_metrics_are_prometheus_text(service: RunningService) -> None:
    answer = service.call("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    text = answer.body.decode()
    assert text.endswith("\n")
    typed: set[str] = set()
    sample = re.compile(
        r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+=\"[^\"\n]*\"(,[a-z_]+=\"[^\"\n]*\")*\})? "
        r"-?([0-9.]+(e[+-]?[0-9]+)?|\+Inf|NaN)"
    )
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert name not in typed, f"{name} is declared twice"
            assert kind in ("gauge", "counter", "histogram", "summary")
            typed.add(name)
        elif not line.startswith("# HELP "):
            found = sample.fullmatch(line)
            assert found, line
            assert found[1] in typed
    assert {"ziggie_info", "ziggie_engine_ready", "ziggie_active_requests"} <= typed


def test_the_document_is_sound_and_complete(service: RunningService) -> None:
    """Each reference leads somewhere, each parameter in a path is declared, every route of the
    contract is there."""
    found = document(service)
    assert found["openapi"].startswith("3.1")
    assert found["info"]["title"]
    schemas = found["components"]["schemas"]
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(found)):
        assert reference.removeprefix("#/components/schemas/") in schemas
    for path, methods in found["paths"].items():
        for operation in methods.values():
            assert operation["responses"]
            declared = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            assert declared == re.findall(r"{(\w+)}", path), path
    wanted = [
        "/v1/messages",
        "/v1/messages/count_tokens",
        "/v1/models",
        "/v1/chat/completions",
        "/v1/responses",
        "/v1/completions",
        "/v1/embeddings",
        "/api/chat",
        "/api/generate",
        "/api/embed",
        "/api/embeddings",
        "/api/show",
        "/api/tags",
        "/api/ps",
        "/api/version",
        "/metrics",
        "/openapi.json",
    ]
    own = [
        "health",
        "state",
        "events",
        "decide",
        "query",
        "usage",
        "savings",
        "fallbacks",
        "requests",
        "projection",
        "models",
        "pulls",
        "engine",
        "mode",
        "settings",
        "tokens",
    ]
    assert {*wanted, *(f"/ziggie/v1/{name}" for name in own)} <= set(found["paths"])


def test_events_a_snapshot_then_each_change(service: RunningService) -> None:
    with service.http.server_sent("/ziggie/v1/events") as events:
        _, name, data = next(events)
        assert name == "snapshot"
        assert set(data) == set(service.state())
        service.call("POST", "/ziggie/v1/mode", {"mode": "local"}).ok()
        _, _, changed = _first(events, "mode")
        assert changed == {"mode": "local"}
        done = service.call("POST", "/v1/messages", BODY)
        _, _, row = _first(events, "request")
        assert row["id"] == done.headers["x-ziggie-request-id"]


def test_events_resume_without_loss_or_repetition(service: RunningService) -> None:
    modes = ["local", "cloud"] * 10
    with service.http.server_sent("/ziggie/v1/events") as events:
        last, name, _ = next(events)
        assert name == "snapshot"
    got: list[str] = []
    seen: set[str] = set()
    for index, mode in enumerate(modes):
        service.call("POST", "/ziggie/v1/mode", {"mode": mode}).ok()
        if index % 4 != 3:
            continue
        with service.http.server_sent(
            "/ziggie/v1/events", headers=[("Last-Event-ID", last)]
        ) as events:
            while len(got) <= index:
                last, name, data = next(events)
                assert name != "snapshot"
                assert last not in seen
                seen.add(last)
                got += [data["mode"]] if name == "mode" else []
    assert got == modes


@pytest.mark.parametrize("stale", ["", "0", "deadbeef-1", "{session}-999999", "x" * 500, "ü"])
def test_a_stale_id_gives_a_snapshot(service: RunningService, stale: str) -> None:
    with service.http.server_sent("/ziggie/v1/events") as events:
        session = next(events)[0].partition("-")[0]
    headers = [("Last-Event-ID", stale.replace("{session}", session))]
    with service.http.server_sent("/ziggie/v1/events", headers=headers) as events:
        assert next(events)[1] == "snapshot"


def test_a_fallback_is_an_event_and_in_the_list(service: RunningService, parts: Parts) -> None:
    from tests.parts.ollama_shapes import OllamaFault

    with service.http.server_sent("/ziggie/v1/events") as events:
        next(events)
        parts.ollama.fail(OllamaFault.SERVER_ERROR, times=1, path="/api/chat")
        done = service.call("POST", "/v1/messages", BODY)
        assert done.headers["x-ziggie-fallback"].startswith("local->cloud")
        _, _, told = _first(events, "fallback")
    assert told["request_id"] == done.headers["x-ziggie-request-id"]
    assert (told["from_route"], told["route"]) == ("local", "cloud")

    def listed() -> bool:
        found = service.call("GET", "/ziggie/v1/fallbacks").ok()["fallbacks"]
        return told["request_id"] in [one["request_id"] for one in found]

    until(listed, "it is booked")
    assert told["request_id"] in [one["request_id"] for one in service.state()["fallbacks"]]


def test_a_question_is_answered_from_facts(service: RunningService, booked: list[Any]) -> None:
    reply = service.call("POST", "/ziggie/v1/query", {"question": "What did I spend today?"}).ok()
    assert set(reply) == {"answer", "facts", "route"}
    assert reply["facts"]["costs"]
    assert service.call("POST", "/ziggie/v1/query", {"question": 5}).status == 400


def test_pull_load_and_remove(service: RunningService) -> None:
    started = service.call("POST", "/ziggie/v1/pulls", {"model": "tiny:1b"})
    assert started.status == 202, started.body
    wanted = started.json()["id"]

    def state() -> Any:
        pulls = service.call("GET", "/ziggie/v1/pulls").ok()["pulls"]
        return next(pull["state"] for pull in pulls if pull["id"] == wanted)

    until(lambda: state() == "done", "the download ends")

    def names() -> list[str]:
        return [m["name"] for m in service.call("GET", "/ziggie/v1/models").ok()["models"]]

    until(lambda: "tiny:1b" in names(), "the model is listed")
    for action in ("load", "unload", "remove"):
        body = {"action": action, "model": "tiny:1b"}
        assert service.call("POST", "/ziggie/v1/models", body).status == 200, action
    assert "tiny:1b" not in names()
    missing = {"action": "remove", "model": "tiny:1b"}
    answer = service.call("POST", "/ziggie/v1/models", missing)
    assert answer.status == 404
    assert answer.json()["error"]["remedy"]


def _first(events: Iterator[tuple[str, str, Any]], wanted: str) -> tuple[str, str, Any]:
    return next(event for event in events if event[1] == wanted)


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("/api/pull", "ziggie-desktop pull"),
        ("/v1/messages/batches", "one by one"),
        ("/v1/files", "one by one"),
        ("/v1/v1/messages", "Leave /v1 out"),
        ("/messages", "needs /v1"),
        ("/v1/elsewhere", "/openapi.json"),
    ],
)
def test_a_route_that_is_not_here_says_what_to_do(
    service: RunningService, path: str, instead: str
) -> None:
    answer = service.call("POST", path, {})
    assert answer.status == 404
    assert instead in answer.body.decode()
