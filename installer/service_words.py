"""Finds what the service says to people, in its sources, as templates with named ``{places}``.

The service says everything in English: its rows keep the reasons of the past, and its answers are
the same for every caller. The desktop translates on view, and needs each sentence for that.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOMS = ("contract", "routing", "gateway", "engine", "library", "gpu", "cloud", "ledger", "service")
FILES = ("platform/keys.py", "platform/paths.py", "platform/autostart.py")
NOT_SAID = {
    "cloud/prices.py",  # names of meters, as the price list has them
    "gateway/loopback.py",  # HTTP
    "gateway/retry.py",  # what a provider's refusal is known by
    "library/repair.py",  # what a damaged download is known by
    "ledger/report_words.py",  # the report's own words, with their German beside them
    "ledger/report_html.py",
    "ledger/focus.py",  # columns of an export
    "service/openapi.py",
    "service/metrics.py",
    "service/exports.py",
    "service/diagnostics.py",  # a text file in a zip
    "service/query.py",  # answers to questions, which are asked and answered in English
    "service/facts_said.py",
    "service/when.py",
}
QUIET_CALLS = {"log", "logging", "re", "get", "post", "ValueError", "TypeError", "AssertionError",
               "RuntimeError", "TypeVar", "OSError"}  # fmt: skip
QUIET_KEYWORDS = {"summary", "name", "sql", "description", "header"}
MOST_FORMS = 12

# What stands in no sentence of the sources: single words that fill places, clauses put together
# from pieces, and what Ollama and the system say, which is passed on.
MORE = (
    "and", "but", "unknown", "healthy", "estimated", "counted", "day", "month", "tomorrow",
    "absent", "stopped", "starting", "ready", "adopted", "degraded", "stopping", "failed",
    "queued", "running", "paused", "done", "cancelled",
    "completion", "embedding", "tools", "vision", "thinking", "insert", "logprobs", "audio",
    "the local side", "the cloud side", "of {whose}", "Claude {what}",
    "See that the PostgreSQL server of `[ledger] url` runs and lets us in.",
    "the policy names no fallback for what it sends to the local side",
    "the policy names no fallback for what it sends to the cloud side",
    "{file}… of {models} {what}.",
    "pulling manifest", "pulling {digest}", "verifying sha256 digest", "writing manifest",
    "removing unused layers", "removing any unused layers", "success",
    "no space left on device", "permission denied", "no such file or directory",
    "read-only file system", "is a directory", "not a directory",
    "file exists", "input/output error", "network is unreachable",
    "expected `{wanted}`", "expected `{wanted}`, got `{given}`",
    "object missing required field `{field}`", "object contains unknown field `{field}`",
    "{what} - at `{where}`", "invalid enum value {value}",
    "model requires more system memory ({needed}) than is available ({free})",
)  # fmt: skip

_PROSE = re.compile(r"[a-z]{2,}[,;:.…]?\s|\s[a-z]{2,}")
_MACHINE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE FROM|CREATE TABLE|CASE WHEN|PRAGMA|BEGIN;|CAST|excluded)\b"
    r"|\bIS (NOT )?NULL\b|LIKE \?|^SET |substr\(|coalesce\(|to_char\(|unixepoch|(=|<|>) \?"
    r"|^\w+ = |route = '|status = '|_\w+, \w+_|charset=|text/plain|\r\n|^# |^SUBSYSTEM|Bearer $"
    r"|default-src|attachment;|\\d|\\b|%\(|^id: |^\$|^sudo |^ready http|^--|reason=|^X-"
)
_TO_A_MODEL = re.compile(r"^(Answer with|Call at most|\(The conversation|Error: *$)")
_OWN_PLACES = re.compile(r"\{[a-z_]+\}")


class Place(str):
    """The name of what stands between two literal parts."""


Form = tuple[str, ...]  # literal parts and places, in turn


def collected(sources: Path, resources: Path) -> list[str]:
    """Every template, each once, in the order of the alphabet."""
    policy, catalogue = (
        tomllib.loads((resources / name).read_text(encoding="utf-8"))
        for name in ("policy.toml", "catalogue.toml")
    )
    found = {*MORE, *(rule["because"] for rule in policy["rules"]), *catalogue["tasks"].values()}
    found.update(model["about"] for model in catalogue["models"])
    for path in _paths(sources):
        found.update(_of(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(found)


def _paths(sources: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((sources / room).rglob("*.py")):
            if path.relative_to(sources).as_posix() not in NOT_SAID:
                yield path
    yield from (sources / name for name in FILES)


def _of(tree: ast.Module) -> Iterator[str]:
    for node in _said(tree):
        for form in _forms(node):
            text = _template(form)
            if text is not None:
                yield text


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """The texts in ``node``; not docstrings, logs, comparisons, nor what only programs read."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, (ast.Compare, ast.Assert)):
        return
    if isinstance(node, ast.Call) and _callee(node) in QUIET_CALLS:
        return
    if isinstance(node, ast.keyword) and node.arg in QUIET_KEYWORDS:
        return
    if _is_text(node):
        assert isinstance(node, ast.expr)
        yield node
    elif isinstance(node, ast.Constant):
        return
    for child in ast.iter_child_nodes(node):
        if _is_text(node) and not isinstance(child, ast.FormattedValue | ast.BinOp):
            if not isinstance(child, ast.Constant | ast.JoinedStr):
                yield from _said(child)
            continue
        yield from _said(child)


