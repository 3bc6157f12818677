"""The jobs of reporting: drafts that are due, questionnaires that ended."""

from procrastinate.contrib.django import app

from .services import rhythm, surveys


@app.task(name="reporting.make_due", queue="slow", queueing_lock="reporting.make_due")
def make_due_reports(timestamp: int = 0) -> int:
    """Make the drafts of reports that are due today."""
    surveys.expire()
    return rhythm.make_due()
