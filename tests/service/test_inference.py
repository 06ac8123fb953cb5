"""The three dialects through the running service: what every answer says, and every refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.parts.ollama_shapes import OllamaFault
from tests.parts.stopwatch import Stopwatch
from tests.service.conftest import MakeService, await_local
from tests.service.http import Answer, Http
from tests.service.parts import EMBEDDER, MODEL, Parts
from tests.service.running import RunningService, until
from tests.service.surface import has_own_shape, routes
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

CLAUDE = "claude-haiku-5-5"
SAID = [{"role": "user", "content": "What is a ledger?"}]
CHATS: dict[str, dict[str, Any]] = {
    "/v1/messages": {"max_tokens": 60, "messages": SAID},
    "/v1/chat/completions": {"messages": SAID},
    "/v1/responses": {"input": "What is a ledger?"},
    "/v1/completions": {"prompt": "What is a ledger?"},
    "/api/chat": {"messages": SAID},
    "/api/generate": {"prompt": "What is a ledger?"},
}
# A stream in the side's own dialect is handed on byte for byte: the headers alone say it.
RELAYED = {("/v1/messages", "cloud"), ("/api/chat", "local"), ("/api/generate", "local")}
CLOUD = [("X-Ziggie-Use-Local", "never")]


def ask(
    service: RunningService,
    path: str,
    *,
    model: str = CLAUDE,
    stream: bool = False,
    headers: list[tuple[str, str]] | None = None,
    **more: Any,
) -> Answer:
    body = {"model": model, "stream": stream, **CHATS[path], **more}
    sent = [*(headers or [])]
    if path.startswith("/v1/messages"):
        sent.append(("anthropic-version", "2023-06-01"))
    return service.call("POST", path, body, headers=sent)


def ziggie_objects(answer: Answer) -> list[Any]:
    """Every ``ziggie`` object in a streamed or whole answer."""
    text = answer.body.decode()
    lines = [line.removeprefix("data: ") for line in text.splitlines()] if "\n" in text else [text]
    found = []
    for line in lines:
        if line.startswith("{"):
            found += _find(json.loads(line))
    return found


def _find(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return []
    here = [value["ziggie"]] if "ziggie" in value else []
    return here + [one for inner in value.values() for one in _find(inner)]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("side", ["local", "cloud"])
@pytest.mark.parametrize("path", CHATS)
def test_every_answer_says_where_it_came_from(
    service: RunningService, path: str, side: str, stream: bool
) -> None:
    headers = CLOUD if side == "cloud" else []
    answer = ask(service, path, stream=stream, headers=headers)
    assert answer.status == 200, answer.body
    said = answer.headers
    assert said["x-ziggie-request-id"]
    assert said["x-ziggie-route"] == side
    assert said["x-ziggie-model"] == (MODEL if side == "local" else CLAUDE)
    assert said["x-ziggie-reason"]
    assert "x-ziggie-fallback" not in said
    if not (stream and (path, side) in RELAYED):
        objects = ziggie_objects(answer)
        assert objects, answer.body[:600]
        assert objects[0]["route"] == side
        assert objects[0]["request_id"] == said["x-ziggie-request-id"]
    assert "ledger" in answer.body.decode().lower()


@pytest.fixture(scope="module")
def troubled(
    module_parts: Parts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    """A service whose local side is left alone after a while, because it failed so often."""
    home = tmp_path_factory.mktemp("troubled") / "home"
    with RunningService(home=home, environ=module_parts.environ) as running:
        yield running


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("path", CHATS)
def test_a_fallback_is_said(
    troubled: RunningService, parts: Parts, path: str, stream: bool
) -> None:
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=2, path="/api/chat")
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=2, path="/api/generate")
    answer = ask(troubled, path, stream=stream)
    parts.ollama.heal()
    assert answer.status == 200, answer.body
    assert answer.headers["x-ziggie-route"] == "cloud"
    assert answer.headers["x-ziggie-fallback"].startswith("local->cloud; reason=")


@pytest.mark.parametrize("path", CHATS)
def test_a_model_that_does_not_exist(service: RunningService, path: str) -> None:
    answer = ask(service, path, model="no-such-model:70b")
    assert answer.status == 404
    assert has_own_shape(path, answer.headers, answer.json(), 404)
    assert "no-such-model:70b" in answer.body.decode()
    assert "ziggie-desktop pull" in answer.body.decode()


WRONG_BODIES = [
    b"",
    b"{",
    b"not json",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b"{}",
]


ALL_MAY_BE_LEFT_OUT = (
    "/ziggie/v1/decide",
    "/ziggie/v1/gpu/reading",
    "/ziggie/v1/settings",
    "/ziggie/v1/whatif",
)


def test_bodies_that_are_none(service: RunningService) -> None:
    """On every route that takes one."""
    wrong = []
    for method, path in routes(service):
        if method != "POST" or path == "/ziggie/v1/shutdown":
            continue
        for body in WRONG_BODIES:
            if path in ALL_MAY_BE_LEFT_OUT and body == b"{}":
                continue
            answer = service.call("POST", path, body)
            fits = answer.status == 400 and has_own_shape(path, {}, answer.json(), 400)
            if not fits:
                wrong.append((path, body, answer.status, answer.body[:200]))
    assert wrong == []


@pytest.mark.parametrize("chunked", [False, True], ids=["content-length", "chunked"])
@pytest.mark.parametrize(
    "path", [*CHATS, "/v1/embeddings", "/api/embed", "/api/show", "/v1/messages/count_tokens",
             "/ziggie/v1/decide", "/ziggie/v1/settings"]
)  # fmt: skip
def test_a_body_over_the_limit(service: RunningService, path: str, chunked: bool) -> None:
    large = 32 * 2**20 + 1
    part = b" " * 2**20

    def parts() -> Iterator[bytes]:
        for _ in range(33):
            yield part

    answer = service.call("POST", path, parts() if chunked else b" " * large)
    assert answer.status == 413
    assert has_own_shape(path, answer.headers, answer.json(), 413)
    assert "32 MiB" in answer.body.decode()


def test_a_body_just_below_the_limit_is_read(service: RunningService) -> None:
    filled = json.dumps({"question": {}, "pad": "x"}).encode()
    body = filled + b" " * (32 * 2**20 - len(filled))
    assert service.call("POST", "/ziggie/v1/query", body).status == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/messages", 405),
        ("DELETE", "/v1/messages", 405),
        ("PUT", "/v1/chat/completions", 405),
        ("GET", "/api/chat", 405),
        ("POST", "/api/tags", 405),
        ("DELETE", "/ziggie/v1/state", 405),
        ("PATCH", "/metrics", 405),
        ("POST", "/v1/nowhere", 404),
        ("GET", "/v1/messages/", 404),
        ("DELETE", "/api/delete", 404),
        ("GET", "/ziggie/v2/state", 404),
        ("GET", "/", 404),
    ],
)
def test_unknown_routes_and_methods(
    service: RunningService, method: str, path: str, status: int
) -> None:
    answer = service.call(method, path)
    assert answer.status == status
    assert has_own_shape(path, {}, answer.json(), status)
    assert answer.headers["content-type"].startswith("application/json")
    if status == 405:
        assert answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/v1/v1/messages", "Leave /v1 out"),
        ("/v1/api/chat", "Leave /v1 out"),
        ("/chat/completions", "needs /v1"),
        ("//v1/messages", "Leave the slash"),
        ("/v1/nowhere", "openapi.json"),
    ],
)
def test_a_wrong_base_url_is_told(service: RunningService, path: str, words: str) -> None:
    answer = service.call("POST", path, {})
    assert answer.status == 404
    assert words in answer.body.decode()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Ziggie-Priority", "urgent"),
        ("X-Ziggie-Agent-Level", "L4"),
        ("X-Ziggie-Use-Local", "perhaps"),
        ("X-Ziggie-Delivery", "pigeon"),
        ("X-Ziggie-Deadline-Ms", "soon"),
        ("X-Ziggie-Deadline-Ms", "-1"),
        ("X-Ziggie-Min-Confidence", "2"),
        ("X-Ziggie-Min-Confidence", "nan"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions", "/api/chat"])
def test_wrong_hints(service: RunningService, path: str, header: str, value: str) -> None:
    answer = ask(service, path, headers=[(header, value)])
    assert answer.status == 400
    assert header in answer.body.decode()
    assert has_own_shape(path, answer.headers, answer.json(), 400)


def test_a_header_wins_over_the_body(service: RunningService) -> None:
    answer = ask(service, "/v1/messages", ziggie={"use_local": "never", "task": "of the body"})
    assert answer.headers["x-ziggie-route"] == "cloud"
    answer = ask(service, "/v1/messages", metadata={"ziggie": {"use_local": "never"}})
    assert answer.headers["x-ziggie-route"] == "cloud"
    answer = ask(
        service,
        "/v1/messages",
        ziggie={"use_local": "never"},
        headers=[("X-Ziggie-Use-Local", "always"), ("X-Ziggie-Task", "of the header")],
    )
    assert answer.headers["x-ziggie-route"] == "local", answer.body

    def row() -> Any:
        rows = service.call("GET", "/ziggie/v1/requests?limit=5").ok()["requests"]
        wanted = answer.headers["x-ziggie-request-id"]
        return next((one for one in rows if one["id"] == wanted), None)

    assert until(row, "the row is booked")["task"] == "of the header"


def test_embeddings_and_lists(service: RunningService) -> None:
    body = {"model": EMBEDDER, "input": ["one", "two"]}
    assert len(service.call("POST", "/v1/embeddings", body).ok()["data"]) == 2
    assert len(service.call("POST", "/api/embed", body).ok()["embeddings"]) == 2
    old = {"model": EMBEDDER, "prompt": "one"}
    assert service.call("POST", "/api/embeddings", old).ok()["embedding"]
    assert service.call("POST", "/api/show", {"model": MODEL}).ok()["capabilities"]
    names = [m["name"] for m in service.call("GET", "/api/tags").ok()["models"]]
    assert MODEL in names
    assert "models" in service.call("GET", "/api/ps").ok()
    assert service.call("GET", "/api/version").ok()["version"]
    openai = service.call("GET", "/v1/models").ok()
    assert openai["object"] == "list"
    assert MODEL in [m["id"] for m in openai["data"]]
    version = [("anthropic-version", "2023-06-01")]
    claude = service.call("GET", "/v1/models", headers=version).ok()
    assert "has_more" in claude
    assert CLAUDE in [m["id"] for m in claude["data"]]
    counted = {"model": CLAUDE, "messages": SAID}
    assert service.call("POST", "/v1/messages/count_tokens", counted).ok()["input_tokens"] > 0


@pytest.mark.parametrize("version", ["2023-06-01", "2026-10-21"])
def test_both_versions_of_the_anthropic_api(service: RunningService, version: str) -> None:
    body = {"model": CLAUDE, **CHATS["/v1/messages"]}
    for headers in ([], CLOUD):
        sent = [*headers, ("anthropic-version", version)]
        answer = service.call("POST", "/v1/messages", body, headers=sent)
        assert answer.ok()["type"] == "message"


def test_the_owners_token_never_reaches_a_side(service: RunningService, parts: Parts) -> None:
    for headers in ([], CLOUD):
        for path in CHATS:
            ask(service, path, headers=headers)
    sent = [json.dumps([r.headers, r.body]) for r in parts.cloud.requests]
    assert sent
    assert not any(service.token in text for text in sent)
    assert all(r.headers["x-api-key"] == parts.cloud.key for r in parts.cloud.messages())


@pytest.mark.parametrize("path", CHATS)
def test_without_a_key_and_without_ollama_a_typed_503(lost: RunningService, path: str) -> None:
    with Stopwatch() as watch:
        answer = ask(lost, path)
    assert watch.seconds < 8
    assert answer.status == 503
    assert has_own_shape(path, answer.headers, answer.json(), 503)
    assert answer.headers["x-should-retry"] == "false"
    assert lost.call("GET", "/ziggie/v1/health").ok()["status"] == "degraded"


@pytest.fixture
def lost(make_service: MakeService) -> RunningService:
    """A service that has neither side."""
    environ = {"ANTHROPIC_API_KEY": "", "OLLAMA_HOST": "127.0.0.1:1"}
    return make_service(environ=environ)


def test_the_cloud_key_is_missing_and_local_goes_on(make_service: MakeService) -> None:
    service = make_service(environ={"ANTHROPIC_API_KEY": ""})
    await_local(service)
    assert ask(service, "/v1/messages").headers["x-ziggie-route"] == "local"
    answer = ask(service, "/v1/messages", headers=CLOUD)
    assert answer.status == 503
    assert "key" in answer.json()["error"]["message"]
    critical = ask(service, "/v1/messages", headers=[("X-Ziggie-Priority", "critical")])
    assert critical.headers["x-ziggie-route"] == "local"
    assert critical.headers["x-ziggie-fallback"].startswith("cloud->local; reason=")
    assert service.state()["cloud"]["configured"] is False


def test_both_sides_fail_and_the_caller_is_told(make_service: MakeService, parts: Parts) -> None:
    service = make_service()
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/chat")
    parts.cloud.fail(CloudFault.UNAVAILABLE, times=None)
    try:
        answer = ask(service, "/v1/messages")
    finally:
        parts.reset()
    assert answer.status in (500, 502, 503)
    assert has_own_shape("/v1/messages", answer.headers, answer.json(), answer.status)


def test_a_caller_that_hangs_up_leaves_a_row(service: RunningService, parts: Parts) -> None:
    parts.ollama.delay_s = 5.0
    body = {"model": CLAUDE, **CHATS["/v1/messages"]}
    http = Http(service.url, token=service.token)
    with pytest.raises(TimeoutError):
        http.call("POST", "/v1/messages", body, timeout_s=0.5)

    def aborted() -> bool:
        rows = service.call("GET", "/ziggie/v1/requests?limit=1").ok()["requests"]
        return bool(rows) and rows[0]["status"] == "aborted"

    until(aborted, "the request is booked as aborted")
