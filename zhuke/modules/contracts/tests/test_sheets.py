"""Site variations: sheets from the phone, photos, signatures that keep what was signed, the paper."""

import io
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from zhuke.commons.testing import Answer, Caller, queued
from zhuke.modules.contracts.models import Variation, VariationLine, VariationSignature

from .conftest import contract, do, events, made, read, signed

LINES = [
    {"name": "拆除砖墙", "uom": "m³", "quantity": "12.5", "unit_price": "86.40"},
    {"name": "渣土外运", "uom": "车", "quantity": "3", "unit_price": "450"},
]


def sheet(caller: Caller, owner: Any, pk: Any = None, **values: Any) -> Answer:
    """Send a sheet."""
    body = {"contract": owner["id"], "name": "地下室隔墙拆除", "place": "3 号楼地下室东侧", "happened_on": "2026-03-05", "lines": LINES,
        "latitude": "31.298900", "longitude": "120.585300", "accuracy": 8, **values}  # fmt: skip
    return caller.put(f"/r/variations/{pk or uuid4()}/sheet", body)


def picture(*, drawn: bool = True, kind: str = "PNG") -> bytes:
    """A signature."""
    image = Image.new("RGBA", (300, 120), (255, 255, 255, 0))
    if drawn:
        ImageDraw.Draw(image).line([(20, 90), (120, 30), (260, 80)], fill=(10, 20, 30, 255), width=5)
    target = io.BytesIO()
    image.convert("RGBA" if kind == "PNG" else "RGB").save(target, kind)
    return target.getvalue()


def put_name(caller: Caller, found: Any, **values: Any) -> Answer:
    """Sign by the typed name, or with a picture."""
    body = {"id": str(uuid4()), "role": "customer", "name": "陈监理", "company": "苏州医院", "digest": found["digest"], **values}
    if isinstance(body.get("file"), bytes):
        body["file"] = SimpleUploadedFile("s.png", body["file"], "image/png")
    return caller.upload(f"/r/variations/{found['variation']['id']}/signatures", **body)


def photo(caller: Caller, found: Any, colour: str = "teal") -> Any:
    """Hang a photo on it."""
    target = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(target, "JPEG")
    upload = SimpleUploadedFile(f"{colour}.jpg", target.getvalue(), "image/jpeg")
    return made(caller.upload(f"/r/variations/{found['variation']['id']}/files", file=upload))


def test_a_sheet_is_saved_as_a_whole_and_may_be_sent_again(chief: Caller) -> None:
    owner, pk = signed(chief), uuid4()
    found = made(sheet(chief, owner, pk))
    assert (found["variation"]["amount"], found["variation"]["kind"], found["variation"]["state"]) == ("2430.00", "instruction", "draft")
    assert [line["amount"] for line in found["lines"]] == ["1080.00", "1350.00"]
    assert (Decimal(found["variation"]["latitude"]), found["variation"]["accuracy"]) == (Decimal("31.2989"), 8)
    again = made(sheet(chief, owner, pk, lines=LINES[:1]))
    assert (again["variation"]["amount"], len(again["lines"]), Variation.objects.count()) == ("1080.00", 1, 1)
    other = made(sheet(chief, owner, pk, version=again["variation"]["version"], lines=[]))
    assert (other["variation"]["amount"], VariationLine.objects.count()) == (None, 0)


def test_what_a_sheet_refuses(chief: Caller, writer: Caller, blind: Caller, stranger: Caller) -> None:
    owner, pk = signed(chief), uuid4()
    found = made(sheet(chief, owner, pk))
    waiting = queued()
    assert sheet(chief, contract(chief)).code == "not_live"
    assert sheet(chief, owner, pk, version=99).code == "stale_version"
    assert sheet(writer, owner, pk).code == "id_taken"
    assert sheet(blind, owner).status == 403
    assert [sheet(stranger, owner, pk).status, sheet(stranger, owner).status] == [404, 400]
    assert sheet(chief, owner, pk, lines=[{"name": ""}]).data["fields"].keys() == {"lines.0.name"}
    assert sheet(chief, owner, pk, happened_on="2199-01-01").data["fields"].keys() == {"happened_on"}
    assert sheet(chief, owner, pk, lines=[LINES[0]] * 201).code == "too_many_lines"
    assert (read(chief, found["variation"], "variations")["amount"], VariationLine.objects.count()) == ("2430.00", 2)
    assert queued() >= waiting
    patched = chief.patch(f"/r/variations/{pk}", {"version": found["variation"]["version"], "amount": "1.00"})
    assert (patched.status, patched.code) == (400, "invalid")


