"""What people set for themselves."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.modules.orgs.actors import own_id
from zhuke.modules.orgs.models import User

PREFERENCES_LIMIT = 32 * 1024


def set_language(actor: Actor, language: str) -> None:
    """The language of mails, and what screens start in."""
    User.objects.filter(pk=own_id(actor)).update(language=language)


def set_preferences(actor: Actor, changes: dict[str, Any]) -> dict[str, Any]:
    """Merge keys into the preferences, None removes a key; returns them all. Raises invalid beyond 32 KB."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=own_id(actor))
        merged = {name: value for name, value in {**person.preferences, **changes}.items() if value is not None}
        text = json.dumps(merged, ensure_ascii=False)
        if not storable(text):
            raise invalid({"__all__": [_("个人设置里有不能保存的字符。")]})
        if len(text) > PREFERENCES_LIMIT:
            raise invalid({"__all__": [_("个人设置最多 %(n)s KB，请减少保存的内容。") % {"n": PREFERENCES_LIMIT // 1024}]})
        User.objects.filter(pk=own_id(actor)).update(preferences=merged)
    return merged


def storable(text: str) -> bool:
    """Whether PostgreSQL takes the JSON text: no NUL, no half characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text
