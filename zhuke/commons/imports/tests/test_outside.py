"""Tables that nobody on the team wrote, where they lie beside the checkout."""

import csv
from pathlib import Path

import pytest

from zhuke.commons.imports import reading
from zhuke.commons.imports.amounts import to_decimal
from zhuke.commons.imports.contents import credit_code_ok
from zhuke.commons.imports.dates import order_of, to_date

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
FOLDERS = ("excel", "companies", "crm", "tables", "construction")
TABLES = sorted(path for folder in FOLDERS for path in DATA.glob(f"{folder}/**/*") if path.suffix in (".csv", ".xls", ".xlsx"))
ROWS = {
    "registry.csv": 3589, "registry_building.csv": 434, "registry_building_gb18030.csv": 434, "accounts.csv": 85, "products.csv": 7,
    "sales_teams.csv": 35, "pipeline_engaged_until_2017-05.csv": 2038, "demo__demo.xlsx": 10, "demo__demo.csv": 10, "bom__no_bom.csv": 10,
    "bom__office_bom.csv": 10, "compatibility__t01.xls": 1,
}  # fmt: skip


def test_every_table_is_read() -> None:
    for path in TABLES:
        found = reading.inspect(path, path.name)
        for sheet in found.sheets:
            count = sum(1 for _row in reading.rows(path, sheet.index, sheet.header_row, sheet.header_span, reading=found.reading))
            assert count == sheet.rows, path
        if path.name in ROWS:
            assert found.sheets[0].rows == ROWS[path.name], path


def test_comma_files_agree_with_the_plain_reader() -> None:
    for path in TABLES:
        if path.suffix == ".csv" and "gb18030" not in path.name and path.parent.name != "companies":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                lines = [
                    [value.lstrip(" ") for value in line] for line in csv.reader(stream) if any(value.strip(" \t\n,;|") for value in line)
                ]
            assert [[value.lstrip(" ") for value in row.values] for row in reading.lines(path)] == lines, path


@pytest.mark.parametrize("path", [path for path in TABLES if path.name == "registry.csv"])
def test_registry_codes_dates_and_capital(path: Path) -> None:
    rows = list(reading.rows(path, 0, 1))
    assert all(credit_code_ok(row.values[1]) for row in rows)
    assert all(to_date(row.values[2])[0] for row in rows)
    unread = {row.values[4] for row in rows if 4 in row.values and to_decimal(row.values[4])[0] is None}
    assert unread <= {"N/A"}


@pytest.mark.parametrize("path", [path for path in TABLES if path.name == "districts_1_10.csv"])
def test_status_codes_among_dates_are_told(path: Path) -> None:
    values = [row.values.get(8) for row in reading.rows(path, 0, 1)]
    order = order_of(values)
    assert order == "mdy"
    refused = {value for value in values if any(finding.kind == "error" for finding in to_date(value, order)[1])}
    assert "PNS" in refused
    assert all(value and value.isupper() for value in refused)
