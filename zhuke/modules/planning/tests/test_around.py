"""What plans bring to the rest of the house: reminders, days in calendars, health, gates, templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.calendars.models import Holiday
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, allow, make_person, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.kernel import config
from zhuke.kernel.audit import writing
from zhuke.modules.planning.models import Plan, Task, TaskLink
from zhuke.modules.planning.parts import apply, take
from zhuke.modules.planning.tests.factories import TESTS, add, fill, task_named, tie
from zhuke.modules.projects.conditions import condition
from zhuke.modules.projects.models import Project, ProjectGate
from zhuke.modules.projects.services import health
from zhuke.modules.projects.tests.factories import a_project

TODAY = timezone.localdate()


def at(days: int, hour: int = 17) -> dt.datetime:
    """That hour, so many days from today."""
    return timezone.make_aware(dt.datetime.combine(TODAY + dt.timedelta(days), dt.time(hour)))


def lay(plan: Plan, wanted: dict[str, tuple[int, dict[str, Any]]]) -> dict[str, Task]:
    """Tasks that the plan lets end so many days from today, with these values."""
    fill(plan, *(add(name) for name in wanted))
    for name, (days, values) in wanted.items():
        Task.objects.filter(plan=plan, name=name).update(starts_at=at(days, 8), ends_at=at(days), **values)
    return {name: task_named(plan, name) for name in wanted}


def go(code: str) -> int:
    """One pass of a rule; how often it fired."""
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=f"planning.{code}")).fired
    act_all()
    return fired


@pytest.fixture
def foreman(firm: Firm) -> Caller:
    """Does the work, does not lead it."""
    return Caller(make_person("工长", firm.east, {"projects": ["read"], "tasks": ["read", "report"]}, "below"))


def told() -> set[tuple[str, str]]:
    """Who has been told what."""
    return set(Notice.objects.values_list("user__name", "title"))


def test_a_task_three_days_late_is_brought_to_mind(plan: Plan, east: Caller, foreman: Caller, project: Project) -> None:
    rows = lay(
        plan,
        {
            "支模": (-4, {"owner": foreman.person}),
            "浇筑": (-2, {"owner": foreman.person}),
            "放线": (-9, {"owner": foreman.person, "state": "done"}),
            "作废": (-9, {"owner": foreman.person, "inactive": True}),
        },
    )
    assert [go("task_late"), go("task_late")] == [1, 0]
    title = f"{project.name}：任务“支模”已逾期"
    assert told() == {("工长", title), ("计划东", title)}
    todo = Todo.objects.get()
    assert (todo.assignee_id, todo.kind, todo.state) == (foreman.person.pk, "due", "open")
    done = foreman.post(f"/r/tasks/{rows['支模'].pk}/do/finish", {"inputs": {}})
    assert done.status == 200, done.data
    go("task_late")
    assert Todo.objects.get(pk=todo.pk).state == "done"


def test_a_scenario_reminds_nobody(plan: Plan, east: Caller) -> None:
    lay(plan, {"支模": (-9, {"owner": east.person})})
    Task.objects.update(live=False)
    assert (go("task_late"), go("node_tomorrow"), Notice.objects.count()) == (0, 0, 0)


def day(days: int, kind: str) -> None:
    """What the calendar of the firm says of the day so many days from today: work or rest."""
    Holiday.objects.update_or_create(day=TODAY + dt.timedelta(days), archived_at=None, defaults={"kind": kind, "name": "测试"})
    config.forget()


def test_a_key_node_is_announced_one_day_ahead(plan: Plan, east: Caller, project: Project) -> None:
    day(1, "work")
    lay(
        plan,
        {"封顶": (1, {"kind": "milestone"}), "移交钥匙": (1, {"tag": "handover"}), "砌筑": (1, {}), "竣工": (3, {"kind": "milestone"})},
    )
    assert [go("node_tomorrow"), go("node_tomorrow")] == [2, 0]
    assert told() == {("计划东", f"{project.name}：节点“{name}”将在 {TODAY + dt.timedelta(1)} 17:00 到期") for name in ("封顶", "移交钥匙")}


def test_before_days_off_a_node_after_them_is_announced_on_the_last_working_day(plan: Plan, east: Caller) -> None:
    for days, kind in ((1, "off"), (2, "off"), (3, "work"), (4, "work")):
        day(days, kind)
    lay(plan, {"封顶": (3, {"kind": "milestone"}), "竣工": (4, {"kind": "milestone"})})
    assert [go("node_tomorrow"), go("node_tomorrow")] == [1, 0]
    assert {name for _who, title in told() for name in ("封顶", "竣工") if name in title} == {"封顶"}


def test_deliveries_acceptances_and_deadlines(plan: Plan, east: Caller, foreman: Caller) -> None:
    lay(
        plan,
        {
            "钢筋进场": (3, {"tag": "delivery", "owner": foreman.person}),
            "基础验收": (7, {"tag": "acceptance", "owner": foreman.person}),
            "屋面": (20, {"owner": foreman.person, "deadline": at(10), "total_float": -480}),
        },
    )
    assert [go(code) for code in ("delivery_ahead", "acceptance_ahead", "deadline_breaks")] == [1, 1, 1]
    titles = {title.split("：", 1)[1] for who, title in told() if who == "工长"}
    day = {n: TODAY + dt.timedelta(n) for n in (3, 7)}
    assert titles == {f"“钢筋进场”应在 {day[3]} 17:00 到货", f"“基础验收”将在 {day[7]} 17:00 验收", "任务“屋面”将错过截止日期"}


def days_of(caller: Caller) -> dict[str, tuple[str, str]]:
    """What a person's calendar shows of plans: title → (kind, day)."""
    found = caller.get("/calendar", since=str(TODAY), until=str(TODAY + dt.timedelta(10)), who="me")
    assert found.status == 200, found.data
    return {one["title"]: (one["kind"], one["start"][:10]) for one in found.data["items"] if one["kind"] in ("task", "task_node")}


