"""All lines and payment terms in one request; the lines of a quotation in the draft."""

from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, allow, make, make_person
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.modules.contracts.models import Contract, Line, PaymentTerm
from zhuke.modules.contracts.services.drafting import draft_for
from zhuke.modules.quotes.models import Quotation, QuotationLine
from zhuke.modules.quotes.services.lines import retotal
from zhuke.modules.sales.tests.factories import make_opportunity

from .conftest import ROWS, SIGNING, WRITING, amounts, contract, customer, do, events, four_terms, made, open_amounts, part, read, signed

LINES = [{"name": "土建", "quantity": "2", "unit_price": "100.50", "uom": "项"}, {"name": "安装", "unit_price": "99.00", "tax_rate": "13"}]
TERMS = [
    {"kind": "advance", "milestone": "合同生效", "ratio": "30", "due_days": 10},
    {"kind": "settlement", "milestone": "竣工验收", "ratio": "70"},
]


def put(caller: Caller, row: dict[str, Any], **body: Any) -> Any:
    return caller.put(f"/r/contracts/{row['id']}/agreed", {"version": read(caller, row)["version"], **body})


def stored() -> Any:
    """Everything that a refused request must leave alone."""
    tables = [list(model.objects.order_by("pk").values()) for model in (Contract, Line, PaymentTerm)]
    return tables, Change.objects.count(), Event.objects.count()


def test_lines_and_terms_in_one_request(writer: Caller) -> None:
    row = contract(writer, amount=None)
    answer = made(put(writer, row, lines=LINES, terms=TERMS))
    assert (answer["contract"]["amount"], [line["total_amount"] for line in answer["lines"]]) == ("300.00", ["201.00", "99.00"])
    assert [(t["position"], t["name"], t["amount"]) for t in answer["terms"]] == [(1, "预付款", "90.00"), (2, "结算款", "210.00")]
    assert "update" in answer["contract"]["_can"]
    assert events("contracts.updated")[-1]["fields"] == ["lines", "terms"]
    assert made(writer.get(f"/r/contracts/{row['id']}/agreed"))["terms"] == answer["terms"]


def test_known_rows_change_and_missing_ones_go(writer: Caller) -> None:
    row = contract(writer)
    first = made(put(writer, row, lines=LINES))["lines"]
    changed = [{"id": first[1]["id"], "name": "安装及调试"}, {"name": "资料费", "unit_price": "1.00"}]
    now = made(put(writer, row, lines=changed))["lines"]
    assert [(line["name"], line["unit_price"], line["tax_rate"]) for line in now] == [
        ("安装及调试", "99.00", "13"), ("资料费", "1.00", "9"),
    ]  # fmt: skip
    assert (now[0]["id"], now[0]["position"]) == (first[1]["id"], 1)
    assert not Line.objects.filter(pk=first[0]["id"]).exists()
    assert "DELETE" in {change.operation.upper() for change in Change.objects.filter(object_id=first[0]["id"])}
    assert read(writer, row)["amount"] == "100.00"
    assert made(put(writer, row, lines=[]))["lines"] == []
    assert read(writer, row)["amount"] == "100.00"  # what it came to stays until somebody types another amount


def test_what_is_left_out_stays(writer: Caller) -> None:
    row = contract(writer)
    four_terms(writer, row)
    before = amounts(writer, row)
    made(put(writer, row, lines=[{"name": "土建", "unit_price": "2000000.00"}]))
    assert amounts(writer, row) == [value * 2 for value in before if value is not None]
    made(put(writer, row, terms=TERMS))
    assert (Line.objects.count(), PaymentTerm.objects.count()) == (1, 2)


