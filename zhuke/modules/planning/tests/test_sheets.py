"""Plans kept in tables and Primavera's own text, as people and programs write them."""
# ruff: noqa: DTZ001  times of files are wall-clock times without an offset

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from zhuke.modules.planning.domain.network import Constraint, LinkKind
from zhuke.modules.planning.interchange import reading, sheet_words
from zhuke.modules.planning.interchange.p6_calendars import from_data, span
from zhuke.modules.planning.interchange.plan_file import PlanFile
from zhuke.modules.planning.interchange.refusals import BadPlanFile, Finding


def table(tmp_path: Path, text: str, encoding: str = "gb18030") -> PlanFile:
    path = tmp_path / "进度.csv"
    path.write_text(text, encoding=encoding)
    return reading.read(path, "进度.csv")


def test_a_table_kept_by_hand(tmp_path: Path) -> None:
    plan = table(
        tmp_path,
        "某项目施工进度计划,,,,,\nWBS,任务名称,工期（天）,开始日期,完成日期,紧前工作\n1,施工准备,,2026-03-02,2026-03-10,\n"
        "1.1,临设搭建,5天,2026-03-02,2026-03-06,\n1.2,测量放线,2,2026/3/9,2026.3.10,1.1\n2,主体,,,,\n"
        "2.1,土方,10个工作日,2026年3月11日,2026-03-24,1.2FS\n2.2,垫层,1.5天,,,2.1SS+2天；1.1\n2.3,验收,0,,,2.2\n2.4,养护,3ed,,,2.2FF-1d\n",
    )
    assert plan.name == "进度"
    assert [(one.level, one.name, one.duration, one.elapsed, one.milestone) for one in plan.tasks] == [
        (1, "施工准备", None, False, False), (2, "临设搭建", 2400, False, False), (2, "测量放线", 960, False, False),
        (1, "主体", None, False, False), (2, "土方", 4800, False, False), (2, "垫层", 720, False, False),
        (2, "验收", 0, False, True), (2, "养护", 4320, True, False),
    ]  # fmt: skip
    assert [(one.pred, one.succ, one.kind, one.lag) for one in plan.links] == [
        (2, 3, LinkKind.FS, 0), (3, 5, LinkKind.FS, 0), (5, 6, LinkKind.SS, 960), (2, 6, LinkKind.FS, 0), (6, 7, LinkKind.FS, 0),
        (6, 8, LinkKind.FF, -480),
    ]  # fmt: skip
    assert plan.start == dt.datetime(2026, 3, 2, 8)
    assert plan.findings == []


def test_days_of_the_calendar_are_recognised(tmp_path: Path) -> None:
    plan = table(tmp_path, "名称,工期,开始,完成\n甲,9,2026-03-01,2026-03-09\n乙,10,2026-03-10,2026-03-19\n")
    assert [one.code for one in plan.findings] == ["calendar_days"]
    assert all(plan.calendars[0].week)
    assert (plan.tasks[1].constraint, plan.tasks[1].constraint_at) == (Constraint.SNET, dt.datetime(2026, 3, 10, 8))


def test_levels_by_spaces_and_predecessors_by_place(tmp_path: Path) -> None:
    plan = table(tmp_path, '任务名称,工期,前置任务\n基础,,\n　土方,3,\n　　降水,2,\n主体,5,"2,3SS"\n', "utf-8-sig")
    assert [(one.name, one.level, one.summary) for one in plan.tasks] == [
        ("基础", 1, True), ("土方", 2, True), ("降水", 3, False), ("主体", 1, False),
    ]  # fmt: skip
    assert [(one.pred, one.kind) for one in plan.links] == [(2, LinkKind.FS), (3, LinkKind.SS)]


