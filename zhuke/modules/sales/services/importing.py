"""The import of opportunities, decided ones included: an old pipeline comes in with its results and their days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.imports.findings import warning
from zhuke.commons.imports.services.loading import copy_in
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import midnight
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import fill_search
from zhuke.modules.customers.models import Contact, Customer
from zhuke.modules.sales.models import PHASES, STATES, WON, Opportunity, Stage, StageChange

from .derive import derive_days
from .entering import change_of, edit_opportunity, place, prepared
from .rates import Odds
from .stages import stage_sets, stages_of

REFERENCES = [field.name for field in Opportunity._meta.fields if field.is_relation]
EXTRA = (
    FieldSpec("stage", _("阶段"), "text", max_length=40),
    FieldSpec("state", _("状态"), "choice", choices=tuple(STATES)),
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
    "stage": ("商机阶段", "当前阶段", "所处阶段", "时期"),
    "state": ("结果", "商机结果", "商机状态", "deal_stage", "status"),
    "closed_on": ("成交日期", "签约日期", "结束日期", "close_date"),
    "project_type": ("行业", "业态", "sector"),
}


def check_row(values: Mapping[str, Any], extra: Mapping[str, Any], record: Opportunity | None = None) -> dict[str, list[Any]]:
    """What is wrong with a row, by column; of a ``record`` that is here already, what the import leaves as it is. Changes nothing."""
    if record is not None:
        return _left_alone(record, extra)
    problems: dict[str, list[Any]] = {}
    today = timezone.localdate()
    opened, closed = values.get("opened_on"), extra.get("closed_on")
    if opened and opened > today:
        problems["opened_on"] = [_("商机日期不能晚于今天。")]
    if closed and closed > today:
        problems["closed_on"] = [_("成交或丢单日期不能晚于今天。")]
    if opened and closed and closed < opened:
        problems["closed_on"] = [_("成交或丢单日期不能早于商机日期。")]
    if extra.get("state") in ("won", "lost") and not closed:
        problems["closed_on"] = [_("已有结果的商机请填写成交或丢单日期。")]
    phases = phases_named(extra.get("stage"))
    if extra.get("stage") and not phases:
        problems["stage"] = [_("没有名为“%(name)s”的阶段，请改成系统中的阶段名称。") % {"name": extra["stage"]}]
    if extra.get("state") == "lost" and phases and phases <= WON:
        problems["stage"] = [_("丢单的商机不能处于签约或项目启动阶段。")]
    return problems


def _left_alone(record: Opportunity, extra: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Warnings about columns that say otherwise than the record: stage and result move by their verbs, with their checks."""
    stage = next((s for held in stage_sets().values() for s in held if s.pk == record.stage_id), None)
    found: dict[str, list[Any]] = {}
    told = (extra.get("stage") or "").strip().lower()
    if told and not (stage and told == stage.name.lower()) and record.phase not in phases_named(told):
        here = stage.title if stage else record.get_phase_display()
        text = _("商机已在系统中，现处于“%(stage)s”，导入不改变阶段。要改请打开这条商机，用“移动阶段”。")
        found["stage"] = [warning("left_alone", text % {"stage": here})]
    if extra.get("state") and extra["state"] != record.state:
        text = _("商机已在系统中，状态是“%(state)s”，导入不改变结果。要改请打开这条商机，移动到签约或记为丢单。")
        found["state"] = [warning("left_alone", text % {"state": record.get_state_display()})]
    day = timezone.localdate(record.closed_at) if record.closed_at else None
    if "state" not in found and extra.get("closed_on") and extra["closed_on"] != day:
        found["closed_on"] = [warning("left_alone", str(_("商机已在系统中，导入不改变成交或丢单日期。")))]
    if "state" not in found and extra.get("lost_reason") and extra["lost_reason"] != record.lost_reason:
        found["lost_reason"] = [warning("left_alone", str(_("商机已在系统中，导入不改变丢单原因。")))]
    return found


