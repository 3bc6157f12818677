"""What a new installation starts with: project roles, cost items, what phases ask for. The firm edits them afterwards."""

from __future__ import annotations

from django.utils import translation

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "project_role": [
        ("manager", "项目经理", "Project manager", "blue"),
        ("technical_lead", "技术负责人", "Technical lead", "geekblue"),
        ("construction_lead", "施工负责人", "Construction lead", "cyan"),
        ("commercial", "商务经理", "Commercial manager", "gold"),
        ("budgeter", "预算员", "Quantity surveyor", "gold"),
        ("quality", "质量员", "Quality inspector", "green"),
        ("safety", "安全员", "Safety officer", "red"),
        ("materials", "材料员", "Materials officer", "default"),
        ("documents", "资料员", "Document controller", "default"),
        ("surveyor", "测量员", "Surveyor", "default"),
        ("designer", "设计师", "Designer", "purple"),
        ("engineer", "施工员", "Site engineer", "default"),
        ("crew_leader", "班组长", "Crew leader", "default"),
        ("other", "其他", "Other", "default"),
    ],
}
COST_ITEMS: list[tuple[str, str, str, str]] = [
    ("01", "人工费", "labour", ""),
    ("0101", "自有人员", "labour", "01"),
    ("0102", "劳务班组", "labour", "01"),
    ("02", "材料费", "material", ""),
    ("0201", "主要材料", "material", "02"),
    ("0202", "周转材料", "material", "02"),
    ("03", "机械费", "machine", ""),
    ("04", "专业分包", "subcontract", ""),
    ("05", "措施费", "other", ""),
    ("0501", "安全文明施工", "other", "05"),
    ("0502", "临时设施", "other", "05"),
    ("06", "现场管理费", "management", ""),
    ("0601", "差旅交通", "management", "06"),
    ("0602", "业务招待", "management", "06"),
    ("0603", "办公食宿", "management", "06"),
    ("07", "税金", "tax", ""),
    ("08", "其他费用", "other", ""),
]
GATES: dict[str, list[str]] = {
    "design": ["manager_named"],
    "construction": ["manager_named", "contract_signed", "plan_baseline"],
    "settlement": ["progress_done"],
    "warranty": ["contract_settled"],
    "closed": ["warranty_over", "paid"],
}


def install(actor: Actor) -> int:
    """Add the group's cost items and gates where it has none; returns how many."""
    with writing(actor, "setup"), translation.override("zh-hans"):
        return _install_items() + _install_gates()


def _install_items() -> int:
    from zhuke.kernel.resource import by_model
    from zhuke.kernel.writes import save

    from .models import CostItem

    if CostItem.objects.exists():
        return 0
    made: dict[str, CostItem] = {}
    for code, name, kind, parent in COST_ITEMS:
        made[code] = CostItem(code=code, name=name, kind=kind, parent=made.get(parent))
        save(made[code], by_model(CostItem))
    return len(made)


def _install_gates() -> int:
    from .models import ProjectGate

    if ProjectGate.objects.exists():
        return 0
    rows = [ProjectGate(phase=phase, conditions=conditions) for phase, conditions in GATES.items()]
    return len(ProjectGate.objects.bulk_create(rows))
