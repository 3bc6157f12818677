"""A preview of a pattern while it is being written."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import by_name

from . import services

router = Router(tags=["numbering_rules"])
routers = [("/numbering", router)]


class PatternInput(Strict):
    """A pattern that is not saved yet. ``rule``: of a rule that exists, whose count goes on."""

    pattern: Annotated[Text, Field(max_length=60)]
    reset: Literal["never", "yearly", "monthly"] = "yearly"
    start: Annotated[int, Field(ge=1, le=999_999_999)] = 1
    unit: UUID | None = None
    rule: UUID | None = None


class Preview(BaseModel):
    """The number that the pattern would give next, today."""

    number: str


@router.post("/preview", response={200: Preview, **REFUSALS}, operation_id="numbering_preview")
def preview(request: HttpRequest, body: PatternInput) -> Any:
    """What a number of this pattern looks like; the sentence of what is wrong with it otherwise."""
    actor = actor_of(request)
    rules = resource_or_404("numbering_rules")
    require(actor, rules, "read")
    if problem := services.problem_of(body.pattern, body.reset):
        raise invalid({"pattern": [problem]})
    units = by_name("units")
    unit = get_visible(actor, units, body.unit).pk if body.unit and units else actor.unit
    today = timezone.localdate()
    number = services.upcoming(get_visible(actor, rules, body.rule) if body.rule else None, body.reset, today, body.start)
    return raw(encode({"number": services.render(body.pattern, today, number, services.ancestors_of(unit))}))
