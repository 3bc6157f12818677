"""The org tree keeps its shape and its paths, whoever moves what."""

from typing import Any

import pytest
from django.db import connection

from zhuke.commons.testing import Caller, Firm, make_person, make_unit
from zhuke.modules.orgs.models import Unit

from .conftest import give, holder


def paths_are_right() -> None:
    """Every path is the parent's path and the own id."""
    rows = {unit.pk: unit for unit in Unit.objects.all()}
    for unit in rows.values():
        above = rows[unit.parent_id].path if unit.parent_id else ""
        assert unit.path == f"{above}{unit.pk}/"


def patch(caller: Caller, unit: Any, **values: Any) -> Any:
    """PATCH a unit as it is now."""
    unit.refresh_from_db()
    return caller.patch(f"/r/units/{unit.pk}", {"version": unit.version, **values})


def test_a_new_unit_stands_below_its_parent(admin: Caller, firm: Firm) -> None:
    made = admin.post("/r/units", {"name": "钢筋班", "code": "GJ", "kind": "team", "parent": firm.east_sales.pk})
    assert made.status == 201
    assert Unit.objects.get(pk=made.data["id"]).path == f"{firm.east_sales.path}{made.data['id']}/"


def test_moving_a_unit_moves_all_below_it(admin: Caller, firm: Firm) -> None:
    inner = make_unit("一组", parent=make_unit("一处", parent=firm.east_sales))
    moved = patch(admin, firm.east_sales, parent=firm.west.pk)
    assert moved.status == 200
    paths_are_right()
    inner.refresh_from_db()
    assert inner.path.startswith(f"{firm.west.path}{firm.east_sales.pk}/")
    west = admin.get("/r/units", filter=["parent", "under", str(firm.west.pk)], limit=100).data["items"]
    assert inner.name in [row["name"] for row in west]


@pytest.mark.parametrize("below", ["itself", "child", "grandchild"])
def test_a_unit_cannot_stand_below_itself(admin: Caller, firm: Firm, below: str) -> None:
    child = make_unit("一处", parent=firm.east_sales)
    target = {"itself": firm.east_sales, "child": child, "grandchild": make_unit("一组", parent=child)}[below]
    refused = patch(admin, firm.east_sales, parent=target.pk)
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["parent"])
    paths_are_right()


@pytest.mark.parametrize(
    ("kind", "parent", "allowed"),
    [
        ("subsidiary", "group", True),
        ("subsidiary", "east", True),
        ("department", "group", True),
        ("department", "east_sales", True),
        ("team", "east_sales", True),
        ("team", "team", False),
        ("subsidiary", "east_sales", False),
        ("department", "team", False),
        ("group", "group", False),
        ("department", None, False),
    ],
)
def test_kinds_follow_their_order(admin: Caller, firm: Firm, kind: str, parent: str | None, allowed: bool) -> None:
    places = {"group": firm.group, "east": firm.east, "east_sales": firm.east_sales, "team": make_unit("木工班", "team", firm.east)}
    count = Unit.objects.count()
    made = admin.post("/r/units", {"name": "新", "code": "NEW", "kind": kind, "parent": places[parent].pk if parent else None})
    assert made.status == (201 if allowed else 400), made.data
    assert Unit.objects.count() == count + allowed


def test_a_kind_changes_only_as_far_as_the_units_below_allow(admin: Caller, firm: Firm) -> None:
    make_unit("一处", parent=firm.east_sales)
    refused = patch(admin, firm.east_sales, kind="team")
    assert (refused.status, list(refused.data["fields"])) == (400, ["kind"])


def test_there_is_one_group(admin: Caller, firm: Firm) -> None:
    refused = admin.post("/r/units", {"name": "另一个集团", "code": "G2", "kind": "group"})
    assert (refused.status, refused.data["message"]) == (400, "只能有一个集团，请选择其他类型。")


def test_codes_are_taken_once(admin: Caller, firm: Firm) -> None:
    refused = admin.post("/r/units", {"name": "重号", "code": firm.west.code, "kind": "department", "parent": firm.east.pk})
    assert (refused.status, refused.data["fields"]["code"]) == (400, ["该编码已被使用，请换一个。"])


def test_a_unit_with_people_or_units_stays_on(admin: Caller, firm: Firm) -> None:
    make_person("周一", firm.east_sales)
    refused = patch(admin, firm.east_sales, active=False)
    assert (refused.status, refused.code, "1 名在职人员" in refused.data["message"]) == (409, "in_use", True)
    refused = patch(admin, firm.east, active=False)
    assert (refused.status, "1 个启用的下级单位" in refused.data["message"]) == (409, True)
    firm.east_sales.refresh_from_db()
    assert firm.east_sales.active


