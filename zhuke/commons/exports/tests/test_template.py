"""The import template: headers, stars, choices as drop-downs, only what the person may fill."""

import io
from typing import Any

import openpyxl
import pytest
from django.apps import apps

from zhuke.commons.testing import Answer, Caller, Firm, make_person
from zhuke.kernel import config

pytestmark = pytest.mark.django_db
ALL = {"customers": ["read", "import"]}


def book_of(answer: Answer) -> Any:
    assert answer.status == 200, answer.data
    return openpyxl.load_workbook(io.BytesIO(answer.raw.content))


def test_sheet_with_title_headers_and_choices(firm: Firm) -> None:
    entry = apps.get_model("tailoring", "DictionaryEntry").objects
    entry.update(active=False)
    entry.update_or_create(dictionary="customer_kind", code="private", defaults={"label": "民营企业", "active": True, "archived_at": None})
    apps.get_model("tailoring", "CustomField").objects.create(
        resource="customers", code="floor", label="楼层", type="decimal", required=True
    )
    config.forget()
    answer = Caller(make_person("张三", firm.east_sales, ALL)).get("/r/customers/template")
    book = book_of(answer)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[2]]
    assert "从第 3 行起" in sheet["A1"].value
    assert {"客户名称*", "客户类型", "成立日期", "楼层*"} <= set(head)
    assert {"联系人*", "联系电话*", "联系邮箱*", "意向级别*", "最近联系日期*", "痛点与需求", "竞争对手"} <= set(head)
    assert not {"单位电话", "单位邮箱", "预算金额", "客户编号", "id"} & set(head)  # masked, or not to be written
    column = openpyxl.utils.get_column_letter(head.index("客户类型") + 1)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    rule = rules[f"{column}3:{column}2002"]
    assert rule.type == "list"
    assert book["可选项"][f"{column}1"].value == "民营企业"
    assert book["可选项"].sheet_state == "hidden"
    assert "下拉" in sheet[f"{column}2"].comment.text
    code = openpyxl.utils.get_column_letter(head.index("统一社会信用代码") + 1)
    assert sheet.column_dimensions[code].width > 0
    explained = {row[0].value: row[2].value for row in book["填写说明"].iter_rows(min_row=2)}
    assert explained["成立日期"].startswith("日期")
    assert "名称或编号" in explained["所属单位"]


def test_csv_has_the_headers_only(firm: Firm) -> None:
    answer = Caller(make_person("张三", firm.east_sales, ALL)).get("/r/customers/template", format="csv")
    lines = answer.raw.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("客户名称*,")
    assert "%E5%AF%BC%E5%85%A5%E6%A8%A1%E6%9D%BF.csv" in answer.raw["Content-Disposition"]


@pytest.mark.parametrize(
    ("grants", "resource", "status", "code"),
    [
        ({"customers": ["read"]}, "customers", 403, "not_allowed"),
        ({"roles": ["read"]}, "roles", 400, "not_importable"),
        ({}, "nothing", 404, "not_found"),
    ],
)
def test_refusals(firm: Firm, grants: Any, resource: str, status: int, code: str) -> None:
    refused = Caller(make_person("某人", firm.east_sales, grants)).get(f"/r/{resource}/template")
    assert (refused.status, refused.code) == (status, code)
    assert Caller(make_person("某人", firm.east_sales, ALL)).get("/r/customers/template", format="doc").status == 422
