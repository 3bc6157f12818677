"""What kinds of changes there are; the firm edits the list."""

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "change_kind": [
        ("owner", "业主变更", "Change by the customer", "blue"),
        ("design", "设计变更", "Design change", "purple"),
        ("site", "现场变更", "Site condition", "orange"),
        ("scope", "范围调整", "Change of scope", "cyan"),
        ("method", "施工方案调整", "Change of method", "geekblue"),
        ("policy", "政策法规", "Law and policy", "gold"),
        ("other", "其他", "Other", "default"),
    ],
}
