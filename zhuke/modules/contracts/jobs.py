"""Contracts' jobs."""

from procrastinate.contrib.django import app

from .services import warranty


@app.task(name="contracts.release_retention", queue="slow", queueing_lock="contracts.release_retention")
def release_retention(timestamp: int = 0) -> None:
    """Let retention come due where the warranty has run out."""
    warranty.release_retention()
