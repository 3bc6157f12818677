"""Files that are refused: each with its own code and a sentence that says what to do."""

import resource
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from zhuke.commons.imports import reading
from zhuke.commons.imports.findings import MAX_BYTES, UnreadableFile

from . import files

CELL = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
FAR = CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WIDE = '<row r="1">' + "".join(f'<c t="str"><v>c{n}</v></c>' for n in range(501)) + "</row>"
XML_2003 = '<?xml version="1.0"?>{doctype}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{body}</Workbook>'

BYTES = {
    "empty_file": b"",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "image": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "archive": b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "enterprise_encrypted": b"\x62\x14\x23\x65" + bytes(100),
    "old_excel": b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(50),
    "encoding": bytes(range(128, 256)) * 40,
    "not_a_table": b'{"a": [1, 2]}',
    "no_table": b"<html><body><p>login</p></body></html>",
    "broken": b"PK\x03\x04" + bytes(60),
    "empty": "\ufeff \r\n,,\r\n".encode(),
    "hostile": XML_2003.format(doctype=LAUGHS, body="&b;").encode(),
}


def _worked() -> float:
    """Seconds of processor time of this process and of those that it waited for: a busy machine does not count."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def refusal(path: Path) -> UnreadableFile:
    start = _worked()
    with pytest.raises(UnreadableFile) as caught:
        reading.inspect(path, path.name)
    assert _worked() - start < 20
    assert "{" not in caught.value.message
    assert caught.value.message.endswith("。")
    return caught.value


@pytest.mark.parametrize("code", BYTES)
def test_by_first_bytes(tmp_path: Path, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(BYTES[code])
    assert refusal(path).code == code


@pytest.mark.parametrize(("name", "what"), [("word/document.xml", "Word"), ("ppt/presentation.xml", "演示文稿")])
def test_other_office_documents_are_named(tmp_path: Path, name: str, what: str) -> None:
    refused = refusal(files.zipped(tmp_path / "a.xlsx", {name: "<x/>"}))
    assert refused.code == "not_a_table"
    assert what in refused.message


def test_a_zip_with_a_workbook_inside(tmp_path: Path) -> None:
    assert refusal(files.zipped(tmp_path / "a.xlsx", {"客户.xlsx": b"x"})).code == "archive"


def test_numbers_document(tmp_path: Path) -> None:
    assert refusal(files.zipped(tmp_path / "a.numbers", {"Index/Document.iwa": b"x"})).code == "numbers"


@pytest.mark.parametrize("stream", ["EncryptedPackage", "\x06DataSpaces"])
def test_password_protected_office_file(tmp_path: Path, stream: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.ole({"EncryptionInfo": b"x", stream: bytes(5000)}))
    assert refusal(path).code == "encrypted"


def test_password_protected_xls(tmp_path: Path) -> None:
    assert refusal(files.xls(tmp_path / "a.xls", [files.HEADER], encrypted=True)).code == "encrypted"


def test_word_document_in_ole(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(files.ole({"WordDocument": bytes(5000)}))
    assert "Word" in refusal(path).message


def test_encrypted_opendocument(tmp_path: Path) -> None:
    manifest = '<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "x", "META-INF/manifest.xml": manifest}
    assert refusal(files.zipped(tmp_path / "a.ods", parts)).code == "encrypted"


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_upload_that_broke_off(tmp_path: Path, kind: str, cut: float) -> None:
    path = tmp_path / f"a.{kind}"
    lines = [files.HEADER, *[files.LINE] * 200]
    {"xlsx": lambda: files.workbook(path, {"表": lines}), "xls": lambda: files.xls(path, lines), "ods": lambda: files.ods(path, lines)}[
        kind
    ]()
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])
    assert refusal(path).code == "broken"


@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE])
def test_entity_declarations_in_a_sheet(tmp_path: Path, prolog: str) -> None:
    assert refusal(files.raw_xlsx(tmp_path / "a.xlsx", CELL, prolog=prolog)).code == "hostile"


def test_external_entity_never_reaches_a_cell(tmp_path: Path) -> None:
    late = "<!--" + "x" * 70_000 + "-->" + OUTSIDE  # beyond what is looked at first
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    assert refusal(files.raw_xlsx(tmp_path / "a.xlsx", data, prolog=late)).code in ("broken", "hostile")


def test_a_cell_far_away_does_not_take_all_memory(tmp_path: Path) -> None:
    assert refusal(files.raw_xlsx(tmp_path / "a.xlsx", FAR)).code == "too_much_work"


def test_too_many_columns(tmp_path: Path) -> None:
    refused = refusal(files.raw_xlsx(tmp_path / "a.xlsx", WIDE))
    assert refused.code == "too_many_columns"
    assert "SG" in refused.message


def test_too_many_columns_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(f"c{n}" for n in range(501)) + "\n")
    assert refusal(path).code == "too_many_columns"


def test_zip_bomb_by_declared_size(tmp_path: Path) -> None:
    path = files.raw_xlsx(tmp_path / "a.xlsx", CELL, {"xl/media/zero.bin": bytes(40 * 1024 * 1024)})
    assert refusal(path).code == "unpacked_too_large"


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    files.raw_xlsx(path, CELL + " " * (30 * 1024 * 1024))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46  # its record in the central directory
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = (2000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert refusal(path).code in ("broken", "unpacked_too_large", "too_much_work")


def test_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert refusal(path).code == "too_large"


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 10)
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" * 12)
    assert refusal(path).code == "too_many_rows"


def test_cell_longer_than_a_spreadsheet_allows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,备注\n甲," + "长" * 40_000 + "\n")
    assert refusal(path).code == "cell_too_long"


def test_encrypted_zip_entry(tmp_path: Path) -> None:
    path = files.raw_xlsx(tmp_path / "a.xlsx", CELL)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path).code == "encrypted"


def test_missing_sheet(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", {"表": [files.HEADER]})
    with pytest.raises(UnreadableFile) as caught:
        list(reading.rows(path, 3, 1))
    assert caught.value.code == "no_such_sheet"


def test_workbook_whose_sheet_is_missing(tmp_path: Path) -> None:
    path = files.raw_xlsx(tmp_path / "a.xlsx", CELL)
    with zipfile.ZipFile(path) as container:
        parts = {name: container.read(name) for name in container.namelist() if "sheet1" not in name}
    assert refusal(files.zipped(path, parts)).code == "broken"


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<td" * 300_000,
        "<table><!--" * 200_000,
        "<table><tr><td>" * 3000,
        "<table><tr>" + "<td colspan=99999 rowspan=99999>x" * 2000,
    ],
)
def test_html_that_wants_to_keep_us_busy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(text)
    start = _worked()
    with suppress(UnreadableFile):
        reading.inspect(path)
    assert _worked() - start < 10
