"""Letters to people outside: what they are made from, every one that went out, and who wants none of the commercial ones."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import EmailValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


def kinds_of_record() -> list[tuple[str, Any]]:
    """The resources that letters may be about, with their labels: what people work with, not settings."""
    from zhuke.kernel.access import OrgScope, ParentScope
    from zhuke.kernel.resource import all_resources

    return [(r.name, r.label) for r in all_resources() if not r.hidden and isinstance(r.scope, OrgScope | ParentScope)]


WAITING, HANDED, SENT, FAILED, DOUBTFUL, STOPPED = "waiting", "handed", "sent", "failed", "doubtful", "stopped"


class LetterTemplate(Record):
    """The text of a letter about one kind of record, with places for the record's fields. Its files go out with every letter."""

    code = models.CharField(_("代码"), max_length=60, blank=True, default="", editable=False)
    name = models.CharField(_("模板名称"), max_length=80)
    resource = models.CharField(_("针对哪种记录"), max_length=40, choices=kinds_of_record)
    subject = models.CharField(_("邮件标题"), max_length=200)
    body = models.TextField(_("正文"), help_text=_("大括号里写字段名，插入记录的内容，例如 {name}"))
    commercial = models.BooleanField(
        _("宣传类邮件"), default=False, help_text=_("案例、优惠、节日问候等。会附上退订链接，不发给已退订的地址")
    )
    as_pdf = models.BooleanField(_("附上 PDF 信函"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("信函模板")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="letter_template_code_once")]

    def __str__(self) -> str:
        return self.name


class Letter(Record):
    """One letter to one address. ``key`` says on what occasion, so that none is written twice; it moves only in services."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        (WAITING, _("待发")),
        (HANDED, _("发送中")),
        (SENT, _("已发出")),
        (FAILED, _("未发出")),
        (DOUBTFUL, _("不确定是否送达")),
        (STOPPED, _("对方已退订，未发")),
    ]
    key = models.CharField(max_length=200, blank=True, default="", editable=False)
    template = models.ForeignKey(LetterTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("信函模板"))
    to = models.CharField(_("收件地址"), max_length=254, validators=[EmailValidator(_("请填写有效的邮箱地址。"))])
    name = models.CharField(_("收件人"), max_length=80, blank=True, default="")
    cc = models.JSONField(_("抄送"), default=list, blank=True, editable=False)
    subject = models.CharField(_("邮件标题"), max_length=200)
    body = models.TextField(_("正文"))
    commercial = models.BooleanField(_("宣传类邮件"), default=False)
    resource = models.CharField(_("对象"), max_length=40, blank=True, default="", choices=kinds_of_record, editable=False)
    object_id = models.UUIDField(null=True, blank=True, editable=False)
    object_label = models.CharField(_("关于"), max_length=200, blank=True, default="", editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default=WAITING, editable=False)
    error = models.CharField(_("原因"), max_length=300, blank=True, default="", editable=False)
    tries = models.SmallIntegerField(_("已尝试"), default=0, editable=False)
    next_at = models.DateTimeField(_("下次尝试"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True, editable=False)
    by_rule = models.BooleanField(_("由规则发出"), default=False, editable=False)
    enclosed = models.JSONField(default=list, blank=True, editable=False)  # the file versions that go with it

    class Meta(Record.Meta):
        verbose_name = _("信函")
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="letter_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=[WAITING, HANDED]), name="letter_due"),
            models.Index(fields=["object_id", "-created_at"], name="letter_object"),
            models.Index(fields=["unit", "-created_at", "-id"], name="letter_unit"),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        return self.subject


class OptOut(Record):
    """This address wants no commercial letters any more. Archived: it has agreed again."""

    address = models.EmailField(_("邮箱地址"))
    reason = models.CharField(_("说明"), max_length=200, blank=True, default="")
    by_link = models.BooleanField(_("对方自己退订"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("退订名单")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(archived_at=None),
                name="opt_out_once",
                violation_error_message=_("这个地址已在退订名单中。"),
            )
        ]

    def __str__(self) -> str:
        return self.address
