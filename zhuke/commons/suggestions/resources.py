from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import Suggestion
from .services import answer, review, reword, suggest

STATES = tuple((value, label) for value, label in Suggestion.STATES if value != "new")

register(
    Resource(
        name="suggestions",
        model=Suggestion,
        scope=OrgScope(),
        label_field="text",
        fields=("kind", "text", "page", "unit", "owner"),
        readonly_fields=("state", "answer", "answered_at", "answered_by", "reviewed_on"),
        list_display=("text", "kind", "state", "owner", "unit", "page", "reviewed_on", "created_at"),
        list_filter=("kind", "state", "reviewed_on", "owner", "unit", "created_at"),
        ordering="-created_at",
        create=suggest,
        update=reword,
        editable=lambda row: row.state == "new" and not row.answer,
        actions=(
            Action(
                "answer", _("答复"), answer,
                (
                    FieldSpec("state", _("处理结果"), "choice", True, choices=STATES),
                    FieldSpec("answer", _("答复"), "longtext", True, max_length=2000, help=_("提出人会收到这段话")),
                ),
            ),
            Action("review", _("标为本月已评审"), review, bulk=True, grant="answer"),
        ),
    )
)  # fmt: skip
