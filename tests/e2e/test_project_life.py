"""What happens to a running project: a change goes through approval into plan and contract, a meeting gives somebody a task and its minutes
leave by mail, people talk live, the week's report goes out, and the customer answers on a page of its own."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Page, expect

from zhuke.commons.letters.tests.smtp_server import Server

from .browser import Complaints
from .conftest import Person
from .moving import until
from .steps import call, create_customer, no_sideways_scrolling, pick, place

MANAGER, HEAD, OFFICE = "xiangmu", "huadong", "admin"


@dataclass
class Story:
    """What the journey is about."""

    city: str
    project: str
    contract: str
    plan: str
    owner: str

    @property
    def mail(self) -> str:
        """The customer's address."""
        return f"zhuren-{self.project[-8:]}@owner.example"

    @property
    def supervisor(self) -> str:
        """The address of somebody outside."""
        return f"jianli-{self.project[-8:]}@supervisor.example"


def test_changes_meetings_and_reports_of_a_project(person: Person, post: Server, complaints: Complaints) -> None:
    complaints.expect(r"409 .*/r/meetings/")  # held while its minutes were being typed: the words are saved at the second try
    desk, office = person(MANAGER), person(OFFICE)
    story = _project(desk, office)
    _asked_for(desk, story)
    change = desk.url.rsplit("/", 1)[1]
    _approved(person(HEAD), story)
    _carried_out(desk, story, change)
    _meeting(desk, story)
    _minutes_by_mail(desk, story, post)
    _talk(desk, office, story)
    link = _report_sent(desk, story, post)
    _answered(person(phone=True), story, link)
    desk.goto(f"/projects/{story.project}?tab=reports")
    expect(desk.get_by_text("发出 1 份，答复 1 份")).to_be_visible()
    expect(desk.get_by_text("配合很好，请保持。")).to_be_visible()


# What was there before: a customer, a project of the manager with a plan of two tasks, a signed contract


def _made(answer: Any) -> dict[str, Any]:
    assert answer.ok, answer.text()
    row: dict[str, Any] = answer.json()
    return row


def _project(desk: Page, office: Page) -> Story:
    city = place()
    desk.goto("/projects")
    me = call(desk, "GET", "/me").json()
    customer = create_customer(office, name=f"{city}卫生健康委员会", unit=me["unit"]["id"])
    base = {"customer": customer["id"], "unit": me["unit"]["id"], "owner": me["id"]}
    project = _made(call(office, "POST", "/r/projects", {**base, "name": f"{city}医院门诊楼"}))
    contract = _made(
        call(office, "POST", "/r/contracts", {**base, "name": f"{city}医院门诊楼总承包合同", "kind": "main", "amount": "1000000.00"})
    )
    signed = {"inputs": {"signed_on": "2026-01-05", "reason": "线下签订"}}
    _made(call(office, "POST", f"/r/contracts/{contract['id']}/do/record", signed))
    _made(call(office, "POST", "/r/project_contracts", {"project": project["id"], "contract": contract["id"]}))
    plan = call(office, "GET", f'/r/plans?filter=["project","=","{project["id"]}"]').json()["items"][0]["id"]
    first, second = str(uuid4()), str(uuid4())
    steps = [
        {"op": "add", "id": first, "name": "大厅吊顶", "duration": 10 * 480},
        {"op": "add", "id": second, "name": "灯具安装", "duration": 4 * 480},
        {"op": "link", "id": str(uuid4()), "from": first, "to": second, "kind": "FS", "lag": 0},
    ]
    _made(call(office, "POST", f"/r/plans/{plan}/edit", {"operations": steps}))
    story = Story(city, project["id"], contract["id"], plan, me["id"])
    _made(call(office, "POST", "/r/contacts", {"customer": customer["id"], "name": "刘主任", "position": "基建科", "email": story.mail}))
    return story


def _tasks(page: Page, story: Story) -> dict[str, Any]:
    return {task["name"]: task for task in call(page, "GET", f"/r/plans/{story.plan}/network").json()["tasks"]}


