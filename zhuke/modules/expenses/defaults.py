"""What one may spend money on; the firm edits the list."""

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "expense_kind": [
        ("travel", "差旅", "Travel", "blue"),
        ("transport", "市内交通", "Local transport", "cyan"),
        ("accommodation", "住宿", "Accommodation", "purple"),
        ("meals", "餐费", "Meals", "gold"),
        ("materials", "零星材料", "Small materials", "green"),
        ("tools", "工具机具", "Tools and hire", "green"),
        ("entertainment", "业务招待", "Entertainment", "orange"),
        ("office", "办公", "Office", "default"),
        ("communication", "通讯", "Communication", "default"),
        ("other", "其他", "Other", "default"),
    ],
}

# Which kind of cost an expense becomes in a project; whatever is not named here is management cost.
COSTS: dict[str, str] = {"materials": "material", "tools": "machine"}
