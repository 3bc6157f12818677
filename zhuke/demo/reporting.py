"""What was said and reported on running projects: conversations, weekly and monthly reports, what customers answered."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhuke.commons.comments.models import Comment
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.audit import writing
from zhuke.modules.customers.models import Contact
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.reporting.domain.periods import period
from zhuke.modules.reporting.models import SCORES, ProjectReport, ReportRhythm, Survey
from zhuke.modules.reporting.services import composing

from .recording import ACTOR, CAUSE, acting, recorded
from .rows import copy, row
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book

DAY = dt.timedelta(days=1)
MOST = 16
"""So many running projects report; composing more would only take time."""
WEEKS = 2
TALK = (
    ("明天下午浇筑{part}，商品混凝土已预约，请提前清理模板。", "收到，模板今晚验收。", "泵车几点到？", "两点到场，现场留人接应。"),
    ("监理提出{part}钢筋保护层垫块不足，今天整改完。", "已安排班组补，四点前完成。", "整改后拍照发群里。"),
    ("{part}的材料进场了，请资料员取样送检。", "样品已送检，三天出结果。"),
    ("业主下周二来看{part}，现场提前整理。", "好的，周一组织一次自查。", "围挡和喷淋也检查一下。"),
    ("这两天有雨，{part}的基坑注意排水。", "两台水泵已就位，夜班有人值守。"),
    ("{part}的图纸变更收到了吗？", "设计院说周四出，先按原图备料，但不下料。"),
)
PARTS = ("三层梁板", "地下室外墙", "二次结构", "屋面", "一号楼主体", "基础承台", "外立面", "管沟")
OVERVIEWS = (
    "本期主要进行{part}施工，现场投入劳务人员{people}人，机械运转正常，质量和安全处于受控状态。",
    "{part}按计划推进，已完成隐蔽验收；材料供应充足，现场{people}人作业。",
    "受天气影响{part}停工一天，其余部位正常施工，通过增加班组已基本追回进度，现场{people}人。",
)
PROBLEMS = (
    "部分设备材料品牌尚未确认，请业主于下周三前回复，以免影响采购周期。",
    "场外道路夜间限行，混凝土运输时间受限，请协助向主管部门申请通行证。",
    "{part}的设计变更图纸尚未下发，影响备料，请设计单位尽快提供。",
    "暂无影响进度的问题。",
)
NEXT = (
    "完成{part}的施工并报验；组织一次安全大检查。",
    "{part}转入下道工序，同步进行管线预埋；准备月度例会材料。",
    "完成{part}收尾，做好成品保护；落实下阶段材料计划。",
)
REMARKS = (
    "现场管理规范，希望进度再快一些。",
    "项目经理沟通及时，配合很好。",
    "资料提交有时不够及时，请改进。",
    "整体满意，期待按期交付。",
    "",
    "",
    "夜间施工噪声偏大，请注意时间。",
)
SCORE = Odds({5: 46.0, 4: 38.0, 3: 13.0, 2: 3.0})


@dataclass(slots=True)
class Made:
    """Rows to be copied."""

    comments: list[Any] = field(default_factory=list)
    reports: list[Any] = field(default_factory=list)
    surveys: list[Any] = field(default_factory=list)
    rhythms: list[Any] = field(default_factory=list)


def add(book: Book) -> dict[str, int]:
    """Rows for the projects under construction that people have touched last; returns how many of each."""
    made = Made()
    rows = Project.objects.running().filter(phase__in=("construction", "acceptance"), owner__isnull=False, held_on=None)
    for project in rows.select_related("owner", "unit", "customer").order_by("-updated_at", "pk")[:MOST]:
        _tell(made, project, Source(book.seed, f"reporting/{project.pk}"), book)
    _number(made.reports)
    with recorded(Comment, ProjectReport, Survey):
        counts = {
            "project_comments": copy(Comment, made.comments),
            "project_reports": copy(ProjectReport, made.reports),
            "surveys": copy(Survey, made.surveys),
        }
    ReportRhythm.objects.bulk_create(made.rhythms)
    _freeze()
    return counts


def _tell(made: Made, project: Project, source: Source, book: Book) -> None:
    people = list(
        ProjectMember.objects.filter(project=project, archived_at=None, person__isnull=False)
        .order_by("pk")
        .values_list("person_id", flat=True)
    )
    part = source.one(PARTS)
    _talk(made, project, source, book, list(dict.fromkeys([project.owner_id, *people])))
    kinds = [("weekly", book.today - DAY * 7 * back) for back in range(WEEKS)]
    kinds.append(("monthly", book.today.replace(day=1) - DAY))
    for kind, day in kinds:
        _report(made, project, source, book, (kind, day, part))
    made.rhythms.append(ReportRhythm(project=project, rhythm=source.one(("weekly", "monthly", "both")), weekday=0))


def _talk(made: Made, project: Project, source: Source, book: Book, people: list[Any]) -> None:
    """Three short exchanges of the last two weeks."""
    if len(people) < 2:
        return
    for back in sorted((source.randint(0, 13) for _n in range(3)), reverse=True):
        at = moment(book.today - DAY * back, source.randint(8, 15), source.randint(0, 59))
        lines = source.one(TALK)
        first = source.randint(0, len(people) - 1)
        for turn, text in enumerate(lines):
            if at > book.now:
                return
            who = people[(first + turn) % len(people)]
            made.comments.append(
                row(
                    Comment, id=source.id(at), created_at=at, created_by_id=who, resource="projects", object_id=project.pk,
                    body=text.format(part=source.one(PARTS)),
                )
            )  # fmt: skip
            at += dt.timedelta(minutes=source.randint(1, 40))


def _report(made: Made, project: Project, source: Source, book: Book, what: tuple[str, dt.date, str]) -> None:
    """One report; that of the running week is a draft."""
    kind, day, part = what
    first, last = period(kind, day)
    made_on = min(last - DAY * 2, book.today) if kind == "weekly" else last
    at = min(moment(made_on, 16, source.randint(0, 50)), book.now)
    sent = last < book.today
    month = f"月报 {first:%Y-%m}"
    name = f"{project.name}周报 {first:%Y} {first:%m-%d}—{last:%m-%d}" if kind == "weekly" else f"{project.name}{month}"
    key = source.id(at)
    made.reports.append(
        row(
            ProjectReport, id=key, created_at=at, created_by_id=project.owner_id, project_id=project.pk, kind=kind, since=first, until=last,
            owner_id=project.owner_id, number="", name=name[:200], automatic=source.chance(0.5),
            overview=source.one(OVERVIEWS).format(part=part, people=source.randint(18, 160)),
            problems=source.one(PROBLEMS).format(part=part), next_steps=source.one(NEXT).format(part=part),
            state="sent" if sent else "draft", sent_at=min(at + DAY, book.now) if sent else None,
        )
    )  # fmt: skip
    if sent and (kind == "monthly" or source.chance(0.3)):
        _survey(made, project, source, book, (key, at))


def _survey(made: Made, project: Project, source: Source, book: Book, of: tuple[Any, dt.datetime]) -> None:
    """The questionnaire that went with a report; two of three are answered."""
    key, at = of
    contact = Contact.objects.filter(customer=project.customer_id, archived_at=None).exclude(email="").order_by("created_at", "pk").first()
    if contact is None:
        return
    answered = source.chance(0.66)
    known: dict[str, Any] = {"state": "open" if at + DAY * 30 > book.now else "expired"}
    if answered:
        scores = {name: source.pick(SCORE) for name in SCORES}
        given = list(scores.values())
        known = {**scores, "state": "answered", "score": Decimal(sum(given)) / len(given), "lowest": min(given),
                 "remark": source.one(REMARKS), "answered_at": min(at + DAY * 2, book.now)}  # fmt: skip
    made.surveys.append(
        row(
            Survey, id=source.id(at), created_at=at, created_by_id=project.owner_id, project_id=project.pk, customer_id=project.customer_id,
            report_id=key, contact_id=contact.pk, name=contact.name[:80], expires_at=at + DAY * 30,
            token_hash=hashlib.sha256(f"{book.seed}/{key}".encode()).hexdigest(), **known,
        )
    )  # fmt: skip


def _number(rows: list[Any]) -> None:
    years: dict[int, list[Any]] = {}
    for report in sorted(rows, key=lambda report: (report.created_at, report.id)):
        years.setdefault(report.until.year, []).append(report)
    for year, listed in sorted(years.items()):
        with writing(ACTOR, CAUSE):
            numbers = take_numbers(ACTOR, "project_reports", None, dt.date(year, 12, 31), len(listed))
        for report, number in zip(listed, numbers, strict=True):
            report.number = number


def _freeze() -> None:
    """What was sent says what the project is like today: the demonstration knows no other day."""
    for report in ProjectReport.objects.filter(state="sent", content__isnull=True).select_related(
        "project__customer", "project__unit", "owner"
    ):
        with writing(acting(report.owner), CAUSE, event_at=report.sent_at):
            ProjectReport.objects.filter(pk=report.pk).update(content=composing.compose(report))
