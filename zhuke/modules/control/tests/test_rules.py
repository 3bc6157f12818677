"""The warning rules that come with risks, issues and meetings (R96): when they fire, whom they tell, and that nothing comes twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Firing, Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.modules.control.models import Issue, Meeting, MeetingAction, Risk, RiskAction

from .conftest import Site, made

TODAY = timezone.localdate()
LONG_AGO = TODAY - dt.timedelta(days=20)


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    """All built-in rules, as an installation has them."""
    install_rules(AUTOMATION)


def go(code: str) -> int:
    """One pass of a rule; how often it fired."""
    fired = run_pass(Rule.objects.get(code=f"control.{code}")).fired
    act_all()
    return fired


def told() -> set[tuple[str, str]]:
    """Who has been reminded of what."""
    return set(Notice.objects.filter(kind="reminder").values_list("user__name", "title"))


def asked() -> set[tuple[str, str]]:
    """Who has got something to do."""
    return set(Todo.objects.filter(state="open").values_list("assignee__name", "title"))


def day(days: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=days)


def test_an_extreme_risk_is_told_at_once_and_once_for_its_score(site: Site) -> None:
    site.risk(title="塔吊倾覆", probability=4, impact=5, owner=site.looker.person.pk)
    site.risk(title="材料涨价", probability=2, impact=2)
    row = site.risk(title="高支模失稳", probability=3, impact=4)
    run_jobs()
    act_all()
    name = site.project.name
    assert told() == {("周工", f"{name}：极高风险“塔吊倾覆”")}
    made(site.do(site.manager, "risks", row, "review", probability=4, impact=5))
    run_jobs()
    act_all()
    assert told() == {("周工", f"{name}：极高风险“塔吊倾覆”"), ("周工", f"{name}：极高风险“高支模失稳”")}
    assert Firing.objects.filter(rule__code="control.risk_extreme").count() == 2


def test_a_high_risk_that_nobody_has_looked_at_again(site: Site) -> None:
    late = site.risk(title="雨季渗水", probability=4, impact=4, owner=site.looker.person.pk)
    low = site.risk(title="噪声投诉", probability=1, impact=3, owner=site.looker.person.pk)
    site.risk(title="还没到日子", probability=4, impact=4, owner=site.looker.person.pk)
    Risk.objects.filter(pk__in=(late["id"], low["id"])).update(review_on=day(-1))
    assert [go("risk_unreviewed"), go("risk_unreviewed")] == [1, 0]
    name = site.project.name
    assert told() >= {("看客", f"{name}：风险“雨季渗水”该复核了"), ("周工", f"{name}：风险“雨季渗水”该复核了")}
    assert asked() == {("看客", f"{name}：复核风险“雨季渗水”")}
    # Looked at, it is due again on its next day only.
    made(site.do(site.manager, "risks", late, "review", probability=4, impact=4))
    assert go("risk_unreviewed") == 0


def test_what_is_done_against_a_risk_is_recalled_the_day_before_and_the_day_after(site: Site) -> None:
    risk = site.risk()
    for title, due in (("设截水沟", day(1)), ("备排水泵", day(-2)), ("以后再做", day(9))):
        body = {"risk": risk["id"], "title": title, "owner": site.looker.person.pk, "due_on": str(due)}
        made(site.manager.post("/r/risk_actions", body))
    made(site.manager.post("/r/risk_actions", {"risk": risk["id"], "title": "没有期限"}))
    done = made(site.manager.post("/r/risk_actions", {"risk": risk["id"], "title": "已做完", "due_on": str(day(-5))}))
    made(site.do(site.manager, "risk_actions", done, "finish"))
    assert [go("risk_action_tomorrow"), go("risk_action_tomorrow")] == [1, 0]
    assert [go("risk_action_late"), go("risk_action_late")] == [1, 0]
    name = site.project.name
    assert told() == {
        ("看客", f"{name}：应对措施“设截水沟”将在 {day(1)} 到期"),
        ("看客", f"{name}：应对措施“备排水泵”已逾期"),
        ("周工", f"{name}：应对措施“备排水泵”已逾期"),
    }
    assert asked() == {("看客", f"{name}：完成应对措施“备排水泵”")}
    # Another day is another occasion.
    RiskAction.objects.filter(title="备排水泵").update(due_on=day(-3))
    assert go("risk_action_late") == 1


def test_an_issue_is_late_after_the_days_that_the_firm_allows(site: Site) -> None:
    rows = {n: site.issue(title=f"渗漏 {n}", owner=site.looker.person.pk, found_on=str(LONG_AGO), due_on=str(day(-n))) for n in (2, 4, 8)}
    made(site.do(site.manager, "issues", rows[8], "resolve", resolution="已封堵"))
    site.issue(title="没有期限", owner=site.looker.person.pk, found_on=str(LONG_AGO))
    assert [go("issue_late"), go("issue_late")] == [1, 0]
    assert ("看客", f"{site.project.name}：问题“渗漏 4”已逾期") in told()
    assert asked() == {("看客", f"{site.project.name}：解决问题“渗漏 4”")}
    rule = Rule.objects.get(code="control.issue_late")
    rule.values = {"days": 1}
    rule.save()
    assert go("issue_late") == 1
    assert Issue.objects.get(pk=rows[8]["id"]).state == "resolved"


def test_an_action_of_a_meeting_is_late_unless_a_task_or_to_do_has_taken_it_over(site: Site) -> None:
    meeting = site.meeting()
    made_of: dict[str, Any] = {}
    for title in ("提交复试报告", "另约设计院", "转成待办的"):
        body = {"meeting": meeting["id"], "title": title, "owner": site.engineer.person.pk, "due_on": str(day(-2))}
        made_of[title] = made(site.manager.post("/r/meeting_actions", body))
    made(site.manager.post("/r/meeting_actions", {"meeting": meeting["id"], "title": "没有期限", "owner": site.engineer.person.pk}))
    made(site.do(site.manager, "meeting_actions", made_of["另约设计院"], "drop", reason="不用了"))
    made(site.do(site.manager, "meeting_actions", made_of["转成待办的"], "to_todo"))
    before = asked()
    assert [go("meeting_action_late"), go("meeting_action_late")] == [1, 0]
    assert asked() - before == {("吴施工", "完成会议行动项“提交复试报告”")}
    assert ("吴施工", "会议行动项“提交复试报告”已逾期") in told()
    assert MeetingAction.objects.filter(state="open").count() == 3


def test_minutes_that_are_missing_after_two_days(site: Site) -> None:
    for title, days in (("监理例会", -3), ("今天的会", 0)):
        site.meeting(title=title, starts_at=(timezone.now() + dt.timedelta(days=days, hours=-1)).isoformat(), minutes="议了。")
    gone = site.meeting(title="取消了的会")
    made(site.do(site.manager, "meetings", gone, "cancel", reason="改期"))
    Meeting.objects.filter(pk=gone["id"]).update(starts_at=timezone.now() - dt.timedelta(days=9))
    assert [go("minutes_missing"), go("minutes_missing")] == [1, 0]
    assert asked() == {("周工", "发布会议纪要：监理例会")}
