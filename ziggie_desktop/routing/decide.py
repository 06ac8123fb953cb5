"""Owns the one question of this program: where does this request go, and why?

``decide`` is pure: what it knows of the world stands in its arguments, what it finds is a value.
"""

from __future__ import annotations

from collections.abc import Set

from msgspec.structs import replace

from ziggie_desktop.routing.budget import OverBudget, over_budget
from ziggie_desktop.routing.machine import LocalModel, Machine
from ziggie_desktop.routing.policy import Policy, Rule
from ziggie_desktop.routing.request import Decision, Refusal, RouteRequest, Side, Target, UseLocal
from ziggie_desktop.routing.weigh import Case, weigh

BUDGET_SPENT = "budget_spent"
PAYMENT_REQUIRED = 402
LOGPROBS = "logprobs"  # what the engine, not the model, can or cannot do
EMBEDDING = "embedding"
SHORTEN_TEXT = (
    "Shorten the text, raise the model's context in Settings, "
    'or say with "truncate": true that it may be cut.'
)
SHORTEN_PROMPT = (
    "Shorten the prompt, raise the model's context in Settings, or let the request go to the cloud."
)
GET_EMBEDDER = "Get an embedding model, for example `ziggie-desktop pull nomic-embed-text`."


def decide(request: RouteRequest, policy: Policy, machine: Machine) -> Decision | Refusal:
    """Mode and header first, then the policy's rules, then what the machine can do now."""
    found = _side(request, policy, machine)
    hold = policy.hold_tokens(request)
    return replace(found, hold_tokens=hold) if hold != 0 and isinstance(found, Decision) else found


def _side(request: RouteRequest, policy: Policy, machine: Machine) -> Decision | Refusal:
    if not _known(request, policy, machine):
        return _unknown_model(request)
    wish, whose = _wish(request, machine)
    if wish is None:
        return _conflict(request, machine)
    local = _local_target(request, policy, machine)
    over = over_budget(request, machine.spendings)
    cloud = _cloud_target(request, policy, machine)
    match wish:
        case UseLocal.ALWAYS:
            return _only(local, f"{whose} says local only")
        case UseLocal.NEVER:
            return _only(_within(cloud, over), f"{whose} says cloud only")
        case UseLocal.AUTO:
            return _by_rule(request, policy, machine, local, cloud, over)


def _by_rule(
    request: RouteRequest,
    policy: Policy,
    machine: Machine,
    local: Target | Refusal,
    cloud: Target | Refusal,
    over: OverBudget | None,
) -> Decision | Refusal:
    rule = policy.rule_for(request)
    if over is not None and (over.booked or not _is_fallback(rule, local)):
        cloud = _within(cloud, over)
    first, second = (local, cloud) if rule.route is Side.LOCAL else (cloud, local)
    spent = _is_spent(first)
    if spent and over is not None and over.stop:
        return _only(first, rule.because)
    if isinstance(second, Target) and rule.fallback != second.side.value and not spent:
        second = _not_allowed(rule.route)
    if isinstance(first, Target) and isinstance(second, Target):
        may_go = second.side is Side.LOCAL or over is None
        return _weighed(rule, first, second, request, policy, machine, may_go=may_go)
    if isinstance(first, Target):
        return Decision(target=first, reason=rule.because)
    if isinstance(second, Target):
        return Decision(
            target=second,
            reason=f"{rule.because}, but {first.reason}",
            instead_of=rule.route,
            instead_reason=first.reason,
        )
    told = second if _is_spent(second) and rule.fallback == Side.CLOUD.value else first
    return Refusal(
        code=told.code,
        reason=f"{_sentence(first.reason)}; {second.reason}",
        remedy=told.remedy,
        status=told.status,
    )


def _weighed(
    rule: Rule,
    first: Target,
    second: Target,
    request: RouteRequest,
    policy: Policy,
    machine: Machine,
    *,
    may_go: bool,
) -> Decision:
    """Both sides may answer: the rule's first choice does, unless something outweighs it."""
    name = first.model if first.side is Side.LOCAL else second.model
    local = _installed(name, machine)
    case = Case(request=request, policy=policy, machine=machine, local=local)
    found = weigh(first, second, case)
    if found.words is None:
        return Decision(target=first, reason=rule.because, fallback=second)
    if found.go and may_go:
        reason = f"{rule.because}, but {found.words}"
        return Decision(target=second, reason=reason, fallback=first)
    return Decision(target=first, reason=f"{rule.because}; {found.words}", fallback=second)


