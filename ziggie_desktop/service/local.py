"""Owns how the local side is put together: Ollama, its models, and how the gateway sees them.

It wires; the rooms decide.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    EngineStatus,
    GpuState,
    GpuStatus,
    ModelsDocument,
    Problem,
    PullState,
    Severity,
    Yielded,
)
from ziggie_desktop.engine.find import find_ollama
from ziggie_desktop.engine.install import recovery
from ziggie_desktop.engine.install.installer import Installer, MachineKind
from ziggie_desktop.engine.install.proof import Proof
from ziggie_desktop.engine.install.release import OFFICIAL
from ziggie_desktop.engine.install.store import Store
from ziggie_desktop.engine.models_folder import find_models_folder
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.settings import NO_GPU, environment
from ziggie_desktop.engine.speed import Speeds
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.library import move
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.loading import ReadMemory
from ziggie_desktop.library.move import Mover
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.library.window import parse_window
from ziggie_desktop.platform.awake import KeepAwake
from ziggie_desktop.platform.current import current_system
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.routing.machine import Figures
from ziggie_desktop.service.doubts import Doubts
from ziggie_desktop.service.engine_jobs import EngineJobs, Unfinished
from ziggie_desktop.service.lending import Lender
from ziggie_desktop.service.moving import Moving, keep_models_folder
from ziggie_desktop.service.permission import may_install
from ziggie_desktop.service.room import room_bytes
from ziggie_desktop.service.settings import duration
from ziggie_desktop.service.sides import Dress, LocalSide
from ziggie_desktop.service.wishes import Wishes
from ziggie_desktop.web import aiohttp


class Local:
    """``engine`` and ``library`` are the rooms, ``side`` is what requests see of them."""

    def __init__(
        self,
        *,
        home: Home,
        wishes: Wishes,
        environ: Mapping[str, str],
        adopt_only: bool,
        session: aiohttp.ClientSession,
        busy: Callable[[], bool],
        gpu: Callable[[], GpuStatus],
        models_changed: Callable[[ModelsDocument], None],
        figures: Callable[[str], Figures | None],
        job_changed: Callable[[], None],
        yield_changed: Callable[[Yielded | None], None],
        dress: Dress,
        memory: ReadMemory,
        speeds: Callable[[], Speeds],
        doubts_changed: Callable[[], None],
    ) -> None:
        self._home, self._wishes = home, wishes
        self._environ, self._adopt_only = environ, adopt_only
        self.problem: Problem | None = None
        self._store = store = Store(root=home.ollama)
        unfinished, given_up = recovery.resume(store)
        moving, not_moved = move.resume(home.move, partial(keep_models_folder, wishes))
        settings = wishes.settings.engine
        self._followed = settings
        plan = self._plan()
        self.engine = Engine(
            plan=plan,
            http=session,
            busy=busy,
            load_options=lambda name: self.library.loads.options(name),
        )
        self.library = Library(
            http=session,
            engine_url=lambda: self.engine.url,
            ensure_ready=self.engine.ensure_ready,
            pulls_file=home.pulls,
            models_dir=self.models_folder,
            pull_rules=lambda: _pull_rules(wishes),
            default_num_ctx=settings.num_ctx,
            num_ctx=settings.num_ctx_by_model,
            options=settings.options_by_model,
            keep_alive=lambda: duration(wishes.settings.engine.keep_alive),
            pinned=lambda: wishes.settings.engine.pinned,
            loads_file=home.loads,
            memory_bytes=lambda: memory_for_models(gpu()),
            memory=memory,
        )
        self.awake = KeepAwake(why="A model is being downloaded")
        self.lender = Lender(
            library=self.library,
            gpu=gpu,
            settings=lambda: wishes.settings.yielding,
            file=home.lending,
            changed=yield_changed,
            refresh=lambda: self.side.look(),
        )
        self.side = LocalSide(
            engine=self.engine,
            library=self.library,
            cloud_models=lambda: (wishes.policy.current.models.cloud,),
            changed=models_changed,
            figures=figures,
            room_bytes=lambda: room_bytes(gpu().gpus, self.side.loaded),
            check_lent=self.lender.check,
            dress=dress,
            doubt=lambda name: self.doubts.why(name),
        )
        self.doubts = Doubts(
            engine=self.engine,
            library=self.library,
            side=self.side,
            gpu=gpu,
            speeds=speeds,
            changed=doubts_changed,
            off_gpu=lambda: wishes.settings.engine.gpus == (NO_GPU,),
        )
        installer = Installer(
            store=store,
            server=self.engine,
            http=session,
            machine=MachineKind(system=current_system().name, processor=platform.machine()),
            source=lambda: wishes.settings.engine.releases or OFFICIAL,
            busy=lambda: self._busy(busy),
            prove=Proof(http=session, options=self.library.loads.options),
            use=self._follow,
        )
        moved = Moving(
            engine=self.engine,
            library=self.library,
            wishes=wishes,
            environ=environ,
            session=session,
            busy=lambda: self._busy(busy),
            follow=self._follow,
            models_folder=self.models_folder,
        )
        self.jobs = EngineJobs(
            installer=installer,
            mover=Mover(file=home.move, server=moved.server),
            unfinished=Unfinished(
                install=None if adopt_only else unfinished,
                move=None if adopt_only else moving,
                given_up=_given_up(move=not_moved, install=given_up),
            ),
            may_move=moved.may,
            may_install=lambda beside: may_install(
                beside=beside,
                adopt_only=adopt_only,
                run=wishes.settings.engine.run,
                named=wishes.settings.engine.program or environ.get("ZIGGIE_OLLAMA"),
                other=lambda: _find_program(None, environ, None)[0],
            ),
            check_updates=lambda: wishes.settings.engine.check_updates,
            changed=job_changed,
        )

    @property
    def status(self) -> EngineStatus:
        """The engine's, with what is installed and done to it."""
        return self.jobs.status(self.engine.status)

    def _follow(self) -> None:
        self.engine.follow(self._plan())

    def _busy(self, answering: Callable[[], bool]) -> str | None:
        if answering():
            return "answers are under way"
        if any(pull.state is PullState.RUNNING for pull in self.library.pulls.snapshot()):
            return "a model is being downloaded"
        return None

    async def models_folder(self) -> Path | None:
        """Where the Ollama that is used keeps its models; None where that cannot be known."""
        plan = self.engine.plan
        environ = {**self._environ, **plan.environment}
        if plan.models_dir:
            environ["OLLAMA_MODELS"] = plan.models_dir
        return await find_models_folder(
            self.engine.status,
            environ,
            run=plan.run,
            unit=plan.unit,
            volume=plan.models_dir,
        )

    async def remember(self) -> None:
        """Have on disk what was learnt of the models' loads."""
        self.library.loads.save()

    def settings_changed(self) -> None:
        """Loads follow them at once, the engine at its next start; its status says what is not in
        force yet."""
        settings = self._wishes.settings.engine
        if self._followed != settings:
            self._follow()
            self.library.loads.follow(
                default_num_ctx=settings.num_ctx,
                num_ctx=settings.num_ctx_by_model,
                options=settings.options_by_model,
            )

    def _plan(self) -> Plan:
        """The variables that this service was started with win, as for Ollama itself."""
        settings, environ = self._wishes.settings.engine, self._environ
        self._followed = settings
        program, self.problem = _find_program(settings.program, environ, self._store.program())
        return Plan(
            program=program,
            host=environ.get("OLLAMA_HOST") or settings.host or "",
            models_dir=environ.get("OLLAMA_MODELS") or settings.models,
            environment=environment(settings),
            run=settings.run,
            unit=settings.unit,
            container=settings.container,
            image=settings.image,
            gpus=settings.gpus,
            adopt_only=self._adopt_only,
            state_file=self._home.engine,
            log_file=self._home.ollama_log,
        )


