"""Owns OpenAI's dialect as a whole: chat, responses and completions. No side speaks it."""

from __future__ import annotations

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialect import About, AnswerWriter
from ziggie_desktop.gateway.dialects import (
    openai_answer,
    openai_request,
    openai_responses_answer,
    openai_responses_request,
)
from ziggie_desktop.gateway.dialects.body import encode
from ziggie_desktop.gateway.events import Event
from ziggie_desktop.gateway.turns import Conversation

NAME = openai_request.NAME


class OpenAIChatDialect:
    """Chat completions, and the older completions, which differ in little more than names."""

    name = NAME

    def read_request(self, body: bytes, *, path: str) -> Conversation:
        if path.endswith("/chat/completions"):
            return openai_request.read_chat(body)
        return openai_request.read_completion(body)

    def writer(self, conversation: Conversation, about: About) -> AnswerWriter:
        return openai_answer.Writer(conversation, about)

    def whole(self, conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
        return openai_answer.whole(conversation, about, events)

    def error(self, error: ZiggieError, *, request_id: str) -> bytes:
        return encode(openai_answer.error_document(error))


class OpenAIResponsesDialect:
    name = NAME

    def read_request(self, body: bytes, *, path: str) -> Conversation:
        return openai_responses_request.read(body)

    def writer(self, conversation: Conversation, about: About) -> AnswerWriter:
        return openai_responses_answer.Writer(conversation, about)

    def whole(self, conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
        return openai_responses_answer.whole(conversation, about, events)

    def error(self, error: ZiggieError, *, request_id: str) -> bytes:
        return encode(openai_answer.error_document(error))
