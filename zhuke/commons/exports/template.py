"""The import template of a resource: a workbook that explains itself and offers the choices."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.fields import FieldSpec, custom_specs
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.resource import Resource, by_name

from .sheets import FORMATS, WIDTHS, harmless

ROWS_WITH_HELP = 2000
CHOICES = "可选项"


def template_specs(actor: Actor, resource: Resource) -> list[FieldSpec]:
    """The columns: writable fields that the actor may read, import-only columns, the firm's own fields."""
    readable = readable_specs(actor, resource)
    own = [readable[name] for name in resource.fields if name in readable and readable[name].type != "json"]
    return [*own, *resource.importer.extra, *custom_specs(resource.name).values()]


def is_required(resource: Resource, spec: FieldSpec) -> bool:
    """Whether the template marks the column with a star."""
    return spec.required or spec.name in resource.importer.required


def titles(resource: Resource, specs: Sequence[FieldSpec]) -> list[str]:
    """The headers, required ones with a star."""
    return [f"{spec.label}*" if is_required(resource, spec) else str(spec.label) for spec in specs]


def as_csv(actor: Actor, resource: Resource) -> bytes:
    """Only the headers."""
    text = io.StringIO()
    csv.writer(text).writerow([harmless(title) for title in titles(resource, template_specs(actor, resource))])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(actor: Actor, resource: Resource) -> bytes:
    """A workbook of three sheets: the table to fill, what each column wants, the choices behind the drop-downs."""
    specs = template_specs(actor, resource)
    target = io.BytesIO()
    import xlsxwriter  # loaded when first used: it costs a start 0.1 s

    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(str(resource.label)[:25])
    help_sheet = book.add_worksheet(_("填写说明"))
    choices = book.add_worksheet(CHOICES)
    _table(book, sheet, resource, specs)
    _explain(book, help_sheet, resource, specs)
    _offer(sheet, choices, specs)
    choices.hide()
    book.close()
    return target.getvalue()


def _table(book: Any, sheet: Any, resource: Resource, specs: Sequence[FieldSpec]) -> None:
    note = book.add_format({"font_color": "#667085", "text_wrap": True, "valign": "vcenter"})
    head = book.add_format({"bold": True, "bg_color": "#F2F4F7", "border": 1, "border_color": "#D9DDE3"})
    must = book.add_format({"bold": True, "bg_color": "#FFF1F0", "font_color": "#CF1322", "border": 1, "border_color": "#D9DDE3"})
    sheet.set_row(0, 34)
    text = _("%(label)s导入模板：从第 3 行起每行填一条；带 * 的列必填；鼠标移到表头可看填写要求；请不要改动表头。") % {
        "label": resource.label
    }
    sheet.merge_range(0, 0, 0, max(len(specs) - 1, 1), text, note)
    for at, (spec, title) in enumerate(zip(specs, titles(resource, specs), strict=True)):
        # Codes and phones typed into a column of texts keep all their digits.
        sheet.set_column(at, at, WIDTHS.get(spec.type, 20), book.add_format({"num_format": FORMATS.get(spec.type, "@")}))
        sheet.write_string(1, at, title, must if is_required(resource, spec) else head)
        sheet.write_comment(1, at, requirement(spec), {"x_scale": 1.6})
    sheet.freeze_panes(2, 0)


def _explain(book: Any, sheet: Any, resource: Resource, specs: Sequence[FieldSpec]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#F2F4F7"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 3, 60, wrap)
    for at, title in enumerate((_("列"), _("必填"), _("填写要求"), _("可选项"))):
        sheet.write_string(0, at, title, head)
    for row, spec in enumerate(specs, 1):
        sheet.write_string(row, 0, str(spec.label))
        sheet.write_string(row, 1, _("是") if is_required(resource, spec) else "")
        sheet.write_string(row, 2, requirement(spec), wrap)
        sheet.write_string(row, 3, "、".join(options(spec)), wrap)


def _offer(sheet: Any, choices: Any, specs: Sequence[FieldSpec]) -> None:
    from xlsxwriter.utility import xl_col_to_name

    for at, spec in enumerate(specs):
        rule: dict[str, Any] | None = None
        offered = options(spec)
        if offered and spec.type in ("choice", "yesno"):
            for row, label in enumerate(offered):
                choices.write_string(row, at, label)
            column = xl_col_to_name(at, True)
            rule = {"validate": "list", "source": f"='{CHOICES}'!{column}$1:{column}${len(offered)}"}
        elif spec.family == "number":
            rule = {"validate": "decimal", "criteria": ">=", "value": spec.minimum if spec.minimum is not None else -(10**15)}
        if rule:
            message = {"error_title": str(spec.label)[:32], "error_message": requirement(spec)[:255]}
            sheet.data_validation(2, at, ROWS_WITH_HELP + 1, at, {**rule, "error_type": "warning", **message})


def options(spec: FieldSpec) -> list[str]:
    """What a person may choose from, by label; switched-off choices are not offered."""
    if spec.type == "yesno":
        return [_("是"), _("否")]
    return [str(o["label"]) for o in spec.options() if o["active"]] if spec.family in ("choice", "choices") else []


def requirement(spec: FieldSpec) -> str:
    """What to write into the column, in one or two sentences."""
    target = by_name(spec.ref_name() or "") if spec.family == "ref" else None
    wanted = {
        "date": _("日期，例如 2026-11-21。"),
        "datetime": _("时间，例如 2026-11-21 09:30。"),
        "money": _("金额，单位元，最多两位小数。"),
        "percent": _("百分数，例如 9 表示 9%。"),
        "integer": _("整数。"),
        "decimal": _("数字。"),
        "yesno": _("填“是”或“否”。"),
        "choice": _("从下拉列表中选择。"),
        "choices": _("从可选项中选择，多个用顿号“、”分开。"),
        "tags": _("多个用顿号“、”分开。"),
        "phone": _("手机或带区号的座机，例如 13800138000、0571-88001234。"),
        "email": _("邮箱地址。"),
    }.get(spec.type, "")
    if target is not None:
        wanted = _("填写已有“%(label)s”的名称或编号。") % {"label": target.label}
    if not wanted and spec.max_length:
        wanted = _("文字，最多 %(n)s 个字。") % {"n": spec.max_length}
    return " ".join(part for part in (wanted, str(spec.help)) if part)
