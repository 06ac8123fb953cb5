"""Owns tray and windows: one of two clients of the service. Holds no truth of its own."""
