"""What can be approved: one declaration in ``<module>/approvals.py`` attaches the engine to a verb of a resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import Resource, by_name

Service = Callable[[Actor, Any], Any]


@dataclass(frozen=True)
class Approvable:
    """A verb of a resource that needs approval. The callables are services of the module and the only ones that move the record.

    ``submit(actor, row)`` checks the state it comes from and moves it to "being approved". ``approved``, ``rejected``, ``withdrawn`` and
    ``returned`` (to the submitter; None: as ``rejected``) take it on. All run in the transaction of whoever acts, the record locked.
    ``snapshot`` are the facts that approvers see; they and the ``children`` (resource, fields) must stay as they were submitted.
    ``title(row)`` names the record in the centre where its own label would tell what some may not see (an amount).
    ``editable`` may be opened to approvers by a node: ``edit(actor, row, **values)``, values cleaned.
    """

    resource: str
    verb: str
    label: Any
    submit: Service
    approved: Service
    rejected: Service
    withdrawn: Service
    snapshot: tuple[str, ...]
    default_flow: Mapping[str, Any]
    returned: Service | None = None
    children: tuple[tuple[str, tuple[str, ...]], ...] = ()
    editable: tuple[str, ...] = ()
    edit: Callable[..., Any] | None = None
    title: Callable[[Any], str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        return self.resource, self.verb

    def of(self) -> Resource:
        """The resource."""
        found = by_name(self.resource)
        assert found is not None
        return found


_declared: dict[tuple[str, str], Approvable] = {}


def declare(approvable: Approvable) -> Approvable:
    """Make it known; call it in the app's ``approvals.py``. ValueError: the verb is declared twice, or edits without ``edit``."""
    if approvable.key in _declared or (approvable.editable and approvable.edit is None):
        raise ValueError(f"{approvable.key} is declared twice or cannot edit")
    _declared[approvable.key] = approvable
    return approvable


def forget(approvable: Approvable) -> None:
    """Take a declaration back (tests)."""
    _declared.pop(approvable.key, None)


def all_approvables() -> list[Approvable]:
    """Every declaration, in order."""
    return list(_declared.values())


def known(resource: str, verb: str) -> Approvable | None:
    """The declaration, or None."""
    return _declared.get((resource, verb))


def approvable(resource: str, verb: str) -> Approvable:
    """The declaration. Raises no_flow: this verb needs no approval in this version."""
    found = _declared.get((resource, verb))
    if found is None:
        raise DomainError("no_flow", _("没有这种审批，请从列表中选择。"))
    return found


def startable(resource: str) -> list[Approvable]:
    """What can be approved about records of a resource."""
    return [one for one in _declared.values() if one.resource == resource]


def load() -> None:
    """Import ``approvals.py`` of every app, once at start."""
    for app in apps.get_app_configs():
        if app.name.startswith("zhuke.") and find_spec(f"{app.name}.approvals"):
            import_module(f"{app.name}.approvals")


# Nodes of default flows, in few words; ids are given when the flow is installed.


def step(name: Any, *who: Mapping[str, Any], mode: str = "any", **options: Any) -> dict[str, Any]:
    """An approval node; options as in the definition (empty, self, opinion, fields, fallback)."""
    return {"id": "", "kind": "approve", "name": name, "mode": mode, "who": list(who), **options}


def copies(name: Any, *who: Mapping[str, Any]) -> dict[str, Any]:
    """A node that sends copies."""
    return {"id": "", "kind": "copy", "name": name, "who": list(who)}


def when(name: Any, *branches: tuple[Any, Any, list[dict[str, Any]]], otherwise: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A branch node: (name, condition, nodes) each, the first that holds is taken, else ``otherwise``."""
    made = [{"id": "", "name": label, "condition": condition, "nodes": nodes} for label, condition, nodes in branches]
    last = {"id": "", "name": _("其他情况"), "condition": None, "nodes": otherwise or []}
    return {"id": "", "kind": "branch", "name": name, "branches": [*made, last]}


def superior(level: int = 1, **options: Any) -> dict[str, Any]:
    """The submitter's superior of a level."""
    return step(_("直属上级") if level == 1 else _("上级"), {"kind": "superior", "level": level}, **options)


def chain(level: int = 3, **options: Any) -> dict[str, Any]:
    """The superiors up to a level, one after the other."""
    return step(_("逐级上级"), {"kind": "superior_chain", "level": level}, **{"mode": "serial", **options})


def head(level: int = 1, **options: Any) -> dict[str, Any]:
    """The head of the record's unit, or of one above."""
    return step(_("部门负责人"), {"kind": "department_head", "level": level}, **options)


def role(code: str, name: Any = "", **options: Any) -> dict[str, Any]:
    """Whoever holds the role nearest to the record's unit; one of several suffices."""
    return step(name or _("审批"), {"kind": "role", "role": code}, **options)


def person_field(name: str, label: Any = "", **options: Any) -> dict[str, Any]:
    """The person whom a field of the record names."""
    return step(label or _("审批"), {"kind": "field", "field": name}, **options)
