"""Which element of MS Project XML is which attribute, and the order in which its schema wants them."""

from collections.abc import Iterable
from dataclasses import MISSING
from typing import Any, NamedTuple

from . import codecs as c
from .markup import written
from .plan_file import Node

NAMESPACE = "http://schemas.microsoft.com/project"
ELAPSED = frozenset((4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52))
ESTIMATED = frozenset(range(35, 54))
PERCENTS = frozenset((19, 20, 51, 52))


class Field(NamedTuple):
    """``always``: written by us even where it has its ordinary value (a file that was read stays as it was)."""

    tag: str
    attribute: str
    codec: c.Codec
    always: bool = False


PROJECT = (
    Field("Name", "name", c.TEXT, True),
    Field("Title", "title", c.TEXT),
    Field("ScheduleFromStart", "from_start", c.FLAG, True),
    Field("StartDate", "start", c.MOMENT),
    Field("FinishDate", "finish", c.MOMENT),
    Field("CriticalSlackLimit", "critical_slack", c.INT, True),
    Field("CalendarUID", "calendar", c.REFERENCE, True),
    Field("MinutesPerDay", "minutes_per_day", c.INT, True),
    Field("MinutesPerWeek", "minutes_per_week", c.INT, True),
    Field("DaysPerMonth", "days_per_month", c.INT, True),
    Field("StatusDate", "status_at", c.MOMENT),
)
TASK = (
    Field("UID", "uid", c.INT, True),
    Field("GUID", "guid", c.TEXT),
    Field("ID", "id", c.INT, True),
    Field("Name", "name", c.TEXT, True),
    Field("Active", "active", c.FLAG, True),
    Field("Manual", "manual", c.FLAG, True),
    Field("IsNull", "null", c.FLAG, True),
    Field("WBS", "wbs", c.TEXT),
    Field("OutlineLevel", "level", c.INT, True),
    Field("Priority", "priority", c.INT, True),
    Field("Start", "start", c.MOMENT),
    Field("Finish", "finish", c.MOMENT),
    Field("Duration", "duration", c.SPAN),
    Field("Work", "work", c.SPAN),
    Field("Stop", "stop", c.MOMENT),
    Field("Resume", "resume", c.MOMENT),
    Field("Milestone", "milestone", c.FLAG, True),
    Field("Summary", "summary", c.FLAG, True),
    Field("Critical", "critical", c.FLAG),
    Field("ExternalTask", "external", c.FLAG),
    Field("EarlyStart", "early_start", c.MOMENT),
    Field("EarlyFinish", "early_finish", c.MOMENT),
    Field("LateStart", "late_start", c.MOMENT),
    Field("LateFinish", "late_finish", c.MOMENT),
    Field("FreeSlack", "free_slack", c.TENTHS),
    Field("TotalSlack", "total_slack", c.TENTHS),
    Field("PercentComplete", "progress", c.PERCENT, True),
    Field("Cost", "cost", c.NUMBER),
    Field("ActualStart", "actual_start", c.MOMENT),
    Field("ActualFinish", "actual_finish", c.MOMENT),
    Field("ActualDuration", "actual_duration", c.SPAN),
    Field("RemainingDuration", "remaining_duration", c.SPAN),
    Field("ConstraintType", "constraint", c.CONSTRAINT, True),
    Field("CalendarUID", "calendar", c.REFERENCE, True),
    Field("ConstraintDate", "constraint_at", c.MOMENT),
    Field("Deadline", "deadline", c.MOMENT),
    Field("LevelingDelay", "levelling_delay", c.TENTHS),
    Field("IgnoreResourceCalendar", "ignore_resource_calendar", c.FLAG),
    Field("Notes", "notes", c.TEXT),
)
BASELINE = (
    Field("Start", "start", c.MOMENT),
    Field("Finish", "finish", c.MOMENT),
    Field("Duration", "duration", c.SPAN),
    Field("Work", "work", c.SPAN),
    Field("Cost", "cost", c.NUMBER),
)
LINK = (
    Field("PredecessorUID", "pred", c.INT, True),
    Field("CrossProject", "cross_project", c.FLAG, True),
)
RESOURCE = (
    Field("UID", "uid", c.INT, True),
    Field("ID", "id", c.INT, True),
    Field("Name", "name", c.TEXT, True),
    Field("IsNull", "null", c.FLAG, True),
    Field("MaterialLabel", "measure", c.TEXT),
    Field("Code", "code", c.TEXT),
    Field("Group", "group", c.TEXT),
    Field("EmailAddress", "email", c.TEXT),
    Field("MaxUnits", "units", c.NUMBER, True),
    Field("CalendarUID", "calendar", c.REFERENCE),
    Field("Notes", "notes", c.TEXT),
)
ASSIGNMENT = (
    Field("UID", "uid", c.INT, True),
    Field("TaskUID", "task", c.INT, True),
    Field("ResourceUID", "resource", c.NOBODY, True),
    Field("ActualWork", "actual_work", c.SPAN),
    Field("Finish", "finish", c.MOMENT),
    Field("FixedMaterial", "fixed", c.FLAG),
    Field("RemainingWork", "remaining_work", c.SPAN),
    Field("Start", "start", c.MOMENT),
    Field("Units", "units", c.NUMBER, True),
    Field("Work", "work", c.SPAN),
)
CALENDAR = (
    Field("UID", "uid", c.INT, True),
    Field("Name", "name", c.TEXT, True),
    Field("IsBaseCalendar", "is_base", c.FLAG, True),
    Field("BaseCalendarUID", "base", c.REFERENCE, True),
)

