"""Owns the two sides of a running service in tests: stand-ins in a thread with a loop of its own,
so that one service can be shared by the tests of a module."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from tests.parts.ollama_fake import FakeModel, OllamaFake
from ziggie_desktop.demo.parts.cloud import CloudSimulator

TIMEOUT_S = 60.0
MODEL = "llama3.2:3b"
EMBEDDER = "nomic-embed-text:latest"


class Parts:
    """``with Parts() as parts:`` – the stand-in Ollama and the simulated cloud, both listening."""

    def __init__(self) -> None:
        models = (
            FakeModel(MODEL),
            FakeModel(EMBEDDER, size=10**8, capabilities=("embedding",), digest="b" * 64),
        )
        self.ollama = OllamaFake(models=models)
        self.cloud = CloudSimulator()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Parts:
        self._thread.start()
        self.run(self.ollama.start())
        self.run(self.cloud.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.ollama.stop())
        self.run(self.cloud.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT_S)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_S)

    def ollama_away(self) -> None:
        """Connections to the stand-in are refused."""
        self.run(self.ollama.stop())

    def ollama_back(self) -> None:
        self.run(self.ollama.start())

    @property
    def environ(self) -> dict[str, str]:
        """What makes a service use them, if it is told to adopt only: where it could start an
        Ollama of its own, it would leave a program alone that only speaks like one."""
        return {
            "OLLAMA_HOST": self.ollama.url,
            "ZIGGIE_CLOUD_URL": self.cloud.url,
            "ANTHROPIC_API_KEY": self.cloud.key,
        }

    def reset(self) -> None:
        """As at the start: no faults, no pace, nothing asked yet."""
        self.ollama.heal()
        self.ollama.tokens_per_s, self.ollama.delay_s, self.ollama.canonical = None, 0.0, None
        self.cloud.heal()
        self.cloud.tokens_per_s, self.cloud.delay_s, self.cloud.canonical = None, 0.0, None
        self.ollama.requests.clear()
        self.cloud.requests.clear()
