"""Makes the roles that come with the product, and offers them the rights on modules that are new."""

from typing import Any

from django.core.management.base import BaseCommand

from zhuke.kernel.access import system
from zhuke.modules.orgs.preset_offers import sync_presets


class Command(BaseCommand):
    help = "创建系统预置角色，并补上新模块的权限；不改动单位自己调整过的权限。"

    def handle(self, *args: Any, **options: Any) -> None:
        added = sync_presets(system("安装程序"))
        if options["verbosity"]:
            self.stdout.write(f"预置角色已就绪，新增 {added} 项权限。")
