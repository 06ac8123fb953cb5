"""Owns what the owner may say to Ollama, and its one translation into Ollama's environment. Pure.

Names and meanings follow envconfig/config.go of Ollama. All of it is in force at the next start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from ziggie_desktop.engine.plan import CONTAINER, IMAGE, UNIT, RunBy

NO_GPU = "none"
MIB = 2**20
# With these Ollama writes prompts to its log, or to files for temporary use.
PROMPTS_IN_LOG = "OLLAMA_DEBUG"
PROMPTS_IN_FILES = "OLLAMA_DEBUG_LOG_REQUESTS"

KEEP_ALIVE = "OLLAMA_KEEP_ALIVE"  # our own requests say it too, so that it waits for no restart

_DURATION = re.compile(r"-?(\d+|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)", re.ASCII)
_GPU = re.compile(r"(GPU|MIG)-[0-9A-Za-z-]{6,}(/\d+/\d+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9@_.-]*\.service")
_CONTAINER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_IMAGE = re.compile(r"[a-z0-9][A-Za-z0-9_./:@-]*")
# The setting, the variable it becomes, the least number that makes sense.
_NUMBERS = (
    ("parallel", "OLLAMA_NUM_PARALLEL", 1),
    ("loaded_models", "OLLAMA_MAX_LOADED_MODELS", 0),
    ("queue", "OLLAMA_MAX_QUEUE", 1),
    ("context_length", "OLLAMA_CONTEXT_LENGTH", 1),
    ("transfer_streams", "OLLAMA_MAX_TRANSFER_STREAMS", 1),
)
_SWITCHES = (
    ("flash_attention", "OLLAMA_FLASH_ATTENTION"),
    ("sched_spread", "OLLAMA_SCHED_SPREAD"),
    ("no_cloud", "OLLAMA_NO_CLOUD"),
    ("vulkan", "OLLAMA_VULKAN"),
    ("integrated_gpu", "OLLAMA_IGPU_ENABLE"),
)
_TEXTS = (
    ("keep_alive", KEEP_ALIVE),
    ("load_timeout", "OLLAMA_LOAD_TIMEOUT"),
    ("kv_cache_type", "OLLAMA_KV_CACHE_TYPE"),
    ("llm_library", "OLLAMA_LLM_LIBRARY"),
    ("proxy", "HTTPS_PROXY"),
)
# Each has a setting, or is ours to say.
_ELSEWHERE = {"OLLAMA_HOST": "engine.host", "OLLAMA_MODELS": "engine.models"}


class OllamaSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What is None, empty or the default is left to Ollama.

    ``run``: as a child of ours, as the systemd unit ``unit``, or as the Docker container
    ``container`` of ``image``. ``gpus``: UUIDs such as GPU-8d0c…, or ``none`` for the processor
    alone. ``environment``: whatever has no setting of its own.
    """

    run: RunBy = RunBy.CHILD
    unit: str = UNIT
    container: str = CONTAINER
    image: str = IMAGE
    host: str | None = None
    keep_alive: str | None = None
    parallel: int | None = None
    loaded_models: int | None = None
    queue: int | None = None
    load_timeout: str | None = None
    flash_attention: bool | None = None
    kv_cache_type: Literal["f16", "q8_0", "q4_0"] | None = None
    context_length: int | None = None
    gpus: tuple[str, ...] = ()
    gpu_overhead_mib: int | None = None
    sched_spread: bool | None = None
    vulkan: bool | None = None
    integrated_gpu: bool | None = None
    llm_library: str | None = None
    origins: tuple[str, ...] = ()
    no_cloud: bool | None = None
    transfer_streams: int | None = None
    proxy: str | None = None
    debug: bool = False
    environment: dict[str, str] = {}


def environment(settings: OllamaSettings) -> dict[str, str]:
    """The variables of a child, a drop-in and a container alike; host and folder come beside."""
    env = {
        name: value
        for name, value in settings.environment.items()
        if name not in (PROMPTS_IN_LOG, PROMPTS_IN_FILES)
    }
    return env | _typed(settings)


