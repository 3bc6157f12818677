"""What the import of customers knows beyond the fields: the contact person and the last talk on the same row (R15), and look-alikes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.imports.services.duplicates import Finder
from zhuke.commons.imports.services.loading import blank, copy_in
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, fill_search, save
from zhuke.modules.customers.domain.contact_points import parse_phone
from zhuke.modules.customers.domain.credit_code import normalise
from zhuke.modules.customers.domain.duplicates import PartySummary
from zhuke.modules.customers.models import Contact, Customer, Interaction

from . import register as registering
from .derive import derive, preset

EXTRA = (
    FieldSpec("contact_name", _("联系人"), "text", max_length=40),
    FieldSpec("contact_position", _("联系人职务"), "text", max_length=40),
    FieldSpec("contact_phone", _("联系电话"), "phone", max_length=40),
    FieldSpec("contact_email", _("联系邮箱"), "email", max_length=254),
    FieldSpec("last_contact_on", _("最近联系日期"), "date"),
    FieldSpec("last_contact_content", _("最近联系内容"), "longtext"),
)
REQUIRED = ("name", "contact_name", "contact_phone", "contact_email", "intention", "last_contact_on")
SYNONYMS = {
    "name": (
        "企业名称", "公司名称", "单位名称", "客户", "公司", "单位", "业主名称", "甲方", "客户全称", "account",
        "company", "customer", "company name",
    ),
    "short_name": ("简称", "客户简称", "品牌"),
    "credit_code": ("信用代码", "社会信用代码", "税号", "纳税人识别号", "统一信用代码", "credit code", "tax number"),
    "kind": ("客户类别", "客户性质", "单位性质", "类别"),
    "industry": ("所属行业", "行业类别", "行业分类", "sector"),
    "region": ("地区", "所在省份", "省", "区域", "所在地区", "office_location", "province"),
    "city": ("地市", "所在城市", "市", "地区"),
    "owner": ("业务员", "客户经理", "销售", "跟进人", "负责人姓名", "sales_agent"),
    "unit": ("子公司", "分公司", "归属单位", "部门"),
    "intention": ("意向", "意向程度", "客户意向", "意向等级"),
    "budget": ("预算", "预算范围", "投资额", "项目预算"),
    "pain_points": ("痛点", "需求", "客户需求", "需求痛点"),
    "competitors": ("竞争对手信息", "竞品", "竞争情况"),
    "parent": ("母公司", "上级公司", "集团公司", "subsidiary_of"),
    "registered_capital": ("注册资金", "注册资本金"),
    "established_on": ("注册日期", "成立时间", "year_established"),
    "registered_address": ("注册地址", "地址", "公司地址", "住所", "单位地址"),
    "legal_representative": ("法人", "法人代表", "法定代表人"),
    "employees": ("人数", "员工数", "职工人数"),
    "annual_revenue": ("营业收入", "年收入", "营收", "revenue"),
    "phone": ("公司电话", "总机", "办公电话"),
    "contact_name": ("联系人姓名", "姓名", "对接人", "contact"),
    "contact_position": ("职务", "职位", "联系人职位"),
    "contact_phone": ("电话", "手机", "手机号", "手机号码", "联系方式", "联系人电话", "mobile", "phone"),
    "contact_email": ("邮箱", "电子邮箱", "email", "e-mail", "联系人邮箱"),
    "last_contact_on": ("最近联系时间", "最后联系日期", "上次联系", "最近跟进", "last contact"),
    "last_contact_content": ("跟进记录", "沟通内容", "最近沟通"),
    "remark": ("备注说明", "说明", "notes"),
}  # fmt: skip
MOST_TOLD = 3  # look-alikes of one row that are put into words
CONTACT_FIELDS = {"contact_position": "position", "contact_phone": "phone", "contact_email": "email"}


def check_row(values: Mapping[str, Any], extra: Mapping[str, Any], record: Any = None) -> dict[str, list[Any]]:
    """What is wrong with a row, by column; empty: it can be written. Changes nothing."""
    problems: dict[str, list[Any]] = {}
    try:
        registering.checked(values)
    except DomainError as error:
        problems |= error.fields
    try:
        registering.checked({CONTACT_FIELDS[name]: value for name, value in extra.items() if name in CONTACT_FIELDS})
    except DomainError as error:
        problems |= {f"contact_{name}": texts for name, texts in error.fields.items()}
    if extra.get("last_contact_on") and extra["last_contact_on"] > timezone.localdate():
        problems["last_contact_on"] = [_("最近联系日期不能晚于今天。")]
    if not extra.get("contact_name") and any(extra.get(name) for name in CONTACT_FIELDS):
        problems["contact_name"] = [_("有联系电话或邮箱时，请同时填写联系人。")]
    return problems


def apply_row(
    actor: Actor, values: Mapping[str, Any], extra: Mapping[str, Any], target: Customer | None, *, fill_only: bool = False
) -> Customer:
    """Create or update one customer with the contact and the last talk of its row. Raises what the writes raise.

    A contact of the same name is treated as the customer itself is: an update takes over what the row says, a merge (``fill_only``)
    fills what is empty and leaves everything that somebody entered.
    """
    if target is None:
        customer = registering.register(actor, **values)
    else:
        customer = registering.edit(actor, target, **values) if values else target
    contact = _contact(actor, customer, extra, fill_only=fill_only)
    _last_talk(actor, customer, contact, extra)
    return customer


def _contact(actor: Actor, customer: Customer, extra: Mapping[str, Any], *, fill_only: bool) -> Contact | None:
    if not extra.get("contact_name"):
        return None
    given = {field: extra[name] for name, field in CONTACT_FIELDS.items() if extra.get(name)}
    known = Contact.objects.filter(customer=customer, name=extra["contact_name"], archived_at=None).first()
    if known is None:
        return registering.add_contact(actor, customer_id=customer.pk, name=extra["contact_name"], **given)
    changed = {name: value for name, value in registering.checked(given).items() if getattr(known, name) != value}
    if fill_only:
        changed = {name: value for name, value in changed.items() if not getattr(known, name)}
    return registering.edit_contact(actor, known, **changed) if changed else known


def _last_talk(actor: Actor, customer: Customer, contact: Contact | None, extra: Mapping[str, Any]) -> None:
    day = extra.get("last_contact_on")
    if not day or Interaction.objects.filter(customer=customer, occurred_at__gte=midnight(day)).exists():
        return
    save(_talk(actor, customer, contact, extra), by_model(Interaction))
    derive([customer.pk])


def _talk(actor: Actor, customer: Customer, contact: Contact | None, extra: Mapping[str, Any]) -> Interaction:
    noon = min(midnight(extra["last_contact_on"]) + dt.timedelta(hours=12), timezone.now())
    return Interaction(
        customer=customer,
        contact=contact,
        channel="other",
        occurred_at=noon,
        content=extra.get("last_contact_content") or str(_("导入时登记的最近联系")),
        origin="import",
        owner_id=customer.owner_id,
        created_by_id=actor.id,
    )


def create_many(actor: Actor, rows: Sequence[tuple[UUID, Mapping[str, Any], Mapping[str, Any]]]) -> list[Customer]:
    """Create a chunk of checked rows at bulk speed: same numbers, same search columns, same history as one by one; one event for all."""
    resource, day = by_model(Customer), timezone.localdate()
    customers, contacts, talks = [], [], []
    for pk, values, extra in rows:
        customer = _new_customer(actor, pk, values)
        customer.file_name(extra.get("name_parts", "") if customer.name == extra.get("parts_of") else "")
        fill_search(customer, resource)
        customers.append(customer)
        contact = _new_contact(actor, customer, extra) if extra.get("contact_name") else None
        talk = _talk(actor, customer, contact, extra) if extra.get("last_contact_on") else None
        preset(customer, contact, talk)
        contacts += [contact] if contact else []
        talks += [talk] if talk else []
    for unit in {customer.unit_id for customer in customers}:
        _number(
            [c for c in customers if c.unit_id == unit],
            take_numbers(actor, "customers", unit, day, count=sum(c.unit_id == unit for c in customers)),
        )
    for made in (customers, contacts, talks):
        copy_in(made)
    return customers


def _new_customer(actor: Actor, pk: UUID, values: Mapping[str, Any]) -> Customer:
    """As `writes.build` makes one."""
    customer = blank(Customer, pk)
    customer.created_by_id = actor.id
    assign(customer, {"unit_id": actor.unit, "owner_id": actor.id, **registering.checked(values)})
    if customer.owner_id:
        customer.owned_since = timezone.now()
    return customer


def _number(customers: list[Customer], numbers: list[str]) -> None:
    for customer, number in zip(customers, numbers, strict=True):
        customer.number = number


def _new_contact(actor: Actor, customer: Customer, extra: Mapping[str, Any]) -> Contact:
    given = registering.checked({field: extra[name] for name, field in CONTACT_FIELDS.items() if extra.get(name)})
    contact = blank(Contact)
    contact.customer_id, contact.created_by_id = customer.pk, actor.id
    assign(contact, {"name": extra["contact_name"], "is_primary": True, **given})
    fill_search(contact, by_model(Contact))
    return contact


class PartyFinder(Finder):
    """Look-alikes over the whole group, in memory for one file: a fifth of a millisecond a name."""

    def __init__(self) -> None:
        from zhuke.modules.customers.domain.duplicate_index import DuplicateIndex  # with numpy, for which no start should wait

        rows = Customer.objects.filter(archived_at=None).values_list("pk", "name", "name_parts", "former_names", "credit_code", "phone")
        self.index = DuplicateIndex(
            PartySummary(name, pk, tuple(former), code, (phone,) if phone else (), parts=parts)
            for pk, name, parts, former, code, phone in rows.iterator(chunk_size=5000)
        )

    def take(self, ident: Any, values: Mapping[str, Any], extra: Mapping[str, Any]) -> list[Any]:
        """The customers and earlier rows that resemble this row, best first; from now on it is itself compared with."""
        summary = _summary(ident, values, extra)
        found = self.index.find(summary, MOST_TOLD)
        self.index.add(summary)
        return found

    def kept(self, ident: Any) -> dict[str, Any]:
        """The name taken apart, and which it was: a person may correct the row afterwards."""
        name, parts = self.index.packed_name(ident)
        return {"parts_of": name, "name_parts": parts}


def _summary(ident: Any, values: Mapping[str, Any], extra: Mapping[str, Any]) -> PartySummary:
    phones = tuple(p.value for text in (values.get("phone"), extra.get("contact_phone")) if text and (p := parse_phone(str(text))).value)
    code = normalise(str(values["credit_code"])) if values.get("credit_code") else ""
    return PartySummary(str(values.get("name") or ""), ident, tuple(values.get("former_names") or ()), code, phones)
