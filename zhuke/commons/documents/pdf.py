"""PDF by typst. Templates are the modules' files, data is plain JSON: nothing a person enters is ever read as markup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language

HOME = Path(__file__).resolve().parent
PRELUDE = "base.typ"


def compile_pdf(template: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of ``template`` filled with ``data`` (JSON, dates and decimals as text). Raises typst.TypstError for a faulty template.

    ``pictures``: files (PNG, JPEG, SVG …) by the name with an ending under which the template reads them: ``image("photo-1.jpg")``.

    The template begins with ``#import "base.typ": *`` (the house style, see base.typ) and reads
    ``#let data = json(bytes(sys.inputs.data))``. Some 70 ms of CPU: more than a few pages belong into a job.
    """
    sources = {"main": template.read_bytes(), PRELUDE: _prelude()}
    language = "en" if (get_language() or "").startswith("en") else "zh"
    inputs = {"data": json.dumps(data, ensure_ascii=False), "lang": language}
    made = _beside(sources, pictures, inputs) if pictures else typst.compile(sources, font_paths=_fonts(), sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _beside(sources: Mapping[str, bytes], pictures: Mapping[str, bytes], inputs: dict[str, str]) -> Any:
    """Compile in a folder of its own: in memory the compiler takes nothing but text."""
    with tempfile.TemporaryDirectory(prefix="zhuke-pdf-") as folder:
        for name, content in {**pictures, **sources}.items():
            (Path(folder) / name).write_bytes(content)
        return typst.compile(str(Path(folder) / "main"), root=folder, font_paths=_fonts(), sys_inputs=inputs)


@cache
def _prelude() -> bytes:
    return (HOME / PRELUDE).read_bytes()


@cache
def _fonts() -> Any:
    """Our own font first; the machine's fonts serve the rare characters that it lacks. Found once: it takes longer than a page."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[HOME / "fonts"])
