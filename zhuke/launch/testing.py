"""A pytest plugin (``-p zhuke.launch.testing``): one PostgreSQL for all test processes, and no way out to the network.

It has to be a plugin named on the command line, because pytest-django imports the settings before any conftest.py.
The cluster lies in ``var/test-postgres``, forgets durability for speed, and is shared by runs that overlap; the last one stops it.
``ZHUKE_TEST_DATABASE_URL`` points the tests to another server (whose role may create databases).
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import ipaddress
import json
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from .lease import borrow_cluster

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = ROOT / "var" / "test-postgres"
TEMPLATE_LOCK = CLUSTER / "template.lock"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Before the settings are imported: a database address, a data folder, closed sockets."""
    _close_network()
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the environment of the controlling process
        _prepare()
    return (yield)


def pytest_configure() -> None:
    """Cheap password hashes: the real ones cost 280 ms of CPU each, on purpose."""
    from django.conf import settings

    if settings.configured:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def admin_connection() -> psycopg.Connection[Any]:
    """A connection that may create and drop databases."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    return psycopg.connect(address, autocommit=True)


def make_database(name: str, template: str | None = None) -> None:
    """Creates a database, as a copy of another one when ``template`` is given."""
    with admin_connection() as connection:
        copy = sql.SQL(" template {}").format(sql.Identifier(template)) if template else sql.SQL("")
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)) + copy)


def rename_database(old: str, new: str) -> None:
    """Renames a database that nobody is connected to."""
    with admin_connection() as connection:
        connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new)))


def drop_database(name: str) -> None:
    """Drops a database, connections to it included; does nothing when there is none."""
    with admin_connection() as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def databases(pattern: str) -> list[str]:
    """Names of the databases that match the regular expression as a whole, oldest first."""
    with admin_connection() as connection:
        names = [row[0] for row in connection.execute("select datname from pg_database order by oid").fetchall()]
    return [name for name in names if re.fullmatch(pattern, name)]


@contextlib.contextmanager
def template_lock() -> Iterator[None]:
    """Held while the migrated template database is made or copied."""
    with TEMPLATE_LOCK.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_database_name() -> str:
    """The database of this test process; unique on this machine while the run lasts."""
    run = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
    return "_".join(filter(None, ("test", run, os.environ.get("PYTEST_XDIST_WORKER", ""))))


test_database_name.__test__ = False  # type: ignore[attr-defined]  # a name that pytest must not collect


def migrations_digest() -> str:
    """Changes whenever a migration, a locked dependency or the settings change: there is then another template."""
    digest = hashlib.sha256()
    for name, content in {**_migration_files(), "settings": _hash(ROOT / "zhuke" / "config" / "settings.py")}.items():
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:12]


def note_template(name: str) -> None:
    """Writes down which migrations a template has seen, for ``nearest_template``."""
    (CLUSTER / f"{name}.json").write_text(json.dumps(_migration_files()), encoding="utf-8")


def nearest_template() -> str | None:
    """The newest template that only lacks migrations: all that it has seen still stand here unchanged. Migrating a copy of it
    gives the same as migrating from nothing, in seconds instead of minutes."""
    now = _migration_files()
    for name in reversed(databases(r"template_[0-9a-f]{12}")):
        note = CLUSTER / f"{name}.json"
        seen = json.loads(note.read_text(encoding="utf-8")) if note.exists() else None
        if seen and all(now.get(path) == content for path, content in seen.items()):
            return name
    return None


def _migration_files() -> dict[str, str]:
    files = [*ROOT.glob("zhuke/**/migrations/*.py"), *ROOT.glob("requirements/*.txt")]
    return {str(path.relative_to(ROOT)): _hash(path) for path in sorted(files)}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _prepare() -> None:
    data = Path(tempfile.mkdtemp(prefix="zhuke-test-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ |= {"ZHUKE_DATA": str(data), "ZHUKE_DB_POOL": "0", "ZHUKE_SECRET_KEY": "only-for-tests-" + "x" * 50}
    address = urlsplit(os.environ.get("ZHUKE_TEST_DATABASE_URL") or borrow_cluster(CLUSTER, durable=False).dsn)
    os.environ["DATABASE_URL"] = address._replace(path=f"/run_{os.getpid()}").geturl()
    for name in databases(r"test_run_\d+(_\w+)?"):
        if not Path(f"/proc/{name.split('_')[2]}").exists():  # of a run that was killed
            drop_database(name)


def _close_network() -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(str(address[0])):
            raise RuntimeError(f"a test tried to reach {address}: tests use recorded answers, never the network")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]


def _is_local(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False
