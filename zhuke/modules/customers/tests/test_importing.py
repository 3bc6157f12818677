"""Customers written in bulk are the same as customers entered one by one."""

import datetime as dt
from decimal import Decimal

from zhuke.commons.testing import Caller, actor_for
from zhuke.kernel.audit import writing
from zhuke.kernel.ids import uuid7
from zhuke.modules.customers.domain.names import name_columns
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.services.derive import derive
from zhuke.modules.customers.services.importing import create_many


def test_bulk_rows_carry_their_derived_columns_from_the_start(seller: Caller) -> None:
    actor = actor_for(seller.person)
    plain = {"name": "杭州恒泰建设有限公司"}
    full = {
        "name": "宁波鸿业市政工程有限公司", "kind": "private", "credit_code": "91330100799655058B", "region": "浙江", "city": "宁波",
        "registered_capital": Decimal("50000000.00"), "budget": Decimal("8000000.00"), "established_on": dt.date(2011, 3, 5),
        "roles": ["owner"],
        "business_scope": "市政道路工程", "employees": 320, "phone": "0574-88001234",
    }  # fmt: skip
    extra = {
        "contact_name": "张伟",
        "contact_phone": "13800138000",
        "contact_email": "z@example.com",
        "last_contact_on": dt.date(2024, 3, 5),
    }
    with writing(actor, "import:test"):
        made = create_many(
            actor, [(uuid7(), plain, {}), (uuid7(), full, extra), (uuid7(), {**full, "credit_code": ""}, {"contact_name": "李娜"})]
        )
    keys = [customer.pk for customer in made]
    stored = Customer.objects.get(pk=keys[1])
    assert (stored.completeness > 50, stored.last_contact_at is not None, stored.contacts.get().name) == (True, True, "张伟")
    assert derive(keys) == 0


def test_a_name_is_taken_apart_anew_where_what_was_kept_is_of_another_or_of_an_earlier_version(seller: Caller) -> None:
    actor = actor_for(seller.person)
    name, other = "杭州恒泰建设有限公司", "宁波鸿业市政工程有限公司"
    parts, others = name_columns(name)["name_parts"], name_columns(other)["name_parts"]
    kept = [
        {"parts_of": name, "name_parts": parts},
        {"parts_of": other, "name_parts": others},
        {"parts_of": name, "name_parts": "0" + parts[1:]},
        {"parts_of": name, "name_parts": ""},
    ]
    with writing(actor, "import:test"):
        create_many(actor, [(uuid7(), {"name": name}, extra) for extra in kept])
    assert set(Customer.objects.values_list("name_key", "name_parts")) == {("恒泰建设", parts)}
