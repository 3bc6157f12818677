"""Adds a group administrator from the command line; makes the group and the roles where they are missing."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhuke.kernel.access import system
from zhuke.kernel.errors import DomainError
from zhuke.modules.orgs.models import Unit, User
from zhuke.modules.orgs.passwords import problems
from zhuke.modules.orgs.preset_offers import sync_presets
from zhuke.modules.orgs.services.setup import create_administrator


class Command(BaseCommand):
    help = "创建集团系统管理员。不给密码时逐项询问；--first-password 则生成一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="登录名，例如 admin")
        parser.add_argument("--name", help="姓名")
        parser.add_argument("--email", default="", help="邮箱，可选")
        parser.add_argument("--password", help="密码；命令历史里会留下，宁可逐项输入")
        parser.add_argument("--first-password", action="store_true", help="生成一次性密码，首次登录时修改")
        parser.add_argument("--group", default="集团", help="还没有集团时，它的名称")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("登录名：")
        name = options["name"] or input("姓名：")
        password = "" if options["first_password"] else self._password(options["password"], username, name, options["email"])
        actor = system("命令行")
        sync_presets(actor)
        try:
            person = create_administrator(
                actor, group=options["group"], password=password, username=username, name=name, email=options["email"]
            )
        except DomainError as error:
            lines = [f"{field}：{text}" for field, texts in error.fields.items() for text in texts]
            raise CommandError("\n".join(lines) or str(error.message)) from error
        self.stdout.write(f"已创建系统管理员 {person.username}。")
        if not password:
            self.stdout.write(f"一次性密码：{person.shown_once['password']}")  # type: ignore[attr-defined]

    def _password(self, given: str | None, username: str, name: str, email: str) -> str:
        password = given or getpass.getpass("密码：")
        if not given and getpass.getpass("再输一次：") != password:
            raise CommandError("两次输入的密码不同，请重新运行。")
        group = Unit.objects.filter(kind="group").first()
        if found := problems(password, User(username=username, name=name, email=email, unit=group)):
            raise CommandError(" ".join(found))
        return password
