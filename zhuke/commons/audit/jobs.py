"""Seal history; write exports of it."""

from typing import Any

from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running

from . import chain, exporting


@app.task(name="audit.seal", queue="slow", queueing_lock="audit.seal")
def seal(timestamp: int = 0) -> None:
    """Seal the history of the last minutes into the hash chain."""
    chain.seal()


@app.task(name="audit.export", queue="slow", retry=RETRY)
def export(job_id: str, asked: dict[str, Any], kind_of_file: str) -> None:
    """Write one export."""
    with running(job_id) as progress:
        exporting.write(progress, asked, kind_of_file)
