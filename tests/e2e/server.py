"""A private installation with the demonstration group, started as people start it: ``zhuke up``."""

from __future__ import annotations

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
PAGES = ROOT / "zhuke" / "static" / "app" / "index.html"
READY_SECONDS = 180
OURS = ("ZHUKE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
"""Variables of the calling process that must not reach the installation: it reads its own."""


@dataclass(frozen=True)
class Site:
    """A running installation: where it answers, and the password that all accounts of the demonstration have."""

    url: str
    password: str


@contextmanager
def demonstration(data: Path, *, scale: float, seed: int, database_url: str | None = None) -> Iterator[Site]:
    """Loads the demonstration into ``data`` (embedded PostgreSQL, or the empty database at ``database_url``) and serves it.

    Raises RuntimeError with the installation's own words when it does not come up. Everything is stopped at the end.
    """
    if not PAGES.exists():
        raise RuntimeError("the web application is not built: run `python3 scripts/setup.py pages` first")
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment |= {"ZHUKE_DATA": str(data), "ZHUKE_PORT": str(port), "ZHUKE_SECRET_KEY": "only-for-journeys-" + "x" * 50}
    environment["ZHUKE_PRIVATE_HOSTS"] = "127.0.0.1"  # where the journeys' own sign-in server stands
    if database_url:
        environment["DATABASE_URL"] = database_url
    log = data / "server.log"
    with log.open("w", encoding="utf-8") as output:
        loaded = subprocess.run(
            _zhuke("demo", "--scale", str(scale), "--seed", str(seed)), env=environment, stdout=output, stderr=output, check=False
        )
        if loaded.returncode:
            raise RuntimeError(f"the demonstration was not loaded:\n{log.read_text(encoding='utf-8')}")
        accounts = json.loads((data / "demo-accounts.json").read_text(encoding="utf-8"))
        server = subprocess.Popen(_zhuke("up"), env=environment, stdout=output, stderr=output)
    try:
        _wait(port, server, log)
        yield Site(f"http://localhost:{port}", accounts["password"])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


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
