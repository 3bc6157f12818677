"""Writes binary glTF 2.0: one node per element, named by its GlobalId, flat shaded, Y up, metres from the middle of the model."""

from __future__ import annotations

import json
import struct
from array import array
from dataclasses import dataclass, field
from pathlib import Path

JSON_CHUNK, BIN_CHUNK = 0x4E4F534A, 0x004E4942
FLOATS, UINTS = 5126, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
Colour = tuple[float, float, float, float]
PLAIN: Colour = (0.74, 0.76, 0.79, 1.0)


@dataclass(slots=True)
class Mesh:
    """Triangles of one element: flat coordinates in metres (Z up), and for each colour the corners of its triangles."""

    guid: str
    points: list[float]
    parts: list[tuple[Colour, list[int]]]


@dataclass(slots=True)
class Scene:
    """Collects meshes into one buffer. ``origin`` is taken off every point before it becomes a 32-bit float: sites lie far from zero."""

    origin: tuple[float, float, float]
    binary: bytearray = field(default_factory=bytearray)
    views: list[dict[str, int]] = field(default_factory=list)
    accessors: list[dict[str, object]] = field(default_factory=list)
    meshes: list[dict[str, object]] = field(default_factory=list)
    nodes: list[dict[str, object]] = field(default_factory=list)
    materials: list[Colour] = field(default_factory=list)
    _known: dict[Colour, int] = field(default_factory=dict)

    def add(self, mesh: Mesh) -> None:
        """Append one element."""
        points = self._points(mesh.points)
        primitives = [
            {"attributes": {"POSITION": points}, "indices": self._corners(corners), "material": self._material(colour)}
            for colour, corners in mesh.parts
            if corners
        ]
        if primitives:
            self.nodes.append({"name": mesh.guid, "mesh": len(self.meshes)})
            self.meshes.append({"primitives": primitives})

    def _points(self, flat: list[float]) -> int:
        x0, y0, z0 = self.origin
        turned = array("f")
        for i in range(0, len(flat), 3):
            turned.extend((flat[i] - x0, flat[i + 2] - z0, y0 - flat[i + 1]))
        low = [min(turned[axis::3]) for axis in range(3)]
        high = [max(turned[axis::3]) for axis in range(3)]
        return self._accessor(turned, FLOATS, "VEC3", len(turned) // 3, ARRAY_BUFFER, {"min": low, "max": high})

    def _corners(self, corners: list[int]) -> int:
        return self._accessor(array("I", corners), UINTS, "SCALAR", len(corners), ELEMENT_BUFFER, {})

    def _accessor(self, values: array, kind: int, shape: str, count: int, target: int, extra: dict[str, object]) -> int:
        data = values.tobytes()
        self.views.append({"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(data), "target": target})
        self.binary += data
        self.accessors.append({"bufferView": len(self.views) - 1, "componentType": kind, "count": count, "type": shape, **extra})
        return len(self.accessors) - 1

    def _material(self, colour: Colour) -> int:
        found = self._known.get(colour)
        if found is None:
            found = self._known[colour] = len(self.materials)
            self.materials.append(colour)
        return found

    def write(self, path: Path) -> None:
        """Write the file. An empty scene is a valid file without nodes."""
        document = {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": list(range(len(self.nodes)))} if self.nodes else {}],
            "materials": [_material(colour) for colour in self.materials],
        }
        lists = {"nodes": self.nodes, "meshes": self.meshes, "accessors": self.accessors, "bufferViews": self.views}
        document |= {name: rows for name, rows in lists.items() if rows}
        if self.binary:
            document["buffers"] = [{"byteLength": len(self.binary)}]
        if not self.materials:
            del document["materials"]
        head = json.dumps(document, separators=(",", ":"), allow_nan=False).encode()
        head += b" " * (-len(head) % 4)
        body = bytes(self.binary) + b"\0" * (-len(self.binary) % 4)
        chunks = struct.pack("<II", len(head), JSON_CHUNK) + head
        if body:
            chunks += struct.pack("<II", len(body), BIN_CHUNK) + body
        path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)


def _material(colour: Colour) -> dict[str, object]:
    material: dict[str, object] = {
        "pbrMetallicRoughness": {"baseColorFactor": list(colour), "metallicFactor": 0.0, "roughnessFactor": 0.9},
        "doubleSided": True,
    }
    if colour[3] < 1:
        material["alphaMode"] = "BLEND"
    return material
