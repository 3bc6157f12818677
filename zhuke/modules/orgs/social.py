"""Signing in with an account of another system: it must belong to a person who is here already; nobody is ever made by it."""

from __future__ import annotations

import logging
import re
from typing import Any, NoReturn
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.db import IntegrityError, transaction
from django.db.models import F, Func, TextField, Value
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import urlencode

from zhuke.commons.outbound import guarded_session
from zhuke.commons.sealing import unseal

from .login import must_change_password, record
from .models import SignInProvider, User

logger = logging.getLogger(__name__)

# Our kinds by the names that allauth's providers have.
NAMES = {"oidc": "openid_connect", "dingtalk": "dingtalk", "feishu": "feishu", "wecom": "wecom"}
LOGIN_PAGE, SETTINGS_PAGE = "/login", "/settings?section=sign-in"


class SocialAdapter(DefaultSocialAccountAdapter):
    """The product's rules over django-allauth."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """What the administrators have set up and switched on. Nothing comes from files or from allauth's own table."""
        rows = offered()
        if provider:
            rows = [row for row in rows if provider in (NAMES[row.kind], str(row.pk))]
        apps = [app for row in rows if (app := as_app(row))]
        return [app for app in apps if not client_id or app.client_id == client_id]

    def get_requests_session(self) -> Any:
        """Every call to a provider goes through the guarded door."""
        return guarded_session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Administrators make the accounts."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Ours to decide, in ``pre_social_login``."""
        return

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """Nobody is made from it."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the account, or find the person whom it belongs to. Anything else ends here, with nothing changed."""
        row = SignInProvider.objects.select_related("unit").get(pk=sociallogin.account.provider)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            link(request, sociallogin, row)
        person = sociallogin.user if sociallogin.is_existing else None
        problem = None if person else "unknown"
        if person is None and row.match != "link":
            person, problem = find(row, sociallogin.account.extra_data)
        problem = problem or _objection(row, person)
        if problem:
            refuse(request, problem, person=person, row=row)
        sociallogin.user = person

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """The outside system refused, or the answer does not belong to a question of this browser."""
        context = extra_context or {}
        state = context.get("state")
        reason = getattr(exception, "reason", "")
        if not reason:
            stopped = error == AuthError.CANCELLED or (state is not None and exception is None)
            reason = "cancelled" if stopped else "expired" if "state_id" in context else "provider"
        if reason == "provider":
            # Never the text of the exception: it may hold the address that was called, and that a secret.
            logger.warning("sign-in provider failed: %s %s", type(exception).__name__, getattr(exception, "detail", ""))
        row = SignInProvider.objects.filter(pk=provider.sub_id).first() if hasattr(provider, "sub_id") else None
        linking = bool(state and state.get("process") == AuthProcess.CONNECT)
        refuse(request, reason, row=row, linking=linking, detail=str(getattr(exception, "detail", "")))


def offered() -> list[SignInProvider]:
    """What is switched on and has its secret, in the order of the login page."""
    return list(SignInProvider.objects.filter(active=True, has_secret=True, archived_at=None).order_by("position", "name"))


def as_app(row: SignInProvider) -> SocialApp | None:
    """The row as allauth knows applications; never saved. None where the secret can no longer be read."""
    secret = unseal(row.sealed, row.pk)
    if secret is None:
        logger.error("the secret of sign-in provider %s cannot be read: the installation's key has changed", row.pk)
        return None
    settings = {"server_url": row.issuer, "agent_id": row.agent_id, "oauth_pkce_enabled": row.kind == "oidc"}
    return SocialApp(
        provider=NAMES[row.kind], provider_id=str(row.pk), name=row.name, client_id=row.client_id, secret=secret, settings=settings
    )


def find(row: SignInProvider, who: dict[str, Any]) -> tuple[User | None, str | None]:
    """The one person whom the provider's words fit, or what stands against it: ``unknown``, ``ambiguous``."""
    people = User.objects.all()
    if row.match == "email":
        people = people.filter(email__in=who["emails"])
    elif row.match == "username" and who["username"]:
        people = people.filter(username=who["username"])
    elif row.match == "phone" and (digits := digits_of(who["phone"])):
        bare = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=TextField())
        people = people.annotate(bare=bare).filter(bare__in=[digits, f"86{digits}"])
    else:
        people = people.none()
    found = list(people[:20])
    working = [one for one in found if one.is_active] or found
    if len(working) > 1:
        return None, "ambiguous"
    return (working[0], None) if working else (None, "unknown")


def digits_of(phone: str) -> str:
    """A number to compare: digits alone, without China's prefix."""
    digits = re.sub(r"\D", "", phone)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _objection(row: SignInProvider, person: User | None) -> str | None:
    if person is None:
        return "unknown"
    if not person.is_active:
        return "inactive"
    return None if belongs(row, person) else "not_here"


def belongs(row: SignInProvider, person: User) -> bool:
    """Whether the provider is meant for the person's unit."""
    return row.unit is None or bool(person.unit and person.unit.path.startswith(row.unit.path))


def link(request: HttpRequest, sociallogin: SocialLogin, row: SignInProvider) -> NoReturn:
    """Tie the account to the signed-in person, who has just given the password; always ends the request."""
    person = request.user
    account = sociallogin.account
    if not isinstance(person, User) or must_change_password(request):
        refuse(request, "expired", row=row, linking=True)
    if not belongs(row, person):
        refuse(request, "not_here", person=person, row=row, linking=True)
    if sociallogin.is_existing and account.user_id != person.pk:
        refuse(request, "connected_other", person=person, row=row, linking=True)
    if not sociallogin.is_existing:
        try:
            with transaction.atomic():
                SocialAccount.objects.create(user=person, provider=account.provider, uid=account.uid, extra_data=account.extra_data)
        except IntegrityError:  # somebody else was quicker
            refuse(request, "connected_other", person=person, row=row, linking=True)
        record("users.sign_in_linked", request, person, provider=row.name)
    raise ImmediateHttpResponse(HttpResponseRedirect(f"{SETTINGS_PAGE}&linked=1"))


def refuse(
    request: HttpRequest,
    reason: str,
    *,
    person: User | None = None,
    row: SignInProvider | None = None,
    linking: bool = False,
    detail: str = "",
) -> NoReturn:
    """Leave a trace and go back to the page that the person came from, which says the reason in words."""
    more = {"detail": detail} if detail else {}
    record("user.sign_in_failed", request, person, reason=f"provider_{reason}", provider=row.name if row else "", **more)
    page = f"{SETTINGS_PAGE}&" if linking else f"{LOGIN_PAGE}?"
    raise ImmediateHttpResponse(HttpResponseRedirect(page + urlencode({"error": reason, "provider": row.name if row else ""})))


def unlink(request: HttpRequest, person: User, pk: int) -> bool:
    """Untie an account; False: there is none of that number."""
    account = SocialAccount.objects.filter(pk=pk, user=person).first()
    if account is None:
        return False
    name = names_of([account]).get(account.provider, "")
    account.delete()
    record("users.sign_in_unlinked", request, person, provider=name)
    return True


def names_of(accounts: list[SocialAccount]) -> dict[str, str]:
    """What the providers of these accounts are called, switched off or not."""
    ids = [UUID(account.provider) for account in accounts]
    return {str(pk): name for pk, name in SignInProvider.objects.filter(pk__in=ids).values_list("pk", "name")}
