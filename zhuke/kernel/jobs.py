"""The kernel's jobs: hand out events, return the jobs of killed workers."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import events


@app.task(name="kernel.deliver_event", queue="fast", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def deliver_event(event_id: int) -> None:
    """Give one event to its subscribers."""
    events.deliver(event_id)


@app.task(name="kernel.rescue_jobs", queue="fast", queueing_lock="kernel.rescue_jobs", pass_context=True)
async def rescue_jobs(context: Any, timestamp: int = 0) -> None:
    """Return jobs whose worker was killed to the queue: a dead worker's job would stay running for ever, and its lock with it."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)