def test_what_cannot_be_read_is_told_by_its_row(tmp_path: Path) -> None:
    plan = table(tmp_path, "任务名称,工期,开始,前置任务,完成百分比\n甲,约三周,不详,9FS+2X,50%\n乙,2,,甲,30\n")
    assert [one.message for one in plan.findings] == [
        "第 2 行任务“甲”的日期“不详”无法识别，已忽略。",
        "第 2 行任务“甲”的工期“约三周”无法识别，按 1 天处理。",
        "第 2 行任务“甲”的前置任务“9FS+2X”没有找到或无法识别，已忽略。",
    ]
    assert [one.progress for one in plan.tasks] == [Decimal(50), Decimal(30)]
    assert [(one.pred, one.succ) for one in plan.links] == [(1, 2)]


@pytest.mark.parametrize(
    ("text", "minutes", "elapsed"),
    [
        ("5", 2400, False), ("5 天", 2400, False), ("5 个工作日", 2400, False), ("2.5d?", 1200, False), ("8小时", 480, False),
        ("30分钟", 30, False), ("2周", 4800, False), ("1 mon", 9600, False), ("3ed", 4320, True), ("2 自然日", 2880, True),
        ("１０天", 4800, False),
    ],
)  # fmt: skip
def test_durations_as_people_write_them(text: str, minutes: int, elapsed: bool) -> None:
    assert sheet_words.span_of(text, 480) == (minutes, elapsed, None)


@pytest.mark.parametrize("text", ["约三周", "5 x", "-3", "天", "1e99", "99999999999"])
def test_durations_that_are_none(text: str) -> None:
    assert sheet_words.span_of(text, 480) is None


def test_predecessors_of_every_kind() -> None:
    found, bad = sheet_words.predecessors_of("3, 4SS+2天；5FF-50%、A10完成-开始+1ed,1.2SF", 480)
    assert [(one.ref, one.kind, one.lag.minutes, one.lag.elapsed, one.lag.percent) for one in found] == [
        ("3", "FS", 0, False, None), ("4", "SS", 960, False, None), ("5", "FF", 0, False, Decimal(-50)), ("A10", "FS", 1440, True, None),
        ("1.2", "SF", 0, False, None),
    ]  # fmt: skip
    assert bad == []


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlanFile) as refused:
        table(tmp_path, "甲,乙\n1,2\n")
    assert refused.value.code == "no_name_column"


# Primavera -----------------------------------------------------------------------------------------------------------------


def test_calendar_data_with_shifts_and_exceptions() -> None:
    data = (
        "(0||CalendarData()(\x7f\x7f  (0||DaysOfWeek()((0||1()())(0||2()((0||0(s|08:00|f|12:00)())(0||1(f|17:00|s|13:00)())))"
        "(0||3()((0||0(s|20:00|f|00:00)())))(0||4()())(0||5()())(0||6()())(0||7()())))(0||VIEW(ShowTotal|N)())"
        "(0||Exceptions()((0||0(d|46084)())(0||1(d|46085)((0||0(s|08:00|f|10:00)())))))))"
    )
    findings: list[Finding] = []
    calendar = from_data(1, "班", None, data, findings)
    assert calendar.week[:3] == [((480, 720), (780, 1020)), ((1200, 1440),), ()]
    assert [(str(one.since), one.shifts) for one in calendar.exceptions] == [("2026-03-03", ()), ("2026-03-04", ((480, 600),))]
    assert findings == []


@pytest.mark.parametrize("data", ["", "(0||CalendarData()(", "(((((", "(0||a()" * 60, "hello"])
def test_calendar_data_that_cannot_be_read_is_told(data: str) -> None:
    findings: list[Finding] = []
    assert from_data(1, "班", None, data, findings).week[0] == ((480, 720), (780, 1020))
    assert [one.code for one in findings] == ["calendar"]


def test_the_last_minute_worked_is_the_end_in_primavera_xml() -> None:
    assert (span("07:00:00", "11:59:00"), span("13:00:00", "17:00:00"), span("20:00", "23:59")) == (
        [(420, 720)], [(780, 1020)], [(1200, 1440)],
    )  # fmt: skip


