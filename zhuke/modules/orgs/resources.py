from zhuke.kernel.access import OrgScope, SharedScope
from zhuke.kernel.resource import Resource, register

from .models import Delegation, Membership, Role, Unit, User

register(
    Resource(
        name="units",
        model=Unit,
        scope=SharedScope(),
        fields=("name", "short_name", "code", "kind", "parent", "manager", "position", "active"),
        list_display=("name", "code", "kind", "parent", "manager", "active"),
        list_filter=("kind", "parent", "active"),
        search_fields=("name", "short_name", "code"),
        ordering="position,name",
        hint_field="code",
        natural_key=("code",),
        importable=True,
    ),
    Resource(
        name="users",
        model=User,
        scope=OrgScope("unit", owner=None),
        fields=("username", "name", "phone", "email", "unit", "job_title"),
        readonly_fields=("is_active", "must_change_password", "last_login"),
        list_display=("name", "username", "unit", "job_title", "phone", "email", "is_active"),
        list_filter=("unit", "is_active"),
        search_fields=("name", "username", "phone", "email"),
        ordering="name",
        hint_field="job_title",
        natural_key=("username",),
        importable=True,
    ),
    Resource(
        name="roles",
        model=Role,
        scope=SharedScope(),
        fields=("code", "name", "description", "active"),
        readonly_fields=("preset",),
        list_display=("name", "code", "description", "preset", "active"),
        ordering="name",
    ),
    Resource(
        name="memberships",
        model=Membership,
        scope=OrgScope("unit", owner=None),
        label_field="id",
        fields=("user", "unit", "role"),
        list_display=("user", "unit", "role"),
        list_filter=("user", "unit", "role"),
        ordering="-updated_at",
    ),
    Resource(
        name="delegations",
        model=Delegation,
        scope=OrgScope("user__unit", owner="user"),
        label_field="id",
        fields=("user", "deputy", "starts_on", "ends_on", "reason"),
        list_display=("user", "deputy", "starts_on", "ends_on", "reason"),
        list_filter=("user", "deputy"),
        ordering="-starts_on",
    ),
)