ORDER = {
    "Project": "SaveVersion BuildNumber UID GUID Name Title Subject Category Company Manager Author CreationDate Revision LastSaved "
    "ScheduleFromStart StartDate FinishDate FYStartDate CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode "
    "CurrencySymbolPosition CalendarUID BaselineCalendar DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek "
    "DaysPerMonth DefaultTaskType DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat "
    "EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths "
    "NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost SpreadPercentComplete TaskUpdatesResource "
    "FiscalYearStart WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack MoveRemainingStartsForward "
    "MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks StatusDate CurrentDate "
    "MicrosoftProjectServerURL Autolink NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod ProjectExternallyEdited "
    "ExtendedCreationDate ActualsInSync RemoveFileProperties AdminProject UpdateManuallyScheduledTasksWhenEditingLinks "
    "KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled Views Filters Groups Tables Maps Reports Drawings DataLinks "
    "VBAProjects OutlineCodes WBSMasks ExtendedAttributes Calendars Tasks Resources Assignments",
    "Task": "UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber OutlineLevel Priority Start "
    "Finish Duration ManualStart ManualFinish ManualDuration DurationFormat FreeformDurationFormat Work Stop Resume "
    "ResumeValid EffortDriven Recurring OverAllocated Estimated Milestone Summary DisplayAsSummary Critical IsSubproject "
    "IsSubprojectReadOnly SubprojectName ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish "
    "StartVariance FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack FixedCost FixedCostAccrual "
    "PercentComplete PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart ActualFinish ActualDuration ActualCost "
    "ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork RemainingDuration RemainingCost RemainingWork "
    "RemainingOvertimeCost RemainingOvertimeWork ACWP CV ConstraintType CalendarUID ConstraintDate Deadline LevelAssignments "
    "LevelingCanSplit LevelingDelay LevelingDelayFormat PreLeveledStart PreLeveledFinish Hyperlink HyperlinkAddress "
    "HyperlinkSubAddress IgnoreResourceCalendar Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod "
    "PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected ExtendedAttribute Baseline OutlineCode IsPublished "
    "StatusManager CommitmentStart CommitmentFinish CommitmentType TimephasedData",
    "Baseline": "TimephasedData Number Interim Start Finish Duration DurationFormat EstimatedDuration Work Cost BCWS BCWP FixedCost",
    "PredecessorLink": "PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat",
    "Resource": "UID GUID ID Name Type IsNull Initials Phonetics NTAccount MaterialLabel Code Group WorkGroup EmailAddress Hyperlink "
    "HyperlinkAddress HyperlinkSubAddress MaxUnits PeakUnits OverAllocated AvailableFrom AvailableTo Start Finish CanLevel "
    "AccrueAt Work RegularWork OvertimeWork ActualWork RemainingWork ActualOvertimeWork RemainingOvertimeWork "
    "PercentWorkComplete StandardRate StandardRateFormat Cost OvertimeRate OvertimeRateFormat OvertimeCost CostPerUse "
    "ActualCost ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance CostVariance SV CV ACWP CalendarUID Notes "
    "BCWS BCWP IsGeneric IsInactive IsEnterprise BookingType ActualWorkProtected ActualOvertimeWorkProtected "
    "ActiveDirectoryGUID CreationDate ExtendedAttribute Baseline OutlineCode IsCostResource AssnOwner AssnOwnerGuid IsBudget "
    "AvailabilityPeriods Rates TimephasedData",
    "Assignment": "UID GUID TaskUID ResourceUID PercentWorkComplete ActualCost ActualFinish ActualOvertimeCost ActualOvertimeWork "
    "ActualStart ActualWork ACWP Confirmed Cost CostRateTable RateScale CostVariance CV Delay Finish FinishVariance Hyperlink "
    "HyperlinkAddress HyperlinkSubAddress WorkVariance HasFixedRateUnits FixedMaterial LevelingDelay LevelingDelayFormat "
    "LinkedFields Milestone Notes Overallocated OvertimeCost OvertimeWork PeakUnits RegularWork RemainingCost "
    "RemainingOvertimeCost RemainingOvertimeWork RemainingWork ResponsePending Start Stop Resume StartVariance Summary SV "
    "Units UpdateNeeded VAC Work WorkContour BCWS BCWP BookingType ActualWorkProtected ActualOvertimeWorkProtected "
    "CreationDate AssnOwner AssnOwnerGuid BudgetCost BudgetWork ExtendedAttribute Baseline TimephasedData",
    "Calendar": "UID GUID Name IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks",
}
_RANKS = {name: {tag: rank for rank, tag in enumerate(tags.split())} for name, tags in ORDER.items()}


