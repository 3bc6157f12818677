"""Work that a saved change has given to somebody: each person is told once for each change, and sees the project from then on (R71)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import may_see, notify, say
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.state import TaskRow
from zhuke.modules.planning.models import Plan, Task
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import PoolResource

from .moments import text
from .reading import Loaded
from .saving import Written

NAMED = 6  # tasks named in one message


def tell(actor: Actor, loaded: Loaded, written: Written) -> None:
    """Tell those who now answer for a task, or work on one, of what was not theirs before. Scenarios give nothing to anybody."""
    plan = loaded.plan
    if plan.kind != "live":
        return
    given = _given(loaded, written)
    given.pop(actor.id, None)
    if not given:
        return
    _let_see(actor, plan.project_id, list(given))
    for person, tasks in given.items():
        _notify(actor, plan, person, sorted(tasks.values(), key=lambda task: task.wbs_sort))


def _given(loaded: Loaded, written: Written) -> dict[UUID | None, dict[UUID, TaskRow]]:
    """Tasks by who got them: as the one who answers for them, or as one of the people who work on them."""
    state = loaded.state
    given: dict[UUID | None, dict[UUID, TaskRow]] = {}
    found: list[tuple[UUID, UUID]] = []
    for changed, image in written.images.get("tasks", {}).items():
        task = state.tasks[UUID(changed)]
        if task.owner and not image.keys().isdisjoint(("owner", "archived")):
            found.append((task.owner, task.id))
    rows = [state.assignments[UUID(new)] for new, image in written.images.get("assignments", {}).items() if "archived" in image]
    people = PoolResource.objects.filter(pk__in={row.resource for row in rows}, user__isnull=False) if rows else ()
    users = {resource.pk: resource.user_id for resource in people}
    found += [(user, row.task) for row in rows if not row.archived and (user := users.get(row.resource))]
    for person, key in found:
        task = state.tasks[key]
        if not (task.archived or task.inactive or task.state == "done"):
            given.setdefault(person, {})[key] = task
    return given


def _let_see(actor: Actor, project_id: UUID, people: list[UUID | None]) -> None:
    """Whoever gets work of a project sees it. Only those may let somebody see it who may put members on it."""
    if not actor.can("project_members", "create"):
        return
    resource = by_model(Project)
    blind = [person for person in people if person and not may_see(person, resource, project_id)]
    for person in blind:
        TeamMember.objects.get_or_create(resource="projects", object_id=project_id, user_id=person)
    if blind:
        config.forget()


def _notify(actor: Actor, plan: Plan, person: UUID | None, tasks: list[TaskRow]) -> None:
    project, first = plan.project, tasks[0]
    key = f"given:{plan.pk}:{plan.revision}:{person}"
    if len(tasks) > 1:
        title = say(_("%(project)s：有 %(n)s 项任务交给了您"), project=project.name, n=len(tasks))
        names = "、".join(task.name for task in tasks[:NAMED])
        notify([person], "tasks", title, names + ("…" if len(tasks) > NAMED else ""), subject=project, actor=actor, key=key)
        return
    title = say(_("%(project)s：任务“%(name)s”交给了您"), project=project.name, name=first.name)
    days = say(_("%(since)s 至 %(until)s"), since=_day(first.start), until=_day(first.end))
    notify([person], "tasks", title, days, subject=Task.objects.get(pk=first.id), actor=actor, key=key)


def _day(minute: int | None) -> str:
    return (text(minute) or "—")[:10]
