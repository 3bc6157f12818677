"""Versions and what differs between them."""

from zhuke.commons.testing import Caller
from zhuke.kernel.models import Change
from zhuke.modules.quotes.models import Quotation

from .conftest import approved, decide, do, made, put, with_lines


def test_a_new_version_takes_the_lines_along_and_replaces_the_old(seller: Caller, supervisor: Caller) -> None:
    old = approved(seller, supervisor, payment_terms="预付 30%")
    new = made(do(seller, old, "new_version"))
    assert (new["number"], new["revision"], new["state"], new["root"]["id"]) == (old["number"], 2, "draft", old["id"])
    assert (new["total_amount"], new["payment_terms"]) == (old["total_amount"], "预付 30%")
    assert (new["opinion"], new["submitted_at"], new["decided_by"]) == ("", None, None)
    assert made(seller.get(f"/r/quotations/{old['id']}"))["state"] == "replaced"
    made(do(seller, new, "submit"))
    made(decide(supervisor, new, "approve"))
    third = made(do(seller, new, "new_version"))
    assert third["revision"] == 3
    listed = made(seller.get(f"/r/quotations/{third['id']}/versions"))
    assert [(x["revision"], x["state"]) for x in listed] == [(1, "replaced"), (2, "replaced"), (3, "draft")]
    refused = do(seller, old, "new_version")
    assert (refused.status, refused.code) == (409, "wrong_state")
    assert Quotation.objects.count() == 3


def test_differences_are_told_line_by_line(seller: Caller, supervisor: Caller) -> None:
    old = approved(seller, supervisor)
    new = made(do(seller, old, "new_version"))
    first, second = made(seller.get(f"/r/quotations/{new['id']}/lines"))["lines"]
    lines = [{"id": first["id"], "unit_price": "430000.00"}, {"name": "培训", "unit_price": "6000.00"}]
    made(put(seller, new, lines, payment_terms="货到付款"))
    found = made(seller.get(f"/r/quotations/{new['id']}/differences", **{"with": old["id"]}))
    assert (found["old"]["revision"], found["new"]["revision"]) == (1, 2)
    assert [(x["change"], (x["new"] or x["old"])["name"]) for x in found["lines"]] == [
        ("changed", "冷水机组"),
        ("removed", "安装调试"),
        ("added", "培训"),
    ]
    changed = {x["field"]: (x["old"], x["new"]) for x in found["lines"][0]["fields"]}
    assert changed == {"unit_price": ("436000.00", "430000.00"), "total_amount": ("872000.00", "860000.00")}
    fields = {x["field"]: (x["old"], x["new"]) for x in found["fields"]}
    assert fields["payment_terms"] == ("", "货到付款")
    assert fields["total_amount"] == ("955600.52", "866000.00")
    same = made(seller.get(f"/r/quotations/{new['id']}/differences", **{"with": new["id"]}))
    assert same["fields"] == []
    assert {x["change"] for x in same["lines"]} == {"same"}
    assert second["name"] == "安装调试"


def test_costs_stay_hidden_in_differences(seller: Caller, supervisor: Caller) -> None:
    old = approved(supervisor, supervisor_two(supervisor), planned_cost="700.00")
    new = made(do(supervisor, old, "new_version"))
    line = made(supervisor.get(f"/r/quotations/{new['id']}/lines"))["lines"][0]
    made(put(supervisor, new, [{"id": line["id"], "cost": "300000.00"}], planned_cost="800.00"))
    address = f"/r/quotations/{new['id']}/differences?with={old['id']}"
    open_ = made(supervisor.get(address))
    assert "cost" in {x["field"] for x in open_["lines"][0]["fields"]}
    closed = made(seller.get(address))
    assert {"cost", "margin", "planned_cost"} & {x["field"] for x in closed["fields"]} == set()
    assert "cost" not in closed["lines"][0]["new"]
    assert "cost" not in {x["field"] for x in closed["lines"][0]["fields"]}


def supervisor_two(supervisor: Caller) -> Caller:
    from zhuke.commons.testing import make_person

    from .conftest import APPROVING, supervises

    second = make_person("周审", supervisor.person.unit, APPROVING)
    supervises(second)
    return Caller(second)


def test_two_quotations_are_no_versions(seller: Caller, stranger: Caller) -> None:
    one, other = with_lines(seller), with_lines(seller, title="另一份")
    before = Change.objects.count()
    refused = seller.get(f"/r/quotations/{one['id']}/differences", **{"with": other["id"]})
    assert (refused.status, refused.code) == (400, "not_versions")
    foreign = with_lines(stranger)
    assert seller.get(f"/r/quotations/{one['id']}/differences", **{"with": foreign["id"]}).status == 404
    assert before < Change.objects.count()
