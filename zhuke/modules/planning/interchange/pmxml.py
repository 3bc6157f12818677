"""Reading Primavera XML (PMXML)."""

from xml.etree.ElementTree import Element

from . import codecs as c
from .markup import leaves, local, pieces
from .p6 import P6, Record, build
from .p6_calendars import span, weekday
from .plan_file import FileCalendar, FileException, PlanFile

_PROJECT = {
    "ObjectId": "proj_id",
    "Id": "proj_short_name",
    "Name": "proj_name",
    "PlannedStartDate": "plan_start_date",
    "MustFinishByDate": "plan_end_date",
    "DataDate": "last_recalc_date",
    "ActivityDefaultCalendarObjectId": "clndr_id",
    "CriticalActivityFloatLimit": "critical_drtn_hr_cnt",
    "CriticalActivityFloatThreshold": "critical_drtn_hr_cnt",
    "RelationshipLagCalendar": "sched_calendar_on_relationship_lag",
    "OriginalProjectObjectId": "orig_proj_id",
}
_WBS = {
    "ObjectId": "wbs_id",
    "ParentObjectId": "parent_wbs_id",
    "Code": "wbs_short_name",
    "Name": "wbs_name",
    "SequenceNumber": "seq_num",
}
_TASK = {
    "ObjectId": "task_id",
    "Id": "task_code",
    "Name": "task_name",
    "GUID": "guid",
    "WBSObjectId": "wbs_id",
    "CalendarObjectId": "clndr_id",
    "Type": "task_type",
    "Status": "status_code",
    "PercentCompleteType": "complete_pct_type",
    "PhysicalPercentComplete": "phys_complete_pct",
    "PlannedDuration": "target_drtn_hr_cnt",
    "RemainingDuration": "remain_drtn_hr_cnt",
    "ActualStartDate": "act_start_date",
    "ActualFinishDate": "act_end_date",
    "EarlyStartDate": "early_start_date",
    "RemainingEarlyStartDate": "early_start_date",
    "EarlyFinishDate": "early_end_date",
    "RemainingEarlyFinishDate": "early_end_date",
    "LateStartDate": "late_start_date",
    "RemainingLateStartDate": "late_start_date",
    "LateFinishDate": "late_end_date",
    "RemainingLateFinishDate": "late_end_date",
    "PlannedStartDate": "target_start_date",
    "PlannedFinishDate": "target_end_date",
    "TotalFloat": "total_float_hr_cnt",
    "FreeFloat": "free_float_hr_cnt",
    "PrimaryConstraintType": "cstr_type",
    "PrimaryConstraintDate": "cstr_date",
    "SecondaryConstraintType": "cstr_type2",
    "SecondaryConstraintDate": "cstr_date2",
    "LevelingPriority": "priority_type",
    "SuspendDate": "suspend_date",
    "ResumeDate": "resume_date",
    "ActualLaborUnits": "act_work_qty",
    "ActualNonLaborUnits": "act_equip_qty",
    "RemainingLaborUnits": "remain_work_qty",
    "RemainingNonLaborUnits": "remain_equip_qty",
}
_LINK = {
    "PredecessorActivityObjectId": "pred_task_id",
    "SuccessorActivityObjectId": "task_id",
    "Type": "pred_type",
    "Lag": "lag_hr_cnt",
}
_RESOURCE = {
    "ObjectId": "rsrc_id",
    "Id": "rsrc_short_name",
    "Name": "rsrc_name",
    "ResourceType": "rsrc_type",
    "CalendarObjectId": "clndr_id",
    "EmailAddress": "email_addr",
    "DefaultUnitsPerTime": "def_qty_per_hr",
}
_RATE = {"ResourceObjectId": "rsrc_id", "PricePerUnit": "cost_per_qty", "MaxUnitsPerTime": "max_qty_per_hr"}
_ASSIGNMENT = {
    "ObjectId": "taskrsrc_id",
    "ActivityObjectId": "task_id",
    "ResourceObjectId": "rsrc_id",
    "PlannedUnits": "target_qty",
    "RemainingUnits": "remain_qty",
    "ActualRegularUnits": "act_reg_qty",
    "PlannedUnitsPerTime": "target_qty_per_hr",
    "PlannedStartDate": "target_start_date",
    "PlannedFinishDate": "target_end_date",
    "ActualStartDate": "act_start_date",
    "ActualFinishDate": "act_end_date",
}
_WORDS = {
    "task dependent": "TT_Task",
    "resource dependent": "TT_Rsrc",
    "level of effort": "TT_LOE",
    "start milestone": "TT_Mile",
    "finish milestone": "TT_FinMile",
    "wbs summary": "TT_WBS",
    "not started": "TK_NotStart",
    "in progress": "TK_Active",
    "completed": "TK_Complete",
    "duration": "CP_Drtn",
    "physical": "CP_Phys",
    "units": "CP_Units",
    "start on": "CS_MSO",
    "start on or after": "CS_MSOA",
    "start on or before": "CS_MSOB",
    "finish on": "CS_MEO",
    "finish on or after": "CS_MEOA",
    "finish on or before": "CS_MEOB",
    "as late as possible": "CS_ALAP",
    "mandatory start": "CS_MANDSTART",
    "mandatory finish": "CS_MANDFIN",
    "finish to start": "PR_FS",
    "start to start": "PR_SS",
    "finish to finish": "PR_FF",
    "start to finish": "PR_SF",
    "labor": "RT_Labor",
    "nonlabor": "RT_Equip",
    "material": "RT_Mat",
    "predecessor activity calendar": "rcal_Predecessor",
    "successor activity calendar": "rcal_Successor",
    "24 hour calendar": "rcal_24Hour",
    "project default calendar": "rcal_ProjDefault",
    "top": "PT_Top",
    "high": "PT_High",
    "normal": "PT_Normal",
    "low": "PT_Low",
    "lowest": "PT_Lowest",
}
_WORDED = frozenset(
    (
        "task_type",
        "status_code",
        "complete_pct_type",
        "cstr_type",
        "cstr_type2",
        "pred_type",
        "rsrc_type",
        "priority_type",
        "sched_calendar_on_relationship_lag",
    )
)
_IN_PROJECT = {
    "WBS": ("wbs", _WBS),
    "Activity": ("tasks", _TASK),
    "Relationship": ("links", _LINK),
    "ResourceAssignment": ("assignments", _ASSIGNMENT),
}


