"""Owns what the windows say: snapshot in, view states out. Never touches a widget."""
