"""Owns the running service: what is constructed, who is let in, what is shown. Never imports Qt."""
