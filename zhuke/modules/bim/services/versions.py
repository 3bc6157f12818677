"""A model's file comes in, is converted by a job, and becomes what people look at."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.files.services import Upload, add
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.bim.models import BimModel, BimVersion


def create_model(actor: Actor, *, pk: Any = None, **values: Any) -> BimModel:
    """A model without a file yet. Raises invalid."""
    model: BimModel = build(actor, by_model(BimModel), values, pk=pk)
    save(model, by_model(BimModel))
    emit("bim_models.created", model, actor)
    return model


def receive(actor: Actor, model: BimModel, upload: Upload) -> BimVersion:
    """Take a file as the next version and put it in the queue. The caller holds the row and may change it.

    Raises bad_file (no IFC), too_big, still_converting, same_file.
    """
    if not (upload.name or "").lower().endswith(".ifc"):
        sentence = _("模型文件须是 IFC 格式（.ifc）。请在 Revit、广联达等软件里导出 IFC 2x3、IFC4 或 IFC4.3 后上传。")
        raise DomainError("bad_file", sentence, fields={"file": [sentence]})
    if BimVersion.objects.filter(model=model, state__in=("queued", "converting")).exists():
        raise Conflict("still_converting", _("上一个文件还在转换，请等它完成后再上传新版本。"))
    resource = by_model(BimModel)
    held = model.attachment
    known = held if held and Attachment.objects.filter(pk=held, archived_at=None).exists() else None
    attachment, _new = add(actor, resource, model.pk, upload, replaces=known)
    file = FileVersion.objects.get(attachment=attachment, number=attachment.number)
    if BimVersion.objects.filter(model=model, file=file, state="ready").exists():
        raise Conflict("same_file", _("这个文件与当前版本完全相同，没有需要更新的内容。"))
    with writing(actor):
        last = BimVersion.objects.filter(model=model).order_by("-number").first()
        version = BimVersion.objects.create(model=model, number=(last.number if last else 0) + 1, file=file, uploaded_by_id=actor.id)
        model.attachment = attachment.pk
        model.state, model.failure = "queued", ""
        save(model, resource)
        emit("bim_models.uploaded", model, actor, {"version": version.number})
        app.configure_task("bim.convert").defer(version_id=str(version.pk))
    return version


def try_again(actor: Actor, model: BimModel) -> BimModel:
    """Convert the newest file once more, after the limits were raised or the machine had failed. Raises wrong_state."""
    version = BimVersion.objects.select_for_update().filter(model=model).order_by("-number").first()
    if version is None or version.state != "failed":
        raise Conflict("wrong_state", _("只有转换失败的模型可以重新转换。"))
    version.state, version.failure = "queued", ""
    version.save(update_fields=["state", "failure"])
    model.state, model.failure = "queued", ""
    save(model, by_model(BimModel))
    emit("bim_models.tried_again", model, actor)
    app.configure_task("bim.convert").defer(version_id=str(version.pk))
    return model


def shown(model: BimModel) -> BimVersion | None:
    """The version that people see: the newest that could be read."""
    return BimVersion.objects.filter(model=model, state="ready").order_by("-number").first()
