"""The import of opportunities, decided ones included: an old pipeline comes in with its results and their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.sales.models import PHASES, Opportunity, Stage

from .entering import built, edit_opportunity, place, record_change
from .rates import set_probability
from .stages import stages_of

RESULTS = (("open", _("进行中")), ("won", _("赢单")), ("lost", _("丢单")))
EXTRA = (
    FieldSpec("stage_phase", _("所处时期"), "choice", choices=tuple(PHASES)),
    FieldSpec("result", _("商机结果"), "choice", choices=RESULTS),
    FieldSpec("closed_on", _("成交或丢单日期"), "date"),
    FieldSpec("lost_reason", _("丢单原因"), "choice", dictionary="loss_reason"),
    FieldSpec("lost_note", _("丢单说明"), "longtext"),
)
SYNONYMS = {
    "name": ("项目名称", "工程名称", "商机", "项目", "product", "opportunity", "deal"),
    "customer": ("客户名称", "业主", "建设单位", "甲方", "account", "company"),
    "reference": ("商机编号", "项目编号", "原编号", "opportunity_id", "deal id"),
    "owner": ("业务员", "客户经理", "销售", "跟进人", "sales_agent", "agent"),
    "unit": ("子公司", "分公司", "归属单位", "部门"),
    "amount": ("金额", "合同金额", "预计合同额", "成交金额", "close_value", "value", "amount"),
    "bid_price": ("报价", "投标价"),
    "opened_on": ("立项日期", "登记日期", "开始日期", "engage_date", "created"),
    "expected_on": ("预计成交日期", "预计日期", "expected close"),
    "stage_phase": ("阶段", "商机阶段", "当前阶段"),
    "result": ("结果", "状态", "deal_stage", "stage", "status"),
    "closed_on": ("成交日期", "签约日期", "结束日期", "close_date"),
    "project_type": ("行业", "业态", "sector"),
}


def check_row(values: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is wrong with a row, by column. Changes nothing."""
    problems: dict[str, list[Any]] = {}
    today = timezone.localdate()
    opened, closed = values.get("opened_on"), extra.get("closed_on")
    if opened and opened > today:
        problems["opened_on"] = [_("商机日期不能晚于今天。")]
    if closed and closed > today:
        problems["closed_on"] = [_("成交或丢单日期不能晚于今天。")]
    if opened and closed and closed < opened:
        problems["closed_on"] = [_("成交或丢单日期不能早于商机日期。")]
    if extra.get("result") in ("won", "lost") and not closed:
        problems["closed_on"] = [_("已有结果的商机请填写成交或丢单日期。")]
    return problems


def apply_row(actor: Actor, values: Mapping[str, Any], extra: Mapping[str, Any], target: Opportunity | None) -> Opportunity:
    """Create an opportunity as the row has it, or change the fields of one that is here already; results of those stay as they are.

    Raises what the writes raise.
    """
    if target is not None:
        return edit_opportunity(actor, target, **values) if values else target
    given = dict(values)
    row = built(actor, given, pk=given.pop("pk", None))
    row.stage_since = midnight(row.opened_on)
    stages = stages_of(row.unit_id)
    here, final = _stages(stages, extra)
    closed = _closing(row, extra)
    place(row, here)
    _save(row, final, closed, extra)
    _write_history(actor, row, here, closed)
    emit("opportunities.created", row, actor, {"stage": str(row.stage_id), "phase": row.phase, "imported": True})
    return row


def _stages(stages: list[Stage], extra: Mapping[str, Any]) -> tuple[Stage, Stage]:
    """The stage it stands (or stood until its end) in, and the one it ended in."""
    named = next((s for s in stages if s.phase == extra.get("stage_phase")), None)
    signing = next(s for s in stages if s.phase == "signing")
    late = named is not None and named.phase in ("signing", "start")
    if extra.get("result") == "won":
        return stages[0], named if named is not None and late else signing
    if extra.get("result") == "lost" and late:
        raise invalid({"stage_phase": [_("丢单的商机不能处于签约或项目启动时期。")]})
    return named or stages[0], named or stages[0]


def _closing(row: Opportunity, extra: Mapping[str, Any]) -> dt.datetime | None:
    day = extra.get("closed_on")
    return max(midnight(day), row.stage_since) if day and extra.get("result") in ("won", "lost") else None


def _save(row: Opportunity, final: Stage, closed: dt.datetime | None, extra: Mapping[str, Any]) -> None:
    """Put the row's result on the opportunity and save it."""
    if extra.get("result") == "won" or final.phase in ("signing", "start"):
        place(row, final)
        row.state, row.closed_at = "won", closed or row.stage_since
        row.stage_since = row.closed_at
    elif extra.get("result") == "lost":
        row.state, row.closed_at, row.lost_phase = "lost", closed, row.phase
        row.lost_reason, row.lost_note = extra.get("lost_reason") or "", extra.get("lost_note") or ""
    set_probability(row)
    save(row, by_model(Opportunity))


def _write_history(actor: Actor, row: Opportunity, here: Stage, closed: dt.datetime | None) -> None:
    """The moves that the row tells of: entered on its first day, won or lost on its last."""
    opened = midnight(row.opened_on)
    last = row.stage
    row.stage = here
    record_change(actor, row, "created", None, at=opened)
    row.stage = last
    if row.state == "won":
        record_change(actor, row, "forward", here, at=row.closed_at or opened, since=opened)
    elif row.state == "lost":
        record_change(actor, row, "lost", here, at=closed or opened, since=opened, reason=row.lost_note)
