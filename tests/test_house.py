"""House rules that import-linter cannot say, held against the files that Git tracks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ziggie_desktop"
MOST_LINES = 450

# A module, and the places that alone may import it.
HOMES: dict[str, tuple[str, ...]] = {
    "sqlite3": ("ledger/",),
    "pynvml": ("gpu/nvml.py", "gpu/child.py"),
    "PySide6": ("desktop/",),
    "keyring": ("platform/keys.py", "cloud/key.py"),
    "apscheduler": ("service/schedule.py",),
    "genai_prices": ("cloud/prices.py", "cloud/price_tables.py"),
    "aiohttp": ("web.py", "demo/"),
    "starlette": ("gateway/", "service/"),
    "uvicorn": ("service/serve.py", "service/cork.py", "service/line.py"),
}
NOWHERE_AT_MODULE_LEVEL = ("anthropic", "openai", "httpx", "ollama", "pydantic")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, timeout=100
    )
    if listed.returncode != 0:
        pytest.skip("no Git repository here: there is no list of tracked files")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def imported(tree: ast.AST) -> set[str]:
    """First names of all imports below ``tree``, in functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def imported_at_start(tree: ast.Module) -> set[str]:
    """As ``imported``, without what functions import and what only the type checker sees."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found |= imported(node)
    return found


@pytest.mark.parametrize("module", HOMES)
def test_a_library_is_imported_where_it_belongs(module: str) -> None:
    strangers = [
        name for name, tree in modules()
        if module in imported(tree) and not name.startswith(HOMES[module])
    ]  # fmt: skip
    assert strangers == []


def test_no_sdk_is_imported_when_a_module_is() -> None:
    loaded = {
        name: found for name, tree in modules()
        if not name.startswith("demo/")
        and (found := imported_at_start(tree) & set(NOWHERE_AT_MODULE_LEVEL))
    }  # fmt: skip
    assert loaded == {}


def test_what_the_service_starts_with_compiles_nothing() -> None:
    """A dataclass compiles its methods whenever it is imported, about a millisecond each; a struct
    does not. Those that are left hold what a struct cannot: a field that is not shown or compared.
    """
    left = {"cloud/key.py", "library/fit.py"}
    rooms = ("gateway/", "routing/", "engine/", "library/", "service/", "gpu/", "cloud/", "ledger/")
    found = {
        name for name, tree in modules()
        if name.startswith((*rooms, "contract/")) and "dataclasses" in imported_at_start(tree)
    }  # fmt: skip
    assert found == left, "say msgspec.Struct, frozen=True, in its place"


def test_what_a_person_starts_loads_no_client_for_other_machines() -> None:
    """The desktop and the command line speak with the service alone, by a client of our own."""
    rooms = ("cli/", "desktop/", "contract/")
    names = ["ziggie_desktop." + name.removesuffix(".py").replace("/", ".")
             for name, _ in modules() if name.startswith(rooms) or name == "launch.py"]  # fmt: skip
    program = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    program += "print([name for name in ('aiohttp', 'httpx', 'requests') if name in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", program, *(name.removesuffix(".__init__") for name in names)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert said.stdout == "[]\n"


def test_asyncio_comes_without_openssl_where_nobody_speaks_tls() -> None:
    """In a fresh interpreter; it works, and `import ssl` is as ever afterwards."""
    program = (
        "import sys\nfrom ziggie_desktop.plain import load_asyncio\nload_asyncio()\n"
        "import asyncio\nasyncio.run(asyncio.sleep(0))\n"
        "import ziggie_desktop.contract.client\n"
        "print([name for name in ('_ssl', '_hashlib') if name in sys.modules])\n"
        "import ssl\nssl.create_default_context()"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert said.stdout == "[]\n"


def test_no_exception_of_a_library_that_is_not_loaded_is_named_beforehand() -> None:
    """`except` looks for the name when something was raised, `suppress` before (web.py)."""
    early = re.compile(r"suppress\([^)]*aiohttp\.")
    found = [
        name for name, _ in modules()
        if not name.startswith("demo/") and early.search((PACKAGE / name).read_text("utf-8"))
    ]  # fmt: skip
    assert found == []


def test_every_module_says_what_it_owns() -> None:
    silent = [name for name, tree in modules() if tree.body and not (ast.get_docstring(tree) or "")]
    assert silent == []


def test_no_module_is_longer_than_it_can_be_read() -> None:
    sizes = {name: len((PACKAGE / name).read_text(encoding="utf-8").splitlines())
             for name, _ in modules()}  # fmt: skip
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


# Spelled in pieces, so that this file does not hold what it looks for.
ELSEWHERE = [
    "/" + "work/",
    "\\.\\./" + "shared",
    "/tmp/" + "(brief|x[0-9]|bash_jobs)",
    "/root/" + "\\.",
]


def test_no_tracked_file_knows_the_machine_it_was_written_on() -> None:
    places = re.compile("|".join(ELSEWHERE))
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if places.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(
        "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "Not" + "ImplementedError"))
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []
