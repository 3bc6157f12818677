"""Clusters of their own for the tests of the launcher, small and forgetful."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from zhuke.launch.postgres import Cluster, ensure_cluster, remove_cluster


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Asks again until the condition holds; False when it did not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def passable_folder() -> Iterator[Path]:
    """A short folder that every account may pass through; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="zk-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        for lock in list(folder.rglob("lock")):
            remove_cluster(lock.parent)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that every account may pass through."""
    with passable_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def made() -> Iterator[Cluster]:
    """One cluster for all tests that can leave it as they found it: making one takes a second."""
    with passable_folder() as folder:
        yield ensure_cluster(folder / "postgres", durable=False)


@pytest.fixture
def cluster(made: Cluster) -> Iterator[Cluster]:
    """A running, empty cluster; whatever the test does to its small files is undone."""
    running = ensure_cluster(made.folder, durable=False)
    small = [made.folder / "admin-dsn", made.data / "PG_VERSION", made.data / "postgresql.conf"]
    before = [(path, path.read_text()) for path in small]
    yield running
    for path, text in before:
        path.write_text(text)
    if made.socket_folder.is_symlink():
        made.socket_folder.unlink()
    with psycopg.connect(ensure_cluster(made.folder, durable=False).dsn, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
