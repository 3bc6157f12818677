"""Hand-overs are done by jobs."""

from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running

from .services import moving


@app.task(name="orgs.hand_over", queue="slow", retry=RETRY)
def hand_over(job_id: str, handover: str) -> None:
    """Carry one hand-over out."""
    with running(job_id) as progress:
        moving.run(progress, handover)
