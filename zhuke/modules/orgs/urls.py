"""The routes of signing in: those of django-allauth's browser client that the product uses, and no others.

The rest (signing up, managing addresses, phone numbers) would let people change their accounts past our services.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.headless.account import views as account
from allauth.headless.base import views as base
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from allauth.headless.mfa import views as mfa
from allauth.headless.usersessions import views as usersessions
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from . import outside, passkeys
from .login import must_change_password


def settled(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse a person who still has the first password."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if must_change_password(request):
            problem = {"code": "must_change_password", "message": _("首次登录请先修改密码，然后再继续。")}
            return JsonResponse({"status": 403, "errors": [problem]}, status=403)
        return view(request, *args, **kwargs)

    return guarded


def route(address: str, view: type[APIView], *, free: bool = True) -> URLPattern:
    """One route of the browser client; ``free``: also with the first password."""
    answer = view.as_api_view(client=Client.BROWSER)
    return path(f"browser/v1/{address}", answer if free else settled(answer))


urlpatterns = [
    route("config", base.ConfigView),
    route("auth/session", account.SessionView),
    route("auth/login", account.LoginView),
    route("auth/2fa/authenticate", mfa.AuthenticateView),
    route("auth/reauthenticate", account.ReauthenticateView),
    route("auth/2fa/reauthenticate", mfa.ReauthenticateView),
    route("auth/webauthn/login", passkeys.LoginView),
    route("auth/webauthn/authenticate", passkeys.AuthenticateView),
    route("auth/webauthn/reauthenticate", passkeys.ReauthenticateView),
    route("auth/provider/redirect", outside.ProviderAddressView),
    path("providers/<uuid:provider_id>/callback", outside.callback, name="sign_in_callback"),
    route("auth/password/request", account.RequestPasswordResetView),
    route("auth/password/reset", account.ResetPasswordView),
    route("auth/sessions", usersessions.SessionsView, free=False),
    route("account/password/change", account.ChangePasswordView),
    route("account/authenticators", mfa.AuthenticatorsView, free=False),
    route("account/authenticators/webauthn", passkeys.ManageView, free=False),
    route("account/authenticators/totp", mfa.ManageTOTPView, free=False),
    route("account/authenticators/recovery-codes", mfa.ManageRecoveryCodesView, free=False),
]
