"""Owns openapi.json: made from the declared routes and the contract's structs, never by hand."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import msgspec
from starlette.routing import Route

from ziggie_desktop import __version__
from ziggie_desktop.contract.errors import ErrorDocument
from ziggie_desktop.gateway.hints import KNOWN
from ziggie_desktop.routing.request import AgentLevel, Delivery, Priority, UseLocal
from ziggie_desktop.service.http import Endpoint

CHOICES: dict[str, type[StrEnum]] = {
    "priority": Priority,
    "agent_level": AgentLevel,
    "use_local": UseLocal,
    "delivery": Delivery,
}
ANSWERED = {
    "Request-Id": "the row's id in the ledger",
    "Route": "local or cloud",
    "Model": "the one that answered",
    "Reason": "why it went there",
    "Fallback": "only where the first choice did not answer",
}
REF = "#/components/schemas/{name}"


def document(
    endpoints: tuple[Endpoint, ...], inference: tuple[tuple[str, str, str], ...]
) -> dict[str, Any]:
    """OpenAPI 3.1. ``inference``: method, path and dialect of the routes whose bodies belong to the
    Anthropic, OpenAI and Ollama APIs."""
    kinds = [ErrorDocument]
    kinds += [kind for e in endpoints for kind in (e.body, e.answer) if _is_struct(kind)]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=REF)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    for method, path, dialect in inference:
        paths.setdefault(path, {})[method.lower()] = _inference(method, path, dialect)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ziggie Desktop", "version": __version__},
        "security": [{"bearer": []}, {"apiKey": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            },
        },
    }


def inference(routes: list[Route]) -> tuple[tuple[str, str, str], ...]:
    """Method, path and dialect of the gateway's routes, as Starlette knows them."""
    found = []
    for route in routes:
        for method in sorted((route.methods or {"POST"}) - {"HEAD"}):
            if route.path.startswith("/api/"):
                dialect = "Ollama"
            else:
                dialect = "Anthropic" if route.path.startswith("/v1/messages") else "OpenAI"
            found.append((method, route.path.replace(":path}", "}"), dialect))
    return tuple(found)


def _inference(method: str, path: str, dialect: str) -> dict[str, Any]:
    """What we add to another API's call: the hints it may carry, and what its answer says."""
    words = f"As in the {dialect} API"
    parameters = _in_path(path)
    operation: dict[str, Any] = {"summary": words}
    answer: dict[str, Any] = {"description": words}
    if method == "POST":
        parameters += [_hint(name) for name in sorted(KNOWN)]
        content = {"application/json": {"schema": {"type": "object"}}}
        operation["requestBody"] = {"required": True, "content": content}
        answer["headers"] = {
            f"X-Ziggie-{name}": {"schema": {"type": "string"}, "description": text}
            for name, text in ANSWERED.items()
        }
    operation["responses"] = {"200": answer, "default": {"description": f"An error, {words}"}}
    if parameters:
        operation["parameters"] = parameters
    return operation


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _hint(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in CHOICES:
        schema["enum"] = [member.value for member in CHOICES[name]]
    header = "X-Ziggie-" + "-".join(part.capitalize() for part in name.split("_"))
    return {"name": header, "in": "header", "schema": schema}


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done"}
    if _is_struct(endpoint.answer):
        answer["content"] = _content(endpoint.answer)
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "responses": {
            str(endpoint.status): answer,
            "default": {"description": "An error", "content": _content(ErrorDocument)},
        },
    }
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(endpoint.body)}
    parameters = _in_path(endpoint.path)
    parameters += [
        {"name": name, "in": "query", "schema": {"type": "string"}} for name in endpoint.query
    ]
    if parameters:
        operation["parameters"] = parameters
    if endpoint.path == "/ziggie/v1/decide":
        operation["parameters"] = [_hint(name) for name in sorted(KNOWN)]
    if endpoint.path == "/ziggie/v1/health":
        operation["security"] = []
    return operation


def _content(kind: Any) -> dict[str, Any]:
    schema: dict[str, Any] = (
        {"$ref": REF.format(name=kind.__name__)} if _is_struct(kind) else {"type": "object"}
    )
    return {"application/json": {"schema": schema}}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
