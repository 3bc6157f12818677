"""What a new installation starts with: reasons of loss, and the group's stages. The firm edits them afterwards."""

from zhuke.kernel.access import Actor

from .built_in import STAGES

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "loss_reason": [
        ("price", "价格偏高", "Price too high", "orange"),
        ("technical", "技术方案", "Technical proposal", "default"),
        ("qualification", "资质业绩不足", "Qualifications or references", "default"),
        ("schedule", "工期不满足", "Schedule", "default"),
        ("payment", "付款条件", "Payment terms", "default"),
        ("relationship", "客户关系", "Customer relationship", "purple"),
        ("service", "响应不及时", "Slow response", "default"),
        ("cancelled", "项目取消或缓建", "Project cancelled or postponed", "default"),
        ("budget", "客户资金不足", "Customer lacks funds", "gold"),
        ("given_up", "我方放弃", "We withdrew", "default"),
        ("other", "其他", "Other", "default"),
    ],
    "churn_reason": [
        ("price", "价格偏高", "Price too high", "orange"),
        ("quality", "质量不满意", "Dissatisfied with quality", "red"),
        ("schedule", "工期拖延", "Delays", "red"),
        ("service", "服务不到位", "Poor service", "red"),
        ("dispute", "结算或付款纠纷", "Dispute over settlement or payment", "gold"),
        ("rival", "被同行争取", "Won over by a competitor", "purple"),
        ("contact_left", "对接人变动", "Our contact has left", "default"),
        ("no_projects", "不再有建设项目", "No more projects", "default"),
        ("closed_down", "停业或注销", "Out of business", "default"),
        ("other", "其他", "Other", "default"),
    ],
}


def install(actor: Actor) -> int:
    """Add the group's stages where it has none; returns how many."""
    from .services.stages import install_stages

    return install_stages(actor, STAGES)