def _given_up(**words: str | None) -> tuple[str, str] | None:
    return next(((kind, said) for kind, said in words.items() if said is not None), None)


def _pull_rules(wishes: Wishes) -> PullRules:
    said = wishes.settings.pulls
    window = parse_window(said.window) if said.window is not None else None
    return PullRules(parallel=said.parallel, window=window, zone=wishes.zone())


def memory_for_models(gpu: GpuStatus) -> int | None:
    """What the largest card holds; without a card the machine's own memory."""
    cards = [card.memory_total_bytes for card in gpu.gpus if card.memory_total_bytes is not None]
    if cards:
        return max(cards)
    if gpu.state is GpuState.ABSENT:
        return _machine_memory()
    return None


@cache
def _machine_memory() -> int:
    """Read once: it stands in each decision, and reading it costs a fifth of a call."""
    import psutil  # heavy

    return int(psutil.virtual_memory().total)


def _find_program(
    named: str | None, environ: Mapping[str, str], ours: Path | None
) -> tuple[Path | None, Problem | None]:
    """The ollama to start. One that was named and cannot be run is a problem to show, not a reason
    to answer nobody: Claude can still be asked."""
    try:
        return find_ollama(named, environ=environ, ours=ours), None
    except ZiggieError as error:
        return None, Problem(
            code=error.code, title=error.title, remedy=error.remedy, severity=Severity.ERROR
        )
