"""A plan out of a file of MS Project is agreed, delayed, taken back, delayed after all, compared with what was agreed, and reported on."""

from __future__ import annotations

import re
import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Person
from .steps import call, create_customer, place

TASKS = [("测量放线", 3, None), ("土方开挖", 5, 2), ("垫层浇筑", 2, 3)]


def test_a_plan_from_a_file_is_delayed_replanned_and_reported(person: Person) -> None:
    desk = person("admin")
    project = _project(desk, f"{place()}泵站工程")
    desk.goto(f"/projects/{project}/plan")
    expect(desk.get_by_text("计划里还没有任务")).to_be_visible()
    _load(desk)
    tree = desk.get_by_role("treegrid", name="任务")
    expect(_row(tree, "垫层浇筑")).to_contain_text("2天")
    expect(desk.get_by_text("4 项任务 · 2 条依赖")).to_be_visible()
    _keep_baseline(desk)

    _lengthen(desk, tree)
    desk.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(_row(tree, "土方开挖")).to_contain_text("5天")
    dialog = _lengthen(desk, tree)
    expect(dialog).to_contain_text("推迟 1 个工作日")
    expect(dialog).to_contain_text("另有 1 项任务的日期会变")
    dialog.get_by_role("button", name="保存调整").click()
    expect(_row(tree, "土方开挖")).to_contain_text("6天")
    desk.get_by_role("button", name="撤销", exact=True).first.click()
    expect(_row(tree, "土方开挖")).to_contain_text("5天")
    desk.get_by_role("button", name="重做").click()
    expect(_row(tree, "土方开挖")).to_contain_text("6天")

    desk.get_by_role("button", name="对比").click()
    expect(desk.get_by_role("region", name="对比")).to_contain_text("晚 1 天")
    _report(person("admin", phone=True), desk, project)
    desk.goto(f"/projects/{project}/plan?view=board")
    expect(desk.get_by_role("region", name=re.compile("^已完成，1 项"))).to_contain_text("测量放线")


def test_two_people_edit_one_plan_and_nothing_is_lost(person: Person) -> None:
    one, two = person("admin"), person("xiangmu")
    two.goto("/")
    project = _project(one, f"{place()}闸站工程", owner=call(two, "GET", "/me").json()["id"])
    plan = call(one, "GET", f'/r/plans?filter=["project","=","{project}"]').json()["items"][0]["id"]
    ids = [str(uuid.uuid4()) for _name in range(2)]
    operations = [{"op": "add", "id": key, "name": name, "duration": 960} for key, name in zip(ids, ("围堰", "基坑"), strict=True)]
    assert call(one, "POST", f"/r/plans/{plan}/edit", {"operations": operations}).status == 200
    for page in (one, two):
        page.goto(f"/projects/{project}/plan")
        expect(_row(page.get_by_role("treegrid", name="任务"), "基坑")).to_be_visible()
    trees = [page.get_by_role("treegrid", name="任务") for page in (one, two)]

    _rename(one, trees[0], "围堰", "钢板桩围堰")
    expect(_row(trees[1], "钢板桩围堰")).to_be_visible()  # without reloading
    _rename(two, trees[1], "基坑", "深基坑")
    expect(_row(trees[0], "深基坑")).to_be_visible()

    # The second has the task open while the first makes it longer: what was typed on the older state is refused, and both stay whole.
    two.goto(f"/projects/{project}/plan?task={ids[0]}")
    length = two.get_by_role("textbox", name="工期")
    expect(length).to_have_value("2天")
    stale = call(two, "GET", f"/r/plans/{plan}/network").json()["plan"]["revision"]
    assert call(one, "POST", f"/r/plans/{plan}/edit", _longer(ids[0], 4)).status == 200
    late = call(two, "POST", f"/r/plans/{plan}/edit", _longer(ids[0], 9) | {"revision": stale})
    assert (late.status, late.json()["code"]) == (409, "changed_since")
    expect(length).to_have_value("4天")


def _rename(page: Page, tree: Locator, before: str, after: str) -> None:
    _row(tree, before).click()
    page.keyboard.press("Enter")
    name = page.get_by_role("textbox", name="任务名称")
    name.fill(after)
    name.press("Enter")


