"""Actions that leave the house: letters and calls. The batch only writes them down, once by their keys; jobs send them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.commons.automation.actions import Batch
from zhuke.commons.automation.addressees import Address, check_addressee, find_addresses
from zhuke.commons.automation.builtin import Definition, Do
from zhuke.commons.automation.models import Firing
from zhuke.commons.letters.models import STOPPED, LetterTemplate
from zhuke.commons.letters.services import paper, writing
from zhuke.commons.notify.services import may_see
from zhuke.commons.webhooks.models import Webhook
from zhuke.commons.webhooks.services.calling import ask
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource

from .changing import each
from .definitions import field, is_masked
from .passes import AUTOMATION

MOST_FIELDS = 40


def template_of(what: str) -> LetterTemplate | None:
    """The template of that id or code, unless it is archived."""
    key = parse_uuid(what)
    rows = LetterTemplate.objects.filter(archived_at=None)
    return (rows.filter(pk=key) if key else rows.filter(code=what)).first() if what else None


def write_letters(batch: Batch, index: int, do: Do) -> None:
    """Write one letter to each address of each record; what became of the addresses stands in the step."""
    template = template_of(do.what)
    people = find_addresses(batch.resource, [f.object_id for f in batch.firings], do.to)

    def write(firing: Firing, row: Any) -> str:
        if template is None:
            raise DomainError("bad_rule", _("信函模板已不存在或已归档，请修改规则。"))
        wanted = [a for a in people[firing.object_id] if not a.key or may_see_if_colleague(a, batch.resource, row.pk)]
        if not wanted:
            raise DomainError("no_address", _("没有可用的邮箱地址"))
        subject, body = writing.compose(template, batch.resource, row.pk)
        said = [_one(batch, index, firing, row, template, address, subject, body) for address in wanted]
        return "、".join(said)

    each(batch, index, do, write)


def may_see_if_colleague(address: Address, resource: Resource, pk: UUID) -> bool:
    """People of the firm get letters only about what they may see; people outside have no id."""
    key = parse_uuid(address.key)
    return key is None or may_see(key, resource, pk)


def _one(batch: Batch, index: int, firing: Firing, row: Any, template: LetterTemplate, address: Address, subject: str, body: str) -> str:
    files = []
    if template.as_pdf:
        pdf = paper.pdf_of(subject, body, to=address.name, sender=unit_of(row))
        files.append((f"{subject[:60].replace('/', ' ')}.pdf", pdf))
    envelope = writing.Envelope(
        address.email, address.name, about=row, unit_id=getattr(unit_of(row), "pk", None), commercial=template.commercial,
        by_rule=True, attach=files, template=template,
    )  # fmt: skip
    key = f"rule:{firing.pk}:{index}:{address.email.strip().lower()}"
    letter = writing.send(AUTOMATION, key=key, subject=subject, body=body, envelope=envelope)
    return _("%(to)s（已退订，未发）") % {"to": letter.to} if letter.state == STOPPED else letter.to


def unit_of(row: Any) -> Any:
    """The org unit of a record: its own, or that of the customer or other record that it belongs to; else the group."""
    from django.apps import apps

    for name in ("unit", "customer", "contract", "project", "opportunity", "quotation"):
        found = getattr(row, name, None)
        if found is not None:
            return found if name == "unit" else unit_of(found)
    return apps.get_model("orgs", "Unit").objects.filter(parent=None).order_by("pk").first()


def call_out(batch: Batch, index: int, do: Do) -> None:
    """Ask for a call to another system for each record, with the fields that the rule names."""
    key = parse_uuid(do.what)
    webhook = Webhook.objects.filter(pk=key, archived_at=None).first() if key else None
    names = fields_of(batch.resource, do)

    def write(firing: Firing, row: Any) -> str:
        if webhook is None:
            raise DomainError("bad_rule", _("外部系统已不存在或已归档，请修改规则。"))
        values = batch.rows.get(firing.object_id, {})
        event = f"{batch.resource.name}.rule"
        payload = {
            "event": event,
            "rule": {"id": str(batch.rule.pk), "name": str(batch.definition.name)},
            "resource": batch.resource.name,
            "record": {name: values.get(name) for name in names},
            "at": firing.at.isoformat(),
        }
        ask(webhook, key=f"rule:{firing.pk}:{index}", event=event, payload=payload)
        return webhook.name

    each(batch, index, do, write)


def fields_of(resource: Resource, do: Do) -> list[str]:
    """The fields that go along with a call: id, label, and those that the rule names."""
    asked = do.values.get("fields", [])
    return list(dict.fromkeys(["id", resource.label_field, *(asked if isinstance(asked, list) else [])]))


def check_letter(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """There are addressees, and a template for records of this resource."""
    if not do.to:
        raise DomainError("bad_rule", _("请选择收件人。"))
    for text in do.to:
        check_addressee(resource, text)
    template = template_of(do.what)
    if template is None or template.resource != resource.name:
        raise DomainError("bad_rule", _("请选择一个写给“%(what)s”的信函模板。") % {"what": resource.label})


def check_call(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """The webhook exists, and the fields are open ones: what leaves the house is seen by people without rights here."""
    key = parse_uuid(do.what)
    if not key or not Webhook.objects.filter(pk=key, archived_at=None).exists() or not actor.can("webhooks", "read"):
        raise DomainError("bad_rule", _("请选择一个外部系统。"))
    asked = do.values.get("fields", [])
    if set(do.values) - {"fields"} or not isinstance(asked, list) or len(asked) > MOST_FIELDS or not all(isinstance(n, str) for n in asked):
        raise DomainError("bad_rule", _("随通知发送的字段最多 %(n)d 个，请从列表中选择。") % {"n": MOST_FIELDS})
    for name in asked:
        field(actor, resource, name)
        if is_masked(resource, name):
            raise DomainError("bad_rule", _("不能把受保护的字段“%(name)s”发给外部系统。") % {"name": name})


def name_of(do: Do) -> str:
    """The template or the other system that an action uses, by name; empty: it is gone."""
    if do.kind == "letter":
        template = template_of(do.what)
        return template.name if template else ""
    key = parse_uuid(do.what)
    return Webhook.objects.filter(pk=key).values_list("name", flat=True).first() or "" if key else ""
