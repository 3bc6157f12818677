"""The contract as PDF, signed with the company's certificate; what signatures in files are worth."""

import datetime as dt
import io
import random
from typing import Any

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.files.models import Attachment
from zhuke.commons.testing import Answer, Caller, Firm, make_person
from zhuke.kernel.access import system
from zhuke.kernel.errors import DomainError
from zhuke.kernel.models import Change
from zhuke.modules.contracts import defaults
from zhuke.modules.contracts.models import Contract, SigningCertificate
from zhuke.modules.contracts.services.paper import ordinal
from zhuke.modules.contracts.services.signing import signed_pdf, verified

from .conftest import contract, do, four_terms, made, part, read, signed

PASSWORD = "开门 sesame"
AGREED = {"retention_rate": "3", "warranty_months": 24, "penalty_rate": "0.5", "subject": "土建和安装", "place": "东湖路"}


def packed(name: str = "华东公司", *, days: int = 300, size: int = 2048, curve: bool = False, password: str = PASSWORD) -> bytes:
    """A certificate that signs itself, with its key, as PKCS #12."""
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, size)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=400))
    certificate = builder.not_valid_after(now + dt.timedelta(days=days)).sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b"", key, certificate, None, BestAvailableEncryption(password.encode()))


@pytest.fixture
def keeper(firm: Firm) -> Caller:
    """Looks after the certificates of the east company."""
    return Caller(make_person("章管", firm.east, {"signing_certificates": ["read", "manage"], "units": ["read"]}))


def upload(caller: Caller, unit: Any, content: bytes, password: str = PASSWORD) -> Answer:
    """Upload a certificate."""
    return caller.upload("/signing-certificates", unit=str(unit.pk), password=password, file=SimpleUploadedFile("company.p12", content))


