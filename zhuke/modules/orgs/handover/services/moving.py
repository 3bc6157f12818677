"""A leaver's work goes to others: looked at beforehand, moved by a job, told to the receivers, repeatable for what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, start
from zhuke.commons.notify.services import notify
from zhuke.commons.records import note
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import save
from zhuke.modules.orgs.handover.models import Handover
from zhuke.modules.orgs.models import Delegation, Membership, User
from zhuke.modules.orgs.services.giving import require_not_above
from zhuke.modules.orgs.services.memberships import end_membership
from zhuke.modules.orgs.services.people import deactivate_person

from .holdings import Holding, holdings

TEAM = "team"
UNITS = "units"  # held as their manager


@dataclass(frozen=True)
class Rule:
    """Rows of ``resource`` (empty: of all) whose ``by`` is ``value`` (empty: all of them) go to ``to``; None: they stay."""

    to: UUID | None
    resource: str = ""
    by: str = ""
    value: str = ""


@dataclass(frozen=True)
class Plan:
    """Who gets what: the first rule that fits, else ``to``. ``open_only``: what is finished stays with the leaver."""

    to: UUID | None = None
    rules: tuple[Rule, ...] = field(default_factory=tuple)
    open_only: bool = False
    end_roles: bool = False
    deactivate: bool = False

    def receivers(self) -> set[UUID]:
        """Everybody who is to get something."""
        return {to for to in (self.to, *(rule.to for rule in self.rules)) if to}


def stored(plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    rules = [{"to": str(r.to) if r.to else None, "resource": r.resource, "by": r.by, "value": r.value} for r in plan.rules]
    return {"to": str(plan.to) if plan.to else None, "rules": rules} | {
        name: getattr(plan, name) for name in ("open_only", "end_roles", "deactivate")
    }


def loaded(data: dict[str, Any]) -> Plan:
    """The plan out of JSON."""
    rules = tuple(Rule(UUID(r["to"]) if r["to"] else None, r["resource"], r["by"], r["value"]) for r in data["rules"])
    return Plan(UUID(data["to"]) if data["to"] else None, rules, data["open_only"], data["end_roles"], data["deactivate"])


def shares(actor: Actor, person: User, plan: Plan) -> Iterator[tuple[Holding, UUID | None, QuerySet[Any]]]:
    """(holding, receiver, rows) of everything that ``actor`` may move; the receiver None: these stay. No row comes twice."""
    for holding in holdings():
        rows = holding.movable(actor, person.pk)
        if plan.open_only:
            rows = rows.filter(holding.open)
        for rule in plan.rules:
            if rule.resource and rule.resource != holding.key:
                continue
            path = holding.path(rule.by) if rule.by else None
            if rule.by and path is None:
                continue
            fits = Q(**{path: rule.value}) if path else Q()
            yield holding, rule.to, rows.filter(fits)
            rows = rows.exclude(pk__in=rows.filter(fits).values("pk"))
            if path is None:
                break
        else:
            yield holding, plan.to, rows


def team_share(actor: Actor, person: User, plan: Plan) -> tuple[UUID | None, list[TeamMember]]:
    """Who takes the person's place in teams, and the places, in records that ``actor`` may change."""
    to = next((rule.to for rule in plan.rules if rule.resource == TEAM), plan.to)
    return to, [m for m in TeamMember.objects.filter(user=person).order_by("pk") if may_change_team(actor, m)]


def may_change_team(actor: Actor, member: TeamMember) -> bool:
    """Whether ``actor`` may change the team of that record."""
    resource = by_name(member.resource)
    return resource is not None and visible(actor, resource, "update").filter(pk=member.object_id).exists()


