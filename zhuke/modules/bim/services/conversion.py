"""Runs the converter on a version within limits, and keeps what it found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import zhuke
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.bim.models import BimElement, BimModel, BimVersion

from .linking import apply_rules

ROBOT = system("模型转换")
SOURCE = Path(zhuke.__file__).resolve().parent.parent
MOST_ELEMENTS = 200_000
FAILURES = {
    "unreadable": _("文件读不出来，不是完好的 IFC。请在建模软件里重新导出 IFC 2x3、IFC4 或 IFC4.3 后上传。"),
    "schema": _("只能读取 IFC 2x3、IFC4 和 IFC4.3。请在建模软件里改选其中一种版本导出后上传。"),
    "empty": _("文件里没有任何构件。请检查导出设置是否勾选了模型构件，再重新导出上传。"),
    "too_many": _("构件超过 20 万个。请按楼层或专业拆成几个模型上传。"),
    "memory": _("转换所需的内存超过限额。请按楼层或专业拆成几个模型上传，或请管理员调高限额后重试。"),
    "time": _("转换超过了时间限额。请按楼层或专业拆成几个模型上传，或请管理员调高限额后重试。"),
    "crashed": _("转换程序意外中断，文件可能有损坏。请重新导出后上传；仍失败请联系管理员。"),
}


def convert(version_id: UUID | str) -> str:
    """Convert a version that waits; returns its state. Harmless to repeat: what is ready stays, what a dead worker began begins anew."""
    with transaction.atomic():
        version = BimVersion.objects.select_for_update().select_related("model", "file").filter(pk=version_id).first()
        if version is None or version.state not in ("queued", "converting"):
            return version.state if version else "gone"
        version.state = "converting"
        version.save(update_fields=["state"])
        _say_state(version, "converting", "")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bim-") as folder:
        result = _run(version, Path(folder))
        version.seconds = round(time.monotonic() - began, 1)
        if "error" in result:
            _fail(version, result["error"])
        else:
            _keep(version, result, Path(folder) / "model.glb")
    return str(version.state)


def _run(version: BimVersion, folder: Path) -> dict[str, Any]:
    """The converter's result, or {"error": code}."""
    source = folder / "model.ifc"
    with default_storage.open(version.file.path) as stored, source.open("wb") as copy:
        shutil.copyfileobj(stored, copy, 1 << 20)
    limits = (settings.BIM_MEMORY_MB, settings.BIM_SECONDS)
    command = [sys.executable, "-m", "zhuke.modules.bim.converting", str(source), str(folder), *map(str, limits), str(MOST_ELEMENTS)]
    # Nothing of our environment but where the code lies: the child handles a file from outside and needs no secret.
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SOURCE), "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=limits[1] * 2 + 30, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "time"}
    try:
        result: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"error": _why(done)}
    return result


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    """A child that wrote nothing: SIGXCPU (24) and SIGKILL after it are the time limit, a failed allocation the memory limit."""
    if -done.returncode in (24, 9):
        return "time"
    return "memory" if b"bad_alloc" in done.stderr or b"MemoryError" in done.stderr else "crashed"


def _say_state(version: BimVersion, state: str, failure: str) -> None:
    model = BimModel.objects.select_for_update().get(pk=version.model_id)
    with writing(ROBOT):
        model.state, model.failure = state, failure
        save(model, by_model(BimModel))


def _fail(version: BimVersion, code: str) -> None:
    with writing(ROBOT):
        sentence = str(FAILURES.get(code, FAILURES["crashed"]))
        version.state, version.failure = "failed", code
        version.save(update_fields=["state", "failure", "seconds"])
        _say_state(version, "failed", sentence[:300])
        title = say(_("模型“%(name)s”转换失败"), name=version.model.name)
        notify(
            [version.uploaded_by_id],
            "bim",
            title,
            FAILURES.get(code, FAILURES["crashed"]),
            subject=version.model,
            key=f"{version.pk}:{code}:{version.seconds}",
        )
        emit("bim_models.failed", version.model, ROBOT, {"version": version.number, "code": code})


def _keep(version: BimVersion, result: dict[str, Any], drawing: Path) -> None:
    path = f"bim/{version.pk}.glb"
    if default_storage.exists(path):
        default_storage.delete(path)
    with drawing.open("rb") as file:
        version.drawing = default_storage.save(path, File(file))
    with writing(ROBOT):
        version.drawing_size = drawing.stat().st_size
        version.elements.all().delete()
        rows = _elements(version, result["elements"])
        BimElement.objects.bulk_create(rows, batch_size=2000)
        version.state, version.ifc_schema, version.elements_count = "ready", result["schema"][:20], len(rows)
        version.storeys = [{name: row[name] for name in ("guid", "name", "elevation")} for row in result["storeys"]]
        version.save()
        model = BimModel.objects.select_for_update().get(pk=version.model_id)
        model.state, model.failure, model.number, model.ifc_schema = "ready", "", version.number, version.ifc_schema
        model.elements_count, model.storeys_count, model.converted_at = len(rows), len(version.storeys), timezone.now()
        save(model, by_model(BimModel))
        apply_rules(ROBOT, model)
        notify(
            [version.uploaded_by_id], "bim", say(_("模型“%(name)s”可以查看了"), name=model.name),
            say(_("第 %(number)s 版，%(count)s 个构件"), number=version.number, count=len(rows)), subject=model, key=f"{version.pk}:ready",
        )  # fmt: skip
        emit("bim_models.converted", model, ROBOT, {"version": version.number, "elements": len(rows)})


def _elements(version: BimVersion, found: list[dict[str, Any]]) -> list[BimElement]:
    """Rows for the database; of elements that share a GlobalId (a fault of the file) the first counts."""
    unique = {row["guid"]: row for row in reversed(found)}
    return [
        BimElement(
            version=version,
            **{name: row[name] for name in ("guid", "type", "name", "type_name", "tag", "storey", "properties")},
            drawn=row.get("drawn", False),
            measured=row.get("measured", []),
            **row["quantities"],
        )
        for row in reversed(list(unique.values()))
    ]
