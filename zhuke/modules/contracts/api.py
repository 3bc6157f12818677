"""Routes of contracts that are not a resource: checks, what a delay costs, amounts, the paper and its signatures, certificates."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, given, raw, row_rights
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel import query
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import DomainError, NotAllowed
from zhuke.kernel.resource import Resource, by_model
from zhuke.modules.quotes.services.paper import pictures_of

from .api_sheets import router as sheets
from .models import Contract, Line, PaymentTerm, SigningCertificate, Voucher
from .services import certificates, checking, checks_of_money, history, paper, whole
from .services.vouchers import digest_of
from .services.wording import VALUES, money

router = Router(tags=["contracts"])
papers = Router(tags=["signing_certificates"])
routers = [("/r/contracts", router), ("/r/variations", sheets), ("/signing-certificates", papers)]


class ContractPenaltyInput(Strict):
    """How long the delay is, in days."""

    days: Annotated[int, Field(ge=0, le=36_500)] = checks_of_money.SAMPLE_DAYS


class ContractPaperInput(Strict):
    """Shown in the page, or saved as a file."""

    inline: bool = False


class ContractSignatureInput(Strict):
    """Which PDF of the contract; none: its own paper, made now."""

    file: UUID | None = None


class CertificateUploadInput(Strict):
    """The company, and the password of the file."""

    unit: UUID
    password: Annotated[Text, StringConstraints(max_length=200)] = ""


Rate = Literal["13", "9", "6", "3", "0"]
ContractName = Annotated[Text, StringConstraints(max_length=200)]
Money = Annotated[Decimal, Field(ge=0, le=10**15, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class ContractLineInput(Strict):
    """One line as typed. Left out fields of a known line stay."""

    id: UUID | None = None
    name: Annotated[Text, StringConstraints(max_length=120)] = ""
    specification: ContractName = ""
    quantity: Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=4)] = Decimal(1)
    uom: Annotated[Text, StringConstraints(max_length=20)] = ""
    unit_price: Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2)] = Decimal(0)
    tax_rate: Rate = "9"
    remark: ContractName = ""


class ContractTermInput(Strict):
    """One payment term as typed. Left out fields of a known term stay."""

    id: UUID | None = None
    kind: Literal["advance", "progress", "settlement", "retention"] = "progress"
    name: Annotated[Text, StringConstraints(max_length=80)] = ""
    trigger: Literal["date", "milestone", "progress", "retention"] = "milestone"
    milestone: Annotated[Text, StringConstraints(max_length=160)] = ""
    ratio: Percent | None = None
    fixed_amount: Money | None = None
    output_ratio: Percent | None = None
    planned_on: Day | None = None
    due_days: Annotated[int, Field(ge=0, le=3650)] = 0


class ContractAgreedInput(Strict):
    """What is agreed, as the editor holds it. ``lines`` or ``terms`` left out stay as they are."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    lines: Annotated[list[ContractLineInput], Field(max_length=600)] | None = None
    terms: Annotated[list[ContractTermInput], Field(max_length=100)] | None = None


def _contract(request: HttpRequest, pk: UUID, action: str = "read") -> tuple[Actor, Contract]:
    """The contract, if the actor reads it and its amounts, and may do ``action`` with it."""
    actor, resource = actor_of(request), by_model(Contract)
    require(actor, resource, "read")
    contract = get_visible(actor, resource, pk, action)
    if not actor.sees("contracts", "amount"):
        raise NotAllowed("not_allowed", _("这里有合同金额，您的角色看不到。请联系管理员开通“合同金额”。"))
    return actor, contract


@router.get("/placeholders", response={200: list[dict[str, str]], **REFUSALS}, operation_id="contracts_placeholders")
def placeholders(request: HttpRequest) -> Any:
    """What may stand in braces in clauses."""
    require(actor_of(request), by_model(Contract), "read")
    return raw(encode([{"name": name, "label": str(label)} for name, (label, _value) in VALUES.items()]))