def problems(actor: Actor, person: User, plan: Plan) -> list[dict[str, Any]]:
    """What stands against the plan: receivers who are switched off, out of the actor's reach or without the right to read what they get."""
    people = {user.pk: user for user in User.objects.filter(pk__in=plan.receivers())}
    reachable = set(visible(actor, by_model(User), "hand_over").filter(pk__in=people).values_list("pk", flat=True))
    found = []
    for to in sorted(plan.receivers()):
        user = people.get(to)
        if user is None or to not in reachable:
            found.append(_problem("successor_out_of_reach", to, _("所选的接收人不在您的管理范围内，请选择本单位及下级的人。")))
        elif to == person.pk:
            found.append(_problem("successor_same", to, _("不能交接给本人，请选择其他人。")))
        elif not user.is_active:
            found.append(_problem("successor_inactive", to, _("“%(name)s”已停用，请选择在职的人。") % {"name": user.name}))
    if found:
        return found
    blind: dict[UUID, list[Holding]] = {}
    for holding, receiver, rows in shares(actor, person, plan):
        if receiver and not actors().for_id(receiver).can(holding.key, "read") and rows.exists():
            blind.setdefault(receiver, []).append(holding)
    for receiver, held in blind.items():
        text = _("“%(name)s”没有查看%(what)s的权限，收到后也看不到。请另选接收人，或先给他相应的角色。")
        what = "、".join(dict.fromkeys(str(holding.resource.label) for holding in held))
        keys = list(dict.fromkeys(holding.key for holding in held))
        found.append(_problem("no_right", receiver, text % {"name": people[receiver].name, "what": what}, keys))
    return found


def _problem(code: str, to: UUID, message: str, resources: list[str] | None = None) -> dict[str, Any]:
    return {"code": code, "to": to, "resources": resources or [], "message": message}


def check(actor: Actor, person: User, plan: Plan) -> None:
    """Raise own_account, above_you, not_allowed(_here) or the first of ``problems``."""
    if plan.deactivate or plan.end_roles:
        get_visible(actor, by_model(User), person.pk, "deactivate")
        if person.pk == actor.id:
            raise Conflict("own_account", _("不能停用自己的账号，请由另一位管理员操作。"))
        require_not_above(actor, person)
    if found := problems(actor, person, plan):
        raise DomainError(found[0]["code"], found[0]["message"], data={"problems": found})


def begin(actor: Actor, person: User, plan: Plan) -> Job:
    """Start the job. Raises what ``check`` raises, nothing_to_do, too_many_jobs."""
    from procrastinate.contrib.django import app

    check(actor, person, plan)
    if not plan.receivers() and not plan.deactivate and not plan.end_roles:
        raise DomainError("nothing_to_do", _("请先选择接收人。"))
    with writing(actor):
        handover = Handover(user=person, plan=stored(plan), created_by_id=actor.id)
        save(handover)
        label = _("%(name)s 的工作交接") % {"name": person.name}
        return start(actor, "handover", label, task=app.tasks["orgs.hand_over"], handover=str(handover.pk))


def hand_over_all(actor: Actor, person: User, *, to: UUID, deactivate: bool | None = None) -> User:
    """Give everything to one person; the job goes on by itself. Raises what ``begin`` raises."""
    begin(actor, person, Plan(to, deactivate=bool(deactivate)))
    return person


def run(progress: Progress, handover_id: str) -> None:
    """Move everything, one transaction for each resource and receiver. Runs again after a crash: what has moved is no longer found."""
    handover = Handover.objects.select_related("user").get(pk=handover_id)
    actor, person, plan = progress.actor, handover.user, loaded(handover.plan)
    check(actor, person, plan)
    moved_before = sum(item["count"] for item in handover.moved)
    steps = [(h, to, rows) for h, to, rows in shares(actor, person, plan) if to]
    progress.total(moved_before + sum(rows.count() for _h, _to, rows in steps))
    done = moved_before
    for holding, to, rows in steps:
        done += _move(actor, handover, holding, to, rows)
        progress.step(done, str(holding.resource.label))
    done += _move_team(actor, handover, plan)
    progress.job.total = max(progress.job.total, done)
    _finish(actor, handover, plan)
    progress.step(done, _("共交接 %(n)s 条记录。") % {"n": done})
    progress.result = {"handover": str(handover.pk), "moved": handover.moved, "left": handover.left}


