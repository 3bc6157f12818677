"""Plans of projects: tasks, what ties them, who works on them, what was once agreed."""

from .baselines import Baseline, BaselineTask
from .needs import MaterialNeed
from .plans import Plan, PlanChange, WorkCalendar
from .sources import PlanSource
from .tasks import Assignment, Task, TaskLink

__all__ = ["Assignment", "Baseline", "BaselineTask", "MaterialNeed", "Plan", "PlanChange", "PlanSource", "Task", "TaskLink", "WorkCalendar"]