def read(data: bytes, project: str | None = None) -> PlanFile:
    """The plan of one project of a PMXML file (see ``p6.build``). Raises BadPlanFile."""
    tables = P6("pmxml")
    inside: list[tuple[str, Record]] = []
    loose: list[Element] = []
    for parent, item in pieces(data, 2):
        name = local(item.tag)
        if parent in ("Project", "BaselineProject"):
            kind = _IN_PROJECT.get(name)
            if kind:
                inside.append((kind[0], _record(leaves(item), kind[1])))
            else:
                loose.append(item)
        elif name in ("Project", "BaselineProject") and parent != "ProjectList":
            _project(tables, loose, inside)
            loose, inside = [], []
        elif name == "Calendar" and parent != "ProjectList":
            _calendar(tables, loose)
            loose = []
        elif name in ("Resource", "ResourceRate"):
            record = _record({local(part.tag): part.text or "" for part in loose}, _RESOURCE if name == "Resource" else _RATE)
            (tables.resources if name == "Resource" else tables.rates).append(record)
            loose = []
        elif parent in ("Calendar", "Resource", "ResourceRate"):
            loose.append(item)
        else:
            loose = []
    return build(tables, project)


def _record(found: dict[str, str], names: dict[str, str]) -> Record:
    record: Record = {}
    for name, column in names.items():
        text = found.get(name, "").strip()
        if text and column not in record:
            record[column] = _WORDS.get(text.lower(), text) if column in _WORDED else text
    if "phys_complete_pct" in record:  # a share of 1 here, percent there
        record["phys_complete_pct"] = str((c.read_decimal(record["phys_complete_pct"]) or 0) * 100)
    return record


def _project(tables: P6, loose: list[Element], inside: list[tuple[str, Record]]) -> None:
    found: dict[str, str] = {}
    for part in loose:
        if not len(part):
            found.setdefault(local(part.tag), part.text or "")
    row = _record(found, _PROJECT)
    key = row.setdefault("proj_id", str(len(tables.projects) + 1))
    tables.projects.append(row)
    tables.options.append({"proj_id": key, "sched_calendar_on_relationship_lag": row.get("sched_calendar_on_relationship_lag", "")})
    for table, record in inside:
        record["proj_id"] = key
        getattr(tables, table).append(record)


def _calendar(tables: P6, loose: list[Element]) -> None:
    found = {local(part.tag): part.text or "" for part in loose if not len(part)}
    key = found.get("ObjectId", "").strip()
    base = c.read_int(found.get("BaseCalendarObjectId", ""))
    calendar = FileCalendar(c.read_int(key) or len(tables.calendars) + 1, found.get("Name", ""), base, is_base=base is None)
    for part in loose:
        name = local(part.tag)
        if name == "StandardWorkWeek":
            for hours in part:
                day = weekday(_child(hours, "DayOfWeek"))
                if day is not None:
                    calendar.week[day] = _shifts(hours)
        elif name == "HolidayOrExceptions":
            for one in part:
                moment = c.read_moment(_child(one, "Date"))
                if moment:
                    calendar.exceptions.append(FileException(moment.date(), moment.date(), _shifts(one)))
    if base is None:
        calendar.week = [shifts or () for shifts in calendar.week]
    tables.calendars[key] = calendar


def _child(item: Element, name: str) -> str:
    return next((child.text or "" for child in item if local(child.tag) == name), "")


def _shifts(item: Element) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for part in item:
        if local(part.tag) == "WorkTime":
            found += span(_child(part, "Start"), _child(part, "Finish"))
    return tuple(sorted(found))
