"""Start long work, report its progress, stop it. Used by imports, exports and whatever else outlasts a request."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate import RetryStrategy
from procrastinate.exceptions import JobAborted
from procrastinate.tasks import Task

from zhuke.commons.live import push
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, system
from zhuke.kernel.errors import Conflict, DomainError, NotFound
from zhuke.kernel.ports import actors

from .models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job

log = logging.getLogger("zhuke.jobs")

SECONDS_BETWEEN_REPORTS = 1.0
# Whoever waited longer than this has probably gone on to something else, and is told in the inbox.
SECONDS_WORTH_A_NOTICE = 30
MOST_UNFINISHED = 20


class Cancelled(Exception):
    """The person asked to stop. Leave what is done in a consistent state and let it pass; ``running`` records it."""


class Busy(Exception):
    """Another worker is at this job just now (it was rescued too early)."""


# For the tasks of jobs: a lost database connection or a second worker is tried again; everything else is final.
RETRY = RetryStrategy(max_attempts=20, wait=15, retry_exceptions={OperationalError, InterfaceError, Busy})


def start(actor: Actor, kind: str, label: Any, *, task: Task[Any, Any, Any], total: int = 0, **args: Any) -> Job:
    """Create a job and defer ``task(job_id=…, **args)`` in the current transaction. ``args`` must be JSON.

    Raises too_many_jobs when the person has ``MOST_UNFINISHED`` unfinished ones.
    """
    with transaction.atomic():
        unfinished = Job.objects.filter(user_id=actor.id, state__in=(QUEUED, RUNNING)).count() if actor.id else 0
        if unfinished >= MOST_UNFINISHED:
            raise Conflict("too_many_jobs", _("您有 %(n)s 个任务还没完成，请等它们完成或取消一些后再试。") % {"n": unfinished})
        job = Job.objects.create(user_id=actor.id, kind=kind, label=str(label)[:200], total=total)
        task.defer(job_id=str(job.pk), **args)
        _push(job)
    return job


def cancel(actor: Actor, job_id: UUID) -> Job:
    """Ask a job to stop: a queued one is cancelled at once, a running one at its next step. Raises not_found, job_over."""
    with transaction.atomic():
        job = own(actor, job_id, lock=True)
        if job.state == CANCELLED:
            return job
        if job.is_over:
            raise Conflict("job_over", _("该任务已经结束，无需取消。"))
        job.cancel_requested = True
        if job.state == QUEUED:
            job.state, job.finished_at = CANCELLED, timezone.now()
        job.save(update_fields=["cancel_requested", "state", "finished_at"])
        _push(job)
    return job


def own(actor: Actor, job_id: UUID, *, lock: bool = False) -> Job:
    """The actor's own job. Raises not_found for everybody else's."""
    rows = Job.objects.select_for_update() if lock else Job.objects.all()
    job = rows.filter(pk=job_id, user_id=actor.id).first() if actor.id else None
    if job is None:
        raise NotFound()
    return job


class Progress:
    """What a running task reports to. ``actor`` is the person who started the job; ``result`` is stored when it is done."""

    def __init__(self, job: Job, actor: Actor) -> None:
        self.job, self.actor = job, actor
        self.done = job.done
        self.result: dict[str, Any] = {}
        self.message = ""
        self._reported = time.monotonic()

    def total(self, total: int) -> None:
        """Say how much there is to do."""
        self.job.total = total
        self._report(force=True)

    def step(self, done: int, message: str = "") -> None:
        """Say how much is done so far (absolute). Written and pushed at most once a second. Raises Cancelled when asked to stop.

        Call it between transactions: inside one, nobody sees it before the commit.
        """
        self.done = done
        self.message = message or self.message
        self._report(force=False)

    def _report(self, *, force: bool) -> None:
        now = time.monotonic()
        if not force and now - self._reported < SECONDS_BETWEEN_REPORTS:
            return
        self._reported = now
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Job._meta.db_table} SET done = %s, total = %s, message = %s WHERE id = %s RETURNING cancel_requested",  # noqa: S608
                [self.done, self.job.total, self.message, self.job.pk],
            )
            row = cursor.fetchone()
        _push(self.job)
        if row is None or row[0]:
            raise Cancelled


@contextmanager
def running(job_id: str | UUID) -> Iterator[Progress]:
    """The body of a job's task: ``with running(job_id) as progress: …``.

    The work is done in the language and with the rights of the person who started it. At the end the job is done, cancelled
    (``Cancelled``) or failed with a sentence (``DomainError`` gives its own). After a killed worker the task simply runs again,
    with ``progress.done`` as last reported; a job that is over already is not run again, and never by two workers at once.
    """
    with _alone(job_id):
        job = Job.objects.select_related("user").filter(pk=job_id).first()
        if job is None or job.is_over:
            raise JobAborted
        _move(job, RUNNING, started_at=job.started_at or timezone.now())
        actor = actors().for_id(job.user_id) if job.user_id else system(job.label)
        with translation.override(getattr(job.user, "language", None) or translation.get_language()):
            progress = Progress(job, actor)
            try:
                yield progress
            except Cancelled:
                _move(job, CANCELLED, done=progress.done, message=_("已取消。"), finished_at=timezone.now())
            except DomainError as error:
                _move(job, FAILED, done=progress.done, message=_sentence(error), finished_at=timezone.now())
            except (OperationalError, InterfaceError):
                raise  # the database went away: the job stays running and is tried again
            except Exception:
                log.exception("job %s failed", job.pk)
                text = _("系统出错，任务没有完成，我们已记录。请稍后重试；如仍出现，请把编号 %(id)s 告诉管理员。") % {"id": job.pk}
                _move(job, FAILED, done=progress.done, message=text, finished_at=timezone.now())
                raise
            else:
                done = max(progress.done, job.total)
                _move(job, DONE, done=done, message=progress.message, result=progress.result, finished_at=timezone.now())


@contextmanager
def _alone(job_id: str | UUID) -> Iterator[None]:
    """A session lock that PostgreSQL gives back when the worker dies. Raises Busy when another worker holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 7))", [str(job_id)])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", [str(job_id)])


