"""Documents may go through review before they are in force."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, declare, head, superior

from .services import reviewing

declare(
    Approvable(
        resource="documents",
        verb="review",
        label=_("资料审核"),
        submit=reviewing.submitted,
        approved=reviewing.approved,
        rejected=reviewing.rejected,
        withdrawn=reviewing.withdrawn,
        title=reviewing.title_of,
        snapshot=("name", "folder", "kind", "current", "revision", "drawing_number", "discipline", "project", "note"),
        default_flow={"repeat": "never", "nodes": [superior(1, empty="skip"), head(1)]},
    )
)
