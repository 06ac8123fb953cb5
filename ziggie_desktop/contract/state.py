"""Owns the shapes of the snapshot (`GET /ziggie/v1/state`) and of the events that change it.

Sizes are bytes, power milliwatts, energy millijoules, money pico-dollars (1e-12 USD), times UTC.
``None`` means unknown and is shown as unknown, never as zero.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from ziggie_desktop.contract.currency import Currency


class EngineState(StrEnum):
    ABSENT = "absent"  # no Ollama found on this machine
    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"  # our own child, healthy
    ADOPTED = "adopted"  # a healthy server that we did not start
    DEGRADED = "degraded"  # answers, but not as it should
    STOPPING = "stopping"
    FAILED = "failed"  # gave up; `reason` and `remedy` say why and what to do


class Mode(StrEnum):
    AUTO = "auto"
    LOCAL = "local"
    CLOUD = "cloud"


class GpuState(StrEnum):
    STARTING = "starting"
    OK = "ok"
    ABSENT = "absent"  # no GPU whose driver can be read: figures are unknown
    LOST = "lost"  # it was there and no longer answers


class PullState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Quality(StrEnum):
    """How an energy figure came about."""

    COUNTER = "counter"
    INSTANT = "instant"
    AVERAGE = "average"
    ESTIMATE = "estimate"
    GAP = "gap"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class JobState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class EngineJob(msgspec.Struct, frozen=True, kw_only=True):
    """Something long that is done to Ollama itself, one at a time; the last one stays to be seen.

    ``kind``: install, upgrade or move (of models, to ``folder``). ``words``: what is being done,
    or what came of it."""

    kind: str
    state: JobState
    step: str
    words: str
    version: str | None = None
    folder: str | None = None
    completed_bytes: int | None = None
    total_bytes: int | None = None
    bytes_per_s: float | None = None
    seconds_left: float | None = None
    error: str | None = None
    remedy: str | None = None


class EngineStatus(msgspec.Struct, frozen=True, kw_only=True):
    """``owner``: ours, systemd, app, docker, foreign, imitation or nobody. ``settings_waiting``:
    the variables that the settings say in another way than this Ollama runs with. ``installed``:
    the version that Ziggie installed, None where it did not; ``latest``: the newest there is, as
    far as it was asked."""

    state: EngineState
    reason: str
    remedy: str | None = None
    owner: str = "nobody"
    url: str | None = None
    pid: int | None = None
    version: str | None = None
    program: str | None = None
    since: datetime | None = None
    restarts: int = 0
    settings_waiting: tuple[str, ...] = ()
    installed: str | None = None
    latest: str | None = None
    job: EngineJob | None = None


class LastUse(msgspec.Struct, frozen=True, kw_only=True):
    """Who used a model last, as the ledger has it. ``month_only``: the single requests of that
    month are no longer kept, and ``at`` is its end."""

    at: datetime
    by: str
    month_only: bool = False


class Leaving(StrEnum):
    """A model that was asked to go and is still loaded."""

    STOPPING = "stopping"
    STUCK = "stuck"  # longer than it should take; ``advice`` says what to do


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """``last_used`` None: not through Ziggie, as far as its books go. ``pinned``: kept loaded."""

    name: str
    size_bytes: int | None = None
    quantization: str | None = None
    parameters: str | None = None
    family: str | None = None
    context_length: int | None = None
    capabilities: tuple[str, ...] = ()
    digest: str | None = None
    modified_at: datetime | None = None
    last_used: LastUse | None = None
    pinned: bool = False


class LoadedModel(msgspec.Struct, frozen=True, kw_only=True):
    """``expires_at`` is None when the model is kept until somebody unloads it. ``leaving`` and
    ``advice``: how an unload that was asked for goes."""

    name: str
    size_bytes: int | None = None
    size_vram_bytes: int | None = None
    context_length: int | None = None
    expires_at: datetime | None = None
    last_used: LastUse | None = None
    pinned: bool = False
    leaving: Leaving | None = None
    advice: str | None = None


class ModelLoads(msgspec.Struct, frozen=True, kw_only=True):
    """How a model is loaded. ``num_ctx``: the one context size that all its callers share.
    ``reloads``: how often a larger wish made it load anew; ``reloads_avoided``: answers that a
    caller's own options would have made it load anew for. ``load_s``: the longest of its last
    loads."""

    name: str
    num_ctx: int
    reloads: int = 0
    reloads_avoided: int = 0
    load_s: float | None = None


class Yielded(msgspec.Struct, frozen=True, kw_only=True):
    """To whom the GPU is lent: ``to`` is a program's name, or ``you`` where the owner asked for it.
    ``until`` None: until that program has left it. ``unloaded``: no model of ours is on it any
    more; ``models`` come back afterwards."""

    since: datetime
    until: datetime | None
    to: str
    why: str
    pid: int | None = None
    models: tuple[str, ...] = ()
    unloaded: bool = False


class Pull(msgspec.Struct, frozen=True, kw_only=True):
    """``status``: Ollama's own words for the step, or what it waits for. ``position``: its place
    among those that wait, from 1. ``now``: it runs whatever the hours are. ``note``: what could not
    be checked before it began."""

    id: str
    model: str
    state: PullState
    status: str = ""
    layer: str | None = None
    completed_bytes: int | None = None
    total_bytes: int | None = None
    bytes_per_s: float | None = None
    seconds_left: float | None = None
    error: str | None = None
    remedy: str | None = None
    position: int | None = None
    now: bool = False
    note: str | None = None


class JobKind(StrEnum):
    CREATE = "create"  # a model out of a Modelfile or a GGUF file
    VERIFY = "verify"  # the files of models, hashed


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification found. ``repair``: a download that mends it is queued."""

    models: tuple[str, ...]
    title: str
    remedy: str
    repair: bool = False


