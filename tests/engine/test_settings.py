"""Tests that each engine setting becomes its variable, and that a wrong one is named."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ziggie_desktop.engine.plan import RunBy
from ziggie_desktop.engine.settings import (
    OllamaSettings,
    environment,
    mistake,
    setting_of,
    warnings,
)

GPU = "GPU-8d0c6c5a-1f7e-4a83-9b59-0c3f4e2a1b10"
BECOMES = {
    "keep_alive": ("30m", "OLLAMA_KEEP_ALIVE", "30m"),
    "parallel": (2, "OLLAMA_NUM_PARALLEL", "2"),
    "loaded_models": (0, "OLLAMA_MAX_LOADED_MODELS", "0"),
    "queue": (64, "OLLAMA_MAX_QUEUE", "64"),
    "load_timeout": ("10m", "OLLAMA_LOAD_TIMEOUT", "10m"),
    "flash_attention": (False, "OLLAMA_FLASH_ATTENTION", "0"),
    "kv_cache_type": ("q8_0", "OLLAMA_KV_CACHE_TYPE", "q8_0"),
    "context_length": (8192, "OLLAMA_CONTEXT_LENGTH", "8192"),
    "gpus": ((GPU, GPU), "CUDA_VISIBLE_DEVICES", f"{GPU},{GPU}"),
    "gpu_overhead_mib": (512, "OLLAMA_GPU_OVERHEAD", "536870912"),
    "sched_spread": (True, "OLLAMA_SCHED_SPREAD", "1"),
    "vulkan": (True, "OLLAMA_VULKAN", "1"),
    "integrated_gpu": (True, "OLLAMA_IGPU_ENABLE", "1"),
    "llm_library": ("cuda_v12", "OLLAMA_LLM_LIBRARY", "cuda_v12"),
    "origins": (("http://a", "http://b"), "OLLAMA_ORIGINS", "http://a,http://b"),
    "no_cloud": (True, "OLLAMA_NO_CLOUD", "1"),
    "transfer_streams": (1, "OLLAMA_MAX_TRANSFER_STREAMS", "1"),
    "proxy": ("http://proxy:3128", "HTTPS_PROXY", "http://proxy:3128"),
    "debug": (True, "OLLAMA_DEBUG", "1"),
    "environment": ({"OLLAMA_REMOTES": "a.b"}, "OLLAMA_REMOTES", "a.b"),
}
BESIDE = {"run", "unit", "container", "image", "host"}  # of the plan, not of the environment


@pytest.mark.parametrize("setting", sorted(BECOMES))
def test_setting_becomes_its_variable(setting: str) -> None:
    value, name, text = BECOMES[setting]
    settings = msgspec.convert({setting: value}, OllamaSettings)
    assert mistake(settings) is None
    assert environment(settings) == {name: text}
    said = f"engine.{setting}" if setting != "environment" else f"engine.environment.{name}"
    assert setting_of(name) == said


def test_no_setting_is_forgotten_and_defaults_say_nothing() -> None:
    assert set(OllamaSettings.__struct_fields__) == set(BECOMES) | BESIDE
    assert environment(OllamaSettings()) == {}
    assert OllamaSettings().run is RunBy.CHILD
    assert environment(OllamaSettings(gpus=("none",))) == {"CUDA_VISIBLE_DEVICES": "-1"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"parallel": 0}, "engine.parallel"),
        ({"queue": -1}, "engine.queue"),
        ({"context_length": 2**40}, "engine.context_length"),
        ({"gpu_overhead_mib": -1}, "engine.gpu_overhead_mib"),
        ({"keep_alive": "soon"}, "engine.keep_alive"),
        ({"load_timeout": "5 minutes"}, "engine.load_timeout"),
        ({"gpus": ["0"]}, "engine.gpus"),
        ({"gpus": [GPU, "none"]}, "engine.gpus"),
        ({"origins": ["http://a,http://b"]}, "engine.origins"),
        ({"unit": "ollama"}, "engine.unit"),
        ({"unit": "--help.service x"}, "engine.unit"),
        ({"container": "-v"}, "engine.container"),
        ({"image": "--privileged"}, "engine.image"),
        ({"host": " "}, "engine.host"),
        ({"proxy": "a\nb"}, "engine.proxy"),
        ({"environment": {"A B": "1"}}, "engine.environment"),
        ({"environment": {"A": "1\n2"}}, "engine.environment"),
        ({"environment": {"OLLAMA_HOST": "0.0.0.0"}}, "engine.host"),
        ({"environment": {"OLLAMA_NUM_PARALLEL": "3"}, "parallel": 2}, "engine.parallel"),
    ],
)
def test_wrong_setting_is_named(wrong: dict[str, Any], named: str) -> None:
    found = mistake(msgspec.convert(wrong, OllamaSettings))
    assert found is not None
    assert named in found


@pytest.mark.parametrize("text", ["5m", "1h30m", "-1", "300", "0", "1.5h", "500ms"])
def test_durations_as_go_reads_them(text: str) -> None:
    assert mistake(OllamaSettings(keep_alive=text)) is None


def test_what_writes_prompts_is_left_out_or_warned_of() -> None:
    free = OllamaSettings(environment={"OLLAMA_DEBUG_LOG_REQUESTS": "1", "OLLAMA_DEBUG": "2"})
    assert environment(free) == {}
    assert len(warnings(free)) == 2
    assert "prompts" in warnings(OllamaSettings(debug=True))[0]
    assert warnings(OllamaSettings()) == ()
