"""Contracts, what they are made of, what hangs on them, and what was sealed about them."""

from .contract import Contract
from .papers import Bond, Clause, ClauseTemplate, Variation
from .parts import Line, Party, PaymentTerm
from .sealed import SigningCertificate, Voucher
from .sheets import VariationLine, VariationSignature

__all__ = [
    "Bond",
    "Clause",
    "ClauseTemplate",
    "Contract",
    "Line",
    "Party",
    "PaymentTerm",
    "SigningCertificate",
    "Variation",
    "VariationLine",
    "VariationSignature",
    "Voucher",
]
