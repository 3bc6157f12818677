"""The converter, run as the job runs it: what it finds, what it refuses, what stops it."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from .samples import building

OUTSIDE = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "ifc"


def run(folder: Path, body: bytes, *, memory: int = 4096, seconds: int = 120, most: int = 200_000) -> tuple[int, dict[str, Any] | None]:
    """The converter's exit code and what it wrote."""
    (folder / "a.ifc").write_bytes(body)
    command = [sys.executable, "-m", "zhuke.modules.bim.converting", "a.ifc", ".", str(memory), str(seconds), str(most)]
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(root), "PATH": ""}, capture_output=True, check=False)
    result = folder / "model.json"
    return done.returncode, json.loads(result.read_text(encoding="utf-8")) if result.exists() else None


def glb(path: Path) -> dict[str, Any]:
    """The JSON part of a GLB file, after its lengths were checked."""
    data = path.read_bytes()
    magic, version, total = struct.unpack("<4sII", data[:12])
    assert (magic, version, total) == (b"glTF", 2, len(data))
    length, kind = struct.unpack("<II", data[12:20])
    assert kind == 0x4E4F534A
    return dict(json.loads(data[20 : 20 + length]))


@pytest.mark.parametrize("schema", ["IFC4", "IFC4X3_ADD2"])
def test_elements_storeys_and_measures(tmp_path: Path, schema: str) -> None:
    code, result = run(tmp_path, building(2, 2, schema=schema, quantity=2.25))
    assert code == 0
    assert result
    assert [(row["name"], row["elevation"]) for row in result["storeys"]] == [("1F", 0.0), ("2F", 3.0)]
    assert Counter(row["type"] for row in result["elements"]) == {"IfcSlab": 2, "IfcWall": 4}
    by_name = {row["name"]: row for row in result["elements"]}
    first, second = by_name["外墙 1F-1"], by_name["外墙 2F-2"]
    assert first["quantities"]["volume"] == 2.25  # the file's own figure goes before the shape's
    assert first["measured"] == ["length", "area"]
    assert second["quantities"] == {"length": 4.0, "area": 26.8, "volume": 2.4}
    assert second["storey"] == 1
    drawn = glb(tmp_path / "model.glb")
    assert {node["name"] for node in drawn["nodes"]} == {row["guid"] for row in result["elements"]}


def test_points_lie_in_metres_with_y_up(tmp_path: Path) -> None:
    run(tmp_path, building(1, 1))
    drawn = glb(tmp_path / "model.glb")
    low = [min(a["min"][axis] for a in drawn["accessors"] if "min" in a) for axis in range(3)]
    high = [max(a["max"][axis] for a in drawn["accessors"] if "max" in a) for axis in range(3)]
    assert [round(b - a, 3) for a, b in zip(low, high, strict=True)] == [8.0, 3.0, 6.0]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"ISO-10303-21;\nHEADER;\nbroken", "unreadable"),
        (building(0, 0), "empty"),
        (building(1, 1).replace(b"'IFC4'", b"'IFC1.5'"), "schema"),
    ],
)
def test_refused(tmp_path: Path, body: bytes, error: str) -> None:
    assert run(tmp_path, body) == (0, {"error": error})
    assert not (tmp_path / "model.glb").exists()


def test_too_many_elements(tmp_path: Path) -> None:
    assert run(tmp_path, building(2, 3), most=7) == (0, {"error": "too_many"})


def test_too_little_memory_ends_the_child_alone(tmp_path: Path) -> None:
    code, result = run(tmp_path, building(1, 1), memory=60)
    assert code != 0 or result == {"error": "memory"}
    assert not (tmp_path / "model.glb").exists()


@pytest.mark.skipif(not OUTSIDE.exists(), reason="the third-party files are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "counts", "storeys"),
    [
        ("SimpleWall.ifc", {"IfcWallStandardCase": 1, "IfcDoor": 1, "IfcOpeningElement": 1}, 1),
        ("slab-openings.ifc", {"IfcSlab": 1, "IfcOpeningElement": 2}, 0),
    ],
)
def test_files_from_outside(tmp_path: Path, name: str, counts: dict[str, int], storeys: int) -> None:
    code, result = run(tmp_path, (OUTSIDE / name).read_bytes())
    assert code == 0
    assert result
    assert Counter(row["type"] for row in result["elements"]) == counts
    assert len(result["storeys"]) == storeys


@pytest.mark.skipif(not OUTSIDE.exists(), reason="the third-party files are not beside the checkout")
def test_every_file_from_outside_is_drawn(tmp_path: Path) -> None:
    for path in sorted(OUTSIDE.glob("*.ifc")):
        code, result = run(tmp_path, path.read_bytes())
        assert code == 0, path.name
        assert result
        shown = [row for row in result["elements"] if row.get("drawn")]
        assert shown, path.name
        assert len(glb(tmp_path / "model.glb")["nodes"]) == len(shown), path.name