def test_a_signature_keeps_what_was_signed(chief: Caller) -> None:
    found = made(sheet(chief, signed(chief)))
    kept = photo(chief, found)
    found = made(chief.get(f"/r/variations/{found['variation']['id']}/sheet"))
    key = str(uuid4())
    done = made(put_name(chief, found, id=key, file=picture(), latitude="31.2989", longitude="120.5853", accuracy=12))
    mark = done["signatures"][0]
    assert (mark["intact"], mark["differences"], mark["later_photos"], mark["name"]) == (True, [], 0, "陈监理")
    assert chief.client.get(f"/api/v1/files/{mark['file']}/content").status_code == 200
    assert len(made(put_name(chief, found, id=key, file=picture()))["signatures"]) == 1
    # From now on nothing of it changes.
    row = done["variation"]
    assert row["signed_on"]
    assert sheet(chief, {"id": row["contract"]["id"]}, row["id"], version=row["version"]).code == "variation_signed"
    assert chief.patch(f"/r/variations/{row['id']}", {"version": row["version"], "days": 9}).code == "variation_signed"
    assert chief.delete(f"/r/variations/{row['id']}/files/{kept['id']}").code == "variation_signed"
    later = made(chief.get(f"/r/variations/{row['id']}/sheet"))
    assert later["signatures"][0]["intact"] is True
    # A photo that comes later is told apart; a line changed behind the product's back is seen.
    photo(chief, done, "orange")
    assert made(chief.get(f"/r/variations/{row['id']}/sheet"))["signatures"][0]["later_photos"] == 1
    VariationLine.objects.filter(name="渣土外运").update(quantity=30)
    broken = made(chief.get(f"/r/variations/{row['id']}/sheet"))["signatures"][0]
    assert (broken["intact"], broken["differences"]) == (False, ["签证明细"])
    assert events("variations.signed")[0]["name"] == "陈监理"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"file": b"no picture"}, "bad_file"),
        ({"file": picture(kind="JPEG")}, "bad_file"),
        ({"file": picture(drawn=False)}, "bad_file"),
        ({"file": picture() + b"0" * 500_000}, "bad_file"),
        ({"digest": "0" * 64}, "sheet_changed"),
        ({"name": " "}, "invalid_input"),
        ({"role": "friend"}, "invalid_input"),
        ({"latitude": "91"}, "invalid_input"),
    ],
)
def test_what_a_signature_refuses(chief: Caller, values: dict[str, Any], code: str) -> None:
    found = made(sheet(chief, signed(chief)))
    answer = put_name(chief, found, **values)
    assert (answer.status, answer.code) == ({"sheet_changed": 409, "invalid_input": 422}.get(code, 400), code)
    assert (VariationSignature.objects.count(), read(chief, found["variation"], "variations")["signed_on"]) == (0, None)


def test_who_may_sign_and_what_must_be_there(chief: Caller, blind: Caller, stranger: Caller) -> None:
    owner = signed(chief)
    found = made(sheet(chief, owner))
    assert [put_name(stranger, found).status, put_name(blind, found).status] == [404, 403]
    key = str(uuid4())
    made(put_name(chief, found, id=key))
    assert put_name(chief, made(sheet(chief, owner)), id=key).code == "id_taken"
    assert put_name(chief, made(sheet(chief, owner, lines=[]))).code == "empty_variation"
    gone = made(sheet(chief, owner))
    made(chief.post(f"/r/variations/{gone['variation']['id']}/archive", {"version": gone["variation"]["version"]}))
    assert put_name(chief, gone).code == "archived"
    for _more in range(9):
        made(put_name(chief, found))
    assert put_name(chief, found).code == "too_many_signatures"


def test_prices_are_kept_from_who_may_not_see_them(chief: Caller, blind: Caller, stranger: Caller) -> None:
    found = made(sheet(chief, signed(chief)))
    pk = found["variation"]["id"]
    seen = made(blind.get(f"/r/variations/{pk}/sheet"))
    assert "amount" not in seen["variation"]
    assert seen["lines"][0].keys() == {"id", "position", "name", "uom", "quantity"}
    assert blind.get(f"/r/variations/{pk}/pdf").status == 403
    assert [stranger.get(f"/r/variations/{pk}/{what}").status for what in ("sheet", "pdf")] == [404, 404]


def test_the_paper_shows_photos_and_signatures(chief: Caller) -> None:
    found = made(sheet(chief, signed(chief), reason="设备基础与隔墙冲突\n经现场确认拆除"))
    photo(chief, found)
    pk = found["variation"]["id"]
    found = made(chief.get(f"/r/variations/{pk}/sheet"))
    made(put_name(chief, found, file=picture()))
    answer = chief.client.get(f"/api/v1/r/variations/{pk}/pdf", {"inline": "true"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "地下室隔墙拆除" in text
    assert "2,430.00" in text
    assert "陈监理" in text
    assert "teal.jpg" in text
    assert sum(1 for page in document for thing in page.get_objects() if type(thing).__name__ == "PdfImage") == 2


def test_a_signed_sheet_goes_through_the_approval_that_exists(chief: Caller) -> None:
    owner = signed(chief)
    found = made(sheet(chief, owner))
    made(put_name(chief, found))
    answer = do(chief, found["variation"], "submit", "variations")
    assert answer.code in ("", "no_flow", "no_approver"), answer.data
