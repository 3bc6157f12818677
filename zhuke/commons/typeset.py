"""PDF out of typst templates. Data goes in as one JSON text, so nothing that people typed is ever read as markup or code.

Fonts come from the machine: ``ZHUKE_FONTS`` names folders, else those of the system are searched (docs/adr/0030).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import Conflict

# In the order of preference; the first four are free (OFL, GPL with font exception), the others come with desktops.
FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Zen Hei",
    "PingFang SC", "Microsoft YaHei", "SimHei", "STHeiti",
)  # fmt: skip
_lock = threading.Lock()
_compilers: dict[Path, typst.Compiler] = {}


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document as PDF, fonts embedded. The template reads ``json(bytes(sys.inputs.data))``. Raises no_chinese_font."""
    made: bytes = _compile(template, data, format="pdf", timestamp=0)
    return made


def images(template: Path, data: Mapping[str, Any], *, dots: int = 110) -> list[bytes]:
    """The pages as PNG, for looking at where a browser shows no PDF. Raises no_chinese_font."""
    made = _compile(template, data, format="png", ppi=float(dots))
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=1)
def fonts() -> tuple[typst.Fonts, str]:
    """All fonts that can be reached, read once per process, and the Chinese family to write in. Raises no_chinese_font."""
    folders = [folder for folder in settings.FONT_FOLDERS if Path(folder).is_dir()]
    found = typst.Fonts(include_system_fonts=not settings.FONT_FOLDERS, font_paths=folders)
    known = set(found.families())
    family = next((name for name in FAMILIES if name in known), "")
    if not family:
        raise Conflict(
            "no_chinese_font",
            _("服务器上没有中文字体，无法生成 PDF。请管理员安装 fonts-noto-cjk，或用 ZHUKE_FONTS 指定字体所在目录，然后重启筑客。"),
        )
    return found, family


def _compile(template: Path, data: Mapping[str, Any], **how: Any) -> Any:
    found, family = fonts()
    inputs = {"data": json.dumps({**data, "font": family}, ensure_ascii=False, default=str)}
    # One compiler for a template keeps what it has parsed; it serves one document at a time.
    with _lock:
        compiler = _compilers.get(template)
        if compiler is None:
            compiler = _compilers[template] = typst.Compiler(str(template), root=str(template.parent), font_paths=found)
        return compiler.compile(sys_inputs=inputs, **how)
