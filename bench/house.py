"""The database of the benchmarks: a cluster of its own, the demonstration's group and people, customers by the hundred thousand."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from zhuke.launch.postgres import ensure_cluster, stop_cluster

FOLDER = "postgres"


class House:
    """A data folder like an installation's. ``kept``: a folder that stays, so that a second run need not load anew."""

    def __init__(self, kept: Path | None) -> None:
        self.data = kept or Path(tempfile.mkdtemp(prefix="zhuke-bench-"))
        self._temporary = kept is None

    def open(self) -> None:
        """Start the cluster, set Django up, migrate, and load the group where there is none."""
        self.data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.data.chmod(0o711)
        os.environ |= {"ZHUKE_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "bench.settings", "ZHUKE_WEB_WORKERS": "1"}
        os.environ["DATABASE_URL"] = ensure_cluster(self.data / FOLDER, durable=True).dsn
        import django

        django.setup()
        from django.conf import settings

        from zhuke.demo.load import is_empty, load
        from zhuke.launch.schema import migrate

        migrate(settings.ENV.database_url)
        if is_empty():
            load(scale=0.01)

    def start_again(self) -> None:
        """Bring the cluster back after ``stop``."""
        ensure_cluster(self.data / FOLDER, durable=True)

    def stop(self) -> None:
        """Close this process's connections and stop the cluster."""
        from django.db import connection

        connection.close()
        connection.close_pool()
        stop_cluster(self.data / FOLDER)

    def close(self) -> None:
        """Stop the cluster; a temporary house is pulled down."""
        stop_cluster(self.data / FOLDER)
        if self._temporary:
            shutil.rmtree(self.data, ignore_errors=True)


def say(text: str) -> None:
    """A line on the console with the time."""
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)
