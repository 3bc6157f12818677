"""How far a check-in is from the customer."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from zhuke.modules.customers.models import Address

EARTH = 6_371_008.8  # mean radius in metres
# A site or an office park is large, and an address is one point of it.
NEAR = 500


def metres(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """The great-circle distance of two WGS-84 points (haversine), in metres."""
    here, there = radians(latitude), radians(other_latitude)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def distance_to(customer_id: UUID, longitude: float, latitude: float) -> int | None:
    """Metres to the nearest address of the customer that has coordinates; None: there is none."""
    rows = Address.objects.filter(customer_id=customer_id, archived_at=None, longitude__isnull=False, latitude__isnull=False)
    found = [metres(longitude, latitude, float(x or 0), float(y or 0)) for x, y in rows.values_list("longitude", "latitude")]
    return round(min(found)) if found else None