def _typed(settings: OllamaSettings) -> dict[str, str]:
    env: dict[str, str] = {}
    for setting, name, _least in _NUMBERS:
        if (number := getattr(settings, setting)) is not None:
            env[name] = str(number)
    for setting, name in _SWITCHES:
        if (switch := getattr(settings, setting)) is not None:
            env[name] = "1" if switch else "0"
    for setting, name in _TEXTS:
        if text := getattr(settings, setting):
            env[name] = text
    if settings.gpus:
        none = settings.gpus == (NO_GPU,)
        env["CUDA_VISIBLE_DEVICES"] = "-1" if none else ",".join(settings.gpus)
    if settings.gpu_overhead_mib is not None:
        env["OLLAMA_GPU_OVERHEAD"] = str(settings.gpu_overhead_mib * MIB)
    if settings.origins:
        env["OLLAMA_ORIGINS"] = ",".join(settings.origins)
    if settings.debug:
        env[PROMPTS_IN_LOG] = "1"
    return env


def mistake(settings: OllamaSettings) -> str | None:
    """What is wrong with them, in words that name the setting; None when nothing is."""
    for setting, _name, least in _NUMBERS:
        number = getattr(settings, setting)
        if number is not None and not least <= number <= 2**31:
            return f"{number} is out of range - at engine.{setting}"
    overhead = settings.gpu_overhead_mib
    if overhead is not None and not 0 <= overhead <= 2**24:
        return f"{overhead} MiB is out of range - at engine.gpu_overhead_mib"
    for setting in ("keep_alive", "load_timeout"):
        text = getattr(settings, setting)
        if text is not None and not _DURATION.fullmatch(text):
            return f"{text!r} is no duration such as 10m or 1h30m - at engine.{setting}"
    for gpu in settings.gpus:
        if not _GPU.fullmatch(gpu) and settings.gpus != (NO_GPU,):
            return f"{gpu!r} is no GPU's UUID as nvidia-smi -L lists it - at engine.gpus"
    if any("," in origin or not origin.strip() for origin in settings.origins):
        return "an origin is one address such as http://localhost:3000 - at engine.origins"
    return _wrong_name(settings) or _wrong_environment(settings)


def _wrong_name(settings: OllamaSettings) -> str | None:
    patterns = (("unit", _UNIT), ("container", _CONTAINER), ("image", _IMAGE))
    for setting, pattern in patterns:
        if not pattern.fullmatch(getattr(settings, setting)):
            return f"{getattr(settings, setting)!r} is no name - at engine.{setting}"
    for setting in ("host", "llm_library", "proxy"):
        text = getattr(settings, setting)
        if text is not None and (not text.strip() or not text.isprintable()):
            return f"{text!r} says nothing - at engine.{setting}"
    return None


def _wrong_environment(settings: OllamaSettings) -> str | None:
    typed = _setting_names()
    for name, value in settings.environment.items():
        if not _NAME.fullmatch(name):
            return f"{name!r} is no variable's name - at engine.environment"
        if not value.isprintable() and value:
            return f"{name} holds signs that cannot be printed - at engine.environment"
        if name in _ELSEWHERE:
            return f"{name} is said with {_ELSEWHERE[name]} - at engine.environment"
        if name in _typed(settings):
            return f"{name} is said twice, here and as {typed[name]} - at engine.environment"
    return None


def _setting_names() -> Mapping[str, str]:
    pairs = [(name, setting) for setting, name, *_ in (*_NUMBERS, *_SWITCHES, *_TEXTS)]
    return {name: f"engine.{setting}" for name, setting in pairs} | {
        "OLLAMA_HOST": "engine.host",
        "OLLAMA_MODELS": "engine.models",
        "CUDA_VISIBLE_DEVICES": "engine.gpus",
        "OLLAMA_GPU_OVERHEAD": "engine.gpu_overhead_mib",
        "OLLAMA_ORIGINS": "engine.origins",
        PROMPTS_IN_LOG: "engine.debug",
        "ZIGGIE_OLLAMA": "engine.program",
        "run": "engine.run",
    }


def setting_of(variable: str) -> str:
    """The owner's word for a variable."""
    return _setting_names().get(variable, f"engine.environment.{variable}")


def warnings(settings: OllamaSettings) -> tuple[str, ...]:
    """What the owner should know of settings that are allowed: each a sentence."""
    found = []
    if settings.debug:
        found.append("engine.debug is on: Ollama writes prompts to its log.")
    for name in (PROMPTS_IN_FILES, PROMPTS_IN_LOG):
        if name in settings.environment:
            what = "its log" if name == PROMPTS_IN_LOG else "files for temporary use"
            found.append(
                f"{name} in engine.environment is left out: Ollama would write prompts to {what}."
            )
    return tuple(found)