# The change


def _asked_for(desk: Page, story: Story) -> None:
    desk.goto(f"/projects/{story.project}?tab=changes")
    desk.get_by_role("button", name="新建变更申请").click()
    form = desk.get_by_role("dialog")
    form.get_by_label("变更内容").fill("大厅吊顶由石膏板改为铝板")
    pick(desk, form.get_by_label("变更类别"), "业主变更")
    pick(desk, form.get_by_label("要变更的合同"), f"{story.city}医院门诊楼总承包合同")
    form.get_by_label("合同金额增减（元）").fill("86,000")
    form.get_by_label("合同工期增减（天）").fill("7")
    form.get_by_text("增减任务工期").click()
    pick(desk, form.get_by_label("受影响的任务"), "大厅吊顶")
    form.get_by_label("工期增减（工作日）").fill("5")
    form.get_by_role("button", name="保存并查看影响").click()
    expect(desk.get_by_role("region", name="计划")).to_contain_text("15 天")
    expect(desk.get_by_role("region", name="合同")).to_contain_text("1,086,000.00")
    desk.get_by_role("button", name="提交审批").click()
    desk.get_by_role("dialog").get_by_role("button", name="提交审批").click()
    expect(desk.get_by_text("提交审批已完成")).to_be_visible()
    assert _tasks(desk, story)["大厅吊顶"]["duration"] == 10 * 480, "nothing moves before it is agreed"


def _approved(head: Page, story: Story) -> None:
    head.goto("/approvals?box=todo")
    head.get_by_text(re.compile(f"大厅吊顶由石膏板改为铝板.*{story.city}")).first.click()
    head.get_by_role("button", name="同意", exact=True).first.click()
    head.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(head.get_by_role("dialog")).to_be_hidden()


def _carried_out(desk: Page, story: Story, change: str) -> None:
    until(desk, lambda: call(desk, "GET", f"/r/change_requests/{change}").json()["state"] == "approved")
    desk.goto(f"/changes/{change}")
    for part in ("计划", "合同"):
        expect(desk.get_by_role("region", name=part)).to_contain_text("已生效")
    tasks = _tasks(desk, story)
    assert (tasks["大厅吊顶"]["duration"], tasks["灯具安装"]["duration"]) == (15 * 480, 4 * 480)
    drafted = call(desk, "GET", f'/r/variations?filter=["contract","=","{story.contract}"]').json()["items"]
    assert [(row["state"], row["days"]) for row in drafted] == [("draft", 7)]


# The meeting


def _meeting(desk: Page, story: Story) -> None:
    body = {"title": "门诊楼工程例会", "project": story.project, "starts_at": _hour(-2).isoformat(), "place": "项目部"}
    meeting = _made(call(desk, "POST", "/r/meetings", body))
    guest = {"meeting": meeting["id"], "name": "王监理", "company": "华信监理", "email": story.supervisor}
    _made(call(desk, "POST", "/r/meeting_attendees", guest))
    desk.goto(f"/meetings/{meeting['id']}?tab=minutes")
    desk.get_by_label("会议纪要", exact=True).fill("铝板样板已确认，龙骨下周一进场。")
    # What others do to the meeting meanwhile leaves what is being typed alone.
    _made(call(desk, "POST", f"/r/meetings/{meeting['id']}/do/hold", {"inputs": {}}))
    desk.get_by_role("button", name="保存纪要").click()
    expect(desk.get_by_text("纪要已保存")).to_be_visible()
    expect(desk.get_by_text("已召开", exact=True).first).to_be_visible()
    desk.get_by_role("tab", name="决议与行动项").click()
    desk.get_by_role("button", name="新建会议行动项").click()
    form = desk.get_by_role("dialog")
    form.get_by_label("行动项").first.fill("报送铝板检测报告")
    form.get_by_role("button", name="保存", exact=True).click()
    desk.get_by_role("button", name="报送铝板检测报告").click()
    desk.get_by_role("dialog").get_by_role("button", name="转为任务").click()
    expect(desk.get_by_text("转为任务已完成")).to_be_visible()
    task = call(desk, "GET", f"/r/tasks/{_tasks(desk, story)['报送铝板检测报告']['id']}").json()
    assert meeting["number"] in task["note"], "the task says where it comes from"
    desk.goto(f"/meetings/{meeting['id']}")
    desk.get_by_role("button", name="发布纪要").click()
    desk.get_by_role("dialog").get_by_role("button", name="发布纪要").click()
    expect(desk.get_by_text("纪要已发布").first).to_be_visible()
    paper = call(desk, "GET", f"/r/meetings/{meeting['id']}/pdf")
    assert paper.body().startswith(b"%PDF-")


