"""Which record a row stands for: by the hidden id, else by the natural keys, among the records the actor sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuke.commons.imports.findings import Finding, error, warning
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource

from .references import spellings, wording
from .targets import ID, Target, keys_of

Key = tuple[str, ...]


@dataclass
class Recognised:
    """What a row turned out to be: an existing record (perhaps not changeable), or another row of the file."""

    record: Any = None
    may_update: bool = True
    row: int | None = None
    findings: list[Finding] = field(default_factory=list)


class Recogniser:
    """Matches rows of one file, chunk by chunk. Remembers the keys of earlier rows, so that repetitions inside the file are found."""

    def __init__(self, actor: Actor, resource: Resource, targets: Mapping[str, Target]) -> None:
        self._actor, self._resource, self._targets = actor, resource, targets
        self._keys = [names for names in keys_of(resource) if all(name in targets for name in names)]
        self._seen: list[dict[Key, list[tuple[int, dict[int, Key]]]]] = [{} for _names in self._keys]

    def match(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Recognised]:
        """One answer per (number, JSON values)."""
        found = [self._repeated(number, values) for number, values in rows]
        self._by_id(rows, found)
        for names in self._keys:
            self._by_key(names, [(values, answer) for (_n, values), answer in zip(rows, found, strict=True) if not _is_settled(answer)])
        self._mark_rights(found)
        return found

    def _repeated(self, number: int, values: Mapping[str, Any]) -> Recognised:
        keys = {place: key for place, names in enumerate(self._keys) if (key := _key(names, values))}
        answer = Recognised(row=self._earlier(keys))
        for place, key in keys.items():
            self._seen[place].setdefault(key, []).append((number, keys))
        return answer

    def _earlier(self, keys: Mapping[int, Key]) -> int | None:
        """An earlier row with an equal key whose stronger keys do not contradict (two branches of one name, two credit codes)."""
        for place, key in keys.items():
            for number, others in self._seen[place].get(key, ())[:20]:
                if all(others[stronger] == keys[stronger] for stronger in range(place) if stronger in others and stronger in keys):
                    return number
        return None

    def _by_id(self, rows: Sequence[tuple[int, Mapping[str, Any]]], found: Sequence[Recognised]) -> None:
        asked = {index: parse_uuid(values[ID]) for index, (_number, values) in enumerate(rows) if values.get(ID)}
        if not asked:
            return
        records = {row.pk: row for row in visible(self._actor, self._resource).filter(pk__any_of=[key for key in asked.values() if key])}
        for index, key in asked.items():
            record = records.get(key) if key else None
            if record is None:
                message = _("没有找到系统编号对应的记录：它可能已被删除，或不在您的数据范围内。")
                found[index].findings.append(error("unknown_id", message))
            else:
                found[index].record = record

    def _by_key(self, names: Key, rows: Sequence[tuple[Mapping[str, Any], Recognised]]) -> None:
        wanted = [(key, values, answer) for values, answer in rows if (key := _key(names, values))]
        if not wanted:
            return
        condition = Q()
        for place, name in enumerate(names):
            spec = self._targets[name].spec
            given = {key[place] for key, _values, _answer in wanted}
            exact = {str(values[name]) for _key_of_row, values, _answer in wanted}
            texts = {form for text in exact for form in spellings(text)} | {str(text).upper() for text in exact}
            if spec.family == "ref":
                condition &= Q(**{f"{name}_id__in": sorted(given)})
            else:  # "not empty" tells PostgreSQL that an index over filled values will do: of long lists it does not see it
                condition &= Q(**{f"{name}__any_of": sorted(texts)}) & ~Q(**{name: ""})
        records = visible(self._actor, self._resource).filter(condition)
        if "archived_at" in self._resource.specs:
            records = records.filter(archived_at=None)
        by_key: dict[Key, list[Any]] = {}
        for record in records[:20_000]:
            by_key.setdefault(self._key_of_record(names, record), []).append(record)
        for key, values, answer in wanted:
            self._take(answer, [record for record in by_key.get(key, ()) if not self._contradicts(record, names, values)])

    def _take(self, answer: Recognised, records: Sequence[Any]) -> None:
        if len(records) == 1:
            answer.record = records[0]
        elif len(records) > 1:
            message = _("系统里有 %(n)d 条同名记录，无法确定是哪一条。请补上编号或信用代码，或在此选择。") % {"n": len(records)}
            answer.findings.append(warning("several_records", message))

    def _contradicts(self, record: Any, names: Key, values: Mapping[str, Any]) -> bool:
        """A stronger key that both have and that differs: another record of the same name."""
        for stronger in self._keys[: self._keys.index(names)]:
            mine, theirs = _key(stronger, values), self._key_of_record(stronger, record)
            if mine and all(theirs) and mine != theirs:
                return True
        return False

    def _key_of_record(self, names: Key, record: Any) -> Key:
        specs = self._targets
        return tuple(
            str(getattr(record, f"{name}_id")) if specs[name].spec.family == "ref" else wording(str(getattr(record, name) or ""))
            for name in names
        )

    def _mark_rights(self, found: Sequence[Recognised]) -> None:
        keys: set[UUID] = {answer.record.pk for answer in found if answer.record is not None}
        allowed = (
            set(visible(self._actor, self._resource, "update").filter(pk__any_of=keys).values_list("pk", flat=True)) if keys else set()
        )
        for answer in found:
            if answer.record is not None and answer.record.pk not in allowed:
                answer.may_update = False


def _is_settled(answer: Recognised) -> bool:
    return answer.record is not None or bool(answer.findings)


def _key(names: Key, values: Mapping[str, Any]) -> Key | None:
    """The comparable key of a row; None when a part is missing."""
    if any(values.get(name) in (None, "") or isinstance(values[name], dict | list) for name in names):
        return None
    return tuple(wording(str(values[name])) for name in names)
