"""The processes of the product, one function each: what ``zhuke web`` and ``zhuke worker`` run."""

from __future__ import annotations

import os

from zhuke.config.env import Env

from .schema import refuse_other_state
from .supervisor import die_with_supervisor

WEB_KILL_SECONDS = 3
"""Granian waits for open event streams at a stop; this is how long."""
JOB_STOP_SECONDS = 10
"""A running job gets this long to end; a job cut off is taken up again, every job is written for that."""


def run_web(env: Env) -> None:
    """Serves until SIGINT or SIGTERM. Raises SchemaError when the database is at another version."""
    from granian import Granian
    from granian.constants import Interfaces

    die_with_supervisor()
    refuse_other_state(env.database_url)
    Granian(
        "zhuke.config.asgi:application",
        address=env.bind,
        port=env.port,
        interface=Interfaces.ASGI,
        workers=env.web_workers,
        respawn_failed_workers=True,
        workers_kill_timeout=WEB_KILL_SECONDS,
        websockets=False,
    ).serve()


def run_worker(env: Env, queues: list[str], concurrency: int) -> None:
    """Works on jobs until SIGINT or SIGTERM; all queues when the list is empty. Raises SchemaError."""
    die_with_supervisor()
    refuse_other_state(env.database_url)
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # spinning OpenMP threads made predictions 25 times slower
    import django
    from django.core.management import call_command

    django.setup()
    options = ["--concurrency", str(concurrency), "--shutdown-graceful-timeout", str(JOB_STOP_SECONDS)]
    if queues:
        options += ["--queues", ",".join(queues)]
    call_command("procrastinate", "worker", *options)
