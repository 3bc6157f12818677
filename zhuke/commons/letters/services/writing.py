"""Write letters: by a rule, by another module, by hand. A letter is part of the caller's transaction; a job sends it after commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files import services as files
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.letters.models import STOPPED, WAITING, Letter, LetterTemplate
from zhuke.commons.notify.kinds import email_works
from zhuke.kernel.access import Actor, system
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import Resource, by_model, by_name, resource_of_model
from zhuke.kernel.writes import assign, build, save

from .optouts import normal, opted_out
from .texts import check_holes, fill, holes, values_of

POST = system("信函")
MOST_COPIES = 10
NO_MAIL = _("系统还没有配置发信服务器，信函不能发出。请管理员设置 EMAIL_URL。")


@dataclass(frozen=True)
class Envelope:
    """Everything about a letter but its text. ``about``: the record, whose unit and owner the letter shares. ``attach``: name and bytes."""

    to: str
    name: str = ""
    cc: Sequence[str] = ()
    about: Any = None
    unit_id: UUID | None = None
    owner_id: UUID | None = None
    commercial: bool = False
    by_rule: bool = False
    attach: Sequence[tuple[str, bytes]] = field(default=())
    template: LetterTemplate | None = None


def compose(
    template: LetterTemplate, resource: Resource, pk: UUID, extra: Mapping[str, str] | None = None, *, language: str = "zh-hans"
) -> tuple[str, str]:
    """Subject and body for one record; ``extra`` fills places that are no fields. Raises bad_template for a field that is gone."""
    names = [name for name in holes(template.subject, template.body) if name not in (extra or {})]
    check_holes(POST, resource, names, {})
    with translation.override(language):
        values = {**values_of(POST, resource, pk, names), **(extra or {})}
    return " ".join(fill(template.subject, values).split())[:200], fill(template.body, values)


def send(actor: Actor, *, key: str, subject: str, body: str, envelope: Envelope) -> Letter:
    """Write a letter and queue it; the same ``key`` again returns the first one. Inside ``writing``.

    ``stopped`` where the address wants no commercial letters. Raises no_mail without a mail server, invalid for a bad address, and
    ValueError when neither ``about`` nor ``unit_id`` says to which unit it belongs.
    """
    if not email_works():
        raise DomainError("no_mail", NO_MAIL)
    if key and (known := Letter.objects.filter(key=key).first()):
        return known
    check_addresses([envelope.to, *envelope.cc])
    letter = Letter(key=key[:200], to=envelope.to.strip(), name=envelope.name[:80], subject=" ".join(subject.split())[:200], body=body)
    letter.cc = [address.strip() for address in envelope.cc]
    letter.template, letter.commercial, letter.by_rule = envelope.template, envelope.commercial, envelope.by_rule
    letter.unit_id, letter.owner_id, letter.created_by_id = envelope.unit_id, envelope.owner_id, actor.id  # type: ignore[assignment]
    if envelope.about is not None:
        _about(letter, envelope.about)
    if letter.unit_id is None:
        raise ValueError("a letter belongs to a unit: name it, or the record it is about")
    return _queue(actor, letter, envelope.attach)


def send_by_template(actor: Actor, code: str, *, key: str, extra: Mapping[str, str], envelope: Envelope) -> Letter:
    """Write the letter of a declared template about ``envelope.about``, in the firm's language. Raises as ``send``, and no_template."""
    template = LetterTemplate.objects.filter(code=code).first()
    if template is None:
        raise Conflict("no_template", _("缺少信函模板“%(code)s”，请管理员重新运行初始化。") % {"code": code})
    about = envelope.about
    subject, body = compose(template, by_model(type(about)), about.pk, extra)
    return send(actor, key=key, subject=subject, body=body.strip(), envelope=replace(envelope, template=template))


