"""Owns the reading of OLLAMA_HOST, the same way as Ollama reads it. Opens no connection.

Follows envconfig/config.go of Ollama: http means port 80 and https 443 only when a scheme is given.
"""

from __future__ import annotations

import ipaddress

import msgspec

DEFAULT_PORT = 11434
_LOCAL_NAMES = ("", "localhost")


class Host(msgspec.Struct, frozen=True):
    """Where Ollama listens (``bind``) and where a client finds it (``url``)."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def bind(self) -> str:
        """For a child's own OLLAMA_HOST."""
        return _joined(self.host, self.port)

    @property
    def client_host(self) -> str:
        """A wildcard is no address to connect to: 0.0.0.0 becomes 127.0.0.1."""
        if not self.host:
            return "127.0.0.1"
        try:
            address = ipaddress.ip_address(self.host)
        except ValueError:
            return self.host
        if address.is_unspecified:
            return "127.0.0.1" if address.version == 4 else "::1"
        return self.host

    @property
    def url(self) -> str:
        """The base URL for a client, without a slash at the end."""
        path = f"/{self.path}" if self.path else ""
        return f"{self.scheme}://{_joined(self.client_host, self.port)}{path}"

    @property
    def is_local(self) -> bool:
        """Whether it names this machine by loopback or wildcard, so that we may listen there."""
        if self.scheme != "http" or self.path:
            return False
        if self.host.lower() in _LOCAL_NAMES:
            return True
        try:
            address = ipaddress.ip_address(self.host)
        except ValueError:
            return False
        return address.is_loopback or address.is_unspecified

    def at_port(self, port: int) -> Host:
        """The same host at another port."""
        return Host(self.scheme, self.host, port, self.path)


def parse_host(text: str) -> Host:
    """Read a value of OLLAMA_HOST; whatever it holds, something usable comes out, as in Ollama."""
    value = text.strip().strip("\"'").strip()
    default = DEFAULT_PORT
    scheme, found, rest = value.partition("://")
    if not found:
        scheme, rest = "http", value
    elif scheme == "http":
        default = 80
    elif scheme == "https":
        default = 443
    rest, _, path = rest.partition("/")
    split = _split(rest)
    if split is None:
        bare = rest.strip("[]")
        return Host(scheme, bare or "127.0.0.1", default, path)
    host, port = split
    return Host(scheme, host, _port(port, default), path)


def _split(text: str) -> tuple[str, str] | None:
    """Go's net.SplitHostPort: None where it gives an error."""
    if text.startswith("["):
        host, closed, port = text[1:].partition("]")
        return (host, port[1:]) if closed and port.startswith(":") else None
    if text.count(":") != 1:
        return None
    host, _, port = text.partition(":")
    return host, port


def _port(text: str, default: int) -> int:
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()):
        return default
    number = int(text)
    return number if 0 <= number <= 65535 else default


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
