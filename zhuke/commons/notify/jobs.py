"""E-mail leaves by jobs, so that nobody waits for a mail server."""

import smtplib

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import mail, services

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={OSError, smtplib.SMTPException})


@app.task(name="notify.send_email", queue="fast", retry=PATIENT)
def send_email(notice_id: str) -> None:
    """Send one notice by e-mail."""
    mail.send_one(notice_id)


@app.task(name="notify.send_digests", queue="fast", queueing_lock="notify.send_digests")
def send_digests(timestamp: int = 0) -> None:
    """Send the letters of the day that are due."""
    mail.send_digests()


@app.task(name="notify.forget_old", queue="slow", queueing_lock="notify.forget_old")
def forget_old(timestamp: int = 0) -> None:
    """Delete old read notices."""
    services.forget_old()
