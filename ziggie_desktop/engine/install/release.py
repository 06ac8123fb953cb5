"""Owns what a release of Ollama consists of, and which part of it this machine needs. Pure.

Assets, by https://github.com/ollama/ollama/releases: Linux ``.tar.zst`` (``.tgz`` until 0.13), one
archive for both Macs, a zip for Windows; ``sha256sum.txt`` names each as ``./NAME``.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

OFFICIAL = "https://api.github.com/repos/ollama/ollama"
SUMS = "sha256sum.txt"
PROGRAMS = ("bin/ollama", "ollama", "ollama.exe")  # where an archive has the program
_TAG = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.]+))?", re.A)
_SUM = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(?:\./)?(\S+)", re.A)
_ARCHITECTURES = {
    "x86_64": "amd64",
    "amd64": "amd64",
    "x64": "amd64",
    "aarch64": "arm64",
    "arm64": "arm64",
}


class Asset(msgspec.Struct, frozen=True):
    """One file of a release."""

    name: str
    browser_download_url: str
    size: int = 0


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One release, as GitHub's API tells it."""

    tag_name: str
    prerelease: bool = False
    assets: tuple[Asset, ...] = ()

    @property
    def version(self) -> str:
        return version_of(self.tag_name)


class Chosen(msgspec.Struct, frozen=True):
    """What this machine needs of a release."""

    version: str
    archive: Asset
    sums: Asset


def version_of(tag: str) -> str:
    """``v0.34.4`` and ``0.34.4`` are the same version; ZiggieError for what is none."""
    if _TAG.fullmatch(tag) is None:
        raise ZiggieError(
            "version_invalid",
            f"{tag[:60]!r} is no version of Ollama.",
            "Give one such as 0.34.4, or none for the newest.",
            status=400,
        )
    return tag.removeprefix("v")


def is_newer(version: str, than: str) -> bool:
    """By number; a release candidate is older than its release."""
    return _key(version) > _key(than)


def _key(version: str) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
    match = _TAG.fullmatch(version)
    if match is None:
        return (), False, ()
    numbers = tuple(int(part) for part in match.groups()[:3])
    pre = match[4]
    parts = re.findall(r"\d+|[A-Za-z]+", pre or "")
    # A number is older than a word at the same place, as in semver.
    ranks = tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts)
    return numbers, pre is None, ranks


def asset_names(system: str, machine: str) -> tuple[str, ...]:
    """The archives for a system (linux, macos, windows) and a processor, the best first."""
    architecture = _ARCHITECTURES.get(machine.lower())
    match system:
        case "macos":
            return ("ollama-darwin.tgz",)
        case "linux" if architecture is not None:
            stem = f"ollama-linux-{architecture}"
            return (f"{stem}.tar.zst", f"{stem}.tgz")
        case "windows" if architecture is not None:
            return (f"ollama-windows-{architecture}.zip",)
    raise ZiggieError(
        "no_release",
        f"Ollama has no release for {system} on {machine or 'an unknown processor'}.",
        "Install Ollama another way and name it with ZIGGIE_OLLAMA.",
        status=409,
    )


def choose(release: Release, *, system: str, machine: str) -> Chosen:
    """The archive for this machine and the file with its checksum."""
    by_name = {asset.name: asset for asset in release.assets}
    wanted = asset_names(system, machine)
    archive = next((by_name[name] for name in wanted if name in by_name), None)
    if archive is None:
        raise ZiggieError(
            "no_release",
            f"Ollama {release.version} has no {' or '.join(wanted)}.",
            "Choose another version; that one may still be being published.",
            status=409,
        )
    sums = by_name.get(SUMS)
    if sums is None:
        raise _no_checksum(release.version, archive.name)
    return Chosen(version=release.version, archive=archive, sums=sums)


def checksum(sums: str, chosen: Chosen) -> str:
    """The archive's sha256 in ``sha256sum.txt``; without one nothing is installed."""
    for line in sums.splitlines():
        match = _SUM.fullmatch(line.strip())
        if match is not None and match[2] == chosen.archive.name:
            return match[1].lower()
    raise _no_checksum(chosen.version, chosen.archive.name)


def check_url(url: str) -> str:
    """``url`` if a program may be fetched from there: TLS, but for this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" and host:
        return url
    if parts.scheme == "http" and _loopback(host):
        return url
    raise ZiggieError(
        "release_url_refused",
        f"Releases are not fetched from {parts.scheme}://{host}: it is not protected by TLS.",
        "Set engine.releases to an https address, or take it out for Ollama's own releases.",
        status=400,
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _no_checksum(version: str, name: str) -> ZiggieError:
    return ZiggieError(
        "checksum_missing",
        f"Ollama {version} tells no checksum for {name}, so it is not installed.",
        "Choose another version, or try again later.",
        status=502,
    )
