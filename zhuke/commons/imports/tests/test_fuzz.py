"""Any bytes at all are either a table or refused in words."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuke.commons.imports import reading
from zhuke.commons.imports.findings import UnreadableFile
from zhuke.commons.imports.tables import Workbook

from . import files

STARTS = [
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"<table><tr><td>", b"sep=,\r\n",
    b"<?xml version='1.0'?>", b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", b"\x09\x08",
    b"MIME-Version: 1.0\r\n",
]  # fmt: skip
TEXTLIKE = st.text(alphabet='客户名称,;\t|"\n\r 0123456789ab<>/=', max_size=300).map(str.encode)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        found = reading.inspect(path, "x.xlsx")
    except UnreadableFile:
        return
    assert isinstance(found, Workbook)
    for sheet in found.sheets:
        count = sum(1 for _row in reading.rows(path, sheet.index, sheet.header_row, sheet.header_span, reading=found.reading))
        assert count == sheet.rows


@given(st.sampled_from(STARTS), st.one_of(st.binary(max_size=600), TEXTLIKE))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(folder: Path, start: bytes, rest: bytes) -> None:
    read(folder / "any", start + rest)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_damaged_workbooks(folder: Path, kind: str) -> None:
    path = folder / f"whole.{kind}"
    lines = [files.HEADER, *[files.LINE] * 5]
    {"xlsx": lambda: files.workbook(path, {"表": lines}), "xls": lambda: files.xls(path, lines), "ods": lambda: files.ods(path, lines)}[
        kind
    ]()
    whole = path.read_bytes()

    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=8))
    @settings(max_examples=25, deadline=None)
    def damaged(changes: list[tuple[int, int]]) -> None:
        data = bytearray(whole)
        for place, byte in changes:
            data[place] = byte
        read(folder / f"damaged.{kind}", bytes(data))

    damaged()
