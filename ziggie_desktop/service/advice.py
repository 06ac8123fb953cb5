"""Owns what the owner is told about models before acting: fit, recommendations, what is unused.

Each figure is labelled measured or estimated; what is not known is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import (
    FitAnswer,
    Measured,
    Recommendation,
    RecommendationsDocument,
    Source,
    UnusedDocument,
    Verdict,
)
from ziggie_desktop.contract.state import Model
from ziggie_desktop.engine.speed import WHOLE_SHARE
from ziggie_desktop.library import catalogue
from ziggie_desktop.library.fit import CACHE_TYPE, need_of, place
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.names import listed_name
from ziggie_desktop.library.unused import unused
from ziggie_desktop.library.upkeep import About
from ziggie_desktop.service.gpu_memory import Room
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.service.uses import Uses

GIB = 1024**3


class Advice:
    """``rooms`` are the cards' (None: not known yet), ``environment`` is Ollama's own."""

    def __init__(
        self,
        *,
        library: Library,
        side: LocalSide,
        uses: Uses,
        rooms: Callable[[], tuple[Room, ...] | None],
        environment: Callable[[], Mapping[str, str]],
        named: Callable[[], frozenset[str]],
        pinned: Callable[[], frozenset[str]],
    ) -> None:
        self._library = library
        self._side = side
        self._uses = uses
        self._rooms = rooms
        self._environment = environment
        self._named = named
        self._pinned = pinned

    async def fit(self, model: str, num_ctx: int | None) -> FitAnswer:
        """Whether it works from the GPUs' memory, before it is loaded or even fetched."""
        about = await self._library.upkeep.about(model)
        context = num_ctx or self._library.num_ctx(about.name)
        if about.context_length and num_ctx is None:
            context = min(context, about.context_length)
        environment = self._environment()
        cache_type = environment.get("OLLAMA_KV_CACHE_TYPE") or CACHE_TYPE
        parallel = environment.get("OLLAMA_NUM_PARALLEL", "")
        times = int(parallel) if parallel.isascii() and parallel.isdigit() else 1
        measured = self._library.measurements.find(about.digest, context)
        return fit_answer(
            about, context, cache_type, measured, self._rooms(), parallel=max(times, 1)
        )

    def recommended(self) -> RecommendationsDocument:
        """What suits this machine, what was measured here first."""
        rooms = self._rooms()
        if rooms is None:
            reason = "It is not known yet what GPU there is: ask again in a moment."
            return RecommendationsDocument(tier_gib=None, reason=reason, models=())
        totals = [room.total for room in rooms if room.total is not None]
        tier = catalogue.tier_for(sum(totals) if totals else 0)
        installed = {model.name: model for model in self._side.models}
        found = [
            self._dressed(one, installed.get(listed_name(one.name)))
            for one in catalogue.recommendations(tier)
        ]
        ranked = sorted(enumerate(found), key=lambda pair: (*_rank(pair[1]), pair[0]))
        if not rooms:
            reason = "There is no GPU that can be read: small models, on the processor."
        else:
            words = f"{sum(totals) / GIB:.0f} GiB of GPU memory"
            reason = f"For {words} on {len(rooms)} card{'s' if len(rooms) > 1 else ''}."
        models = tuple(one for _, one in ranked)
        return RecommendationsDocument(tier_gib=tier.vram_gib, reason=reason, models=models)

    def _dressed(self, one: Recommendation, model: Model | None) -> Recommendation:
        if model is None:
            return one
        measured = self._library.measurements.best(model.digest)
        needed = (measured.vram_bytes or measured.size_bytes) if measured else None
        return replace(
            one,
            installed=True,
            size_bytes=model.size_bytes or one.size_bytes,
            size_approx=model.size_bytes is None,
            needed_bytes=needed or one.needed_bytes,
            source=Source.MEASURED if needed else one.source,
            measured=measured,
        )

    async def unused(self, days: int) -> UnusedDocument:
        """What a clean-up would remove, and why the rest stays. Removes nothing."""
        if not 1 <= days <= 3650:
            raise ZiggieError(
                "query_invalid", "The days are wrong.", "Give 1 to 3650 days.", status=400
            )
        await self._side.refresh()
        found = unused(
            self._side.models,
            days=days,
            now=datetime.now(UTC),
            books_began=self._uses.began,
            pinned=self._pinned(),
            loaded={model.name for model in self._side.loaded},
            named=self._named(),
            fetching=self._library.upkeep.fetching(),
        )
        gone = [one.name for one in found if one.kept is None]
        freed = self._library.upkeep.freed_bytes(gone) if gone else 0
        return UnusedDocument(days=days, models=found, freed_bytes=freed)

    async def clean_up(self, days: int, agreed: Sequence[str]) -> UnusedDocument:
        """Remove what the owner agreed to, as far as it is still unused."""
        document = await self.unused(days)
        wanted = {listed_name(name) for name in agreed}
        gone = [m.name for m in document.models if m.kept is None and m.name in wanted]
        freed = self._library.upkeep.freed_bytes(gone) if gone else 0
        for name in gone:
            await self._library.remove(name)
        await self._side.refresh()
        return UnusedDocument(
            days=days, models=document.models, freed_bytes=freed, removed=tuple(gone)
        )


