"""What reporting does when its own rows are archived, or sent."""

from zhuke.kernel.access import Actor, system
from zhuke.kernel.events import react, subscribe
from zhuke.kernel.models import Event
from zhuke.modules.projects.papers import shelf

from .models import ProjectReport
from .services import papers
from .services.reports import check_draft


@react("project_reports.archived")
def keep_sent(event: Event) -> None:
    """A report that went out is kept."""
    check_draft(ProjectReport.objects.get(pk=event.subject_id))


@subscribe("reporting.file_report", "project_reports.sent")
def file_report(event: Event) -> None:
    """A report that went out stands among the documents of the project, whoever it went to; sent again it stays as it is."""
    actor = Actor(event.actor_id, event.actor_name, "system") if event.actor_id else system(event.actor_name)
    shelf().keep(actor, papers.of_project(ProjectReport.objects.get(pk=event.subject_id)))
