"""Tests the commands about models on the real Ollama, with the small model and its registry."""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.parts.real_ollama import RealOllama
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.cli.commands import run_client
from ziggie_desktop.cli.parser import parser
from ziggie_desktop.demo.parts.model import GGUF_SHA256, GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry, PullFault

pytestmark = pytest.mark.real_ollama


class Commands:
    """Commands in this process: a new one for each of so many takes a minute together."""

    def __init__(self, service: RunningService) -> None:
        self._url, self._token = service.url, service.token

    def __call__(self, *arguments: str) -> Done:
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            options = parser().parse_args(arguments)
            status = run_client(options, url=self._url, token=self._token)
        out.seek(0)
        return Done(status, out.read(), err.getvalue())


@pytest.fixture(scope="module")
def ollama(ollama_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealOllama]:
    with RealOllama(program=ollama_program, root=tmp_path_factory.mktemp("cli")) as running:
        yield running


@pytest.fixture(scope="module")
def registry(smollm_gguf: Path) -> Iterator[ModelRegistry]:
    """In a thread: the tests here wait for programs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = ModelRegistry(gguf=smollm_gguf)
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(60)
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(60)
    loop.close()


@pytest.fixture(scope="module")
def shell(
    ollama: RealOllama, module_parts: Parts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    # By its other name: what has the same OLLAMA_HOST is taken for the service's own child.
    host = ollama.url.replace("127.0.0.1", "localhost")
    environ = module_parts.environ | {"OLLAMA_HOST": host}
    home = tmp_path_factory.mktemp("cli-home") / "home"
    expected = [r"a damaged file of", r"pull of"]
    with RunningService(home=home, environ=environ, expected=expected) as service:
        until(lambda: service.state()["engine"]["state"] == "adopted", "Ollama is adopted")
        yield Commands(service)


def test_from_the_advice_to_the_clean_up(
    shell: Commands, registry: ModelRegistry, ollama: RealOllama, tmp_path: Path, smollm_gguf: Path
) -> None:
    """One model's whole life, as its owner types it."""
    fit = shell("fit", registry.model_name, "--json").json()
    assert (fit["installed"], fit["layers"], fit["source"]) == (False, 30, "estimated")
    assert fit["weights_bytes"] == GGUF_SIZE
    until(
        lambda: "processor" in shell("fit", registry.model_name).out,
        "it is known that there is no GPU",
    )
    assert shell("pull", registry.model_name, "--insecure").status == 0
    name = registry.installed_name

    listed = shell("models").out
    assert "completion" in listed
    assert "98.4 MB on the disk" in listed
    assert "not by Ziggie's books" in listed
    assert "current" in shell("models", "--updates").out
    registry.publish({"stop": ["<|im_end|>"], "temperature": 0.125})
    assert "available" in shell("models", "--updates").out
    updated = shell("update", name, "--json").json()["updates"]
    assert updated[0]["pull"]["model"] == f"http://{name}"
    until(lambda: "current" in shell("models", "--updates").out, "the update is there", 60)

    assert "all files are whole" in shell("verify").out
    with (ollama.models / "blobs" / f"sha256-{GGUF_SHA256}").open("r+b") as file:
        file.seek(GGUF_SIZE // 2)
        file.write(b"damage")
    found = shell("verify", name)
    assert found.status == 1
    assert "--repair" in found.out
    mended = shell("verify", name, "--repair")
    assert (mended.status, "fetched anew" in mended.out) == (0, True)
    until(lambda: shell("verify", name).status == 0, "it is whole again", 60)

    assert shell("copy", name, "second:1").status == 0
    recipe = tmp_path / "Modelfile"
    recipe.write_text("FROM second:1\nSYSTEM You are brief.\n", encoding="utf-8")
    assert "is made" in shell("create", "brief", "-f", str(recipe)).out
    job = shell("create", "own", "-f", str(smollm_gguf), "--json").json()
    assert (job["kind"], job["state"]) == ("create", "done")
    broken = shell("create", "none", "-f", str(tmp_path / "nothing"))
    assert broken.status == 1
    assert "cannot be read" in broken.err
    assert job["id"] in shell("jobs").out

    assert "is loaded and stays so" in shell("pin", "brief").out
    assert "kept" in shell("models").out
    dry = shell("cleanup", "--days", "1", "--dry-run")
    assert "it is pinned" in dry.out
    assert "0 of 4" in dry.out, "the books began today: nothing is known of earlier days"
    assert shell("unpin", "brief").status == 0
    measured = shell("fit", "brief", "--json").json()
    assert measured["source"] == "measured"
    assert measured["measured"]["load_seconds"] > 0
    assert "loads in" in shell("fit", "brief").out
    for one in ("brief", "own", "second:1", name):
        assert shell("remove", one).status == 0
    assert "No local model yet" in shell("models").out


def test_what_the_registry_does_wrong_is_said(shell: Commands, registry: ModelRegistry) -> None:
    registry.fail(PullFault.SERVER_ERROR)
    silent = shell("fit", registry.model_name)
    assert (silent.status, "cannot be asked" in silent.err) == (1, True)
    registry.fail(PullFault.MANIFEST_MISSING)
    missing = shell("fit", registry.model_name)
    assert (missing.status, "There is no model" in missing.err) == (1, True)
    registry.fail(PullFault.BLOB_ERROR)
    headless = shell("fit", registry.model_name, "--json").json()
    assert headless["layers"] is None, "the size is known, what the context takes is not"
    assert headless["cache_bytes"] is None
    assert headless["weights_bytes"] == GGUF_SIZE
