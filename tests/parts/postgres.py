"""Owns a real PostgreSQL server for tests: its own folder, a Unix socket, a password; and where TLS
is wanted a port on loopback with a certificate that it made itself.

It refuses to be root, so under root it runs as ``nobody``. Gone when the tests end.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

from tests.parts.postgres_package import PACKAGE, programs
from tests.parts.real_ollama import free_port
from ziggie_desktop.demo.parts.wheels import PartMissing

USER = "ziggie"
PASSWORD = "p:w\\d of the tests"
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 60.0
# No sync: what is tested is our side; a server that loses power is PostgreSQL's own business.
OPTIONS = ("-c", "fsync=off", "-c", "max_connections=30")


class RealPostgres:
    """``with RealPostgres() as server:`` – then ``url()`` of a new, empty database each time."""

    def __init__(self, *, tls: bool = False) -> None:
        bin_dir = programs()
        if bin_dir is None:
            raise PartMissing(f"no PostgreSQL server here; apt-get install {PACKAGE}")
        self._bin = bin_dir
        self.root = Path(tempfile.mkdtemp(prefix="zg-pg-", dir="/tmp"))  # a socket's path is short
        self.password_file = self.root / "pgpass"
        self.certificate = self.root / "server.crt"
        self.port = free_port() if tls else 5432
        self._tls = tls
        self._data = self.root / "data"
        self._log = self.root / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def __enter__(self) -> RealPostgres:
        try:
            secret = self.root / "password"
            secret.write_text(PASSWORD)
            quoted = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
            self.password_file.write_text(f"localhost:*:*:{USER}:{quoted}\n")
            self.password_file.chmod(0o600)
            if self._tls:
                self._certify()
            if os.geteuid() == 0:
                for path in (self.root, *self.root.glob("server.*"), secret):
                    shutil.chown(path, "nobody")
            self._run(
                *("initdb", "-D", str(self._data), "-U", USER, "-A", "scram-sha-256"),
                *(f"--pwfile={secret}", "--no-sync", "--locale=C", "--encoding=UTF8"),
            )
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGQUIT)  # at once: nothing of it is needed any more
        shutil.rmtree(self.root, ignore_errors=True)

    def start(self) -> None:
        places = ("-D", str(self._data), "-k", str(self.root), "-p", str(self.port))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._as_nobody("postgres", *places, *OPTIONS, *self._listening()),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while "ready to accept connections" not in self._said():
            assert self._process.poll() is None, self._said()
            assert time.monotonic() < deadline, self._said()
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Connections are cut, as when its machine is shut down."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(STOP_TIMEOUT_S)
        self._process = None
        self._log.unlink(missing_ok=True)

    def url(self) -> str:
        """Of a database that nobody used yet."""
        name = f"ledger{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        if self._tls:
            return f"postgresql://{USER}@localhost:{self.port}/{name}?sslmode=verify-full"
        return f"postgresql://{USER}@/{name}?host={self.root}"

    def sql(self, text: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What an administrator would do by hand."""
        from pg8000 import dbapi

        connection = dbapi.connect(
            user=USER, password=PASSWORD, database=database,
            unix_sock=f"{self.root}/.s.PGSQL.{self.port}", ssl_context=False,
        )  # fmt: skip
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(text)
            return [tuple(line) for line in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def _certify(self) -> None:
        """It is valid for localhost, and signed by itself."""
        key = self.root / "server.key"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
                *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
                *("-addext", "subjectAltName=DNS:localhost"),
                *("-keyout", str(key), "-out", str(self.certificate)),
            ],
            capture_output=True,
            check=True,
        )
        key.chmod(0o600)

    def _listening(self) -> list[str]:
        if not self._tls:
            return ["-c", "listen_addresses="]
        key = self.root / "server.key"
        said = {"listen_addresses": "127.0.0.1", "ssl": "on", "ssl_key_file": key,
                "ssl_cert_file": self.certificate}  # fmt: skip
        return [word for name, value in said.items() for word in ("-c", f"{name}={value}")]

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            self._as_nobody(name, *arguments), capture_output=True, text=True, cwd="/", check=False
        )
        assert done.returncode == 0, done.stderr

    def _as_nobody(self, name: str, *arguments: str) -> list[str]:
        command = [str(self._bin / name), *arguments]
        if os.geteuid() != 0:
            return command
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]

    def _said(self) -> str:
        return self._log.read_text(errors="replace")
