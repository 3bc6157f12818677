"""The short ways of a big load: the same history as through the services, the same checks as without bare tables."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from zhuke.commons.testing import actor_for, make, make_person, make_unit
from zhuke.demo import recording
from zhuke.demo.bare import dress, index, strip
from zhuke.demo.chunk import Move
from zhuke.demo.load import PLAIN_TABLES, TABLES
from zhuke.demo.recording import make_moves, recorded
from zhuke.demo.rows import Statistics, copy, plain, row
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Change
from zhuke.modules.customers.models import Contact, Customer
from zhuke.modules.orgs.models import User
from zhuke.modules.sales.models import Risk

AT = dt.datetime(2025, 3, 4, 9, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2025, 4, 5, 16, 0, tzinfo=dt.UTC)
STATE = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2, 3
"""


def state() -> list[Any]:
    """Constraints, indexes and triggers of all tables; of a condition PostgreSQL places the casts anew each time it reads it."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return [(*names, re.sub(r"::(character varying|text)(\[\])?|[()]", "", definition)) for *names, definition in cursor.fetchall()]


def values_of(made: Any) -> dict[str, Any]:
    """What a saved row holds, to be entered again as another."""
    made.refresh_from_db()
    found = {field.attname: getattr(made, field.attname) for field in made._meta.concrete_fields if not field.generated}
    return found | {"id": uuid4(), "created_at": AT, "updated_at": AT}


def entry(key: Any, operation: str) -> Change:
    """The one entry of that kind in a row's history."""
    return Change.objects.get(object_id=key, operation=operation)


@pytest.fixture
def seller(db: None) -> User:
    """A person whom the recording knows."""
    person: User = make_person("钱多多", make_unit("城建一部"), {})
    recording.prepare()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO pg_temp.demo_people VALUES (%s, %s)", [person.pk, person.name])
    return person


def test_a_copied_and_moved_row_has_the_history_of_a_saved_one(seller: User) -> None:
    with writing(actor_for(seller)):
        one = make("customers", name="沧州港务（集团）有限公司", unit=seller.unit, owner=seller, created_by=seller, tags=["老客户"])
        Customer.objects.filter(pk=one.pk).update(intention="high")
        Customer.objects.filter(pk=one.pk).update(budget="1250000.00")
    ours = values_of(one) | {"number": "", "intention": "", "budget": None, "version": 1, "owned_since": AT}
    before = state()
    with recorded(Customer):
        assert copy(Customer, [plain(Customer, **ours)]) == 1
        make_moves([
            Move("budget", ours["id"], seller.pk, seller.name, LATER, {"budget": "1250000.00"}),
            Move("intention", ours["id"], seller.pk, seller.name, AT, {"intention": "high"}),
        ])  # fmt: skip
    assert state() == before
    mine, theirs = entry(ours["id"], "INSERT"), entry(one.pk, "INSERT")
    for change in (mine, theirs):
        change.diff = {name: value for name, value in change.diff.items() if name not in ("id", "owned_since")}
    assert mine.diff == theirs.diff
    assert (mine.actor_id, mine.actor_name, mine.cause, mine.event_at) == (seller.pk, "钱多多", "demo", AT)
    updates = [list(Change.objects.filter(object_id=key, operation="UPDATE").order_by("id")) for key in (ours["id"], one.pk)]
    assert [change.diff for change in updates[0]] == [change.diff for change in updates[1]] != []
    assert [change.event_at for change in updates[0]] == [AT, LATER]
    moved = Customer.objects.get(pk=ours["id"])
    assert (moved.version, moved.updated_at, moved.intention, moved.budget) == (3, LATER, "high", one.budget)


def test_history_keeps_silent_about_what_it_is_not_to_know(seller: User) -> None:
    ours = values_of(seller) | {"username": "another", "email": "another@example.com", "password": "hash", "preferences": {"theme": "dark"}}
    with recorded(User):
        copy(User, [row(User, **ours)])
    mine, theirs = entry(ours["id"], "INSERT"), entry(seller.pk, "INSERT")
    assert mine.diff.keys() == theirs.diff.keys()
    assert not {"password", "preferences", "search_text", "version"} & mine.diff.keys()


