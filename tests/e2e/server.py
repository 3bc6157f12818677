"""A private installation with the demonstration group, started as people start it: ``zhuke up``."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLOCK = Path(__file__).parent / "clock"
PAGES = ROOT / "zhuke" / "static" / "app" / "index.html"
READY_SECONDS = 180
OURS = ("ZHUKE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
"""Variables of the calling process that must not reach the installation: it reads its own."""


@dataclass(frozen=True)
class Site:
    """A running installation: where it answers, and the password that all accounts of the demonstration have."""

    url: str
    password: str


class Installation:
    """The product with the demonstration group in a folder of its own; it can be stopped and started again, also on another day."""

    def __init__(self, data: Path, *, database_url: str | None = None, **variables: str) -> None:
        """``database_url``: an empty database; none: embedded PostgreSQL. ``variables`` reach the product."""
        self.data, self.port, self.log = data, _free_port(), data / "server.log"
        self.password = ""
        self._server: subprocess.Popen[bytes] | None = None
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._environment |= {"ZHUKE_DATA": str(data), "ZHUKE_PORT": str(self.port), "ZHUKE_SECRET_KEY": "only-for-journeys-" + "x" * 50}
        self._environment["ZHUKE_PRIVATE_HOSTS"] = "127.0.0.1"  # where the journeys' own sign-in server stands
        self._environment |= variables
        if database_url:
            self._environment["DATABASE_URL"] = database_url

    @property
    def site(self) -> Site:
        """Where it answers."""
        return Site(f"http://localhost:{self.port}", self.password)

    def load(self, *, scale: float, seed: int) -> None:
        """Loads the demonstration. Raises RuntimeError with the installation's own words."""
        with self.log.open("w", encoding="utf-8") as output:
            command = _zhuke("demo", "--scale", str(scale), "--seed", str(seed))
            loaded = subprocess.run(command, env=self._environment, stdout=output, stderr=output, check=False)
        if loaded.returncode:
            raise RuntimeError(f"the demonstration was not loaded:\n{self.log.read_text(encoding='utf-8')}")
        self.password = json.loads((self.data / "demo-accounts.json").read_text(encoding="utf-8"))["password"]

    def start(self, at: dt.datetime | None = None) -> None:
        """Serves it; with ``at`` as if it were that moment. Raises RuntimeError when it does not come up."""
        moved = {"JOURNEY_STARTS": at.isoformat(), "PYTHONPATH": os.pathsep.join((str(CLOCK), str(ROOT)))} if at else {}
        with self.log.open("a", encoding="utf-8") as output:
            self._server = subprocess.Popen(_zhuke("up"), env=self._environment | moved, stdout=output, stderr=output)
        _wait(self.port, self._server, self.log)

    def stop(self) -> None:
        """Until every process has ended."""
        if self._server:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(60)
            self._server = None


@contextmanager
def demonstration(data: Path, *, scale: float, seed: int, database_url: str | None = None, **variables: str) -> Iterator[Site]:
    """Loads the demonstration into ``data`` (embedded PostgreSQL, or the empty database at ``database_url``) and serves it.

    ``variables`` reach the product. Everything is stopped at the end. Raises RuntimeError with the installation's own words when it does
    not come up.
    """
    if not PAGES.exists():
        raise RuntimeError("the web application is not built: run `python3 scripts/setup.py pages` first")
    running = Installation(data, database_url=database_url, **variables)
    running.load(scale=scale, seed=seed)
    try:
        running.start()
        yield running.site
    finally:
        running.stop()


def _zhuke(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zhuke", *arguments]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    began = time.monotonic()
    while server.poll() is None and time.monotonic() - began < READY_SECONDS:
        connection = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise RuntimeError(f"the product did not come up:\n{log.read_text(encoding='utf-8')}")