def _move(job: Job, state: str, **values: Any) -> None:
    job.state = state
    for name, value in values.items():
        setattr(job, name, value)
    with transaction.atomic():
        job.save(update_fields=["state", *values])
        _push(job)
        if state in (DONE, FAILED) and job.finished_at and job.finished_at - job.created_at > dt.timedelta(seconds=SECONDS_WORTH_A_NOTICE):
            title = gettext_lazy("%(label)s：已完成") if state == DONE else gettext_lazy("%(label)s：没有完成")
            notify([job.user_id], "job", say(title, label=job.label), job.message, key=f"job:{job.pk}")


def _sentence(error: DomainError) -> str:
    details = " ".join(text for texts in error.fields.values() for text in texts)
    return details or str(error.message)


def _push(job: Job) -> None:
    if job.user_id:
        push([job.user_id], "job", {"id": str(job.pk)})


def mine(actor: Actor, *, active: bool, kind: str = "", limit: int = 50) -> list[Job]:
    """The actor's jobs, newest first."""
    rows = Job.objects.filter(user_id=actor.id) if actor.id else Job.objects.none()
    if active:
        rows = rows.filter(state__in=(QUEUED, RUNNING))
    return list((rows.filter(kind=kind) if kind else rows).order_by("-id")[:limit])


def forget_old(days: int = 90) -> int:
    """Delete jobs that ended longer ago; returns how many."""
    before = timezone.now() - dt.timedelta(days=days)
    return Job.objects.filter(state__in=(DONE, FAILED, CANCELLED), finished_at__lt=before).delete()[0]
