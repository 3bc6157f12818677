"""The certificates with which companies sign their papers: uploaded as PKCS #12, kept sealed, never given out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.sealing import seal, unseal
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.models import SigningCertificate
from zhuke.modules.orgs.models import Unit

MOST_BYTES = 100_000
SMALLEST_RSA = 2048


def upload(actor: Actor, *, unit: UUID, content: bytes, password: str) -> SigningCertificate:
    """Keep a company's certificate with its key. Raises not_allowed, outside_scope, invalid (no such company, not readable, run out)."""
    resource = by_model(SigningCertificate)
    require(actor, resource, "manage")
    company = Unit.objects.filter(pk=unit, kind__in=("subsidiary", "group"), archived_at=None).first()
    if company is None:
        raise invalid({"unit": [_("请选择一家公司。")]})
    key, certificate, others = opened(content, password)
    _check(certificate)
    with writing(actor):
        row = SigningCertificate(pk=uuid7(), unit=company, created_by_id=actor.id)
        # Sealed under the installation's key; the password of the file is not needed any more, so it is not kept.
        packed = pkcs12.serialize_key_and_certificates(None, key, certificate, others, BestAvailableEncryption(str(row.pk).encode()))
        row.secret = seal(b64encode(packed).decode(), row.pk)
        row.chain = "".join(one.public_bytes(Encoding.PEM).decode() for one in (certificate, *others))
        row.name, row.issuer = common_name(certificate.subject)[:200], common_name(certificate.issuer)[:200]
        row.serial = f"{certificate.serial_number:x}"[:64]
        row.valid_from, row.valid_until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        save(row)
        if not visible(actor, resource, "manage").filter(pk=row.pk).exists():
            raise NotAllowed("outside_scope", _("您只能上传自己管理范围内公司的证书，请检查所选公司。"))
        emit("signing_certificates.uploaded", row, actor, {"unit": str(company.pk), "serial": row.serial})
    return row


def opened(content: bytes, password: str) -> tuple[RSAPrivateKey | EllipticCurvePrivateKey, x509.Certificate, list[x509.Certificate]]:
    """Key, certificate and further certificates of a PKCS #12 file. Raises invalid."""
    if len(content) > MOST_BYTES:
        raise invalid({"file": [_("文件太大，不是证书文件。请上传 .p12 或 .pfx 文件。")]})
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise invalid({"file": [_("打不开这个证书文件。请检查文件和密码，文件应为 .p12 或 .pfx。")]}) from error
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise invalid({"file": [_("文件里没有可以用来签名的证书和私钥（RSA 或 ECDSA）。")]})
    if isinstance(key, RSAPrivateKey) and key.key_size < SMALLEST_RSA:
        raise invalid({"file": [_("这把 RSA 密钥短于 2048 位，不够安全，请换一张证书。")]})
    return key, certificate, list(others)


def _check(certificate: x509.Certificate) -> None:
    now = timezone.now()
    if certificate.not_valid_after_utc <= now or certificate.not_valid_before_utc > now:
        raise invalid({"file": [_("证书不在有效期内（%(since)s 至 %(until)s），请换一张。") % {
            "since": certificate.not_valid_before_utc.date(), "until": certificate.not_valid_after_utc.date()}]})  # fmt: skip


def common_name(name: x509.Name) -> str:
    """What a name is called: its common name, else all of it."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def retire(actor: Actor, row: SigningCertificate) -> SigningCertificate:
    """Sign with it no more; what it has signed stays verifiable. Its key is forgotten. Raises archived."""
    if row.archived_at:
        raise Conflict("archived", _("这张证书已停用。"))
    row.archived_at, row.secret = timezone.now(), ""
    save(row)
    emit("signing_certificates.retired", row, actor, {"unit": str(row.unit_id)})
    return row


def retire_one(actor: Actor, pk: UUID) -> SigningCertificate:
    """``retire`` by id. Raises not_found, not_allowed_here."""
    with writing(actor):
        return retire(actor, get_visible(actor, by_model(SigningCertificate), pk, "manage", lock=True))


def usable(unit: Unit) -> SigningCertificate | None:
    """The certificate with which the company signs now: the one that holds longest."""
    now = timezone.now()
    rows: QuerySet[SigningCertificate] = SigningCertificate.objects.filter(unit=unit, archived_at=None)
    return rows.filter(valid_from__lte=now, valid_until__gt=now).order_by("-valid_until").first()


def unsealed(row: SigningCertificate) -> tuple[bytes, bytes]:
    """The PKCS #12 file and its password, for signing. Raises certificate_unreadable: the installation's secret key has changed."""
    text = unseal(row.secret, row.pk) if row.secret else None
    if text is None:
        raise DomainError("certificate_unreadable", _("这张证书读不出来了：系统密钥已更换。请重新上传公司的签章证书。"))
    return b64decode(text), str(row.pk).encode()