XER_TASK = (
    "task_id", "proj_id", "wbs_id", "task_code", "task_name", "task_type", "status_code", "complete_pct_type", "phys_complete_pct",
    "target_drtn_hr_cnt", "remain_drtn_hr_cnt", "cstr_type", "cstr_date", "cstr_type2", "cstr_date2",
)  # fmt: skip


def xer(tmp_path: Path, *lines: str) -> PlanFile:
    head = [
        "ERMHDR\t19.12", "%T\tPROJECT", "%F\tproj_id\tproj_short_name\tplan_start_date\tlast_recalc_date\tclndr_id",
        "%R\t1\t一标\t2026-03-02 08:00\t2026-03-02 08:00\t", "%T\tPROJWBS",
        "%F\twbs_id\tproj_id\tseq_num\tproj_node_flag\twbs_short_name\twbs_name\tparent_wbs_id", "%R\t10\t1\t1\tY\tYB\t一标\t",
        "%R\t12\t1\t20\tN\tB\t上部\t10", "%R\t11\t1\t10\tN\tA\t下部\t10", "%T\tTASK",
        "%F\t" + "\t".join(XER_TASK),
    ]  # fmt: skip
    path = tmp_path / "p.xer"
    path.write_bytes("\r\n".join([*head, *lines]).encode("gb18030"))
    return reading.read(path)


def test_xer_with_levels_links_constraints_and_progress(tmp_path: Path) -> None:
    plan = xer(
        tmp_path,
        "%R\t1\t1\t12\tB1\t墩柱\tTT_Task\tTK_Active\tCP_Phys\t40\t16\t16\tCS_MSOA\t2026-03-09 08:00\tCS_MEOB\t2026-04-01 17:00",
        "%R\t2\t1\t11\tA1\t桩基\tTT_Task\tTK_Active\tCP_Drtn\t0\t40\t10\t\t\t\t",
        "%R\t3\t1\t11\tA9\t桩基完成\tTT_FinMile\tTK_NotStart\tCP_Drtn\t0\t0\t0\tCS_ALAP\t\t\t",
        "%R\t4\t1\t11\tA2\t监测\tTT_LOE\tTK_NotStart\tCP_Drtn\t0\t80\t80\tCS_MSO\t2026-03-03 08:00\tCS_MSOB\t2026-03-05 08:00",
        "%T\tTASKPRED", "%F\ttask_id\tpred_task_id\tproj_id\tpred_type\tlag_hr_cnt", "%R\t1\t2\t1\tPR_SS\t-4", "%R\t3\t2\t1\tPR_FF\t0",
        "%R\t1\t99\t1\tPR_FS\t0", "%E",
    )  # fmt: skip
    assert [(one.level, one.name) for one in plan.tasks] == [
        (1, "下部"),
        (2, "桩基"),
        (2, "监测"),
        (2, "桩基完成"),
        (1, "上部"),
        (2, "墩柱"),
    ]
    tasks = {one.name: one for one in plan.tasks}
    assert (tasks["墩柱"].progress, tasks["桩基"].progress, tasks["桩基完成"].milestone) == (Decimal(40), Decimal(75), True)
    assert (tasks["墩柱"].constraint, tasks["墩柱"].deadline) == (Constraint.SNET, dt.datetime(2026, 4, 1, 17))
    assert tasks["桩基完成"].constraint is Constraint.ALAP
    ids = {one.uid: one.name for one in plan.tasks}
    assert [(ids.get(one.pred), ids[one.succ], one.kind, one.lag, one.cross_project) for one in plan.links] == [
        ("桩基", "墩柱", "SS", -240, False), ("桩基", "桩基完成", "FF", 0, False), (None, "墩柱", "FS", 0, True),
    ]  # fmt: skip
    assert sorted(one.code for one in plan.findings) == ["level_of_effort", "second_constraint"]


def test_an_xer_that_stops_early_is_told(tmp_path: Path) -> None:
    plan = xer(tmp_path, "%R\t2\t1\t11\tA1\t桩基\tTT_Task\tTK_NotStart\tCP_Drtn\t0\t40\t40\t\t\t\t")
    assert [one.code for one in plan.findings] == ["no_end"]
