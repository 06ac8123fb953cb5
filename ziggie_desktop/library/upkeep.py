"""Owns what is done with installed models beside loading them: create, verify, repair, update.

Deletes only a damaged file that the registry has whole, and only when it was asked to repair.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import ModelUpdate, UpdateState
from ziggie_desktop.contract.state import Finding, JobKind, LibraryJob, Pull, PullState
from ziggie_desktop.library import registry
from ziggie_desktop.library.calls import Calls, check_name, full_name, model_not_found
from ziggie_desktop.library.chores import Chores, Report
from ziggie_desktop.library.create import create
from ziggie_desktop.library.fit import Shape, shape_of
from ziggie_desktop.library.models import Models, Shown
from ziggie_desktop.library.names import listed_name, pull_name
from ziggie_desktop.library.pulls import Pulls
from ziggie_desktop.library.shelf import Shelf, find_shelf, named_folder, usual_folders
from ziggie_desktop.library.verify import Damage, cannot_check, verify
from ziggie_desktop.library.work import ModelsDir
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.library")

AT_A_TIME = 6
WEIGHTS = ("image.model", "image.adapter", "image.projector")
FETCHING = (PullState.QUEUED, PullState.RUNNING)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a model before it is loaded; ``digest`` only of an installed one."""

    name: str
    installed: bool
    weights_bytes: int
    shape: Shape | None
    context_length: int | None
    digest: str | None = None


