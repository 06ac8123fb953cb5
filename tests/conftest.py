"""Owns what all tests share: the parts' fixtures, and that no log record comes unexpected."""

import logging
from collections.abc import Iterator

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
        and not any(record.name == name or record.name.startswith(f"{name}.") for name in expected)
    ]
    assert not found, f"unexpected in the log: {found}"