def _is_fallback(rule: Rule, local: Target | Refusal) -> bool:
    """The cloud comes second: what is under way now may be over when it is asked."""
    return rule.route is Side.LOCAL and isinstance(local, Target)


def _within(cloud: Target | Refusal, over: OverBudget | None) -> Target | Refusal:
    if over is None or isinstance(cloud, Refusal):
        return cloud
    return Refusal(
        code=BUDGET_SPENT, reason=over.reason, remedy=over.remedy, status=PAYMENT_REQUIRED
    )


def _is_spent(target: Target | Refusal) -> bool:
    return isinstance(target, Refusal) and target.code == BUDGET_SPENT


def _wish(request: RouteRequest, machine: Machine) -> tuple[UseLocal | None, str]:
    """Who insists on a side, and on which; None when the owner and the caller exclude each other.

    An owner in "local only" pays for nothing, a caller that says ``always`` lets nothing leave the
    machine: neither may be overruled in silence.
    """
    asked, mode = request.use_local, machine.mode
    if asked is UseLocal.AUTO:
        return mode, "the mode"
    if mode is UseLocal.AUTO or mode is asked:
        return asked, "the request"
    return None, ""


def _conflict(request: RouteRequest, machine: Machine) -> Refusal:
    return Refusal(
        code="mode_conflict",
        reason=f"The request asks for use-local {request.use_local.value}, "
        f"the mode is {machine.mode.value}",
        remedy="Change the mode with `ziggie-desktop mode auto`, or send the request without "
        "X-Ziggie-Use-Local.",
        status=409,
    )


def _only(target: Target | Refusal, why: str) -> Decision | Refusal:
    if isinstance(target, Target):
        return Decision(target=target, reason=why)
    return Refusal(
        code=target.code,
        reason=f"{_sentence(why)}, and {target.reason}",
        remedy=target.remedy,
        status=target.status,
    )


def _not_allowed(route: Side) -> Refusal:
    return Refusal(
        code="no_route",
        reason=f"the policy names no fallback for what it sends to the {route.value} side",
        remedy="Add a fallback to the rule in policy.toml.",
    )


def _cloud_target(request: RouteRequest, policy: Policy, machine: Machine) -> Target | Refusal:
    if machine.cloud_refusal is not None:
        return Refusal(
            code="cloud_unavailable",
            reason=machine.cloud_refusal,
            remedy="Store a Claude key with `ziggie-desktop key`, or use a local model.",
        )
    if EMBEDDING in request.needs:
        return Refusal(
            code="cloud_cannot",
            reason="Claude makes no embeddings",
            remedy=GET_EMBEDDER,
            status=400,
        )
    if LOGPROBS in request.needs:
        return Refusal(
            code="cloud_cannot",
            reason="Claude gives no log probabilities",
            remedy="Leave logprobs out, or let a local model answer.",
            status=400,
        )
    return _well(Target(side=Side.CLOUD, model=policy.cloud_model(request)), machine)


def _local_target(request: RouteRequest, policy: Policy, machine: Machine) -> Target | Refusal:
    if machine.yielding is not None:
        return Refusal(
            code="gpu_lent",
            reason=machine.yielding,
            remedy="Wait, take it back with `ziggie-desktop free-gpu --end`, "
            "or let the request go to the cloud.",
        )
    if machine.local_refusal is not None:
        return Refusal(
            code="local_unavailable",
            reason=machine.local_refusal,
            remedy="See `ziggie-desktop status` for the engine's state.",
        )
    model = _local_model(request, policy, machine)
    if model is None:
        return _no_model(request, machine)
    asked = _asked_of(model, request)
    if machine.local_lacks & request.needs:
        lacks = ", ".join(sorted(machine.local_lacks & request.needs))
        return Refusal(
            code="engine_cannot",
            reason=f"the installed Ollama is too old for {lacks}",
            remedy="Update Ollama, or leave it out.",
            status=400,
        )
    if not _can(model, asked):
        missing = asked - (model.capabilities or frozenset())
        return Refusal(
            code="model_cannot",
            reason=f"{model.name} cannot do {', '.join(sorted(missing))}",
            remedy=GET_EMBEDDER
            if EMBEDDING in missing
            else "Get a model that can, or let the request go to the cloud.",
            status=400,
        )
    context = model.room(request.num_ctx)
    if context is not None and request.prompt_tokens > context:
        return Refusal(
            code="context_too_long",
            reason=f"the prompt is about {request.prompt_tokens} tokens, "
            f"the context of {model.name} is {context}",
            remedy=SHORTEN_TEXT if EMBEDDING in request.needs else SHORTEN_PROMPT,
            status=400,
        )
    unsure = _unsure(request, policy, model)
    return _well(Target(side=Side.LOCAL, model=model.name), machine) if unsure is None else unsure


