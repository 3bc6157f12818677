"""Org units, people, roles and what roles grant."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import SCOPES
from zhuke.kernel.fields import PhoneField
from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record, Searchable


class Unit(Record, Searchable):
    """An org unit: group → subsidiary → department → team. ``path`` lists the ids from the root, each followed by a slash."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("group", _("集团")),
        ("subsidiary", _("子公司")),
        ("department", _("部门")),
        ("team", _("班组")),
    ]
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20, blank=True, default="")
    code = models.CharField(_("编码"), max_length=30, unique=True, error_messages={"unique": _("该编码已被使用，请换一个。")})
    kind = models.CharField(_("类型"), max_length=20, choices=KINDS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级"))
    manager = models.ForeignKey("User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    position = models.IntegerField(_("排序"), default=0)
    active = models.BooleanField(_("启用"), default=True)
    path = models.TextField(editable=False, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("组织单元")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        indexes = [*Searchable.Meta.indexes, models.Index(OpClass("path", "text_pattern_ops"), name="unit_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="group"), name="one_group", violation_error_message=_("只能有一个集团，请选择其他类型。")
            )
        ]

    def __str__(self) -> str:
        return self.name


class LowerField(models.CharField):
    """Stored in lower case, so that it is unique and found in any spelling."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.strip().lower() if isinstance(text, str) else text


class LowerEmailField(models.EmailField):
    """An address in lower case: people sign in with it in any spelling."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.strip().lower() if isinstance(text, str) else text


def history_without(*columns: str) -> pgtrigger.Trigger:
    """The history trigger of a record some of whose columns are not worth an entry."""
    less = "".join(f" - '{name}'" for name in columns)
    return pgtrigger.Trigger(
        name="history",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"PERFORM public.kernel_log(TG_TABLE_NAME::text, TG_OP, to_jsonb(OLD){less}, to_jsonb(NEW){less}); RETURN NULL;",
    )


# Signing in and one's own settings are no changes of the person: they neither raise the version nor enter history.
PRIVATE = ("last_login", "preferences", "language", "grams", "grams_private")
USER_TRIGGERS = [
    pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=list(PRIVATE)),
        func=RECORD_TRIGGERS[0].func,
    ),
    history_without("preferences", "language"),
    # Whoever deputises for a person stops when that person is switched off; "my unit" follows a move.
    pgtrigger.Trigger(
        name="epoch",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("is_active", "unit"),
        func=EPOCH_TRIGGER.func,
    ),
]


class UserManager(BaseUserManager["User"]):
    """People by login name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """By login name, upper and lower case alike."""
        return self.get(username__iexact=username or "")


class User(Record, Searchable, AbstractBaseUser):
    """A person who signs in. ``unit`` is the home; rights come from memberships."""

    username = LowerField(
        _("登录名"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("该登录名已被使用，请换一个。")},
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]{1,59}$", _("登录名用小写字母、数字、点、横线或下划线，至少 2 位，例如 wang.wei 或工号。"))
        ],
    )
    name = models.CharField(_("姓名"), max_length=40)
    phone = PhoneField(
        _("手机"),
        blank=True,
        default="",
        validators=[RegexValidator(r"^\+?[0-9][0-9 -]{4,24}$", _("电话只能有数字、空格、横线和开头的加号，例如 13800138000。"))],
    )
    email = LowerEmailField(_("邮箱"), blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people", verbose_name=_("所属单位"))
    job_title = models.CharField(_("职务"), max_length=40, blank=True, default="")
    is_active = models.BooleanField(_("启用"), default=True, editable=False)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=True, editable=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans", editable=False)
    preferences = models.JSONField(default=dict, blank=True, editable=False)
    pinyin = models.CharField(max_length=120, editable=False, default="")

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("人员")
        triggers = USER_TRIGGERS
        indexes = [*Searchable.Meta.indexes]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message=_("该邮箱已属于另一个人，请换一个。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(Record):
    """A named set of grants. Presets come with the product and can be edited; the firm adds its own."""

    code = models.CharField(
        _("代码"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("该代码已被使用，请换一个。")},
        validators=[RegexValidator(r"^[a-z][a-z0-9_]{1,39}$", _("代码只能用小写字母、数字和下划线，并以字母开头。"))],
    )
    name = models.CharField(_("名称"), max_length=40)
    description = models.CharField(_("说明"), max_length=200, blank=True, default="")
    preset = models.BooleanField(_("系统预置"), default=False, editable=False)
    active = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("角色")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]

    def __str__(self) -> str:
        return self.name


class Grant(Record):
    """A role may do an action on a resource, within a scope."""

    internal = True
    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    resource = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    scope = models.CharField(max_length=12, choices=[(s, s) for s in SCOPES])

    class Meta(Record.Meta):
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [models.UniqueConstraint(fields=["role", "resource", "action"], name="grant_once")]


class FieldGrant(Record):
    """Opens a masked field of a resource to a role."""

    internal = True
    role = models.ForeignKey(Role, models.CASCADE, related_name="field_grants")
    resource = models.CharField(max_length=40)
    field = models.CharField(max_length=40)

    class Meta(Record.Meta):
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [models.UniqueConstraint(fields=["role", "resource", "field"], name="field_grant_once")]


class PresetOffer(models.Model):
    """What the product once offered to a preset role; never offered again, so that the firm's own choices stand. ``~name``: a field."""

    internal = True
    role = models.ForeignKey(Role, models.CASCADE, related_name="+")
    resource = models.CharField(max_length=40)
    action = models.CharField(max_length=41)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "resource", "action"], name="offer_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.resource}.{self.action}"


