"""Phases: gates hold, steps are recorded, going back and pausing need a reason; health says why."""

from zhuke.commons.testing import Caller, make_person
from zhuke.kernel.models import Event
from zhuke.modules.projects.conditions import register_condition
from zhuke.modules.projects.models import Project, ProjectGate, ProjectPhase
from zhuke.modules.projects.services import health
from zhuke.modules.projects.services.figures import set_progress

from .conftest import Site, a_contract


def test_a_gate_names_what_is_missing_and_opens_when_it_is_there(site: Site) -> None:
    assert site.do(site.manager, "advance").status == 200
    refused = site.do(site.manager, "advance")
    assert (refused.status, refused.code) == (409, "conditions_unmet")
    assert "还没有已签订的合同" in refused.data["message"]
    assert [c["code"] for c in refused.data["data"]["checks"] if not c["ok"]][:1] == ["contract_signed"]
    assert site.again().phase == "design"
    ProjectGate.objects.filter(phase="construction").update(conditions=["contract_signed"])
    site.manager.patch(site.url, {"version": site.project.version, "contract": str(a_contract(site).pk)})
    answer = site.do(site.manager, "advance", note="开工令已签发")
    assert (answer.status, answer.data["phase"]) == (200, "construction")
    assert site.again().began_on is not None
    steps = site.manager.get(f"{site.url}/phases").data["items"]
    assert [(s["move"], s["from"], s["to"]) for s in steps][:2] == [
        ("forward", "design", "construction"),
        ("forward", "initiation", "design"),
    ]
    assert steps[0]["note"] == "开工令已签发"
    assert steps[0]["person"]["label"] == "周工"


def test_passing_over_a_phase_does_not_pass_over_its_gate(site: Site) -> None:
    ProjectGate.objects.all().delete()
    ProjectGate.objects.create(phase="design", required_documents=["立项报告"])
    refused = site.do(site.manager, "advance", to="construction")
    assert (refused.status, refused.code) == (409, "conditions_unmet")
    assert "立项报告" in refused.data["message"]
    assert not ProjectPhase.objects.exclude(from_phase="").exists()


def test_the_nearest_unit_upward_says_what_is_asked(site: Site) -> None:
    register_condition("never_in_tests", "永不满足", lambda project: "不行。")
    ProjectGate.objects.filter(phase="design").update(conditions=["never_in_tests"])
    assert site.do(site.manager, "advance").code == "conditions_unmet"
    ProjectGate.objects.create(phase="design", unit=site.firm.east, required_fields=["city"])
    assert site.do(site.manager, "advance").status == 200


def test_going_back_needs_a_reason_and_undoes_the_days(site: Site) -> None:
    ProjectGate.objects.all().delete()
    site.do(site.manager, "advance", to="settlement")
    assert site.again().finished_on is not None
    assert site.do(site.manager, "go_back").code == "invalid"
    assert site.do(site.manager, "go_back", reason="验收未过", to="warranty").code == "wrong_state"
    assert site.do(site.manager, "go_back", reason="验收未过", to="design").data["phase"] == "design"
    assert (site.again().began_on, site.project.finished_on) == (None, None)
    assert site.do(site.manager, "advance", to="initiation").code in ("invalid", "wrong_state")


def test_a_project_on_hold_does_not_move(site: Site) -> None:
    assert site.do(site.manager, "hold").code == "invalid"
    assert site.do(site.manager, "hold", reason="等待征地").data["held_reason"] == "等待征地"
    for verb, inputs in (("advance", {}), ("hold", {"reason": "再停"}), ("go_back", {"reason": "退"})):
        assert site.do(site.manager, verb, **inputs).code == "wrong_state"
    assert site.again().health == "amber"
    assert site.do(site.manager, "resume").data["held_on"] is None
    assert site.do(site.manager, "resume").code == "wrong_state"


def test_days_of_steps_lie_between_the_step_before_and_today(site: Site) -> None:
    for day in ("2199-01-01", "2020-01-01"):
        assert site.do(site.manager, "advance", on=day).code == "invalid"
    assert site.again().phase == "initiation"


def test_strangers_and_lookers_on_move_nothing(site: Site) -> None:
    looker = Caller(make_person("看客", site.firm.east, {"projects": ["read"]}))
    before = Event.objects.count()
    assert site.do(site.stranger, "advance").status == 404
    assert site.do(looker, "advance").status == 403
    for path in ("gates", "overview", "phases", "templates"):
        assert site.stranger.get(f"{site.url}/{path}").status == 404
    assert (site.again().phase, Event.objects.count()) == ("initiation", before)


def test_a_closed_project_takes_nothing_new(site: Site) -> None:
    ProjectGate.objects.all().delete()
    site.do(site.manager, "advance", to="closed")
    member = site.manager.post("/r/project_members", {"project": str(site.project.pk), "role": "safety"})
    assert (member.status, member.code) == (409, "project_closed")
    assert site.do(site.manager, "advance").code == "wrong_state"
    assert site.do(site.manager, "approve_budget").status in (403, 409)


def test_health_says_why_and_whom_it_may_tell(site: Site) -> None:
    Project.objects.filter(pk=site.project.pk).update(ends_on="2026-01-01", budget_total=100, forecast_total=120)
    health.refresh([site.project.pk])
    reasons = {r["source"]: r for r in site.head.get(f"{site.url}/overview").data["health"]["reasons"]}
    assert site.again().health == "red"
    assert reasons["money"]["text"] == "预测成本超出预算 20.0%"
    assert reasons["days"]["level"] == "red"
    seen = {r["source"]: r for r in site.manager.get(f"{site.url}/overview").data["health"]["reasons"]}
    assert (seen["money"]["text"], seen["money"]["level"]) == ("", "red")
    assert seen["days"]["text"]


def test_progress_is_told_without_a_new_version(site: Site) -> None:
    version = site.project.version
    assert set_progress(site.project.pk, 42.5)
    assert not set_progress(site.project.pk, 42.5)
    assert (str(site.again().progress), site.project.version) == ("42.50", version)
