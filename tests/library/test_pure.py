"""Tests the library's arithmetic and reading by tables: Modelfiles, GGUF heads, names, unused."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import Measured
from ziggie_desktop.contract.state import LastUse, LoadedModel, Model
from ziggie_desktop.library.gguf import NeedsMore, read_head
from ziggie_desktop.library.measured import Measurements
from ziggie_desktop.library.memory import Reading, is_gone, more
from ziggie_desktop.library.modelfile import parse
from ziggie_desktop.library.names import listed_name, on_this_machine, pull_name
from ziggie_desktop.library.pins import LOST_MOST, REST_S, Pins
from ziggie_desktop.library.shelf import named_folder
from ziggie_desktop.library.unused import unused

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GIB = 1024**3


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def gguf(pairs: list[tuple[str, int, bytes]], version: int = 3) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, 0, len(pairs))
    return head + b"".join(text(n) + struct.pack("<I", kind) + raw for n, kind, raw in pairs)


WHOLE = gguf(
    [
        ("general.architecture", 8, text("llama")),
        ("llama.block_count", 4, struct.pack("<I", 30)),
        ("llama.attention.head_count_kv", 9, struct.pack("<IQ3i", 5, 3, 8, 0, 4)),
        ("llama.rope.freq_base", 6, struct.pack("<f", 10_000.0)),
        ("tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 2**40)),
    ]
)


def test_a_head_is_read_up_to_the_vocabulary() -> None:
    found = read_head(WHOLE)
    assert {key: msgspec.json.decode(raw) for key, raw in found.items()} == {
        "general.architecture": "llama",
        "llama.block_count": 30,
        "llama.attention.head_count_kv": [8, 0, 4],
        "llama.rope.freq_base": 10_000.0,
    }
    with pytest.raises(NeedsMore):
        read_head(WHOLE[:40])


@pytest.mark.parametrize(
    "data",
    [
        b"PK\3\4" + bytes(60),
        gguf([], version=1),
        b"GGUF\3\0\0\0" + b"\xff" * 64,
        gguf([("x", 99, b"")]),
        gguf([("x", 9, struct.pack("<IQ", 9, 1))]),
        gguf([("x", 8, struct.pack("<Q", 2**60))]),
    ],
)
def test_what_is_no_gguf_head_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_head(data)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise(data: bytes) -> None:
    for start in (data, b"GGUF\3\0\0\0" + data, WHOLE[: len(data)] + data):
        try:
            read_head(start)
        except (ValueError, NeedsMore):
            continue


MODELFILE = '''# a comment
FROM ./base.gguf
adapter ./lora.gguf
PARAMETER num_ctx 8192
PARAMETER temperature 0.7
PARAMETER stop "<|end|>"
PARAMETER stop </s>
PARAMETER shift false
PARAMETER newer some words
TEMPLATE """{{ .System }}
{{ .Prompt }}"""
SYSTEM "You are brief."
MESSAGE user Hello there
MESSAGE assistant """Hi
you"""
'''


def test_a_modelfile_is_read() -> None:
    recipe = parse(MODELFILE)
    assert (recipe.source, recipe.adapters) == ("./base.gguf", ["./lora.gguf"])
    assert recipe.extra == {
        "parameters": {
            "num_ctx": 8192,
            "temperature": 0.7,
            "stop": ["<|end|>", "</s>"],
            "shift": False,
            "newer": "some words",
        },
        "template": "{{ .System }}\n{{ .Prompt }}",
        "system": "You are brief.",
        "messages": [
            {"role": "user", "content": "Hello there"},
            {"role": "assistant", "content": "Hi\nyou"},
        ],
    }


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("", 1),
        ("FROM a\nFROM b", 2),
        ("FROM a\nCOLOUR red", 2),
        ("FROM a\nPARAMETER num_ctx many", 2),
        ("FROM a\nPARAMETER num_ctx", 2),
        ("FROM a\nMESSAGE nobody hello", 2),
        ('FROM a\n\nSYSTEM """never closed', 3),
        ("FROM", 1),
    ],
)
def test_the_line_that_is_wrong_is_named(words: str, line: int) -> None:
    with pytest.raises(ZiggieError) as caught:
        parse(words)
    assert caught.value.code == "bad_modelfile"
    assert f"Line {line} " in caught.value.title


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("llama3.2", "llama3.2:latest"),
        ("registry.ollama.ai/library/llama3.2:3b", "llama3.2:3b"),
        ("https://registry.ollama.ai/me/mine", "me/mine:latest"),
        ("http://127.0.0.1:5000/library/x:1", "127.0.0.1:5000/library/x:1"),
        ("hf.co/a/b", "hf.co/a/b:latest"),
    ],
)
def test_many_names_are_one(name: str, listed: str) -> None:
    assert listed_name(name) == listed