def phases_named(text: str | None) -> set[str]:
    """The phases of all stages in force that bear this name, or that phase itself."""
    name = (text or "").strip().lower()
    stages = [stage for held in stage_sets().values() for stage in held]
    return {s.phase for s in stages if s.name.lower() == name} | {code for code, label in PHASES if name in (code, str(label).lower())}


def apply_row(
    actor: Actor, values: Mapping[str, Any], extra: Mapping[str, Any], target: Opportunity | None, *, fill_only: bool = False
) -> Opportunity:
    """Change the fields of an opportunity that is here already; its stage and result stay: those move by their verbs. Else create it.

    ``fill_only`` changes nothing here: ``values`` hold what differs and may be written, and ``extra`` counts for new ones only.
    """
    if target is not None:
        return edit_opportunity(actor, target, **values) if values else target
    given = dict(values)
    return create_many(actor, [(given.pop("pk", None) or uuid7(), given, extra)])[0]


def create_many(actor: Actor, rows: Sequence[tuple[UUID, Mapping[str, Any], Mapping[str, Any]]]) -> list[Opportunity]:
    """Create a chunk of checked rows at bulk speed, with the history that they tell of; one event for all. Raises what is wrong."""
    customers = Customer.objects.in_bulk({values["customer_id"] for _pk, values, _extra in rows})
    contacts = dict(Contact.objects.filter(pk__in=[v.get("contact_id") for _pk, v, _e in rows]).values_list("pk", "customer_id"))
    odds = Odds.load()
    made: list[Opportunity] = []
    changes: list[StageChange] = []
    for pk, values, extra in rows:
        row = prepared(actor, values, customers[values["customer_id"]], contacts, pk=pk)
        changes += _lived(actor, row, extra)
        odds.put_on(row)
        row.clean_fields(exclude=REFERENCES)  # references were looked up already, for all rows at once
        fill_search(row, by_model(Opportunity))
        made.append(row)
    for unit in {row.unit_id for row in made}:
        mine = [row for row in made if row.unit_id == unit]
        for row, number in zip(mine, take_numbers(actor, "opportunities", unit, timezone.localdate(), len(mine)), strict=True):
            row.number = number
    copy_in(made)
    StageChange.objects.bulk_create(changes)
    derive_days([row.pk for row in made])
    emit("opportunities.imported", made[0], actor, {"ids": [str(row.pk) for row in made]})
    return made


def _lived(actor: Actor, row: Opportunity, extra: Mapping[str, Any]) -> list[StageChange]:
    """Put stage, state and days of a row's text on the opportunity; returns the moves that it tells of."""
    stages = stages_of(row.unit_id)
    opened = row.stage_since = midnight(row.opened_on)
    named = _stage_named(stages, extra.get("stage"))
    state = extra.get("state") or ("won" if named and named.phase in WON else "open")
    here = stages[0] if named is None or named.phase in WON else named
    place(row, here)
    moves = [change_of(actor, row, "created", None, at=opened)]
    if state == "open":
        return moves
    row.state = state
    row.closed_at = max(midnight(extra["closed_on"]), opened) if extra.get("closed_on") else opened
    if state == "lost":
        row.lost_phase, row.lost_reason, row.lost_note = row.phase, extra.get("lost_reason") or "", extra.get("lost_note") or ""
    else:
        place(row, named if named and named.phase in WON else next(stage for stage in stages if stage.phase == "signing"))
        row.stage_since = row.closed_at
    direction = "lost" if state == "lost" else "forward"
    return [*moves, change_of(actor, row, direction, here, at=row.closed_at, since=opened, reason=row.lost_note)]


def _stage_named(stages: Sequence[Stage], text: str | None) -> Stage | None:
    """The unit's stage of that name, else its first of that phase. Raises invalid: neither."""
    if not text:
        return None
    named = next((stage for stage in stages if stage.name.lower() == text.strip().lower()), None)
    phases = phases_named(text)
    found = named or next((stage for stage in stages if stage.phase in phases), None)
    if found is None:
        raise invalid({"stage": [_("没有名为“%(name)s”的阶段，请改成系统中的阶段名称。") % {"name": text}]})
    return found