def _agreed(actor: Actor, contract: Contract) -> HttpResponse:
    row = {**query.one(actor, by_model(Contract), contract.pk), "_can": row_rights(actor, by_model(Contract), contract)}
    parts = {"lines": whole.rows_of(actor, contract, Line), "terms": whole.rows_of(actor, contract, PaymentTerm)}
    return raw(encode({"contract": row, **parts}))


@router.get("/{uuid:pk}/agreed", response={200: dict[str, Any], **REFUSALS}, operation_id="contracts_agreed")
def agreed(request: HttpRequest, pk: UUID) -> Any:
    """The contract with all its lines and payment terms in their order."""
    return _agreed(*_contract(request, pk))


@router.put("/{uuid:pk}/agreed", response={200: dict[str, Any], **REFUSALS}, operation_id="contracts_save_agreed")
def save_agreed(request: HttpRequest, pk: UUID, body: ContractAgreedInput) -> Any:
    """Save all lines, all payment terms, or both; those left out of a list are deleted. Problems are named ``terms.<index>.<field>``."""
    actor, contract = _contract(request, pk, "update")
    lines = None if body.lines is None else [given(line) for line in body.lines]
    terms = None if body.terms is None else [given(term) for term in body.terms]
    return _agreed(actor, whole.save_whole(actor, contract.pk, version=body.version, lines=lines, terms=terms))


@router.get("/{uuid:pk}/checks", response={200: dict[str, Any], **REFUSALS}, operation_id="contracts_checks")
def checks(request: HttpRequest, pk: UUID) -> Any:
    """What is wrong with it (``error``: it cannot go into approval), worth a look (``warn``), in order (``ok``), each with the reason."""
    _actor, contract = _contract(request, pk)
    found = checking.findings(contract)
    return raw(encode({"fit": all(one.level != "error" for one in found), "items": [one.told() for one in found]}))


@router.get("/{uuid:pk}/penalty", response={200: dict[str, Any], **REFUSALS}, operation_id="contracts_penalty")
def penalty(request: HttpRequest, pk: UUID, params: Query[ContractPenaltyInput]) -> Any:
    """What a delay of that many days costs under the clause."""
    _actor, contract = _contract(request, pk)
    if contract.penalty_rate is None or contract.amount is None:
        raise DomainError("no_penalty", _("合同没有约定逾期违约金或金额，算不出来。请先填写违约金比例。"))
    found = checks_of_money.penalty_of(contract, params.days)
    base = contract.current_amount if contract.current_amount is not None else contract.amount
    sentence = _("¥%(base)s × %(rate)s‰ × %(days)d 天 = ¥%(amount)s") % {
        "base": money(base), "rate": f"{contract.penalty_rate.normalize():f}", "days": params.days, "amount": money(found.amount),
    }  # fmt: skip
    if found.capped:
        sentence = _("超过上限，按上限 ¥%(cap)s 计算（第 %(day)d 天到达）。") % {"cap": money(found.cap), "day": found.full_on or 0}
    return raw(
        encode(
            {
                "days": params.days, "base": base, "rate": contract.penalty_rate, "amount": found.amount, "a_day": found.a_day,
                "cap": found.cap, "capped": found.capped, "full_on": found.full_on, "sentence": sentence,
            }
        )
    )  # fmt: skip


@router.get("/{uuid:pk}/amounts", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="contracts_amounts")
def amounts(request: HttpRequest, pk: UUID) -> Any:
    """How the amount became what it is: as signed, each variation, the settlement."""
    _actor, contract = _contract(request, pk)
    return raw(encode(history.amounts_of(contract)))