def test_problems_are_named_by_row_and_nothing_is_saved(writer: Caller) -> None:
    row = contract(writer)
    part(writer, "contract_lines", row, name="土建", unit_price="100.00")
    before = stored()
    refused = put(
        writer, row, lines=[{"name": "好"}, {"name": "", "unit_price": "1"}],
        terms=[{"kind": "progress"}, {"kind": "progress", "ratio": "30", "fixed_amount": "5"}],
    )  # fmt: skip
    assert (refused.status, refused.code) == (400, "invalid")
    assert {"lines.1.name", "terms.0.ratio"} <= set(refused.data["fields"])
    assert any(name.startswith("terms.1.") for name in refused.data["fields"])
    assert stored() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"lines": [{"name": "x", "unit_price": "-1"}]}, 422),
        ({"lines": [{"name": "x", "tax_rate": "17"}]}, 422),
        ({"lines": [{"name": "x", "colour": "red"}]}, 422),
        ({"terms": [{"ratio": "101"}]}, 422),
        ({"terms": [{"ratio": "10", "due_days": 3651}]}, 422),
        ({"lines": [{"name": "x"}] * 501}, 400),
        ({"terms": [{"kind": "settlement"}] * 61}, 400),
    ],
)
def test_shapes_are_refused(writer: Caller, body: dict[str, Any], status: int) -> None:
    row = contract(writer)
    before = stored()
    assert put(writer, row, **body).status == status
    assert stored() == before


def test_refusals(writer: Caller, chief: Caller, stranger: Caller, blind: Caller, firm: Firm) -> None:
    row, fixed = contract(writer), signed(chief)
    other = made(put(writer, contract(writer), lines=LINES))["lines"][0]["id"]
    reader = make_person("陈看", firm.east_sales)
    open_amounts(allow(reader, {**WRITING, "contract_lines": ["read"], "payment_terms": ROWS}))
    only = Caller(reader)
    before = stored()
    stale = writer.put(f"/r/contracts/{row['id']}/agreed", {"version": row["version"] + 7, "lines": LINES})
    assert (stale.status, stale.code, stale.data["data"]["current"]["id"]) == (409, "stale_version", row["id"])
    late = put(chief, fixed, terms=TERMS)
    assert (late.status, late.code) == (409, "contract_fixed")
    hidden = stranger.put(f"/r/contracts/{row['id']}/agreed", {"version": 1, "lines": LINES})
    assert (hidden.status, stranger.get(f"/r/contracts/{row['id']}/agreed").status) == (404, 404)
    masked = blind.get(f"/r/contracts/{row['id']}/agreed")
    assert (masked.status, masked.code) == (403, "not_allowed")
    assert (put(only, row, lines=LINES).status, put(only, row, lines=LINES).code) == (403, "not_allowed")
    stolen = put(writer, row, lines=[{"id": other, "name": "别处的"}])
    assert (stolen.status, list(stolen.data["fields"])) == (400, ["lines.0.name"])
    assert stored() == before


# The lines of a quotation


def quotation(firm: Firm, owner: dict[str, Any], state: str = "approved", **values: Any) -> Quotation:
    row: Quotation = make("quotations", title="机电报价", customer_id=owner["id"], unit=firm.east_sales, state=state, **values)
    QuotationLine.objects.filter(quotation=row).delete()
    return row


def offered(row: Quotation, *lines: dict[str, Any]) -> Quotation:
    for position, line in enumerate(lines, 1):
        QuotationLine.objects.create(quotation=row, position=position, **line)
    return retotal(row)


@pytest.fixture
def quoting(firm: Firm) -> Caller:
    """Writes contracts and reads quotations of the east company."""
    person = make_person("何报", firm.east_sales)
    open_amounts(allow(person, {**SIGNING, "quotations": ["read"], "quotation_lines": ["read"]}))
    return Caller(person)


