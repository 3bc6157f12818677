"""The two steps around an outside system's own login page: where to go, and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import consume
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from requests import RequestException

from .login import must_change_password
from .models import SignInProvider, User
from .social import LOGIN_PAGE, SETTINGS_PAGE, belongs, refuse

# What a missing or malformed answer of an outside system raises where allauth takes it apart.
MALFORMED = (RequestException, OAuth2Error, KeyError, TypeError, ValueError)


class AddressInput(inputs.Input):
    """Which outside system, for what, and which of our pages afterwards."""

    provider = inputs.CharField(max_length=36)
    process = inputs.ChoiceField(choices=[(name, name) for name in (AuthProcess.LOGIN, AuthProcess.CONNECT)])
    next = inputs.CharField(required=False, max_length=500)

    def clean_provider(self) -> UUID:
        """The number of a sign-in provider; of none when it is garbled."""
        try:
            return UUID(self.cleaned_data["provider"])
        except ValueError:
            return UUID(int=0)

    def clean_next(self) -> str:
        """A path of ours, else the start page."""
        path = str(self.cleaned_data["next"])
        return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


class ProviderAddressView(APIView):
    """Where the browser goes to sign in there. An answer rather than a redirect: forms of this page may lead nowhere else (CSP)."""

    input_class = {"POST": AddressInput}
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address, with a state that lies in the session. Linking asks for the password first."""
        if not consume(request, action="login"):
            return APIResponse(request, status=429)
        values = self.input.cleaned_data
        linking = values["process"] == AuthProcess.CONNECT
        if linking:
            if not isinstance(request.user, User):
                return APIResponse(request, status=401)
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
        row = SignInProvider.objects.select_related("unit").filter(pk=values["provider"]).first()
        if isinstance(request.user, User) and linking and (must_change_password(request) or (row and not belongs(row, request.user))):
            return _problem(request, "not_here", _("这个登录方式不适用于您的单位，请联系管理员。"))
        try:
            provider = get_adapter(request).get_provider(request, str(values["provider"]))
            page = SETTINGS_PAGE if linking else f"{LOGIN_PAGE}?{urlencode({'via': str(values['provider']), 'next': values['next']})}"
            answer = provider.redirect(request, values["process"], next_url=page, headless=True)
        except SocialApp.DoesNotExist:
            return _problem(request, "off", _("这个登录方式已停用，请换一种方式登录。"))
        except MALFORMED:
            return _problem(request, "provider", _("对方的登录服务现在联系不上，请稍后再试，或用密码登录。"))
        return APIResponse(request, data={"location": answer["Location"]})


def _problem(request: HttpRequest, code: str, message: str) -> APIResponse:
    return APIResponse(request, errors=[{"code": code, "message": message}], status=400)


@require_GET
def callback(request: HttpRequest, provider_id: UUID) -> HttpResponseBase:
    """Back from the outside system with a code; allauth checks the state and asks there who came."""
    try:
        try:
            provider = get_adapter(request).get_provider(request, str(provider_id))
        except SocialApp.DoesNotExist:
            refuse(request, "off", row=SignInProvider.objects.filter(pk=provider_id).first())
        adapter = provider.get_oauth2_adapter(request)
        try:
            return OAuth2CallbackView.adapter_view(adapter)(request)
        except MALFORMED:
            refuse(request, "provider", row=SignInProvider.objects.filter(pk=provider_id).first(), detail="answer")
    except ImmediateHttpResponse as leaving:
        return leaving.response
