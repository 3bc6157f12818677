"""Rules of automation may start what modules declare as approvable, on behalf of whoever is responsible for the record.

Built-in ones remind those who let others wait.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number
from zhuke.commons.automation.recipients import column_of, register_recipient
from zhuke.commons.automation.starting import register_starter
from zhuke.kernel.access import Actor
from zhuke.kernel.resource import Resource

from . import registry
from .directory import directory
from .models import ApprovalTask
from .services import starting


def _options(resource: str) -> list[tuple[str, Any]]:
    return [(one.verb, one.label) for one in registry.startable(resource)]


def _start(actor: Actor, resource: Resource, row: Any, verb: str, submitter: UUID | None, note: str) -> object:
    return starting.submit(actor, resource.name, row, verb=verb, note=note, submitter=submitter)


register_starter(_options, _start)


def _asked(_resource: Resource, ids: list[UUID], _argument: str) -> dict[UUID, list[UUID]]:
    """Those whose turn it is, and who acts for them today."""
    turns = ApprovalTask.objects.filter(approval__in=ids, kind="approve", state="open").order_by("position", "pk")
    found: dict[UUID, list[UUID]] = {}
    for approval, person in turns.values_list("approval_id", "person_id"):
        found.setdefault(approval, []).append(person)
    deputies = directory().deputies([person for people in found.values() for person in people])
    return {pk: [one for person in people for one in (person, *deputies.get(person, ()))] for pk, people in found.items()}


def _submitter(resource: Resource, ids: list[UUID], _argument: str) -> dict[UUID, list[UUID]]:
    return column_of(resource, ids, "submitter_id")


register_recipient("asked", _("当前审批人"), _asked)
register_recipient("submitter", _("审批提交人"), _submitter)

RUNNING = ["state", "=", "running"]

builtin(
    "approvals.waiting",
    _("审批等待过久，提醒审批人"),
    why=_("审批停在您这里已有几天，提交人在等结果。"),
    resource="approvals",
    trigger=daily(9),
    condition={"and": [RUNNING, ["waiting_since", "older_than", "$days"]]},
    numbers=(number("days", _("等待天数"), 2, 1, 60),),
    occurrence=("waiting_since",),
    actions=(notice(("asked",), _("请尽快审批：{title}"), _("{submitter} 提交，已等待 {waiting_since|days} 天")),),
)

builtin(
    "approvals.stuck",
    _("审批长期没有结果，告知提交人"),
    why=_("您提交的审批停了很久，可以催办、撤回，或请管理员改派。"),
    resource="approvals",
    trigger=daily(9),
    condition={"and": [RUNNING, ["waiting_since", "older_than", "$days"]]},
    numbers=(number("days", _("等待天数"), 5, 1, 90),),
    occurrence=("waiting_since",),
    actions=(notice(("asked", "submitter"), _("审批还没有结果：{title}"), _("已在当前审批人处等待 {waiting_since|days} 天")),),
)
