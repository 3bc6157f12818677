"""How people sign in: nobody signs up; a switched-off person stays out; every sign-in, also a failed one, is an event with its address."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.internal.restkit.response import APIResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.events import emit

from .models import User

# Sign-ins with a name that nobody has belong to this subject. The name itself is not kept: people type passwords into the wrong box.
NOBODY = UUID(int=0)
SEEN_EVERY = 300


class Adapter(DefaultAccountAdapter):
    """The product's rules over django-allauth."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("该账号已停用，请联系管理员。"),
        "enter_current_password": _("当前密码不正确，请重新输入。"),
        "incorrect_password": _("密码不正确，请重新输入。"),
        "invalid_login": _("请输入登录名或邮箱，以及密码。"),
        "invalid_password_reset": _("链接已失效或已用过，请重新申请。"),
        "too_many_login_attempts": _("失败次数太多，请几分钟后再试，或请管理员重置密码。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
        "username_password_mismatch": _("登录名或密码不正确，请检查后重试。"),
        "email_password_mismatch": _("登录名或密码不正确，请检查后重试。"),
        "same_as_current": _("新密码不能与当前密码相同，请换一个。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators make the accounts."""
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        """The rules of passwords.py; and a one-time password cannot be kept."""
        if user is not None and user.check_password(password):
            raise self.validation_error("same_as_current")
        return str(super().clean_password(password, user))

    def set_password(self, user: Any, password: str) -> None:
        """A password that the person chose; Django's session hash ends all other sessions."""
        with writing(acting(user)):
            user.set_password(password)
            user.must_change_password = False
            user.save(update_fields=["password", "must_change_password"])
            emit("users.password_changed", user, acting(user), where(context.request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person, or None. A switched-off person who knows the password is told so."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            record("user.sign_in_failed", request, user, reason="inactive")
            raise self.validation_error("account_inactive")
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a trace."""
        given = str(credentials.get("username") or credentials.get("email") or "")
        user = User.objects.filter(Q(username__iexact=given) | Q(email__iexact=given)).first() if given else None
        record("user.sign_in_failed", request, user, reason="password")

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A switched-off person who comes by passkey is told so; passwords and outside accounts are stopped before."""
        if not user.is_active:
            clear_login(request)
            record("user.sign_in_failed", request, user, reason="inactive")
            problem = {"code": "account_inactive", "message": str(self.error_messages["account_inactive"])}
            raise ImmediateHttpResponse(APIResponse(request, errors=[problem], status=400))
        return None

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Leave a trace."""
        record("user.signed_in", request, user, method=method_of(request))
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Screens speak for themselves; the product has no pages that would show these."""

    def logout(self, request: HttpRequest) -> None:
        """Leave a trace."""
        if isinstance(request.user, User):
            record("user.signed_out", request, request.user)
        super().logout(request)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """By a job: the answer takes equally long whether or not the address is known."""
        record("users.password_reset_requested", self.request, user)


class SecondFactor(DefaultMFAAdapter):
    """Authenticator secrets lie encrypted in the database, under a key drawn from the installation's secret key."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不正确，请输入认证器当前显示的 6 位数字，或一个未用过的恢复码。"),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is made for: this host, under the product's name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "筑客"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """How the browser lists the passkey among others."""
        return {**super().get_public_key_credential_user_entity(user), "name": user.username, "display_name": user.name}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """For a passkey without a name."""
        return str(_("通行密钥"))

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows beside the product's name."""
        return str(user.username)

    def encrypt(self, text: str) -> str:
        """For storing."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As stored by ``encrypt``."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()))


def acting(user: User) -> Actor:
    """The person as the cause of a change to the own account."""
    return Actor(user.pk, user.name, owner_ids=(user.pk,))


def where(request: HttpRequest) -> dict[str, str]:
    """Address and browser of a request, for events."""
    return {"ip": Adapter().get_client_ip(request), "user_agent": request.headers.get("User-Agent", "")[:200]}


def record(name: str, request: HttpRequest, user: User | None, **data: str) -> None:
    """Write an event about signing in. Of an unknown name only the address is kept."""
    actor = acting(user) if user else Actor(None, "")
    with writing(actor):
        emit(name, user or User(id=NOBODY), actor, {**where(request), **data})


def method_of(request: HttpRequest) -> str:
    """How this session began: ``password``, ``passkey``, or ``provider:<id>`` of an outside account."""
    for one in get_authentication_records(request, request.user):
        if one.get("method") == "socialaccount":
            return f"provider:{one.get('provider', '')}"
        if one.get("passwordless"):
            return "passkey"
    return "password"


def must_change_password(request: HttpRequest) -> bool:
    """Whether this session stops at the change of the first password: only where it began with that password.

    Whoever came by an outside account has proven who it is without it, and does not know it.
    """
    return bool(getattr(request.user, "must_change_password", False)) and method_of(request) == "password"


def second_factor_failed(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """allauth tells of a wrong code only by a signal."""
    record("user.sign_in_failed", request, user, reason="code")


def second_factor_changed(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """allauth tells of an added or removed authenticator only by a signal."""
    record("users.second_factor_changed", request, user)


class SessionSeen:
    """Notes address and time of a session every five minutes; allauth's own middleware would write on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        # Only where this request has looked the person up anyway.
        if (
            key
            and request.session.accessed
            and time.monotonic() - self._noted.get(key, -SEEN_EVERY) >= SEEN_EVERY
            and request.user.is_authenticated
        ):
            if len(self._noted) > 10_000:
                self._noted.clear()
            self._noted[key] = time.monotonic()
            UserSession.objects.create_from_request(request)
        return response
