"""Tests which archive a machine needs, which version is newer, and what is refused."""

from __future__ import annotations

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.install.release import (
    Asset,
    Release,
    asset_names,
    check_url,
    checksum,
    choose,
    is_newer,
    version_of,
)

SUM = "5ae5bca5f0d297f5e35665e01db399a69a8eac3f8fad89cd9d2531fd495c9457"


@pytest.mark.parametrize(
    ("system", "processor", "names"),
    [
        ("linux", "x86_64", ("ollama-linux-amd64.tar.zst", "ollama-linux-amd64.tgz")),
        ("linux", "aarch64", ("ollama-linux-arm64.tar.zst", "ollama-linux-arm64.tgz")),
        ("macos", "arm64", ("ollama-darwin.tgz",)),
        ("macos", "x86_64", ("ollama-darwin.tgz",)),
        ("windows", "AMD64", ("ollama-windows-amd64.zip",)),
        ("windows", "ARM64", ("ollama-windows-arm64.zip",)),
    ],
)
def test_the_archive_of_a_machine(system: str, processor: str, names: tuple[str, ...]) -> None:
    assert asset_names(system, processor) == names


@pytest.mark.parametrize(("system", "processor"), [("linux", "riscv64"), ("plan9", "x86_64")])
def test_a_machine_without_a_release(system: str, processor: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        asset_names(system, processor)
    assert caught.value.code == "no_release"


def release(*names: str) -> Release:
    assets = tuple(Asset(name, f"https://example.org/{name}", 7) for name in names)
    return Release(tag_name="v0.34.4", assets=assets)


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("ollama-linux-amd64.tgz", "ollama-linux-amd64.tar.zst"), "ollama-linux-amd64.tar.zst"),
        (("ollama-linux-amd64-rocm.tgz", "ollama-linux-amd64.tgz"), "ollama-linux-amd64.tgz"),
    ],
)
def test_the_best_archive_of_a_release_is_chosen(names: tuple[str, ...], wanted: str) -> None:
    found = choose(release(*names, "sha256sum.txt"), system="linux", machine="x86_64")
    assert (found.version, found.archive.name) == ("0.34.4", wanted)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("ollama-linux-amd64-rocm.tar.zst", "sha256sum.txt"), "no_release"),
        (("ollama-linux-amd64.tar.zst",), "checksum_missing"),
    ],
)
def test_a_release_that_cannot_be_used(names: tuple[str, ...], code: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        choose(release(*names), system="linux", machine="x86_64")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "line",
    [
        f"{SUM}  ./ollama-linux-amd64.tar.zst",
        f"{SUM} *ollama-linux-amd64.tar.zst",
        f"{SUM.upper()}\tollama-linux-amd64.tar.zst\r",
    ],
)
def test_the_checksum_of_the_archive_and_no_other(line: str) -> None:
    chosen = choose(
        release("ollama-linux-amd64.tar.zst", "sha256sum.txt"), system="linux", machine="x86_64"
    )
    others = f"{'1' * 64}  ./ollama-darwin.tgz\n{'2' * 64}  ./ollama-linux-amd64.tar.zst.old\n"
    assert checksum(f"{others}{line}\n", chosen) == SUM
    with pytest.raises(ZiggieError) as caught:
        checksum(others + "short  ./ollama-linux-amd64.tar.zst\n", chosen)
    assert caught.value.code == "checksum_missing"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("0.9.3", "0.10.0"),
        ("0.34.4", "0.34.10"),
        ("0.34.4-rc1", "0.34.4"),
        ("0.34.4-rc2", "0.34.4-rc10"),
        ("0.34.4", "1.0.0-rc0"),
        ("v0.34.3", "v0.34.4"),
    ],
)
def test_newer_goes_by_number(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)
    assert not is_newer(older, older)


@pytest.mark.parametrize(
    "tag", ["", "latest", "../../etc", "0.1", "v1.2.3/../x", "1.2.3\n", "1.2.3-/"]
)
def test_what_is_no_version(tag: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        version_of(tag)
    assert caught.value.code == "version_invalid"


@pytest.mark.parametrize(
    "url", ["https://mirror.example", "http://127.0.0.1:9", "http://localhost:9"]
)
def test_addresses_that_a_program_may_come_from(url: str) -> None:
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url", ["http://mirror.example", "ftp://x", "file:///etc/passwd", "https://", "http://10.0.0.1"]
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        check_url(url)
    assert caught.value.code == "release_url_refused"
