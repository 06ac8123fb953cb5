"""The log's records and the bundle for others: found by what they are, and never with a secret."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.service.http import Http
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.service.log_records import chosen
from ziggie_desktop.service.redact import log_lines, masked, redacted, secret_values

LOG = [
    "2026-11-22 14:00:00,000 INFO    ziggie.engine: ready",
    "2026-11-22 14:00:01,000 ERROR   ziggie.service: failed",
    "Traceback (most recent call last):",
    '  File "x.py", line 1, in answer',
    "    raise ValueError(prompt)",
    "ValueError: the words of a prompt",
    "2026-11-22 14:00:02,000 WARNING ziggie.engine.child: odd",
]
PLANTED = {
    "cloud key": "sk-ant-planted-4711-abcdefgh",
    "token of the hub": "hf_planted0815planted0815",
    "password": "planted-pa55word",
    "proxy": "planted-proxy",
    "prompt": "planted-prompt-words",
    "answer": "planted-answer-words",
}


@pytest.mark.parametrize(
    ("level", "subject", "places"),
    [
        (None, "ziggie.engine", [0, 6]),
        ("WARNING", None, [1, 2, 3, 4, 5, 6]),
        ("ERROR", "ziggie.service", [1, 2, 3, 4, 5]),
        ("ERROR", "ziggie.eng", []),
    ],
)
def test_records_are_chosen_with_what_belongs_to_them(
    level: str | None, subject: str | None, places: list[int]
) -> None:
    assert chosen(LOG, level=level, subject=subject) == [LOG[n] for n in places]


@pytest.mark.parametrize(
    "text",
    [
        "key sk-ant-{} came",
        "Authorization: Bearer {}",
        '{{"api_key": "{}"}}',
        "postgres://ziggie:{}@db/ledger",
        "password={}&x=1",
        "token zgd_{}",
        "eyJhbGciOi.{}.x",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    secret = "Abcdefgh1234567890"
    assert secret not in redacted(text.format(secret))


def test_what_is_no_secret_stays() -> None:
    words = "41 tokens of qwen3:8b in 3.1 s; key press; http://127.0.0.1:11434"
    assert redacted(words) == words
    document = {"input_tokens": 41, "api_key": "x", "of": [{"password": "y", "name": "z"}]}
    assert masked(document) == {
        "input_tokens": 41,
        "api_key": "***",
        "of": [{"password": "***", "name": "z"}],
    }
    assert secret_values({"MY_TOKEN": "longer-one", "A_KEY": "short", "PATH": "/usr/bin"}) == (
        "longer-one",
    )


def test_an_error_says_where_but_not_what_of() -> None:
    kept = log_lines(LOG)
    assert "ValueError" in kept
    assert '  File "x.py", line 1, in answer' in kept
    assert "prompt" not in "\n".join(kept)


def texts(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_no_planted_secret_prompt_or_answer_is_in_the_bundle(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    hub = PLANTED["token of the hub"]
    (home / "settings.toml").write_text(
        f'[engine.environment]\nHF_TOKEN = "{hub}"\n', encoding="utf-8"
    )
    with Parts() as parts:
        parts.ollama.canonical = None
        environ = {
            **parts.environ,
            "OLLAMA_API_KEY": PLANTED["cloud key"],
            "ZIGGIE_CLOUD_PASSWORD": PLANTED["password"],
            "HTTPS_PROXY": "http://me:" + PLANTED["proxy"] + "@127.0.0.1:9",
            "NO_PROXY": "127.0.0.1",
        }
        with RunningService(home=home, environ=environ) as service:
            until(lambda: service.state()["models"], "the models")
            token = service.component("kb")
            body = {"model": "llama3.2:3b", "max_tokens": 9,
                    "messages": [{"role": "user", "content": PLANTED["prompt"]}]}  # fmt: skip
            answer = Http(service.url, token=token).call("POST", "/v1/messages", body).ok()
            answered = "".join(part["text"] for part in answer["content"])
            with next(home.rglob("*.log")).open("a", encoding="utf-8") as log:
                log.write(f"2026-11-22 14:00:00,000 INFO    ziggie.x: {PLANTED['password']}\n")
                log.write(f"2026-11-22 14:00:00,000 INFO    ziggie.x: Bearer {token}\n")
                log.write(f"Traceback (most recent call last):\nError: {PLANTED['answer']}\n")
            raw = service.call("GET", "/ziggie/v1/diagnostics").body
            found = texts(raw)
            everything = "\n".join(found.values())
            secrets = [*PLANTED.values(), token, service.token, parts.cloud.key]
            assert [word for word in secrets if word in everything] == []
            assert len(answered) > 8
            assert answered not in everything
            assert set(found) == {"README.txt", "versions.json", "settings.json",
                                  "environment.json", "state.json", "log.txt"}  # fmt: skip
            assert json.loads(found["environment.json"])["OLLAMA_API_KEY"] == "***"
            assert json.loads(found["settings.json"])["engine"]["environment"] == {
                "HF_TOKEN": "***"
            }
            assert json.loads(found["state.json"])["engine"]["state"] == "adopted"
            assert "ziggie.x: ***" in found["log.txt"]

            assert (
                Http(service.url, token=token).call("GET", "/ziggie/v1/diagnostics").status == 403
            )
            file = tmp_path / "mine.zip"
            command = [sys.executable, "-m", "ziggie_desktop", "--home", str(home),
                       "--port", str(service.port), "doctor", "--bundle", str(file)]  # fmt: skip
            done = subprocess.run(
                command, env=service.environ, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == 0, done.stderr
            assert set(texts(file.read_bytes())) == set(found)
            lines = service.call("GET", "/ziggie/v1/logs?subject=ziggie.x&lines=1").ok()["lines"]
            assert len(lines) == 1
            wrong = service.call("GET", "/ziggie/v1/logs?level=LOUD")
            assert wrong.status == 400
