"""``zhuke demo``: loads the demonstration group and says with which accounts one can look around."""

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhuke.demo.group import PASSWORD
from zhuke.demo.load import CUSTOMERS, DemoError, is_empty, load
from zhuke.modules.orgs.models import Role

ACCOUNTS_JSON, ACCOUNTS_TEXT = "demo-accounts.json", "demo.txt"


class Command(BaseCommand):
    help = "载入演示集团：一个集团、20 家子公司、200 人、2,000 个客户和几年的沟通记录（按 --scale 放大）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help=f"规模：1 为 {CUSTOMERS} 个客户，100 为 {CUSTOMERS * 100} 个")
        parser.add_argument("--seed", type=int, default=1, help="种子；种子、规模和日期相同，数据就相同")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="以哪一天为“今天”，例如 2026-03-01；默认当天此刻")
        parser.add_argument("--force", action="store_true", help="数据库里已有数据也载入，演示公司加到现有集团下面")
        parser.add_argument("--if-empty", action="store_true", help="数据库里已有数据就什么也不做")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            self.stdout.write("数据库里已有数据，没有载入演示集团。")
            return
        if not 0 < options["scale"] <= 1000:
            raise CommandError("--scale 应在 0 和 1000 之间。")
        began = time.monotonic()
        try:
            done = load(scale=options["scale"], seed=options["seed"], today=options["today"], force=options["force"], say=self.stdout.write)
        except DemoError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 1:
            for name, seconds in sorted(done.seconds.items(), key=lambda pair: -pair[1]):
                self.stdout.write(f"  {seconds:7.2f} 秒  {name}")
        self.stdout.write("、".join(f"{name} {count:,}" for name, count in done.counts.items()))
        self.stdout.write(f"演示集团已载入，用时 {time.monotonic() - began:.1f} 秒。")
        self.stdout.write(write_accounts(done.accounts, Path(settings.DATA)))


def write_accounts(accounts: list[dict[str, str]], folder: Path) -> str:
    """Leave the demonstration accounts in the data folder, for people and for tests; returns the text for people."""
    roles = {code: str(name) for code, name in Role.objects.values_list("code", "name")}
    listed = [
        {key: account[key] for key in ("login", "name", "role", "title", "company")} | {"role_name": roles[account["role"]]}
        for account in accounts
    ]
    lines = [f"演示账号（密码都是 {PASSWORD}）："]
    lines += [
        f"  {account['login']:<14}{account['role_name']}　{account['company']}　{account['name']}（{account['title']}）"
        for account in listed
    ]
    text = "\n".join(lines)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ACCOUNTS_JSON).write_text(
        json.dumps({"password": PASSWORD, "accounts": listed}, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / ACCOUNTS_TEXT).write_text(text + "\n", encoding="utf-8")
    return text
