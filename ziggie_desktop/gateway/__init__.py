"""Owns HTTP inference in and out: three dialects, two sides, one neutral form between them."""
