"""How the desktop finds out, before it loads anything, whether the service runs."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.service.running import RunningService
from ziggie_desktop.launch import healthy


def test_a_service_that_answers_is_healthy_and_nobody_is_not(tmp_path: Path) -> None:
    with RunningService(home=tmp_path / "home") as service:
        url = service.url
        assert healthy(url)
    assert not healthy(url)


def test_what_does_not_speak_http_is_no_service() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        deaf.close()
        assert not healthy(url)
    assert not healthy("nonsense")
