"""What is said about a plan file: refusals of the whole, and findings about what was changed or left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

MAX_BYTES = 50 * 1024 * 1024
MAX_TASKS = 20_000
MAX_LINKS = 100_000
MAX_DEPTH = 40
MAX_NODES = 6_000_000
MAX_TEXT = 100_000


class BadPlanFile(Exception):
    """The file is no plan that can be read. ``code`` is stable, ``message`` is a sentence for the person who chose the file."""

    def __init__(self, code: str, *, said: str = "", **data: Any) -> None:
        self.code, self.data = code, data
        self.message = said or _SENTENCES[code]().format_map(data)
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a file that is read all the same. ``task``: the uid of the task it is about."""

    kind: Literal["warning", "note"]
    code: str
    message: str
    task: int | None = None


def warning(code: str, message: str, task: int | None = None) -> Finding:
    """Something of the file is read differently or left out: the reader should look at it."""
    return Finding("warning", code, message, task)


def note(code: str, message: str, task: int | None = None) -> Finding:
    """Something worth knowing; nothing is lost."""
    return Finding("note", code, message, task)


_SENTENCES: dict[str, Callable[[], str]] = {
    "empty_file": lambda: _("文件是空的（0 字节）。请检查是否选对了文件，或重新导出一次。"),
    "too_large": lambda: _("文件有 {size} MB，超过 50 MB 的上限。请在原软件中去掉工时分布明细后另存，或拆成几个计划分别导入。"),
    "too_many_tasks": lambda: _("文件里的任务超过 {limit} 项。请拆成几个计划分别导入。"),
    "too_many_links": lambda: _("文件里的前后置关系超过 {limit} 条。请拆成几个计划分别导入。"),
    "too_much": lambda: _("文件内容过多或嵌套过深，无法读取。请在原软件中另存一次，只保留计划本身。"),
    "broken": lambda: _("文件已损坏或没有传完整（{detail}）。请在原软件中打开并重新另存，再上传。"),
    "hostile": lambda: _("文件里含有不允许的内容（XML 实体或文档类型定义）。请在原软件中打开并重新另存，再上传。"),
    "mpp": lambda: _("这是 Project 的 mpp 文件，系统不能直接读取。请在 Project 中选择“文件 → 另存为 → XML 格式”，再上传 xml 文件。"),
    "other_xml": lambda: _("这是 XML 文件，但不是 Project 或 P6 的计划（根元素是“{root}”）。请在 Project 中另存为“XML 格式”，再上传。"),
    "no_tasks": lambda: _("文件里没有任务。请检查是否选对了文件，或在原软件中重新导出。"),
    "no_project": lambda: _("文件里没有项目“{project}”。请重新选择要导入的项目。"),
    "no_name_column": lambda: _("表格里没有“任务名称”这一列。请在第一行写上列名：WBS、任务名称、工期、开始、完成、前置任务。"),
}
