"""What an IFC file says about its elements: type, name, storey, properties, quantities. Counts every element, drawn or not."""

from __future__ import annotations

import math
from typing import Any

import ifcopenshell
import ifcopenshell.util.element as looking
import ifcopenshell.util.unit as units

MOST_VALUES = 200  # properties kept of one element
MOST_TEXT = 300
# Which quantity of a quantity set stands for which measure: net before gross, as a bill of quantities asks. Names: IFC4 Qto_* sets.
MEASURES = {
    "length": ("Length", "NetLength", "GrossLength", "Height"),
    "area": ("NetSideArea", "NetArea", "GrossSideArea", "GrossArea", "NetSurfaceArea", "OuterSurfaceArea", "TotalSurfaceArea", "Area"),
    "volume": ("NetVolume", "GrossVolume", "Volume"),
}
POWERS = {"length": 1, "area": 2, "volume": 3}


def storeys_of(file: ifcopenshell.file) -> list[dict[str, Any]]:
    """The storeys from below upward, heights in metres."""
    scale = units.calculate_unit_scale(file)
    found = [
        {
            "id": row.id(),
            "guid": row.GlobalId,
            "name": text(row.LongName) or text(row.Name) or row.GlobalId,
            "elevation": _number(row.Elevation, scale),
        }
        for row in file.by_type("IfcBuildingStorey")
    ]
    return sorted(found, key=lambda row: (row["elevation"] is None, row["elevation"] or 0.0, row["id"]))


def elements_of(file: ifcopenshell.file, storeys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every element of the building, openings included."""
    scale = units.calculate_unit_scale(file)
    places = {row["id"]: index for index, row in enumerate(storeys)}
    return [_element(row, places, scale) for row in file.by_type("IfcElement")]


def _element(row: Any, places: dict[int, int], scale: float) -> dict[str, Any]:
    kind = looking.get_type(row)
    sets = looking.get_psets(row)
    return {
        "guid": row.GlobalId,
        "type": row.is_a(),
        "name": text(row.Name),
        "type_name": text(kind.Name) if kind is not None else text(getattr(row, "ObjectType", None)),
        "tag": text(getattr(row, "Tag", None)),
        "storey": _storey(row, places),
        "properties": _properties(sets),
        "quantities": _quantities(looking.get_psets(row, qtos_only=True), scale),
    }


def _storey(row: Any, places: dict[int, int]) -> int | None:
    """The storey that holds the element itself, the element it is part of, or the one it makes a hole in."""
    seen = 0
    place = looking.get_container(row)
    if place is None and row.is_a("IfcFeatureElementSubtraction"):
        holes = getattr(row, "VoidsElements", ())
        place = looking.get_container(holes[0].RelatingBuildingElement) if holes else None
    while place is not None and seen < 20:  # a file may be wrong in circles
        if place.id() in places:
            return places[place.id()]
        place = looking.get_aggregate(place)
        seen += 1
    return None


def _properties(sets: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    count = 0
    for name, values in sets.items():
        for key, value in values.items():
            if key == "id" or count >= MOST_VALUES:
                continue
            plain = _plain(value)
            if plain is not None:
                kept.setdefault(text(name), {})[text(key)] = plain
                count += 1
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in (_plain(one) for one in value[:20]) if part is not None) or None
    return None


def _quantities(sets: dict[str, dict[str, Any]], scale: float) -> dict[str, float]:
    """Measures in m, m² and m³. Quantities are in the file's own units: areas and volumes by their own unit where the file names one."""
    values = {key: value for group in sets.values() for key, value in group.items() if isinstance(value, float | int) and key != "id"}
    found = {}
    for measure, names in MEASURES.items():
        value = next((values[name] for name in names if name in values), None)
        if value is not None and math.isfinite(value) and value >= 0:
            found[measure] = float(value)
    if "length" in found:
        found["length"] *= scale
    return found


def area_and_volume_scale(file: ifcopenshell.file) -> tuple[float, float]:
    """Factors from the file's units to m² and m³."""
    return units.calculate_unit_scale(file, "AREAUNIT"), units.calculate_unit_scale(file, "VOLUMEUNIT")


def text(value: Any) -> str:
    """A short readable text; control characters (and what PostgreSQL cannot keep) taken out."""
    return "".join(c for c in str(value or "") if c.isprintable())[:MOST_TEXT]


def _number(value: Any, scale: float) -> float | None:
    return round(float(value) * scale, 4) if isinstance(value, int | float) and math.isfinite(value) else None
