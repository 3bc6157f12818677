"""Merging two customers and taking them apart again."""

from django.utils import timezone

from zhuke.commons.testing import Answer, Caller, queued
from zhuke.kernel.models import Change
from zhuke.modules.customers.models import Contact, Customer, Interaction, Merge

from .conftest import child, customer


def pair(caller: Caller) -> tuple[dict, dict]:
    kept = customer(caller, "江苏新筑建设有限公司", kind="private", tags=["重点"])
    other = customer(caller, "新筑建设（江苏）有限公司", kind="developer", city="南京", credit_code="91350100M000100Y43", tags=["老客户"])
    child(caller, "contacts", kept, name="赵一")
    child(caller, "contacts", other, name="钱二", phone="13800138000")
    child(caller, "interactions", other, occurred_at=timezone.now().isoformat(), content="谈过")
    caller.post(f"/r/customers/{other['id']}/comments", {"body": "留言"})
    return kept, other


def do_merge(caller: Caller, kept: dict, other: dict, fields: dict | None = None) -> Answer:
    return caller.post(f"/r/customers/{kept['id']}/do/merge", {"inputs": {"merged": other["id"], "fields": fields or {}}})


def test_everything_moves_and_undo_puts_everything_back(seller: Caller) -> None:
    kept, other = pair(seller)
    answer = do_merge(seller, kept, other, {"kind": "merged"})
    assert answer.status == 200, answer.data
    row = seller.get(f"/r/customers/{kept['id']}").data
    assert (row["kind"], row["city"], row["credit_code"]) == ("developer", "南京", "91350100M000100Y43")
    assert sorted(row["tags"]) == ["老客户", "重点"]
    assert row["former_names"] == ["新筑建设（江苏）有限公司"]
    assert Contact.objects.filter(customer=kept["id"]).count() == 2
    assert Contact.objects.filter(customer=kept["id"], is_primary=True).count() == 1
    assert Interaction.objects.filter(customer=kept["id"]).count() == 1
    assert len(seller.get(f"/r/customers/{kept['id']}/comments").data) == 1
    assert seller.get(f"/r/customers/{other['id']}").data["merged_into"]["id"] == kept["id"]

    merge = seller.get(f"/customers/{kept['id']}/merges").data[0]
    assert merge["merged"]["id"] == other["id"]
    undone = seller.post(f"/r/customers/{kept['id']}/do/undo_merge", {"inputs": {"merge": merge["id"]}})
    assert undone.status == 200, undone.data
    assert (undone.data["kind"], undone.data["city"], undone.data["tags"], undone.data["former_names"]) == ("private", "", ["重点"], [])
    assert Contact.objects.filter(customer=other["id"], is_primary=True).count() == 1
    assert Interaction.objects.filter(customer=other["id"]).count() == 1
    assert seller.get(f"/r/customers/{other['id']}").data["archived_at"] is None
    again = seller.post(f"/r/customers/{kept['id']}/do/undo_merge", {"inputs": {"merge": merge["id"]}})
    assert (again.status, again.code) == (409, "wrong_state")


def test_merges_come_apart_in_reverse_order_and_archived_ones_do_not_merge(seller: Caller) -> None:
    kept, other = pair(seller)
    third = customer(seller, "新筑建设集团有限公司")
    assert do_merge(seller, kept, other).status == 200
    second = do_merge(seller, kept, third)
    assert second.status == 200, second.data
    first = seller.get(f"/customers/{kept['id']}/merges").data[1]
    assert first["merged"]["id"] == other["id"]
    before = Change.objects.count()
    refused = seller.post(f"/r/customers/{kept['id']}/do/undo_merge", {"inputs": {"merge": first["id"]}})
    assert (refused.status, refused.code) == (409, "not_last_merge")
    gone = customer(seller, "已归档建设有限公司")
    seller.post(f"/r/customers/{gone['id']}/archive", {"version": gone["version"]})
    jobs, changes = queued(), Change.objects.count()
    archived = do_merge(seller, kept, gone)
    assert (archived.status, archived.code, queued(), Change.objects.count()) == (409, "archived", jobs, changes)
    assert Merge.objects.count() == 2
    assert changes > before


def test_undo_keeps_what_was_changed_since(seller: Caller) -> None:
    kept, other = pair(seller)
    do_merge(seller, kept, other)
    row = seller.get(f"/r/customers/{kept['id']}").data
    seller.patch(f"/r/customers/{kept['id']}", {"version": row["version"], "city": "苏州"})
    merge = seller.get(f"/customers/{kept['id']}/merges").data[0]
    assert seller.post(f"/r/customers/{kept['id']}/do/undo_merge", {"inputs": {"merge": merge["id"]}}).data["city"] == "苏州"


def test_two_different_valid_codes_never_merge(seller: Caller) -> None:
    kept = customer(seller, "甲公司", credit_code="91350100M000100Y43")
    other = customer(seller, "甲公司（二）", credit_code="91640324MA770X823F")
    changes, jobs = Change.objects.count(), queued()
    answer = do_merge(seller, kept, other)
    assert (answer.status, answer.code) == (409, "credit_codes_differ")
    assert not Merge.objects.exists()
    assert (Change.objects.count(), queued()) == (changes, jobs)


def test_neither_itself_nor_garbage_nor_somebody_elses(seller: Caller, stranger: Caller) -> None:
    kept, foreign = customer(seller), customer(stranger, "西部公司")
    assert do_merge(seller, kept, kept).code == "invalid"
    assert do_merge(seller, kept, foreign).code == "invalid"
    assert seller.post(f"/r/customers/{kept['id']}/do/undo_merge", {"inputs": {"merge": "garbage"}}).code == "wrong_state"
    assert seller.get(f"/customers/{kept['id']}/merge-preview", other=foreign["id"]).status == 404
    assert Customer.objects.filter(archived_at=None).count() == 2


def test_the_preview_shows_both_sides_and_what_moves(seller: Caller) -> None:
    kept, other = pair(seller)
    told = seller.get(f"/customers/{kept['id']}/merge-preview", other=other["id"]).data
    kind = next(f for f in told["fields"] if f["name"] == "kind")
    assert (kind["kept"], kind["merged"], kind["same"]) == ("民营企业", "房地产开发", False)
    assert {part["label"]: part["count"] for part in told["moving"]}["联系人"] == 1
    assert told["codes_differ"] is False


def test_declared_different_is_not_proposed_again(seller: Caller) -> None:
    kept, other = pair(seller)
    found = seller.get("/customers/look-alikes", name=kept["name"], exclude=kept["id"]).data
    assert [f["customer"]["id"] for f in found] == [other["id"]]
    seller.post(f"/r/customers/{kept['id']}/do/mark_different", {"inputs": {"other": other["id"]}})
    assert seller.get("/customers/look-alikes", name=kept["name"], exclude=kept["id"]).data == []
