"""What effort does when something happens around it."""

from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .models import Timesheet
from .services.sheets import check_open


@react("timesheets.archived", "timesheets.restored")
def keep_sent_weeks(event: Event) -> None:
    """Hours of a week that lies with the superior neither come nor go."""
    row = Timesheet.objects.get(pk=event.subject_id)
    check_open(row.person_id, row.day)