def test_a_unit_where_somebody_holds_a_role_stays_on(admin: Caller, firm: Firm) -> None:
    give(make_person("周一", firm.east), "sales", firm.west_sales)
    refused = patch(admin, firm.west_sales, active=False)
    assert (refused.status, "1 个任职" in refused.data["message"]) == (409, True)


def test_an_empty_unit_is_switched_off_and_takes_nobody_in(admin: Caller, firm: Firm) -> None:
    assert patch(admin, firm.west_sales, active=False).data["active"] is False
    person = {"username": "li.si", "name": "李四", "unit": firm.west_sales.pk}
    assert list(admin.post("/r/users", person).data["fields"]) == ["unit"]
    child = {"name": "新", "code": "N", "kind": "team", "parent": firm.west_sales.pk}
    assert list(admin.post("/r/units", child).data["fields"]) == ["parent"]
    assert patch(admin, firm.west, active=False).data["active"] is False
    assert list(patch(admin, firm.west_sales, active=True).data["fields"]) == ["parent"], "its parent is off"


def test_the_group_is_never_switched_off(admin: Caller, firm: Firm) -> None:
    refused = patch(admin, firm.group, active=False)
    assert (refused.status, refused.code) == (409, "in_use")


class TestTheEastAdministrator:
    def test_changes_the_own_company(self, east_admin: Caller, firm: Firm) -> None:
        made = east_admin.post("/r/units", {"name": "技术部", "code": "JS", "kind": "department", "parent": firm.east.pk})
        assert made.status == 201
        assert patch(east_admin, firm.east_sales, name="东部市场").data["name"] == "东部市场"

    def test_sees_but_does_not_change_the_other_company(self, east_admin: Caller, firm: Firm) -> None:
        assert east_admin.get(f"/r/units/{firm.west.pk}").data["_can"] == ["read"]
        refused = patch(east_admin, firm.west_sales, name="改")
        assert (refused.status, refused.code) == (403, "not_allowed_here")
        refused = east_admin.post("/r/units", {"name": "新", "code": "N", "kind": "department", "parent": firm.west.pk})
        assert (refused.status, refused.code) == (403, "outside_scope")
        assert not Unit.objects.filter(code="N").exists()

    def test_moves_nothing_out_of_the_own_company(self, east_admin: Caller, firm: Firm) -> None:
        refused = patch(east_admin, firm.east_sales, parent=firm.west.pk)
        assert (refused.status, refused.code) == (403, "outside_scope")
        firm.east_sales.refresh_from_db()
        assert firm.east_sales.parent_id == firm.east.pk

    def test_does_not_redraw_where_a_company_ends(self, east_admin: Caller, firm: Firm) -> None:
        refused = patch(east_admin, firm.east, kind="department")
        assert (refused.status, refused.code) == (403, "kind_fixed")


def test_the_tree_counts_the_people_whom_one_sees(admin: Caller, east_admin: Caller, firm: Firm) -> None:
    make_person("周一", firm.east_sales)
    gone = make_person("吴二", firm.east_sales)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    rows = {row["name"]: row for row in admin.get("/units/tree").data}
    assert [row["depth"] for row in admin.get("/units/tree").data][:2] == [0, 1]
    assert (rows["华东市场部"]["people"], rows["华东公司"]["people_below"], rows["大江集团"]["people_below"]) == (1, 2, 3)
    assert rows["西南公司"]["_can"] == ["update", "create"]
    seen = {row["name"]: row["_can"] for row in east_admin.get("/units/tree").data}
    assert (seen["西南公司"], seen["华东市场部"]) == ([], ["update", "create"])


def test_the_tree_costs_the_same_however_large(admin: Caller, firm: Firm, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_unit(f"部门{number}", parent=firm.east)
    admin.get("/units/tree")
    with django_assert_max_num_queries(10):
        assert len(admin.get("/units/tree").data) == 35


def test_nobody_without_the_right_sees_the_tree(firm: Firm) -> None:
    refused = Caller(make_person("路人", firm.east)).get("/units/tree")
    assert (refused.status, refused.code) == (403, "not_allowed")


def test_a_worker_finds_the_units(firm: Firm) -> None:
    assert Caller(holder("site_worker", firm.east)).get("/units/tree").status == 200


def test_two_administrators_do_not_reshape_the_tree_at_once(admin: Caller, firm: Firm) -> None:
    elsewhere = connection.copy()
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('zhuke.units'))")
    try:
        refused = patch(admin, firm.east_sales, parent=firm.west.pk)
        renamed = patch(admin, firm.east_sales, name="市场一部")
    finally:
        elsewhere.close()
    assert (refused.status, refused.code) == (409, "busy")
    assert renamed.status == 200, "names may change meanwhile"
