"""Tests the download against a server of releases: whole, resumed, cut, stalled, wrong, missing."""

from __future__ import annotations

import hashlib
import resource
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.parts.releases import ARCHIVE, ReleaseServer
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.install import download
from ziggie_desktop.engine.install.download import Download, Limits

DATA = bytes(range(256)) * 4096  # 1 MiB
SUM = hashlib.sha256(DATA).hexdigest()
QUICK = Limits(stall_s=0.5, tries=3, first_delay_s=0.01, longest_delay_s=0.02)


@pytest.fixture
def releases() -> Iterator[ReleaseServer]:
    with ReleaseServer() as server:
        server.publish("1.0.0", DATA)
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Download]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield Download(http=session, limits=QUICK)


async def fetch(
    fetcher: Download, releases: ReleaseServer, part: Path, sha256: str = SUM
) -> list[int]:
    seen: list[int] = []
    await fetcher.fetch(
        f"{releases.url}/download/v1.0.0/{ARCHIVE}",
        part,
        size=len(DATA),
        sha256=sha256,
        progress=lambda have, total: seen.append(have),
    )
    return seen


async def test_whole(fetcher: Download, releases: ReleaseServer, tmp_path: Path) -> None:
    seen = await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    assert seen == sorted(seen)
    assert seen[-1] == len(DATA)
    assert await fetch(fetcher, releases, tmp_path / "part") == [len(DATA)]
    assert len(releases.transfers()) == 1, "what is here is not fetched again"


async def test_cut_again_and_again_it_goes_on_where_it_ended(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    """Tries that bring something do not count as vain ones."""
    releases.faults.cut_after = 200_000
    await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    starts = [int(text.split()[1].rstrip("-")) for text in releases.transfers()]
    assert len(starts) > 3
    assert starts == sorted(set(starts)), "no byte that was written is asked for again"


async def test_a_server_that_sends_nothing_more_is_left_and_asked_again(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    releases.faults.stall_after = 400_000
    await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    assert len(releases.transfers()) == 3


async def test_a_server_without_ranges_begins_anew(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    (tmp_path / "part").write_bytes(DATA[:1000])
    releases.faults.ranges = False
    await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA


async def test_a_part_of_another_file_is_fetched_anew_once(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    (tmp_path / "part").write_bytes(b"x" * 1000)
    await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    assert releases.transfers() == ["archive 1000-", "archive 0-"]


async def test_a_wrong_checksum_leaves_nothing(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    with pytest.raises(ZiggieError) as caught:
        await fetch(fetcher, releases, tmp_path / "part", sha256="0" * 64)
    assert caught.value.code == "checksum_mismatch"
    assert not (tmp_path / "part").exists()
    assert len(releases.transfers()) == 1


async def test_vain_tries_end_and_keep_what_is_here(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    (tmp_path / "part").write_bytes(DATA[:1000])
    releases.faults.cut_after = 0
    with pytest.raises(ZiggieError) as caught:
        await fetch(fetcher, releases, tmp_path / "part")
    assert caught.value.code == "release_unreachable"
    assert (tmp_path / "part").read_bytes() == DATA[:1000]
    assert len(releases.transfers()) == 3


async def test_missing(fetcher: Download, releases: ReleaseServer, tmp_path: Path) -> None:
    releases.faults.missing.add(ARCHIVE)
    with pytest.raises(ZiggieError) as caught:
        await fetch(fetcher, releases, tmp_path / "part")
    assert (caught.value.code, caught.value.status) == ("release_not_found", 404)


async def test_no_room_is_said_before_anything_is_fetched(
    fetcher: Download,
    releases: ReleaseServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(download, "MARGIN_BYTES", 10**15)
    with pytest.raises(ZiggieError) as caught:
        await fetch(fetcher, releases, tmp_path / "part")
    assert caught.value.code == "disk_full"
    assert releases.transfers() == []


async def test_a_text_that_never_ends_is_not_read(
    fetcher: Download, releases: ReleaseServer
) -> None:
    with pytest.raises(ZiggieError) as caught:
        await fetcher.text(f"{releases.url}/download/v1.0.0/{ARCHIVE}", most_bytes=1000)
    assert caught.value.code == "release_unreachable"


async def test_a_disk_that_is_full_in_the_middle(
    fetcher: Download, releases: ReleaseServer, tmp_path: Path
) -> None:
    """EFBIG from a limit of this process, as a full disk says ENOSPC."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(ZiggieError) as caught:
            await fetch(fetcher, releases, tmp_path / "part")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code == "disk_full"
    await fetch(fetcher, releases, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