def _rank(one: Recommendation) -> tuple[str, bool, float]:
    """Within its task: what was measured here and fits comes first, the fastest of it first."""
    measured = one.measured
    whole = measured is not None and measured_verdict(measured) is Verdict.FITS
    speed = measured.tokens_per_second or 0.0 if measured and whole else 0.0
    return one.task, not whole, -speed


def measured_verdict(measured: Measured) -> Verdict:
    """From what Ollama put into the GPU's memory when it was loaded."""
    size, vram = measured.size_bytes, measured.size_vram_bytes
    if not size or vram is None:
        return Verdict.UNKNOWN
    if vram >= size * WHOLE_SHARE:
        return Verdict.FITS
    return Verdict.PARTLY if vram else Verdict.NOT


def fit_answer(
    about: About,
    num_ctx: int,
    cache_type: str,
    measured: Measured | None,
    rooms: tuple[Room, ...] | None,
    *,
    parallel: int = 1,
) -> FitAnswer:
    """The estimate, and in its place what was measured where it was loaded so before."""
    need = need_of(
        weights_bytes=about.weights_bytes,
        shape=about.shape,
        num_ctx=num_ctx * parallel,
        cache_type=cache_type,
    )
    cards = rooms or ()
    whole = place(need, [room.total for room in cards])
    now = place(need, [room.free for room in cards])
    verdict = whole.verdict if rooms is not None else Verdict.UNKNOWN
    source, needed, layers = Source.ESTIMATED, need.bytes, whole.gpu_layers
    if measured is not None and measured.size_bytes:
        source = Source.MEASURED
        needed = measured.vram_bytes or measured.size_bytes
        if cards and measured_verdict(measured) is not Verdict.UNKNOWN:
            verdict = measured_verdict(measured)
            layers = need.layers if verdict is Verdict.FITS else layers
    totals, frees = [room.total for room in cards], [room.free for room in cards]
    return FitAnswer(
        model=about.name,
        installed=about.installed,
        num_ctx=num_ctx,
        kv_cache_type=cache_type,
        verdict=verdict,
        now=now.verdict if rooms is not None else Verdict.UNKNOWN,
        source=source,
        reason=_reason(verdict, source, rooms, whole_known=need.cache_bytes is not None),
        needed_bytes=needed,
        weights_bytes=about.weights_bytes,
        cache_bytes=need.cache_bytes,
        layers=need.layers,
        gpu_layers=layers if rooms is not None else None,
        gpus=len(cards),
        vram_total_bytes=_sum(totals),
        vram_free_bytes=_sum(frees),
        context_length=about.context_length,
        measured=measured,
    )


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _reason(
    verdict: Verdict, source: Source, rooms: tuple[Room, ...] | None, *, whole_known: bool
) -> str:
    if rooms is None:
        return "It is not known yet what GPU there is."
    if not rooms:
        return "There is no GPU that can be read: it works on the processor, from main memory."
    how = "was measured here" if source is Source.MEASURED else "is estimated"
    match verdict:
        case Verdict.FITS:
            return f"All of it fits into the GPUs' memory; that {how}."
        case Verdict.PARTLY:
            return f"Some layers fit, the rest works on the processor, slowly; that {how}."
        case Verdict.NOT:
            return f"It does not fit into the GPUs' memory; that {how}."
    if not whole_known:
        return "Its file fits, but what its context takes is not known."
    return "The driver does not say how much memory the cards have."
