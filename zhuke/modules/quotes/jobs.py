"""Quotations' jobs."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import moving, sending


@app.task(name="quotes.send_mail", queue="fast", retry=RetryStrategy(max_attempts=sending.TRIES, exponential_wait=6))
def send_mail(mail_id: str) -> None:
    """Send one quotation by e-mail; a server that is away is tried again, then the sender is told."""
    sending.deliver(mail_id)


@app.task(name="quotes.expire", queue="slow", queueing_lock="quotes.expire")
def expire(timestamp: int = 0) -> None:
    """Let quotations run out whose last day has passed."""
    moving.expire_all()