def test_only_a_registry_of_this_machine_goes_without_tls() -> None:
    assert pull_name("127.0.0.1:5000/library/x:1") == ("http://127.0.0.1:5000/library/x:1", True)
    assert pull_name("llama3.2") == ("llama3.2", False)
    assert pull_name("example.com/127.0.0.1/x") == ("example.com/127.0.0.1/x", False)
    assert not on_this_machine("localhost.example.com/library/x")


@pytest.mark.parametrize(
    ("modelfile", "folder"),
    [
        ("# x\nFROM /srv/ollama/models/blobs/sha256-" + "a" * 64 + "\n", "/srv/ollama/models"),
        ("FROM llama3.2\n", None),
        ("FROM C:\\Users\\me\\models\\blobs\\sha256-" + "b" * 64, "C:\\Users\\me\\models"),
    ],
)
def test_the_folder_that_a_model_names(modelfile: str, folder: str | None) -> None:
    assert named_folder(modelfile) == (Path(folder) if folder else None)


def model(name: str, *, used_days: int | None = None, installed_days: int = 400) -> Model:
    last = None if used_days is None else LastUse(at=NOW - timedelta(days=used_days), by="kb")
    return Model(name=name, last_used=last, modified_at=NOW - timedelta(days=installed_days))


@pytest.mark.parametrize(
    ("one", "changes", "kept"),
    [
        (model("m:1"), {}, None),
        (model("m:1", used_days=40), {}, None),
        (model("m:1", used_days=29), {}, "kb used it"),
        (model("m:1", installed_days=3), {}, "installed since"),
        (model("m:1"), {"pinned": {"m:1"}}, "pinned"),
        (model("m:1"), {"loaded": {"m:1"}}, "loaded"),
        (model("m:1"), {"fetching": {"m:1"}}, "fetched"),
        (model("m:1"), {"named": {"m:1"}}, "policy.toml"),
        (model("m:latest"), {"named": {"m"}}, "policy.toml"),
        (model("m:1"), {"named": {"m:*"}}, "policy.toml"),
        (model("m:1"), {"books_began": NOW - timedelta(days=5)}, "books"),
        (model("m:1"), {"books_began": None}, "books"),
    ],
)
def test_what_cannot_be_told_is_kept(one: Model, changes: dict[str, Any], kept: str | None) -> None:
    known: dict[str, Any] = {
        "pinned": (),
        "loaded": (),
        "named": (),
        "fetching": (),
        "books_began": NOW - timedelta(days=300),
    }
    [found] = unused([one], days=30, now=NOW, **{**known, **changes})
    if kept is None:
        assert found.kept is None
    else:
        assert found.kept is not None
        assert kept in found.kept


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (Reading(engine={7: 3 * GIB}), Reading(engine={}), True),
        (Reading(engine={7: 3 * GIB}), Reading(engine={7: 3 * GIB}), False),
        (Reading(engine={7: 5 * GIB}), Reading(engine={7: 2 * GIB}), True),
        (Reading(engine={7: None}, used=9 * GIB), Reading(engine={7: None}, used=9 * GIB), False),
        (Reading(engine={7: None}, used=6 * GIB), Reading(engine={7: None}, used=3 * GIB), True),
        (Reading(used=None), Reading(used=None), True),
        (Reading(used=6 * GIB), Reading(used=6 * GIB), False),
        (Reading(used=GIB), Reading(used=GIB), True),
    ],
)
def test_memory_is_gone_when_the_driver_says_so(
    before: Reading, after: Reading, gone: bool
) -> None:
    assert is_gone(before, after, 3 * GIB) is gone


def test_what_a_load_took_more() -> None:
    assert more(Reading(used=1), Reading(engine={7: 3 * GIB}, used=9)) == 3 * GIB
    assert more(Reading(used=GIB), Reading(engine={7: None}, used=4 * GIB)) == 3 * GIB
    assert more(None, Reading(used=GIB)) is None
    assert more(Reading(used=4 * GIB), Reading(used=GIB)) is None


