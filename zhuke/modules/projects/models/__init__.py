"""Projects: what is designed, built and handed over for a customer, who works on it, what it costs."""

from .money import BudgetLine, BudgetVersion, CostItem, ProjectCost, ProjectForecast
from .people import ProjectContract, ProjectMember
from .phases import ProjectGate, ProjectPhase
from .project import PHASE_CODES, PHASES, Project, ProjectSet
from .templates import ProjectTemplate

__all__ = [
    "PHASES",
    "PHASE_CODES",
    "BudgetLine",
    "BudgetVersion",
    "CostItem",
    "Project",
    "ProjectContract",
    "ProjectCost",
    "ProjectForecast",
    "ProjectGate",
    "ProjectMember",
    "ProjectPhase",
    "ProjectSet",
    "ProjectTemplate",
]
