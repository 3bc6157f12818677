"""The group's stages as the product brings them: their names are read in the reader's language until somebody renames them (ADR 0088)."""

from typing import Any

# phase, name, allowed days, set probability, responsible role, required fields, conditions
STAGES: list[tuple[str, Any, int | None, int, str, list[str], list[str]]] = [
    ("potential", "潜在客户", 30, 10, "marketing", [], []),
    ("intention", "意向客户", 45, 30, "sales", ["contact"], ["visited"]),
    ("quotation", "正式报价", 60, 50, "project_manager", ["amount", "expected_on", "project_type"], ["decision_maker"]),
    ("signing", "签约", 30, 90, "sales", ["amount"], ["approved_quotation"]),
    ("start", "项目启动", None, 100, "project_manager", [], []),
]
