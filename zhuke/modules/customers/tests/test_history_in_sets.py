"""Customers inserted by one statement, whatever wrote it, leave the same history as one at a time."""

from typing import Any
from uuid import UUID

from django.db import connection

from zhuke.commons.testing import Caller, Firm, actor_for
from zhuke.kernel.audit import writing
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Change
from zhuke.modules.customers.models import Customer

from .conftest import customer


def test_rows_that_raw_sql_inserts_enter_history_as_single_rows_do(firm: Firm, seller: Caller) -> None:
    one = customer(seller, phone="0571-88001234", tags=["老客户"], employees=12)
    keys = [uuid7(), uuid7()]
    with writing(actor_for(seller.person), "script:1"):
        _copies(one["id"], keys)
    found = list(Change.objects.filter(object_id__in=keys))
    assert sorted(change.object_id for change in found) == sorted(keys)
    assert {(change.table, change.operation, change.cause, change.actor_name) for change in found} == {
        ("customers_customer", "INSERT", "script:1", "王东")
    }
    for change in found:
        single = _entry_of_a_single_row(change.object_id)
        assert single.pop("name_parts")  # follows from the name
        assert change.diff == single
        assert (change.diff["employees"], change.diff["phone"]) == (12, "0571-88001234")


def test_updates_and_deletions_in_sets_enter_history_row_by_row(firm: Firm, seller: Caller) -> None:
    keys = [UUID(customer(seller, f"南京{brand}建设有限公司")["id"]) for brand in ("恒泰", "鸿业")]
    before = Change.objects.count()
    with writing(actor_for(seller.person), "script:2"):
        Customer.objects.filter(pk__in=keys).update(remark="改")
        Customer.objects.filter(pk=keys[0]).delete()
    found = Change.objects.filter(cause="script:2")
    assert [change.diff.get("remark") for change in found.filter(operation="UPDATE")] == [["", "改"]] * 2
    assert [change.object_id for change in found.filter(operation="DELETE")] == [keys[0]]
    assert Change.objects.count() == before + 3


def _copies(source: str, keys: list[UUID]) -> None:
    own = {"id": "v.id", "number": "left(v.id::text, 30)"}
    columns = [str(field.column) for field in Customer._meta.concrete_fields if not field.generated]
    wanted = ", ".join(own.get(column, f"c.{column}") for column in columns)
    found = f"SELECT {wanted} FROM customers_customer c, unnest(%s::uuid[]) AS v(id) WHERE c.id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO customers_customer ({', '.join(columns)}) {found}", [keys, source])


def _entry_of_a_single_row(key: UUID) -> dict[str, Any]:
    """What the kernel's trigger for single rows writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kernel_log('customers_customer', 'INSERT', NULL, to_jsonb(r)) FROM customers_customer r WHERE id = %s", [key]
        )
    return dict(Change.objects.filter(object_id=key).latest("id").diff)
