"""Price lists and what is in them; imports tell of names that look like one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from zhuke.commons.imports.services.duplicates import Finder
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.quotes.models import PriceItem, PriceList

# From this likeness of 100 on, two names may be one name and a slip of the keyboard.
ALIKE = 85
SYNONYMS = {
    "name": ("产品", "产品名称", "材料名称", "项目名称", "品名", "物料名称", "product", "item", "name"),
    "code": ("产品编码", "物料编码", "定额编号", "清单编码", "编号", "sku", "code"),
    "specification": ("规格", "型号", "规格型号", "特征描述", "项目特征", "specification", "model"),
    "series": ("产品系列", "类别", "分类", "series", "category"),
    "uom": ("单位", "计量单位", "unit", "uom"),
    "price": ("单价", "含税单价", "销售价", "售价", "报价", "综合单价", "sales_price", "price", "list price"),
    "cost": ("成本", "成本价", "采购价", "进价", "cost"),
    "tax_rate": ("税率", "增值税率", "tax rate", "vat"),
    "price_list": ("价格表", "价目表", "price list"),
}


def add_list(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PriceList:
    """Add a price list; it is the own company's unless a unit is given (None: the whole group's). Raises invalid."""
    made: PriceList = build(actor, by_model(PriceList), {"unit_id": actor.company, **values}, pk=pk)
    save(made, by_model(PriceList))
    emit("price_lists.created", made, actor)
    return made


@dataclass(frozen=True)
class Likeness:
    """How far two names agree, as people read it."""

    score: int
    verdict: str
    reasons: tuple[Any, ...]


@dataclass(frozen=True)
class Candidate:
    """An item (or an earlier row of the file) that a row resembles."""

    ident: Any
    name: str
    match: Likeness


class NameFinder(Finder):
    """Names of all price lists in memory for one file, so that “GTXPro” is told to look like “GTX Pro”."""

    def __init__(self) -> None:
        self._known: dict[UUID, list[tuple[Any, str, str]]] = {}
        for pk, price_list, name, specification in PriceItem.objects.filter(archived_at=None).values_list(
            "pk", "price_list_id", "name", "specification"
        ):
            self._known.setdefault(price_list, []).append((pk, name, specification))

    def take(self, ident: Any, values: Mapping[str, Any], extra: Mapping[str, Any]) -> list[Candidate]:
        """The items of the same list that resemble this row, best first; then the row counts as known itself."""
        name, specification = str(values.get("name") or ""), str(values.get("specification") or "")
        known = self._known.setdefault(values.get("price_list_id"), [])  # type: ignore[arg-type]
        found = [
            Candidate(known[index][0], known[index][1], _likeness(name, known[index][1], score))
            for _text, score, index in process.extract(
                squeezed(name), [squeezed(other) for _id, other, _spec in known], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5
            )
            if known[index][2] == specification and known[index][1] != name and _differ_in_letters(name, known[index][1])
        ]
        known.append((ident, name, specification))
        return found


def squeezed(name: str) -> str:
    """A name without what people type differently: blanks, dashes, capitals."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _differ_in_letters(a: str, b: str) -> bool:
    """False where only figures differ: C30 and C35 are two things, not one and a slip."""
    return squeezed(a) == squeezed(b) or [c for c in squeezed(a) if not c.isdigit()] != [c for c in squeezed(b) if not c.isdigit()]


def _likeness(a: str, b: str, score: float) -> Likeness:
    if squeezed(a) == squeezed(b):
        return Likeness(99, "same", (_("只有空格、符号或大小写不同"),))
    return Likeness(int(score), "possible", (_("名称只差几个字，请核对是否为错别字"),))
