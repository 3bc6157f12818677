"""What leaves the house: expiring links, and transmittals with their receipts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record, Searchable


class ShareLink(models.Model):
    """A link for people outside. Only the hash of its secret is kept; it opens what its maker may still see."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    label = models.CharField(max_length=120, blank=True, default="")
    folder = models.ForeignKey("library.Folder", models.CASCADE, null=True, related_name="links")
    expires_at = models.DateTimeField()
    max_downloads = models.IntegerField(null=True)
    downloads = models.IntegerField(default=0)
    password = models.CharField(max_length=200, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_by", "-id"], name="sharelink_maker")]


class ShareItem(models.Model):
    """One document behind a link. ``version`` null: whichever is newest when the link is opened."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="items")
    document = models.ForeignKey("library.Document", models.CASCADE, related_name="shares")
    version = models.ForeignKey("library.DocumentVersion", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "document"], name="shareitem_once")]


class Transmittal(Record, Searchable):
    """Documents given to somebody or received from somebody, with exact versions and receipts (收发文)."""

    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("out", _("发文")), ("in", _("收文"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("sent", _("已发送")),
        ("acknowledged", _("已签收")),
        ("void", _("已作废")),
    ]
    number = models.CharField(_("收发文编号"), max_length=40, blank=True, default="", editable=False)
    direction = models.CharField(_("收发"), max_length=4, choices=DIRECTIONS, default="out")
    subject = models.CharField(_("主题"), max_length=160)
    project = models.ForeignKey(
        "projects.Project", models.CASCADE, null=True, blank=True, related_name="transmittals", verbose_name=_("项目")
    )
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    purpose = DictionaryField(_("用途"), dictionary="transmittal_purpose", blank=True, default="")
    means = DictionaryField(_("方式"), dictionary="transmittal_means", blank=True, default="")
    received_on = models.DateField(_("收文日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=1000, blank=True, default="")
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="draft", editable=False)
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True, default="", editable=False)
    sent_on = models.DateField(_("发送日期"), null=True, blank=True, editable=False)
    items_count = models.IntegerField(_("资料数"), default=0, editable=False)
    recipients_count = models.IntegerField(_("收件人数"), default=0, editable=False)
    acknowledged_count = models.IntegerField(_("已签收数"), default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("收发文")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="transmittal_unit"),
            models.Index(fields=["project", "id"], name="transmittal_project"),
        ]

    def __str__(self) -> str:
        return self.subject


class TransmittalItem(models.Model):
    """One document of a transmittal in the version that was given."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transmittal = models.ForeignKey(Transmittal, models.CASCADE, related_name="items")
    document = models.ForeignKey("library.Document", models.PROTECT, related_name="transmitted")
    version = models.ForeignKey("library.DocumentVersion", models.PROTECT, null=True, related_name="+")
    copies = models.IntegerField(default=1)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transmittal", "document"], name="transmittalitem_once")]
        ordering = ("position",)


class TransmittalRecipient(models.Model):
    """Who it goes to (or comes from), the own expiring link, the letter that took it there, and the receipt."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transmittal = models.ForeignKey(Transmittal, models.CASCADE, related_name="recipients")
    contact = models.ForeignKey("customers.Contact", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    company = models.CharField(max_length=120, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True, default="")
    letter = models.ForeignKey("letters.Letter", models.SET_NULL, null=True, related_name="+")
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["digest"], condition=~models.Q(digest=""), name="transmittalrecipient_digest")]


class Opening(models.Model):
    """Somebody outside used a link: what for, when, from which address."""

    internal = True
    WHATS: ClassVar[list[tuple[str, Any]]] = [
        ("opened", _("打开")), ("downloaded", _("下载")), ("wrong_password", _("密码错误")), ("acknowledged", _("签收")),
    ]  # fmt: skip
    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(ShareLink, models.CASCADE, null=True, related_name="openings")
    recipient = models.ForeignKey(TransmittalRecipient, models.CASCADE, null=True, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=45, blank=True, default="")
    what = models.CharField(max_length=16, choices=WHATS)
    name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["link", "-id"], name="opening_link"),
            models.Index(fields=["recipient", "-id"], name="opening_recipient"),
        ]


class Bundle(models.Model):
    """A ZIP file made by a job for one person, kept for a day."""

    internal = True
    job = models.OneToOneField("jobs.Job", models.CASCADE, primary_key=True, related_name="bundle")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    documents = models.JSONField(default=list)
    expires_at = models.DateTimeField(db_index=True)
