"""The standard actions. All in the transaction of their batch: whatever a killed worker left half done never happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.automation.actions import Batch
from zhuke.commons.automation.builtin import Definition, Do
from zhuke.commons.automation.models import Firing
from zhuke.commons.automation.recipients import find_people, recipient
from zhuke.commons.calendars.services import add_workdays
from zhuke.commons.notify.services import Message, notify, notify_each, say
from zhuke.commons.tags.services import put_tags
from zhuke.commons.todos.models import Todo
from zhuke.commons.todos.services import from_rule
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import DomainError
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import Resource

from .definitions import NAME
from .passes import AUTOMATION
from .texts import check_template, rendered

# More notices than this from one rule to one person in one batch arrive as a single one with a list.
EACH_BY_ITSELF = 10
LISTED = 20


class _Title:
    """A title that is put together in the language of whoever reads it."""

    def __init__(self, batch: Batch, firing: Firing, template: Any) -> None:
        self.batch, self.firing, self.template = batch, firing, template

    def __str__(self) -> str:
        row = self.batch.rows.get(self.firing.object_id, {})
        return rendered(self.template, self.batch.resource, self.batch.specs, row, self.firing.numbers)


class _Lines:
    """Several titles, one a line."""

    def __init__(self, titles: list[_Title]) -> None:
        self.titles = titles

    def __str__(self) -> str:
        lines = [str(title) for title in self.titles[:LISTED]]
        more = len(self.titles) - len(lines)
        return "\n".join([*lines, *([_("……还有 %(n)s 条，请到列表中查看。") % {"n": more}] if more else [])])


def tell(batch: Batch, index: int, do: Do) -> None:
    """Send notices: one for each record, or one for all where there are many."""
    for person, firings in _by_person(batch, index, do):
        titles = [_Title(batch, firing, do.title) for firing in firings]
        made: dict[int, UUID | None] = {}
        if len(firings) > EACH_BY_ITSELF:
            text = gettext_lazy("%(rule)s：%(n)s 条%(what)s需要您关注")
            summary = say(text, rule=batch.definition.name, n=len(firings), what=batch.resource.label)
            key = f"rule:{batch.rule.pk}:{index}:{firings[0].pk}-{firings[-1].pk}"
            told = notify([person.pk], "reminder", summary, lazystr(_Lines(titles)), actor=AUTOMATION, key=key)
            made |= dict.fromkeys((f.pk for f in firings), told[0].pk if told else None)
        else:
            messages = [
                Message(
                    lazystr(title), lazystr(_Title(batch, firing, do.body)), batch.resource.model(pk=firing.object_id), _key(firing, index)
                )
                for firing, title in zip(firings, titles, strict=True)
            ]
            sent = notify_each(person.pk, "reminder", messages, actor=AUTOMATION)
            made |= {firing.pk: sent[key].pk if (key := _key(firing, index)) in sent else None for firing in firings}
        for firing in firings:
            batch.note(firing, index, do, "done", person.pk, notice_id=made[firing.pk])


def _key(firing: Firing, index: int) -> str:
    return f"rule:{firing.pk}:{index}"


def give_todos(batch: Batch, index: int, do: Do) -> None:
    """Give each person a to-do for each record; due in so many working days."""
    rows = []
    for person, firings in _by_person(batch, index, do):
        with translation.override(person.language or settings.LANGUAGE_CODE):
            rows += [_todo(batch, index, do, person, firing) for firing in firings]
        for firing in firings:
            batch.note(firing, index, do, "done", person.pk)
    from_rule(rows)


def _todo(batch: Batch, index: int, do: Do, person: Any, firing: Firing) -> Todo:
    row = batch.rows.get(firing.object_id, {})
    days = firing.numbers.get(do.due_in.lstrip("$"), 0) if isinstance(do.due_in, str) else do.due_in
    label = row.get(batch.resource.label_field)
    return Todo(
        kind=do.category,
        title=str(_Title(batch, firing, do.title)),
        body=str(_Title(batch, firing, do.body)),
        resource=batch.resource.name,
        object_id=firing.object_id,
        object_label=str(label.get("label", "") if isinstance(label, dict) else label or "")[:200],
        assignee=person,
        unit_id=person.unit_id,
        due_on=None if days is None else add_workdays(timezone.localdate(), days),
        rule=batch.rule,
        firing=firing,
        action=index,
    )


def put_tag(batch: Batch, index: int, do: Do) -> None:
    """Add a tag to each record that has not got it."""
    rows = dict(batch.resource.model._default_manager.filter(pk__in=[f.object_id for f in batch.firings]).values_list("pk", "tags"))
    for firing in batch.firings:
        have = rows.get(firing.object_id)
        if have is None:
            batch.note(firing, index, do, "refused", detail=_("该记录已不存在"))
            continue
        try:
            if do.tag not in have:
                put_tags(AUTOMATION, batch.resource, firing.object_id, [*have, do.tag])
            batch.note(firing, index, do, "done", detail=do.tag)
        except DomainError as error:
            texts = [text for field in error.fields.values() for text in field]
            batch.note(firing, index, do, "refused", detail=str(texts[0] if texts else error.message)[:300])


def _by_person(batch: Batch, index: int, do: Do) -> Iterator[tuple[Any, list[Firing]]]:
    """Each active person with the firings whose record that person may see; the others are noted as untold."""
    people = find_people(batch.resource, [f.object_id for f in batch.firings], do.to)
    wanted: dict[UUID, list[Firing]] = {}
    for firing in batch.firings:
        for person in people[firing.object_id]:
            wanted.setdefault(person, []).append(firing)
    known: dict[UUID, Any] = {p.pk: p for p in get_user_model().objects.filter(pk__in=wanted, is_active=True)}
    reached: set[int] = set()
    for pk, person in sorted(known.items(), key=lambda pair: pair[0]):
        ids = [f.object_id for f in wanted[pk]]
        seen = set(visible(actors().for_id(pk), batch.resource).filter(pk__in=ids).values_list("pk", flat=True))
        reached |= {f.pk for f in wanted[pk]}
        for firing in wanted[pk]:
            if firing.object_id not in seen:
                batch.note(firing, index, do, "unseen", pk)
        if mine := [f for f in wanted[pk] if f.object_id in seen]:
            yield person, mine
    for firing in batch.firings:
        if firing.pk not in reached:
            batch.note(firing, index, do, "nobody")


def check_people(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """Recipients are known, the texts name open fields only."""
    if not do.to or not str(do.title).strip():
        raise DomainError("bad_rule", _("请填写收件人和标题。"))
    for text in do.to:
        recipient(text)
    for template in (do.title, do.body):
        check_template(resource, actor, template, definition.defaults())


def check_todo(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """As for notices; the due day is a number, and the category one of the list."""
    check_people(actor, definition, resource, do)
    if isinstance(do.due_in, str):
        match = NAME.match(do.due_in)
        known = bool(match and match[1] in definition.defaults())
    else:
        known = do.due_in is None or (isinstance(do.due_in, int) and 0 <= do.due_in <= 365)
    if not known:
        raise DomainError("bad_rule", _("待办的期限应为 0 到 365 个工作日，或本规则的一个数字。"))
    if do.category not in dict(Todo.KINDS):
        raise DomainError("bad_rule", _("不认识的待办类别“%(name)s”，请从列表中选择。") % {"name": str(do.category)[:20]})


def check_tag(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """The resource has tags, and the tag has a name."""
    if "tags" not in resource.specs or not 1 <= len(do.tag.strip()) <= 40:
        raise DomainError("bad_rule", _("标签应为 1 到 40 个字，并且只能打在有标签的对象上。"))
