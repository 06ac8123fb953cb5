"""Owns how an event changes the snapshot. Pure; the service alone decides what is true."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from ziggie_desktop.contract.power import PowerDocument
from ziggie_desktop.contract.state import (
    ActivityDocument,
    CloudStatus,
    EngineStatus,
    Fallback,
    GpuStatus,
    LibraryJob,
    ModeDocument,
    ModelsDocument,
    ProblemsDocument,
    Pull,
    PullState,
    State,
    TotalsDocument,
    YieldDocument,
)

FALLBACKS_KEPT = 20
GONE = frozenset({PullState.DONE, PullState.CANCELLED})


def applied(state: State, change: Struct) -> State:
    """The snapshot after ``change``; the same one where the change says nothing about it."""
    match change:
        case State():
            return change
        case EngineStatus():
            return replace(state, engine=change)
        case ModelsDocument(models=models, loaded=loaded, loads=loads, disk_bytes=disk_bytes):
            return replace(state, models=models, loaded=loaded, loads=loads, disk_bytes=disk_bytes)
        case LibraryJob():
            return replace(state, jobs=_with_job(state.jobs, change))
        case Pull():
            return replace(state, pulls=_with_pull(state.pulls, change))
        case GpuStatus():
            return replace(state, gpu=change)
        case PowerDocument(processor=processor, pc=pc):
            return replace(state, processor=processor, pc=pc)
        case ModeDocument(mode=mode):
            return replace(state, mode=mode)
        case CloudStatus():
            return replace(state, cloud=change)
        case TotalsDocument(today=today, month=month, currency=currency):
            return replace(state, today=today, month=month, currency=currency)
        case Fallback():
            others = tuple(f for f in state.fallbacks if f.request_id != change.request_id)
            return replace(state, fallbacks=(change, *others)[:FALLBACKS_KEPT])
        case ProblemsDocument(problems=problems):
            return replace(state, problems=problems)
        case YieldDocument(yielded=yielded):
            return replace(state, yielded=yielded)
        case ActivityDocument(active_requests=active):
            return replace(state, active_requests=active)
        case _:
            return state


def _with_job(jobs: tuple[LibraryJob, ...], job: LibraryJob) -> tuple[LibraryJob, ...]:
    if any(one.id == job.id for one in jobs):
        return tuple(job if one.id == job.id else one for one in jobs)
    return (*jobs, job)


def _with_pull(pulls: tuple[Pull, ...], pull: Pull) -> tuple[Pull, ...]:
    if pull.state in GONE:
        return tuple(p for p in pulls if p.id != pull.id)
    if any(p.id == pull.id for p in pulls):
        return tuple(pull if p.id == pull.id else p for p in pulls)
    return (*pulls, pull)
