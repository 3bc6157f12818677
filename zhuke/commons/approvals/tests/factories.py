"""Flows for tests; what every route of approvals asks for."""

import itertools
from typing import Any

from zhuke.commons.approvals.registry import Approvable, declare, known
from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def _nothing(actor: Any, row: Any) -> None:
    """A module that does nothing."""


def definition() -> dict[str, Any]:
    """One node: the superior of the submitter."""
    node = {"id": "n1", "kind": "approve", "name": "上级", "mode": "any", "who": [{"kind": "superior", "level": 1}]}
    return {"repeat": "never", "nodes": [node]}


def flow_body(unit: Any, person: Any) -> dict[str, Any]:
    """A flow of the unit; each for a matter of its own, for a unit has one flow for one matter."""
    verb = f"suite{next(numbers)}"
    if known("users", verb) is None:
        declare(
            Approvable(
                resource="users", verb=verb, label="人员审批", submit=_nothing, approved=_nothing, rejected=_nothing, withdrawn=_nothing,
                snapshot=("name",), default_flow=definition(),
            )
        )  # fmt: skip
    return {"name": f"流程{next(numbers)}", "resource": "users", "verb": verb, "unit": unit.pk, "draft": definition()}


FACTORIES = {"approval_flows": Factory(flow_body, {"name": "改过的流程"}, belongs="unit")}
OWN = "approvals.read, and taking part in it"
ROUTES = {
    "GET /approvals/centre": "approvals.read, own part",
    "GET /approvals/counts": "approvals.read, own part",
    "POST /approvals/batch": "approvals.decide, own turns",
    "GET /approvals/of/{name}/{pk}": "whoever reads the record, or takes part in one of its approvals",
    "GET /approvals/{pk}": OWN,
    "GET /approvals/{pk}/print": OWN,
    **{f"POST /approvals/{{pk}}/{verb}": "approvals.decide, own turn" for verb in ("approve", "reject", "return", "hand_over")},
    **{f"POST /approvals/{{pk}}/{verb}": "approvals.decide, own turn" for verb in ("add_before", "add_after")},
    **{f"POST /approvals/{{pk}}/{verb}": "the submitter" for verb in ("withdraw", "remind")},
    **{f"POST /approvals/{{pk}}/{verb}": OWN for verb in ("copy", "comment")},
    **{f"POST /approvals/{{pk}}/{verb}": "approvals.manage" for verb in ("cancel", "reassign")},
    "GET /approvals/flows/options": "approval_flows.read",
    "GET /approvals/flows/{pk}/versions": "approval_flows.read",
    "POST /approvals/flows/simulate": "approval_flows.read, and of the records only those one sees",
}
