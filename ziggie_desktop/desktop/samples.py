"""Owns made-up snapshots for the preview and the tests. Never shown by the running program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    Fallback,
    Finding,
    Gpu,
    GpuProcess,
    GpuState,
    GpuStatus,
    JobKind,
    LastUse,
    LibraryJob,
    LoadedModel,
    Mode,
    Model,
    PcPower,
    Problem,
    ProcessorPower,
    Pull,
    PullState,
    Quality,
    Severity,
    State,
    Totals,
)

NOW = datetime(2026, 11, 22, 14, 5, 30, tzinfo=UTC)
USD = 10**12
GIB = 2**30

GPU = Gpu(
    uuid="GPU-5b1c",
    index=0,
    name="NVIDIA GeForce RTX 4070",
    memory_used_bytes=int(6.4 * GIB),
    memory_total_bytes=12 * GIB,
    temperature_c=71,
    temperature_limit_c=83,
    power_mw=92_400,
    power_limit_mw=200_000,
    utilization_percent=64,
    fan_percent=48,
    clock_mhz=2475,
    processes=(
        GpuProcess(pid=4182, name="ollama", memory_bytes=int(5.1 * GIB), is_engine=True),
        GpuProcess(pid=2210, name="Xorg", memory_bytes=int(0.4 * GIB)),
    ),
)

BUSY = State(
    version="0.1.0",
    at=NOW,
    url="http://127.0.0.1:11444",
    home="/home/ziggie",
    mode=Mode.AUTO,
    engine=EngineStatus(
        state=EngineState.READY,
        reason="healthy",
        owner="ours",
        url="http://127.0.0.1:11434",
        version="0.9.3",
        since=NOW - timedelta(hours=3, minutes=12),
    ),
    gpu=GpuStatus(
        state=GpuState.OK, reason="", driver_version="570.86.16", sampled_at=NOW, gpus=(GPU,)
    ),
    processor=ProcessorPower(
        power_mw=38_600,
        quality=Quality.COUNTER,
        reason="Counted by the processor itself (RAPL), over all its packages.",
    ),
    pc=PcPower(
        power_mw=214_000,
        band_percent=15.0,
        reason="Estimated: processor (counted), 1 GPU and 50 W for the rest, at 88% efficiency.",
    ),
    cloud=CloudStatus(
        configured=True,
        key_source="keyring",
        url="https://api.anthropic.com",
        simulated=False,
        reason="",
    ),
    models=(
        Model(
            name="qwen3:8b",
            size_bytes=5_200_000_000,
            quantization="Q4_K_M",
            parameters="8.2B",
            context_length=40960,
            capabilities=("completion", "tools", "thinking"),
            last_used=LastUse(at=NOW - timedelta(minutes=4), by="kb-analyzer"),
            pinned=True,
        ),
        Model(
            name="llama3.2:3b",
            size_bytes=2_019_000_000,
            quantization="Q4_K_M",
            parameters="3.2B",
            context_length=131072,
            capabilities=("completion", "tools"),
            last_used=LastUse(at=NOW - timedelta(days=41), by="agent-spawner"),
        ),
        Model(name="smollm2:135m", size_bytes=98_362_432, quantization="Q4_1", parameters="135M"),
    ),
    loaded=(
        LoadedModel(
            name="qwen3:8b",
            size_bytes=int(5.1 * GIB),
            size_vram_bytes=int(5.1 * GIB),
            expires_at=NOW + timedelta(minutes=22),
        ),
    ),
    pulls=(
        Pull(
            id="p1",
            model="mistral-small3.2:24b",
            state=PullState.RUNNING,
            completed_bytes=9_400_000_000,
            total_bytes=15_200_000_000,
            bytes_per_s=24_100_000,
            seconds_left=240,
        ),
        Pull(
            id="p3",
            model="nomic-embed-text",
            state=PullState.QUEUED,
            status="waits for 22:00",
            position=1,
        ),
    ),
    jobs=(
        LibraryJob(
            id="j1",
            kind=JobKind.VERIFY,
            model="qwen3:8b",
            state=PullState.RUNNING,
            status="reading the files",
            completed_bytes=1_900_000_000,
            total_bytes=5_200_000_000,
        ),
    ),
    disk_bytes=7_300_000_000,
    today=Totals(
        requests=48,
        local=41,
        cloud=6,
        failed=1,
        fallbacks=2,
        local_share=41 / 47,
        input_tokens=182_340,
        output_tokens=41_902,
        energy_mj=212_000_000,
        energy_band_percent=8.0,
        cloud_cost_pico=int(0.31 * USD),
        electricity_cost_pico=int(0.016 * USD),
        standby_cost_pico=int(0.004 * USD),
        counterfactual_cost_pico=int(1.61 * USD),
        gross_savings_pico=int(1.30 * USD),
        net_savings_pico=int(1.28 * USD),
    ),
    month=Totals(
        requests=1203,
        local=1050,
        cloud=150,
        failed=3,
        fallbacks=31,
        local_share=1050 / 1200,
        input_tokens=5_182_340,
        output_tokens=1_041_902,
        energy_mj=9_120_000_000,
        cloud_cost_pico=int(7.9 * USD),
        electricity_cost_pico=int(0.72 * USD),
        standby_cost_pico=int(0.09 * USD),
        counterfactual_cost_pico=int(46.91 * USD),
        gross_savings_pico=int(39.01 * USD),
        net_savings_pico=int(38.20 * USD),
    ),
    fallbacks=(
        Fallback(
            request_id="r2",
            at=NOW - timedelta(minutes=9),
            component="kb-analyzer",
            from_route="local",
            route="cloud",
            model="claude-haiku-4-5",
            reason="the engine is not ready yet",
            delay_ms=1240,
            cost_pico=int(0.0042 * USD),
        ),
        Fallback(
            request_id="r1",
            at=NOW - timedelta(hours=2),
            component="agent-spawner",
            from_route="local",
            route=None,
            model=None,
            reason="qwen3:8b cannot do vision",
            delay_ms=310,
        ),
    ),
    active_requests=2,
)

EMPTY = replace(
    BUSY,
    processor=ProcessorPower(
        reason="The system shows what the processor uses to administrators only: it is unknown."
    ),
    pc=PcPower(reason="What the processor draws is unknown."),
    cloud=CloudStatus(
        configured=False,
        key_source="none",
        url="https://api.anthropic.com",
        simulated=False,
        reason="The OS keyring holds no key and ANTHROPIC_API_KEY is not set: Claude is not used.",
    ),
    gpu=GpuStatus(
        state=GpuState.ABSENT,
        reason="This machine has no GPU whose figures Ziggie can read: models run on the processor,"
        " and GPU figures are unknown.",
    ),
    models=(),
    loaded=(),
    pulls=(),
    jobs=(),
    disk_bytes=0,
    today=Totals(),
    month=Totals(),
    fallbacks=(),
    active_requests=0,
)

ERROR = replace(
    BUSY,
    pc=PcPower(reason="What the GPU draws is unknown."),
    engine=EngineStatus(
        state=EngineState.FAILED,
        reason="gave up after 5 failures in a row; last: Ollama ended with status 1",
        remedy="Run `ollama serve` in a terminal to see what it says, then start the engine.",
        restarts=5,
    ),
    gpu=GpuStatus(
        state=GpuState.LOST,
        reason="The GPU's driver went away: GPU figures are unknown until it is back.",
        remedy="If it stays away, restart the computer and look at its driver.",
    ),
    loaded=(),
    pulls=(
        Pull(
            id="p2",
            model="mistral-small3.2:24b",
            state=PullState.FAILED,
            completed_bytes=9_400_000_000,
            total_bytes=15_200_000_000,
            error="no space left on device",
            remedy="Free space on the disk that holds the models, then retry.",
        ),
    ),
    jobs=(
        LibraryJob(
            id="j2",
            kind=JobKind.VERIFY,
            model="llama3.2:3b",
            state=PullState.DONE,
            status="one file is not as it should be",
            findings=(
                Finding(
                    models=("llama3.2:3b",),
                    title="sha256-3f8eb4da87fa… of llama3.2:3b is damaged: its content is not what"
                    " its name says.",
                    remedy="Fetch it anew: ziggie-desktop verify llama3.2:3b --repair",
                ),
            ),
        ),
    ),
    today=replace(
        BUSY.today,
        unpriced=2,
        unmetered=5,
        electricity_cost_pico=None,
        energy_mj=None,
        net_savings_pico=None,
        simulated=True,
    ),
    problems=(
        Problem(
            code="ledger_dropped",
            title="12 entries could not be booked: the disk failed too long.",
            remedy="The figures since then are too low. Restart Ziggie Desktop to clear this.",
        ),
        Problem(
            code="engine_failed",
            title="gave up after 5 failures in a row; last: Ollama ended with status 1",
            remedy="Run `ollama serve` in a terminal to see what it says, then start the engine.",
            severity=Severity.ERROR,
        ),
    ),
    active_requests=0,
)
