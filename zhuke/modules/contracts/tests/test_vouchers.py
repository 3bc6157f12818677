"""Vouchers: sealed by the chain of history; a changed cent is found with and without the database."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from zhuke.commons.audit import chain
from zhuke.commons.testing import Caller
from zhuke.kernel.models import Change
from zhuke.modules.contracts.models import Voucher
from zhuke.modules.contracts.services.vouchers import digest_of

from .conftest import contract, do, made, part, term

SCRIPT = Path(__file__).resolve().parents[4] / "scripts" / "verify_audit.py"


@pytest.fixture
def row(chief: Caller) -> dict[str, Any]:
    """A contract with lines and terms, signed and settled; history is sealed."""
    draft = contract(chief)
    part(chief, "contract_lines", draft, name="土建", quantity="2", unit_price="500000.01", tax_rate="9")
    term(chief, draft, "advance", "10")
    term(chief, draft, "settlement", "90")
    part(chief, "contract_clauses", draft, name="争议", text="争议提交工程所在地法院。")
    found = made(do(chief, draft, "record", signed_on="2026-03-01", reason="补录"))
    found = made(do(chief, found, "settle", settlement_amount="987654.32", on="2026-06-01"))
    chain._seal_up_to(Change.objects.order_by("-id").values_list("id", flat=True)[0])
    return found


def meddle(sql: str, *params: Any) -> None:
    """As somebody does who rules the database: no trigger runs, history notices nothing."""
    tables = ("contracts_contract", "contracts_line", "contracts_paymentterm", "contracts_party", "contracts_clause", "contracts_voucher")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_voucher_holds_the_contract_to_the_cent(chief: Caller, row: dict[str, Any]) -> None:
    signed, settled = made(chief.get(f"/r/contracts/{row['id']}/vouchers"))
    assert [(v["kind"], v["intact"]) for v in (signed, settled)] == [("signed", True), ("settled", True)]
    facts = json.loads(signed["content"])
    assert (facts["amount"], facts["amount_net"], facts["tax"], facts["number"]) == ("1000000.02", "917431.21", "82568.81", row["number"])
    assert facts["lines"][0] | {"uom": ""} == {
        "position": 1, "name": "土建", "specification": "", "quantity": "2.0000", "uom": "", "unit_price": "500000.01",
        "tax_rate": "9", "net_amount": "917431.21", "tax_amount": "82568.81", "total_amount": "1000000.02",
    }  # fmt: skip
    assert [t["amount"] for t in facts["terms"]] == ["100000.00", "900000.02"]
    assert [(p["role"], p["name"]) for p in facts["parties"]] == [("first", "江苏新筑建设有限公司"), ("second", "华东公司")]
    assert json.loads(settled["content"])["settlement_amount"] == "987654.32"
    assert signed["digest"] == digest_of(signed["content"])


def test_the_same_contract_gives_the_same_text(chief: Caller, row: dict[str, Any]) -> None:
    from zhuke.modules.contracts.models import Contract
    from zhuke.modules.contracts.services.vouchers import canonical, contract_facts

    contract_row = Contract.objects.get(pk=row["id"])
    assert canonical(contract_facts(contract_row, "settled")) == Voucher.objects.get(kind="settled").content


@pytest.mark.parametrize("sql", ["UPDATE contracts_voucher SET content = content || ' '", "DELETE FROM contracts_voucher"])
def test_the_database_refuses_changes(row: dict[str, Any], sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Voucher.objects.count() == 2


def test_all_is_well(row: dict[str, Any]) -> None:
    assert chain.verify() == []
    text = StringIO()
    call_command("audit_verify", stdout=text)
    assert "完好" in text.getvalue()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE contracts_contract SET amount = amount + 0.01 WHERE settlement_amount IS NOT NULL", "含税金额现为 1000000.03"),
        (
            "UPDATE contracts_contract SET settlement_amount = settlement_amount - 0.01 WHERE settlement_amount IS NOT NULL",
            "结算金额现为 987654.31",
        ),
        ("UPDATE contracts_line SET unit_price = unit_price + 0.01", "明细"),
        ("UPDATE contracts_contract SET penalty_rate = 0.4", "现为 0.4"),
        ("UPDATE contracts_paymentterm SET ratio = ratio + 0.01 WHERE kind = 'advance'", "付款条款与"),
        ("UPDATE contracts_party SET credit_code = '91320000MA1' WHERE role = 'first'", "签约方与"),
        ("UPDATE contracts_clause SET text = replace(text, '法院', '仲裁委')", "条款与"),
        ("UPDATE contracts_voucher SET content = replace(content, '1000000.02', '1000000.03')", "与封存时不符"),
        ("DELETE FROM contracts_voucher WHERE kind = 'settled'", "不见了"),
    ],
)
def test_a_changed_cent_is_found(row: dict[str, Any], sql: str, said: str) -> None:
    meddle(sql)
    assert any(said in problem for problem in chain.verify()), chain.verify()
    with pytest.raises(CommandError, match="与封存时不一致"):
        call_command("audit_verify", stdout=StringIO())


def test_not_even_with_a_fitting_digest(row: dict[str, Any]) -> None:
    voucher = Voucher.objects.get(kind="signed")
    forged = voucher.content.replace("1000000.02", "1000000.03")
    meddle("UPDATE contracts_voucher SET content = %s, digest = %s WHERE id = %s", forged, digest_of(forged), voucher.pk)
    meddle("UPDATE contracts_contract SET amount = 1000000.03 WHERE id = %s", row["id"])
    assert any(str(voucher.pk) in problem for problem in chain.verify())


def run_script(path: Path) -> tuple[int, str]:
    """The stand-alone verifier."""
    done = subprocess.run([sys.executable, "-S", str(SCRIPT), str(path)], capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_the_script_finds_it_without_a_database(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    call_command("audit_dump", str(path), stdout=StringIO())
    code, text = run_script(path)
    assert (code, "2 份凭证" in text) == (0, True), text
    whole = path.read_text(encoding="utf-8").splitlines()
    meddle("UPDATE contracts_voucher SET content = replace(content, '1000000.02', '1000000.03') WHERE kind = 'signed'")
    call_command("audit_dump", str(path), stdout=StringIO())
    code, text = run_script(path)
    assert (code, "“content”与封存时不符" in text) == (1, True), text
    path.write_text("\n".join(line for line in whole if '"row"' not in line or "settled" not in line) + "\n", encoding="utf-8")
    code, text = run_script(path)
    assert (code, "不见了" in text) == (1, True), text