def test_tasks_stand_in_the_calendar_of_who_does_them(plan: Plan, east: Caller, west: Caller, foreman: Caller, project: Project) -> None:
    lay(
        plan,
        {
            "封顶": (1, {"kind": "milestone"}),
            "砌筑": (2, {"owner": foreman.person}),
            "基础验收": (3, {"owner": foreman.person, "tag": "acceptance"}),
            "明年的事": (300, {"owner": foreman.person}),
        },
    )
    day = {n: str(TODAY + dt.timedelta(n)) for n in (1, 2, 3)}
    name = project.name
    assert days_of(east) == {f"封顶 {name}": ("task_node", day[1])}, "who leads the project has its nodes without an owner"
    assert days_of(foreman) == {f"砌筑 {name}": ("task", day[2]), f"基础验收 {name}": ("task_node", day[3])}
    assert days_of(west) == {}
    Project.objects.filter(pk=project.pk).update(archived_at=timezone.now())
    assert (days_of(east), days_of(foreman)) == ({}, {})


def health_of(project: Project) -> tuple[str, list[tuple[str, str]]]:
    """Colour, and what each source of planning says."""
    health.refresh([project.pk])
    project.refresh_from_db()
    reasons = [(one["source"], one["text"]["zh-hans"]) for one in project.health_reasons if one["source"].startswith("plan_")]
    return project.health, reasons


@pytest.mark.parametrize(
    ("tasks", "colour", "said"),
    [
        ({"支模": (1, {})}, "green", []),
        ({"支模": (-1, {})}, "amber", ["1 项任务已过计划完成日期"]),
        ({f"支模{n}": (-1, {}) for n in range(6)}, "red", ["6 项任务已过计划完成日期"]),
        ({"支模": (-1, {"actual_end": at(-1)})}, "green", []),
        ({"支模": (-1, {}), "封顶": (-1, {"kind": "milestone"})}, "amber", ["1 个里程碑已过期未完成"]),
        ({"封顶": (-1, {"kind": "milestone"}), "竣工": (-1, {"kind": "milestone"})}, "red", ["2 个里程碑已过期未完成"]),
        ({"屋面": (20, {"deadline": at(10)})}, "red", ["1 项任务将错过截止日期"]),
    ],
)
def test_health_follows_the_plan(plan: Plan, project: Project, tasks: dict[str, Any], colour: str, said: list[str]) -> None:
    lay(plan, tasks)
    assert health_of(project) == (colour, [("plan_tasks", text) for text in said])
    Project.objects.filter(pk=project.pk).update(held_on=TODAY)
    assert health_of(project)[1] == [], "nobody works on what is held"


