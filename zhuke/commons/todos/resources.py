from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import state_in
from zhuke.kernel.access import Actor, OrgScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from . import services
from .models import Todo


@dataclass(frozen=True)
class GivenScope(OrgScope):
    """Beside one's own to-dos one sees those that one has given to others, but giving reaches no further than the grant."""

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The condition for one reach."""
        condition = super().q(actor, resource, action, prefix)
        reach = actor.reach(resource.name, action)
        if action == "create" or reach is None or reach.units is None:
            return condition
        return condition | Q(**{f"{prefix}created_by_id__in": actor.owner_ids})


register(
    Resource(
        name="todos",
        model=Todo,
        scope=GivenScope(owner="assignee"),
        label_field="title",
        fields=("title", "body", "assignee", "due_on", "resource", "object_id"),
        readonly_fields=("kind", "state", "object_label", "unit", "rule", "closed_at", "closed_by", "reason"),
        list_display=("title", "kind", "due_on", "assignee", "state", "object_label", "resource", "object_id", "rule", "created_at"),
        list_filter=("state", "kind", "due_on", "assignee", "rule"),
        ordering="due_on,-created_at",
        archivable=False,
        create=services.create_todo,
        update=services.change_todo,
        editable=state_in("open"),
        actions=(
            Action("done", _("完成"), services.finish, when=state_in("open"), bulk=True),
            Action(
                "postpone",
                _("改期"),
                services.postpone,
                (FieldSpec("due_on", _("新的日期"), "date", True),),
                when=state_in("open"),
                bulk=True,
            ),
            Action(
                "dismiss",
                _("忽略"),
                services.dismiss,
                (FieldSpec("reason", _("原因"), "text", True, max_length=200),),
                when=state_in("open"),
                bulk=True,
            ),
            Action("reopen", _("重新打开"), services.reopen, when=lambda todo: todo.state != "open", grant="done"),
        ),
    )
)