class Upkeep:
    """``create`` and ``verify`` are jobs; updates and repairs become downloads."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        calls: Calls,
        models: Models,
        pulls: Pulls,
        models_dir: ModelsDir,
    ) -> None:
        self._http = http
        self._calls = calls
        self._models = models
        self._pulls = pulls
        self._models_dir = models_dir
        self._shelf: Shelf | None = None
        self._named: set[Path | None] = set()
        self._shelf_of: frozenset[str] | None = None
        self.chores = Chores()

    async def shelf(self) -> Shelf | None:
        """The models folder, None where it cannot be read here; looked at again when the list of
        models has changed."""
        digests = frozenset(self._models.digests.values())
        if digests != self._shelf_of:
            # Kept, because a model whose file is gone no longer says where it lay.
            self._named |= {named_folder(text) for text in self._models.modelfiles()}
            folders = [await self._models_dir(), *self._named, *usual_folders()]
            self._shelf = await asyncio.to_thread(find_shelf, folders, digests)
            self._shelf_of = digests
        return self._shelf

    @property
    def disk_bytes(self) -> int | None:
        """Of all models, files that they share once; None where it cannot be told."""
        digests = self._models.digests.values()
        if self._shelf is None or not set(digests) <= self._shelf.manifests.keys():
            return None
        return self._shelf.bytes(digests)

    def freed_bytes(self, gone: Iterable[str]) -> int | None:
        """What removing these models frees."""
        digests, names = self._models.digests, set(gone)
        if self._shelf is None or not set(digests.values()) <= self._shelf.manifests.keys():
            return None
        away = [digest for name, digest in digests.items() if name in names]
        stay = [digest for name, digest in digests.items() if name not in names]
        return self._shelf.freed(away, stay)

    def fetching(self) -> frozenset[str]:
        """The models that are being downloaded, as Ollama would list them."""
        pulls = self._pulls.snapshot()
        return frozenset(listed_name(one.model) for one in pulls if one.state in FETCHING)

    def refuse_if_busy(self, name: str) -> None:
        """A model must not be deleted under what works on it."""
        if listed_name(name) in self.fetching():
            raise ZiggieError(
                "model_busy",
                f"{name} is being fetched just now.",
                "Wait for the download, or cancel it; then remove the model.",
                status=409,
            )
        if self.chores.working_on(full_name(name)):
            raise ZiggieError(
                "model_busy",
                f"{name} is being made or verified just now.",
                "Wait for that, or cancel it; then remove the model.",
                status=409,
            )

    # Long work

    def create(self, name: str, source: Path, quantize: str | None = None) -> LibraryJob:
        """Make a model out of a Modelfile or a GGUF file."""
        check_name(name)
        if not source.is_absolute():
            raise ZiggieError(
                "path_relative",
                f"The path {source} is relative.",
                "Give the whole path of the file: the service has another working folder.",
                status=400,
            )

        async def work(report: Report) -> str:
            return await create(
                calls=self._calls, name=name, source=source, quantize=quantize, report=report
            )

        return self.chores.start(JobKind.CREATE, full_name(name), work)

    async def verify(self, name: str | None, *, repair: bool = False) -> LibraryJob:
        """Hash the files of one model, or of all."""
        await self._models.have()
        digests = self._models.digests
        wanted = None if name is None else full_name(check_name(name))
        if wanted is not None and wanted not in digests:
            raise model_not_found(wanted)
        names = digests if wanted is None else {wanted: digests[wanted]}
        self._shelf_of = None  # as it is now
        shelf = await self.shelf()
        if names and (shelf is None or not set(names.values()) <= shelf.manifests.keys()):
            raise cannot_check(await self._models_dir())

        async def work(report: Report) -> str:
            if shelf is None:
                return "there is no model to check"
            damaged = await verify(shelf=shelf, names=names, report=report)
            findings = [await self._finding(damage, repair) for damage in damaged]
            report.found(tuple(findings))
            if not findings:
                return "all files are whole"
            if len(findings) == 1:
                return "one file is not as it should be"
            return f"{len(findings)} files are not as they should be"

        return self.chores.start(JobKind.VERIFY, wanted, work)

    async def _finding(self, damage: Damage, repair: bool) -> Finding:
        title = f"{damage.file.name[:19]}… of {', '.join(damage.models)} {damage.what}."
        first = damage.models[0]
        if damage.unreadable:
            remedy = "Let your user read that file, then verify again."
            return Finding(models=damage.models, title=title, remedy=remedy)
        told = await registry.ask(self._http, first)
        there = told.manifest is not None and any(
            blob.digest == damage.digest for blob in told.manifest.blobs
        )
        if not there:
            remedy = {
                registry.Answer.SILENT: "Its registry cannot be reached: verify again with "
                "--repair when it can.",
                registry.Answer.FOUND: f"The registry has a newer version: ziggie-desktop remove "
                f"{first}, then pull {first}.",
                registry.Answer.MISSING: f"No registry has it: remove {first} and create it anew.",
            }[told.answer]
            return Finding(models=damage.models, title=title, remedy=remedy)
        if not repair:
            remedy = f"Fetch it anew: ziggie-desktop verify {first} --repair"
            return Finding(models=damage.models, title=title, remedy=remedy)
        return await self._repair(damage, title)

    async def _repair(self, damage: Damage, title: str) -> Finding:
        first = damage.models[0]
        try:
            for name in damage.models:
                await self._models.unload(name)
            # Ollama fetches a file that is not there; one that is there it believes.
            await asyncio.to_thread(damage.file.unlink, missing_ok=True)
        except (OSError, ZiggieError) as error:
            why = error.title if isinstance(error, ZiggieError) else error.strerror
            remedy = (
                f"It cannot be replaced ({why}): ziggie-desktop remove {first}, then pull {first}."
            )
            return Finding(models=damage.models, title=title, remedy=remedy)
        log.warning("a damaged file of %s was deleted; it is fetched anew", first)
        named, insecure = pull_name(first)
        self._pulls.start(named, insecure=insecure)
        remedy = "It is being fetched anew."
        return Finding(models=damage.models, title=title, remedy=remedy, repair=True)

    # Updates

    async def updates(self, name: str | None = None) -> tuple[ModelUpdate, ...]:
        """Whether the registries have anything newer, asked side by side."""
        models = await self._models.have()
        wanted = None if name is None else full_name(check_name(name))
        names = [model.name for model in models if wanted in (None, model.name)]
        if wanted is not None and not names:
            raise model_not_found(wanted)
        await self.shelf()
        gate = asyncio.Semaphore(AT_A_TIME)

        async def one(model: str) -> ModelUpdate:
            async with gate:
                return self._compared(model, await registry.ask(self._http, model))

        return tuple(await asyncio.gather(*(one(model) for model in names)))

    async def update(self, name: str | None = None) -> tuple[ModelUpdate, ...]:
        """Queue the download of what is newer."""
        return tuple([self._queued(found) for found in await self.updates(name)])

    def _queued(self, found: ModelUpdate) -> ModelUpdate:
        if found.state is not UpdateState.AVAILABLE:
            return found
        named, insecure = pull_name(found.model)
        pull: Pull = self._pulls.start(named, insecure=insecure)
        return ModelUpdate(
            model=found.model,
            state=found.state,
            reason=found.reason,
            size_bytes=found.size_bytes,
            pull=pull,
        )

    def _compared(self, model: str, told: registry.Told) -> ModelUpdate:
        mine = self._models.digests.get(model, "")
        match told.answer:
            case registry.Answer.SILENT:
                state, reason = UpdateState.UNKNOWN, "its registry did not answer"
            case registry.Answer.MISSING:
                state, reason = UpdateState.NOT_IN_REGISTRY, "no registry has it: it was made here"
            case registry.Answer.FOUND if mine in told.digests or self._same_files(mine, told):
                state, reason = UpdateState.CURRENT, "it is the registry's"
            case registry.Answer.FOUND:
                state, reason = UpdateState.AVAILABLE, "the registry has another version"
        size = told.manifest.total_bytes if told.manifest else None
        return ModelUpdate(model=model, state=state, reason=reason, size_bytes=size)

    def _same_files(self, mine: str, told: registry.Told) -> bool:
        """Ollama writes a manifest in its own way: the files that it names are what counts."""
        manifest = self._shelf.manifests.get(mine) if self._shelf else None
        if manifest is None or told.manifest is None:
            return False
        return {b.digest for b in manifest.blobs} == {b.digest for b in told.manifest.blobs}

    # Before a load or a download

    async def about(self, name: str) -> About:
        """The facts that a fit is reckoned from: of an installed model from Ollama, of another
        one from its registry."""
        models = {model.name: model for model in await self._models.have()}
        wanted = listed_name(check_name(name))
        if wanted in models:
            model = models[wanted]
            shown = await self._models.show(wanted)
            return About(
                name=wanted,
                installed=True,
                weights_bytes=model.size_bytes or 0,
                shape=shape_of(shown.model_info),
                context_length=shown.context_length,
                digest=model.digest,
            )
        told = await registry.ask(self._http, name)
        if told.manifest is None:
            if told.answer is registry.Answer.MISSING:
                raise model_not_found(name)
            raise ZiggieError(
                "registry_silent",
                f"The registry of {name} cannot be asked.",
                "Check the network, then try again.",
                status=502,
            )
        head = await registry.head_of(self._http, name, told.manifest) or {}
        weights = sum(b.size for b in told.manifest.layers if b.mediaType.endswith(WEIGHTS))
        return About(
            name=wanted,
            installed=False,
            weights_bytes=weights or told.manifest.total_bytes,
            shape=shape_of(head),
            context_length=Shown(model_info=head).context_length,
        )
