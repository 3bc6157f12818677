"""Photos that a report may show: those of the project, of its conversation and of what happened on its site."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from zhuke.commons.comments.models import Comment
from zhuke.commons.files.models import FileVersion
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_name
from zhuke.modules.reporting.models import ProjectReport

MOST = 200
AROUND = dt.timedelta(days=62)
"""So long before the period a photo is still offered."""
# Records of a project that carry photos of the site, where the module is there and the actor sees them.
CARRIERS = ("variations", "issues", "change_requests", "meetings")


def offered(actor: Actor, report: ProjectReport) -> list[dict[str, Any]]:
    """Pictures that the actor sees, the newest first; ``within``: taken in during the period."""
    since, until = report.since, report.until
    assert since
    assert until
    rows = FileVersion.objects.filter(
        _sources(actor, report), attachment__archived_at=None, content_type__startswith="image/", preview=True
    )
    rows = rows.filter(number=F("attachment__number"), created_at__date__gte=since - AROUND).select_related("attachment", "uploaded_by")
    return [
        {
            "version": version.pk,
            "file": version.attachment_id,
            "name": version.name,
            "at": version.created_at,
            "by": version.uploaded_by.name if version.uploaded_by else "",
            "from": version.attachment.resource,
            "within": since <= timezone.localdate(version.created_at) <= until,
        }
        for version in rows.order_by("-created_at")[:MOST]
    ]


def _sources(actor: Actor, report: ProjectReport) -> Q:
    project = report.project_id
    comments = Comment.objects.filter(resource="projects", object_id=project, archived_at=None).values("pk")
    found = Q(attachment__resource="projects", attachment__object_id=project)
    found |= Q(attachment__resource="project_reports", attachment__object_id=report.pk)
    found |= Q(attachment__resource="comments", attachment__object_id__in=comments)
    for name in CARRIERS:
        resource = by_name(name)
        if resource and actor.can(name, "read") and any(f.name == "project" for f in resource.model._meta.get_fields()):
            rows: Any = visible(actor, resource).filter(project=project).order_by().values("pk")
            found |= Q(attachment__resource=name, attachment__object_id__in=rows)
    return found


def shown(report: ProjectReport) -> list[dict[str, Any]]:
    """The chosen photos with their names; what is gone from the storage is left out."""
    keys = [photo["file"] for photo in report.photos]
    known = {str(v.pk): v for v in FileVersion.objects.filter(pk__in=keys)}
    return [
        {"file": p["file"], "attachment": str(known[p["file"]].attachment_id), "name": known[p["file"]].name, "caption": p["caption"]}
        for p in report.photos
        if p["file"] in known
    ]


def versions(keys: list[UUID]) -> dict[UUID, FileVersion]:
    """The stored pictures by id."""
    return {version.pk: version for version in FileVersion.objects.filter(pk__in=keys)}