def _well(target: Target, machine: Machine) -> Target | Refusal:
    """A side or model that a breaker keeps calls from is not chosen: that costs the caller nothing,
    a call would cost it its time."""
    failing = machine.failing
    if not failing:
        return target
    words = failing.get((target.side, None)) or failing.get((target.side, target.model))
    if words is None:
        return target
    return Refusal(
        code="left_alone",
        reason=words,
        remedy="Wait: it is tried again by itself. `ziggie-desktop status` says how things are.",
    )


def _unsure(request: RouteRequest, policy: Policy, model: LocalModel) -> Refusal | None:
    """Whether the caller asks for more confidence than the owner has in this model."""
    wanted = request.min_confidence
    if not wanted:
        return None
    has = policy.confidence_in(model.name, request.task)
    if has is not None and has >= wanted:
        return None
    known = "unknown" if has is None else f"{has:g}"
    return Refusal(
        code="confidence_too_low",
        reason=f"the confidence in {model.name} is {known} and {wanted:g} is asked for",
        remedy="Ask for less with X-Ziggie-Min-Confidence, let the request go to the cloud, or "
        "say in policy.toml, under [[confidence]], how sure you are of this model.",
        status=409,
    )


def _no_model(request: RouteRequest, machine: Machine) -> Refusal:
    what = "embedding model" if EMBEDDING in request.needs else "local model"
    name = "nomic-embed-text" if EMBEDDING in request.needs else "llama3.2"
    return Refusal(
        code="no_model",
        reason=f"no {what} is installed that could stand in for {request.model!r}",
        remedy=f"Get one, for example `ziggie-desktop pull {name}`.",
        status=503 if not machine.models else 404,
    )


def _known(request: RouteRequest, policy: Policy, machine: Machine) -> bool:
    """Whether anybody goes by the name asked for. While the engine is away and its models were
    never seen, every name may be one of them."""
    if request.model.startswith("claude-") or policy.alias(request.model) is not None:
        return True
    if _installed(request.model, machine) is not None:
        return True
    return machine.local_refusal is not None and not machine.models


def _unknown_model(request: RouteRequest) -> Refusal:
    return Refusal(
        code="model_not_found",
        reason=f"There is no model {request.model!r} here",
        remedy=f"Get it with `ziggie-desktop pull {request.model}`, ask for one of "
        "`ziggie-desktop models`, or name a stand-in for it in policy.toml.",
        status=404,
    )


def _asked_of(model: LocalModel, request: RouteRequest) -> Set[str]:
    """What the model itself must be able to do. The engine makes embeddings with every model, so
    whoever names one gets them, as from the engine; only a stand-in has to be made for them."""
    named = model.name in _spellings(request.model)
    return request.needs - ({LOGPROBS, EMBEDDING} if named else {LOGPROBS})


def _spellings(name: str) -> tuple[str, str]:
    return name, f"{name}:latest"


def _installed(name: str, machine: Machine) -> LocalModel | None:
    names = _spellings(name)
    for model in machine.models:
        if model.name in names:
            return model
    return None


def _local_model(request: RouteRequest, policy: Policy, machine: Machine) -> LocalModel | None:
    """The model asked for, else the one that stands in for it; None when there is none."""
    asked = _installed(request.model, machine)
    if asked is not None:
        return asked
    wanted = policy.alias(request.model)
    if wanted is None or wanted == "auto":
        wanted = policy.models.local if EMBEDDING not in request.needs else "auto"
    if wanted != "auto":
        return _installed(wanted, machine)
    able_to = request.needs - {LOGPROBS}
    kind = {EMBEDDING} if EMBEDDING in request.needs else {"completion"}
    usable = [m for m in machine.models if _can(m, kind)]
    able = [m for m in usable if _can(m, able_to)]
    sure = [m for m in able if _unsure(request, policy, m) is None]
    return max(sure or able or usable, key=_preference, default=None)


def _preference(model: LocalModel) -> tuple[bool, bool, int, str]:
    return model.loaded, model.no_room is None, model.size_bytes or 0, model.name


def _can(model: LocalModel, what: Set[str]) -> bool:
    """Whether it can do all of ``what``; unknown abilities are given the chance."""
    return model.capabilities is None or what <= model.capabilities


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
