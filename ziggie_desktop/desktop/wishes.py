"""Owns what each verb asks of the service. Knows the client, not the widgets."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from ziggie_desktop.contract.api import PullVerb
from ziggie_desktop.contract.library import JobAction
from ziggie_desktop.contract.routing import PolicyChange, PolicyRule
from ziggie_desktop.desktop.presenters.settings import changes
from ziggie_desktop.desktop.presenters.view import Do, Verb

if TYPE_CHECKING:
    from ziggie_desktop.contract.client import Client

ENGINE: dict[Verb, Literal["start", "stop", "restart", "install"]] = {
    Verb.ENGINE_START: "start",
    Verb.ENGINE_STOP: "stop",
    Verb.ENGINE_RESTART: "restart",
    Verb.ENGINE_INSTALL: "install",
}
MODEL: dict[Verb, Literal["load", "unload", "remove", "pin", "unpin"]] = {
    Verb.LOAD: "load",
    Verb.UNLOAD: "unload",
    Verb.REMOVE: "remove",
    Verb.PIN: "pin",
    Verb.UNPIN: "unpin",
}
PULL: dict[Verb, Literal["pause", "resume", "cancel", "now"]] = {
    Verb.PULL_PAUSE: "pause",
    Verb.PULL_RESUME: "resume",
    Verb.PULL_CANCEL: "cancel",
    Verb.PULL_NOW: "now",
}


def grant(client: Client, do: Do) -> Awaitable[object]:
    """The call that fulfils ``do``."""
    verb, subject = do.verb, do.subject
    if verb in ENGINE:
        return client.engine(ENGINE[verb])
    if verb in MODEL:
        return client.model_action(MODEL[verb], subject)
    if verb in PULL:
        return client.pull(PULL[verb], id=subject)
    if verb is Verb.PULL:
        # Who writes http:// has said that the way there is open.
        return client.pull("start", model=subject, insecure=subject.startswith("http://"))
    if verb is Verb.PULL_MOVE:
        return client.pull(cast(PullVerb, do.value), id=subject)
    if verb is Verb.MODE:
        return client.mode(cast(Literal["auto", "local", "cloud"], subject))
    if verb is Verb.MODELS_FOLDER:
        return client.engine("move", folder=subject)
    if verb is Verb.JOB_CANCEL:
        return client.engine("cancel")
    if verb is Verb.SETTING:
        return client.change_settings(changes(subject, do.value))
    if verb is Verb.TARIFF:
        assert isinstance(do.value, bytes)
        return client.change_settings({"tariff": msgspec.json.decode(do.value)})
    if verb is Verb.KEY_STORE:
        return client.cloud_key(str(do.value))
    if verb is Verb.KEY_REMOVE:
        return client.cloud_key(None)
    if verb in (Verb.REPORT_OPEN, Verb.REPORT_PDF):
        from ziggie_desktop.desktop.reports import spoken

        return client.report_html(subject, language=spoken())
    if verb is Verb.GPU_FREE:
        return client.free_gpu(int(subject))
    if verb is Verb.GPU_TAKE:
        return client.free_gpu(None)
    if verb is Verb.EXPORT:
        query = cast(tuple[tuple[str, str], ...], do.value)
        return client.save_requests(Path(subject), dict(query))
    if verb is Verb.BUNDLE:
        return client.save_diagnostics(Path(subject))
    if verb is Verb.TOKEN_CREATE:
        return client.token_create(subject)
    if verb is Verb.TOKEN_REVOKE:
        return client.token_revoke(subject)
    if verb is Verb.POLICY_RULES:
        rules = cast(tuple[PolicyRule, ...], do.value)
        return client.change_policy(PolicyChange(mark=subject, rules=rules))
    if verb is Verb.POLICY_TEXT:
        return client.change_policy(PolicyChange(mark=subject, text=str(do.value)))
    return _upkeep(client, do)


def _upkeep(client: Client, do: Do) -> Awaitable[object]:
    """Long work on the models, and what is done to several."""
    verb, model = do.verb, do.subject or None
    match verb:
        case Verb.COPY:
            return client.model_action("copy", do.subject, destination=str(do.value))
        case Verb.CREATE:
            return client.job(JobAction(action="create", model=model, path=str(do.value)))
        case Verb.VERIFY:
            return client.job(JobAction(action="verify", model=model, repair=bool(do.value)))
        case Verb.WORK_CANCEL:
            return client.job(JobAction(action="cancel", id=do.subject))
        case Verb.UPDATE:
            return client.update(model)
        case Verb.CLEAN_UP:
            days, names = cast(tuple[int, tuple[str, ...]], do.value)
            return client.clean_up(days, names)
    raise ValueError(f"{verb} is not for the service")
