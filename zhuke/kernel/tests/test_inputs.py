"""Inputs of verbs arrive as JSON: services get days, moments and amounts, or the sender gets a sentence at the field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from zhuke.kernel.access import system
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.writes import clean_inputs

ASKED = (
    FieldSpec("on", "日期", "date"),
    FieldSpec("at", "时间", "datetime"),
    FieldSpec("amount", "金额", "money"),
    FieldSpec("days", "天数", "integer"),
    FieldSpec("agreed", "同意", "yesno"),
    FieldSpec("reason", "原因", "text", max_length=10),
    FieldSpec("marks", "标签", "tags"),
)


def test_values_come_typed() -> None:
    given = {
        "on": "2026-11-22",
        "at": "2026-11-22T09:30:00+08:00",
        "amount": "12.50",
        "days": 3,
        "agreed": True,
        "reason": "好",
        "marks": ["a"],
    }
    found = clean_inputs(system("测试"), ASKED, given)
    assert (found["on"], found["amount"], found["days"], found["agreed"]) == (dt.date(2026, 11, 22), Decimal("12.50"), 3, True)
    assert found["at"] == dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC)
    assert clean_inputs(system("测试"), ASKED, {})["on"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("on", "昨天"), ("on", 5), ("on", ["2026-11-22"]), ("at", "2026-11-22T09:30:00"), ("at", "2026-11-22"), ("at", {}),
        ("at", "gestern"), ("on", "0001-01-01"),
        ("amount", "NaN"), ("amount", "一万"), ("amount", True), ("days", "3.5"), ("days", "Infinity"), ("agreed", "是"),
        ("reason", 5), ("reason", ["x"]), ("reason", "一二三四五六七八九十十"), ("marks", "a"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_at_its_field(name: str, value: Any) -> None:
    with pytest.raises(DomainError) as refused:
        clean_inputs(system("测试"), ASKED, {name: value})
    assert (refused.value.code, list(refused.value.fields)) == ("invalid", [name])
