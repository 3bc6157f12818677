"""What open boards hear, and how they read only the columns that changed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuke.commons.testing import Caller

from .conftest import move, opportunity


def test_open_boards_hear_which_columns_changed(seller: Caller) -> None:
    row = opportunity(seller, "丁 地块", amount="1000000")
    with CaptureQueriesContext(connection) as queries:
        assert move(seller, row, "intention").status == 200
    sent = [q["sql"] for q in queries if "pg_notify" in q["sql"] and row["id"] in q["sql"]]
    assert any('"phases": ["intention", "potential"]' in sql for sql in sent)
    whole = seller.get("/sales/board").data
    part = seller.get("/sales/board", phases="potential,intention").data
    assert part["columns"] == whole["columns"][:2]
    assert part["total"] == whole["total"]
    with CaptureQueriesContext(connection) as queries:
        assert (
            seller.patch(
                f"/r/opportunities/{row['id']}", {"version": seller.get(f"/r/opportunities/{row['id']}").data["version"], "amount": "5"}
            ).status
            == 200
        )
    assert any('"phases": ["intention"]' in q["sql"] for q in queries if "pg_notify" in q["sql"])
