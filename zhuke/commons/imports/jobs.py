"""Long steps of an import as jobs: three lines each, and how they are started."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import RETRY, running, start
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict

from .models import CHECKED, CHECKING, MAPPED, READING, RUNNING, TRIAL, UNDOING, UPLOADED, ImportBatch
from .services import batches, checking, housekeeping, undoing
from .services import running as writing


@app.task(name="imports.read", queue="slow", retry=RETRY)
def read(job_id: str, batch_id: str) -> None:
    """Read a large file after its upload."""
    with running(job_id) as progress, batches.at_work(batch_id) as batch:
        batches.inspect(progress.actor, batch)


@app.task(name="imports.check", queue="slow", retry=RETRY)
def check(job_id: str, batch_id: str, limit: int | None = None) -> None:
    """Dry run."""
    with running(job_id) as progress, batches.at_work(batch_id) as batch:
        checking.check(progress.actor, batch, progress, limit)


@app.task(name="imports.run", queue="slow", retry=RETRY)
def run(job_id: str, batch_id: str, limit: int | None = None) -> None:
    """Write the rows."""
    with running(job_id) as progress, batches.at_work(batch_id) as batch:
        writing.run(progress.actor, batch, progress, limit)


@app.task(name="imports.undo", queue="slow", retry=RETRY)
def undo(job_id: str, batch_id: str) -> None:
    """Take an import back."""
    with running(job_id) as progress, batches.at_work(batch_id) as batch:
        undoing.undo(progress.actor, batch, progress)


@app.task(name="imports.forget_files", queue="slow", queueing_lock="imports.forget_files")
def forget_files(timestamp: int = 0) -> None:
    """Clear away old files and the rows' raw contents."""
    housekeeping.forget_files()


def start_reading(actor: Actor, batch: ImportBatch) -> Job:
    """Read an uploaded file in a job."""
    job = start(actor, "import", _("读取 %(file)s") % {"file": batch.filename}, task=read, batch_id=str(batch.pk))
    batches.job_started(batch, READING, job)
    return job


def unwritten(batch: ImportBatch) -> ImportBatch:
    """The batch, as long as nothing of it is written: a new check begins its rows anew, and they are what an undo goes by.

    Raises wrong_state.
    """
    if batch.started_at:
        raise Conflict("wrong_state", _("这次导入已经写入了一部分，不能重新匹配或检查。请继续导入其余的行，或先撤销再重新上传。"))
    return batch


def start_check(actor: Actor, batch_id: UUID, limit: int | None) -> Job:
    """Start a dry run over all rows or the first `limit`. Raises busy, wrong_state, invalid, not_allowed."""
    with transaction.atomic():
        batch = batches.get(actor, batch_id)
        batches.importable(actor, batch.resource)
        batch = unwritten(batches.locked(batch, UPLOADED, MAPPED, TRIAL, CHECKED))
        batches.require_mapping(batch)
        job = start(actor, "import", _("检查 %(file)s") % {"file": batch.filename}, task=check, batch_id=str(batch.pk), limit=limit)
        batches.job_started(batch, CHECKING, job)
    return job


def start_run(actor: Actor, batch_id: UUID, limit: int | None) -> Job:
    """Start writing. Raises what `prepare` raises."""
    with transaction.atomic():
        batch = batches.get(actor, batch_id)
        total = writing.prepare(actor, batch, limit)
        label = _("导入 %(file)s") % {"file": batch.filename}
        job = start(actor, "import", label, task=run, total=total, batch_id=str(batch.pk), limit=limit)
        batches.job_started(batch, RUNNING, job)
    return job


def start_undo(actor: Actor, batch_id: UUID) -> Job:
    """Start taking back. Raises what `prepare` raises."""
    with transaction.atomic():
        batch = batches.get(actor, batch_id)
        undoing.prepare(actor, batch)
        job = start(actor, "import", _("撤销导入 %(file)s") % {"file": batch.filename}, task=undo, batch_id=str(batch.pk))
        batches.job_started(batch, UNDOING, job)
    return job
