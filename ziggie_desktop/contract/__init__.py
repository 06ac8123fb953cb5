"""Owns what the service promises to others: messages, error codes and the client.

Imports no other room.
"""
