"""The shortest levelled plan as a job: sought in the background, kept for who looks at it, saved by levelling.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, start
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.modules.planning.domain import optimal
from zhuke.modules.planning.domain.levelling import Levelled
from zhuke.modules.planning.models import Assignment

from .editing import changeable
from .levelling import SEARCH_SECONDS, Wish, kept_under, seek

KIND = "plan_optimise"
PAUSE = 0.5


def ask(actor: Actor, pk: UUID, *, within_float: bool, others: bool) -> Job:
    """Start the search. Raises not_found, not_allowed_here, archived, not_installed, nothing_assigned, too_many_jobs."""
    plan = changeable(actor, pk)
    if not optimal.available():
        raise Conflict("not_installed", _("服务器没有安装求最短排法的组件，请改用“自动选最短”，或请管理员安装。"))
    if not Assignment.objects.filter(plan=plan, archived_at=None, task__archived_at=None).exists():
        raise DomainError("nothing_assigned", _("计划里还没有分配资源。请先为任务分配人员、班组或设备。"))
    label = _("求最短排法：%(project)s") % {"project": plan.project.name}
    options = {"plan": str(plan.pk), "within_float": within_float, "others": others}
    return start(actor, KIND, label, task=app.tasks["planning.optimise"], total=round(SEARCH_SECONDS), **options)


def run(progress: Progress, plan: str, *, within_float: bool, others: bool) -> None:
    """The body of the job, with the rights of who asked. What was found before for the same plan is not sought again."""
    row = changeable(progress.actor, UUID(plan))
    wish = Wish("optimal", within_float, others)
    found: Levelled | None = cache.get(kept_under(row, wish))
    if found is None:
        found = seek(row, wish, lambda search: _watched(progress, search))
    progress.result = {"plan": plan, "proven": found.proven, "delayed": len(found.starts)}
    text = _("已证明最短，推迟 %(n)s 项任务") if found.proven else _("已找到较短的排法，推迟 %(n)s 项任务")
    progress.message = text % {"n": len(found.starts)}


def _watched(progress: Progress, search: Callable[[], Levelled]) -> Levelled:
    """Search beside, and tell how long it has taken. A search that is cancelled goes to its end, which is seconds away, for nothing."""
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(search)
        while not wait([found], PAUSE).done:
            progress.step(min(int(time.monotonic() - begun), round(SEARCH_SECONDS) - 1))
        return found.result()
