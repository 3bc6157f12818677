"""Tables that nobody on the team wrote, where they lie beside the checkout."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from zhuke.commons.imports import reading
from zhuke.commons.imports.amounts import to_decimal
from zhuke.commons.imports.contents import credit_code_ok
from zhuke.commons.imports.dates import order_of, to_date

from .conftest import Importer

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


# Into customers: sheet, and the column that holds the name where no heading says so.
SMALL = {
    "demo__demo.xlsx": (0, "0", 10), "demo__demo.csv": (0, "0", 10), "bom__no_bom.csv": (0, "0", 10), "bom__office_bom.csv": (0, "0", 10),
    "compatibility__t01.xls": (0, "4", 1), "merged_range.xlsx": (0, "0", 2), "date.xlsx": (0, "1", 3),
}  # fmt: skip


def customers() -> Any:
    return apps.get_model("customers", "Customer").objects.filter(archived_at=None)


@pytest.mark.parametrize("path", [path for path in TABLES if path.name in SMALL], ids=lambda path: path.name)
def test_a_template_of_another_firm_becomes_records(importer: Importer, path: Path) -> None:
    """Headings that mean nothing here: the person says which column is the name, and every row is written."""
    sheet, column, count = SMALL[path.name]
    batch = importer.send(path).data["id"]
    importer.map(batch, sheet=sheet, mapping={column: "name"})
    checked = importer.step(batch, "check")
    assert checked["counts"].get("error", 0) == 0, importer.rows(batch, kind="error")[:3]
    for kind in {"duplicate", "repeated"} & set(checked["counts"]):
        importer.caller.post(f"/imports/{batch}/choose", {"kind": kind, "decision": "create"})
    assert importer.step(batch, "run")["counts"]["done"] == customers().count() == count


@pytest.mark.parametrize("path", [path for path in TABLES if path.name.startswith("registry_building")], ids=lambda path: path.name)
def test_a_register_becomes_customers_as_the_file_says(importer: Importer, path: Path) -> None:
    with path.open(encoding="gb18030" if "gb18030" in path.name else "utf-8-sig", newline="") as stream:
        lines = {line["统一社会信用代码"]: line for line in csv.DictReader(stream)}
    batch = importer.send(path).data
    assert {"name", "credit_code", "established_on", "registered_capital", "region", "city"} <= set(batch["mapping"].values())
    importer.map(batch["id"], options={"blank_on_error": ["registered_capital", "kind"]})
    checked = importer.step(batch["id"], "check")
    assert checked["counts"].get("error", 0) == 0, importer.rows(batch["id"], kind="error")[:3]
    for kind in {"duplicate", "repeated"} & set(checked["counts"]):
        importer.caller.post(f"/imports/{batch['id']}/choose", {"kind": kind, "decision": "create"})
    assert importer.step(batch["id"], "run")["counts"]["done"] == customers().count() == len(lines)
    for code, name, region in customers().values_list("credit_code", "name", "region"):
        assert (name, region) == (lines[code]["企业名称"], lines[code]["所在省份"])
