"""What is to become of each row: converted values, findings, the record it stands for, and a first decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.commons.imports import cells
from zhuke.commons.imports.findings import Finding, error, warning
from zhuke.commons.imports.matching import ShiftDetector
from zhuke.commons.imports.models import CREATE, MERGE, SKIP, UPDATE, ImportBatch
from zhuke.commons.imports.tables import ColumnInfo, Row
from zhuke.kernel.access import Actor, OrgScope

from . import batches
from .duplicates import Duplicates
from .fingerprints import digest_of, known_digests
from .options import Options
from .recognising import Recognised, Recogniser
from .references import References, wording
from .targets import ID, VERSION, Target, described, targets_of
from .values import UNRESOLVED, ColumnHints, Convert, converter, current, ready, same

RAW_LENGTH = 500


@dataclass(slots=True)
class Assessed:
    """A row as the check leaves it; the fields are those of ImportRow."""

    number: int
    raw: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    severity: str = ""
    kind: str = "create"
    decision: str = CREATE
    target: UUID | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    doubts: list[tuple[str, str, Finding, int | None]] = field(default_factory=list)
    ready: tuple[dict[str, Any], dict[str, Any]] | None = None  # `values` as services take them, while they stay as they are

    def tell(self, finding: Finding, name: str = "", column: int | None = None) -> None:
        """Add a remark, about a field or the whole row."""
        found = {"kind": finding.kind, "code": finding.code, "message": finding.message, "field": name}
        self.findings.append({**found, "column": "" if column is None else str(column)})
        self.severity = "error" if finding.kind == "error" else self.severity or "warning"

    def fails(self) -> bool:
        """Whether an error keeps the row out."""
        return self.severity == "error"

    def becomes(self, kind: str, decision: str) -> None:
        self.kind, self.decision = kind, decision


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    target: Target
    convert: Convert
    blank_on_error: bool


class Assessor:
    """Assesses the rows of one batch, chunk by chunk, in the order of the file. `missing` counts empty wanted fields."""

    def __init__(self, actor: Actor, batch: ImportBatch, orders: Mapping[int, Any], *, with_duplicates: bool = True) -> None:
        self._actor, self._batch = actor, batch
        self._resource = batches.resource_of(batch)
        self._options = Options(**batch.options)
        self._targets = targets_of(actor, self._resource)
        infos = {column.index: column for column in batches.columns_of(batch)}
        self._mapping = {int(column): name for column, name in batch.mapping.items() if name in self._targets}
        self._columns = [self._column(infos[index], name, orders) for index, name in sorted(self._mapping.items()) if index in infos]
        self._references = {name: References(actor, target.spec) for name, target in self._targets.items() if target.spec.family == "ref"}
        self._defaults = self._converted_defaults()
        self._recogniser = Recogniser(actor, self._resource, self._targets)
        self._shift = ShiftDetector(list(infos.values()), described(self._targets), self._mapping)
        self._last_column = max(infos, default=0)
        self._duplicates = Duplicates(actor, self._resource) if with_duplicates and self._options.find_duplicates else None
        self._required = [target for target in self._targets.values() if target.role == "field" and self._must_be_given(target)]
        self._wanted = [name for name in self._resource.importer.required if name in self._targets]
        self._units, self._mine = self._reach()
        self._own_unit = str(actor.unit) if actor.unit else ""
        self.missing: Counter[str] = Counter()
        self._missing_findings: dict[tuple[str, ...], Finding | None] = {}

    def _column(self, info: ColumnInfo, name: str, orders: Mapping[int, Any]) -> _Column:
        target = self._targets[name]
        hints = ColumnHints(info.unit, orders.get(info.index), self._options.value_map.get(name, {}))
        convert: Convert = cells.to_code if target.role == "id" else converter(target.spec, hints)
        return _Column(info.index, target, convert, name in self._options.blank_on_error)

    def _converted_defaults(self) -> dict[str, Any]:
        found = {}
        for name, value in self._options.defaults.items():
            if name in self._targets and value not in (None, ""):
                found[name] = converter(self._targets[name].spec, ColumnHints())(value)[0] if isinstance(value, str) else value
        return {name: value for name, value in found.items() if value is not None}

    def _must_be_given(self, target: Target) -> bool:
        defaulted = (target.name == "unit" and self._actor.unit is not None) or (target.name == "owner" and self._actor.id is not None)
        return target.spec.required and target.spec.default is None and not defaulted

    def _reach(self) -> tuple[frozenset[str] | None, frozenset[str]]:
        """(units in which the actor may create, None for any; those in whose name it owns), as rows name them."""
        scope, reach = self._resource.scope, self._actor.reach(self._resource.name, "create")
        mine = frozenset(map(str, self._actor.owner_ids))
        if not isinstance(scope, OrgScope) or reach is None or reach.units is None or "__" in scope.unit:
            return None, mine
        return frozenset(map(str, reach.units)), mine

    def assess(self, rows: Sequence[Row]) -> list[Assessed]:
        """One answer per row, notes included."""
        answers = [self._converted(row) for row in rows]
        records = [answer for answer in answers if answer.kind != "note"]
        self._resolve(records)
        recognised = self._recogniser.match([(answer.number, answer.values) for answer in records])
        for answer, found in zip(records, recognised, strict=True):
            self._check(answer, found)
            self._digest(answer)
        already = self._imported_before(records, recognised)
        for answer, found in zip(records, recognised, strict=True):
            self._decide(answer, found, already)
        if self._duplicates:
            self._duplicates.mark([answer for answer in records if answer.decision == CREATE], self.ready_values)
        return answers

    def ready_values(self, answer: Assessed) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values, extra) of a row as services take them."""
        return answer.ready or self._split(answer)

    def _split(self, answer: Assessed) -> tuple[dict[str, Any], dict[str, Any]]:
        return split_ready(self._targets, answer.values)

    def _converted(self, row: Row) -> Assessed:
        answer = Assessed(row.number, {str(column): cells.plain(value)[:RAW_LENGTH] for column, value in row.values.items()})
        if row.note and not self._options.keep_odd_lines:
            answer.becomes("note", SKIP)
            answer.tell(warning("odd_line", _note_sentence(row.note)))
            return answer
        for column in self._columns:
            value = row.values.get(column.index)
            if value is None:
                continue
            converted, findings = column.convert(value)
            for finding in findings:
                lenient = column.blank_on_error and finding.kind == "error"
                answer.tell(Finding("warning", finding.code, finding.message) if lenient else finding, column.target.name, column.index)
            if converted is not None:
                answer.values[column.target.name] = converted
        for name, value in self._defaults.items():
            answer.values.setdefault(name, value)
        if answer.fails() and (shifted := self._shift.check(row.values)):
            answer.tell(shifted)
        elif max(row.values, default=0) > self._last_column:
            answer.tell(warning("wider_row", _("本行的内容比标题多出几列，多出的部分没有导入。")))
        return answer

    def _resolve(self, answers: Sequence[Assessed]) -> None:
        for name, references in self._references.items():
            texts = {answer.values[name] for answer in answers if isinstance(answer.values.get(name), str)}
            if not texts:
                continue
            references.learn(texts)
            column = next((column for column in self._columns if column.target.name == name), None)
            for answer in answers:
                if isinstance(answer.values.get(name), str):
                    self._resolve_one(answer, name, references, column)

    def _resolve_one(self, answer: Assessed, name: str, references: References, column: _Column | None) -> None:
        text = answer.values.pop(name)
        found, findings = references.find(text)
        if found:
            answer.values[name] = found
            return
        if references.target is self._resource and findings[0].code == "unknown_reference":
            answer.values[name] = {UNRESOLVED: text}
            message = _("“%(value)s”还不存在；如果它也在这个文件里，导入后会自动关联。") % {"value": text[:60]}
            answer.tell(warning("reference_later", message), name, column.index if column else None)
            return
        lenient = column is not None and column.blank_on_error
        finding = Finding("warning", findings[0].code, findings[0].message) if lenient else findings[0]
        answer.doubts.append((name, text, finding, column.index if column else None))

    def _settle_doubts(self, answer: Assessed, record: Any) -> None:
        """A name that could not be looked up is no problem where the record already refers to one of that name (an export come back)."""
        for name, text, finding, column in answer.doubts:
            spec = self._targets[name].spec
            related = getattr(record, name, None) if record is not None and not spec.custom else None
            if related is None or wording(str(getattr(related, self._references[name].target.label_field))) != wording(text):
                answer.tell(finding, name, column)

    def _check(self, answer: Assessed, found: Recognised) -> None:
        self._settle_doubts(answer, found.record)
        for finding in found.findings:
            answer.tell(finding, ID if finding.code == "unknown_id" else "")
        if found.record is None and found.row is None:
            self._check_required(answer)
            self._check_scope(answer)
        if check := self._resource.importer.check:
            faulty = {finding["field"] for finding in answer.findings if finding["kind"] == "error"}
            answer.ready = self._split(answer)
            for name, said in check(*answer.ready, found.record).items():
                for finding in [one for one in said if isinstance(one, Finding)]:
                    answer.tell(finding, name, self._index_of(name))
                texts = [str(one) for one in said if not isinstance(one, Finding)]
                if texts and name not in faulty:
                    self._tell_problem(answer, name, texts)

    def _tell_problem(self, answer: Assessed, name: str, texts: list[str]) -> None:
        if name in self._options.blank_on_error and name in answer.values:
            del answer.values[name]
            answer.ready = None
            answer.tell(warning("invalid", " ".join(texts)), name, self._index_of(name))
        else:
            answer.tell(error("invalid", " ".join(texts)), name, self._index_of(name))

    def _index_of(self, name: str) -> int | None:
        return next((column.index for column in self._columns if column.target.name == name), None)

    def _check_required(self, answer: Assessed) -> None:
        told = {finding["field"] for finding in answer.findings} if answer.findings else ()
        for target in self._required:
            if target.name not in answer.values and target.name not in told:
                message = _("请填写“%(field)s”。") % {"field": target.spec.label}
                answer.tell(error("required", message), target.name, self._index_of(target.name))
        absent = tuple(name for name in self._wanted if name not in answer.values and name not in told)
        if absent:
            self.missing.update(absent)
            if finding := self._missing_finding(absent):
                answer.tell(finding)

    def _missing_finding(self, absent: tuple[str, ...]) -> Finding | None:
        """The same few sentences for very many rows, so each is made once."""
        if absent not in self._missing_findings:
            labels = cells.and_so_on(str(self._targets[name].spec.label) for name in absent if not self._targets[name].spec.required)
            self._missing_findings[absent] = warning("missing", _("缺少：%(fields)s。") % {"fields": labels}) if labels else None
        return self._missing_findings[absent]

    def _check_scope(self, answer: Assessed) -> None:
        """Creating outside one's reach would fail at the end; better told now."""
        scope = self._resource.scope
        if self._units is None or not isinstance(scope, OrgScope):
            return
        if (answer.values.get(scope.unit) or self._own_unit) in self._units:
            return
        owner = answer.values.get(scope.owner) if scope.owner else None
        if not (scope.owner and (owner is None or owner in self._mine)):
            answer.tell(error("outside_scope", _("您无权在该单位下新增，请修改所属单位。")), scope.unit, self._index_of(scope.unit))

    def _digest(self, answer: Assessed) -> None:
        told = {name: value for name, value in answer.values.items() if name != VERSION}
        answer.digest = digest_of(told, self._resource.name)

    def _imported_before(self, answers: Sequence[Assessed], recognised: Sequence[Recognised]) -> dict[str, UUID]:
        """Fingerprints of rows that an earlier import wrote and whose record still stands."""
        known = known_digests(self._resource.name, [answer.digest for answer in answers])
        if not known:
            return {}
        rows = self._resource.model._default_manager.filter(pk__any_of=set(known.values()))
        if "archived_at" in self._resource.specs:
            rows = rows.filter(archived_at=None)
        standing = set(rows.values_list("pk", flat=True))
        return {digest: target for digest, target in known.items() if target in standing}

    def _decide(self, answer: Assessed, found: Recognised, already: Mapping[str, UUID]) -> None:
        if answer.fails():
            answer.becomes("error", SKIP)
        elif found.row is not None:
            self._decide_repeated(answer, found)
        elif found.record is not None:
            self._decide_existing(answer, found, already)
        elif any(finding.code == "several_records" for finding in found.findings):
            answer.becomes("duplicate", SKIP)
        elif answer.digest in already:
            answer.target = already[answer.digest]
            answer.becomes("same", SKIP)
            answer.tell(warning("imported_before", _("相同内容在以前的导入中已经写入，不再重复导入。")))
        elif self._options.mode == "update":
            answer.becomes("create", SKIP)
            answer.tell(warning("not_found", _("系统里没有对应的记录；您选择了只更新，因此跳过。")))

    def _decide_repeated(self, answer: Assessed, found: Recognised) -> None:
        answer.candidates = [{"row": found.row, "id": None, "label": "", "score": 100, "verdict": "same", "reasons": []}]
        if found.record is not None:
            answer.target = found.record.pk
        extra = any(self._targets[name].role == "extra" for name in answer.values)
        answer.becomes("repeated", MERGE if extra else SKIP)
        words = _("与第 %(n)d 行是同一条记录，附带的信息（如联系人）并入该记录。") if extra else _("与第 %(n)d 行重复，跳过。")
        answer.tell(warning("repeated_row", words % {"n": found.row}))

    def _decide_existing(self, answer: Assessed, found: Recognised, already: Mapping[str, UUID]) -> None:
        answer.target = found.record.pk
        answer.differences = self.differences(answer, found.record)
        extra = any(self._targets[name].role == "extra" for name in answer.values)
        if not answer.differences and (not extra or already.get(answer.digest) == found.record.pk):
            answer.becomes("same", SKIP)
        elif not found.may_update:
            answer.tell(error("may_not_update", _("系统里已有这条记录，您可以查看但无权修改，请联系其负责人。")))
            answer.becomes("error", SKIP)
        else:
            answer.becomes("update", UPDATE if self._options.mode != "create" else SKIP)
            if answer.differences and answer.values.get(VERSION, found.record.version) != found.record.version:
                answer.tell(warning("changed_since", _("这条记录在导出之后又被修改过，请对照差异再决定是否覆盖。")))

    def differences(self, answer: Assessed, record: Any) -> list[dict[str, Any]]:
        """What writing the row would change of the record's own fields."""
        given = dict(answer.values)
        if self._options.blank_clears:
            given |= {column.target.name: None for column in self._columns if column.target.name not in given}
        found = []
        for name, new in given.items():
            target = self._targets[name]
            if target.role == "field":
                old = current(target.spec, record)
                if not same(target.spec, old, new):
                    found.append({"field": name, "old": old, "new": new})
        return found


def split_ready(targets: Mapping[str, Target], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values, extra) as services take them, out of a row's JSON; references that wait for another row are left out."""
    own: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in values.items():
        target = targets.get(name)
        if target is None or target.role in ("id", "version", "key") or (isinstance(value, dict) and UNRESOLVED in value):
            continue
        key, made = ready(target.spec, value)
        (extra if target.role == "extra" else own)[key] = made
    return own, extra


def _note_sentence(note: str) -> str:
    sentences = {
        "summary": _("合计或小计行，已跳过。"),
        "section": _("分节标题行，已跳过。"),
        "footer": _("表尾说明行，已跳过。"),
        "repeat_header": _("重复的标题行，已跳过。"),
        "hint": _("填写说明行，已跳过。"),
        "example": _("示例行，已跳过。"),
    }
    return sentences[note]
