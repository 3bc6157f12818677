"""Who needs the embedded cluster just now: the first process starts it, the last one stops it."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
from pathlib import Path
from typing import TextIO

from .postgres import Cluster, ensure_cluster, stop_cluster

USERS_FILE = "users"
KEEP_FILE = "keep"


def borrow_cluster(folder: Path, *, durable: bool = True) -> Cluster:
    """Starts the cluster for as long as this process lives. Raises ClusterError.

    The kernel releases the lock of a process that is killed, so nothing is counted wrongly.
    """
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    users = (folder / USERS_FILE).open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    atexit.register(_give_back, folder, users)
    return ensure_cluster(folder, durable=durable)


def keep_cluster(folder: Path) -> Cluster:
    """Starts the cluster and leaves it running until ``release_cluster``."""
    cluster = ensure_cluster(folder)
    (folder / KEEP_FILE).touch()
    return cluster


def release_cluster(folder: Path) -> bool:
    """Stops the cluster, whoever uses it; False when it was not running."""
    (folder / KEEP_FILE).unlink(missing_ok=True)
    return stop_cluster(folder)


def _give_back(folder: Path, users: TextIO) -> None:
    with users, contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not (folder / KEEP_FILE).exists():
            stop_cluster(folder)
