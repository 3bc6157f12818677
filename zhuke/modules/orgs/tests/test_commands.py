"""The commands with which an installation begins."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from zhuke.kernel import config
from zhuke.modules.orgs.models import Role, Unit, User

from .test_login import sign_in

GOOD = "kirschbaum-64-leuchte"


@pytest.fixture(autouse=True)
def empty(db: None) -> None:
    config.forget()


def create_admin(**options: Any) -> str:
    out = StringIO()
    call_command("create_admin", stdout=out, **{"username": "admin", "name": "总管", "group": "远山集团", **options})
    return out.getvalue()


def test_an_administrator_on_an_empty_database() -> None:
    create_admin(password=GOOD)
    assert (Unit.objects.get().name, Unit.objects.get().kind) == ("远山集团", "group")
    me = sign_in(User.objects.get(), GOOD).get("/api/v1/me").json()
    assert (me["roles"], me["must_change_password"], me["unit"]["label"]) == (["系统管理员"], False, "远山集团")
    assert "create" in me["grants"]["memberships"]


def test_a_second_one_joins_the_group() -> None:
    create_admin(password=GOOD)
    said = create_admin(username="admin2", first_password=True)
    password = said.split()[-1].rpartition("：")[2]
    assert sign_in(User.objects.get(username="admin2"), password).get("/api/v1/me").json()["must_change_password"] is True
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"password": "kurz"}, "密码太短"),
        ({"password": "admin-leiter-45"}, "admin"),
        ({"username": "中文", "password": GOOD}, "登录名"),
    ],
)
def test_what_cannot_be_is_said(options: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        create_admin(**options)
    assert not User.objects.exists()


def test_roles_are_set_up_once() -> None:
    first, second = StringIO(), StringIO()
    call_command("setup_roles", stdout=first)
    call_command("setup_roles", stdout=second)
    assert "新增 0 项" not in first.getvalue()
    assert "新增 0 项" in second.getvalue()
    assert Role.objects.count() == 18
