"""What reporting does when its own rows are archived."""

from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .models import ProjectReport
from .services.reports import check_draft


@react("project_reports.archived")
def keep_sent(event: Event) -> None:
    """A report that went out is kept."""
    check_draft(ProjectReport.objects.get(pk=event.subject_id))
