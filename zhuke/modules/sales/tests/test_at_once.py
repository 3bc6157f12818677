"""Two people move the same opportunity at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from zhuke.commons.testing import Caller
from zhuke.modules.sales.models import Opportunity, StageChange

from .conftest import opportunity, stage


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_version", [True, False])
def test_one_move_wins_and_no_step_of_the_history_is_lost(seller: Caller, with_version: bool) -> None:
    made = opportunity(seller)
    targets = [str(stage(phase).pk) for phase in ("intention", "quotation")]
    callers, start = [Caller(seller.person), Caller(seller.person)], Barrier(2)

    def go(number: int) -> Any:
        start.wait()
        try:
            body = {"inputs": {"stage": targets[number], "reason": "同时"}, **({"version": made["version"]} if with_version else {})}
            return callers[number].post(f"/r/opportunities/{made['id']}/do/move", body)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(go, range(2)))
    done = [a for a in answers if a.status == 200]
    changes = list(StageChange.objects.order_by("id"))
    assert len(changes) == 1 + len(done)
    assert [c.to_stage_id for c in changes[:-1]] == [c.from_stage_id for c in changes[1:]]
    assert Opportunity.objects.get().stage_id == changes[-1].to_stage_id
    if with_version:
        assert sorted(a.status for a in answers) == [200, 409]
        assert [a.code for a in answers if a.status == 409] == ["stale_version"]
    else:
        assert len(done) == 2