def test_who_takes_a_customer_over_has_it_since_then(seller: User) -> None:
    other = make_person("孙小美", seller.unit, {})
    one = make("customers", name="石家庄热力有限公司", unit=seller.unit, owner=seller)
    with recorded(Customer):
        make_moves([Move("owner", one.pk, seller.pk, seller.name, AT, {"owner_id": str(other.pk), "unit_id": str(seller.unit_id)})])
    one.refresh_from_db()
    assert (one.owner_id, one.owned_since) == (other.pk, AT)
    assert entry(one.pk, "UPDATE").diff["owner_id"] == [str(seller.pk), str(other.pk)]


def test_bare_tables_are_dressed_again_as_they_were(seller: User) -> None:
    before = state()
    taken = strip([Customer, Contact, Risk])
    assert len(before) - len(state()) == len(taken.indexes) + len(taken.references) > 20
    index(taken, but=[Customer])
    assert {table for table, _definition in taken.indexes} == {"customers_customer"}
    dress(taken)
    assert state() == before


def test_references_of_rewritten_rows_are_found_by_index_in_the_same_transaction(seller: User) -> None:
    """An index made over rows that were updated in place is set aside until the transaction has ended."""
    usable = "SELECT indexrelid::regclass::text, NOT indcheckxmin FROM pg_index WHERE indrelid = 'customers_customer'::regclass"
    taken = strip([Customer], rewritten=[Customer])
    for number in range(3):
        made = make("customers", name=f"石家庄第{number}热力有限公司", unit=seller.unit, owner=seller)
        Customer.objects.filter(pk=made.pk).update(remark="改")
    dress(taken)
    with connection.cursor() as cursor:
        cursor.execute(usable)
        found = dict(cursor.fetchall())
    assert not all(found.values())  # else this test tells nothing
    kept = {name for name, _usable in found.items() if re.search(r"_(owner|last_owner|unit|created_by|parent)_id_", name)}
    assert len(kept) == 5
    assert all(found[name] for name in kept)


def test_a_row_that_refers_to_nothing_does_not_stay(seller: User) -> None:
    contact = row(Contact, id=uuid4(), created_at=AT, created_by_id=seller.pk, customer_id=uuid4(), name="无主联系人")
    with transaction.atomic():
        taken = strip([Contact])
        copy(Contact, [contact])
        with pytest.raises(IntegrityError, match="customer"), transaction.atomic():
            dress(taken)
        transaction.set_rollback(True)
    assert not Contact.objects.filter(pk=contact.id).exists()


def test_a_chunk_without_rows_of_a_table_writes_nothing(db: None) -> None:
    """At scale 100 nobody has yet paid among the thousand youngest customers."""
    assert [copy(model, []) for model in (*TABLES.values(), *PLAIN_TABLES.values())] == [0] * (len(TABLES) + len(PLAIN_TABLES))


def test_tables_are_counted_while_one_transaction_fills_them(db: None) -> None:
    statistics = Statistics()
    counted = "SELECT reltuples FROM pg_class WHERE oid = 'pg_temp.many'::regclass"
    empty = "SELECT null_frac FROM pg_stats WHERE tablename = 'many' AND attname = 'later'"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE many AS SELECT n, NULL::int AS later FROM generate_series(1, 1000) n WHERE n < 0")
        cursor.execute("INSERT INTO many SELECT generate_series(1, 1000)")
        statistics.renew()
        cursor.execute(counted)
        assert cursor.fetchone() == (1000,)
        cursor.execute(empty)
        assert cursor.fetchone() == (1,)
        cursor.execute("UPDATE many SET later = n")
        statistics.renew()  # no more rows, but values where there were none
        cursor.execute(empty)
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE many SET later = NULL WHERE n <= 50")
        statistics.renew()  # too few to be worth it
        cursor.execute(empty)
        assert cursor.fetchone() == (0,)
