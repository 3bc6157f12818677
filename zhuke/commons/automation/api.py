"""Routes of automation beyond its resources."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Ref, Strict
from zhuke.kernel.errors import invalid

from .services import choosing, telling, trying

router = Router(tags=["automation"])
routers = [("/automation", router)]


class NumberOut(BaseModel):
    """A number of a rule: what holds for the group now, and its limits."""

    name: str
    label: str
    unit: str
    default: int
    min: int
    max: int
    value: int


class ActionOut(BaseModel):
    """What a rule does, in words."""

    kind: str
    label: str
    to: list[str]
    title: str


class SettingOut(BaseModel):
    """What a company has otherwise."""

    id: UUID
    version: int
    unit: Ref
    active: bool
    values: dict[str, int]


class RuleOut(BaseModel):
    """A rule in words."""

    id: UUID
    version: int
    builtin: bool
    code: str
    name: str
    why: str
    resource: str
    resource_label: str
    trigger: str
    timed: bool
    condition: str
    numbers: list[NumberOut]
    values: dict[str, int]
    actions: list[ActionOut]
    active: bool
    overrides: list[SettingOut]
    last_at: dt.datetime | None
    last_fired: int
    next_at: dt.datetime | None
    error: str
    can: Annotated[list[str], Field(alias="_can")]


class RulePreviewInput(Strict):
    """Numbers to try; left out: those that hold."""

    values: Annotated[dict[str, int], Field(max_length=20)] | None = None


class PlanOut(BaseModel):
    """What one action would do to a record: to whom, with which text."""

    kind: str
    label: str
    to: list[str]
    text: str


class RuleSampleOut(BaseModel):
    """A record that would fire, and what each action would do."""

    object: Ref
    actions: list[PlanOut]


class PreviewOut(BaseModel):
    """How many records would fire now, the first of them, and what the actions would say. Nothing was done.

    ``happened``: for event rules how often the events occurred in the last 30 days; the records are those of them that meet the condition.
    """

    count: int
    exact: bool
    items: list[Ref]
    condition: str
    happened: int | None
    samples: list[RuleSampleOut]


class RuleTryInput(Strict):
    """A rule that is being written, as ``POST /r/automation_rules`` takes it; ``id``: it is an edit of this one."""

    id: UUID | None = None
    resource: Annotated[str, Field(max_length=40)]
    trigger: dict[str, Any]
    condition: Any = None
    numbers: Annotated[list[Any], Field(max_length=20)] = []
    occurrence: Annotated[list[str], Field(max_length=10)] = []
    actions: Annotated[list[Any], Field(max_length=10)] = []


class StepOut(BaseModel):
    """What became of one action for one person."""

    kind: str
    label: str
    recipient: Ref | None
    outcome: str
    outcome_label: str
    detail: str


class NumberWords(BaseModel):
    """A number as it was."""

    name: str
    label: str
    value: int
    unit: str


class ValueOut(BaseModel):
    """A value of the record that met the condition."""

    label: str
    value: str


class RunOut(BaseModel):
    """A rule fired for a record. ``object`` is null, and the values empty, where the record lies out of sight."""

    id: int
    rule: Ref
    why: str
    trigger: str
    condition: str
    numbers: list[NumberWords]
    values: list[ValueOut]
    resource: str
    object: Ref | None
    at: dt.datetime
    waiting: bool
    steps: list[StepOut]


class RunPage(BaseModel):
    """Runs, newest first."""

    items: list[RunOut]
    next: int | None


class RunsInput(Strict):
    """Query string of the run log."""

    rule: UUID | None = None
    resource: Annotated[str, Field(max_length=40)] = ""
    object: UUID | None = None
    cursor: Annotated[int, Field(ge=1, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class WhyInput(Strict):
    """One of one's notices, or a to-do."""

    notice: UUID | None = None
    todo: UUID | None = None


class Choice(BaseModel):
    """A word that rules may use."""

    value: str
    label: str
    argument: str = ""
    resource: str = ""
    type: str = ""


class RuleMakerOut(BaseModel):
    """A record that rules may create, with the inputs that a rule fills in: fields as meta describes them."""

    value: str
    label: str
    inputs: list[dict[str, Any]]


class ChoicesOut(BaseModel):
    """What the firm's own rules are made of."""

    events: list[Choice]
    recipients: list[Choice]
    actions: list[Choice]
    todo_kinds: list[Choice]
    units: list[Choice]
    roles: list[Choice]


class ResourceChoicesOut(BaseModel):
    """What rules about one resource are made of. ``places``: fields for texts, ``template_places``: those more of a template
    that its module fills itself; ``owned``: its records have somebody responsible."""

    resource: str
    places: list[Choice]
    tags: bool
    owned: bool
    addressees: list[Choice]
    flags: list[Choice]
    makers: list[RuleMakerOut]
    approvals: list[Choice]
    templates: list[Choice]
    template_places: dict[str, list[Choice]]
    webhooks: list[Choice]


@router.get("/rules", response={200: list[RuleOut], **REFUSALS}, operation_id="automation_rules_in_words")
def rules(request: HttpRequest) -> Any:
    """Every rule in words, with its numbers and the companies' settings."""
    return raw(encode(telling.rules(actor_of(request))))


@router.post("/rules/{uuid:pk}/preview", response={200: PreviewOut, **REFUSALS}, operation_id="automation_preview")
def preview(request: HttpRequest, pk: UUID, body: RulePreviewInput) -> Any:
    """What would fire now, among the records that one sees."""
    return raw(encode(trying.preview(actor_of(request), pk, body.values)))


@router.post("/try", response={200: PreviewOut, **REFUSALS}, operation_id="automation_try")
def try_out(request: HttpRequest, body: RuleTryInput) -> Any:
    """What a rule that is being written would do now, among the records that one sees. Nothing is written."""
    parts = body.model_dump(exclude={"id"})
    return raw(encode(trying.try_out(actor_of(request), {**parts, "condition": parts["condition"] or {}}, body.id)))


@router.get("/runs", response={200: RunPage, **REFUSALS}, operation_id="automation_runs")
def runs(request: HttpRequest, params: Query[RunsInput]) -> Any:
    """What rules did."""
    if params.object and not params.resource:
        raise invalid({"resource": [_("请同时给出对象名称。")]})
    asked = telling.Asked(params.rule, params.resource, params.object, params.cursor, params.limit)
    items, following = telling.runs(actor_of(request), asked)
    return raw(encode({"items": items, "next": following}))


@router.get("/why", response={200: list[RunOut], **REFUSALS}, operation_id="automation_why")
def why(request: HttpRequest, params: Query[WhyInput]) -> Any:
    """Why one got a notice or a to-do; empty: no rule made it."""
    actor = actor_of(request)
    if bool(params.notice) == bool(params.todo):
        raise invalid({"notice": [_("请给出一条消息或一条待办。")]})
    found = telling.why_notice(actor, params.notice) if params.notice else telling.why_todo(actor, params.todo or UUID(int=0))
    return raw(encode(found))


@router.get("/choices", response={200: ChoicesOut, **REFUSALS}, operation_id="automation_choices")
def choices(request: HttpRequest) -> Any:
    """The events, recipients and actions that the firm's own rules may use."""
    return raw(encode(choosing.choices(actor_of(request))))


@router.get("/choices/{resource}", response={200: ResourceChoicesOut, **REFUSALS}, operation_id="automation_choices_for")
def choices_for(request: HttpRequest, resource: str) -> Any:
    """What rules about one resource may use."""
    return raw(encode(choosing.choices_for(actor_of(request), resource)))