def text_of(content: bytes) -> str:
    """What is written in a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def content(caller: Caller, file_id: str) -> bytes:
    """The bytes of a file."""
    response: Any = caller.client.get(f"/api/v1/files/{file_id}/content")
    return b"".join(response.streaming_content) if response.streaming else response.content


def signatures(caller: Caller, row: dict[str, Any]) -> list[dict[str, Any]]:
    """All signatures of all files."""
    return [one for file in made(caller.get(f"/r/contracts/{row['id']}/signatures")) for one in file["signatures"]]


def test_the_paper(writer: Caller) -> None:
    defaults.install(system("安装程序"))
    row = contract(
        writer, amount="1000000.50", retention_rate="3", warranty_months=24, penalty_rate="0.5", subject="土建和安装", place="东湖路"
    )
    four_terms(writer, row)
    made(do(writer, row, "take_clauses"))
    part(writer, "contract_lines", row, name="土建", specification="C30", unit_price="1000000.50")
    raw = writer.client.get(f"/api/v1/r/contracts/{row['id']}/pdf")
    assert (raw.status_code, raw["Content-Type"]) == (200, "application/pdf")
    assert raw["Content-Disposition"].startswith("attachment")
    text = text_of(raw.content).replace("\r\n", "")
    for words in (
        "门诊楼施工总承包合同", row["number"], "江苏新筑建设有限公司", "华东公司", "1,000,000.50", "人民币壹佰万元零伍角整", "第一条",
        "24 个月", "每逾期一天按合同金额的 0.5‰", "C30", "草稿", "签约代表",
    ):  # fmt: skip
        assert words in text, words
    assert "{" not in text
    pages = made(writer.get(f"/r/contracts/{row['id']}/preview"))
    assert pages["count"] == len(pages["pages"]) >= 2


def test_the_paper_is_chinese_in_every_language(writer: Caller) -> None:
    row = contract(writer)
    raw = writer.client.get(f"/api/v1/r/contracts/{row['id']}/pdf?inline=true", headers={"Accept-Language": "en"})
    assert raw["Content-Disposition"].startswith("inline")
    assert "签约代表" in text_of(raw.content)


def test_braces_in_names_are_only_text(writer: Caller) -> None:
    row = contract(writer, name='#import "x" {amount} $1$ *b*', subject="\\ # [x]")
    raw = writer.client.get(f"/api/v1/r/contracts/{row['id']}/pdf")
    assert '#import "x" {amount} $1$ *b*' in text_of(raw.content)


@pytest.mark.parametrize(("value", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")])
def test_clauses_are_counted(value: int, text: str) -> None:
    assert ordinal(value) == text


@pytest.mark.parametrize("curve", [False, True])
def test_signed_with_the_companys_certificate(chief: Caller, keeper: Caller, firm: Firm, curve: bool) -> None:
    row = signed(chief)
    certificate = made(upload(keeper, firm.east, packed(curve=curve)))
    assert (certificate["name"], certificate["unit"]["label"]) == ("华东公司", "华东公司")
    file = made(chief.post(f"/r/contracts/{row['id']}/signature", {}))
    assert file["name"] == f"{row['number']}-门诊楼施工总承包合同.pdf"
    [one] = signatures(chief, row)
    assert (one["name"], one["intact"], one["trusted"], one["changed_after"]) == ("华东公司", True, True, False)
    assert "有效" in one["message"]
    again = made(chief.post(f"/r/contracts/{row['id']}/signature", {"file": file["id"]}))
    assert (again["id"], again["version"]) == (file["id"], 2)
    assert [(s["intact"], s["trusted"]) for s in signatures(chief, row)] == [(True, True)] * 2


def test_a_changed_byte_and_a_foreign_hand(chief: Caller, keeper: Caller, firm: Firm) -> None:
    row = signed(chief)
    made(upload(keeper, firm.east, packed()))
    file = made(chief.post(f"/r/contracts/{row['id']}/signature", {}))
    good = content(chief, file["id"])
    at = good.index(b"stream") + 40
    [broken] = verified(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    assert (broken["intact"], broken["trusted"]) == (False, False)
    assert "改" in broken["message"]
    SigningCertificate.objects.update(chain="")  # as if it were not ours
    [foreign] = signatures(chief, row)
    assert (foreign["intact"], foreign["trusted"]) == (True, False)
    assert "核实" in foreign["message"]
    assert list(verified(b"no pdf")) == []
    assert list(verified(b"%PDF-1.7\nbroken")) == []


def test_what_a_retired_certificate_signed_stays_known(chief: Caller, keeper: Caller, firm: Firm) -> None:
    row = signed(chief)
    certificate = made(upload(keeper, firm.east, packed()))
    made(chief.post(f"/r/contracts/{row['id']}/signature", {}))
    made(keeper.post(f"/signing-certificates/{certificate['id']}/retire"))
    assert SigningCertificate.objects.get().secret == ""
    assert signatures(chief, row)[0]["trusted"]
    refused = chief.post(f"/r/contracts/{row['id']}/signature", {})
    assert (refused.status, refused.code) == (400, "no_certificate")
    again = keeper.post(f"/signing-certificates/{certificate['id']}/retire")
    assert (again.status, again.code) == (409, "archived")
    assert [c["archived_at"] is None for c in made(keeper.get("/signing-certificates"))] == [False]


def test_the_key_lies_sealed(keeper: Caller, firm: Firm, settings: Any) -> None:
    made(upload(keeper, firm.east, packed()))
    row = SigningCertificate.objects.get()
    assert row.secret
    assert "PRIVATE" not in row.chain
    assert not Change.objects.filter(object_id=row.pk, diff__has_key="secret").exists()
    assert "secret" not in made(keeper.get("/signing-certificates"))[0]


def test_a_changed_installation_key_is_said(chief: Caller, keeper: Caller, firm: Firm, settings: Any) -> None:
    row = signed(chief)
    made(upload(keeper, firm.east, packed()))
    SigningCertificate.objects.update(secret="AAAA")
    refused = chief.post(f"/r/contracts/{row['id']}/signature", {})
    assert (refused.status, refused.code) == (400, "certificate_unreadable")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"no certificate", PASSWORD),
        (packed(), "wrong"),
        (packed(days=-1), PASSWORD),
        (packed(size=1024), PASSWORD),
        (b"x" * 100_001, PASSWORD),
    ],
    ids=["garbage", "password", "run out", "short key", "large"],
)
def test_certificates_that_are_refused(keeper: Caller, firm: Firm, content: bytes, password: str) -> None:
    refused = upload(keeper, firm.east, content, password)
    assert (refused.status, list(refused.data["fields"])) == (400, ["file"])
    assert not SigningCertificate.objects.exists()


def test_certificates_of_ones_own_companies_only(keeper: Caller, chief: Caller, firm: Firm) -> None:
    west = upload(keeper, firm.west, packed("西南公司"))
    assert (west.status, west.code) == (403, "outside_scope")
    department = upload(keeper, firm.east_sales, packed())
    assert (department.status, list(department.data["fields"])) == (400, ["unit"])
    assert not SigningCertificate.objects.exists()
    for answer in (upload(chief, firm.east, packed()), chief.get("/signing-certificates")):
        assert (answer.status, answer.code) == (403, "not_allowed")
    made(upload(keeper, firm.east, packed()))
    other = Caller(make_person("西管", firm.west, {"signing_certificates": ["read", "manage"]}))
    pk = SigningCertificate.objects.get().pk
    refused = other.post(f"/signing-certificates/{pk}/retire")
    assert (refused.status, refused.code) == (404, "not_found")
    assert made(other.get("/signing-certificates")) == []
    assert SigningCertificate.objects.get().archived_at is None


def test_when_nothing_is_signed(chief: Caller, writer: Caller, keeper: Caller, firm: Firm) -> None:
    draft, live = contract(chief), signed(chief)
    none = chief.post(f"/r/contracts/{live['id']}/signature", {})
    assert (none.status, none.code) == (400, "no_certificate")
    made(upload(keeper, firm.east, packed()))
    early = chief.post(f"/r/contracts/{draft['id']}/signature", {})
    assert (early.status, early.code) == (409, "not_approved")
    right = writer.post(f"/r/contracts/{live['id']}/signature", {})
    assert (right.status, right.code) == (403, "not_allowed")
    note = made(chief.upload(f"/r/contracts/{live['id']}/files", file=SimpleUploadedFile("a.txt", "你好".encode())))
    bad = chief.post(f"/r/contracts/{live['id']}/signature", {"file": note["id"]})
    assert (bad.status, bad.code) == (400, "bad_pdf")
    elsewhere = signed(chief)
    foreign = chief.post(f"/r/contracts/{elsewhere['id']}/signature", {"file": note["id"]})
    assert (foreign.status, foreign.code) == (404, "not_found")
    assert Attachment.objects.count() == 1
    assert Contract.objects.get(pk=live["id"]).version == read(chief, live)["version"]


def test_broken_files_do_no_harm(chief: Caller, keeper: Caller, firm: Firm) -> None:
    row = signed(chief)
    made(upload(keeper, firm.east, packed()))
    good = content(chief, made(chief.post(f"/r/contracts/{row['id']}/signature", {}))["id"])
    certificate, chance = SigningCertificate.objects.get(), random.Random(7)  # noqa: S311 the same damage each time
    codes = set()
    for _try in range(60):
        broken = bytearray(good[: chance.randrange(200, len(good))] if chance.random() < 0.3 else good)
        for _byte in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert all(one["message"] for one in verified(bytes(broken)))
        try:
            signed_pdf(bytes(broken), certificate)
        except DomainError as error:
            codes.add(error.code)
    assert codes == {"bad_pdf"}


def test_an_uploaded_copy_is_looked_at(chief: Caller) -> None:
    row = signed(chief)
    target = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(target)
    made(chief.upload(f"/r/contracts/{row['id']}/files", file=SimpleUploadedFile("签字页.pdf", target.getvalue())))
    [file] = made(chief.get(f"/r/contracts/{row['id']}/signatures"))
    assert (file["name"], file["signatures"]) == ("签字页.pdf", [])
