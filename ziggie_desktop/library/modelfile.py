"""Owns the reading of a Modelfile into what /api/create takes. Pure: it opens no file.

https://github.com/ollama/ollama/blob/main/docs/modelfile.mdx
"""

from __future__ import annotations

from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

QUOTES = '"""'
ROLES = ("system", "user", "assistant")
_INTEGERS = (
    "num_ctx", "repeat_last_n", "seed", "num_predict", "top_k", "num_keep", "num_batch",
    "num_gpu", "main_gpu", "num_thread", "draft_num_predict",
)  # fmt: skip
_FLOATS = (
    "temperature", "top_p", "min_p", "typical_p", "repeat_penalty", "presence_penalty",
    "frequency_penalty", "tfs_z", "mirostat_tau", "mirostat_eta",
)  # fmt: skip
_SINGLE = {"template": "template", "system": "system", "license": "license"}
_PLAIN = {"renderer": "renderer", "parser": "parser", "requires": "requires"}


class Recipe(msgspec.Struct):
    """``source`` is a model's name or a file; ``adapters`` are files; ``extra`` goes to Ollama."""

    source: str
    adapters: list[str] = msgspec.field(default_factory=list)
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


def parse(text: str) -> Recipe:
    """Raises ZiggieError ``bad_modelfile`` with the line that is wrong."""
    recipe = Recipe(source="")
    parameters: dict[str, Any] = {}
    messages: list[dict[str, str]] = []
    for number, name, value in _instructions(text):
        if name == "from":
            if recipe.source:
                raise _wrong(number, "there is a second FROM")
            recipe.source = value
        elif name == "adapter":
            recipe.adapters.append(value)
        elif name == "parameter":
            key, _, words = value.partition(" ")
            _add_parameter(parameters, number, key.lower(), _unquoted(words.strip()))
        elif name == "message":
            role, _, words = value.partition(" ")
            if role.lower() not in ROLES:
                raise _wrong(number, f"{role!r} is none of {', '.join(ROLES)}")
            messages.append({"role": role.lower(), "content": _unquoted(words.strip())})
        elif name in _SINGLE:
            recipe.extra[_SINGLE[name]] = value
        elif name in _PLAIN:
            recipe.extra[_PLAIN[name]] = value
        else:
            raise _wrong(number, f"{name.upper()!r} is no instruction")
    if not recipe.source:
        raise _wrong(1, "there is no FROM")
    if parameters:
        recipe.extra["parameters"] = parameters
    if messages:
        recipe.extra["messages"] = messages
    return recipe


def _instructions(text: str) -> list[tuple[int, str, str]]:
    """(line, lower-case name, value) of each; a value in triple quotes may go over lines."""
    found = []
    lines = text.removeprefix("\ufeff").splitlines()
    at = 0
    while at < len(lines):
        number, line = at + 1, lines[at].strip()
        at += 1
        if not line or line.startswith("#"):
            continue
        name, _, value = line.partition(" ")
        value = value.strip()
        head, opened, rest = value.partition(QUOTES)
        if opened:
            parts = [rest]
            while QUOTES not in parts[-1]:
                if at >= len(lines):
                    raise _wrong(number, f"the {QUOTES} is never closed")
                parts.append(lines[at])
                at += 1
            value = head + "\n".join(parts).partition(QUOTES)[0]
        elif name.lower() not in ("parameter", "message"):
            value = _unquoted(value)
        if not value:
            raise _wrong(number, f"{name.upper()} says nothing")
        found.append((number, name.lower(), value))
    return found


def _unquoted(value: str) -> str:
    if value.startswith(QUOTES) and value.endswith(QUOTES) and len(value) >= 2 * len(QUOTES):
        return value[3:-3]
    quoted = len(value) >= 2 and value[0] == value[-1] == '"'
    return value[1:-1] if quoted else value


def _add_parameter(parameters: dict[str, Any], number: int, key: str, words: str) -> None:
    if not words:
        raise _wrong(number, f"PARAMETER {key} has no value")
    try:
        if key == "stop":
            parameters.setdefault("stop", []).append(words)
        elif key in _INTEGERS:
            parameters[key] = int(words)
        elif key in _FLOATS:
            parameters[key] = float(words)
        elif words.lower() in ("true", "false"):
            parameters[key] = words.lower() == "true"
        else:
            parameters[key] = words  # one that is newer than we are: Ollama knows its type
    except ValueError as error:
        raise _wrong(number, f"{words!r} is no value for {key}") from error


def _wrong(line: int, what: str) -> ZiggieError:
    return ZiggieError(
        "bad_modelfile",
        f"Line {line} of the Modelfile is wrong: {what}.",
        "Mend that line; https://docs.ollama.com/modelfile says what may stand there.",
        status=400,
    )
