"""What control does when something happens around it."""

from __future__ import annotations

from zhuke.kernel.access import Actor, system
from zhuke.kernel.events import react, subscribe
from zhuke.kernel.models import Event
from zhuke.modules.projects.papers import shelf
from zhuke.modules.projects.services import health
from zhuke.modules.projects.services.guards import hold

from .models import Issue, Meeting, MeetingAction, MeetingAttendee, MeetingDecision, Risk, RiskAction
from .services import actions, minutes, people, scales
from .services.meetings import check_open, locked


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system") if event.actor_id else system(event.actor_name)


@subscribe(
    "control.health", "risks.created", "risks.rated", "risks.reviewed", "risks.occurred", "risks.closed", "risks.reopened",
    "risks.archived", "risks.restored",
)  # fmt: skip
def tell_risks(event: Event) -> None:
    """How the project is doing follows its risks."""
    health.refresh(Risk.objects.filter(pk=event.subject_id).values_list("project_id", flat=True))


@subscribe(
    "control.issue_health", "issues.created", "issues.updated", "issues.resolved", "issues.closed", "issues.reopened",
    "issues.archived", "issues.restored",
)  # fmt: skip
def tell_issues(event: Event) -> None:
    """… and its issues."""
    health.refresh(Issue.objects.filter(pk=event.subject_id).values_list("project_id", flat=True))


@react("risk_scales.archived", "risk_scales.restored")
def follow_scale(event: Event) -> None:
    """Without its own scale a unit is measured by the one above it."""
    scales.relevel()


@react("risks.archived", "risks.restored")
def keep_risk(event: Event) -> None:
    """Nothing is put away from a closed project."""
    hold(Risk.objects.get(pk=event.subject_id).project_id)


@react("risk_actions.archived", "risk_actions.restored")
def keep_action(event: Event) -> None:
    """Nor actions."""
    hold(RiskAction.objects.get(pk=event.subject_id).project_id)


@react("issues.archived", "issues.restored")
def keep_issue(event: Event) -> None:
    """Nor issues."""
    hold(Issue.objects.get(pk=event.subject_id).project_id)


@react("meeting_attendees.archived", "meeting_attendees.restored")
def follow_attendee(event: Event) -> None:
    """Who is off the list no longer sees the meeting by that; published minutes stay as they are."""
    people.left(MeetingAttendee.objects.get(pk=event.subject_id))


@react("meeting_decisions.archived", "meeting_decisions.restored")
def keep_decision(event: Event) -> None:
    """What was published is not taken back by the side door."""
    check_open(locked(MeetingDecision.objects.get(pk=event.subject_id).meeting_id))


@react("meeting_actions.archived", "meeting_actions.restored")
def keep_meeting_action(event: Event) -> None:
    """The same for actions; who had one and nothing else to do with the meeting loses sight of it."""
    row = MeetingAction.objects.get(pk=event.subject_id)
    meeting: Meeting = locked(row.meeting_id)
    check_open(meeting)
    people.follow_team(meeting, [row.owner_id])


@react("tasks.finished")
def follow_finished(event: Event) -> None:
    """An action that became a task is done when the task is."""
    actions.follow(_actor(event), "done", task_id=event.subject_id)


@react("tasks.progressed", "tasks.started")
def follow_progress(event: Event) -> None:
    """… and open again when the task is."""
    from zhuke.modules.planning.models import Task

    if Task.objects.filter(pk=event.subject_id).exclude(state="done").exists():
        actions.follow(_actor(event), "open", task_id=event.subject_id)


@react("todos.done", "todos.dismissed", "todos.reopened")
def follow_todo(event: Event) -> None:
    """An action that became a to-do ends and begins again with it."""
    state = {"todos.done": "done", "todos.dismissed": "dropped", "todos.reopened": "open"}[event.name]
    actions.follow(_actor(event), state, todo_id=event.subject_id)


@subscribe("control.file_minutes", "meetings.published", "meetings.withdrawn")
def file_minutes(event: Event) -> None:
    """Published minutes stand among the documents of the project; taken back, they are in force no more."""
    meeting = Meeting.objects.get(pk=event.subject_id)
    for paper in minutes.papers(meeting):
        shelf().keep(_actor(event), paper)
    if meeting.state != "published":
        shelf().take_back(_actor(event), "meetings", meeting.pk, minutes.withdrawn_note())