def _move(actor: Actor, handover: Handover, holding: Holding, to: UUID, rows: QuerySet[Any]) -> int:
    with writing(actor, "handover"):
        ids = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        count = _give(holding, ids, to)
        if len(ids) > count:
            handover.left = [*handover.left, {"resource": holding.key, "to": str(to), "count": len(ids) - count}]
        _record(handover, holding.key, to, count)
    return count


def _give(holding: Holding, ids: list[UUID], to: UUID) -> int:
    """Set the person on these rows; a row that the receiver has already (the same to-do) stays. Returns how many moved."""
    rows = holding.resource.model._default_manager
    change = {f"{holding.field}_id": to}
    try:
        with transaction.atomic():
            return rows.filter(pk__in=ids).update(**change)
    except IntegrityError:
        return sum(_give_one(rows.filter(pk=pk), change) for pk in ids)


def _give_one(row: QuerySet[Any], change: dict[str, UUID]) -> int:
    try:
        with transaction.atomic():
            return row.update(**change)
    except IntegrityError:
        return 0


def _move_team(actor: Actor, handover: Handover, plan: Plan) -> int:
    with writing(actor, "handover"):
        to, places = team_share(actor, handover.user, plan)
        if to is None:
            return 0
        name = User.objects.values_list("name", flat=True).get(pk=to)
        for member in places:
            if TeamMember.objects.filter(object_id=member.object_id, user_id=to).exists():
                member.delete()
            else:
                TeamMember.objects.filter(pk=member.pk).update(user_id=to)
            if resource := by_name(member.resource):
                note(resource, member.object_id, "team", handover.user.name, name)
        _record(handover, TEAM, to, len(places))
    return len(places)


def _record(handover: Handover, key: str, to: UUID, count: int) -> None:
    if count:
        handover.moved = [*handover.moved, {"resource": key, "to": str(to), "count": count}]
    handover.save(update_fields=["moved", "left"])


def _finish(actor: Actor, handover: Handover, plan: Plan) -> None:
    person = handover.user
    with writing(actor, "handover"):
        if plan.end_roles:
            for membership in Membership.objects.filter(user=person, archived_at=None):
                end_membership(actor, membership)
        if plan.deactivate:
            _cancel_delegations(actor, person)
            person.refresh_from_db()
            if person.is_active:
                deactivate_person(actor, person, reason=_("离职交接"))
        handover.finished_at = timezone.now()
        handover.save(update_fields=["finished_at"])
        emit("users.handed_over", person, actor, {"handover": str(handover.pk), "moved": handover.moved})
        _tell(actor, handover)


def _cancel_delegations(actor: Actor, person: User) -> None:
    for delegation in Delegation.objects.filter(Q(user=person) | Q(deputy=person), archived_at=None, ends_on__gte=timezone.localdate()):
        delegation.archived_at = timezone.now()
        save(delegation, by_model(Delegation))
        emit("delegations.cancelled", delegation, actor)


def _tell(actor: Actor, handover: Handover) -> None:
    """One notice for each receiver, with what came."""
    for to in dict.fromkeys(item["to"] for item in handover.moved):
        counts: dict[str, int] = {}
        for item in handover.moved:
            if item["to"] == to:
                counts[item["resource"]] = counts.get(item["resource"], 0) + item["count"]
        body = "、".join(f"{label_of(key)} {count}" for key, count in counts.items())
        title = _("%(name)s 的 %(n)s 条记录已交接给您") % {"name": handover.user.name, "n": sum(counts.values())}
        notify([UUID(to)], "handover", title, body, actor=actor, key=f"handover:{handover.pk}:{to}")


def label_of(key: str) -> str:
    """What people call a holding."""
    if key in (TEAM, UNITS):
        return _("团队成员") if key == TEAM else _("负责的单位")
    resource = by_name(key)
    return str(resource.label) if resource else key
