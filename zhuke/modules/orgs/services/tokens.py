"""Personal API tokens: the secret is shown once, only its digest is kept."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.writes import save
from zhuke.modules.orgs.actors import digest, own_id
from zhuke.modules.orgs.models import ApiToken

from .giving import right_label

LONGEST = dt.timedelta(days=366)
MOST = 20


def create_token(
    actor: Actor, *, name: str, expires_at: dt.datetime, grants: Sequence[tuple[str, str]] | None = None
) -> tuple[ApiToken, str]:
    """Make a token for oneself; returns it with its secret. ``grants``: the only (resource, action) pairs it may use.

    Raises token_cannot, invalid (expiry, rights one does not hold, too many tokens).
    """
    require_person(actor)
    if not timezone.now() < expires_at <= timezone.now() + LONGEST:
        raise invalid({"expires_at": [_("有效期要在今后一年以内。")]})
    if missing := [right_label(*pair) for pair in grants or () if not actor.can(*pair)]:
        raise invalid({"grants": [_("您自己没有这些权限：%(rights)s。") % {"rights": "、".join(missing[:5])}]})
    if len(live_tokens(actor)) >= MOST:
        raise invalid({"name": [_("最多 %(n)s 个有效令牌，请先撤销不用的。") % {"n": MOST}]})
    secret = f"zk_{secrets.token_urlsafe(32)}"
    with writing(actor):
        narrowed = None if grants is None else [list(pair) for pair in grants]
        token = ApiToken(
            user_id=own_id(actor), created_by_id=actor.id, name=name, digest=digest(secret), expires_at=expires_at, grants=narrowed
        )
        save(token)
        emit("tokens.created", token, actor, {"name": name})
    return token, secret


def live_tokens(actor: Actor) -> list[ApiToken]:
    """The actor's tokens that neither expired nor were revoked, newest first."""
    return list(ApiToken.objects.filter(user_id=own_id(actor), revoked_at=None, expires_at__gt=timezone.now()).order_by("-id"))


def revoke_token(actor: Actor, pk: UUID) -> None:
    """End one of the actor's own tokens at once. Raises not_found, token_cannot."""
    require_person(actor)
    with writing(actor):
        token = ApiToken.objects.select_for_update().filter(pk=pk, user_id=own_id(actor), revoked_at=None).first()
        if token is None:
            raise NotFound()
        token.revoked_at = timezone.now()
        save(token)
        emit("tokens.revoked", token, actor, {"name": token.name})


def require_person(actor: Actor) -> None:
    # Else a narrowed token could make itself a wide one.
    if actor.kind != "user":
        raise NotAllowed("token_cannot", _("API 令牌不能管理令牌，请在浏览器里登录后操作。"))
