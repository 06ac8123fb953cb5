"""Owns what the service itself says that it serves: every route of its openapi.json."""

from __future__ import annotations

from typing import Any

from tests.service.running import RunningService

HEALTH = ("GET", "/ziggie/v1/health")
UNKNOWN = [
    ("GET", "/"),
    ("GET", "/nowhere"),
    ("POST", "/v1/nowhere"),
    ("GET", "/api/nowhere"),
    ("GET", "/ziggie/v1/nowhere"),
    ("OPTIONS", "/v1/messages"),
]


def document(service: RunningService) -> Any:
    return service.call("GET", "/openapi.json").ok()


def routes(service: RunningService) -> list[tuple[str, str]]:
    """Method and path of each route; a path parameter gets a value."""
    return [
        (method.upper(), path.replace("{name}", "llama3.2:3b").replace("{id}", "req_none"))
        for path, methods in document(service)["paths"].items()
        for method in methods
    ]


def has_own_shape(path: str, headers: dict[str, str], body: Any, status: int) -> bool:
    """Whether an error looks as the clients of that path expect it, with words and a remedy."""
    if path.startswith("/api/"):
        return set(body) == {"error"} and isinstance(body["error"], str) and ". " in body["error"]
    error = body["error"]
    if path.startswith("/v1/messages") or "anthropic-version" in headers:
        return body["type"] == "error" and bool(error["type"]) and bool(error["message"])
    if path.startswith("/v1/"):
        return bool(error["message"]) and bool(error["type"]) and "code" in error
    return all(error[key] for key in ("code", "title", "remedy", "request_id"))
