"""``python -m zhuke.modules.bim.converting FILE OUT MEMORY_MB SECONDS MOST``: writes OUT/model.glb and OUT/model.json.

What goes wrong stands as {"error": code} in OUT/model.json. Codes: unreadable, schema, empty, too_many, memory. A process that was killed
leaves no such file; who started it says so.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3")


class Refused(Exception):
    """The file cannot be taken."""


def main() -> int:
    """Converts; 0 when there is a result, be it a refusal."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    memory, seconds, most = (int(value) for value in sys.argv[3:6])
    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    try:
        result = convert(source, out, most)
    except Refused as refusal:
        result = {"error": str(refusal)}
    except MemoryError:
        result = {"error": "memory"}
    (out / "model.json").write_text(json.dumps(result, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return 0


def convert(source: Path, out: Path, most: int) -> dict[str, Any]:
    """Read the file once: its elements, then their shapes. Raises Refused."""
    import ifcopenshell

    from . import elements, shapes
    from .glb import Scene

    try:
        file = ifcopenshell.open(str(source))
    except ifcopenshell.SchemaError as error:
        raise Refused("schema") from error
    except (OSError, RuntimeError, ifcopenshell.Error) as error:
        raise Refused("memory" if "bad_alloc" in str(error) else "unreadable") from error
    if file is None or file.schema not in SCHEMAS:
        raise Refused("schema")
    storeys = elements.storeys_of(file)
    rows = elements.elements_of(file, storeys)
    if not rows:
        raise Refused("empty")
    if len(rows) > most:
        raise Refused("too_many")
    by_guid = {row["guid"]: row for row in rows}
    areas, volumes = elements.area_and_volume_scale(file)
    for row in rows:
        _scale(row["quantities"], areas, volumes)
    scene: Scene | None = None
    for mesh in shapes.meshes(file):
        if mesh.guid not in by_guid:
            continue
        if scene is None:
            scene = Scene(tuple(mesh.points[:3]))  # type: ignore[arg-type]
        scene.add(mesh)
        row = by_guid[mesh.guid]
        row["drawn"] = True
        measures = shapes.measured(mesh)
        row["measured"] = [name for name in measures if name not in row["quantities"]]
        row["quantities"] = {name: round(value, 4) for name, value in (measures | row["quantities"]).items()}
    scene = scene or Scene((0.0, 0.0, 0.0))
    scene.write(out / "model.glb")
    projects = file.by_type("IfcProject")
    name = elements.text(projects[0].LongName) or elements.text(projects[0].Name) if projects else ""
    return {"schema": file.schema_identifier, "name": name, "storeys": storeys, "elements": rows, "origin": list(scene.origin)}


def _scale(quantities: dict[str, float], areas: float, volumes: float) -> None:
    if "area" in quantities:
        quantities["area"] *= areas
    if "volume" in quantities:
        quantities["volume"] *= volumes


if __name__ == "__main__":
    sys.exit(main())