class LibraryJob(msgspec.Struct, frozen=True, kw_only=True):
    """A long piece of work on the models; it ends with the service. ``model`` None: on all."""

    id: str
    kind: JobKind
    model: str | None
    state: PullState
    status: str = ""
    completed_bytes: int | None = None
    total_bytes: int | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    remedy: str | None = None


class GpuProcess(msgspec.Struct, frozen=True, kw_only=True):
    pid: int
    name: str | None = None
    memory_bytes: int | None = None
    is_engine: bool = False


class Gpu(msgspec.Struct, frozen=True, kw_only=True):
    """``temperature_limit_c``: where it slows itself down; ``temperature_limit_is_usual``: it does
    not tell, and that is where most cards of its maker do."""

    uuid: str
    index: int
    name: str | None = None
    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    temperature_c: int | None = None
    temperature_limit_c: int | None = None
    temperature_limit_is_usual: bool = False
    power_mw: int | None = None
    power_limit_mw: int | None = None
    utilization_percent: int | None = None
    fan_percent: int | None = None
    clock_mhz: int | None = None
    throttled: tuple[str, ...] = ()
    energy_counter_mj: int | None = None
    processes: tuple[GpuProcess, ...] = ()


class GpuStatus(msgspec.Struct, frozen=True, kw_only=True):
    """``reason`` says in words why there are no figures, where there are none."""

    state: GpuState
    reason: str
    remedy: str | None = None
    driver_version: str | None = None
    sampled_at: datetime | None = None
    gpus: tuple[Gpu, ...] = ()


class ProcessorPower(msgspec.Struct, frozen=True, kw_only=True):
    """What the processor itself draws, all its packages. ``quality``: ``counter`` is measured,
    ``estimate`` is not; None: unknown, and ``reason`` says why."""

    power_mw: int | None = None
    quality: Quality | None = None
    band_percent: float | None = None
    reason: str = ""
    remedy: str | None = None


