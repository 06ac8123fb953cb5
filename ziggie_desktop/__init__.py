"""Ziggie Desktop: local answers for the programs that call Claude."""

__version__ = "0.1.0"
