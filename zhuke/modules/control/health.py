"""What risks and issues say about the health of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import say
from zhuke.modules.projects.health import declare_source
from zhuke.modules.projects.models import Project

from .models import OPEN_ISSUE, Issue, Risk

Found = Mapping[UUID, tuple[str, Any]]


def _risks(projects: Sequence[Project]) -> Found:
    rows = Risk.objects.filter(project__in=[p.pk for p in projects], archived_at=None, state__in=("open", "responding"), level="extreme")
    counted = rows.order_by().values_list("project").annotate(n=Count("pk"))
    return {key: ("red", say(_("有 %(n)s 项极高风险未消除"), n=n)) for key, n in counted}


def _issues(projects: Sequence[Project]) -> Found:
    late = Q(due_on__lt=timezone.localdate())
    rows = Issue.objects.filter(late, project__in=[p.pk for p in projects], archived_at=None, state__in=OPEN_ISSUE)
    counted = rows.order_by().values_list("project").annotate(n=Count("pk"), urgent=Count("pk", filter=Q(priority="urgent")))
    return {
        key: ("red", say(_("有 %(n)s 个紧急问题逾期未解决"), n=urgent)) if urgent else ("amber", say(_("有 %(n)s 个问题逾期未解决"), n=n))
        for key, n, urgent in counted
    }


declare_source("risks", _("风险"), _risks)
declare_source("issues", _("问题"), _issues)
