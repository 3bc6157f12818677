"""Long work of the diary."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running

from . import exporting
from .services import reminding


@app.task(name="diary.export_reports", queue="slow", retry=RETRY)
def export_reports(job_id: str, since: str, until: str, who: str, form: str) -> None:
    """Write the file of an export."""
    with running(job_id) as progress:
        exporting.write(progress, dt.date.fromisoformat(since), dt.date.fromisoformat(until), who, form)


@app.task(name="diary.remind", queue="fast", queueing_lock="diary.remind")
def remind(timestamp: int = 0) -> int:
    """Remind of the day's report whoever has not sent it."""
    return reminding.remind(timezone.localdate())
