"""How complete a customer's record is (R19, X4): declared weights, a score from 0 to 100, and what to fill in next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    Part("name", "客户名称", 8),
    Part("credit_code", "统一社会信用代码", 12),
    Part("kind", "客户类型", 6),
    Part("industry", "行业", 6),
    Part("region", "省份", 5),
    Part("city", "城市", 3),
    Part("roles", "合作角色", 4),
    Part("owner", "负责人", 6),
    Part("intention", "意向级别", 6),
    Part("source", "客户来源", 3),
    Part("has_contact", "联系人", 10),
    Part("has_contact_phone", "联系人电话", 8),
    Part("has_contact_email", "联系人邮箱", 3),
    Part("has_interaction", "沟通记录", 8),
    Part("has_address", "地址", 4),
    Part("registered_capital", "注册资本", 3),
    Part("budget", "预算金额", 3),
    Part("pain_points", "痛点与需求", 2),
)


def score(facts: Mapping[str, Any]) -> int:
    """Points of what is known, 0–100. A fact counts when it is neither missing, empty nor False; the number 0 counts."""
    return sum(part.weight for part in PARTS if _known(facts.get(part.field)))


def missing(facts: Mapping[str, Any]) -> list[Missing]:
    """The gaps, the most rewarding first."""
    gaps = [Missing(part.field, part.label, part.weight) for part in PARTS if not _known(facts.get(part.field))]
    return sorted(gaps, key=lambda gap: -gap.gain)


def _known(value: Any) -> bool:
    return value is not None and value is not False and value != "" and value != []
