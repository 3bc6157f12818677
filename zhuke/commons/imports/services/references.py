"""References by what people write: a label, a code, a user name, a path such as 华东公司/市场部. One query per chunk and field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuke.commons.imports.findings import Finding, error
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource, by_name

_PATH = re.compile(r"\s*[/／>＞\\]\s*")


class References:
    """Looks up one reference field for a whole file, remembering what it found. Rows outside the actor's scope do not exist for it."""

    def __init__(self, actor: Actor, spec: FieldSpec) -> None:
        self._actor, self._spec = actor, spec
        target = by_name(spec.ref_name() or "")
        assert target is not None, spec.name
        self.target: Resource = target
        self._names = _lookup_names(target)
        self._known: dict[str, list[UUID]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Look up all texts that are still unknown."""
        missing = sorted({text for text in texts if wording(text) not in self._known})
        for start in range(0, len(missing), 500):
            self._learn(missing[start : start + 500])

    def find(self, text: str) -> tuple[str | None, list[Finding]]:
        """(id, []) or (None, why not)."""
        found = self._known.get(wording(text), [])
        if len(found) == 1:
            return str(found[0]), []
        values = {"field": self._spec.label, "value": text[:60]}
        if found:
            return None, [error("ambiguous_reference", _("有多个“%(field)s”叫“%(value)s”，请改填编号，或写成“上级/名称”。") % values)]
        return None, [error("unknown_reference", _("没有找到“%(field)s”：%(value)s。请核对名称，或先建立它。") % values)]

    def _learn(self, texts: list[str]) -> None:
        for text in texts:
            self._known[wording(text)] = []
        tails = {text: _PATH.split(text)[-1] for text in texts}
        variants = {form for text in texts for form in spellings(text)} | {form for tail in tails.values() for form in spellings(tail)}
        condition = Q(pk__in=[key for text in texts if (key := parse_uuid(text))])
        for name in self._names:
            condition |= Q(**{f"{name}__in": sorted(variants)})
        rows = visible(self._actor, self.target).filter(condition)
        if "archived_at" in self.target.specs:
            rows = rows.filter(archived_at=None)
        by_text: dict[str, list[tuple[UUID, str]]] = {}
        parent = "parent__name" if "parent" in self.target.specs and self.target.label_field == "name" else None
        for pk, above, *values in rows.values_list("pk", parent or "pk", *self._names)[:5000]:
            for value in {wording(str(value)) for value in (pk, *values) if value}:
                by_text.setdefault(value, []).append((pk, wording(str(above or "")) if parent else ""))
        for text in texts:
            self._known[wording(text)] = _picked(text, tails[text], by_text)


def _picked(text: str, tail: str, by_text: dict[str, list[tuple[UUID, str]]]) -> list[UUID]:
    whole = by_text.get(wording(text), [])
    if whole or tail == text:
        return list(dict.fromkeys(pk for pk, _above in whole))
    above = wording(_PATH.split(text)[-2])
    return list(dict.fromkeys(pk for pk, name in by_text.get(wording(tail), []) if name == above))


def _lookup_names(target: Resource) -> list[str]:
    """Label, then the natural keys that are plain text and open to everybody who sees the record."""
    names = [target.label_field, *(name for name in target.natural_key if target.specs[name].family == "text"), target.hint_field]
    usable = [name for name in names if name and name in target.specs and target.specs[name].family == "text"]
    return [name for name in dict.fromkeys(usable) if name not in target.masked]


def wording(text: str) -> str:
    """For comparing names and codes: half width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def spellings(text: str) -> set[str]:
    """The spellings that a database holds for the same wording."""
    half = text.replace("（", "(").replace("）", ")")
    return {text, half, half.replace("(", "（").replace(")", "）")}
