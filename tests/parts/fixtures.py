"""Owns the fixtures that hand out the real parts and their stand-ins.

A part that cannot be had skips its tests with the reason, except in CI, where it fails them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from tests.parts.desktop_session import DesktopSession
from tests.parts.nvml import FakeNvml, build_library
from tests.parts.ollama_fake import OllamaFake
from tests.parts.postgres import RealPostgres
from tests.parts.real_ollama import RealOllama
from tests.parts.system_bus import Bus
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.demo.parts.model import fetch_model
from ziggie_desktop.demo.parts.ollama import install_ollama
from ziggie_desktop.demo.parts.wheels import PartMissing


def missing(reason: object) -> NoReturn:
    """Fail in CI, skip elsewhere; these parts are Linux programs, so other systems skip always."""
    if os.environ.get("CI") == "true" and sys.platform == "linux":
        pytest.fail(str(reason), pytrace=False)
    pytest.skip(str(reason))


@pytest.fixture(scope="session")
def ollama_program() -> Path:
    """The real ``ollama`` executable, CPU only."""
    try:
        return install_ollama(say=print)
    except PartMissing as reason:
        missing(reason)


@pytest.fixture(scope="session")
def smollm_gguf() -> Path:
    """The small real model's GGUF file."""
    try:
        return fetch_model(say=print)
    except PartMissing as reason:
        missing(reason)


@pytest.fixture(scope="session")
def real_ollama(
    ollama_program: Path, smollm_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealOllama]:
    """A running real Ollama that holds ``smollm2:135m``; shared by the whole session."""
    root = tmp_path_factory.mktemp("real-ollama")
    with RealOllama(program=ollama_program, root=root) as ollama:
        ollama.add_model(smollm_gguf)
        yield ollama


@pytest.fixture
async def cloud_sim() -> AsyncIterator[CloudSimulator]:
    """The simulated Anthropic API, without faults."""
    async with CloudSimulator() as cloud:
        yield cloud


@pytest.fixture
async def ollama_fake() -> AsyncIterator[OllamaFake]:
    """The stand-in Ollama with one model, without faults."""
    async with OllamaFake() as fake:
        yield fake


@pytest.fixture(scope="session")
def nvml_library() -> Path:
    """The folder with the fake ``libnvidia-ml.so.1``."""
    try:
        return build_library()
    except PartMissing as reason:
        missing(reason)


@pytest.fixture
def fake_nvml(nvml_library: Path, tmp_path: Path) -> FakeNvml:
    """A fake NVIDIA driver with one RTX 3090 that draws 28 W."""
    return FakeNvml(library=nvml_library, root=tmp_path)


@contextmanager
def session_of(*, bare: bool = False, reader: bool = False) -> Iterator[DesktopSession]:
    """A private desktop on a screen of its own; a ``bare`` one has neither tray nor keyring."""
    try:
        session = DesktopSession(tray=not bare, keyring=not bare, reader=reader).__enter__()
    except PartMissing as reason:
        missing(reason)
    try:
        yield session
    finally:
        session.__exit__()


@pytest.fixture
def desktop_session() -> Iterator[DesktopSession]:
    """A desktop with tray, notifications and an open keyring."""
    with session_of() as session:
        yield session


@pytest.fixture(scope="session")
def postgres() -> Iterator[RealPostgres]:
    """A running real PostgreSQL; each test takes a database of its own."""
    try:
        server = RealPostgres()
    except PartMissing as reason:
        missing(reason)
    with server:
        yield server


@pytest.fixture(scope="session")
def tls_postgres() -> Iterator[RealPostgres]:
    """Another one, on a port with TLS."""
    try:
        server = RealPostgres(tls=True)
    except PartMissing as reason:
        missing(reason)
    with server:
        yield server


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    """A system bus of its own, with nobody on it."""
    if shutil.which("dbus-daemon") is None:
        missing("dbus-daemon is not there")
    made = Bus(tmp_path)
    made.start()
    yield made
    made.stop()