def _hour(hours: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=hours)


def _minutes_by_mail(desk: Page, story: Story, post: Server) -> None:
    letter = until(desk, lambda: _letters(post, story.supervisor))[0]
    assert str(letter["Subject"]) == "会议纪要：门诊楼工程例会"
    assert _papers(letter) == ["application/pdf"]


def _letters(post: Server, to: str) -> list[Message]:
    with post.lock:
        return [letter for letter in post.messages if to in str(letter["To"])]


def _papers(letter: Message) -> list[str]:
    return [part.get_content_type() for part in letter.iter_attachments()]  # type: ignore[attr-defined]


# People talk


def _talk(desk: Page, office: Page, story: Story) -> None:
    """What one writes stands on the other's open page by itself."""
    for page in (desk, office):
        page.goto(f"/projects/{story.project}?tab=chat")
        expect(page.get_by_text("还没有人说话").first).to_be_visible()
    desk.get_by_label("写留言").fill("铝板周一进场，请安排卸货。")
    desk.get_by_role("button", name="发送", exact=True).click()
    expect(office.get_by_role("log").get_by_text("铝板周一进场，请安排卸货。")).to_be_visible()


# The report and what the customer says


def _report_sent(desk: Page, story: Story, post: Server) -> str:
    desk.goto(f"/projects/{story.project}?tab=reports")
    desk.get_by_role("button", name="新建项目报告").click()
    desk.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()
    desk.get_by_role("link", name=re.compile(f"{story.city}医院门诊楼周报")).click()
    desk.get_by_label("本期概述").fill("吊顶改为铝板，变更已批准。")
    desk.get_by_role("button", name="发送", exact=True).click()
    expect(desk.get_by_role("dialog")).to_contain_text("有文字还没有保存")
    desk.get_by_role("dialog").get_by_role("button", name="取消").click()
    desk.get_by_role("button", name="保存并刷新预览").click()
    expect(desk.get_by_text("已保存").first).to_be_visible()
    expect(desk.locator("img.report-page").first).to_be_visible()
    desk.get_by_role("button", name="发送", exact=True).click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label(re.compile("刘主任")).check()
    dialog.get_by_role("button", name="发送", exact=True).click()
    expect(desk.get_by_text("报告已发给 1 位联系人")).to_be_visible()
    expect(desk.get_by_text("已发送").first).to_be_visible()
    letter = until(desk, lambda: _letters(post, story.mail))[0]
    assert _papers(letter) == ["application/pdf"]
    text = letter.get_body(("plain",)).get_content()
    found = re.search(r"https?://\S+/survey/\S+", text)
    assert found, text
    return urlsplit(found[0]).path


def _answered(phone: Page, story: Story, link: str) -> None:
    phone.goto(link)
    expect(phone.get_by_text(f"{story.city}医院门诊楼")).to_be_visible()
    no_sideways_scrolling(phone)
    for question in phone.get_by_role("group").all():
        question.get_by_role("radio", name=re.compile("^4")).check()
    phone.get_by_label("意见和建议").fill("配合很好，请保持。")
    phone.get_by_role("button", name="提交评价").tap()
    expect(phone.get_by_text("感谢您的评价")).to_be_visible()
