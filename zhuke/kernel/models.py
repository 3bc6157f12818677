"""What every record has, and the kernel's own tables: history, events, teams."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ids import uuid7

# Row triggers, so that bulk statements and raw SQL leave their trace as well.
RECORD_TRIGGERS = [
    pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.version := OLD.version + 1; NEW.updated_at := clock_timestamp(); RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="history",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="PERFORM public.kernel_log(TG_TABLE_NAME::text, TG_OP, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
    ),
]
# Tables whose rows processes keep in memory: a change moves the epoch, and every process forgets what it knew.
EPOCH_TRIGGER = pgtrigger.Trigger(
    name="epoch",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="UPDATE public.kernel_epoch SET value = value + 1; RETURN NULL;",
)
# For records with derived columns: rewriting those (audit.deriving) is no new version and makes nobody's edit stale. Runs after "version".
DERIVED_TRIGGER = pgtrigger.Trigger(
    name="without_version",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=(
        "IF current_setting('zhuke.derived', true) = 'on' THEN NEW.version := OLD.version; NEW.updated_at := OLD.updated_at; END IF; "
        "RETURN NEW;"
    ),
)


class Record(models.Model):
    """A row people work with: UUIDv7, version, times, custom fields, history by trigger. Subclasses write ``class Meta(Record.Meta)``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.IntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("创建人")
    )
    archived_at = models.DateTimeField(_("归档时间"), null=True, blank=True, editable=False)
    custom = models.JSONField(default=dict, blank=True, editable=False)

    sort_columns: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True
        triggers = RECORD_TRIGGERS


class Searchable(models.Model):
    """Substring search without an extension: bigrams under a GIN index; masked values lie apart in ``search_private``."""

    search_text = models.TextField(default="", blank=True, editable=False)
    search_private = models.TextField(default="", blank=True, editable=False)
    grams = models.GeneratedField(
        expression=models.Func(models.F("search_text"), function="public.kernel_bigrams"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    grams_private = models.GeneratedField(
        expression=models.Func(models.F("search_private"), function="public.kernel_bigrams"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["grams"], name="%(class)s_grams"),
            GinIndex(fields=["grams_private"], name="%(class)s_grams_p"),
        ]


class Epoch(models.Model):
    """One row: moves whenever rights, dictionaries or custom fields change (see EPOCH_TRIGGER)."""

    internal = True
    value = models.BigIntegerField(default=1)


class Change(models.Model):
    """One change of one row, written by trigger. ``diff``: insert {column: value}, update {column: [old, new]}, delete {column: value}."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    event_at = models.DateTimeField(null=True)
    table = models.TextField()
    object_id = models.UUIDField()
    operation = models.CharField(max_length=6)
    diff = models.JSONField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField()
    cause = models.TextField()
    request_id = models.TextField()

    class Meta:
        verbose_name = _("审计日志")
        indexes = [
            models.Index(fields=["object_id", "id"], name="change_object"),
            models.Index(fields=["at"], name="change_at"),
            models.Index(fields=["actor_id", "id"], name="change_actor"),
        ]


class Event(models.Model):
    """A fact worth reacting to, written in the transaction that made it true."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    resource = models.TextField()
    subject_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "id"], name="event_subject"), models.Index(fields=["name", "id"], name="event_name")]


class Delivery(models.Model):
    """This subscriber has had this event: the unique pair makes a second delivery impossible."""

    internal = True
    event = models.ForeignKey(Event, models.CASCADE)
    subscriber = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once")]


class TeamMember(models.Model):
    """A person who works on one record although it belongs to somebody else."""

    internal = True
    resource = models.TextField()
    object_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    can_write = models.BooleanField(default=False)

    class Meta:
        triggers = [EPOCH_TRIGGER]
        constraints = [models.UniqueConstraint(fields=["object_id", "user"], name="team_once")]
        indexes = [models.Index(fields=["user", "resource", "object_id"], name="team_user")]


class Sending(models.Model):
    """What a client sent to create the record with this id, so that sending it again is told from sending something else."""

    internal = True
    id = models.UUIDField(primary_key=True)
    resource = models.TextField()
    actor_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
