"""Electronic signatures: the paper of a contract signed with the company's certificate, and what the signatures in files are worth.

Nothing is fetched from the network: revocation is not looked up, and a signature is trusted where its certificate is one of ours, or was
issued by one that came in the same file, on the day that the signature names (docs/adr/0100).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from zhuke.commons.files import services as files
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, DomainError, NotFound
from zhuke.kernel.resource import by_model
from zhuke.modules.contracts.models import Contract, SigningCertificate
from zhuke.modules.quotes.services.paper import company_of

from .certificates import unsealed, usable
from .paper import FREE, file_name, pdf_of

# What a parser of strangers' files stumbles over: its own errors, and those of a file that is not what it says it is.
MALFORMED = (
    PdfError,
    SigningError,
    SignatureValidationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    AssertionError,
    zlib.error,
)
MOST_FILES = 20
LARGEST = 30 * 1024 * 1024
KEY_USE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


def sign_paper(actor: Actor, pk: UUID, *, file_id: UUID | None = None) -> Attachment:
    """Sign the contract's own PDF, or the PDF ``file_id`` that hangs on it (as its next version, earlier signatures kept).

    Raises not_found, not_allowed_here, not_approved, no_certificate, certificate_unreadable, bad_pdf.
    """
    resource = by_model(Contract)
    contract: Contract = get_visible(actor, resource, pk, "sign")
    if contract.state not in FREE:
        raise Conflict("not_approved", gettext_lazy("合同还没有批准，不能签章。请先提交审批。"))
    company = company_of(contract.unit)
    certificate = usable(company)
    if certificate is None:
        raise DomainError(
            "no_certificate", gettext_lazy("“%(name)s”没有在有效期内的签章证书。请管理员先上传公司证书。") % {"name": company.name}
        )
    version = _attached(actor, pk, file_id) if file_id else None
    source = _bytes(version) if version else pdf_of(contract)
    signed = signed_pdf(source, certificate, reason=f"{contract.number} {contract.name}")
    name = version.name if version else file_name(contract)
    upload = SimpleUploadedFile(name, signed, content_type="application/pdf")
    return files.add(actor, resource, pk, upload, replaces=file_id)[0]


def signed_pdf(source: bytes, certificate: SigningCertificate, *, reason: str = "") -> bytes:
    """The PDF with one more signature of that certificate. Raises bad_pdf, certificate_unreadable."""
    packed, password = unsealed(certificate)
    signer = signers.SimpleSigner.load_pkcs12_data(packed, [], passphrase=password)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(source))
        count = len(list(writer.prev.embedded_signatures)) + 1
        metadata = signers.PdfSignatureMetadata(
            field_name=f"Signature{count}",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=certificate.name,
            reason=reason or None,
        )
        target = io.BytesIO()
        signers.PdfSigner(metadata, signer).sign_pdf(writer, output=target)
    except MALFORMED as error:
        raise DomainError("bad_pdf", gettext_lazy("这个 PDF 不能签章：它已损坏、加密或不允许再签名。请换一个文件。")) from error
    return target.getvalue()


def signatures_of(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """The PDFs of a contract with the signatures in them, newest file first. Raises not_found."""
    found = []
    for attachment in files.files_of(actor, by_model(Contract), pk)[:MOST_FILES]:
        version = attachment.versions.get(number=attachment.number)
        if version.content_type == "application/pdf" and version.size <= LARGEST:
            found.append(
                {"id": attachment.pk, "name": version.name, "version": version.number, "signatures": list(verified(_bytes(version)))}
            )
    return found


def verified(content: bytes) -> Iterator[dict[str, Any]]:
    """What each signature in a PDF is worth: ``intact`` (not changed since), ``trusted`` (we know who it was), and a sentence."""
    try:
        signatures = list(PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures)
    except MALFORMED:
        return
    trusted = list(_trusted())
    for signature in signatures:
        yield _judged(signature, trusted)


def _judged(signature: Any, trusted: list[Certificate]) -> dict[str, Any]:
    known: dict[str, Any] = {"name": "", "issuer": "", "serial": "", "at": None}
    try:
        at, certificate = signature.self_reported_timestamp, signature.signer_cert
        known = {
            "name": certificate.subject.native.get("common_name") or certificate.subject.human_friendly,
            "issuer": certificate.issuer.human_friendly,
            "serial": f"{certificate.serial_number:x}",
            "at": at,
        }
        context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at, best_signature_time=at)
        status = validate_pdf_signature(signature, context, key_usage_settings=KEY_USE)
    except MALFORMED:
        return {**known, "intact": False, "trusted": False, "changed_after": True, "message": _("签名读不出来，文件可能被改过。")}
    later = status.modification_level not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
    intact = bool(status.intact and status.valid)
    return {
        **known,
        "intact": intact,
        "trusted": bool(status.trusted),
        "changed_after": later,
        "message": _sentence(intact, later, status.trusted),
    }


def _sentence(intact: bool, later: bool, trusted: bool) -> str:
    if not intact:
        return _("文件在签名之后被改过，签名无效。")
    if later:
        return _("签名有效，但文件在签名之后又有改动，请核对改动的内容。")
    if trusted:
        return _("签名有效，文件未被改动，证书是本集团的。没有联网查询证书是否被吊销。")
    return _("文件未被改动，但签名证书不是本集团的，请向对方核实。")


def _trusted() -> Iterator[Certificate]:
    for chain in SigningCertificate.objects.exclude(chain="").values_list("chain", flat=True):
        for _kind, _headers, data in pem.unarmor(chain.encode(), multiple=True):
            yield Certificate.load(data)


def _attached(actor: Actor, pk: UUID, file_id: UUID) -> FileVersion:
    version = files.find(actor, file_id)
    if version.attachment_id != file_id or version.attachment.object_id != pk:
        raise NotFound
    return version


def _bytes(version: FileVersion) -> bytes:
    with default_storage.open(version.path) as file:
        content: bytes = file.read()
    return content
