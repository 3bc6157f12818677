"""Board, funnel, forecast, losses, success: against sums made by hand, within what one may see."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, allow, make_person
from zhuke.kernel import config
from zhuke.modules.sales.models import Opportunity, StageChange
from zhuke.modules.sales.services.derive import derive_days

from .conftest import EVERYTHING, customer, do, move, opportunity


@pytest.fixture
def pipeline(seller: Caller, stranger: Caller) -> dict[str, Any]:
    """East: two potential, one in quotation, one signed, one lost in intention; west: one potential."""
    party = customer(seller, region="江苏")
    made = {
        name: opportunity(seller, f"{name} 地块", customer=party["id"], amount=amount)
        for name, amount in (("甲", "1000000"), ("乙", "2000000"), ("丙", "4000000"), ("丁", "8000000"), ("戊", "16000000"))
    }
    move(seller, made["丙"], "quotation")
    move(seller, made["丁"], "signing")
    move(seller, made["戊"], "intention")
    do(seller, made["戊"], "lose", reason="price")
    made["西"] = opportunity(stranger, "西部地块", amount="99000000")
    return made


def test_the_board_counts_and_sums_what_one_sees(seller: Caller, pipeline: dict[str, Any]) -> None:
    board = seller.get("/sales/board").data
    assert board["by"] == "stage"
    columns = {c["phase"]: c for c in board["columns"]}
    assert [(p, c["count"], c["amount"]) for p, c in columns.items()] == [
        ("potential", 2, "3000000.00"), ("intention", 0, "0.00"), ("quotation", 1, "4000000.00"), ("signing", 1, "8000000.00"),
        ("start", 0, "0.00"),
    ]  # fmt: skip
    assert (columns["potential"]["weighted"], columns["quotation"]["weighted"]) == ("300000.00", "2000000.00")
    assert board["total"] == {"count": 4, "amount": "15000000.00"}
    card = columns["quotation"]["items"][0]
    assert (card["name"], card["owner"]["label"], card["days_in_stage"], card["overdue"], card["silent_days"]) == (
        "丙 地块",
        "王东",
        0,
        False,
        0,
    )
    assert card["_can"] == ["update", "move", "lose", "assign", "follow"]
    assert columns["signing"]["items"][0]["_can"] == ["update", "move", "assign", "follow"]
    assert "西部地块" not in str(board)


def test_columns_page_on_and_cards_tell_risk_and_delay(seller: Caller, pipeline: dict[str, Any]) -> None:
    Opportunity.objects.filter(name="乙 地块").update(stage_since=timezone.now() - dt.timedelta(days=40))
    for level, title in (("low", "小事"), ("high", "大事")):
        seller.post("/r/opportunity_risks", {"opportunity": pipeline["乙"]["id"], "title": title, "level": level})
    column = seller.get("/sales/board", limit=1).data["columns"][0]
    first = column["items"]
    assert [(c["name"], c["overdue"], c["days_in_stage"], c["risk"]) for c in first] == [
        ("乙 地块", True, 40, {"level": "high", "title": "大事"})
    ]
    rest = seller.get(f"/sales/board/{column['key']}", limit=1, cursor=column["next"]).data
    assert ([c["name"] for c in rest["items"]], rest["next"]) == (["甲 地块"], None)
    assert (seller.get("/sales/board/nonsense").status, seller.get("/sales/board/nonsense").code) == (404, "not_found")


def test_the_board_takes_filters_but_not_by_masked_fields(seller: Caller, stranger: Caller, pipeline: dict[str, Any]) -> None:
    board = seller.get("/sales/board", filter=["amount", ">=", "4000000"], q="丙").data
    assert board["total"] == {"count": 1, "amount": "4000000.00"}
    refused = stranger.get("/sales/board", filter=["bid_price", ">", "1"])
    assert (refused.status, refused.code) == (400, "bad_filter")


def test_several_sets_of_stages_in_view_make_a_board_of_phases(pipeline: dict[str, Any], firm: Firm) -> None:
    boss = Caller(make_person("总裁", firm.group, EVERYTHING, scope="group"))
    assert boss.get("/sales/board").data["by"] == "stage"
    assert boss.post("/sales/stages/adopt", {"unit": str(firm.east.pk)}).status == 200
    board = boss.get("/sales/board").data
    assert (board["by"], board["total"]["count"]) == ("phase", 5)
    assert [(c["key"], c["count"]) for c in board["columns"]][:3] == [("potential", 3), ("intention", 0), ("quotation", 1)]
    east = boss.get("/sales/board", unit=str(firm.east.pk)).data
    assert (east["by"], [c["count"] for c in east["columns"]]) == ("stage", [2, 0, 1, 1, 0])


def test_old_victories_leave_the_board(seller: Caller, pipeline: dict[str, Any]) -> None:
    Opportunity.objects.filter(state="won").update(closed_at=timezone.now() - dt.timedelta(days=120))
    assert seller.get("/sales/board").data["total"]["count"] == 3


def test_the_funnel_tells_what_became_of_each(seller: Caller, pipeline: dict[str, Any]) -> None:
    StageChange.objects.filter(opportunity=pipeline["丙"]["id"], direction="forward").update(days=10)
    StageChange.objects.filter(opportunity=pipeline["丁"]["id"], direction="forward").update(days=20)
    StageChange.objects.filter(opportunity=pipeline["戊"]["id"], direction="forward").update(days=60)
    assert derive_days() == 3
    funnel = seller.get("/sales/funnel").data
    table = [(p["phase"], p["entered"], p["passed"], p["still"], p["lost"], p["back"], p["conversion"]) for p in funnel["phases"]]
    assert table == [
        ("potential", 5, 3, 2, 0, 0, 60.0), ("intention", 3, 2, 0, 1, 0, 66.7), ("quotation", 2, 1, 1, 0, 0, 50.0),
        ("signing", 1, 0, 1, 0, 0, 0.0), ("start", 0, 0, 0, 0, 0, None),
    ]  # fmt: skip
    first = funnel["phases"][0]
    assert (first["dwell_average"], first["dwell_median"], first["dwell_count"], first["amount"]) == (30.0, 20.0, 3, "31000000.00")
    assert (funnel["open"], funnel["won"], funnel["lost"], funnel["count"], funnel["win_rate"]) == (3, 1, 1, 5, 50.0)
    assert seller.get("/sales/funnel", since="2100-01-01").data["count"] == 0
    assert seller.get("/sales/funnel", region="江苏", owner=str(seller.person.pk)).data["count"] == 5
    assert seller.get("/sales/funnel", region="海南").data["count"] == 0


def test_going_back_is_told_in_the_funnel(seller: Caller, pipeline: dict[str, Any]) -> None:
    move(seller, pipeline["丙"], "potential", reason="需求变了")
    quotation = seller.get("/sales/funnel").data["phases"][2]
    assert (quotation["entered"], quotation["passed"], quotation["still"], quotation["back"]) == (2, 1, 0, 1)


def test_the_forecast_weighs_by_odds(seller: Caller, pipeline: dict[str, Any]) -> None:
    today = timezone.localdate()
    Opportunity.objects.filter(name="甲 地块").update(expected_on=today)
    Opportunity.objects.filter(name="丙 地块").update(expected_on=today)
    Opportunity.objects.filter(name="乙 地块").update(expected_on=today.replace(day=1) - dt.timedelta(days=1))
    answer = seller.get("/sales/forecast").data
    month = answer["months"][0]
    assert len(answer["months"]) == 12
    assert month == {
        "month": f"{today:%Y-%m}", "count": 2, "amount": "5000000.00", "weighted": "2100000.00", "won_count": 1, "won_amount": "8000000.00",
    }  # fmt: skip
    assert (answer["late"]["count"], answer["late"]["weighted"], answer["undated"]["count"]) == (1, "200000.00", 0)


def test_losses_and_success_are_counted_by_what_is_asked(seller: Caller, pipeline: dict[str, Any]) -> None:
    lost = seller.get("/sales/losses", by="phase").data
    assert [(i["value"], i["label"], i["count"], i["amount"], i["share"]) for i in lost["items"]] == [
        ("intention", "意向客户", 1, "16000000.00", 100.0)
    ]
    assert lost["items"][0]["parts"] == [{"value": "price", "label": "价格偏高", "count": 1}]
    [reason] = seller.get("/sales/losses", by="reason").data["items"]
    assert (reason["label"], reason["parts"]) == ("价格偏高", [{"value": "intention", "label": "意向客户", "count": 1}])
    assert seller.get("/sales/losses", by="nonsense").status == 422
    rates = seller.get("/sales/win-rates", by="region").data
    counted = {
        "decided": 2,
        "won": 1,
        "lost": 1,
        "rate": 50.0,
        "quoted": 1,
        "quoted_won": 1,
        "quoted_rate": 100.0,
        "won_amount": "8000000.00",
    }
    assert rates["items"] == [{"value": "江苏", "label": "江苏", **counted}]
    assert rates["total"] == counted
    assert seller.get("/sales/win-rates", by="owner").data["items"][0]["label"] == "王东"
    assert seller.get("/sales/win-rates", since="2100-01-01").data["total"]["rate"] is None


def test_several_reasons_inside_one_phase(seller: Caller, pipeline: dict[str, Any]) -> None:
    move(seller, pipeline["乙"], "intention")
    do(seller, pipeline["乙"], "lose", reason="technical")
    do(seller, pipeline["甲"], "lose", reason="technical")
    found = seller.get("/sales/losses", by="phase").data
    assert [(i["value"], i["count"], i["amount"], [(p["value"], p["count"]) for p in i["parts"]]) for i in found["items"]] == [
        ("intention", 2, "18000000.00", [("price", 1), ("technical", 1)]),
        ("potential", 1, "1000000.00", [("technical", 1)]),
    ]
    assert (found["count"], found["amount"]) == (3, "19000000.00")


def test_the_analysis_as_a_workbook(seller: Caller, firm: Firm, pipeline: dict[str, Any]) -> None:
    answer = seller.get("/sales/analysis.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.raw.content))
    assert book.sheetnames == ["销售漏斗", "签约预测", "丢单分析", "赢单率", "客户流失"]
    rows = {name: [[cell.value for cell in row if cell.value is not None] for row in book[name].iter_rows()] for name in book.sheetnames}
    assert rows["销售漏斗"][3][:3] == ["潜在客户", 5, 60]
    assert ["价格偏高", 1, 100, 16000000, "意向客户 1"] in rows["丢单分析"]
    assert ["江苏", 2, 1, 50, 1, 1, 100, 8000000] in rows["赢单率"]
    reader = Caller(make_person("读者", firm.east_sales, {"opportunities": ["read"]}))
    assert (reader.get("/sales/funnel").status, reader.get("/sales/analysis.xlsx").code) == (200, "not_allowed")
    narrow = make_person("新人", firm.east_sales, {"opportunities": ["read"]})
    allow(narrow, {"opportunities": ["export"]}, "own")
    own = openpyxl.load_workbook(io.BytesIO(Caller(narrow).get("/sales/analysis.xlsx").raw.content))
    assert own["销售漏斗"]["B4"].value == 0, "what one may only read does not leave the house"


@pytest.mark.parametrize(
    "path",
    ["analysis.xlsx", "board", "board/potential", "funnel", "forecast", "losses", "win-rates", "collisions", "stages", "stage-options"],
)
def test_without_the_right_there_are_no_figures(firm: Firm, path: str) -> None:
    nobody = Caller(make_person("路人", firm.east_sales, {"customers": ["read"]}))
    refused = nobody.get(f"/sales/{path}")
    assert (refused.status, refused.code) == (403, "not_allowed")


def test_a_board_costs_the_same_however_long(seller: Caller, pipeline: dict[str, Any]) -> None:
    counts = []
    for _round in range(3):
        config.forget()
        with CaptureQueriesContext(connection) as queries:
            assert seller.get("/sales/board").status == 200
        counts.append(len(queries))
        for n in range(3):
            opportunity(seller, f"又 {_round}{n}", customer=pipeline["甲"]["customer"]["id"])
    assert counts[1] == counts[2] <= 25, counts


def test_probability_follows_the_companys_own_history(
    seller: Caller, stranger: Caller, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhuke.kernel.access import system
    from zhuke.modules.sales.services import rates
    from zhuke.modules.sales.services.rates import refresh_rates

    monkeypatch.setattr(rates, "BATCH", 1)
    party = customer(seller)["id"]
    for n in range(20):
        made = opportunity(seller, f"旧 {n}", customer=party)
        move(seller, made, "intention")
        if n < 5:
            move(seller, made, "signing")
        else:
            do(seller, made, "lose", reason="price")
    going, far = opportunity(seller, "新", customer=party), opportunity(stranger, "西")
    opportunity(seller, "同阶段", customer=party)
    assert refresh_rates(system("测试")) == 2  # in two batches; the company in the west has no history
    near, other = (Opportunity.objects.get(pk=row["id"]) for row in (going, far))
    assert (near.probability, near.probability_basis) == (25, {"kind": "history", "decided": 20, "won": 5, "minimum": 20})
    assert (other.probability, other.probability_basis["kind"]) == (10, "stage")
    assert near.version == going["version"]
    told = seller.get(f"/r/opportunities/{going['id']}/moves").data["current"]["probability"]
    assert told["text"] == "本公司到过该阶段且已有结果的商机共 20 个，其中赢单 5 个。"
    moved = move(seller, going, "quotation").data
    assert (moved["probability"], moved["probability_basis"]["kind"]) == (50, "stage")  # nobody decided had stood in quotation
    assert refresh_rates(system("测试")) == 0
