"""Owns how one model's many names are told to be the same. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULTS = ("registry.ollama.ai/library/", "registry.ollama.ai/")


def listed_name(name: str) -> str:
    """As Ollama lists it: no scheme, no registry where it is Ollama's own, and a tag."""
    rest = name.partition("://")[2] or name
    for default in _DEFAULTS:
        if rest.startswith(default):
            rest = rest.removeprefix(default)
            break
    rest = rest.removeprefix("library/")
    return rest if ":" in rest.rpartition("/")[2] else f"{rest}:latest"


def on_this_machine(name: str) -> bool:
    """Whether the registry of ``name`` is on loopback: one without TLS harms nobody there."""
    rest = name.partition("://")[2] or name
    first, found, _ = rest.partition("/")
    if not found:
        return False
    host = urlsplit(f"//{first}").hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def pull_name(name: str) -> tuple[str, bool]:
    """The name to pull a listed model by, and whether without TLS."""
    if on_this_machine(name):
        return f"http://{name.partition('://')[2] or name}", True
    return name, False
