"""The JavaScript that the first screen loads, as it goes over the wire."""

from __future__ import annotations

import json
import re
from pathlib import Path

import zhuke

from .measure import Row

APP = Path(zhuke.__file__).parent / "static" / "app"
FIRST = ("src/app/Shell.tsx", "src/features/home/HomePage.tsx")
ASKED = re.compile(r'(?:src|href)="/static/app/(assets/[^"]+\.js)"')


def bundle() -> Row:
    """What index.html asks for, shell and landing page with all they import statically, from the build's manifest."""
    manifest = json.loads((APP / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    files: set[str] = set(ASKED.findall((APP / "index.html").read_text(encoding="utf-8")))
    for key in FIRST:
        _gather(manifest, key, files)
    sizes = {kind: sum(_size(APP / name, kind) for name in files) / 1024 for kind in (".gz", ".br")}
    note = f"{len(files)} files; brotli, which browsers ask for: {sizes['.br']:.0f} KB."
    return Row("JavaScript of the first screen, gzip", f"{sizes['.gz']:.0f} KB", "", "", "≤ 300 KB", sizes[".gz"] <= 300, note)


def _size(path: Path, kind: str) -> int:
    """Bytes over the wire; what is too small to be worth compressing goes as it is."""
    packed = path.with_name(path.name + kind)
    return (packed if packed.exists() else path).stat().st_size


def _gather(manifest: dict[str, dict[str, object]], key: str, files: set[str]) -> None:
    chunk = manifest[key]
    name = str(chunk["file"])
    if name in files or not name.endswith(".js"):
        return
    files.add(name)
    for other in chunk.get("imports", []):  # type: ignore[attr-defined]
        _gather(manifest, other, files)
