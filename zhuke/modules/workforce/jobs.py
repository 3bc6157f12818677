"""The pool's jobs."""

from procrastinate.contrib.django import app

from zhuke.kernel.access import system

from .services import pool


@app.task(name="workforce.enrol", queue="slow", queueing_lock="workforce.enrol")
def enrol(timestamp: int = 0) -> None:
    """People with roles of project work are in the pool, also those who had the role before the pool existed."""
    pool.enrol_engaged(system("资源池"))
