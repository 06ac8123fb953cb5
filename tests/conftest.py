"""Owns what all tests share: the fixtures of the real parts and the stand-ins."""

from tests.parts.fixtures import (
    cloud_sim,
    desktop_session,
    fake_nvml,
    nvml_library,
    ollama_fake,
    ollama_program,
    real_ollama,
    smollm_gguf,
)

__all__ = [
    "cloud_sim",
    "desktop_session",
    "fake_nvml",
    "nvml_library",
    "ollama_fake",
    "ollama_program",
    "real_ollama",
    "smollm_gguf",
]
