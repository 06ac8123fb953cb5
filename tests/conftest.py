"""Owns what all tests share: the parts' fixtures, a clock that no standstill moves, draws that are
the same everywhere, signals as a terminal gives them, and that no log record comes unexpected."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Mapping

import hypothesis
import pytest

from tests.parts.fixtures import (
    bus,
    cloud_sim,
    desktop_session,
    fake_nvml,
    nvml_library,
    ollama_fake,
    ollama_program,
    postgres,
    real_ollama,
    smollm_gguf,
    tls_postgres,
)
from tests.parts.patient_loop import new_loop

__all__ = [
    "bus",
    "cloud_sim",
    "desktop_session",
    "fake_nvml",
    "nvml_library",
    "ollama_fake",
    "ollama_program",
    "postgres",
    "real_ollama",
    "smollm_gguf",
    "tls_postgres",
]

# The same draws on every machine, however slow; `--hypothesis-profile=default` draws others.
hypothesis.settings.register_profile(
    "anywhere",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("anywhere")

# Before 3.12.8 a child that ends just as asyncio is to signal it is reaped by that signal's own
# look at it (https://github.com/python/cpython/issues/127049), likely where a machine stood still.
REAPED_EARLY = "Unknown child process pid %d, will report returncode 255"


def pytest_configure() -> None:
    """A shell starts what runs in its background with SIGINT ignored, and each child inherits that:
    the programs that the tests end with it would never hear it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"patient": new_loop}


@pytest.fixture(autouse=True)
def no_unexpected_log_records(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning or an error in the log fails a test that did not announce it: the mark
    ``logs("ziggie.engine")`` names the loggers whose warnings a test, or a file of them, provokes.
    """
    yield
    expected = [name for mark in request.node.iter_markers("logs") for name in mark.args]
    found = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
        and not (record.name == "asyncio" and record.msg == REAPED_EARLY)
        and not any(record.name == name or record.name.startswith(f"{name}.") for name in expected)
    ]
    assert not found, f"unexpected in the log: {found}"
