"""Owns the decision where a request goes. Pure: no I/O, no clock, no logging."""
