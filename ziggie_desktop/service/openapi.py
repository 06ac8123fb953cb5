"""Owns openapi.json: made from the declared routes and the contract's structs, never by hand."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.routing import Route

from ziggie_desktop import __version__
from ziggie_desktop.contract.errors import ErrorDocument
from ziggie_desktop.service.http import Endpoint

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
        paths.setdefault(path, {})[method.lower()] = {
            "summary": f"As in the {dialect} API",
            "responses": {"200": {"description": f"As in the {dialect} API"}},
        }
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
    if endpoint.query:
        operation["parameters"] = [
            {"name": name, "in": "query", "schema": {"type": "string"}} for name in endpoint.query
        ]
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
