"""Small IFC files, written by hand: boxes on storeys."""

from __future__ import annotations

import itertools

_BASE = """#1=IFCPROJECT('0000000000000000000001',$,'{name}',$,$,$,$,(#5),#2);
#2=IFCUNITASSIGNMENT((#3,#8,#9));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#8=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#9=IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.);
#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#6,$);
#6=IFCAXIS2PLACEMENT3D(#7,$,$);
#7=IFCCARTESIANPOINT((0.,0.,0.));
#10=IFCBUILDING('0000000000000000000010',$,'1 号楼',$,$,$,$,$,.ELEMENT.,$,$,$);
#11=IFCRELAGGREGATES('0000000000000000000011',$,$,$,#1,(#10));
"""


def building(storeys: int = 2, walls: int = 2, *, schema: str = "IFC4", name: str = "试验楼", quantity: float | None = None) -> bytes:
    """A building: on each storey one slab and so many walls (4 × 0.2 × 3 m); ``quantity``: the first names its net volume in m³."""
    numbers = itertools.count(100)
    lines: list[str] = []

    def row(text: str) -> str:
        number = f"#{next(numbers)}"
        lines.append(f"{number}={text};")
        return number

    floors, parts_of = [], {}
    for storey in range(storeys):
        place = _box_place(row, 0, 0, storey * 3000)
        label = f"{storey + 1}F"
        floor = row(f"IFCBUILDINGSTOREY('1{storey:021}',$,'{label}',$,$,{place},$,$,.ELEMENT.,{storey * 3000}.)")
        floors.append(floor)
        made = [_element(row, "IFCSLAB", f"2{storey:021}", f"楼板 {label}", (8000, 6000, 150), (0, 0, storey * 3000), ",$")]
        for wall in range(walls):
            guid = f"3{storey:010}{wall:011}"
            at = (0, wall * 3000, storey * 3000)
            made.append(
                _element(row, "IFCWALL", guid, f"外墙 {label}-{wall + 1}", (4000, 200, 3000), at, ",$" if schema != "IFC2X3" else "")
            )
            if quantity is not None and not storey and not wall:
                volume = row(
                    f"IFCQUANTITYVOLUME('NetVolume',$,$,{quantity})"
                    if schema == "IFC2X3"
                    else f"IFCQUANTITYVOLUME('NetVolume',$,$,{quantity},$)"
                )
                group = row(f"IFCELEMENTQUANTITY('4{0:021}',$,'Qto_WallBaseQuantities',$,$,({volume}))")
                row(f"IFCRELDEFINESBYPROPERTIES('5{0:021}',$,$,$,({made[-1]}),{group})")
        parts_of[floor] = made
    row(f"IFCRELAGGREGATES('6{0:021}',$,$,$,#10,({','.join(floors)}))")
    for index, (floor, made) in enumerate(parts_of.items()):
        row(f"IFCRELCONTAINEDINSPATIALSTRUCTURE('7{index:021}',$,$,$,({','.join(made)}),{floor})")
    return _file(schema, _BASE.format(name=_coded(name)) + _coded("\n".join(lines)))


def _element(row, kind, guid, name, size, at, tail):  # type: ignore[no-untyped-def]
    length, width, height = size
    corner = row(f"IFCCARTESIANPOINT(({length / 2},{width / 2}))")
    profile = row(f"IFCRECTANGLEPROFILEDEF(.AREA.,$,{row(f'IFCAXIS2PLACEMENT2D({corner},$)')},{length}.,{width}.)")
    up = row("IFCDIRECTION((0.,0.,1.))")
    solid = row(f"IFCEXTRUDEDAREASOLID({profile},#6,{up},{height}.)")
    body = row(f"IFCSHAPEREPRESENTATION(#5,'Body','SweptSolid',({solid}))")
    shape = row(f"IFCPRODUCTDEFINITIONSHAPE($,$,({body}))")
    return row(f"{kind}('{guid}',$,'{name}',$,$,{_box_place(row, *at)},{shape},$" + (",$" if kind == "IFCSLAB" else tail) + ")")


def _box_place(row, x, y, z):  # type: ignore[no-untyped-def]
    point = row(f"IFCCARTESIANPOINT(({x}.,{y}.,{z}.))")
    return row(f"IFCLOCALPLACEMENT($,{row(f'IFCAXIS2PLACEMENT3D({point},$,$)')})")


def _coded(text: str) -> str:
    """Characters beyond ASCII as STEP writes them."""
    return "".join(c if ord(c) < 128 else f"\\X2\\{ord(c):04X}\\X0\\" for c in text)


def _file(schema: str, data: str) -> bytes:
    names = "FILE_DESCRIPTION((''),'2;1');\nFILE_NAME('a.ifc','',(''),(''),'','','');"
    head = f"ISO-10303-21;\nHEADER;\n{names}\nFILE_SCHEMA(('{schema}'));\nENDSEC;\n"
    return f"{head}DATA;\n{data}\nENDSEC;\nEND-ISO-10303-21;\n".encode()
