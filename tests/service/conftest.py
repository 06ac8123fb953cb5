"""One service a module, where its tests leave it as they found it; one a test elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.parts import Parts
from tests.service.running import RunningService, until

MakeService = Callable[..., RunningService]


@pytest.fixture(scope="module")
def module_parts() -> Iterator[Parts]:
    with Parts() as parts:
        yield parts


@pytest.fixture
def parts(module_parts: Parts) -> Parts:
    """The stand-ins that the services of this module use, without faults."""
    module_parts.reset()
    return module_parts


@pytest.fixture(scope="module")
def shared(
    module_parts: Parts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    """A service between both stand-ins; ``service`` hands it out in order."""
    home = tmp_path_factory.mktemp("shared") / "home"
    with RunningService(home=home, environ=module_parts.environ) as running:
        await_local(running)
        yield running


@pytest.fixture
def service(shared: RunningService, parts: Parts) -> RunningService:
    """The module's service, in mode auto, with both sides well."""
    shared.call("POST", "/ziggie/v1/mode", {"mode": "auto"}).ok()
    return shared


@pytest.fixture
def make_service(parts: Parts, tmp_path: Path) -> Iterator[MakeService]:
    """Services of this test's own; each is ended, in order if it was not ended before."""
    made: list[RunningService] = []

    def make(**changes: Any) -> RunningService:
        environ = {**parts.environ, **changes.pop("environ", {})}
        running = RunningService(
            home=changes.pop("home", tmp_path / "home"), environ=environ, **changes
        )
        made.append(running)
        running.start()
        return running

    yield make
    for running in made:
        running.__exit__(None)


def await_local(running: RunningService) -> None:
    """Until the local side can be asked."""

    def ready() -> bool:
        state = running.state()
        return state["engine"]["state"] == "adopted" and bool(state["models"])

    until(ready, "the stand-in Ollama is adopted")
