"""Addresses and their secrets."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons import outbound
from zhuke.commons.sealing import seal
from zhuke.commons.webhooks.models import Webhook
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save


def create_webhook(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Webhook:
    """Add an address; its secret is shown once in ``_once.secret``. Raises invalid for an address that the product does not call."""
    row: Webhook = build(actor, by_model(Webhook), values, pk=pk)
    _check(row)
    _give_secret(row)
    return _saved(actor, row, "created")


def change_webhook(actor: Actor, row: Webhook, **values: Any) -> Webhook:
    """Change an address. Raises invalid."""
    assign(row, values)
    _check(row)
    return _saved(actor, row, "updated")


def new_secret(actor: Actor, row: Webhook) -> Webhook:
    """Replace the secret, shown once in ``_once.secret``; what is signed from now on carries the new one."""
    _give_secret(row)
    return _saved(actor, row, "secret_changed")


def pause(actor: Actor, row: Webhook) -> Webhook:
    """Stop calling; what waits stays until it is switched on again. Raises wrong_state."""
    return _switch(actor, row, on=False)


def resume(actor: Actor, row: Webhook) -> Webhook:
    """Call again. Raises wrong_state."""
    return _switch(actor, row, on=True)


def _switch(actor: Actor, row: Webhook, *, on: bool) -> Webhook:
    if row.active == on:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    row.active = on
    return _saved(actor, row, "resumed" if on else "paused")


def _give_secret(row: Webhook) -> None:
    secret = f"zks_{secrets.token_urlsafe(32)}"
    row.secret = seal(secret, row.pk)
    row.shown_once = {"secret": secret}  # type: ignore[attr-defined]


def _check(row: Webhook) -> None:
    if not outbound.is_callable(row.url):
        raise invalid({"url": [_("请填写以 https:// 开头的公网地址。内网地址须由运维在 ZHUKE_PRIVATE_HOSTS 中放行。")]})


def _saved(actor: Actor, row: Webhook, what: str) -> Webhook:
    save(row, by_model(Webhook))
    emit(f"webhooks.{what}", row, actor)
    return row
