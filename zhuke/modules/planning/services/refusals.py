"""What a rule of plans says to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.errors import Conflict, DomainError, NotFound
from zhuke.modules.planning.domain.network import Cycle, UnknownKey
from zhuke.modules.planning.domain.outline import MOST_DEPTH, TooDeep
from zhuke.modules.planning.domain.state import State
from zhuke.modules.planning.domain.valuing import EditError
from zhuke.modules.planning.domain.worktime import NoWorkingTime

SHOWN_NAMES = 8


def _sentences() -> dict[str, tuple[type[DomainError], Callable[[], str]]]:
    return {
        "no_task": (Conflict, lambda: _("任务已被删除，或不属于这个计划。请刷新计划后再试。")),
        "no_sibling": (Conflict, lambda: _("要插在其后的任务已不在这个位置。请刷新计划后再试。")),
        "no_link": (Conflict, lambda: _("这条任务关系已被删除。请刷新计划后再试。")),
        "no_assignment": (Conflict, lambda: _("这条资源分配已被删除。请刷新计划后再试。")),
        "id_taken": (Conflict, lambda: _("这个编号已被使用，请换一个新的编号。")),
        "too_many_tasks": (DomainError, lambda: _("一个计划最多 %(most)s 个任务，请拆分为多个计划。")),
        "too_many_links": (DomainError, lambda: _("一个计划最多 %(most)s 条任务关系，请删去不需要的关系。")),
        "summary_finish_link": (DomainError, lambda: _("“%(name)s”是摘要任务，关系不能决定它的完成；请用 FS 或 SS，或连到下级任务。")),
        "below_itself": (DomainError, lambda: _("不能把“%(name)s”移到它自己下面。请选择别的上级任务。")),
        "link_itself": (DomainError, lambda: _("“%(name)s”不能与自己建立关系。请选择另一个任务。")),
        "link_with_summary": (DomainError, lambda: _("“%(name)s”在“%(summary)s”之下，两者不能建立关系。请连到别的任务。")),
        "linked_already": (Conflict, lambda: _("“%(name)s”与“%(other)s”之间已有同类关系，请修改原有的关系。")),
        "summary_work": (DomainError, lambda: _("“%(name)s”是摘要任务，请把资源分配给它下面的任务。")),
        "of_summary": (DomainError, lambda: _("“%(name)s”是摘要任务，它的日期、工期和进度由下级任务汇总而来。请修改下级任务。")),
        "summary_constraint": (DomainError, lambda: _("摘要任务“%(name)s”只能“不得早于…开始”或“不得晚于…完成”。请改选，或限制下级任务。")),
        "constraint_date": (DomainError, lambda: _("请填写任务“%(name)s”的限制日期。")),
        "end_before_start": (DomainError, lambda: _("任务“%(name)s”的完成早于开始，请改正日期。")),
        "no_working_time": (DomainError, lambda: _("任务“%(name)s”的开始与完成之间没有工作时间，请改正日期或工作日历。")),
    }  # fmt: skip


def refusal(error: EditError) -> DomainError:
    """The error of the API for a rule that was broken."""
    kind, sentence = _sentences()[error.code]
    data = {name: str(value) for name, value in error.data.items() if value is not None and not isinstance(value, list)}
    return kind(error.code, sentence() % error.data, data=data)


@contextmanager
def told(state: State) -> Iterator[None]:
    """Turn what the engine raises into sentences that name the tasks. Raises cycle, no_working_time, too_deep and the codes above."""
    try:
        yield
    except EditError as error:
        raise refusal(error) from error
    except Cycle as error:
        raise _cycle(state, error.keys) from error
    except UnknownKey as error:
        raise refusal(EditError("no_task", task=error.key)) from error
    except NoWorkingTime as error:
        sentence = _("工作日历里没有足够的工作时间，或日期超出 1985–2148 年。请检查日历、工期和日期。")
        raise DomainError("no_working_time", sentence) from error
    except TooDeep as error:
        raise DomainError("too_deep", _("任务最多分 %(n)s 级，请减少层级。") % {"n": MOST_DEPTH}) from error


def _cycle(state: State, keys: tuple[Any, ...]) -> DomainError:
    names = [state.tasks[key].name for key in keys if key in state.tasks]
    shown = " → ".join([*names[:SHOWN_NAMES], *(["…"] if len(names) > SHOWN_NAMES else names[:1])])
    sentence = _("任务关系形成循环：%(names)s。请删去其中一条关系。") % {"names": shown}
    return DomainError("cycle", sentence, data={"tasks": [str(key) for key in keys]})


__all__ = ["NotFound", "refusal", "told"]
