"""Owns the commands that are thin clients of the service. Holds no truth, imports the contract."""
