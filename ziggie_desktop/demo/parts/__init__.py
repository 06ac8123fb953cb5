"""Owns the parts that the demo and the tests bring along: a real Ollama, a small model, stand-ins.

Never imported by the service or the desktop; installers leave it out.
"""
