"""Outside systems that people sign in with: what each kind needs, and who may entrust a secret."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from zhuke.commons.outbound import is_callable
from zhuke.commons.sealing import seal
from zhuke.kernel.access import EVERYWHERE, Actor
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import SignInProvider

from .giving import covers, in_own_right

# What the outside system vouches for. DingTalk knows the phone of a private account, but neither a firm's address nor a staff number.
MATCHES = {
    "oidc": ("link", "phone", "email", "username"),
    "dingtalk": ("link", "phone"),
    "feishu": ("link", "phone", "email", "username"),
    "wecom": ("link", "phone", "email", "username"),
}
# A new value of these means another system: its secret must be given anew, and links to accounts of the old one would be wrong.
IDENTITY = ("kind", "client_id", "issuer")


def create_provider(actor: Actor, *, pk: UUID | None = None, **values: Any) -> SignInProvider:
    """Add an outside system, for the whole group unless a unit is named; offered once switched on and with a secret. Raises invalid."""
    row: SignInProvider = build(actor, by_model(SignInProvider), {"unit_id": None, **values}, pk=pk)
    _check(row)
    save(row, by_model(SignInProvider))
    emit("sign_in_providers.created", row, actor)
    return row


def update_provider(actor: Actor, row: SignInProvider, **values: Any) -> SignInProvider:
    """Change an outside system. Another system behind it forgets the secret. Raises invalid, in_use."""
    before = [getattr(row, name) for name in IDENTITY]
    assign(row, values)
    _check(row)
    if before != [getattr(row, name) for name in IDENTITY]:
        if SocialAccount.objects.filter(provider=str(row.pk)).exists():
            raise Conflict("in_use", _("已有人绑定了这里的账号，类型、应用标识和服务地址不能再改。请新建一个登录方式，再停用这一个。"))
        row.sealed, row.has_secret = "", False
    save(row, by_model(SignInProvider))
    emit("sign_in_providers.updated", row, actor, {"fields": sorted(values)})
    return row


def set_secret(actor: Actor, row: SignInProvider, *, secret: str | None = None) -> SignInProvider:
    """Entrust the secret. It never comes out again. Raises exceeds_own, invalid.

    Whoever stands behind the secret can name any person as the one signing in; so this takes the rights of a group administrator.
    """
    require_administrator(actor)
    text = (secret or "").strip()
    if not text:
        raise invalid({"secret": [_("请填写应用密钥。")]})
    row.sealed, row.has_secret = seal(text, row.pk), True
    save(row, by_model(SignInProvider))
    emit("sign_in_providers.secret_set", row, actor)
    return row


def require_administrator(actor: Actor) -> None:
    """Raise exceeds_own unless the actor, in own right, gives roles and resets passwords in the whole group."""
    own = in_own_right(actor)
    needed = (("memberships", "create"), ("roles", "update"), ("users", "reset_password"))
    if actor.kind != "system" and not all(covers(own.reach(*pair), EVERYWHERE) for pair in needed):
        raise NotAllowed("exceeds_own", _("登录方式可以让任何人进入系统，只有集团的系统管理员能设置它的密钥。"))


def _check(row: SignInProvider) -> None:
    problems: dict[str, list[Any]] = {}
    if row.match not in MATCHES.get(row.kind, ("link",)):
        problems["match"] = [_("钉钉只能确认手机号，请选择“手机号相同”或“只认本人绑定”。")]
    if row.kind == "wecom" and not row.agent_id.strip():
        problems["agent_id"] = [_("企业微信需要填写应用的 AgentId。")]
    if row.kind == "oidc" and not is_callable(row.issuer):
        problems["issuer"] = [
            _("请填写以 https:// 开头、能从公网访问的地址；内网服务器请运维人员先把主机名加入环境变量 ZHUKE_PRIVATE_HOSTS。")
        ]
    if problems:
        raise invalid(problems)
