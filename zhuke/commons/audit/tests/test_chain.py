"""The hash chain: what is sealed and when, and that any later meddling is found, with and without the database."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from zhuke.commons.audit import chain
from zhuke.commons.audit.models import Seal
from zhuke.commons.testing import Caller, Firm, make_person, make_unit
from zhuke.kernel.models import Change

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[4] / "scripts" / "verify_audit.py"


def sealed(monkeypatch: pytest.MonkeyPatch, link: int = 4) -> list[int]:
    """Nine more changes, all sealed; their ids. The test's own transaction is the oldest one, so the horizon is set by hand."""
    monkeypatch.setattr(chain, "LINK", link)
    before = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
    for number in range(9):
        make_unit(f"部门{number}")
    ids = list(Change.objects.filter(id__gt=before).order_by("id").values_list("id", flat=True))
    chain._seal_up_to(ids[-1])
    return ids


def meddle(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_only_what_no_open_transaction_can_precede(monkeypatch: pytest.MonkeyPatch) -> None:
    make_unit("部门")
    assert chain.seal() == 0  # marks how far history reaches now
    assert chain.seal() == 0  # this transaction is still open, so the mark is not ripe
    monkeypatch.setattr(chain, "RIPE", "SELECT last FROM audit_watermark ORDER BY last DESC LIMIT 1")
    total = Change.objects.count()
    make_unit("后来的")
    assert chain.seal() == total
    assert chain.seal() == Change.objects.count() - total
    assert chain.verify() == []


def test_second_sealer_steps_back() -> None:
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('zhuke.seal'))")
        assert chain.seal() == 0
    finally:
        other.rollback()
        other.close()


def test_untouched_history_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = sealed(monkeypatch)
    assert Seal.objects.count() >= 3
    assert Seal.objects.order_by("-last")[0].last == ids[-1]
    assert chain.verify() == []


def test_auditors_see_how_far_history_is_sealed(monkeypatch: pytest.MonkeyPatch, firm: Firm) -> None:
    auditor = Caller(make_person("审计员", firm.group, {"audit": ["read"]}, scope="group"))
    assert auditor.get("/audit/chain").data == {
        "links": 0, "sealed": 0, "waiting": Change.objects.count(), "last": None, "at": None, "digest": "",
    }  # fmt: skip
    ids = sealed(monkeypatch)
    make_unit("后来的")
    state, newest = auditor.get("/audit/chain").data, Seal.objects.latest("last")
    assert (state["links"], state["sealed"], state["waiting"]) == (Seal.objects.count(), Change.objects.filter(id__lte=ids[-1]).count(), 1)
    assert (state["last"], state["digest"]) == (ids[-1], newest.digest)
    nobody = Caller(make_person("无权", firm.east))
    assert nobody.get("/audit/chain").code == "not_allowed"


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE kernel_change SET diff = diff || \'{"name": "改"}\' WHERE id = %s',
        "UPDATE kernel_change SET actor_name = '别人' WHERE id = %s",
        "UPDATE kernel_change SET at = at - interval '1 day' WHERE id = %s",
        "DELETE FROM kernel_change WHERE id = %s",
    ],
)
def test_meddling_is_found_in_its_link_only(monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    ids = sealed(monkeypatch)
    meddle(sql, ids[2])
    [problem] = chain.verify()
    link = Seal.objects.get(first__lte=ids[2], last__gte=ids[2])
    assert f"变更 {link.first}–{link.last}" in problem
    with pytest.raises(CommandError, match="与封存时不一致"):
        call_command("audit_verify", stdout=StringIO())


def test_a_removed_link_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = sealed(monkeypatch)
    Seal.objects.filter(first__lte=ids[0], last__gte=ids[0]).delete()
    assert chain.verify()


def test_command_names_the_newest_link_and_expects_noted_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    text = StringIO()
    call_command("audit_verify", stdout=text)
    assert "还没有封存" in text.getvalue()
    sealed(monkeypatch)
    noted = Seal.objects.order_by("last")[0].digest
    text = StringIO()
    call_command("audit_verify", expect=noted, stdout=text)
    assert Seal.objects.order_by("-last")[0].digest in text.getvalue()
    with pytest.raises(CommandError, match="整体改写"):
        call_command("audit_verify", expect="0" * 64, stdout=StringIO())


@pytest.fixture
def dumped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    sealed(monkeypatch)
    path = tmp_path / "history.jsonl"
    call_command("audit_dump", str(path), stdout=StringIO())
    return path


def run_script(path: Path, *noted: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-S", str(SCRIPT), str(path), *noted], capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_script_verifies_without_a_database(dumped: Path) -> None:
    newest = Seal.objects.order_by("-last")[0].digest
    code, text = run_script(dumped, newest)
    assert (code, newest in text, f"{Change.objects.count()} 条" in text) == (0, True, True)


def test_script_finds_meddling(dumped: Path) -> None:
    lines = dumped.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "部门3" in line)
    altered = json.loads(lines[at])
    altered["entry"][7] = "别人"
    for changed in ([*lines[:at], json.dumps(altered, ensure_ascii=False), *lines[at + 1 :]], [*lines[:at], *lines[at + 1 :]]):
        dumped.write_text("\n".join(changed) + "\n", encoding="utf-8")
        code, text = run_script(dumped)
        assert (code, text.count("内容与封存时不符")) == (1, 1)
    dumped.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run_script(dumped, "0" * 64)[0] == 1
