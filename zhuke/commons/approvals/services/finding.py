"""Who is asked at a node: names become people, leavers are replaced, the submitter is not asked about an own matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhuke.commons.approvals.directory import Directory, directory
from zhuke.commons.approvals.domain.definition import Node
from zhuke.kernel.access import system
from zhuke.kernel.filters import compile_filter
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource

ENGINE = system("审批流程")


@dataclass
class Case:
    """What a flow is asked about: the record, who submitted it and where it belongs."""

    resource: Resource
    row: Any
    unit: UUID | None
    submitter: UUID | None
    people: Directory = field(default_factory=directory)

    def holds(self, branch: Mapping[str, Any]) -> bool:
        """Whether a branch is to be taken. One whose condition names a field that is gone is not."""
        return self._submitted_by(branch.get("by")) and self._matches(branch.get("condition"))

    def _matches(self, condition: Any) -> bool:
        if not condition:
            return True
        rows = self.resource.model._default_manager.filter(pk=self.row.pk)
        return bool(rows.filter(compile_filter(ENGINE, self.resource, condition)).exists())

    def _submitted_by(self, by: Mapping[str, Any] | None) -> bool:
        if not by:
            return True
        if self.submitter is None:
            return False
        units = [unit for text in by.get("units", ()) if (unit := parse_uuid(text))]
        return str(self.submitter) in by.get("people", ()) or self.people.belongs(self.submitter, units=units, roles=by.get("roles", ()))


@dataclass
class Asked:
    """One person to be asked. ``instead_of``: who has left; ``passes``: why the turn passes by itself (empty: it does not)."""

    person: UUID
    instead_of: UUID | None = None
    passes: str = ""


@dataclass
class Answer:
    """Who is asked at a node. Nobody: ``reason`` says why (``self``: only the submitter was meant; ``empty``)."""

    asked: list[Asked] = field(default_factory=list)
    reason: str = ""


def ask(case: Case, node: Node) -> Answer:
    """The people of a node."""
    meant = named(case, node["who"])
    if not meant:
        return Answer(reason="empty")
    present = replaced(case, meant)
    asked, own = _without_self(case, present, str(node.get("self", "superior")))
    if not asked:
        return Answer(reason="self" if own else "empty")
    return Answer(asked)


def named(case: Case, who: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """The people that a node names, each once, leavers included."""
    return list(dict.fromkeys(person for one in who for person in _people(case, one)))


def _people(case: Case, who: Mapping[str, Any]) -> Sequence[UUID]:
    kind, people = who["kind"], case.people
    if kind == "person":
        return [parse_uuid(who["id"])]  # type: ignore[list-item]
    if kind == "role":
        return people.holders(who["role"], case.unit)
    if kind == "department_head":
        return _nth(people.heads(case.unit) if case.unit else (), who["level"])
    if kind == "field":
        found = field_person(case.row, who["field"])
        return [found] if found else []
    if case.submitter is None:
        return []
    if kind == "submitter":
        return [case.submitter]
    above = people.superiors(case.submitter)
    return _nth(above, who["level"]) if kind == "superior" else above[: who["level"]]


def _nth(people: Sequence[UUID], level: int) -> Sequence[UUID]:
    """The one at a level; where the tree ends below it, the topmost."""
    return people[level - 1 : level] or people[-1:]


def field_person(row: Any, name: str) -> UUID | None:
    """The person whom a field of the record names, through at most one reference (``opportunity.owner``)."""
    for part in name.split(".")[:-1]:
        row = getattr(row, part, None)
    found: UUID | None = getattr(row, f"{name.rsplit('.', maxsplit=1)[-1]}_id", None)
    return found


def replaced(case: Case, people: Sequence[UUID]) -> list[Asked]:
    """Those who are there, and for each leaver the deputy, else the superior, else an administrator of approvals."""
    active = case.people.active(people)
    found: dict[UUID, Asked] = {}
    for person in people:
        other = person if person in active else substitute(case, person)
        if other and other not in found:
            found[other] = Asked(other, None if other == person else person)
    return list(found.values())


def substitute(case: Case, person: UUID) -> UUID | None:
    """Who stands in for somebody who has left; never the submitter while anybody else can."""
    candidates = [
        *case.people.deputies([person]).get(person, ()),
        *case.people.superiors(person)[:1],
        *case.people.admins(case.unit),
    ]
    others = [one for one in candidates if one not in (person, case.submitter)]
    return next(iter(others or [one for one in candidates if one != person]), None)


def _without_self(case: Case, asked: list[Asked], rule: str) -> tuple[list[Asked], bool]:
    """Apply the rule about the submitter's own turn; whether there was one."""
    own = next((one for one in asked if one.person == case.submitter), None)
    if own is None or rule == "allow" or case.submitter is None:
        return asked, False
    others = [one for one in asked if one is not own]
    if rule == "superior":
        known = {one.person for one in others}
        above = next(iter(case.people.superiors(case.submitter)), None) or next(
            (one for one in case.people.admins(case.unit) if one != case.submitter), None
        )
        if above and above not in known:
            asked[asked.index(own)] = Asked(above, own.person)
            return asked, True
    return others, True


def fallback(case: Case, node: Node) -> list[UUID]:
    """Whom to ask where nobody was found, after the node's rule; empty: pass by (``skip``), or there really is nobody."""
    rule = node.get("empty", "admin")
    if rule == "skip":
        return []
    chosen = parse_uuid(node.get("fallback")) if rule == "person" else None
    if chosen and chosen in case.people.active([chosen]) and chosen != case.submitter:
        return [chosen]
    admins = [one for one in case.people.admins(case.unit) if one != case.submitter]
    return admins or list(case.people.admins(case.unit))
