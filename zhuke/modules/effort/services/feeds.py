"""Secret addresses under which calendar programs read the key days of one project, with the rights of the address's owner."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.calendars.feeds import TooMany, digest
from zhuke.commons.calendars.ics import calendar_of
from zhuke.commons.calendars.services import workday_before
from zhuke.commons.calendars.sources import Entry
from zhuke.commons.records import person
from zhuke.kernel import config
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.models import PaymentTerm
from zhuke.modules.effort.models import ProjectFeed
from zhuke.modules.planning.models import Task
from zhuke.modules.projects.models import Project, ProjectContract
from zhuke.modules.workforce.models import Booking

MOST = 5  # addresses of one person for one project
ENTRIES = 500
PER_HOUR, GUESSES_PER_HOUR = 60, 30
Find = Callable[[Actor, Project], Iterable[Entry]]
_more: list[Find] = []


def add_entries(find: Find) -> None:
    """Let a module above put its days of a project into the feeds; call it in ``calendar.py``. ``find`` reads through ``visible``."""
    _more.append(find)


def live(actor: Actor, project: Project) -> list[ProjectFeed]:
    """One's own addresses for a project that were not revoked, the newest first."""
    return list(ProjectFeed.objects.filter(user_id=person(actor), project=project, revoked_at=None).order_by("-id"))


def make(actor: Actor, project: Project) -> tuple[ProjectFeed, str]:
    """A new address; the secret is in this answer and never again. Raises token_cannot, invalid (too many)."""
    user = _person(actor)
    if len(live(actor, project)) >= MOST:
        raise invalid({"project": [_("最多 %(n)s 个订阅地址，请先撤销不用的。") % {"n": MOST}]})
    secret = secrets.token_urlsafe(32)
    with writing(actor):
        feed = ProjectFeed(user_id=user, created_by_id=user, project=project, digest=digest(secret))
        save(feed)
        emit("project_feeds.created", feed, actor, {"project": str(project.pk)})
    return feed, secret


def revoke(actor: Actor, project: Project, pk: UUID) -> None:
    """End an address at once. Raises not_found, token_cannot."""
    user = _person(actor)
    with writing(actor):
        feed = ProjectFeed.objects.select_for_update().filter(pk=pk, project=project, user_id=user, revoked_at=None).first()
        if feed is None:
            raise NotFound()
        feed.revoked_at = timezone.now()
        save(feed)
        emit("project_feeds.revoked", feed, actor, {"project": str(project.pk)})


def fetch(secret: str, address: str) -> tuple[bytes, str]:
    """The calendar behind a secret and its tag. Whoever lost sight of the project gets nothing any more.

    Raises not_found (unknown, revoked, owner switched off or without right), too_many_requests.
    """
    config.refresh()
    feed = ProjectFeed.objects.select_related("user", "project").filter(digest=digest(secret), revoked_at=None).first()
    gone = NotFound(_("没有这个订阅地址：它可能已被撤销，请在项目页重新生成。"))
    if feed is None or not feed.user.is_active or feed.user.must_change_password:
        _count(f"project-feed-guess:{digest(address)[:32]}", GUESSES_PER_HOUR)
        raise gone
    _count(f"project-feed:{feed.digest}", PER_HOUR)
    with translation.override(feed.user.language):
        actor = actors().for_id(feed.user_id)
        try:
            project = get_visible(actor, by_model(Project), feed.project_id)
        except NotFound as error:
            raise gone from error
        body = calendar_of(project.name, list(entries(actor, project)), {})
    ProjectFeed.objects.filter(pk=feed.pk).update(last_used_at=timezone.now())
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def entries(actor: Actor, project: Project) -> Iterator[Entry]:
    """The key days of a project that the actor may see: begin and end, milestones, deadlines, payments to be reached, people coming."""
    for name, day in ((_("计划开工"), project.starts_on), (_("计划竣工"), project.ends_on)):
        if day:
            yield Entry("project", f"{name}：{project.name}", day, "projects", project.pk, key=f"{project.pk}-{name}")
    tasks = visible(actor, by_model(Task)).filter(project=project, live=True, inactive=False, archived_at=None, ends_at__isnull=False)
    for task in tasks.filter(kind="milestone").order_by("ends_at", "pk")[:ENTRIES]:
        day = timezone.localdate(task.ends_at)
        yield Entry(
            "milestone", task.name, day, "tasks", task.pk, done=task.state == "done", changed_at=task.updated_at,
            remind=workday_before(day),
        )  # fmt: skip
    for task in tasks.filter(deadline__isnull=False).exclude(kind="milestone").order_by("deadline", "pk")[:ENTRIES]:
        title = _("截止：%(name)s") % {"name": task.name}
        yield Entry(
            "deadline", title, timezone.localdate(task.deadline), "tasks", task.pk, done=task.state == "done",
            changed_at=task.updated_at, key=f"{task.pk}-deadline",
        )  # fmt: skip
    contracts = ProjectContract.objects.filter(project=project, archived_at=None).values("contract")
    for term in visible(actor, by_model(PaymentTerm)).filter(contract__in=contracts, archived_at=None, planned_on__isnull=False)[:ENTRIES]:
        title = _("付款节点：%(name)s") % {"name": term.name}
        yield Entry("payment_term", title, term.planned_on, "contracts", term.contract_id, changed_at=term.updated_at, key=str(term.pk))
    for row in visible(actor, by_model(Booking)).filter(project=project, archived_at=None).select_related("resource")[:ENTRIES]:
        title = _("进场：%(name)s") % {"name": row.resource.name}
        yield Entry("booking", title, row.since, "bookings", row.pk, changed_at=row.updated_at, key=str(row.pk))
    for find in _more:
        yield from find(actor, project)


def _count(key: str, most: int) -> None:
    hour = f"{key}:{timezone.now():%Y%m%d%H}"
    cache.add(hour, 0, 3700)
    if cache.incr(hour) > most:
        raise TooMany("too_many_requests", _("请求太频繁，请一小时后再试；日历程序每 15 分钟更新一次就够了。"))


def _person(actor: Actor) -> UUID:
    user = person(actor)
    if actor.kind != "user":
        raise NotAllowed("token_cannot", _("API 令牌不能管理日历订阅，请在浏览器里登录后操作。"))
    return user