def test_measurements_are_kept_by_context_and_survive(tmp_path: Path) -> None:
    file = tmp_path / "measured.json"
    kept = Measurements(file=file)
    kept.answered("d", 4096, tokens=10, energy_mj=5, tokens_per_second=1.0)
    assert kept.find("d", 4096) is None, "never loaded: of what context was that?"
    kept.loaded("d", 4096, load_seconds=2.345, vram_bytes=None)
    kept.seen("d", 4096, size_bytes=10, size_vram_bytes=9)
    kept.answered("d", 4096, tokens=100, energy_mj=50_000, tokens_per_second=40.0)
    kept.answered("d", 4096, tokens=300, energy_mj=None, tokens_per_second=42.0)
    kept.answered("d", 4096, tokens=100, energy_mj=30_000, tokens_per_second=44.0)
    kept.save()
    again = Measurements(file=file)
    found = again.find("d", 4096)
    assert isinstance(found, Measured)
    assert (found.load_seconds, found.vram_bytes, found.size_vram_bytes) == (2.35, None, 9)
    assert (found.tokens_per_second, found.joules_per_1000_tokens) == (44.0, 400.0)
    assert again.find("d", 8192) is None
    assert again.best("d") == found
    assert again.best(None) is None
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.logs("ziggie.library")
def test_a_broken_file_of_measurements_starts_anew(tmp_path: Path) -> None:
    file = tmp_path / "measured.json"
    file.write_bytes(b"{")
    assert Measurements(file=file).best("d") is None


class Loads:
    """Pins on a clock that the test moves."""

    def __init__(self, *pinned: str) -> None:
        self.now, self.held, self.done = 0.0, False, list[str]()
        self.error: ZiggieError | None = None
        self.pins = Pins(
            pinned=lambda: pinned, load=self.load, hold=lambda: self.held, clock=lambda: self.now
        )

    async def load(self, name: str) -> None:
        self.done.append(name)
        if self.error is not None:
            raise self.error

    async def look(self, *loaded: LoadedModel, have: tuple[str, ...] = ("m:1",)) -> None:
        await self.pins.look([Model(name=name) for name in have], loaded)


async def test_a_pinned_model_is_loaded_for_ever() -> None:
    loads = Loads("m:1", "not-here")
    await loads.look()
    assert loads.done == ["m:1"]
    await loads.look(LoadedModel(name="m:1"))
    assert len(loads.done) == 1, "it is kept already"
    await loads.look(LoadedModel(name="m:1", expires_at=NOW))
    assert len(loads.done) == 2, "another client's keep_alive was undone"


async def test_a_pinned_model_waits_while_the_gpu_is_another_s() -> None:
    loads = Loads("m:1")
    loads.held = True
    await loads.look()
    assert loads.done == []


async def test_what_its_owner_unloads_stays_so() -> None:
    loads = Loads("m:1")
    loads.pins.set_down("m:1")
    await loads.look()
    assert loads.done == []
    loads.pins.take_up("m:1")
    await loads.look()
    assert loads.done == ["m:1"]


async def test_pins_that_do_not_fit_together_give_in() -> None:
    loads = Loads("m:1")
    for _ in range(LOST_MOST + 3):
        loads.now += 5
        await loads.look()
    assert len(loads.done) == LOST_MOST
    [problem] = loads.pins.problems()
    assert "m:1" in problem.title
    loads.now += REST_S + 1
    await loads.look()
    assert len(loads.done) == LOST_MOST + 1
    assert loads.pins.problems() == ()


@pytest.mark.logs("ziggie.library")
async def test_a_pin_that_cannot_be_loaded_is_a_problem() -> None:
    loads = Loads("m:1")
    loads.error = ZiggieError("engine_busy", "Busy.", "Wait.")
    await loads.look()
    assert loads.pins.problems() == (), "not the model's fault"
    loads.error = ZiggieError("not_enough_memory", "It does not fit.", "Take less.")
    await loads.look()
    [problem] = loads.pins.problems()
    assert "It does not fit." in problem.title
    await loads.look()
    assert len(loads.done) == 2, "it is not tried at each look"
