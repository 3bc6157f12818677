"""Modules on and off per company. The nearest switch upward from a unit counts, then the group's; without one a module is on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.config import keep
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save

from . import registry
from .models import ModuleSwitch
from .registry import Module, all_modules

Switches = dict[tuple[str, UUID | None], bool]


def is_on(module: str, unit_id: UUID | None) -> bool:
    """Whether the people of a unit work with the module."""
    return all(off.name != module for off in modules_off(upward(unit_id)))


def modules_off(units: Sequence[UUID]) -> list[Module]:
    """The modules that are off in a unit, given with all units above it, the unit itself first."""
    switches = _switches()
    return [m for m in all_modules() if m.can_be_off and switches and not _state(switches, m.name, units)]


def units_without(resource: str) -> frozenset[UUID]:
    """The units in which the resource's module is off: a rule of the system passes over their records."""
    module = next((m for m in all_modules() if resource in m.resources), None)
    if module is None or not module.can_be_off or not _switches():
        return frozenset()
    return frozenset(unit for unit, path in _paths().items() if not _state(_switches(), module.name, path))


def upward(unit_id: UUID | None) -> tuple[UUID, ...]:
    """The unit and all units above it, the unit first."""
    return _paths().get(unit_id, ()) if unit_id else ()


def create_switch(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ModuleSwitch:
    """Set a module on or off in a company (unit None: the default of the group). Raises invalid, always_on."""
    return _saved(actor, build(actor, by_model(ModuleSwitch), values, pk=pk), "module_switches.created")


def update_switch(actor: Actor, switch: ModuleSwitch, **values: Any) -> ModuleSwitch:
    """Turn a switch. Raises invalid, always_on."""
    if values.get("module", switch.module) != switch.module:
        raise invalid({"module": [_("开关的模块不能修改，请为另一模块新建开关。")]})
    assign(switch, values)
    return _saved(actor, switch, "module_switches.updated")


def clear_switch(actor: Actor, switch: ModuleSwitch) -> None:
    """Take a company's own switch away: the group's default counts again. The caller has checked the right to change it."""
    with writing(actor):
        emit("module_switches.cleared", switch, actor, {"module": switch.module, "unit": str(switch.unit_id or "")})
        switch.delete()


def _saved(actor: Actor, switch: ModuleSwitch, event: str) -> ModuleSwitch:
    module = registry.by_name(switch.module)
    if module is None:
        raise invalid({"module": [_("没有这个功能模块，请从列表中选择。")]})
    if not module.can_be_off and not switch.on:
        raise DomainError("always_on", _("“%(name)s”是基础模块，其他模块依赖它，不能关闭。") % {"name": module.label})
    save(switch)
    emit(event, switch, actor, {"module": switch.module, "unit": str(switch.unit_id or ""), "on": switch.on})
    return switch


def _state(switches: Switches, module: str, units: Iterable[UUID | None]) -> bool:
    return next((switches[module, unit] for unit in (*units, None) if (module, unit) in switches), True)


def _switches() -> Switches:
    rows = ModuleSwitch.objects.values_list("module", "unit_id", "on")
    return keep("module_switches", lambda: {(module, unit): on for module, unit, on in rows})


def _paths() -> dict[UUID, tuple[UUID, ...]]:
    def load() -> dict[UUID, tuple[UUID, ...]]:
        units = by_name("units")
        rows = units.model._default_manager.values_list("id", "path") if units else ()
        return {key: tuple(UUID(part) for part in reversed(path.split("/")) if part) for key, path in rows}

    return keep("unit_paths", load)