def test_the_lines_of_a_quotation_to_the_cent(quoting: Caller, firm: Firm) -> None:
    who = customer(quoting)
    row = contract(quoting, customer=who["id"])
    part(quoting, "contract_lines", row, name="旧的", unit_price="1.00")
    source = offered(
        quotation(firm, who, discount=Decimal("3.33"), includes_tax=False),
        {"name": "钢筋", "quantity": Decimal("12.5"), "uom": "吨", "unit_price": Decimal("4321.55"), "tax_rate": "13"},
        {"name": "吊装", "quantity": Decimal(2), "uom": "台班", "unit_price": Decimal("1000.00"), "tax_rate": "9", "remark": "含油料"},
    )
    saved = made(do(quoting, row, "take_lines", quotation=str(source.pk)))
    assert saved["amount"] == str(source.total_amount)
    assert saved["amount_net"] == str(source.net_amount)
    lines = list(Line.objects.filter(contract_id=row["id"]).order_by("position"))
    assert [line.name for line in lines] == ["钢筋", "吊装"]
    totals = list(source.lines.order_by("position").values_list("total_amount", flat=True))
    assert [line.total_amount for line in lines] == totals
    for line in lines:
        assert (line.quantity * line.unit_price).quantize(Decimal("0.01")) == line.total_amount
        assert line.uom in ("吨", "台班") or line.remark.startswith("数量 ")
    assert events("contracts.updated")[-1]["quotation"] == str(source.pk)


def test_a_won_opportunity_brings_what_was_offered(quoting: Caller, firm: Firm) -> None:
    who = customer(quoting)
    deal = make_opportunity(firm.east_sales, quoting.person, customer=who["id"], amount="5.00")
    offered(quotation(firm, who, state="sent", opportunity=deal), {"name": "先报的", "unit_price": Decimal("7.00")})
    taken = quotation(firm, who, state="accepted", opportunity=deal, payment_terms="预付三成")
    offered(taken, {"name": "接受的", "unit_price": Decimal("8.00")})
    offered(quotation(firm, who, state="draft", opportunity=deal), {"name": "没报的", "unit_price": Decimal("9.00")})
    made_for = draft_for(system("测试"), deal)
    assert made_for is not None
    now = Contract.objects.get(pk=made_for.pk)
    assert (now.amount, now.current_amount, now.payment_note) == (Decimal("8.00"), Decimal("8.00"), "预付三成")
    assert list(now.lines.values_list("name", flat=True)) == ["接受的"]
    assert draft_for(system("测试"), deal) is None


def test_an_opportunity_without_offer_brings_its_amount(quoting: Caller, firm: Firm) -> None:
    who = customer(quoting)
    deal = make_opportunity(firm.east_sales, quoting.person, customer=who["id"], amount="5.00")
    quotation(firm, who, state="approved", opportunity=deal)
    made_for = draft_for(system("测试"), deal)
    assert made_for is not None
    assert (Contract.objects.get(pk=made_for.pk).amount, Line.objects.count()) == (Decimal("5.00"), 0)


def test_quotations_that_cannot_be_taken(quoting: Caller, writer: Caller, firm: Firm) -> None:
    who, somebody = customer(quoting), customer(quoting, "别的公司")
    row, fixed = contract(quoting, customer=who["id"]), signed(quoting)
    good = offered(quotation(firm, who), {"name": "土建", "unit_price": Decimal("7.00")})
    theirs = offered(quotation(firm, somebody), {"name": "土建", "unit_price": Decimal("7.00")})
    empty, draft = quotation(firm, who), offered(quotation(firm, who, state="draft"), {"name": "土建", "unit_price": Decimal("7.00")})
    before = stored()
    answers = [
        (do(quoting, row, "take_lines", quotation=str(theirs.pk)), 400, "invalid"),
        (do(quoting, row, "take_lines", quotation=str(empty.pk)), 409, "no_lines"),
        (do(quoting, row, "take_lines", quotation=str(draft.pk)), 409, "not_offered"),
        (do(quoting, fixed, "take_lines", quotation=str(good.pk)), 409, "wrong_state"),
        (do(quoting, row, "take_lines", quotation=row["id"]), 400, "invalid"),
        (do(quoting, row, "take_lines"), 400, "invalid"),
        (do(writer, row, "take_lines", quotation=str(good.pk)), 400, "invalid"),  # sees no quotations
    ]
    assert [(answer.status, answer.code) for answer, _status, _code in answers] == [(status, code) for _a, status, code in answers]
    assert stored() == before
