"""Resources, papers, absences, bookings and requests for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.commons.testing import make, make_person
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.projects.tests.factories import project_body
from zhuke.modules.workforce.models import PoolResource

numbers = itertools.count(1)
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def resource_body(unit: Any, person: Any) -> dict[str, Any]:
    """A resource of the unit, tied to the person where that account is not in the pool yet."""
    taken = PoolResource.objects.filter(user=person).exists()
    tied: dict[str, Any] = {"kind": "machine"} if taken else {"kind": "person", "user": person.pk}
    return {
        "name": f"塔吊 {next(numbers)} 号", "unit": unit.pk, "phone": "13800138000", "cost_rate": Decimal("65.50"), "skills": ["lifting"],
        **tied,
    }  # fmt: skip


def material_body(unit: Any, person: Any) -> dict[str, Any]:
    """A material of the unit."""
    number = next(numbers)
    return {
        "name": f"螺纹钢 {number}",
        "number": f"CL{number}",
        "spec": "HRB400",
        "measure": "吨",
        "unit": unit.pk,
        "price": Decimal("3865.50"),
    }


def resource_of(unit: Any, person: Any) -> Any:
    """The person's resource, made where there is none: children belong where it belongs."""
    found = PoolResource.objects.filter(user=person).first()
    return found or make("pool_resources", name=person.name, unit=unit, user=person, number=f"R{next(numbers)}")


def project_of(unit: Any, person: Any) -> Any:
    """A project through its own service."""
    resource = by_name("projects")
    assert resource is not None
    return create(system("测试"), resource, project_body(unit, person))[0]


def certificate_body(unit: Any, person: Any) -> dict[str, Any]:
    """A paper of the person."""
    number = f"ZS{next(numbers)}"
    return {"resource": resource_of(unit, person).pk, "kind": "safety_b", "number": number, "expires_on": TODAY + 90 * DAY}


def absence_body(unit: Any, person: Any) -> dict[str, Any]:
    """Another week each time."""
    since = TODAY + 10 * next(numbers) * DAY
    return {"resource": resource_of(unit, person).pk, "kind": "leave", "since": since, "until": since + 2 * DAY, "reason": "年假"}


def booking_body(unit: Any, person: Any) -> dict[str, Any]:
    """Another week each time."""
    since = TODAY + 10 * next(numbers) * DAY
    return {
        "resource": resource_of(unit, person).pk, "project": project_of(unit, person).pk, "since": since, "until": since + 3 * DAY,
        "percent": Decimal(50), "note": "支援",
    }  # fmt: skip


def request_body(unit: Any, person: Any) -> dict[str, Any]:
    """A crane for two weeks."""
    return {
        "project": project_of(unit, person).pk, "unit": unit.pk, "owner": person.pk, "kind": "machine", "skills": ["lifting"],
        "since": TODAY + DAY, "until": TODAY + 14 * DAY, "note": "主体吊装",
    }  # fmt: skip


def spare_person(unit: Any) -> Any:
    """Somebody with an account who is in the pool."""
    person = make_person(f"工{next(numbers)}", unit)
    return resource_of(unit, person)


FACTORIES = {
    "pool_resources": Factory(resource_body, {"remark": "改"}),
    "materials": Factory(material_body, {"remark": "改"}, belongs="unit"),
    "certificates": Factory(certificate_body, {"remark": "改"}),
    "absences": Factory(absence_body, {"reason": "改"}),
    "bookings": Factory(booking_body, {"note": "改"}),
    "resource_requests": Factory(request_body, {"note": "改"}),
}
ROUTES = {
    "POST /workforce/ask": "resource_requests.create; the resource is found over the whole group, by name and unit only",
}
