"""Every command of the contract against a running service, and what each does without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, run
from tests.ledger.test_invoice import USAGE, usage_line
from tests.parts.real_ollama import free_port
from tests.service.parts import MODEL
from tests.service.running import RunningService

COMMANDS: list[tuple[str, ...]] = [
    ("status",),
    ("models",),
    ("engine", "status"),
    ("pull", "small:1b"),
    ("pulls",),
    ("models", "--unused", "10"),
    ("copy", "small:1b", "second:1b"),
    ("remove", "second:1b"),
    ("fit", MODEL),
    ("fit", MODEL, "--context", "8192"),
    ("recommend",),
    ("jobs",),
    ("cleanup", "--dry-run"),
    ("cleanup", "--days", "9", "--yes"),
    ("pin", MODEL),
    ("unpin", MODEL),
    ("load", MODEL),
    ("unload", MODEL),
    ("remove", "small:1b"),
    ("ask", "What did I spend today?"),
    ("usage",),
    ("usage", "--by", "model", "--from", "2026-01-01", "--to", "2030-12-31"),
    ("savings", "--by", "month"),
    ("fallbacks",),
    ("uptime",),
    ("uptime", "--from", "2026-01-01", "--to", "2030-12-31"),
    ("advice",),
    ("feedback", "--by", "model"),
    ("ledger",),
    ("scorecard", "--month", "2026-10"),
    ("report", "--month", "2026-10"),
    ("whatif", "--cloud-model", "claude-opus-5-5", "--usd-per-kwh", "0.4"),
    ("mode",),
    ("mode", "local"),
    ("mode", "auto"),
    ("free-gpu", "--minutes", "5"),
    ("free-gpu", "--end"),
    ("token", "create", "shell-{form}"),
    ("token", "list"),
    ("token", "revoke", "shell-{form}"),
    ("doctor",),
    ("engine", "owner"),
    ("logs",),
    ("gpu", "--history", "6h"),
]


def test_every_command_in_words_and_as_json(shell: Shell) -> None:
    """In order: what is pulled is removed, what is created is revoked."""
    for form in ("words", "json"):
        for command in COMMANDS:
            arguments = [word.replace("{form}", form) for word in command]
            done = shell(*arguments, *(["--json"] if form == "json" else []))
            assert done.status == 0, (command, done.err)
            assert done.err == "", command
            assert "\x1b" not in done.out, f"{command} writes codes to what is no terminal"
            if form == "json":
                assert done.json() is not None
                assert len(done.out.strip().splitlines()) == 1
            elif command[0] not in ("logs",):
                assert done.out.strip(), command


def test_a_token_is_its_name_and_its_secret(shell: Shell, service: RunningService) -> None:
    made = shell("token", "create", "kb", "--json").json()
    assert set(made) == {"name", "token"}
    assert made["name"] == "kb"
    as_kb = shell("mode", "--json", ZIGGIE_TOKEN=made["token"])
    assert as_kb.json() == {"mode": "auto"}
    refused = shell("mode", "local", ZIGGIE_TOKEN=made["token"])
    assert refused.status == 1
    assert "owner" in refused.err
    assert service.state()["mode"] == "auto"


@pytest.mark.parametrize(
    "command",
    [
        ("remove", "never-pulled:1b"),
        ("load", "never-pulled:1b"),
        ("copy", "never-pulled:1b", "x"),
        ("pin", "never-pulled:1b"),
        ("update", "never-pulled:1b"),
        ("verify", "never-pulled:1b"),
        ("verify",),
        ("jobs", "--cancel", "none"),
        ("token", "revoke", "nobody"),
        ("token", "create", "not a name"),
        ("usage", "--from", "yesterday"),
        ("whatif", "--from", "yesterday"),
        ("scorecard", "--month", "November"),
        ("gpu", "--history", "400d", "--step", "1"),
    ],
)
@pytest.mark.parametrize("form", ["words", "json"])
def test_what_the_service_refuses_is_said_with_a_remedy(
    shell: Shell, command: tuple[str, ...], form: str
) -> None:
    done = shell(*command, *(["--json"] if form == "json" else []))
    assert done.status == 1
    assert done.out == ""
    title, remedy = done.err.strip().split("\n", 1)
    assert title
    assert remedy
    assert "Traceback" not in done.err


def test_a_wrong_token_is_an_error_of_the_service(shell: Shell) -> None:
    done = shell("status", ZIGGIE_TOKEN="zgd_wrong")
    assert (done.status, done.out) == (1, "")
    assert "token" in done.err


WRONG_USAGE = [
    ("frobnicate",),
    ("pull",),
    ("mode", "sometimes"),
    ("token",),
    ("token", "create"),
    ("usage", "--by", "colour"),
    ("status", "--nonsense"),
    ("--port", "x", "status"),
    ("logs", "-n", "0"),
]


@pytest.mark.parametrize("command", WRONG_USAGE)
def test_wrong_usage(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.status, done.out) == (2, "")
    assert "usage:" in done.err


@pytest.mark.parametrize(
    "command",
    [("status",), ("status", "--json"), ("token", "create", "x", "--json"), ("ask", "why?")],
)
def test_no_service_runs(command: tuple[str, ...], tmp_path: Path) -> None:
    environ = {"ZIGGIE_HOME": str(tmp_path), "ZIGGIE_PORT": str(free_port())}
    done = run(*command, **environ)
    assert (done.status, done.out) == (3, "")
    assert "ziggie-desktop serve" in done.err


def test_help_names_every_command_and_each_has_its_own() -> None:
    names = {command[0] for command in COMMANDS}
    text = run("--help").out
    assert all(f"    {name} " in text for name in (*names, "serve", "demo"))
    for name in sorted(names | {"serve", "demo"}):
        done = run(name, "--help")
        assert done.status == 0
        assert f"ziggie-desktop {name}" in done.out
    assert run("--version").out.startswith("ziggie-desktop ")


def test_the_json_of_status_is_the_state(shell: Shell, service: RunningService) -> None:
    said = shell("status", "--json").json()
    assert set(said) == set(service.state())
    assert service.token not in json.dumps(said)


def test_an_export_of_anthropics_console_is_compared(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    file.write_text(USAGE + usage_line(day="2026-10-01"), encoding="utf-8")
    done = shell("usage", "--import", str(file))
    assert done.status == 0, done.err
    assert "not through Ziggie" in done.out
    assert shell("usage", "--import", str(file), "--json").json()["lines"] == 1
    missing = shell("usage", "--import", str(tmp_path / "none.csv"))
    assert missing.status == 1
    assert "cannot be read" in missing.err


def test_the_review_of_a_month_is_written_as_a_page(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    done = shell("report", "--language", "de", "--out", str(file))
    assert done.status == 0, done.err
    assert "Monatsrückblick" in file.read_text(encoding="utf-8")
    refused = shell("report", "--out", str(tmp_path / "none" / "review.html"))
    assert refused.status == 1
    assert "cannot be written" in refused.err


def test_requests_leave_as_files(shell: Shell, tmp_path: Path) -> None:
    for kind, begins in (
        ("csv", b"id,started_at"),
        ("focus", b"BilledCost,"),
        ("parquet", b"PAR1"),
    ):
        file = tmp_path / kind
        done = shell("export", "--format", kind, "--out", str(file), "--json")
        assert done.status == 0, done.err
        assert done.json() == {
            "file": str(file),
            "format": kind,
            "bytes": file.stat().st_size,
            "unpriced": 0,
        }
        assert file.read_bytes().startswith(begins)
