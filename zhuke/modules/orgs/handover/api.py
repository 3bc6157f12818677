"""Routes of the hand-over 离职交接."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.resource import by_model
from zhuke.modules.orgs.models import User

from .services import moving
from .services import preview as preview_of

router = Router(tags=["users"])
routers = [("/people", router)]


class HandoverRule(Strict):
    """Rows of a resource, or of a group of customers, and who gets them; nobody: they stay."""

    to: UUID | None
    resource: Annotated[Text, Field(max_length=40)] = ""
    by: Literal["", "unit", "region", "kind", "value_class"] = ""
    value: Annotated[Text, Field(max_length=60)] = ""


class HandoverInput(Strict):
    """Who gets what: the first rule that fits, else ``to``."""

    to: UUID | None = None
    rules: Annotated[list[HandoverRule], Field(max_length=500)] = []
    open_only: bool = False
    end_roles: bool = False
    deactivate: bool = False

    def plan(self) -> moving.Plan:
        """As the service takes it."""
        rules = tuple(moving.Rule(r.to, r.resource, r.by, r.value) for r in self.rules if r.by != "unit" or _is_uuid(r.value))
        return moving.Plan(self.to, rules, self.open_only, self.end_roles, self.deactivate)


def _is_uuid(value: str) -> bool:
    from zhuke.kernel.ids import parse_uuid

    return parse_uuid(value) is not None


def _person(request: HttpRequest, pk: UUID) -> tuple[Actor, User]:
    actor, users = actor_of(request), by_model(User)
    require(actor, users, "read")
    return actor, get_visible(actor, users, pk, "hand_over")


@router.get("/{uuid:pk}/handover", response={200: dict[str, Any], **REFUSALS}, operation_id="handover_preview")
def preview(request: HttpRequest, pk: UUID) -> Any:
    """Everything a person holds, open work first, and how it can be split."""
    actor, person = _person(request, pk)
    return raw(encode(preview_of.preview(actor, person)))


@router.post("/{uuid:pk}/handover/check", response={200: dict[str, Any], **REFUSALS}, operation_id="handover_check")
def check(request: HttpRequest, pk: UUID, body: HandoverInput) -> Any:
    """What a plan would move to whom, what would stay, and what stands against it; nothing is changed."""
    actor, person = _person(request, pk)
    return raw(encode(preview_of.outcome(actor, person, body.plan())))


@router.post("/{uuid:pk}/handover", response={202: dict[str, Any], **REFUSALS}, operation_id="handover_start")
def begin(request: HttpRequest, pk: UUID, body: HandoverInput) -> Any:
    """Hand over; answers with the job that does it."""
    from zhuke.commons.jobs.api import shown

    actor, person = _person(request, pk)
    return raw(encode(shown(moving.begin(actor, person, body.plan()))), 202)
