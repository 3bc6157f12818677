"""allauth's routes of passkeys, made safe against bodies that no browser sends: python-fido2 takes them apart without looking."""

from __future__ import annotations

import struct
from typing import Any

from allauth.headless.internal.restkit.response import APIResponse
from allauth.headless.mfa import views as mfa
from django.utils.translation import gettext as _

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


class Careful:
    """Answers 400 where the credential is not one. Comes before the view in the list of bases."""

    def handle_input(self, data: Any) -> Any:
        """As allauth, but never a crash."""
        try:
            return super().handle_input(data)  # type: ignore[misc]
        except MALFORMED:
            problem = {"code": "incorrect_code", "message": _("通行密钥没有通过验证，请重试。"), "param": "credential"}
            return APIResponse(self.request, errors=[problem], status=400)  # type: ignore[attr-defined]


class LoginView(Careful, mfa.LoginWebAuthnView):
    """Instead of name and password."""


class AuthenticateView(Careful, mfa.AuthenticateWebAuthnView):
    """The second step."""


class ReauthenticateView(Careful, mfa.ReauthenticateWebAuthnView):
    """In place of the password asked for again."""


class ManageView(Careful, mfa.ManageWebAuthnView):
    """Make, rename, remove."""