@pytest.mark.parametrize(("days", "colour"), [(0, "green"), (3, "amber"), (15, "red")])
def test_an_end_that_slips_shows(plan: Plan, project: Project, days: int, colour: str) -> None:
    Project.objects.filter(pk=project.pk).update(ends_on=TODAY)
    Plan.objects.filter(pk=plan.pk).update(finish_at=at(days))
    said = [("plan_end", f"按计划竣工将比约定晚 {days} 天")] if days else []
    assert health_of(project) == (colour, said)


def test_an_edit_renews_the_health(plan: Plan, project: Project, east: Caller) -> None:
    Project.objects.filter(pk=project.pk).update(ends_on=dt.date(2026, 3, 6))
    answer = east.post(
        f"/r/plans/{plan.pk}/edit", {"operations": [{"op": "add", "id": str(add("支模")["id"]), "name": "支模", "duration": 9600}]}
    )
    assert answer.status == 200, answer.data
    run_jobs()
    project.refresh_from_db()
    assert "plan_end" in [reason["source"] for reason in project.health_reasons]


def test_construction_waits_for_a_baseline(plan: Plan, project: Project, east: Caller) -> None:
    allow(east.person, {"projects": ["read", "advance"]}, "below")
    rule = condition("plan_baseline")
    assert rule
    assert "基线" in str(rule.check(project))
    ProjectGate.objects.all().delete()
    ProjectGate.objects.create(phase="design", conditions=["plan_baseline"])
    answer = east.post(f"/r/projects/{project.pk}/do/advance", {"inputs": {}})
    assert (answer.status, answer.code) == (409, "conditions_unmet")
    assert [one["code"] for one in answer.data["data"]["checks"]] == ["plan_baseline"]
    project.refresh_from_db()
    assert project.phase == "initiation"
    fill(plan, add("支模"))
    taken = east.post(f"/r/plans/{plan.pk}/baselines", {"name": "合同工期"})
    assert taken.status == 201
    assert rule.check(project) is None
    east.delete(f"/r/plans/{plan.pk}/baselines/{taken.data['id']}")
    assert rule.check(project) is not None, "one that was put away holds nothing"
    east.post(f"/r/plans/{plan.pk}/baselines", {"name": "合同工期"})
    assert east.post(f"/r/projects/{project.pk}/do/advance", {"inputs": {}}).status == 200


def test_a_template_carries_tasks_and_links_but_no_days_and_people(firm: Firm, plan: Plan, project: Project, east: Caller) -> None:
    above, first, second, node = add("主体"), add("支模", 5), add("浇筑", 3, tag="key_node"), add("封顶", 0)
    fill(
        plan,
        above,
        {**first, "parent": above["id"]},
        {**second, "parent": above["id"], "owner": east.person.pk},
        {**node, "kind": "milestone"},
        tie(first, second, "SS", 480),
        tie(second, node),
    )
    items = take(project)
    assert [(one["name"], one["parent"]) for one in items] == [("主体", None), ("支模", 0), ("浇筑", 0), ("封顶", None)]
    assert not {"owner", "start", "end", "progress", "budget"} & set(items[2])
    other = a_project(firm.east, east.person)
    with writing(TESTS):
        assert apply(TESTS, other, items) == 4
        assert apply(TESTS, other, items) == 0, "a plan that has tasks is left alone"
    made = Plan.objects.get(project=other, kind="live")
    rows = Task.objects.filter(plan=made).order_by("wbs_sort")
    assert [(row.wbs, row.name, row.kind, row.duration, row.tag) for row in rows if row.kind != "summary"] == [
        ("1.1", "支模", "task", 2400, ""), ("1.2", "浇筑", "task", 1440, "key_node"), ("2", "封顶", "milestone", 0, ""),
    ]  # fmt: skip
    assert set(TaskLink.objects.filter(plan=made).values_list("predecessor__name", "successor__name", "kind", "lag")) == {
        ("支模", "浇筑", "SS", 480), ("浇筑", "封顶", "FS", 0),
    }  # fmt: skip
    assert not rows.exclude(owner=None).exists()
    assert take(a_project(firm.east, east.person)) == []
