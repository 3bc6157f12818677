"""A person who may import customers, and the steps of an import in one line each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, make_person, run_jobs
from zhuke.kernel.access import system

from . import files

ALL = ["read", "create", "update", "import", "export", "archive"]
GRANTS = {
    "customers": ALL,
    "contacts": ["read", "create", "update"],
    "interactions": ["read", "create"],
    "units": ["read"],
    "users": ["read"],
}
HEADER = ("客户名称", "统一社会信用代码", "客户类型", "联系人", "联系电话", "意向级别", "注册资本（万元）", "最近联系日期")


@dataclass
class Importer:
    """A signed-in person, a folder for files, and the wizard's steps."""

    caller: Caller
    folder: Path
    resource: str = "customers"

    def upload(self, lines: Iterable[Sequence[Any]], name: str = "客户.xlsx", **how: Any) -> dict[str, Any]:
        """Upload rows as a workbook; the answer of the API."""
        answer = self.send(files.workbook(self.folder / "upload.xlsx", {"表": lines}, **how), name)
        assert answer.status == 201, answer
        return dict(answer.data)

    def send(self, path: Path, name: str = "") -> Answer:
        """Upload a file as it is."""
        file = SimpleUploadedFile(name or path.name, path.read_bytes())
        return self.caller.upload("/imports", file=file, resource=self.resource)

    def map(self, batch: str, **body: Any) -> dict[str, Any]:
        """Set mapping, sheet, header or options."""
        answer = self.caller.put(f"/imports/{batch}/mapping", body)
        assert answer.status == 200, answer
        return dict(answer.data)

    def step(self, batch: str, verb: str, **body: Any) -> dict[str, Any]:
        """check, run or undo, with its job; the import afterwards."""
        answer = self.caller.post(f"/imports/{batch}/{verb}", body if verb != "undo" else None)
        assert answer.status == 202, answer
        run_jobs()
        return self.read(batch)

    def read(self, batch: str) -> dict[str, Any]:
        return dict(self.caller.get(f"/imports/{batch}").data)

    def rows(self, batch: str, **asked: Any) -> list[dict[str, Any]]:
        return list(self.caller.get(f"/imports/{batch}/rows", **asked).data["items"])

    def whole(self, lines: Iterable[Sequence[Any]], **options: Any) -> dict[str, Any]:
        """Upload, check and write everything that may be written."""
        batch = self.upload(lines)["id"]
        if options:
            self.map(batch, options=options)
        self.step(batch, "check")
        return self.step(batch, "run")


@pytest.fixture
def importer(firm: Firm, tmp_path: Path, settings: Any) -> Importer:
    settings.MEDIA_ROOT = tmp_path / "media"
    sync_dictionaries(system("设置"))
    return Importer(Caller(make_person("张经理", firm.east_sales, GRANTS)), tmp_path)


def line(number: int, **changed: Any) -> list[Any]:
    """A row under HEADER; names differ enough not to be look-alikes."""
    brands = "恒泰鸿业金茂华宇长城永固东方海天瑞丰天工博远中岳嘉禾万通安居建邦龙腾启明宏图盛世"
    brand = brands[number % 20 * 2 : number % 20 * 2 + 2]
    values = {
        "name": f"{brand}{'甲乙丙丁戊己庚辛'[number // 20 % 8]}建设有限公司", "code": "", "kind": "民营企业",
        "contact": "张伟", "phone": f"1380013{number:04d}", "intention": "高意向", "capital": 100 + number, "talk": "2024-03-05",
    }  # fmt: skip
    return list((values | changed).values())