def _longer(task: str, days: int) -> dict[str, Any]:
    return {"operations": [{"op": "set", "task": task, "values": {"duration": days * 480}}]}


def _project(desk: Page, name: str, **values: str) -> str:
    unit = call(desk, "GET", "/me").json()["unit"]["id"]
    customer = create_customer(desk, name=f"{name}业主", unit=unit)
    answer = call(desk, "POST", "/r/projects", {"name": name, "unit": unit, "customer": customer["id"], **values})
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def _load(desk: Page) -> None:
    desk.get_by_role("button", name="更多", exact=False).last.click()
    desk.get_by_role("menuitem", name="导入文件").click()
    dialog = desk.get_by_role("dialog")
    file: Any = {"name": "泵站.xml", "mimeType": "text/xml", "buffer": _ms_project().encode()}
    dialog.get_by_label("计划文件").set_input_files(file)
    expect(dialog.get_by_text("依赖", exact=True).locator("..")).to_contain_text("2")
    dialog.get_by_role("button", name="导入", exact=True).click()
    expect(dialog).to_be_hidden()


def _keep_baseline(desk: Page) -> None:
    desk.get_by_role("button", name="更多", exact=False).last.click()
    desk.get_by_role("menuitem", name="保存基线").click()
    desk.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()
    expect(desk.get_by_text("基线已保存")).to_be_visible()


def _lengthen(desk: Page, tree: Locator) -> Locator:
    """The second task takes a day more, by keyboard; the dialog says what follows."""
    _row(tree, "土方开挖").click()
    desk.keyboard.press("Alt+Shift+ArrowRight")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("这样调整的影响")
    return dialog


def _report(phone: Page, desk: Page, project: str) -> None:
    """On the phone the first task is one's own, and done with a thumb."""
    plan = call(desk, "GET", f'/r/plans?filter=["project","=","{project}"]').json()["items"][0]["id"]
    task = next(one for one in call(desk, "GET", f"/r/plans/{plan}/network").json()["tasks"] if one["name"] == "测量放线")
    owner = call(desk, "GET", "/me").json()["id"]
    operations = [{"op": "set", "task": task["id"], "values": {"owner": owner}}]
    assert call(desk, "POST", f"/r/plans/{plan}/edit", {"operations": operations}).status == 200
    phone.goto(f"/my-tasks?open={task['id']}")
    phone.goto("/my-tasks")
    line = phone.get_by_role("listitem").filter(has_text="测量放线").first
    line.get_by_role("button", name="测量放线 的进度").click()
    line.get_by_role("button", name="100%").click()
    line.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("进度已保存")).to_be_visible()


def _row(tree: Locator, name: str) -> Locator:
    return tree.get_by_role("row").filter(has_text=name).first


def _ms_project() -> str:
    """A small plan as MS Project writes it: a summary, three tasks one after the other."""
    tasks = "".join(
        f"<Task><UID>{at}</UID><ID>{at}</ID><Name>{name}</Name><WBS>1.{at - 1}</WBS>"
        f"<OutlineLevel>2</OutlineLevel><Duration>PT{days * 8}H0M0S</Duration>"
        f"<DurationFormat>7</DurationFormat><Summary>0</Summary><Milestone>0</Milestone>{_link(before)}</Task>"
        for at, (name, days, before) in enumerate(TASKS, 2)
    )
    work = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        for day in range(2, 7)
    )
    rest = "".join(f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>" for day in (1, 7))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><Name>泵站</Name>'
        "<StartDate>2027-03-01T08:00:00</StartDate><ScheduleFromStart>1</ScheduleFromStart><CalendarUID>1</CalendarUID>"
        "<MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth>"
        f"<Calendars><Calendar><UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{rest}{work}</WeekDays></Calendar></Calendars>"
        "<Tasks><Task><UID>1</UID><ID>1</ID><Name>基础</Name><WBS>1</WBS><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>"
        f"{tasks}</Tasks></Project>"
    )


def _link(before: int | None) -> str:
    if before is None:
        return ""
    lag = "<LinkLag>0</LinkLag><LagFormat>7</LagFormat>"
    return f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>1</Type>{lag}</PredecessorLink>"
