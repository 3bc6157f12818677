from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import completeness
from zhuke.modules.customers.domain.completeness import assess

TODAY = date(2026, 5, 20)
FULL = {
    "name": "浙江恒坤建筑有限公司", "credit_code": "91640324MA770X823F", "kind": "private", "roles": ["owner"], "industry": "municipal",
    "region": "浙江", "owner": "u1", "intention": "high", "source": "visit", "phone": "0571-88001234",
    "contacts": [{"name": "王强", "phone": "13800138000", "email": "wq@example.cn", "position": "总经理"}],
    "addresses": [{"detail": "文三路 1 号", "latitude": 30.2, "longitude": 120.1}],
    "last_contact_on": TODAY - timedelta(days=10), "budget": Decimal(1), "pain_points": "工期", "competitors": "宏远",
    "legal_representative": "王强",
    "registered_capital": Decimal(1), "business_scope": "建筑", "credit_grade": "aa",
}  # fmt: skip


def test_a_full_record_has_100_and_nothing_missing():
    assert assess(FULL, TODAY) == completeness.Completeness(100, ())


def test_an_empty_record_has_0_and_the_heaviest_gap_first():
    found = assess({}, TODAY)
    assert found.score == 0
    assert len(found.missing) == len(completeness.ITEMS)
    assert found.missing[0].field in {"contacts", "contact_phone"}
    assert [gap.gain for gap in found.missing] == sorted((gap.gain for gap in found.missing), reverse=True)


def test_filling_a_gap_raises_the_score_by_its_gain():
    without = assess({**FULL, "credit_code": ""}, TODAY)
    (gap,) = without.missing
    assert gap.label == "统一社会信用代码"
    assert gap.hint
    assert without.score == int(100 - gap.gain)


@pytest.mark.parametrize("nothing", [None, "", " 暂无 ", "无", "N/A", "-"])
def test_saying_nothing_is_not_filling(nothing):
    assert [gap.field for gap in assess({**FULL, "pain_points": nothing}, TODAY).missing] == ["pain_points"]


def test_zero_is_a_value():
    assert assess({**FULL, "budget": Decimal(0)}, TODAY).score == 100


def test_old_contact_counts_no_more():
    fields = [gap.field for gap in assess({**FULL, "last_contact_on": TODAY - timedelta(days=91)}, TODAY).missing]
    assert fields == ["last_contact_on"]
    assert assess({**FULL, "last_contact_on": TODAY - timedelta(days=90)}, TODAY).score == 100


def test_a_bureau_needs_no_registered_capital():
    bureau = {
        key: value
        for key, value in FULL.items()
        if key not in {"legal_representative", "registered_capital", "business_scope", "credit_grade"}
    }
    assert assess({**bureau, "kind": "government"}, TODAY).score == 100
    assert assess({**bureau, "kind": "private"}, TODAY).score < 100


def test_own_weights():
    items = completeness.with_weights({"competitors": 50, "source": 0})
    assert "source" not in {item.field for item in items}
    assert assess({}, TODAY, items).missing[0].field == "competitors"
    with pytest.raises(ValueError, match="nonsense"):
        completeness.with_weights({"nonsense": 1})
    with pytest.raises(ValueError, match="负数"):
        completeness.with_weights({"source": -1})
    assert assess({}, TODAY, ()).score == 100


def test_average():
    assert completeness.average([90, 95, 95]) == Decimal("93.3")
    assert completeness.average([]) is None


@given(st.sets(st.sampled_from(sorted(FULL))), st.sampled_from(sorted(FULL)))
def test_one_more_field_never_lowers_the_score(fields, extra):
    some = {key: FULL[key] for key in fields}
    more = {**some, extra: FULL[extra]}
    if "kind" not in fields and extra == "kind":
        return
    assert 0 <= assess(some, TODAY).score <= assess(more, TODAY).score <= 100