@router.get("/{uuid:pk}/vouchers", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="contracts_vouchers")
def vouchers(request: HttpRequest, pk: UUID) -> Any:
    """Its sealed vouchers, the first one first; ``intact``: the text still has its digest."""
    _actor, contract = _contract(request, pk)
    rows = Voucher.objects.filter(contract=contract).order_by("created_at")
    return raw(
        encode(
            [
                {
                    "id": row.pk, "kind": row.kind, "label": str(row.get_kind_display()), "created_at": row.created_at,
                    "digest": row.digest, "intact": digest_of(row.content) == row.digest, "content": row.content,
                }
                for row in rows
            ]
        )
    )  # fmt: skip


@router.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="contracts_pdf")
def pdf(request: HttpRequest, pk: UUID, params: Query[ContractPaperInput]) -> Any:
    """The contract as PDF; before approval it bears a mark."""
    _actor, contract = _contract(request, pk)
    answer = HttpResponse(paper.pdf_of(contract), content_type="application/pdf")
    kind = "inline" if params.inline else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(paper.file_name(contract))}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/{uuid:pk}/preview", response={200: dict[str, Any], **REFUSALS}, operation_id="contracts_preview")
def preview(request: HttpRequest, pk: UUID) -> Any:
    """The pages of the PDF as pictures in data addresses, at most twenty."""
    _actor, contract = _contract(request, pk)
    return raw(encode(pictures_of(paper.pdf_of(contract))))


@router.get("/{uuid:pk}/signatures", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="contracts_signatures")
def signatures(request: HttpRequest, pk: UUID) -> Any:
    """The PDFs that hang on it, with the electronic signatures in them and what they are worth."""
    from .services import signing  # loaded when first used: what signs PDFs costs a start 0.4 s

    actor = actor_of(request)
    require(actor, by_model(Contract), "read")
    return raw(encode(signing.signatures_of(actor, pk)))


@router.post("/{uuid:pk}/signature", response={201: dict[str, Any], **REFUSALS}, operation_id="contracts_sign_paper")
def sign_paper(request: HttpRequest, pk: UUID, body: ContractSignatureInput) -> Any:
    """Sign its paper, or a PDF that hangs on it, with the company's certificate; the signed PDF hangs on the contract."""
    from .services import signing

    actor, contract = _contract(request, pk)
    attachment = signing.sign_paper(actor, contract.pk, file_id=body.file)
    return raw(encode({"id": attachment.pk, "name": attachment.name, "version": attachment.number}), status=201)


def _certificates() -> Resource:
    return by_model(SigningCertificate)


def _shown(row: SigningCertificate) -> dict[str, Any]:
    names = ("id", "name", "issuer", "serial", "valid_from", "valid_until", "archived_at", "created_at")
    return {name: getattr(row, name) for name in names} | {"unit": {"id": row.unit_id, "label": row.unit.name}}


@papers.get("", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="signing_certificates_list")
def list_certificates(request: HttpRequest) -> Any:
    """The certificates of the companies one looks after, those in use first. Keys never leave."""
    actor = actor_of(request)
    require(actor, _certificates(), "read")
    rows = visible(actor, _certificates()).select_related("unit").order_by("archived_at", "-valid_until")[:200]
    return raw(encode([_shown(row) for row in sorted(rows, key=lambda row: row.archived_at is not None)]))


@papers.post("", response={201: dict[str, Any], **REFUSALS}, operation_id="signing_certificates_upload")
def upload_certificate(request: HttpRequest, body: Form[CertificateUploadInput], file: File[UploadedFile]) -> Any:
    """Upload a company's certificate with its key (PKCS #12: .p12 or .pfx)."""
    content = file.read(certificates.MOST_BYTES + 1)
    row = certificates.upload(actor_of(request), unit=body.unit, content=content, password=body.password)
    return raw(encode(_shown(row)), status=201)


@papers.post("/{uuid:pk}/retire", response={200: dict[str, Any], **REFUSALS}, operation_id="signing_certificates_retire")
def retire_certificate(request: HttpRequest, pk: UUID) -> Any:
    """Sign with it no more; its key is forgotten, what it has signed stays verifiable."""
    return raw(encode(_shown(certificates.retire_one(actor_of(request), pk))))
