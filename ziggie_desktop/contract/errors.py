"""Owns the one error that a person or another program may see.

Never carries a prompt, an answer or a key.
"""

from __future__ import annotations

import msgspec


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """``code`` is stable, ``title`` says what happened, ``remedy`` what the reader can do."""

    code: str
    title: str
    remedy: str
    request_id: str | None = None


class ErrorDocument(msgspec.Struct, frozen=True):
    error: ErrorBody


class ZiggieError(Exception):
    """A fault of the world: mapped once where it is met, shown as it is everywhere else.

    ``status`` is the HTTP status it is answered with.
    """

    def __init__(self, code: str, title: str, remedy: str, *, status: int = 500) -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.remedy = remedy
        self.status = status

    def document(self, request_id: str | None = None) -> ErrorDocument:
        return ErrorDocument(
            ErrorBody(code=self.code, title=self.title, remedy=self.remedy, request_id=request_id)
        )
