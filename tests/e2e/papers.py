"""Papers that people hand to the product: the original of an invoice, a company's certificate, photos of receipts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

PASSWORD = "only-for-journeys"


def invoice_xml(path: Path, *, number: str, seller: str, buyer: str, amount: str, tax: str) -> Path:
    """An invoice as the tax authority's platform hands it out; ``amount`` with tax."""
    net = Decimal(amount) - Decimal(tax)
    path.write_text(
        f"<?xml version='1.0' encoding='UTF-8'?><EInvoice><Header><EIid>{number}</EIid><InherentLabel><GeneralOrSpecialVAT>"
        "<LabelCode>01</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData>"
        f"<SellerInformation><SellerName>{seller}</SellerName></SellerInformation>"
        f"<BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>"
        f"<BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{amount}</TotalTax-includedAmount></BasicInformation></EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{dt.date.today()}</IssueTime></TaxSupervisionInfo>"  # noqa: DTZ011
        "</EInvoice>",
        encoding="utf-8",
    )
    return path


def certificate(path: Path, name: str) -> Path:
    """A certificate that signs itself, with its key, as .p12."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=2))
    made: Any = builder.not_valid_after(now + dt.timedelta(days=300)).sign(key, hashes.SHA256())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"", key, made, None, BestAvailableEncryption(PASSWORD.encode())))
    return path


def receipt_photo(path: Path, text: str) -> Path:
    """A photo of a receipt."""
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).text((60, 80), text, fill="black", font_size=40)
    picture.save(path, quality=70)
    return path
