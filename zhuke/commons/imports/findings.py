"""What the import says about a file, a column or a cell: refusals, errors and warnings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 32_767
MAX_SHEETS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. An `error` keeps a value out, a `warning` lets it in and tells the person."""

    kind: Literal["error", "warning"]
    code: str
    message: str


def error(code: str, message: str) -> Finding:
    return Finding("error", code, message)


def warning(code: str, message: str) -> Finding:
    return Finding("warning", code, message)


class UnreadableFile(Exception):
    """The file cannot be read as a table. `code` is stable, `message` is a sentence for the person who chose the file."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code if code in _SENTENCES else "broken"
        self.data = data
        self.message = _SENTENCES[self.code]().format_map(_Defaults(data))
        super().__init__(self.message)


class _Defaults(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


_SENTENCES: dict[str, Callable[[], str]] = {
    "empty_file": lambda: _("文件是空的（0 字节）。请检查是否上传了正确的文件，或重新导出一次。"),
    "empty": lambda: _("文件里没有任何数据。请检查是否选对了文件，数据是否在被删除的工作表里。"),
    "too_large": lambda: _("文件有 {size} MB，超过 50 MB 的上限。请删除图片和多余的工作表，或拆成几个文件分别导入。"),
    "unpacked_too_large": lambda: _("文件解压后超过 500 MB，或压缩比异常（可能是压缩炸弹）。请另存为新文件，或拆成几个文件分别导入。"),
    "too_much_work": lambda: _("读取这个文件占用的内存或时间过多：多半是表格远处残留了内容或格式。请只把有数据的区域复制到新文件再导入。"),
    "too_many_rows": lambda: _("工作表“{sheet}”超过 100 万行。请拆成几个文件分别导入。"),
    "too_many_columns": lambda: _(
        "工作表“{sheet}”的第 {row} 行有内容排到了第 {column} 列，超过 500 列的上限。请删除右侧多余的内容后重试。"
    ),
    "too_many_sheets": lambda: _("文件有 {count} 个工作表，超过 100 个的上限。请只保留要导入的工作表。"),
    "cell_too_long": lambda: _(
        "工作表“{sheet}”第 {row} 行有一个单元格超过 32767 个字。多半是引号没有配对，请在 Excel 中检查该行后另存为 xlsx。"
    ),
    "encrypted": lambda: _("文件有打开密码。请在 Excel 或 WPS 中打开，取消密码后另存，再上传。"),
    "enterprise_encrypted": lambda: _("文件被企业加密软件加密，系统无法打开。请先在本机申请解密，再上传解密后的文件。"),
    "broken": lambda: _("文件已损坏或没有传完整。请在 Excel 或 WPS 中打开并另存为新的 xlsx，再上传。"),
    "hostile": lambda: _("文件里含有不允许的内容（XML 实体定义）。请在 Excel 或 WPS 中打开并另存为新的 xlsx，再上传。"),
    "encoding": lambda: _("无法识别文件的文字编码，内容会变成乱码。请在 Excel 中打开，另存为“Excel 工作簿 (xlsx)”或“CSV UTF-8”，再上传。"),
    "old_excel": lambda: _("这是 Excel 5.0 之前的旧格式。请用 Excel 或 WPS 打开并另存为 xlsx，再上传。"),
    "no_table": lambda: _("这个网页文件里没有表格。请在 Excel 中打开，另存为 xlsx，再上传。"),
    "no_such_sheet": lambda: _("文件里没有第 {sheet} 个工作表。请重新选择工作表。"),
    "not_a_table": lambda: _("这不是表格文件，而是{what}。请上传 xlsx、xls、ods 或 csv 文件。"),
    "archive": lambda: _("这是压缩包（{what}）。请先解压，再上传里面的表格文件。"),
    "pdf": lambda: _("这是 PDF 文件，不能当表格导入。请向对方索取 Excel 原件，或把 PDF 转换成 xlsx 再上传。"),
    "image": lambda: _("这是图片，不能当表格导入。请上传 xlsx、xls、ods 或 csv 文件。"),
    "numbers": lambda: _("这是苹果 Numbers 表格。请在 Numbers 中选择“文件 → 导出为 → Excel”，再上传。"),
}
