"""Owns the row that one request leaves in the ledger. Never holds a prompt or an answer.

Names are OpenTelemetry's GenAI attributes with underscores where it has one
(https://opentelemetry.io/docs/specs/semconv/gen-ai/), ours elsewhere.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from ziggie_desktop.contract.state import Quality


class RequestStatus(StrEnum):
    OK = "ok"
    FAILED = "failed"  # nobody could answer; `error_type` says why
    ABORTED = "aborted"  # the caller hung up


class Usage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Token counts in the answering model's own tokenizer.

    ``input_tokens`` includes the cached ones (OpenTelemetry's rule, not Anthropic's). ``speed``:
    what Anthropic says of its fast mode.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_5m_input_tokens: int | None = None
    cache_creation_1h_input_tokens: int | None = None
    web_search_requests: int | None = None
    service_tier: str | None = None
    inference_geo: str | None = None
    speed: str | None = None


class Timings(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Ollama's own durations of one answer, in nanoseconds."""

    load_ns: int | None = None
    prompt_eval_ns: int | None = None
    eval_ns: int | None = None
    total_ns: int | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One call of one side. ``outcome``: ok, or the reason in words why it did not answer."""

    route: str
    model: str
    outcome: str
    duration_ms: float
    usage: Usage | None = None
    list_cost_pico: int | None = None


class RequestRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``component`` and what follows it up to ``agent_level`` is who asked and for what; ``route``
    is ``local`` or ``cloud``, None when nobody answered. ``counterfactual_usage``: the tokens that
    ``counterfactual_cost_pico`` is for, with what would have been cached. ``policy``: a digest of
    the policy then in force; ``tariff_source``: the price of electricity then. ``energy_source``:
    whose joules, ``gpu`` or ``processor``; never a sum of both. ``energy_load_mj``: what of
    ``energy_mj`` loaded the model."""

    id: str
    started_at: datetime
    dialect: str
    delivery: str
    component: str
    task: str | None = None
    priority: str | None = None
    agent_level: str | None = None
    route: str | None = None
    model: str | None = None
    reason: str = ""
    fallback_from: str | None = None
    fallback_reason: str | None = None
    status: RequestStatus = RequestStatus.OK
    error_type: str | None = None
    ttft_ms: float | None = None
    duration_ms: float | None = None
    gen_ai_operation_name: str = "chat"
    gen_ai_provider_name: str | None = None
    gen_ai_request_model: str | None = None
    gen_ai_response_model: str | None = None
    gen_ai_response_id: str | None = None
    gen_ai_response_finish_reason: str | None = None
    gen_ai_usage_input_tokens: int | None = None
    gen_ai_usage_output_tokens: int | None = None
    gen_ai_usage_cache_read_input_tokens: int | None = None
    gen_ai_usage_cache_creation_input_tokens: int | None = None
    load_ms: float | None = None
    energy_mj: int | None = None
    energy_quality: Quality | None = None
    energy_band_percent: float | None = None
    electricity_cost_pico: int | None = None
    list_cost_pico: int | None = None
    price_source: str | None = None
    counterfactual_model: str | None = None
    counterfactual_cost_pico: int | None = None
    counterfactual_usage: Usage | None = None
    policy: str | None = None
    tariff_source: str | None = None
    energy_source: str | None = None
    energy_load_mj: int | None = None
    simulated: bool = False
    attempts: tuple[Attempt, ...] = ()
    local_date: str | None = None
    tz: str | None = None
