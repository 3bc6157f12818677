"""The report on paper."""

from __future__ import annotations

import base64
import io
import warnings
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from zhuke.commons.documents import compile_pdf
from zhuke.modules.projects.papers import Paper
from zhuke.modules.reporting.domain.scurve import s_curve
from zhuke.modules.reporting.models import ProjectReport

from . import composing, photos

TEMPLATE = Path(__file__).parents[1] / "report.typ"
EDGE = 1000
MOST_PIXELS = 100_000_000


def report_pdf(content: dict[str, Any]) -> bytes:
    """The PDF of an edition (services.composing.edition), in Chinese: it goes to the customer."""
    with translation.override("zh-hans"):
        return compile_pdf(TEMPLATE, _data(content))


def of_project(report: ProjectReport) -> Paper:
    """A sent report as a paper of its project: the customer's edition, since costs are not for all who read the project's documents."""
    said = composing.edition(composing.content_of(report), "customer")
    with translation.override("zh-hans"):
        folders = (_("项目报告"), _("报告"), _("周报月报"), _("周报"), _("月报"))
        note = _("项目报告 %(number)s（客户版）") % {"number": report.number}
    return Paper(
        report.project_id, "project_reports", report.pk, 1, report.name, "report", folders, partial(report_pdf, said), note=note
    )  # fmt: skip


def _data(content: dict[str, Any]) -> dict[str, Any]:
    internal = content["edition"] == "internal"
    labels = {"pv": _("计划"), "ev": _("完成"), **({"ac": _("成本")} if internal else {})}
    head = content["head"]
    until = parse_date(head["until"])
    assert until
    return {
        **content,
        "internal": internal,
        "edition_label": _("内部版，请勿外传") if internal else "",
        "facts": _facts(content),
        "labels": _labels(),
        "svg": s_curve(content["curve"], labels, until),
        "money_rows": _money(content) if internal else [],
        "photos": _pictures(content["photos"]),
        "risk_rows": [[r["title"], str(r["score"]), r["strategy"], r["owner"]] for r in content["risks"]],
        "issue_rows": [[i["title"], i["priority"], i["owner"], i["due"] or "—"] for i in content["issues"]],
        "change_rows": [[c["number"], c["title"], _signed_days(c["days"]), _yuan(c["income"])] for c in content["changes"]],
    }


def _labels() -> dict[str, str]:
    return {
        "overview": _("本期概述"), "problems": _("存在问题"), "next_steps": _("下期安排"), "promised": _("上期安排"), "progress": _("进度"),
        "curve": _("进度曲线"), "phases": _("各部分进度"), "done": _("本期完成"), "doing": _("正在进行"), "next": _("下期计划"),
        "milestones": _("里程碑"), "changes": _("本期批准的变更"), "risks": _("风险"), "issues": _("未解决的问题"), "money": _("成本"),
        "photos": _("现场照片"), "task": _("任务"), "owner": _("负责人"), "start": _("开始"), "end": _("完成"), "planned": _("计划"),
        "actual": _("完成"), "percent": _("完成比例"), "difference": _("偏差"), "part": _("部分"),
        "finish": _("完成日期"), "agreed": _("基线日期"),
        "expected": _("预计或实际"), "late": _("已逾期"), "reached": _("已达成"), "moved": _("偏差（天）"), "title": _("事项"),
        "score": _("分值"), "strategy": _("对策"), "priority": _("优先级"), "due": _("期限"), "number": _("编号"), "days": _("工期"),
        "amount": _("金额"), "author": _("编制"), "none": _("无"),
    }  # fmt: skip


def _facts(content: dict[str, Any]) -> list[list[str]]:
    head, progress = content["head"], content["progress"]
    late = progress["late_days"]
    moved = "" if not late else _("（推迟 %(n)s 天）") % {"n": late} if late > 0 else _("（提前 %(n)s 天）") % {"n": -late}
    return [
        [_("建设单位"), head["customer"]],
        [_("项目经理"), head["manager"]],
        [_("报告期间"), f"{head['since']} — {head['until']}"],
        [_("项目阶段"), head["phase"]],
        [_("计划进度"), _percent(progress["planned"])],
        [_("完成进度"), _percent(progress["actual"])],
        [_("进度绩效 SPI"), "—" if progress["spi"] is None else f"{progress['spi']:.2f}"],
        [_("预计完工"), f"{progress['finish'] or head['ends_on'] or '—'}{moved}"],
    ]


def _money(content: dict[str, Any]) -> list[list[str]]:
    money, earned = content["money"], content["earned"] or {}
    rows = [
        [_("合同收入"), _yuan(money["income_total"])], [_("预算成本"), _yuan(money["budget_total"])],
        [_("实际成本"), _yuan(money["cost_total"])], [_("预测成本"), _yuan(money["forecast_total"])],
        [_("预计毛利"), _yuan(money["margin"])], [_("毛利率"), _percent(money["margin_rate"])],
    ]  # fmt: skip
    if earned:
        cpi = "—" if earned.get("cpi") is None else f"{earned['cpi']:.2f}"
        rows += [[_("挣值 EV"), _yuan(earned["ev"])], [_("成本绩效 CPI"), cpi], [_("完工估算 EAC"), _yuan(earned["eac"])],
                 [_("成本偏差 CV"), _yuan(earned["cv"])]]  # fmt: skip
    return rows


def _percent(value: Any) -> str:
    return "—" if value is None else f"{float(value):.1f}%"


def _yuan(value: Any) -> str:
    return "—" if value is None else f"{'-' if float(value) < 0 else ''}¥{abs(float(value)):,.2f}"


def _signed_days(value: Any) -> str:
    return "—" if not value else _("%(n)+d 天") % {"n": int(value)}


def _pictures(chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    stored = photos.versions([UUID(photo["file"]) for photo in chosen])
    found = []
    for photo in chosen:
        version = stored.get(UUID(photo["file"]))
        if version is None or not default_storage.exists(version.path):
            continue
        with default_storage.open(version.path) as file:
            drawn = picture_svg(file)
        if drawn:
            found.append({"svg": drawn, "caption": photo["caption"]})
    return found


def picture_svg(file: IO[bytes], edge: int = EDGE) -> str:
    """A photo as an SVG around a JPEG, turned as the camera was held: what typst takes as text. Empty for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(file)
            if image.width * image.height > MOST_PIXELS:
                return ""
            image.draft("RGB", (edge * 2, edge * 2))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((edge, edge))
            target = io.BytesIO()
            image.convert("RGB").save(target, "JPEG", quality=82, exif=b"")
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return ""
    width, height = image.size
    data = base64.b64encode(target.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/jpeg;base64,{data}"/></svg>'
    )
