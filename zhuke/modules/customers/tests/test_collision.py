"""Look-alikes while typing, and what a sister company learns."""

import json

import pytest

from zhuke.commons.testing import Caller

from .conftest import child, customer


@pytest.mark.parametrize(
    "typed",
    [
        "南京宏鼎置业有限公司",
        "宏鼎置业有限责任公司",
        "宏鼎置业（南京）有限公司",
        "宏鼎置业(南京)有限公司",
        "南京宏顶置业有限公司",
        "宏鼎置业",
    ],
)
def test_spellings_of_the_same_name_are_found(seller: Caller, typed: str) -> None:
    made = customer(seller, "南京宏鼎置业有限公司")
    found = seller.get("/customers/look-alikes", name=typed).data
    assert [f["customer"]["id"] for f in found] == [made["id"]]
    assert found[0]["verdict"] in ("same", "likely", "possible")
    assert found[0]["reasons"]


def test_others_are_not(seller: Caller) -> None:
    customer(seller, "南京宏鼎置业有限公司")
    assert seller.get("/customers/look-alikes", name="苏州金源建设集团有限公司").data == []


def test_the_same_code_or_phone_is_found_under_any_name(seller: Caller) -> None:
    made = customer(seller, "甲公司", credit_code="91350100M000100Y43")
    child(seller, "contacts", made, name="赵一", phone="13800138000")
    assert seller.get("/customers/look-alikes", name="乙贸易", credit_code="91350100m000100y43").data[0]["verdict"] == "same"
    assert seller.get("/customers/look-alikes", name="甲", phone="138 0013 8000").status == 200


def test_a_sister_company_learns_whom_to_call_and_no_more(seller: Caller, stranger: Caller) -> None:
    customer(stranger, "南京宏鼎置业有限公司", credit_code="91350100M000100Y43", budget="500000", remark="机密")
    found = seller.get("/customers/look-alikes", name="南京宏鼎置业有限公司").data
    assert found == [
        {"verdict": found[0]["verdict"], "inside": False, "sister": {"company": "西南公司", "person": "李西", "phone": "13900000001"}}
    ]
    told = json.dumps(found, ensure_ascii=False)
    assert "机密" not in told
    assert "500000" not in told
