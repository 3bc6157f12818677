"""Dictionary entries that a new installation starts with: (code, Chinese, English, colour)."""

from zhuke.kernel.access import Actor

from .services.adopting import adopt_submitted

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "tender_kind": [
        ("public", "公开招标", "Open tender", "blue"),
        ("invited", "邀请招标", "Invited tender", "green"),
        ("negotiation", "竞争性谈判", "Competitive negotiation", "gold"),
        ("consultation", "竞争性磋商", "Competitive consultation", "gold"),
        ("inquiry", "询价", "Inquiry", "default"),
        ("single_source", "单一来源", "Single source", "default"),
    ],
    "bond_kind": [
        ("transfer", "银行转账", "Bank transfer", "blue"),
        ("guarantee", "银行保函", "Bank guarantee", "green"),
        ("insurance", "保证保险", "Surety insurance", "gold"),
        ("cheque", "支票", "Cheque", "default"),
    ],
}


def install(actor: Actor) -> int:
    """Quotations handed in before the flow of approvals existed go into it; returns how many."""
    return adopt_submitted(actor)
