"""Each page in the whole program on the real service, worked by a screen reader's clicks and keys.

One program for the file: a test opens its page, and leaves nothing open."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.desktop.session import environment, insist, leave, offers, opened, until
from tests.parts.desktop_session import DesktopSession
from tests.parts.nvml import FakeNvml
from tests.parts.screen_reader import ScreenReader
from tests.service.conftest import await_local
from tests.service.http import Http
from tests.service.parts import EMBEDDER, Parts
from tests.service.running import RunningService

pytestmark = pytest.mark.session

ASKED: dict[str, Any] = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 9,
    "messages": [{"role": "user", "content": "Whether a lighthouse keeps secrets"}],
}
QUARTER: list[Any] = [
    {"status": "pulling manifest"},
    {"status": "pulling aa", "digest": "sha256:aa", "total": 1000, "completed": 250},
    30.0,
]


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    with Parts() as made:
        yield made


@pytest.fixture(scope="module")
def service(
    parts: Parts, nvml_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    """With a card, and with a request to each side in its books."""
    root = tmp_path_factory.mktemp("pages")
    card = FakeNvml(library=nvml_library, root=root)
    with RunningService(home=root / "home", environ={**parts.environ, **card.env}) as running:
        await_local(running)
        for use_local in ("always", "never"):
            said = (("X-Ziggie-Use-Local", use_local), ("X-Ziggie-Component", "analyzer"))
            running.call("POST", "/v1/messages", ASKED, headers=said).ok()
        yield running


@pytest.fixture(scope="module")
def reader(session: DesktopSession, service: RunningService) -> Iterator[ScreenReader]:
    """Of the program, which is quit by its tray at the end."""
    with opened(service.home, environment(session)) as program, session.reading() as made:
        made.wait("Mode: Auto")
        yield made
        leave(session, program)


def save_as(session: DesktopSession, reader: ScreenReader, title: str, file: Path) -> None:
    """Write the file's name into the dialog of that title, whoever's dialog it is. It completes
    names while they are typed, and a Return may go to that alone."""

    def typed() -> None:
        if any(title in one for one in session.windows()):  # else it is answered
            session.activate(title, "ctrl+a")
            reader.type(str(file))
            reader.keys("Return")

    session.wait_window(title)
    insist(f"{file.name} is there", typed, lambda: file.exists() and file.stat().st_size > 0)


def test_a_rule_is_added_and_a_request_tried_against_it(
    reader: ScreenReader, service: RunningService
) -> None:
    reader.press("Routing")
    reader.press("Add a rule")
    reader.wait("Take it")
    reader.write("Component", "notes-*")
    reader.choose("Goes to", "Local")
    reader.write("Because", "notes stay here")
    reader.press("Take it")
    reader.press("Save the rules")
    until("it is kept", lambda: "notes stay here" in (service.home / "policy.toml").read_text())
    reader.write("Component", "notes-reader")
    reader.wait_words("Notes stay here")
    reader.press("notes stay here", "cell")
    reader.press("Remove the rule")
    reader.press("Discard")
    reader.wait("notes stay here", "cell")


def test_a_token_is_made_shown_once_and_revoked(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    reader.press("Routing")
    reader.write("Name of the component", "kb-analyzer")
    reader.press("Create a token")
    token = reader.text(reader.wait("The token of kb-analyzer", "text"))
    assert Http(service.url, token=token).call("POST", "/ziggie/v1/decide", {}).status == 200
    reader.press("Copy")
    reader.wait("Copied to the clipboard")
    until("the token on the clipboard", lambda: session.clipboard() == token)
    reader.press("Done")
    reader.press("Revoke the token of kb-analyzer")
    reader.wait_words("Programs that use it are refused from now on.")
    assert token not in reader.words()
    reader.press("Keep it")
    reader.gone("Revoke the token of kb-analyzer?")
    reader.press("Revoke the token of kb-analyzer")
    reader.wait("Keep it")
    reader.press("Revoke the token of kb-analyzer")
    reader.gone("Revoke the token of kb-analyzer")
    assert Http(service.url, token=token).call("POST", "/ziggie/v1/decide", {}).status == 401


def test_requests_are_filtered_opened_and_exported(
    session: DesktopSession, reader: ScreenReader, tmp_path: Path
) -> None:
    reader.press("Activity")
    reader.wait("Local · llama3.2:3b", "cell")
    reader.choose("Route", "Cloud")
    reader.gone("Local · llama3.2:3b", "cell")
    reader.press("analyzer", "cell")
    reader.wait_words("Asked for: claude-sonnet-4-5")
    file = tmp_path / "requests.csv"
    reader.press("Export as CSV…")
    save_as(session, reader, "Export as CSV", file)
    kept = file.read_text().splitlines()
    assert len(kept) == 2
    assert "analyzer" in kept[1]
    assert "llama3.2" not in kept[1]
    reader.choose("Route", "Both sides")
    reader.write("Text to look for", "llama")
    reader.gone("Simulated · claude-sonnet-4-5", "cell")
    reader.wait("Local · llama3.2:3b", "cell")


def test_the_log_is_filtered_and_its_diagnostics_saved(
    session: DesktopSession,
    reader: ScreenReader,
    service: RunningService,
    parts: Parts,
    tmp_path: Path,
) -> None:
    token = service.component("of-a-program")
    reader.press("Logs")
    reader.choose("Subject", "gpu")
    reader.gone("engine", "cell")
    reader.press("gpu", "cell")
    whole = reader.wait("The whole record")
    reader.until("the record", lambda: "ziggie.gpu" in reader.text(whole) or None)
    file = tmp_path / "diagnostics.zip"
    reader.press("Save diagnostics…")
    save_as(session, reader, "Save diagnostics", file)
    with zipfile.ZipFile(file) as bundle:
        inside = b"".join(bundle.read(name) for name in bundle.namelist())
    assert b"ziggie.engine" in inside
    words = ASKED["messages"][0]["content"]
    found = [
        one for one in (service.token, token, parts.cloud.key, words) if one.encode() in inside
    ]
    assert found == []


def test_a_download_is_paused_resumed_and_ended(reader: ScreenReader, parts: Parts) -> None:
    name = "127.0.0.1:1/x/page:1b"
    parts.ollama.pull_script = list(QUARTER)
    reader.press("Models")
    reader.write("Name of the model to get", name)
    reader.press("Get model")
    reader.press(f"Pause {name}")
    reader.press(f"Resume {name}")
    reader.press(f"Cancel {name}")
    reader.gone(f"Cancel {name}")
    parts.ollama.pull_script = None


def test_a_model_is_removed_once_the_loss_was_told(
    reader: ScreenReader, service: RunningService
) -> None:
    reader.press("Models")
    for answer, left in (("Keep it", True), (f"Remove {EMBEDDER}", False)):
        reader.press(f"Remove {EMBEDDER}")
        reader.wait_words("This deletes 100.0 MB from this machine.")
        reader.press(answer)
        reader.gone(f"Remove {EMBEDDER}?")
        until("the service follows", partial(has_embedder, service, wanted=left))


def has_embedder(service: RunningService, *, wanted: bool) -> bool:
    return (EMBEDDER in str(service.state()["models"])) is wanted


def test_the_gpu_is_looked_back_on_and_a_plot_is_read_out(reader: ScreenReader) -> None:
    reader.press("GPU")
    plot = reader.wait("Power", "graphic")
    assert plot.description == "Plot of the last 5 min"
    reader.wait("28 W", "label")
    reader.listen()
    reader.focus("Power", "graphic")
    reader.keys("Left")
    reader.hear("28.0 W · ")
    reader.press("Time shown: 1 h")
    reader.until("an hour", lambda: "1 h" in reader.wait("Power", "graphic").description or None)


def test_savings_are_asked_otherwise_and_reported(
    session: DesktopSession, reader: ScreenReader, tmp_path: Path
) -> None:
    reader.press("Savings")
    reader.write("Electricity at $ a kWh", "cheap")
    reader.keys("Return")
    reader.wait_words("Give a number such as 0.30, or nothing.")
    reader.write("Electricity at $ a kWh", "0.30")
    reader.write("Claude model", "claude-haiku-4-5")
    reader.keys("Return")
    reader.press("Work it out")
    reader.wait_words("claude-haiku-4-5")
    month = f"{datetime.now().astimezone():%B %Y}"
    file = tmp_path / "report.pdf"
    reader.press(f"Save the report of {month} as PDF")
    save_as(session, reader, "Save the report", file)
    assert file.read_bytes().startswith(b"%PDF")


def test_what_belongs_into_a_browser_is_opened_there(
    session: DesktopSession, reader: ScreenReader
) -> None:
    """The month's report as a page of its own, and the links, of which none is a script's."""
    month = datetime.now().astimezone()
    reader.press("Savings")
    reader.press(f"Open the report of {month:%B %Y}")
    until("the report is opened", lambda: len(session.opened()) == 1)
    file = Path(unquote(urlsplit(session.opened()[0]).path))
    assert file.name == f"{month:%Y-%m}.html"
    assert file.stat().st_mode & 0o077 == 0
    assert "<svg" in file.read_text(encoding="utf-8")
    reader.press("About")
    reader.press("The LGPL")
    until("the licence is opened", lambda: len(session.opened()) == 2)
    licence = Path(unquote(urlsplit(session.opened()[1]).path))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence.read_text(encoding="utf-8")


def test_settings_hold_at_once(session: DesktopSession, reader: ScreenReader) -> None:
    entry = Path(session.env["XDG_CONFIG_HOME"]) / "autostart" / "ziggie-desktop.desktop"
    reader.press("Settings")
    reader.press("Start at login")
    until("the entry is there", entry.exists)
    reader.press("Start at login")
    until("the entry is gone", lambda: not entry.exists())
    reader.press("Colours: Dark")
    reader.wait_checked("Colours: Dark")
    reader.press("Colours: As the system")
    reader.press("Language: Deutsch")
    reader.wait("Einstellungen", "radio button")
    until("the tray too", offers(session, "Ziggie öffnen"))
    reader.press("Sprache: English")
    reader.wait("Settings", "radio button")
    reader.press("Language: As the system")
