"""Whose stages hold, and how they change."""

from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, allow, make_person
from zhuke.kernel import config
from zhuke.modules.sales.models import PHASE_CODES, Opportunity, Stage

from .conftest import EVERYTHING, do, move, opportunity, stage


@pytest.fixture
def boss(firm: Firm) -> Caller:
    """May change the group's stages."""
    return Caller(make_person("总裁", firm.group, EVERYTHING, scope="group"))


def test_the_installation_brings_five_stages_with_their_demands(db: None) -> None:
    from zhuke.modules.orgs.services.installation import install

    install()
    assert [(s.phase, s.name, s.responsible.code) for s in Stage.objects.order_by("position") if s.responsible] == [
        ("potential", "潜在客户", "marketing"),
        ("intention", "意向客户", "sales"),
        ("quotation", "正式报价", "project_manager"),
        ("signing", "签约", "sales"),
        ("start", "项目启动", "project_manager"),
    ]
    assert stage("signing").conditions == ["approved_quotation"]
    assert install() == 0


def test_a_unit_that_adopts_the_stages_has_its_own_and_its_opportunities_follow(seller: Caller, stranger: Caller, firm: Firm) -> None:
    near, far = opportunity(seller), opportunity(stranger)
    person = seller.person
    allow(person, {"stages": ["create"]}, "company")
    answer = seller.post("/sales/stages/adopt", {"unit": str(firm.east.pk)})
    assert (answer.status, [s["phase"] for s in answer.data["items"]]) == (200, PHASE_CODES)
    own = Stage.objects.get(unit=firm.east, phase="potential")
    assert Opportunity.objects.get(pk=near["id"]).stage_id == own.pk
    assert Opportunity.objects.get(pk=far["id"]).stage_id == stage("potential").pk
    assert seller.get("/sales/stages").data["unit"] == str(firm.east.pk)
    refused = move(seller, near, "intention")  # the group's stage holds no longer
    assert (refused.status, refused.code) == (400, "invalid")
    assert do(seller, near, "move", stage=str(Stage.objects.get(unit=firm.east, phase="intention").pk)).status == 200
    again = seller.post("/sales/stages/adopt", {"unit": str(firm.east.pk)})
    assert (again.status, again.code, Stage.objects.filter(unit=firm.east).count()) == (409, "has_stages", 5)


def test_nobody_makes_stages_for_a_sister_company(seller: Caller, firm: Firm) -> None:
    refused = seller.post("/sales/stages/adopt", {"unit": str(firm.west.pk)})
    assert (refused.status, refused.code, Stage.objects.exclude(unit=None).count()) == (403, "outside_scope", 0)
    reader = Caller(make_person("读者", firm.east_sales, {**EVERYTHING, "stages": ["read"]}))
    assert reader.post("/sales/stages/adopt", {"unit": str(firm.east.pk)}).code == "not_allowed"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"required_fields": ["nonsense"]}, "required_fields"),
        ({"required_fields": ["stage"]}, "required_fields"),
        ({"conditions": ["nonsense"]}, "conditions"),
        ({"phase": "nonsense"}, "phase"),
        ({"probability": 101}, "probability"),
        ({"name": "意向客户"}, "__all__"),
    ],
)
def test_wrong_stages_are_refused(boss: Caller, values: dict[str, Any], field: str) -> None:
    answer = boss.post("/r/stages", {"unit": None, "phase": "quotation", "name": "二次报价", **values})
    assert answer.status in (400, 422), answer.data
    assert field in answer.data["fields"]
    assert Stage.objects.count() == 5


def test_the_groups_last_stage_of_a_phase_stays(boss: Caller) -> None:
    row = stage("quotation")
    for values in ({"active": False}, {"phase": "intention"}):
        refused = boss.patch(f"/r/stages/{row.pk}", {"version": row.version, **values})
        assert (refused.status, refused.code) == (409, "last_of_phase")
    assert boss.post("/r/stages", {"unit": None, "phase": "quotation", "name": "二次报价", "position": 35}).status == 201
    assert boss.patch(f"/r/stages/{row.pk}", {"version": row.version, "active": False}).status == 200