def create_letter(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Letter:
    """A letter written by hand; the files of its template go along. Raises no_mail, invalid."""
    if not email_works():
        raise DomainError("no_mail", NO_MAIL)
    letter: Letter = build(actor, by_model(Letter), values, pk=pk)
    letter.to = letter.to.strip()
    return _queue(actor, letter, ())


def refuse_change(actor: Actor, letter: Letter, **values: Any) -> Letter:
    """Letters are kept as they were sent. Raises invalid."""
    raise invalid({"subject": [_("信函写好后不能修改。需要更正时请另写一封。")]})


def _queue(actor: Actor, letter: Letter, attach: Sequence[tuple[str, bytes]]) -> Letter:
    stopped = letter.commercial and normal(letter.to) in opted_out([letter.to])
    letter.state, letter.next_at = (STOPPED, None) if stopped else (WAITING, timezone.now())
    save(letter, by_model(Letter))
    versions = [str(pk) for pk in _newest(by_model(LetterTemplate), letter.template_id)]
    for name, content in attach:
        upload = SimpleUploadedFile(name, content, "application/octet-stream")
        stored, _new = files.add(POST, by_model(Letter), letter.pk, upload)
        versions.append(str(stored.versions.get(number=stored.number).pk))
    if versions:
        letter.enclosed = versions
        save(letter, by_model(Letter))
    emit("letters.written", letter, actor, {"to": letter.to, "state": letter.state})
    if not stopped:
        ring(letter.pk)
    return letter


def ring(letter_id: UUID) -> None:
    """Ask a worker to send a letter once this transaction is through."""
    from procrastinate.contrib.django import app

    app.configure_task("letters.send").defer(letter_id=str(letter_id))


def _newest(resource: Resource, pk: UUID | None) -> list[UUID]:
    """The newest versions of a record's files."""
    if pk is None:
        return []
    found = Attachment.objects.filter(resource=resource.name, object_id=pk, archived_at=None).order_by("created_at")
    return [FileVersion.objects.values_list("pk", flat=True).get(attachment=a, number=a.number) for a in found]


def _about(letter: Letter, row: Any) -> None:
    resource = resource_of_model(type(row))
    assert resource is not None
    letter.resource, letter.object_id, letter.object_label = resource.name, row.pk, _label(resource, row)
    letter.unit_id = letter.unit_id or getattr(row, "unit_id", None)  # type: ignore[assignment]
    letter.owner_id = letter.owner_id or getattr(row, "owner_id", None)


def _label(resource: Resource, row: Any) -> str:
    return str(getattr(row, resource.label_field, row))[:200]


def check_addresses(addresses: Sequence[str]) -> None:
    """Raise invalid unless each is an e-mail address and there are not too many."""
    for address in addresses:
        try:
            validate_email(address.strip())
        except ValidationError as error:
            raise invalid({"to": [_("“%(address)s”不是有效的邮箱地址，请改正。") % {"address": address[:80]}]}) from error
    if len(addresses) > MOST_COPIES:
        raise invalid({"to": [_("一封信最多发给 %(n)d 个地址。") % {"n": MOST_COPIES}]})


def create_template(actor: Actor, *, pk: UUID | None = None, **values: Any) -> LetterTemplate:
    """A template of the firm's own. Raises invalid."""
    return _save_template(actor, build(actor, by_model(LetterTemplate), values, pk=pk), "created")


def change_template(actor: Actor, template: LetterTemplate, **values: Any) -> LetterTemplate:
    """Change a template; letters already written keep their text. Raises invalid."""
    if template.code and values.get("resource", template.resource) != template.resource:
        raise invalid({"resource": [_("内置模板的对象不能改。")]})
    assign(template, values)
    return _save_template(actor, template, "updated")


def _save_template(actor: Actor, template: LetterTemplate, what: str) -> LetterTemplate:
    resource = by_name(template.resource)
    if resource is None or resource.hidden or not actor.can(resource.name, "read"):
        raise invalid({"resource": [_("没有这个对象，或您无权查看它。请从列表中选择。")]})
    for name in ("subject", "body"):
        try:
            check_holes(actor, resource, holes(getattr(template, name)), extra_places(template.code))
        except DomainError as error:
            raise invalid({name: [error.message]}) from error
    save(template, by_model(LetterTemplate))
    emit(f"letter_templates.{what}", template, actor)
    return template


# Template code → places that the module which uses the template fills itself.
_extra: dict[str, dict[str, Any]] = {}


def offer_places(code: str, places: Mapping[str, Any]) -> None:
    """Say which places of a declared template its module fills by itself (``{amount}``), with their labels."""
    _extra[code] = dict(places)


def extra_places(code: str) -> Mapping[str, Any]:
    """The places of a template that are no fields of the record."""
    return _extra.get(code, {})


def install_templates(actor: Actor) -> int:
    """Add the declared templates that this installation was never given; returns how many. What the firm edited stays."""
    from zhuke.commons.letters.declared import all_declared
    from zhuke.kernel.audit import writing

    known = set(LetterTemplate.objects.exclude(code="").values_list("code", flat=True))
    fresh = [d for d in all_declared() if d.code not in known]
    with writing(actor, "setup"), transaction.atomic(), translation.override("zh-hans"):
        for d in fresh:
            template = LetterTemplate(code=d.code, name=str(d.name), resource=d.resource, subject=str(d.subject), body=str(d.body))
            template.commercial, template.as_pdf = d.commercial, d.as_pdf
            save(template, by_model(LetterTemplate))
    return len(fresh)
