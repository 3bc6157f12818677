from .issues import OPEN_ISSUE, Issue
from .meetings import Meeting, MeetingAction, MeetingAttendee, MeetingDecision, MeetingMinutes
from .risks import LEVELS, Risk, RiskAction, RiskScale, RiskScore

__all__ = [
    "LEVELS",
    "OPEN_ISSUE",
    "Issue",
    "Meeting",
    "MeetingAction",
    "MeetingAttendee",
    "MeetingDecision",
    "MeetingMinutes",
    "Risk",
    "RiskAction",
    "RiskScale",
    "RiskScore",
]
