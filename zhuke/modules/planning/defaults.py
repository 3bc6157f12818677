"""What a new installation starts with: kinds of nodes, working calendars, and a plan for every project there is."""

from zhuke.kernel.access import Actor

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "task_tag": [
        ("key_node", "关键节点", "Key node", "blue"),
        ("delivery", "材料到货", "Material delivery", "gold"),
        ("acceptance", "验收", "Acceptance", "green"),
        ("submission", "报审", "Submission", "cyan"),
        ("handover", "移交", "Handover", "purple"),
    ],
}


def install(actor: Actor) -> int:
    """Add the calendars and the plans that are missing; returns how many."""
    from .services.plans import install_calendars, plan_everything

    return install_calendars(actor) + plan_everything(actor)
