"""Reports of a period as xlsx or PDF, made by a job."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.documents import compile_pdf
from zhuke.commons.exports.models import ExportFile
from zhuke.commons.exports.services import FOLDER, KEPT_DAYS
from zhuke.commons.exports.sheets import Column, XlsxWriter
from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, start
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model

from .facts import lines_of
from .models import DailyReport

TEMPLATE = Path(__file__).resolve().parent / "reports.typ"
LONGEST = dt.timedelta(days=366)
MOST_PAGES = 400


COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ("day", gettext_lazy("日期"), "date"),
    ("person", gettext_lazy("填报人"), "text"),
    ("unit", gettext_lazy("所属单位"), "text"),
    ("sent_at", gettext_lazy("提交时间"), "datetime"),
    ("late_days", gettext_lazy("补录天数"), "integer"),
    ("contacts_count", gettext_lazy("沟通次数"), "integer"),
    ("visits_count", gettext_lazy("拜访次数"), "integer"),
    ("facts", gettext_lazy("当日记录"), "longtext"),
    ("summary", gettext_lazy("今日小结"), "longtext"),
    ("problems", gettext_lazy("问题与求助"), "longtext"),
    ("plan", gettext_lazy("明日计划"), "longtext"),
)


def ask(actor: Actor, *, since: dt.date, until: dt.date, who: str, kind: str) -> Job:
    """Start the export. Raises not_allowed, invalid (period), nothing_to_export, too_many."""
    from procrastinate.contrib.django import app

    require(actor, by_model(DailyReport), "export")
    if until < since or until - since > LONGEST:
        raise invalid({"until": [_("请选择不超过一年的时间段，结束日期不早于开始日期。")]})
    count = reports_of(actor, since, until, who).count()
    if not count:
        raise DomainError("nothing_to_export", _("这段时间没有可以导出的日报，请换一个时间段。"))
    if kind == "pdf" and count > MOST_PAGES:
        raise DomainError(
            "too_many", _("这段时间有 %(n)s 份日报，PDF 最多 %(most)s 份。请缩短时间段，或导出 Excel。") % {"n": count, "most": MOST_PAGES}
        )
    asked = {"since": since.isoformat(), "until": until.isoformat(), "who": who, "form": kind}
    with transaction.atomic():
        job = start(actor, "export", _("导出日报"), task=app.tasks["diary.export_reports"], total=count, **asked)
        emit("daily_reports.exported", job, actor, {"asked": asked, "rows": count})
    return job


def reports_of(actor: Actor, since: dt.date, until: dt.date, who: str) -> QuerySet[DailyReport]:
    """Sent reports, one's own or all that one may take away, by day and person."""
    resource = by_model(DailyReport)
    rows = visible(actor, resource).filter(resource.scope.q(actor, resource, "export"), archived_at=None, state="sent")
    rows = rows.filter(day__gte=since, day__lte=until)
    rows = rows.filter(person_id=actor.id) if who == "me" else rows
    return rows.select_related("person", "unit", "sent_to").order_by("day", "unit__pinyin", "person__pinyin", "pk")


def write(progress: Progress, since: dt.date, until: dt.date, who: str, kind: str) -> None:
    """The body of the job."""
    actor = progress.actor
    require(actor, by_model(DailyReport), "export")
    rows = reports_of(actor, since, until, who)
    if kind == "pdf":
        body: Any = ContentFile(_pdf(actor, rows, since, until))
        _store(progress, kind, body, rows.count())
        return
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "reports.xlsx"
        count = _sheet(path, actor, rows, progress)
        with path.open("rb") as file:
            _store(progress, kind, File(file), count)


def _store(progress: Progress, kind: str, body: Any, count: int) -> None:
    name = f"{_('日报')}_{timezone.localtime():%Y%m%d_%H%M}.{kind}"
    stored, expires = default_storage.save(f"{FOLDER}/{progress.job.pk}.{kind}", body), timezone.now() + dt.timedelta(days=KEPT_DAYS)
    size = default_storage.size(stored)
    values = {"resource": "daily_reports", "name": name, "path": stored, "size": size, "rows": count, "expires_at": expires}
    ExportFile.objects.update_or_create(job=progress.job, defaults=values)
    url = f"/api/v1/exports/{progress.job.pk}/content"
    progress.result = {"url": url, "name": name, "rows": count, "size": size, "expires_at": expires.isoformat()}
    progress.message = _("已导出 %(n)s 行。") % {"n": count}


def _sheet(path: Path, actor: Actor, rows: QuerySet[DailyReport], progress: Progress) -> int:
    columns = [Column(name, str(title), kind) for name, title, kind in COLUMNS]
    writer, count = XlsxWriter(path, columns, _("日报")), 0
    try:
        for report in rows.iterator(chunk_size=200):
            row = _row(actor, report)
            writer.row([column.value(row[column.name]) for column in columns])
            count += 1
            progress.step(count)
    finally:
        writer.close()
    return count


def _row(actor: Actor, report: DailyReport) -> dict[str, Any]:
    lines = [line for line in lines_of(actor, report) if line["items"]]
    facts = "\n".join(f"{line['label']}：{'、'.join(item['title'] for item in line['items'])}" for line in lines)
    plain = {name: getattr(report, name) for name in ("late_days", "contacts_count", "visits_count", "summary", "problems", "plan")}
    return {
        **plain,
        "day": report.day.isoformat(),
        "person": report.person.name if report.person else "",
        "unit": report.unit.name,
        "sent_at": report.sent_at.isoformat() if report.sent_at else None,
        "facts": facts,
    }


def _pdf(actor: Actor, rows: QuerySet[DailyReport], since: dt.date, until: dt.date) -> bytes:
    period = since.isoformat() if since == until else f"{since.isoformat()} — {until.isoformat()}"
    return compile_pdf(
        TEMPLATE,
        {
            "title": _("日报 %(period)s") % {"period": period},
            "foot": _("由 %(name)s 于 %(at)s 导出") % {"name": actor.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
            "words": {
                "summary": _("今日小结"), "problems": _("问题与求助"), "plan": _("明日计划"), "time": _("时间"), "what": _("内容"),
                "note": _("说明"), "none": _("当日没有记录"),
            },
            "reports": list(_pages(actor, rows)),
        },
    )  # fmt: skip


def _pages(actor: Actor, rows: QuerySet[DailyReport]) -> Iterator[dict[str, Any]]:
    for report in rows:
        sent = timezone.localtime(report.sent_at) if report.sent_at else None
        late = _("补报 %(n)s 天") % {"n": report.late_days} if report.late_days else ""
        at = _("提交 %(at)s") % {"at": f"{sent:%Y-%m-%d %H:%M}"} if sent else ""
        head = " · ".join(part for part in (report.unit.name, at, late) if part)
        found = [line for line in lines_of(actor, report) if line["items"]]
        lines = [{"label": line["label"], "items": [_item(item) for item in line["items"]]} for line in found]
        words = {name: getattr(report, name) for name in ("summary", "problems", "plan")}
        name = report.person.name if report.person else report.name
        yield {"name": name, "day": f"{report.day:%Y-%m-%d}", "head": head, "late": bool(late), "lines": lines, **words}


def _item(item: dict[str, Any]) -> list[str]:
    at = timezone.localtime(dt.datetime.fromisoformat(item["at"]))
    return [f"{at:%H:%M}", item["title"], item["note"]]
