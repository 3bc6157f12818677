"""Small buildings as IFC files."""

from __future__ import annotations

from zhuke.modules.bim.domain.boxes import Boxes


def building(storeys: int = 2, walls: int = 2, *, schema: str = "IFC4", quantity: float | None = None) -> bytes:
    """On each storey one slab and so many walls (4 × 0.2 × 3 m); ``quantity``: the first wall names its net volume in m³."""
    boxes = Boxes("试验楼", schema)
    for storey in range(storeys):
        label, height = f"{storey + 1}F", storey * 3000.0
        floor = boxes.storey(label, height)
        boxes.box(floor, "IFCSLAB", f"楼板 {label}", (8000, 6000, 150), (0, 0, height))
        for wall in range(walls):
            made = boxes.box(floor, "IFCWALL", f"外墙 {label}-{wall + 1}", (4000, 200, 3000), (0, wall * 3000, height))
            if quantity is not None and not storey and not wall:
                boxes.volume(made, quantity)
    return boxes.file()
