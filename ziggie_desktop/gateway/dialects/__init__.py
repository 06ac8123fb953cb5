"""Owns the dialects: Anthropic Messages, OpenAI and Ollama. Bytes and values, never a socket."""
