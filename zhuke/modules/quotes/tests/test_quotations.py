"""Quotations: entered, saved as a whole, summed to the cent; what is refused changes nothing."""

import uuid
from decimal import Decimal

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, queued
from zhuke.kernel.models import Change, Event
from zhuke.modules.quotes.models import QuotationLine
from zhuke.modules.sales.tests.factories import make_opportunity

from .conftest import LINES, customer, do, made, put, quotation, with_lines


def test_a_quotation_is_saved_whole_and_summed_to_the_cent(seller: Caller) -> None:
    row = quotation(seller)
    assert row["number"].startswith("BJ-")
    assert (row["state"], row["revision"], row["total_amount"]) == ("draft", 1, "0.00")
    saved = made(put(seller, row, LINES, payment_terms="预付 30%"))
    # 872,000.00 with 13 % in it; 88,000.55 less 5 % = 83,600.52 with 9 % in it
    lines = [(x["position"], x["net_amount"], x["tax_amount"], x["total_amount"]) for x in saved["lines"]]
    assert lines == [(1, "771681.42", "100318.58", "872000.00"), (2, "76697.72", "6902.80", "83600.52")]
    found = saved["quotation"]
    assert (found["net_amount"], found["tax_amount"], found["total_amount"]) == ("848379.14", "107221.38", "955600.52")
    assert (found["full_amount"], found["payment_terms"]) == ("960000.55", "预付 30%")
    assert made(seller.get(f"/r/quotations/{row['id']}/lines")) == saved


def test_discount_and_tax_basis_move_every_line(seller: Caller) -> None:
    row = with_lines(seller, [{"name": "钢筋", "quantity": "10", "unit_price": "100.00", "tax_rate": "13"}])
    less = made(seller.patch(f"/r/quotations/{row['id']}", {"version": row["version"], "discount": "10"}))
    assert (less["net_amount"], less["tax_amount"], less["total_amount"]) == ("796.46", "103.54", "900.00")
    without = made(seller.patch(f"/r/quotations/{row['id']}", {"version": less["version"], "includes_tax": False}))
    assert (without["net_amount"], without["tax_amount"], without["total_amount"]) == ("900.00", "117.00", "1017.00")
    assert QuotationLine.objects.get(quotation=row["id"]).total_amount == Decimal("1017.00")


def test_lines_keep_their_identity_and_order(seller: Caller) -> None:
    row = with_lines(seller)
    first, second = made(seller.get(f"/r/quotations/{row['id']}/lines"))["lines"]
    changes = Change.objects.count()
    own = str(uuid.uuid4())
    saved = made(
        put(
            seller,
            row,
            [{"id": second["id"]}, {"id": own, "name": "运输", "unit_price": "10.00"}, {"id": first["id"], "quantity": "3"}],
        )
    )
    assert [(x["position"], x["id"], x["name"]) for x in saved["lines"]] == [
        (1, second["id"], "安装调试"),
        (2, own, "运输"),
        (3, first["id"], "冷水机组"),
    ]
    assert saved["lines"][2]["total_amount"] == "1308000.00"
    assert Change.objects.count() > changes
    gone = made(put(seller, saved["quotation"], [{"id": own}]))
    assert [x["name"] for x in gone["lines"]] == ["运输"]
    assert gone["quotation"]["total_amount"] == "10.00"


def test_a_stale_save_writes_nothing_and_tells_what_is_there(seller: Caller, supervisor: Caller) -> None:
    row = with_lines(seller)
    other = made(put(supervisor, row, [{"name": "别人的", "unit_price": "1.00"}]))
    before = (QuotationLine.objects.count(), Change.objects.count(), Event.objects.count(), queued())
    refused = put(seller, row, [{"name": "我的", "unit_price": "2.00"}])
    assert (refused.status, refused.code) == (409, "stale_version")
    assert refused.data["data"]["current"]["version"] == other["quotation"]["version"]
    assert (QuotationLine.objects.count(), Change.objects.count(), Event.objects.count(), queued()) == before


def test_faulty_lines_are_named_and_nothing_is_saved(seller: Caller) -> None:
    row = with_lines(seller)
    before = Change.objects.filter(object_id=row["id"]).count()
    refused = put(seller, row, [{"name": "好的", "unit_price": "1.00"}, {"name": "", "unit_price": "1.00"}])
    assert (refused.status, refused.code) == (400, "invalid")
    assert list(refused.data["fields"]) == ["lines.1.name"]
    unknown = put(seller, row, [{"name": "好的", "item": str(uuid.uuid4())}])
    assert list(unknown.data["fields"]) == ["lines.0.item"]
    assert put(seller, row, [{"name": "负数", "unit_price": "-1.00"}]).status == 422
    assert put(seller, row, [{"name": "税", "tax_rate": "17"}]).status == 422
    many = put(seller, row, [{"name": "多"}] * 501)
    assert (many.status, many.code) == (400, "too_many_lines")
    taken = made(seller.get(f"/r/quotations/{with_lines(seller)['id']}/lines"))["lines"][0]["id"]
    stolen = put(seller, row, [{"id": taken, "name": "别人的行"}])
    assert list(stolen.data["fields"]) == ["lines.0.name"]
    assert QuotationLine.objects.get(pk=taken).name == "冷水机组"
    assert Change.objects.filter(object_id=row["id"]).count() == before
    assert QuotationLine.objects.filter(quotation=row["id"]).count() == 2


