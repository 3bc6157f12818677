"""Writes IFC files of buildings made of boxes: what the demonstration shows and tests try. ISO 10303-21, millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field

_HEAD = """#1=IFCPROJECT('{project}',$,'{name}',$,$,$,$,(#5),#2);
#2=IFCUNITASSIGNMENT((#3,#8,#9));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#6,$);
#6=IFCAXIS2PLACEMENT3D(#7,$,$);
#7=IFCCARTESIANPOINT((0.,0.,0.));
#8=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#9=IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.);
#10=IFCBUILDING('{building}',$,'{name}',$,$,$,$,$,.ELEMENT.,$,$,$);
#11=IFCRELAGGREGATES('{relation}',$,$,$,#1,(#10));
"""
# Attributes that follow the tag, by class.
_TAILS = {"IFCDOOR": ",$,$,$,$,$", "IFCWINDOW": ",$,$,$,$,$"}
Size = tuple[float, float, float]


@dataclass(slots=True)
class Boxes:
    """Storeys and boxes on them. GlobalIds are numbers in order of creation, so that the same calls give the same file."""

    name: str
    schema: str = "IFC4"
    _rows: list[str] = field(default_factory=list)
    _storeys: list[str] = field(default_factory=list)
    _held: dict[str, list[str]] = field(default_factory=dict)
    _colours: dict[Size, str] = field(default_factory=dict)
    _ids: int = 0

    def storey(self, name: str, elevation: float) -> str:
        """A storey; returns its reference."""
        place = self._place(0, 0, elevation)
        place = self._place(0, 0, elevation)
        text = f"IFCBUILDINGSTOREY('{self._guid()}',$,'{_coded(name)}',$,$,{place},$,$,.ELEMENT.,{elevation:.1f})"
        row = self._row(text)
        self._storeys.append(row)
        self._held[row] = []
        return row

    def box(self, storey: str, kind: str, name: str, size: Size, at: Size, colour: Size | None = None) -> str:
        """An element of class ``kind`` (IFCWALL …): length, width, height and the corner it stands on. Returns its reference."""
        length, width, height = size
        middle = self._row(f"IFCCARTESIANPOINT(({length / 2:.1f},{width / 2:.1f}))")
        axes = self._row(f"IFCAXIS2PLACEMENT2D({middle},$)")
        profile = self._row(f"IFCRECTANGLEPROFILEDEF(.AREA.,$,{axes},{length:.1f},{width:.1f})")
        up = self._row("IFCDIRECTION((0.,0.,1.))")
        solid = self._row(f"IFCEXTRUDEDAREASOLID({profile},#6,{up},{height:.1f})")
        if colour:
            self._row(f"IFCSTYLEDITEM({solid},({self._style(colour)}),$)")
        body = self._row(f"IFCSHAPEREPRESENTATION(#5,'Body','SweptSolid',({solid}))")
        shape = self._row(f"IFCPRODUCTDEFINITIONSHAPE($,$,({body}))")
        tail = _TAILS.get(kind, ",$")
        row = self._row(f"{kind}('{self._guid()}',$,'{_coded(name)}',$,$,{self._place(*at)},{shape},$" + tail + ")")
        self._held[storey].append(row)
        return row

    def volume(self, element: str, cubic_metres: float) -> None:
        """Give an element its net volume as a quantity of the file."""
        value = self._row(f"IFCQUANTITYVOLUME('NetVolume',$,$,{cubic_metres},$)")
        group = self._row(f"IFCELEMENTQUANTITY('{self._guid()}',$,'Qto_WallBaseQuantities',$,$,({value}))")
        self._row(f"IFCRELDEFINESBYPROPERTIES('{self._guid()}',$,$,$,({element}),{group})")

    def file(self) -> bytes:
        """The finished file."""
        if self._storeys:
            self._row(f"IFCRELAGGREGATES('{self._guid()}',$,$,$,#10,({','.join(self._storeys)}))")
        for storey, held in self._held.items():
            if held:
                self._row(f"IFCRELCONTAINEDINSPATIALSTRUCTURE('{self._guid()}',$,$,$,({','.join(held)}),{storey})")
        head = _HEAD.format(project=self._guid(), building=self._guid(), relation=self._guid(), name=_coded(self.name))
        about = "FILE_DESCRIPTION((''),'2;1');\nFILE_NAME('model.ifc','',(''),(''),'','','');"
        opening = f"ISO-10303-21;\nHEADER;\n{about}\nFILE_SCHEMA(('{self.schema}'));\nENDSEC;\nDATA;\n"
        return (opening + head + "\n".join(self._rows) + "\nENDSEC;\nEND-ISO-10303-21;\n").encode("ascii")

    def _row(self, text: str) -> str:
        number = f"#{len(self._rows) + 100}"
        self._rows.append(f"{number}={text};")
        return number

    def _guid(self) -> str:
        self._ids += 1
        return f"{self._ids:022}"

    def _place(self, x: float, y: float, z: float) -> str:
        point = self._row(f"IFCCARTESIANPOINT(({x:.1f},{y:.1f},{z:.1f}))")
        axes = self._row(f"IFCAXIS2PLACEMENT3D({point},$,$)")
        return self._row(f"IFCLOCALPLACEMENT($,{axes})")

    def _style(self, colour: Size) -> str:
        if colour not in self._colours:
            red, green, blue = colour
            shade = self._row(f"IFCCOLOURRGB($,{red:.2f},{green:.2f},{blue:.2f})")
            clear = "0.6" if (red, green, blue) == GLASS else "0."
            rendering = self._row(f"IFCSURFACESTYLERENDERING({shade},{clear},$,$,$,$,$,$,.FLAT.)")
            self._colours[colour] = self._row(f"IFCSURFACESTYLE($,.BOTH.,({rendering}))")
        return self._colours[colour]


GLASS: Size = (0.62, 0.8, 0.9)


def _coded(text: str) -> str:
    """Characters beyond ASCII, and quotes, as STEP writes them."""
    return "".join(c if c.isascii() and c.isprintable() and c not in "'\\" else f"\\X2\\{ord(c):04X}\\X0\\" for c in text)
