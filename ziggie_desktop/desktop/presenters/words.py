"""Owns the reader's language: English words go in, the chosen language's come out.

``pyside6-lupdate`` reads the calls of ``t`` and ``mark``; resources/translations/ has the rest.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def t(english: str, comment: str = "", n: int = -1, /, **values: object) -> str:
    """``english`` in the reader's language, with ``values`` in its ``{places}``.

    ``comment`` tells words apart that are one in English only. With ``n``, ``%Ln`` is the number in
    the locale's digits, and the form of the words is the one for that number.
    """
    said = QCoreApplication.translate("", english, comment, n)
    return said.format(**values) if values else said


def mark(english: str) -> str:
    """Words in a table, to be given to ``t`` when they are said."""
    return english