def test_a_stage_that_changes_its_phase_takes_its_opportunities_along(boss: Caller, seller: Caller) -> None:
    made = boss.post("/r/stages", {"unit": None, "phase": "quotation", "name": "二次报价", "position": 35}).data
    row = opportunity(seller)
    assert do(seller, row, "move", stage=made["id"]).data["phase"] == "quotation"
    boss.patch(f"/r/stages/{made['id']}", {"version": made["version"], "phase": "intention"})
    assert Opportunity.objects.get().phase == "intention"


def test_a_used_stage_does_not_cross_the_line_of_signing(boss: Caller, seller: Caller) -> None:
    made = boss.post("/r/stages", {"unit": None, "phase": "quotation", "name": "二次报价", "position": 35}).data
    do(seller, opportunity(seller), "move", stage=made["id"])
    refused = boss.patch(f"/r/stages/{made['id']}", {"version": made["version"], "phase": "signing"})
    assert (refused.status, refused.code, Opportunity.objects.get().phase) == (409, "stage_in_use", "quotation")


def test_a_used_stage_stays_with_its_unit(boss: Caller, seller: Caller, firm: Firm) -> None:
    made = boss.post("/r/stages", {"unit": None, "phase": "quotation", "name": "二次报价", "position": 35}).data
    do(seller, opportunity(seller), "move", stage=made["id"])
    refused = boss.patch(f"/r/stages/{made['id']}", {"version": made["version"], "unit": str(firm.west.pk)})
    assert (refused.status, refused.code) == (409, "stage_in_use")


def test_an_opportunity_that_is_given_to_another_company_stands_in_that_companys_stage(boss: Caller, seller: Caller, firm: Firm) -> None:
    boss.post("/sales/stages/adopt", {"unit": str(firm.west.pk)})
    made = opportunity(seller)
    move(seller, made, "quotation")
    colleague = make_person("西南同事", firm.west_sales, EVERYTHING)
    config.forget()
    answer = do(boss, made, "assign", owner=str(colleague.pk), unit=str(firm.west_sales.pk))
    assert answer.status == 200, answer.data
    row = Opportunity.objects.select_related("stage").get()
    assert (row.stage.unit_id, row.phase) == (firm.west.pk, "quotation")


def test_without_stages_nothing_is_opened_and_the_sentence_says_what_to_do(seller: Caller) -> None:
    Stage.objects.update(active=False)
    from .conftest import customer

    answer = seller.post("/r/opportunities", {"name": "某地块", "customer": customer(seller)["id"]})
    assert (answer.status, answer.code, Opportunity.objects.count()) == (409, "no_stages", 0)


def test_what_a_stage_may_ask_for(boss: Caller) -> None:
    options = boss.get("/sales/stage-options").data
    assert [p["code"] for p in options["phases"]] == PHASE_CODES
    assert {"contact_known", "visited", "budget_known", "decision_maker", "next_contact_set"} <= {c["code"] for c in options["conditions"]}
    assert {"name": "amount", "label": "预计金额"} in options["fields"]


def test_built_in_stages_are_read_in_the_readers_language(seller: Caller) -> None:
    """A stage that the firm has named itself is said as it is written; what is stored stays Chinese."""
    row = opportunity(seller, "英文地块")
    Stage.objects.filter(phase="quotation").update(name="深化报价")
    config.forget()
    seller.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    labels = [column["label"] for column in seller.get("/sales/board").data["columns"]]
    assert labels == ["Prospect", "Interested", "深化报价", "Signing", "Project start"]
    moves = seller.get(f"/r/opportunities/{row['id']}/moves").data
    assert (moves["current"]["stage"]["label"], moves["items"][1]["stage"]["label"]) == ("Prospect", "深化报价")
    seller.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    assert seller.get("/sales/board").data["columns"][0]["label"] == "潜在客户"
    assert set(Stage.objects.values_list("name", flat=True)) >= {"潜在客户", "意向客户", "签约", "项目启动"}