class PcPower(msgspec.Struct, frozen=True, kw_only=True):
    """What the whole computer draws at the wall: always an estimate, None where a part is unknown.
    It goes into no request's energy."""

    power_mw: int | None = None
    band_percent: float | None = None
    reason: str = ""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What a period came to.

    ``counterfactual_cost_pico`` is what all of it would have cost in the cloud.
    ``net_savings_pico`` = counterfactual - cloud - electricity - standby, None while any part of it
    is unknown; ``gross_savings_pico`` leaves both out and is never shown alone. ``unpriced``
    requests have no known price, those in ``uncosted`` no known cost of electricity.
    ``standby_cost_pico``: what keeping models loaded cost in that time, with the idle GPU where the
    machine runs for AI alone; None where unknown, and in groups that are no stretch of time.
    ``simulated``: at least one request was answered by a simulated cloud.
    ``energy_band_percent``: the energy may be off by so much; None: calibrated or unknown.
    ``estimated_energy_mj``: so much of ``energy_mj`` was estimated, not measured.
    """

    requests: int = 0
    local: int = 0
    cloud: int = 0
    failed: int = 0
    fallbacks: int = 0
    unpriced: int = 0
    unmetered: int = 0
    local_share: float | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    energy_mj: int | None = None
    cloud_cost_pico: int = 0
    electricity_cost_pico: int | None = None
    standby_cost_pico: int | None = None
    counterfactual_cost_pico: int = 0
    gross_savings_pico: int | None = None
    net_savings_pico: int | None = None
    simulated: bool = False
    energy_band_percent: float | None = None
    estimated_energy_mj: int = 0
    uncosted: int = 0


class Fallback(msgspec.Struct, frozen=True, kw_only=True):
    """One request that its first choice did not answer. ``route`` is where it went in the end."""

    request_id: str
    at: datetime
    component: str
    from_route: str
    route: str | None
    model: str | None
    reason: str
    delay_ms: float | None = None
    cost_pico: int | None = None
    simulated: bool = False
    task: str | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    title: str
    remedy: str
    severity: Severity = Severity.WARNING
    since: datetime | None = None


class CloudStatus(msgspec.Struct, frozen=True, kw_only=True):
    """``key_source``: keyring, environment or none. ``simulated``: the URL is not a real Claude."""

    configured: bool
    key_source: str
    url: str
    simulated: bool
    reason: str
    keyring_locked: bool = False  # what it holds is known once it is open


class State(msgspec.Struct, frozen=True, kw_only=True):
    """``uptime_…``: the share of the probes, one each 10 s while the service runs, that found
    requests being answered. ``disk_bytes``: of all models, shared files counted once."""

    version: str
    at: datetime
    url: str
    home: str
    mode: Mode
    engine: EngineStatus
    gpu: GpuStatus
    cloud: CloudStatus
    processor: ProcessorPower = ProcessorPower()
    pc: PcPower = PcPower()
    models: tuple[Model, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    loads: tuple[ModelLoads, ...] = ()
    yielded: Yielded | None = None
    pulls: tuple[Pull, ...] = ()
    jobs: tuple[LibraryJob, ...] = ()
    disk_bytes: int | None = None
    today: Totals = Totals()
    month: Totals = Totals()
    uptime_today: float | None = None
    uptime_month: float | None = None
    incidents_today: int | None = None
    incidents_month: int | None = None
    fallbacks: tuple[Fallback, ...] = ()
    problems: tuple[Problem, ...] = ()
    active_requests: int = 0
    currency: Currency = Currency()


class EventName(StrEnum):
    """Names in the event stream; the data of each is the struct named beside it."""

    SNAPSHOT = "snapshot"  # State
    ENGINE = "engine"  # EngineStatus
    MODELS = "models"  # ModelsDocument
    PULL = "pull"  # Pull
    JOB = "job"  # LibraryJob
    GPU = "gpu"  # GpuStatus
    POWER = "power"  # contract.power.PowerDocument
    MODE = "mode"  # ModeDocument
    CLOUD = "cloud"  # CloudStatus
    TOTALS = "totals"  # TotalsDocument
    REQUEST = "request"  # contract.records.RequestRow
    FALLBACK = "fallback"  # Fallback
    PROBLEMS = "problems"  # ProblemsDocument
    ACTIVITY = "activity"  # ActivityDocument
    YIELD = "yield"  # YieldDocument


class ModelsDocument(msgspec.Struct, frozen=True, kw_only=True):
    models: tuple[Model, ...]
    loaded: tuple[LoadedModel, ...]
    loads: tuple[ModelLoads, ...] = ()
    disk_bytes: int | None = None


class ModeDocument(msgspec.Struct, frozen=True, kw_only=True):
    mode: Mode


class TotalsDocument(msgspec.Struct, frozen=True, kw_only=True):
    today: Totals
    month: Totals
    currency: Currency = Currency()


class ProblemsDocument(msgspec.Struct, frozen=True, kw_only=True):
    problems: tuple[Problem, ...]


class ActivityDocument(msgspec.Struct, frozen=True, kw_only=True):
    active_requests: int


class YieldDocument(msgspec.Struct, frozen=True, kw_only=True):
    yielded: Yielded | None
