"""Mails about accounts. The link is made when the mail is sent, so that it lies nowhere in between."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from zhuke.modules.orgs.models import User


def send_password_link(person: User, *, invitation: bool) -> None:
    """Mail a link with which the person sets a password; it holds for three days, or until the next sign-in or change."""
    if not person.is_active or not person.email:
        return
    link = f"{settings.BASE_URL}/login/reset/{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    with translation.override(person.language):
        if invitation:
            subject = _("筑客：请设置您的登录密码")
            lead = _("%(name)s，您好：管理员为您开通了筑客账号，登录名是 %(username)s。请打开下面的链接设置密码：")
        else:
            subject = _("筑客：重置密码")
            lead = _("%(name)s，您好：有人（希望是您本人）申请重置登录名 %(username)s 的密码。请打开下面的链接设置新密码：")
        foot = _("链接 3 天内有效，只能用一次。如果不是您申请的，忽略这封邮件即可，您的密码不会改变。")
        lead %= {"name": person.name, "username": person.username}
        send_mail(subject, f"{lead}\n\n{link}\n\n{foot}\n", None, [person.email])
