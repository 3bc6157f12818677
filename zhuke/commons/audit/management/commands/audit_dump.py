import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhuke.commons.audit import chain


class Command(BaseCommand):
    help = "把封存的变更历史导出为 JSON 行，供 scripts/verify_audit.py 离线验证"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file; ``-`` or none: standard output."""
        parser.add_argument("file", nargs="?", default="-")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the lines."""
        if options["file"] == "-":
            sys.stdout.writelines(f"{line}\n" for line in chain.dump())
            return
        with Path(options["file"]).open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in chain.dump())
        self.stdout.write(f"已写入 {options['file']}")
