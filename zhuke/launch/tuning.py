"""The settings of the embedded PostgreSQL, from the size of the machine."""

from __future__ import annotations

import os
from pathlib import Path

MB = 1024 * 1024
FILE = "zhuke.conf"
INCLUDE = f"\n# Written anew at every start. Settings of your own go below this line.\ninclude '{FILE}'\n"


def settings(*, socket_folder: Path, durable: bool, memory: int | None = None) -> str:
    """The text of zhuke.conf. ``durable=False`` trades safety at a power cut for speed: for tests alone."""
    memory = memory or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    values = _common(socket_folder) | (_durable(memory) if durable else _volatile())
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def _common(socket_folder: Path) -> dict[str, str]:
    return {
        "listen_addresses": "''",  # the programs are built without TLS: socket only
        "unix_socket_directories": _quoted(f'"{socket_folder}"'),
        "password_encryption": "'scram-sha-256'",
        "jit": "off",
        "max_locks_per_transaction": "256",  # whole imports and their checks run in few large transactions
        "random_page_cost": "1.1",
        "max_parallel_workers_per_gather": "1",
        "logging_collector": "on",
        "log_directory": "'../log'",
        "log_filename": "'postgresql-%a.log'",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_min_duration_statement": "1s",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
    }


def _durable(memory: int) -> dict[str, str]:
    return {
        "max_connections": "100",
        "shared_buffers": _megabytes(memory // 8, low=128, high=4096),
        "effective_cache_size": _megabytes(memory // 2, low=256, high=65536),
        "maintenance_work_mem": _megabytes(memory // 32, low=64, high=1024),
        "work_mem": _megabytes(memory // 768, low=8, high=64),
        "max_wal_size": "'2GB'",
        "wal_compression": "off",
        "idle_in_transaction_session_timeout": "'10min'",
    }


def _volatile() -> dict[str, str]:
    return {
        "max_connections": "100",
        "shared_buffers": "'256MB'",
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
    }


def _megabytes(size: int, *, low: int, high: int) -> str:
    return f"'{min(max(size // MB, low), high)}MB'"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