def test_one_line_alone_is_summed_as_well(seller: Caller) -> None:
    row = with_lines(seller, [])
    line = made(seller.post("/r/quotation_lines", {"quotation": row["id"], "name": "脚手架", "quantity": "2", "unit_price": "50.00"}))
    assert (line["position"], line["total_amount"]) == (1, "100.00")
    made(seller.patch(f"/r/quotation_lines/{line['id']}", {"version": line["version"], "quantity": "3"}))
    assert made(seller.get(f"/r/quotations/{row['id']}"))["total_amount"] == "150.00"
    other = with_lines(seller)
    now = made(seller.get(f"/r/quotation_lines/{line['id']}"))
    moved = seller.patch(f"/r/quotation_lines/{line['id']}", {"version": now["version"], "quotation": other["id"]})
    assert (moved.status, list(moved.data["fields"])) == (400, ["quotation"])


def test_after_submitting_nothing_may_change(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    line = made(seller.get(f"/r/quotations/{row['id']}/lines"))["lines"][0]
    before = Change.objects.count()
    for answer in (
        put(seller, row, []),
        seller.patch(f"/r/quotations/{row['id']}", {"version": row["version"], "title": "改"}),
        seller.patch(f"/r/quotation_lines/{line['id']}", {"version": line["version"], "quantity": "9"}),
        seller.post("/r/quotation_lines", {"quotation": row["id"], "name": "补一行"}),
    ):
        assert (answer.status, answer.code) == (409, "quotation_fixed")
    assert Change.objects.count() == before


def test_opportunity_and_contact_belong_to_the_customer(seller: Caller) -> None:
    mine, other = customer(seller), customer(seller, "安徽远大有限公司")
    foreign = make_opportunity(seller.person.unit, seller.person)
    refused = seller.post("/r/quotations", {"title": "甲", "customer": mine["id"], "opportunity": str(foreign.pk)})
    assert (refused.status, list(refused.data["fields"])) == (400, ["opportunity"])
    contact = made(seller.post("/r/contacts", {"customer": other["id"], "name": "钱一"}))
    refused = seller.post("/r/quotations", {"title": "甲", "customer": mine["id"], "contact": contact["id"]})
    assert (refused.status, list(refused.data["fields"])) == (400, ["contact"])
    refused = seller.post("/r/quotations", {"title": "甲", "customer": mine["id"], "quoted_on": "2026-05-02", "valid_until": "2026-05-01"})
    assert list(refused.data["fields"]) == ["valid_until"]
    asked = made(
        seller.post(
            "/r/quotations",
            {"title": "甲", "customer": mine["id"], "requested_by": str(seller.person.pk), "requested_on": "2026-05-01", "request": "含税"},
        )
    )
    assert (asked["requested_by"]["label"], asked["request"]) == ("王东", "含税")


def test_whoever_is_asked_for_a_quotation_hears_of_it(seller: Caller, supervisor: Caller) -> None:
    body = {"title": "配电箱", "customer": customer(seller)["id"], "request": "含税，含运费，周五前"}
    row = made(seller.post("/r/quotations", {**body, "owner": str(supervisor.person.pk)}))
    notice = Notice.objects.get()
    assert (notice.user_id, notice.title, notice.body) == (supervisor.person.pk, "请您报价：配电箱", "含税，含运费，周五前")
    assert str(notice.object_id) == row["id"]
    made(seller.post("/r/quotations", body))
    assert Notice.objects.count() == 1, "one's own quotation is no news"


def test_another_company_sees_nothing(seller: Caller, stranger: Caller) -> None:
    row = with_lines(seller)
    paths = ("", "/lines", "/versions", "/pdf", "/preview", "/mails", f"/differences?with={row['id']}")
    for path in paths:
        answer = stranger.get(f"/r/quotations/{row['id']}{path}")
        assert (answer.status, answer.code) == (404, "not_found"), path
    before = Change.objects.count()
    assert put(stranger, row, []).status == 404
    assert do(stranger, row, "submit").status == 404
    assert Change.objects.count() == before


def test_costs_are_for_those_who_may_see_them(seller: Caller, supervisor: Caller) -> None:
    prices = made(supervisor.post("/r/price_lists", {"name": "机电 2026"}))
    item = made(
        supervisor.post(
            "/r/price_items",
            {"price_list": prices["id"], "name": "水泵", "uom": "台", "price": "1200.00", "cost": "745.50", "tax_rate": "13"},
        )
    )
    row = quotation(seller)
    saved = made(put(seller, row, [{"item": item["id"], "name": "水泵", "quantity": "4", "unit_price": "1130.00", "cost": "1.00"}]))
    assert "cost" not in saved["lines"][0]
    assert {"cost", "margin", "planned_cost"} & set(saved["quotation"]) == set()
    line = QuotationLine.objects.get(quotation=row["id"])
    assert (line.cost, line.tax_rate, line.uom) == (Decimal("745.50"), "13", "台")
    seen = made(supervisor.get(f"/r/quotations/{row['id']}/lines"))
    assert (seen["quotation"]["cost"], seen["quotation"]["margin"]) == ("2982.00", "1018.00")
    kept = made(put(seller, saved["quotation"], [{"id": saved["lines"][0]["id"], "quantity": "5"}]))
    assert made(supervisor.get(f"/r/quotations/{row['id']}"))["cost"] == "3727.50"
    assert put(seller, kept["quotation"], [], planned_cost="5.00").status == 400
    own = made(put(supervisor, kept["quotation"], [{"id": saved["lines"][0]["id"], "cost": "800.00"}], planned_cost="9.00"))
    assert (own["quotation"]["cost"], own["quotation"]["planned_cost"]) == ("4000.00", "9.00")
