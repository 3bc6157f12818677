"""What rules can do: functions by name. Each gets a whole batch of firings of one rule and may be asked twice for the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Resource

from .builtin import Definition, Do
from .models import Firing, Rule, Step


@dataclass
class Batch:
    """Firings of one rule with what their actions need. ``rows``: the values that titles name, by record."""

    rule: Rule
    definition: Definition
    resource: Resource
    firings: list[Firing]
    specs: dict[str, FieldSpec]
    rows: dict[UUID, dict[str, Any]]
    steps: list[Step] = field(default_factory=list)

    def note(self, firing: Firing, index: int, do: Do, outcome: str, person: UUID | None = None, **more: Any) -> None:
        """Remember what became of an action."""
        self.steps.append(Step(firing=firing, action=index, kind=do.kind, recipient_id=person, outcome=outcome, **more))


Run = Callable[[Batch, int, Do], None]
Check = Callable[[Actor, Definition, Resource, Do], None]


@dataclass(frozen=True)
class Kind:
    """A kind of action; ``check`` raises bad_rule for one that could not run."""

    name: str
    label: Any
    run: Run
    check: Check


_kinds: dict[str, Kind] = {}


def register_action(name: str, label: Any, run: Run, check: Check) -> None:
    """Make a kind of action known; call it in AppConfig.ready."""
    _kinds[name] = Kind(name, label, run, check)


def all_actions() -> list[Kind]:
    """Every kind, in order of registration."""
    return list(_kinds.values())


def action(name: str) -> Kind:
    """The kind of that name. Raises bad_rule."""
    if name not in _kinds:
        raise DomainError("bad_rule", _("不认识的动作“%(name)s”，请从列表中选择。") % {"name": str(name)[:40]})
    return _kinds[name]


def register_standard() -> None:
    """What the commons can do; modules fill the lists of flags, makers and addressees, the app of approvals that of approvals."""
    from .services import changing, doing, outward

    register_action("notify", gettext_lazy("发消息"), doing.tell, doing.check_people)
    register_action("todo", gettext_lazy("派待办"), doing.give_todos, doing.check_todo)
    register_action("tag", gettext_lazy("打标签"), doing.put_tag, doing.check_tag)
    register_action("flag", gettext_lazy("打标记"), changing.put_flag, changing.check_flag)
    register_action("create", gettext_lazy("创建记录"), changing.create_record, changing.check_create)
    register_action("approve", gettext_lazy("发起审批"), changing.start_approval, changing.check_approval)
    register_action("letter", gettext_lazy("发信函"), outward.write_letters, outward.check_letter)
    register_action("webhook", gettext_lazy("通知外部系统"), outward.call_out, outward.check_call)
