"""The words that risks, issues and meetings start with; the firm edits them."""

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "risk_category": [
        ("schedule", "进度", "Schedule", "blue"),
        ("cost", "成本", "Cost", "gold"),
        ("quality", "质量", "Quality", "green"),
        ("safety", "安全", "Safety", "red"),
        ("contract", "合同与法律", "Contract and law", "purple"),
        ("supply", "材料与供应", "Materials and supply", "cyan"),
        ("subcontract", "分包与劳务", "Subcontractors and labour", "geekblue"),
        ("design", "设计与技术", "Design and technology", "magenta"),
        ("payment", "业主与回款", "Client and payment", "orange"),
        ("environment", "天气与环境", "Weather and environment", "lime"),
        ("other", "其他", "Other", "default"),
    ],
    "issue_kind": [
        ("quality", "质量", "Quality", "green"),
        ("safety", "安全", "Safety", "red"),
        ("schedule", "进度", "Schedule", "blue"),
        ("design", "图纸与设计", "Drawings and design", "magenta"),
        ("material", "材料", "Materials", "cyan"),
        ("coordination", "协调配合", "Coordination", "geekblue"),
        ("civilised", "文明施工", "Site order", "lime"),
        ("other", "其他", "Other", "default"),
    ],
    "meeting_kind": [
        ("kick_off", "开工会", "Kick-off", "blue"),
        ("weekly", "工程例会", "Weekly site meeting", "geekblue"),
        ("coordination", "协调会", "Coordination meeting", "cyan"),
        ("technical", "技术交底与方案会", "Technical briefing", "purple"),
        ("safety", "安全会议", "Safety meeting", "red"),
        ("review", "评审会", "Review", "gold"),
        ("customer", "客户会议", "Customer meeting", "orange"),
        ("internal", "内部会议", "Internal meeting", "default"),
        ("other", "其他", "Other", "default"),
    ],
}
