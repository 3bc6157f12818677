"""Routes of the organisation that are no resource: oneself, tokens, the tree, the matrix of a role, sessions of people."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status
from pydantic import AwareDatetime, BaseModel, Field

from zhuke.commons.switches.registry import all_modules
from zhuke.commons.switches.services import modules_off, upward
from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Ref, Strict, Text
from zhuke.kernel import meta
from zhuke.kernel.access import SCOPES, Actor, SharedScope, get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import STANDARD_ACTIONS, Resource, all_resources, by_model
from zhuke.kernel.writes import check_version

from .actors import own_id
from .login import must_change_password
from .models import Delegation, Role, Unit, User
from .services import people, roles, tokens
from .services.account import set_language, set_preferences
from .social import names_of, offered, unlink
from .tree import tree_of

Name = Annotated[Text, Field(min_length=1, max_length=60)]
Code = Annotated[str, Field(max_length=40)]

public = Router(tags=["me"])
me = Router(tags=["me"])
own_tokens = Router(tags=["tokens"])
matrix = Router(tags=["roles"])
tree = Router(tags=["units"])
sessions = Router(tags=["users"])
routers = [("/sign-in", public), ("/me", me), ("/tokens", own_tokens), ("/roles", matrix), ("/units", tree), ("/people", sessions)]


class OutsideProvider(BaseModel):
    """An outside system whose accounts may sign in."""

    id: UUID
    kind: str
    name: str


class LinkedAccount(BaseModel):
    """An outside account that is tied to the signed-in person."""

    id: int
    provider: UUID
    name: str
    label: str
    linked_at: dt.datetime
    last_used_at: dt.datetime


class SignInOptions(BaseModel):
    """What the sign-in page needs to know about the installation."""

    name: str
    password_reset: bool
    url: str
    providers: list[OutsideProvider]


class Me(BaseModel):
    """The signed-in person."""

    id: UUID
    name: str
    username: str
    email: str
    phone: str
    language: str
    must_change_password: bool
    second_factor: bool
    unit: Ref | None
    company: Ref | None
    roles: list[str]
    deputy_for: list[Ref]
    grants: dict[str, list[str]]
    modules: list[str]
    preferences: dict[str, Any]


class MeInput(Strict):
    """What a person sets for oneself."""

    language: Literal["zh-hans", "en"]


class TokenInput(Strict):
    """A new token; ``grants`` narrows it."""

    name: Name
    expires_at: AwareDatetime
    grants: Annotated[list[tuple[Code, Code]], Field(max_length=500)] | None = None


class TokenOut(BaseModel):
    """A token, without its secret."""

    id: UUID
    name: str
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    grants: list[tuple[str, str]] | None


class NewToken(TokenOut):
    """A token with its secret, this one time."""

    secret: str


class MatrixInput(Strict):
    """The whole matrix of a role."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    grants: Annotated[
        dict[Code, Annotated[dict[Code, Literal["own", "department", "below", "company", "group"]], Field(max_length=60)]],
        Field(max_length=200),
    ]
    fields: Annotated[dict[Code, Annotated[list[Code], Field(max_length=60)]], Field(max_length=200)] = {}


class SessionOut(BaseModel):
    """One place where a person is signed in."""

    id: int
    ip: str
    user_agent: str
    created_at: dt.datetime
    last_seen_at: dt.datetime
    current: bool


@public.get("", response=SignInOptions, auth=None, operation_id="sign_in_options")
def sign_in_options(request: HttpRequest) -> Any:
    """For the sign-in page: the group's name, whether a forgotten password can be reset by mail, and other ways in."""
    ways = [{"id": row.pk, "kind": row.kind, "name": row.name} for row in offered()]
    name = Unit.objects.filter(kind="group").values_list("name", flat=True).first()
    url = str(settings.BASE_URL)
    return raw(encode({"name": name or "筑客", "password_reset": people.mail_is_set_up(), "url": url, "providers": ways}))


@me.get("", response={200: Me, **REFUSALS}, operation_id="me")
def read_me(request: HttpRequest) -> Any:
    """Who is asking, and what that person may do."""
    return _me(request)