def read(target: Any, fields: Iterable[Field], source: dict[str, str]) -> list[str]:
    """Set the attributes that the source has; the names of elements whose text means nothing are returned."""
    unread = []
    for field in fields:
        text = source.get(field.tag)
        if text is None:
            continue
        value = field.codec.read(text)
        if value is not None:
            setattr(target, field.attribute, value)
        elif text.strip() not in ("", "NA") and field.codec not in (c.REFERENCE, c.NOBODY):
            unread.append(field.tag)
        elif field.codec in (c.REFERENCE, c.NOBODY):
            setattr(target, field.attribute, None)
    return unread


def values(thing: Any, fields: Iterable[Field]) -> dict[str, str]:
    """What a thing has to be written as: its source, with what was changed since in its place."""
    found: dict[str, str] = dict(thing.source)
    for field in fields:
        value, raw = getattr(thing, field.attribute), thing.source.get(field.tag)
        if raw is not None and (field.codec.read(raw) == value or (value in (None, "") and not raw.strip())):
            continue
        if value is None and field.codec not in (c.REFERENCE, c.NOBODY):
            found.pop(field.tag, None)
        elif raw is not None or _is_told(thing, field, value):
            found[field.tag] = field.codec.write(value)
    return found


def _is_told(thing: Any, field: Field, value: Any) -> bool:
    """Whether an element that the file did not have has to be written."""
    if not thing.source and (field.always or value not in (None, "", False, 0)):
        return True
    ordinary = thing.__dataclass_fields__[field.attribute].default
    return ordinary is not MISSING and value != ordinary


def element(name: str, found: dict[str, str], nested: Iterable[Node] = ()) -> str:
    """One element as XML, its children in the order of the schema; unknown ones stay behind what they stood behind."""
    ranks, rank = _RANKS.get(name, {}), -1
    parts: list[tuple[int, str]] = []
    for tag, text in found.items():
        rank = ranks.get(tag, rank)
        parts.append((rank, written(tag, text)))
    parts += [(ranks.get(child[0], len(ranks)), written(*child)) for child in nested]
    parts.sort(key=lambda part: part[0])
    return f"<{name}>" + "".join(text for _rank, text in parts) + f"</{name}>"