def _callee(node: ast.Call) -> str:
    return ast.unparse(node.func).split(".")[0].split("(")[0]


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _forms(node: ast.expr) -> list[Form]:
    """What ``node`` may come to: one form for each side of an ``if`` within it."""
    forms: list[Form]
    match node:
        case ast.Constant(value=str(text)):
            forms = [(text,)]
        case ast.JoinedStr(values=values):
            forms = _joined([_forms(value) for value in values])
        case ast.FormattedValue(value=ast.IfExp() as choice):
            forms = _forms(choice)
        case ast.FormattedValue(value=value):
            forms = [(Place(_name(value)),)]
        case ast.IfExp(body=body, orelse=orelse):
            forms = _forms(body) + _forms(orelse)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            forms = _joined([_forms(left), _forms(right)])
        case _:
            forms = [(Place(_name(node)),)]
    return forms if len(forms) <= MOST_FORMS else [(Place("words"),)]


def _joined(parts: list[list[Form]]) -> list[Form]:
    return [tuple(piece for part in chosen for piece in part) for chosen in product(*parts)]


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr="value" | "name" | "words"):
            return _name(value)
        case ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[arg]):
            return _name(arg)
        case ast.Call(args=[arg, *_]) if not isinstance(arg, ast.Constant):
            return _name(arg)
        case ast.Call(func=func):
            return _name(func)
        case ast.GeneratorExp(generators=[first, *_]):
            return _name(first.iter)
        case ast.Subscript(value=value) | ast.Await(value=value) | ast.Starred(value=value):
            return _name(value)
        case ast.BinOp(left=left, right=right):
            return _name(right) if isinstance(left, ast.Constant) else _name(left)
    return "value"


def _template(form: Form) -> str | None:
    """The form as written for translators; None where it is no sentence for people."""
    literal = " ".join(part for part in form if not isinstance(part, Place))
    if _MACHINE.search(literal) or _TO_A_MODEL.search(literal) or not _PROSE.search("".join(
        "X" if isinstance(part, Place) else part for part in form)):  # fmt: skip
        return None
    return _written(form) if len(re.findall(r"[^\W\d_]", literal)) > 2 else None


def _written(form: Form) -> str:
    """Without the blanks at its ends; a place that comes twice gets a number."""
    seen: dict[str, int] = {}
    parts: list[str] = []
    for part in form:
        if not isinstance(part, Place):
            named = len(form) == 1 and _OWN_PLACES.search(part)
            parts.append(part if named else part.replace("{", "{{").replace("}", "}}"))
            continue
        name = part.strip("_").lower() or "value"
        seen[name] = seen.get(name, 0) + 1
        parts.append("{" + (name if seen[name] == 1 else f"{name}{seen[name]}") + "}")
    return "".join(parts).strip()
