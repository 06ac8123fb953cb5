"""Owns where Claude is and how it is spoken to. Never sends a key to a place that is not checked.

Holds no connection: the gateway calls, this says where to, with which headers, and what a refusal
of the key means.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import msgspec

from ziggie_desktop.cloud.key import CloudKey
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.web import aiohttp, load

ANTHROPIC_URL = "https://api.anthropic.com"
API_VERSION = "2023-06-01"
CHECK_TIMEOUT_S = 10.0


class Endpoint(msgspec.Struct, frozen=True):
    """A checked base URL without a trailing slash. ``simulated``: it is on this machine."""

    url: str
    simulated: bool

    def route(self, path: str) -> str:
        return self.url + path


class KeyCheck(msgspec.Struct, frozen=True):
    """``ok`` None: nobody could tell, as Claude was not reached."""

    ok: bool | None
    reason: str
    models: tuple[str, ...] = ()


def endpoint(url: str | None) -> Endpoint:
    """Check ``ZIGGIE_CLOUD_URL``; None or empty is Anthropic's own. Raises ZiggieError."""
    if not url:
        return Endpoint(ANTHROPIC_URL, simulated=False)
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise _refused("it is not a URL") from error
    if not host or parts.scheme not in ("http", "https"):
        raise _refused("it must begin with https:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise _refused("a user name or password in it would end up in logs")
    if parts.query or parts.fragment:
        raise _refused("it must not hold ? or #")
    if any(c.isspace() or ord(c) < 32 for c in url.strip()):
        raise _refused("it holds blanks or control characters")
    loopback = _check_host(host)
    if parts.scheme == "http" and not loopback:
        raise _refused("http sends the key in the clear; only this machine may be reached so")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    return Endpoint(base, simulated=loopback)


def headers(key: CloudKey, *, version: str = API_VERSION) -> dict[str, str]:
    """What every call to Claude carries."""
    return {"x-api-key": key.value, "anthropic-version": version}


async def check_key(session: aiohttp.ClientSession, where: Endpoint, key: CloudKey) -> KeyCheck:
    """Ask Claude for its models: costs nothing and tells whether the key is taken."""
    await load()
    timeout = aiohttp.ClientTimeout(total=CHECK_TIMEOUT_S)
    try:
        async with session.get(
            where.route("/v1/models"),
            headers=headers(key),
            timeout=timeout,
            allow_redirects=False,  # the key goes nowhere else
        ) as answer:
            if answer.status == 200:
                return KeyCheck(True, "Claude takes the key.", _model_ids(await answer.json()))
            return _refusal(answer.status)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return KeyCheck(None, "Claude cannot be reached: is the internet there?")


def _refusal(status: int) -> KeyCheck:
    match status:
        case 401:
            return KeyCheck(False, "Claude does not know this key. Make a new one in its console.")
        case 403:
            return KeyCheck(False, "Claude knows the key, but it may not be used for this.")
        case 429:
            return KeyCheck(True, "Claude takes the key, but its limit is used up for now.")
    return KeyCheck(None, f"Claude answered with status {status}: try again later.")


def _model_ids(document: object) -> tuple[str, ...]:
    rows = document.get("data") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        return ()
    return tuple(str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row)


def _check_host(host: str) -> bool:
    """True for this machine. Refuses addresses that are never a Claude: metadata, 0.0.0.0."""
    name = host.rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        if not any(c.isalpha() for c in name.rsplit(".", 1)[-1]):
            # 127.1, 0x7f000001 and the like: resolvers read them as addresses.
            raise _refused("the host is neither a name nor a full address") from None
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback:
        return True
    if (
        address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or (address.is_reserved and address.version == 4)
    ):
        raise _refused("the address is not one of a server")
    return False


def _refused(reason: str) -> ZiggieError:
    return ZiggieError(
        "cloud_url_refused",
        f"The cloud address is not used: {reason}.",
        "Set ZIGGIE_CLOUD_URL to an https address, or leave it unset for Anthropic's own.",
        status=400,
    )
