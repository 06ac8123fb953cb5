"""Owns Ollama's own releases: fetched, checked, unpacked, swapped in, proved, rolled back."""
