"""Import and export of customers by the hundred thousand."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from django.core.files import File
from django.db import connection

from zhuke.commons.imports.models import ImportBatch
from zhuke.commons.imports.services import batches, checking, running
from zhuke.demo.client import code_of, established
from zhuke.demo.people import mobile, person
from zhuke.demo.source import Source
from zhuke.modules.customers.models import Customer

from . import lists
from .customers import count, names
from .house import say
from .measure import Cost, Row, backends, cost_of

HEADERS = ("客户名称", "统一社会信用代码", "客户类型", "省份", "城市", "联系人", "联系电话", "员工人数", "备注")
KINDS = {"private": "民营企业", "state_owned": "国有企业", "government": "政府机关", "institution": "事业单位"}


class Quiet:
    """Progress that nobody watches."""

    done = 0
    result: dict[str, Any] = {}

    def total(self, total: int) -> None:
        """How much there is to do."""

    def step(self, done: int, message: str = "") -> None:
        """How much is done."""
        self.done = done


def workbook(path: Path, rows: int) -> None:
    """A plain workbook of invented customers, none of whom is in the database."""
    source = Source(int(time.time()), "import")
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("客户")
    sheet.write_row(0, 0, HEADERS)
    import datetime as dt

    today = dt.date.today()  # noqa: DTZ011 - any day will do
    for at, (kind, city, company) in enumerate(islice(names(int(time.time())), rows), 1):
        code = code_of(source, kind, city, established(source, kind, today))
        who = person(source)
        sheet.write_row(
            at, 0, (company.name, code, KINDS.get(kind, "民营企业"), city.province.short, city.short, who.name, mobile(source), at, "展会")
        )
    book.close()


def imported(rows: int) -> Row:
    """Upload, columns matched, all rows checked (duplicates included), written with history; against reading and COPY alone."""
    actor = lists.actor_of(lists.person("sales_supervisor"))
    have, progress, costs = count(), Quiet(), dict[str, Cost]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.xlsx"
        workbook(path, rows)
        pids = backends()
        with path.open("rb") as file:
            batch = batches.upload(actor, "customers", File(file, name=path.name), path.name)
        if batch.state == "reading":
            costs["inspect"] = cost_of(lambda: batches.inspect(actor, batch), pids)
        costs["check"] = cost_of(lambda: checking.check(actor, batch, progress), pids)
        batch.rows.filter(kind="duplicate").update(decision="create")
        costs["write"] = cost_of(lambda: running.run(actor, batch, progress), pids)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'twin_{table}' for table in TABLES)}")
        ready = prepared(batch)
        costs["bare"] = cost_of(lambda: _copy(path, ready), pids)
    made = count() - have
    if made < rows * 0.98:
        raise RuntimeError(f"only {made} of {rows} rows became customers: {batch.counts}")
    bare = costs.pop("bare")
    ours = sum(cost.cpu for cost in costs.values())
    parts = ", ".join(f"{name} {cost.python / 1000:.1f} + {cost.postgres / 1000:.1f} s" for name, cost in costs.items())
    clock = sum(cost.wall for cost in costs.values()) / 1000
    note = f"Into a table of {have:,}. Processor time of Python + PostgreSQL: {parts}. On the clock {clock:.0f} s."
    return Row(
        f"import of {made:,} customers", f"{ours / 1000:.1f} s", f"{bare.cpu / 1000:.1f} s: reading the file and COPY",
        f"{ours / bare.cpu:.1f}", "≤ 8", ours / bare.cpu <= 8, note,
    )  # fmt: skip


TABLES = ("customers_customer", "customers_contact")


def prepared(batch: ImportBatch) -> dict[str, bytes]:
    """What the import made, as COPY writes it; beside each table a twin: same earlier rows, same indexes, no triggers."""
    found = {}
    own = {"customers_customer": "id", "customers_contact": "customer_id"}
    with connection.cursor() as cursor:
        for table in TABLES:
            made = f"{own[table]} IN (SELECT target FROM imports_importrow WHERE batch_id = '{batch.pk}' AND state = 'done')"
            cursor.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)")
            columns = own_columns(cursor, table)
            cursor.execute(f"INSERT INTO twin_{table} ({columns}) SELECT {columns} FROM {table} WHERE NOT {made}")
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
            for at, (definition,) in enumerate(cursor.fetchall()):
                head, tail = definition.split(" ON ", 1)
                kind = "UNIQUE INDEX" if "UNIQUE" in head else "INDEX"
                cursor.execute(f"CREATE {kind} twin_{table}_{at} ON {tail.replace(table, f'twin_{table}', 1)}")
            with cursor.copy(f"COPY (SELECT {columns} FROM {table} WHERE {made}) TO STDOUT") as out:
                found[f"{table} ({columns})"] = b"".join(out)
    return found


def own_columns(cursor: Any, table: str) -> str:
    """The columns of a table that are not computed, in their order."""
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )  # fmt: skip
    return str(cursor.fetchone()[0])


def _copy(path: Path, rows: dict[str, bytes]) -> None:
    """Read the whole file, and COPY what the import made of it into the twins."""
    for _row in python_calamine.load_workbook(str(path)).get_sheet_by_index(0).iter_rows():
        pass
    with connection.cursor() as cursor:
        for table, data in rows.items():
            with cursor.copy(f"COPY twin_{table} FROM STDIN") as into:
                into.write(data)


def exported() -> Row:
    """Highest memory of the process that runs the export's job, for a few rows and for many."""
    total = min(100_000, Customer.objects.filter(employees__isnull=False).count())
    found = {}
    for rows in (total // 10, total):
        done = subprocess.run([sys.executable, "-m", "bench.exporter", str(rows)], check=True, capture_output=True, text=True)
        found[rows] = json.loads(done.stdout.strip().splitlines()[-1])
        say(f"  {found[rows]}")
    few, many = found[total // 10], found[total]
    more = many["peak_mb"] - few["peak_mb"]
    note = (
        f"{many['columns']} columns; the job used {many['cpu']:.1f} s of processor time for {many['size_mb']:.1f} MB. "
        f"Of its memory {many['idle_mb']:.0f} MB are the loaded product before the job."
    )
    return Row(
        f"export of {many['rows']:,} rows to xlsx, highest memory", f"{many['peak_mb']:.0f} MB",
        f"{few['peak_mb']:.0f} MB: {few['rows']:,} rows", f"{more:+.1f} MB", "≤ 5 MB more", more <= 5, note,
    )  # fmt: skip
