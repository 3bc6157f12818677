from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhuke.commons.audit import chain
from zhuke.commons.audit.models import Seal


class Command(BaseCommand):
    help = "验证变更历史的哈希链：已封存的记录未被修改、增加或删除"

    def add_arguments(self, parser: CommandParser) -> None:
        """``--expect``: a digest noted earlier, which must still be in the chain."""
        parser.add_argument("--expect", default="", help="以前记下的摘要，须仍在链中")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute the chain; fail with one sentence per broken link."""
        problems = chain.verify()
        if options["expect"] and not Seal.objects.filter(digest=options["expect"]).exists():
            problems.append(f"链中没有摘要 {options['expect']}：历史可能被整体改写，请与备份比对")
        if problems:
            raise CommandError("\n".join(["变更历史与封存时不一致，请立即保留现场并与备份比对：", *problems]))
        newest = chain.newest()
        if newest is None:
            self.stdout.write("还没有封存的变更历史。后台任务每 5 分钟封存一次，请稍后再试。")
        else:
            self.stdout.write(f"变更历史完好：已封存到第 {newest.last} 条。请把最新摘要另行保存：{newest.digest}")
