"""What approvals ask about the organisation: heads, superiors, holders of roles, deputies, administrators of approvals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuke.commons.approvals.directory import plug

from .actors import Actors, tree
from .models import Delegation, Membership, Role, Unit, User

ADMIN = ("approvals", "manage")


class Organisation:
    """Units, their managers, memberships and delegations, read as they are now."""

    def active(self, people: Iterable[UUID]) -> set[UUID]:
        """Those who have not left."""
        return set(User.objects.filter(pk__in=list(people), is_active=True).values_list("pk", flat=True))

    def names(self, people: Iterable[UUID]) -> Mapping[UUID, str]:
        """Their names, those of leavers too."""
        return dict(User.objects.filter(pk__in=list(people)).values_list("pk", "name"))

    def superiors(self, person: UUID) -> Sequence[UUID]:
        """The active heads of the person's unit and of those above, without the person."""
        home = self.home(person)
        return [one for one in self.heads(home) if one != person] if home else []

    def heads(self, unit: UUID) -> Sequence[UUID]:
        """The active managers from a unit upward, each once."""
        units = tree().upward(unit)
        managers = dict(Unit.objects.filter(pk__in=units, manager__is_active=True).values_list("pk", "manager_id"))
        return list(dict.fromkeys(managers[one] for one in units if managers.get(one)))

    def holders(self, role: str, unit: UUID | None) -> Sequence[UUID]:
        """The active people who hold the role in the nearest unit upward; without a unit, everybody who holds it."""
        rows = _held(Q(role__code=role)).values_list("unit_id", "user_id")
        if unit is None:
            return list(dict.fromkeys(person for _unit, person in rows))
        found: dict[UUID, dict[UUID, None]] = {}
        for at, person in rows:
            found.setdefault(at, {})[person] = None
        return next((list(found[one]) for one in tree().upward(unit) if one in found), [])

    def deputies(self, people: Iterable[UUID]) -> Mapping[UUID, Sequence[UUID]]:
        """Who acts for them today."""
        today = timezone.localdate()
        rows = Delegation.objects.filter(
            user__in=list(people), starts_on__lte=today, ends_on__gte=today, archived_at=None, deputy__is_active=True
        )
        found: dict[UUID, list[UUID]] = {}
        for person, deputy in rows.order_by("pk").values_list("user_id", "deputy_id"):
            found.setdefault(person, []).append(deputy)
        return found

    def admins(self, unit: UUID | None) -> Sequence[UUID]:
        """The active people whose right to manage approvals reaches the unit; those of the nearest unit upward before others."""
        rows = list(_held(Q(role__grants__resource=ADMIN[0], role__grants__action=ADMIN[1])).values_list("unit_id", "user_id").distinct())
        if not unit:
            return list(dict.fromkeys(person for _unit, person in rows))
        order = {one: index for index, one in enumerate(tree().upward(unit))}
        near = sorted(rows, key=lambda row: (order.get(row[0], len(order)), str(row[1])))
        for at in dict.fromkeys(row[0] for row in near):
            found = [person for one, person in near if one == at and _reaches(person, unit)]
            if found:
                return found
        return []

    def home(self, person: UUID) -> UUID | None:
        """The unit of the person."""
        return User.objects.filter(pk=person).values_list("unit_id", flat=True).first()

    def belongs(self, person: UUID, *, units: Sequence[UUID], roles: Sequence[str]) -> bool:
        """Works in or below one of the units, or holds one of the roles."""
        home = self.home(person)
        if home and set(units) & set(tree().upward(home)):
            return True
        return bool(roles) and _held(Q(role__code__in=list(roles), user=person)).exists()

    def roles(self) -> Sequence[tuple[str, str]]:
        """Every role in use."""
        return list(Role.objects.filter(active=True, archived_at=None).order_by("name").values_list("code", "name"))


def _held(condition: Q) -> QuerySet[Membership]:
    """Live memberships of active people."""
    return Membership.objects.filter(condition, role__active=True, role__archived_at=None, archived_at=None, user__is_active=True).order_by(
        "pk"
    )


def _reaches(person: UUID, unit: UUID) -> bool:
    reach = Actors().for_id(person).reach(*ADMIN)
    return reach is not None and (reach.units is None or unit in reach.units)


plug(Organisation())