@me.patch("", response={200: Me, **REFUSALS}, operation_id="me_change")
def change_me(request: HttpRequest, body: MeInput) -> Any:
    """Choose the language."""
    set_language(actor_of(request), body.language)
    return _me(request)


@me.patch("/preferences", response={200: dict[str, Any], **REFUSALS}, operation_id="me_preferences")
def change_preferences(request: HttpRequest, body: Body[dict[Code, Any]]) -> Any:
    """Merge keys into one's preferences; ``null`` removes a key."""
    return raw(encode(set_preferences(actor_of(request), body)))


def _me(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    user = User.objects.select_related("unit").get(pk=own_id(actor))
    company = Unit.objects.filter(pk=actor.company).first() if actor.company else None
    held = user.memberships.filter(archived_at=None, role__active=True, unit__active=True)
    absent = Delegation.objects.filter(deputy=user, user__in=actor.owner_ids, archived_at=None).select_related("user")
    body = {
        "id": user.pk,
        "name": user.name,
        "username": user.username,
        "email": user.email,
        "phone": user.phone,
        "language": user.language,
        "must_change_password": must_change_password(request),
        "second_factor": is_mfa_enabled(user),
        "unit": _ref(user.unit),
        "company": _ref(company),
        "roles": list(held.values_list("role__name", flat=True).distinct().order_by("role__name")),
        "deputy_for": list({d.user_id: {"id": d.user_id, "label": d.user.name} for d in absent}.values()),
        "grants": {r.name: can for r in all_resources() if (can := meta.rights(actor, r))},
        "modules": active_modules(actor, list(held.values_list("unit_id", flat=True))),
        "preferences": user.preferences,
    }
    return raw(encode(body))


def active_modules(actor: Actor, units: list[UUID]) -> list[str]:
    """The modules that are on in one of the units where the person holds a role; without a role, in the home unit."""
    homes = units or ([actor.unit] if actor.unit else [])
    off = [{module.name for module in modules_off(upward(unit))} for unit in homes]
    everywhere_off = set.intersection(*off) if off else set()
    return [module.name for module in all_modules() if module.name not in everywhere_off]


def _ref(unit: Unit | None) -> dict[str, Any] | None:
    return {"id": unit.pk, "label": unit.name} if unit else None


@me.get("/accounts", response={200: list[LinkedAccount], **REFUSALS}, operation_id="me_accounts")
def list_accounts(request: HttpRequest) -> Any:
    """Outside accounts that sign the caller in."""
    rows = list(SocialAccount.objects.filter(user_id=own_id(actor_of(request))).order_by("date_joined"))
    return raw(encode([_linked(row, names_of(rows)) for row in rows]))


@me.delete("/accounts/{int:pk}", response={204: None, **REFUSALS}, operation_id="me_accounts_unlink")
def unlink_account(request: HttpRequest, pk: int) -> Any:
    """Untie an outside account; it no longer signs in."""
    person = User.objects.get(pk=own_id(actor_of(request)))
    tokens.require_person(actor_of(request))
    if not unlink(request, person, pk):
        raise NotFound()
    return Status(204, None)


def _linked(row: SocialAccount, names: dict[str, str]) -> dict[str, Any]:
    label = row.extra_data.get("name") or row.extra_data.get("username") or row.uid
    times = {"linked_at": row.date_joined, "last_used_at": row.last_login}
    return {"id": row.pk, "provider": row.provider, "name": names.get(row.provider, ""), "label": label, **times}


@own_tokens.get("", response={200: list[TokenOut], **REFUSALS}, operation_id="tokens_list")
def list_tokens(request: HttpRequest) -> Any:
    """One's own tokens that are still good."""
    return raw(encode([_token(token) for token in tokens.live_tokens(actor_of(request))]))


@own_tokens.post("", response={201: NewToken, **REFUSALS}, operation_id="tokens_create")
def create_token(request: HttpRequest, body: TokenInput) -> Any:
    """Make a token; the answer is the only one that holds its secret."""
    token, secret = tokens.create_token(actor_of(request), name=body.name, expires_at=body.expires_at, grants=body.grants)
    return raw(encode({**_token(token), "secret": secret}), 201)


@own_tokens.delete("/{uuid:pk}", response={204: None, **REFUSALS}, operation_id="tokens_revoke")
def revoke_token(request: HttpRequest, pk: UUID) -> Any:
    """Revoke a token."""
    tokens.revoke_token(actor_of(request), pk)
    return Status(204, None)


def _token(token: Any) -> dict[str, Any]:
    return {name: getattr(token, name) for name in ("id", "name", "created_at", "expires_at", "last_used_at", "grants")}


@tree.get("/tree", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="units_tree")
def units_tree(request: HttpRequest) -> Any:
    """All units in tree order, with the number of active people that the caller may see."""
    return raw(encode(tree_of(actor_of(request))))


@matrix.get("/{uuid:pk}/matrix", response={200: dict[str, Any], **REFUSALS}, operation_id="role_matrix")
def read_matrix(request: HttpRequest, pk: UUID) -> Any:
    """What a role grants, with everything that is needed to draw the matrix."""
    actor = actor_of(request)
    require(actor, by_model(Role), "read")
    return raw(encode(_matrix(actor, get_visible(actor, by_model(Role), pk))))


@matrix.put("/{uuid:pk}/matrix", response={200: dict[str, Any], **REFUSALS}, operation_id="role_matrix_set")
def write_matrix(request: HttpRequest, pk: UUID, body: MatrixInput) -> Any:
    """Replace what a role grants."""
    actor, resource = actor_of(request), by_model(Role)
    with writing(actor):
        role = get_visible(actor, resource, pk, "update", lock=True)
        check_version(actor, resource, role, body.version)
        roles.set_matrix(actor, role, grants=body.grants, fields=body.fields)
    return raw(encode(_matrix(actor, role)))


def _matrix(actor: Actor, role: Role) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    for resource, field in roles.opened(role):
        fields.setdefault(resource, []).append(field)
    return {
        "role": {"id": role.pk, "label": role.name, "code": role.code, "preset": role.preset, "active": role.active},
        "version": role.version,
        "scopes": [{"value": scope, "label": str(roles.SCOPE_LABELS[scope])} for scope in SCOPES],
        "resources": [_drawn(actor, resource) for resource in all_resources()],
        "grants": roles.granted(role),
        "fields": fields,
        "may_give": roles.grantable(actor),
        "can_edit": actor.kind == "system" or ((reach := actor.reach("roles", "update")) is not None and reach.units is None),
    }


def _drawn(actor: Actor, resource: Resource) -> dict[str, Any]:
    shared = isinstance(resource.scope, SharedScope)
    return {
        "name": resource.name,
        "label": str(resource.label),
        # Rows of the whole group: reading knows no narrower scope, changing works with "group" only.
        "shared": shared,
        "actions": [
            {"name": name, "label": str(label), "standard": name in STANDARD_ACTIONS} for name, label in resource.actions_of().items()
        ],
        "fields": [
            {"name": name, "label": str(resource.specs[name].label), "may_give": actor.sees(resource.name, name)}
            for name in resource.masked
        ],
    }


@sessions.get("/{uuid:pk}/sessions", response={200: list[SessionOut], **REFUSALS}, operation_id="people_sessions")
def list_sessions(request: HttpRequest, pk: UUID) -> Any:
    """Where a person is signed in; needs the right to reset that person's password."""
    person = _person(actor_of(request), pk)
    current = request.session.session_key if hasattr(request, "session") else None
    rows = UserSession.objects.purge_and_list(person)
    rows.sort(key=lambda row: row.last_seen_at, reverse=True)
    return raw(
        encode(
            [
                {name: getattr(row, name) for name in ("id", "ip", "user_agent", "created_at", "last_seen_at")}
                | {"current": row.session_key == current}
                for row in rows
            ]
        )
    )


@sessions.delete("/{uuid:pk}/sessions/{int:session}", response={204: None, **REFUSALS}, operation_id="people_session_end")
def end_session(request: HttpRequest, pk: UUID, session: int) -> Any:
    """Sign a person out of one place."""
    actor = actor_of(request)
    with writing(actor):
        person = _person(actor, pk)
        if not UserSession.objects.filter(pk=session, user=person).exists():
            raise NotFound()
        people.end_sessions(actor, person, session=session)
    return Status(204, None)


def _person(actor: Actor, pk: UUID) -> User:
    person: User = get_visible(actor, by_model(User), pk, "reset_password")
    return person
