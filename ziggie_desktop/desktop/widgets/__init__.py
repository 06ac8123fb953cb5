"""Owns the building blocks that pages are made of. They know view states, not the service."""
