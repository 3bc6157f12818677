"""Routes of the team of a record."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Ref, Strict
from zhuke.kernel.models import TeamMember

from . import services

router = Router(tags=["team"])
routers = [("/r", router)]


class MemberOut(BaseModel):
    """A person of the team."""

    user: Ref
    can_write: bool


class MemberInput(Strict):
    """A person to be in the team."""

    user: UUID
    can_write: bool = False


def shown(member: TeamMember) -> dict[str, Any]:
    """A member as the API answers it."""
    return {"user": {"id": member.user_id, "label": str(member.user)}, "can_write": member.can_write}


@router.get("/{name}/{uuid:pk}/team", response={200: list[MemberOut], **REFUSALS}, operation_id="team_of")
def team_of(request: HttpRequest, name: str, pk: UUID) -> Any:
    """The team of a record."""
    return raw(encode([shown(member) for member in services.team_of(actor_of(request), resource_or_404(name), pk)]))


@router.put("/{name}/{uuid:pk}/team", response={200: list[MemberOut], **REFUSALS}, operation_id="team_put")
def put_team(request: HttpRequest, name: str, pk: UUID, body: Body[Annotated[list[MemberInput], Field(max_length=100)]]) -> Any:
    """Replace the team of a record."""
    wanted = {member.user: member.can_write for member in body}
    return raw(encode([shown(member) for member in services.put_team(actor_of(request), resource_or_404(name), pk, wanted)]))
