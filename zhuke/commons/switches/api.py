"""The matrix of modules and companies, and the switches in it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict
from zhuke.kernel import config, writes
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.resource import by_model

from .matrix import matrix
from .models import ModuleSwitch
from .services import clear_switch

router = Router(tags=["module_switches"])
routers = [("/modules", router)]
Name = Annotated[str, Field(max_length=40), Path()]


class SwitchInput(Strict):
    """On, off, or as the group has it (``null``). Without a company: the default of the group."""

    on: bool | None
    company: UUID | None = None


@router.get("", response={200: dict[str, Any], **REFUSALS}, operation_id="modules_matrix")
def read_matrix(request: HttpRequest) -> Any:
    """Every module and in which company it is on, with the number of people and records concerned."""
    actor = actor_of(request)
    require(actor, by_model(ModuleSwitch), "read")
    return raw(encode(matrix(actor)))


@router.put("/{module}", response={200: dict[str, Any], **REFUSALS}, operation_id="modules_switch")
def switch(request: HttpRequest, module: Name, body: SwitchInput) -> Any:
    """Turn a module on or off in one company, or let the company follow the group. Data stay; answers with the matrix."""
    actor, switches = actor_of(request), by_model(ModuleSwitch)
    require(actor, switches, "update")
    row = ModuleSwitch.objects.filter(module=module, unit=body.company).first()
    if body.on is None:
        if row:
            clear_switch(actor, get_visible(actor, switches, row.pk, "update"))
    elif row:
        writes.change(actor, switches, row.pk, {"on": body.on}, version=None)
    else:
        writes.create(actor, switches, {"module": module, "unit": body.company, "on": body.on})
    config.forget()
    return raw(encode(matrix(actor)))
