"""The triangles of a file's elements, and measures that follow from them where the file gives none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import ifcopenshell
import ifcopenshell.geom

from .glb import PLAIN, Colour, Mesh

NOT_DRAWN = ("IfcOpeningElement", "IfcSpace", "IfcVirtualElement", "IfcAnnotation", "IfcGrid")


def meshes(file: ifcopenshell.file) -> Iterator[Mesh]:
    """One mesh after the other, in metres and in the coordinates of the world."""
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("weld-vertices", True)
    excluded = [name for name in NOT_DRAWN if _known(file, name)]
    rows = ifcopenshell.geom.iterator(settings, file, 1, exclude=excluded)
    if not rows.initialize():
        return
    while True:
        shape: Any = rows.get()
        mesh = _mesh(shape)
        if mesh:
            yield mesh
        if not rows.next():
            return


def _known(file: ifcopenshell.file, name: str) -> bool:
    try:
        file.by_type(name)
    except RuntimeError:  # this schema has no such class
        return False
    return True


def _mesh(shape: Any) -> Mesh | None:
    geometry = shape.geometry
    points, faces = list(geometry.verts), geometry.faces
    if not faces or not all(math.isfinite(value) for value in points):
        return None
    colours = [_colour(material) for material in geometry.materials]
    corners: dict[Colour, list[int]] = {}
    for triangle, material in enumerate(geometry.material_ids):
        colour = colours[material] if 0 <= material < len(colours) else PLAIN
        corners.setdefault(colour, []).extend(faces[triangle * 3 : triangle * 3 + 3])
    return Mesh(shape.guid, points, list(corners.items()))


def _colour(material: Any) -> Colour:
    """Colour and opacity; files leave transparency out, which the library gives as not-a-number."""
    if "Default" in material.name:
        return PLAIN
    diffuse = material.diffuse
    red, green, blue = (min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.7 for value in (diffuse.r(), diffuse.g(), diffuse.b()))
    clear = material.transparency
    opacity = 1.0 - min(max(clear, 0.0), 0.95) if math.isfinite(clear) else 1.0
    return (round(red, 3), round(green, 3), round(blue, 3), round(opacity, 2))


def measured(mesh: Mesh) -> dict[str, float]:
    """Length (longest side of the box), area of all faces and volume (signed tetrahedra) of a mesh, in m, m², m³."""
    points = mesh.points
    box = [max(points[axis::3]) - min(points[axis::3]) for axis in range(3)]
    area = volume = 0.0
    for _unused, corners in mesh.parts:
        for i in range(0, len(corners), 3):
            a, b, c = (points[corner * 3 : corner * 3 + 3] for corner in corners[i : i + 3])
            u = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
            v = (c[0] - a[0], c[1] - a[1], c[2] - a[2])
            cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
            area += math.sqrt(cross[0] ** 2 + cross[1] ** 2 + cross[2] ** 2) / 2
            # From the first corner of the mesh: far from zero the terms would swallow the sum.
            w = (a[0] - points[0], a[1] - points[1], a[2] - points[2])
            volume += (w[0] * cross[0] + w[1] * cross[1] + w[2] * cross[2]) / 6
    return {"length": max(box), "area": area, "volume": abs(volume)}
