from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import never
from zhuke.kernel.access import OrgScope, SharedScope
from zhuke.kernel.resource import Action, Resource, register

from .models import DOUBTFUL, FAILED, Letter, LetterTemplate, OptOut
from .services import optouts, sending, writing

register(
    Resource(
        name="letter_templates",
        model=LetterTemplate,
        scope=SharedScope(),
        fields=("name", "resource", "subject", "body", "commercial", "as_pdf"),
        readonly_fields=("code",),
        list_display=("name", "resource", "subject", "commercial", "as_pdf", "updated_at"),
        list_filter=("resource", "commercial"),
        ordering="resource,name",
        create=writing.create_template,
        update=writing.change_template,
    ),
    Resource(
        name="letters",
        model=Letter,
        scope=OrgScope(),
        fields=("to", "name", "subject", "body", "commercial", "template", "unit", "owner"),
        readonly_fields=("cc", "resource", "object_label", "state", "error", "tries", "next_at", "sent_at", "by_rule"),
        list_display=("subject", "to", "name", "object_label", "state", "sent_at", "owner", "created_at"),
        list_filter=("state", "template", "owner", "by_rule", "sent_at"),
        label_field="subject",
        ordering="-created_at",
        archivable=False,
        create=writing.create_letter,
        update=writing.refuse_change,
        editable=never,
        actions=(
            Action(
                "send_again", _("再发一次"), sending.send_again, when=lambda letter: letter.state in (FAILED, DOUBTFUL),
                confirm=_("如果对方其实已经收到，会再收到一次。"),
            ),
        ),
    ),
    Resource(
        name="mail_opt_outs",
        model=OptOut,
        scope=SharedScope(),
        fields=("address", "reason"),
        readonly_fields=("by_link",),
        list_display=("address", "reason", "by_link", "created_at"),
        list_filter=("by_link",),
        label_field="address",
        ordering="-created_at",
        create=optouts.create_opt_out,
        update=optouts.change_opt_out,
    ),
)  # fmt: skip
