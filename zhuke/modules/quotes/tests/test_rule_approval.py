"""A rule starts the approval of a quotation in the name of its owner, once; what the engine refuses is noted."""

from zhuke.commons.approvals.models import Approval
from zhuke.commons.automation.models import Firing, Step
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import create_rule
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.testing import Caller
from zhuke.modules.quotes.models import Quotation

from .conftest import with_lines


def test_started_by_a_rule(seller: Caller, supervisor: Caller) -> None:
    row = with_lines(seller)
    rule = create_rule(
        AUTOMATION, name="自动送审", resource="quotations", trigger={"daily": 8}, condition=["state", "in", ["draft", "submitted"]],
        occurrence=["state"], actions=[{"kind": "approve", "what": "approve", "title": "{number} 请审批"}],
    )  # fmt: skip
    assert run_pass(rule).fired == 1
    act_all()
    approval = Approval.objects.get(object_id=row["id"])
    assert (approval.state, approval.submitter_id, approval.note) == ("running", seller.person.pk, f"{row['number']} 请审批")
    assert Quotation.objects.get().state == "submitted"
    assert run_pass(rule).fired == 1, "submitted is a new occurrence"
    act_all()
    assert (Approval.objects.count(), Firing.objects.filter(state="waiting").count()) == (1, 0)
    assert list(Step.objects.order_by("pk").values_list("outcome", "detail")) == [
        ("done", "报价审批"),
        ("refused", "这条记录正在审批中，不能重复提交。请先撤回，或等审批结束。"),
    ]
