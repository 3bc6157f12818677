"""Price items out of a file: headers as other systems write them, slips of the keyboard told, nothing written twice."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from zhuke.commons.testing import Caller, run_jobs
from zhuke.modules.quotes.models import PriceItem
from zhuke.modules.quotes.services.prices import squeezed

from .conftest import made

FILE = "product,series,sales_price\nPump Basic,P,550\nPump Pro,P,4821\nPumpPro,P,4821\nPump Prp,P,4821\nValve C30,V,55\nValve C35,V,60\n"


def step(caller: Caller, batch: str, verb: str) -> dict[str, Any]:
    made_job = caller.post(f"/imports/{batch}/{verb}", {})
    assert made_job.status == 202, made_job.data
    run_jobs()
    return made(caller.get(f"/imports/{batch}"))


def test_products_come_in_and_slips_are_told(supervisor: Caller) -> None:
    prices = made(supervisor.post("/r/price_lists", {"name": "产品 2026"}))
    upload = BytesIO(FILE.encode())
    upload.name = "products.csv"
    batch = made(supervisor.upload("/imports", file=upload, resource="price_items"))
    found = {m["column"]: m["field"] for m in batch["proposal"]["matches"]}
    assert found == {0: "name", 1: "series", 2: "price"}
    mapping = {str(column): field for column, field in found.items()}
    made(supervisor.put(f"/imports/{batch['id']}/mapping", {"mapping": mapping, "options": {"defaults": {"price_list": prices["id"]}}}))
    checked = step(supervisor, batch["id"], "check")
    assert (checked["counts"]["create"], checked["counts"]["duplicate"]) == (5, 1)
    rows = made(supervisor.get(f"/imports/{batch['id']}/rows", limit=20))["items"]
    told = {row["values"]["name"]: row["candidates"] for row in rows}
    assert told["PumpPro"][0]["label"] == "Pump Pro"
    assert told["Pump Prp"][0]["label"] in ("Pump Pro", "PumpPro")
    assert told["Valve C35"] == []
    done = step(supervisor, batch["id"], "run")
    assert done["counts"]["done"] == 5
    item = PriceItem.objects.get(name="Pump Pro")
    assert (item.price, item.series, str(item.price_list_id)) == (Decimal("4821.00"), "P", prices["id"])
    assert not PriceItem.objects.filter(name="PumpPro").exists()


def test_names_are_compared_without_blanks_and_capitals() -> None:
    assert squeezed("GTX Pro") == squeezed("gtx-PRO") == "gtxpro"
    assert squeezed("ＤＮ100 钢管") == "ｄｎ100钢管"
