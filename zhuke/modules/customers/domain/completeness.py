"""How complete a customer's record is (R19, X4): declared weights, a score from 0 to 100, and what to fill in next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Part:
    """One thing worth knowing. ``field`` is a column of the customer, or a fact about its children."""

    field: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap and the points that filling it gains."""

    field: str
    label: str
    gain: int


# What the firm asks of every record (R15, R86) weighs most; the rest helps with offers and credit. The weights add up to 100.
PARTS = (
    Part("name", gettext_noop("客户名称"), 8),
    Part("credit_code", gettext_noop("统一社会信用代码"), 12),
    Part("kind", gettext_noop("客户类型"), 6),
    Part("industry", gettext_noop("行业"), 6),
    Part("region", gettext_noop("省份"), 5),
    Part("city", gettext_noop("城市"), 3),
    Part("roles", gettext_noop("合作角色"), 4),
    Part("owner", gettext_noop("负责人"), 6),
    Part("intention", gettext_noop("意向级别"), 6),
    Part("source", gettext_noop("客户来源"), 3),
    Part("has_contact", gettext_noop("联系人"), 10),
    Part("has_contact_phone", gettext_noop("联系人电话"), 8),
    Part("has_contact_email", gettext_noop("联系人邮箱"), 3),
    Part("has_interaction", gettext_noop("沟通记录"), 8),
    Part("has_address", gettext_noop("地址"), 4),
    Part("registered_capital", gettext_noop("注册资本"), 3),
    Part("budget", gettext_noop("预算金额"), 3),
    Part("pain_points", gettext_noop("痛点与需求"), 2),
)


def score(facts: Mapping[str, Any]) -> int:
    """Points of what is known, 0–100. A fact counts when it is neither missing, empty nor False; the number 0 counts."""
    return sum(part.weight for part in PARTS if _known(facts.get(part.field)))


def missing(facts: Mapping[str, Any]) -> list[Missing]:
    """The gaps, the most rewarding first."""
    gaps = [Missing(part.field, gettext(part.label), part.weight) for part in PARTS if not _known(facts.get(part.field))]
    return sorted(gaps, key=lambda gap: -gap.gain)


def _known(value: Any) -> bool:
    return value is not None and value is not False and value != "" and value != []