class Membership(Record):
    """A person holds a role in a unit. A person may hold several, in several units. An ended one is archived and stays ended."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="memberships", verbose_name=_("角色"))

    class Meta(Record.Meta):
        verbose_name = _("任职")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(archived_at=None),
                name="membership_once",
                violation_error_message=_("此人在该单位已有这个角色。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class Delegation(Record):
    """A deputy acts for a person from one day to another, both included."""

    user = models.ForeignKey(User, models.CASCADE, related_name="delegations", verbose_name=_("被代理人"))
    deputy = models.ForeignKey(User, models.CASCADE, related_name="deputy_of", verbose_name=_("代理人"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("原因"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("代理")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="delegation_days",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("deputy")),
                name="delegation_other",
                violation_error_message=_("不能让本人代理自己，请选择其他人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.deputy}"


class ApiToken(Record):
    """A person's key for programs. Only its digest is kept; ``grants`` narrows it to some (resource, action) pairs."""

    internal = True
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    grants = models.JSONField(null=True, blank=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        triggers = [RECORD_TRIGGERS[0], history_without("last_used_at")]

    @property
    def is_live(self) -> bool:
        """Neither expired nor revoked."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class SignInProvider(Record):
    """An outside system whose accounts may sign in: an OIDC server, DingTalk, Feishu or WeCom. Its secret lies sealed in ``sealed``."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("oidc", _("单点登录 (OIDC)")),
        ("dingtalk", _("钉钉")),
        ("feishu", _("飞书")),
        ("wecom", _("企业微信")),
    ]
    MATCHES: ClassVar[list[tuple[str, Any]]] = [
        ("link", _("只认本人绑定")),
        ("phone", _("手机号相同")),
        ("email", _("已验证的邮箱相同")),
        ("username", _("工号与登录名相同")),
    ]
    kind = models.CharField(_("类型"), max_length=12, choices=KINDS)
    name = models.CharField(_("按钮名称"), max_length=20)
    client_id = models.CharField(_("应用标识"), max_length=191, help_text=_("OIDC 客户端 ID、钉钉 AppKey、飞书 App ID 或企业微信 CorpID。"))
    agent_id = models.CharField(_("应用 AgentId"), max_length=40, blank=True, default="", help_text=_("仅企业微信需要。"))
    issuer = models.CharField(_("服务地址"), max_length=300, blank=True, default="", help_text=_("仅 OIDC 需要：颁发者 (issuer) 的地址。"))
    match = models.CharField(_("如何认出人员"), max_length=12, choices=MATCHES, default="link")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("适用单位"))
    position = models.IntegerField(_("排序"), default=0)
    active = models.BooleanField(_("启用"), default=False)
    has_secret = models.BooleanField(_("已设置密钥"), default=False, editable=False)
    sealed = models.TextField(editable=False, default="")

    class Meta(Record.Meta):
        verbose_name = _("登录方式")
        triggers = [RECORD_TRIGGERS[0], history_without("sealed")]

    def __str__(self) -> str:
        return self.name
