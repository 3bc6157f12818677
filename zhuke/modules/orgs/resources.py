from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import never
from zhuke.kernel.access import OrgScope, SharedScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .handover.services.moving import hand_over_all
from .models import Delegation, Membership, Role, SignInProvider, Unit, User
from .scopes import TreeScope
from .services import delegations, memberships, people, providers, roles, units


def is_on(row: User) -> bool:
    """The person may sign in."""
    return row.is_active


def is_off(row: User) -> bool:
    """The person is switched off."""
    return not row.is_active


def is_running(row: Membership | Delegation) -> bool:
    """Neither ended nor cancelled."""
    return row.archived_at is None


register(
    Resource(
        name="units",
        model=Unit,
        scope=TreeScope(),
        fields=("name", "short_name", "code", "kind", "parent", "manager", "position", "active"),
        list_display=("name", "code", "kind", "parent", "manager", "active"),
        list_filter=("kind", "parent", "active"),
        search_fields=("name", "short_name", "code"),
        ordering="position,name",
        hint_field="code",
        natural_key=("code",),
        importable=True,
        archivable=False,
        create=units.create_unit,
        update=units.update_unit,
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
        archivable=False,
        create=people.create_person,
        update=people.update_person,
        actions=(
            Action(
                "move", _("调动"), people.move_person, when=is_on, bulk=True, grant="update",
                inputs=(
                    FieldSpec("unit", _("新单位"), "ref", True, ref="units"),
                    FieldSpec("end_roles", _("同时结束在原单位的任职"), "yesno", default=True),
                ),
            ),
            Action(
                "deactivate", _("停用"), people.deactivate_person, when=is_on, bulk=True, danger=True,
                confirm=_("停用后此人立即退出登录，API 令牌作废；他的记录全部保留。"),
                inputs=(FieldSpec("reason", _("原因"), "text", max_length=200),),
            ),
            Action("activate", _("启用"), people.activate_person, when=is_off, bulk=True, grant="deactivate"),
            Action(
                "reset_password", _("重置密码"), people.reset_password, when=is_on, danger=True,
                confirm=_("原密码立即失效，此人在所有设备上退出登录。新的一次性密码只显示这一次。"),
            ),
            Action("invite", _("发送邀请邮件"), people.invite, when=is_on, bulk=True, grant="reset_password"),
            Action(
                "clear_second_factor", _("解除两步验证"), people.clear_second_factor, when=is_on, danger=True, grant="reset_password",
                confirm=_("此人丢失手机时使用：下次登录不再要求验证码，请提醒他重新绑定。"),
            ),
            Action(
                "hand_over", _("离职交接"), hand_over_all, hidden=True,
                inputs=(
                    FieldSpec("to", _("接收人"), "ref", True, ref="users"),
                    FieldSpec("deactivate", _("完成后停用"), "yesno", default=False),
                ),
            ),
            Action("end_sessions", _("强制下线"), people.end_sessions, when=is_on, danger=True, grant="reset_password"),
        ),
    ),
    Resource(
        name="roles",
        model=Role,
        scope=SharedScope(),
        fields=("code", "name", "description", "active"),
        readonly_fields=("preset",),
        list_display=("name", "code", "description", "preset", "active"),
        ordering="name",
        archivable=False,
        create=roles.create_role,
        update=roles.update_role,
        actions=(
            Action(
                "copy", _("复制"), roles.copy_role, grant="create",
                inputs=(
                    FieldSpec("code", _("代码"), "text", True, max_length=40),
                    FieldSpec("name", _("名称"), "text", True, max_length=40),
                ),
            ),
        ),
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
        archivable=False,
        create=memberships.create_membership,
        update=memberships.fixed,
        editable=never,
        actions=(Action("end", _("结束任职"), memberships.end_membership, when=is_running, bulk=True, danger=True),),
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
        archivable=False,
        create=delegations.create_delegation,
        update=delegations.update_delegation,
        actions=(Action("cancel", _("取消代理"), delegations.cancel_delegation, when=is_running, grant="update"),),
    ),
    Resource(
        name="sign_in_providers",
        model=SignInProvider,
        scope=SharedScope(),
        fields=("kind", "name", "client_id", "agent_id", "issuer", "match", "unit", "position", "active"),
        readonly_fields=("has_secret",),
        list_display=("name", "kind", "match", "unit", "has_secret", "active"),
        ordering="position,name",
        archivable=False,
        create=providers.create_provider,
        update=providers.update_provider,
        actions=(
            Action(
                "set_secret", _("设置密钥"), providers.set_secret, grant="update",
                inputs=(FieldSpec("secret", _("应用密钥"), "text", True, max_length=500),),
            ),
        ),
    ),
)  # fmt: skip
