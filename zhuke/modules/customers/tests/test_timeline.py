"""The timeline in pages: nothing twice, nothing lost, also where many things happened at one moment."""

from zhuke.commons.testing import Caller

from .conftest import child, customer

NOON = "2026-03-02T12:00:00+08:00"


def test_pages_join_where_many_things_happened_at_one_moment(seller: Caller) -> None:
    made = customer(seller)
    for number in range(4):
        child(seller, "interactions", made, content=f"第{number}次", occurred_at=NOON)
        child(seller, "feedbacks", made, content=f"意见{number}", kind="need", occurred_at=NOON)
    child(seller, "interactions", made, content="更早", occurred_at="2026-03-01T12:00:00+08:00")
    whole = seller.get(f"/customers/{made['id']}/timeline", limit=100).data
    assert (len(whole["items"]), whole["next"]) == (10, None)
    for size in (1, 2, 3):
        assert _paged(seller, made["id"], size) == [item["id"] for item in whole["items"]]


def test_a_moment_alone_goes_on_before_it(seller: Caller) -> None:
    made = customer(seller)
    child(seller, "interactions", made, content="中午", occurred_at=NOON)
    child(seller, "interactions", made, content="更早", occurred_at="2026-03-01T12:00:00+08:00")
    assert [item["body"] for item in seller.get(f"/customers/{made['id']}/timeline", before=NOON).data["items"]] == ["更早"]


def test_a_page_that_never_was_is_refused(seller: Caller) -> None:
    made = customer(seller)
    for wrong in ("gestern", "2026-03-01", f"{NOON}~event~x", f"{NOON}~lead~1", "0001-01-01T00:00:00+00:00"):
        refused = seller.get(f"/customers/{made['id']}/timeline", before=wrong)
        assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["before"])


def _paged(seller: Caller, key: str, size: int) -> list[str]:
    found: list[str] = []
    before = ""
    while True:
        page = seller.get(f"/customers/{key}/timeline", limit=size, before=before).data
        found += [item["id"] for item in page["items"]]
        if not page["next"]:
            return found
        before = page["next"]
