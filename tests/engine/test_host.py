"""Tests OLLAMA_HOST against the cases of Ollama's own test (envconfig/config_test.go), and ours."""

from __future__ import annotations

import pytest

from ziggie_desktop.engine.host import parse_host


@pytest.mark.parametrize(
    ("text", "scheme", "bind"),
    [
        ("", "http", "127.0.0.1:11434"),
        ("1.2.3.4", "http", "1.2.3.4:11434"),
        (":1234", "http", ":1234"),
        ("1.2.3.4:1234", "http", "1.2.3.4:1234"),
        ("example.com", "http", "example.com:11434"),
        ("example.com:1234", "http", "example.com:1234"),
        (":0", "http", ":0"),
        (":66000", "http", ":11434"),
        (":-1", "http", ":11434"),
        ("[::1]", "http", "[::1]:11434"),
        ("[::]", "http", "[::]:11434"),
        ("::1", "http", "[::1]:11434"),
        ("[::1]:1337", "http", "[::1]:1337"),
        (" 1.2.3.4 ", "http", "1.2.3.4:11434"),
        ('"1.2.3.4"', "http", "1.2.3.4:11434"),
        ('" 1.2.3.4 "', "http", "1.2.3.4:11434"),
        ("'1.2.3.4'", "http", "1.2.3.4:11434"),
        ("http://1.2.3.4", "http", "1.2.3.4:80"),
        ("http://1.2.3.4:4321", "http", "1.2.3.4:4321"),
        ("https://1.2.3.4", "https", "1.2.3.4:443"),
        ("https://1.2.3.4:4321", "https", "1.2.3.4:4321"),
        ("127.0.0.1:", "http", "127.0.0.1:11434"),
        ("127.0.0.1:http", "http", "127.0.0.1:11434"),
    ],
)
def test_read_as_ollama_reads_it(text: str, scheme: str, bind: str) -> None:
    host = parse_host(text)
    assert (host.scheme, host.bind) == (scheme, bind)


@pytest.mark.parametrize(
    ("text", "url", "is_local"),
    [
        ("", "http://127.0.0.1:11434", True),
        ("0.0.0.0", "http://127.0.0.1:11434", True),
        ("0.0.0.0:80", "http://127.0.0.1:80", True),
        (":1234", "http://127.0.0.1:1234", True),
        ("[::]:5", "http://[::1]:5", True),
        ("localhost:5", "http://localhost:5", True),
        ("192.168.1.7", "http://192.168.1.7:11434", False),
        ("https://example.com/ollama", "https://example.com:443/ollama", False),
        ("http://127.0.0.1:9/ollama", "http://127.0.0.1:9/ollama", False),
    ],
)
def test_where_a_client_finds_it(text: str, url: str, is_local: bool) -> None:
    host = parse_host(text)
    assert (host.url, host.is_local) == (url, is_local)
