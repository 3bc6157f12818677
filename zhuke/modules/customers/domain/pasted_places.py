"""The places of a pasted text: addresses with and without a label, region and city, numbers that lack an area code."""

import re
from dataclasses import replace

from django.utils.translation import gettext

from .address import parse_address
from .contact_points import parse_phone
from .names import parse as parse_name
from .pasted_text import READ, PastedText, Proposal
from .pasted_words import DEPARTMENT, FIELD_LABELS, HAN, PERSON, TITLE
from .regions import find_city, table

_PIECE = re.compile(rf"[^\n\t|,;。{READ}]+?(?=  |[\n\t|,;。{READ}]|$)")
_STREET = re.compile(r"[路街道巷弄号楼室座幢栋村镇乡园厦]|大院|工业区|广场|\d")
_OF_ADDRESS = re.compile(r"[省市区县镇乡村路街道巷弄号楼室座幢栋层园厦城苑庄院\d]")
_BEFORE_ADDRESS = re.compile(
    rf"^.{{0,20}}?(?:位于|坐落于|地址[是在]?|寄[到往]|送[到往]|我们?在|公司在|办公室在|项目在|来|到|在)(?=[{HAN}]{{2}})"
)
_NOT_OF_ADDRESS = re.compile(rf"(?:{PERSON})?(?:{TITLE})?|{DEPARTMENT}|\d{{6}}|.*[吗呢吧]|.*(?:电话|手机|微信|联系).*")
_LOCAL = re.compile(r"(?<![\d.-])[2-9]\d{2,3}[-\s]?\d{4}(?:\s?(?:转|-)\s?\d{1,6})?(?![\d.-])")
_LONGEST_ADDRESS = 120
_LABELLED, _UNLABELLED, _MENTIONED = 0.95, 0.85, 0.55


def read_labelled_address(pasted: PastedText) -> None:
    """Addresses behind a label."""
    for labelled in pasted.behind("registered_address"):
        found = re.compile(rf"[^\n\t|;{READ}]{{2,200}}").match(pasted.free[: labelled.end], labelled.start)
        if found:
            _propose_address(pasted, *_address_end(pasted, *found.span(), strict=False), _LABELLED, gettext("写在地址标签之后"))


def read_address(pasted: PastedText) -> None:
    """Addresses that stand there by themselves; a region or city that is only mentioned."""
    for piece in list(_PIECE.finditer(pasted.free)):
        start, end = pasted.trimmed(*piece.span())
        if not 2 <= end - start <= _LONGEST_ADDRESS:
            continue
        lead = _BEFORE_ADDRESS.match(pasted.plain[start:end])
        if lead and parse_address(pasted.plain[start + lead.end() : end]).province:
            start += lead.end()
        start, end = _address_end(pasted, start, end, strict=True)
        found = parse_address(pasted.plain[start:end])
        if not found.province or _in_the_middle(found.detail, pasted.plain[start:end]):
            continue
        if (found.city or found.district) and end - start >= 6 and _STREET.search(found.detail):
            _propose_address(pasted, start, end, _UNLABELLED, gettext("以省市区县开头、带路名或门牌"))
        elif not found.detail:
            _propose_region(pasted, start, end, _MENTIONED, gettext("文中提到的地点"))


def _in_the_middle(detail: str, whole: str) -> bool:
    """True when the region stands in the middle: a sentence that mentions a place, no address."""
    return bool(detail) and (not whole.endswith(detail[-2:]) or whole.startswith(detail[:2]))


def _address_end(pasted: PastedText, start: int, end: int, *, strict: bool) -> tuple[int, int]:
    """Cut before a person, title, department or postcode that follows; `strict` cuts before any word that is no part of an address."""
    for found in re.finditer(r"(?<![ ,])[ ,]+([^ ,]+)", pasted.plain[start:end]):
        if _NOT_OF_ADDRESS.fullmatch(found[1]) or (strict and not _OF_ADDRESS.search(found[1])):
            return pasted.trimmed(start, start + found.start())
    return pasted.trimmed(start, end)


def _propose_address(pasted: PastedText, start: int, end: int, confidence: float, reason: str) -> None:
    pasted.propose("registered_address", pasted.plain[start:end], (start, end), confidence, reason)
    pasted.blot(start, end)
    _propose_region(pasted, start, end, confidence - 0.05, gettext("取自地址"))


def _propose_region(pasted: PastedText, start: int, end: int, confidence: float, reason: str) -> None:
    found = parse_address(pasted.plain[start:end])
    pasted.propose("region", found.province, (start, end), confidence, reason)
    pasted.propose("city", found.city, (start, end), confidence, reason)


def read_place(pasted: PastedText) -> None:
    """Without an address the name of the firm, then the area code, tells region and city; less surely."""
    for proposal in [p for p in pasted.proposals if p.field == "name"]:
        for region in parse_name(proposal.value).regions[:2]:
            place = parse_address(region.province.name + (region.city.name if region.city else ""))
            _derive(pasted, proposal, place.province, place.city, 0.65, gettext("取自单位名称"))
    for proposal in [p for p in pasted.proposals if p.field == "contact_landline"]:
        cities = [city for city in table().cities if city.area_code == proposal.value.partition("-")[0]]
        if len(cities) == 1:
            _derive(pasted, proposal, cities[0].province.short, cities[0].short, 0.5, gettext("由座机区号推断"))


def _derive(pasted: PastedText, source: Proposal, region: str, city: str, confidence: float, reason: str) -> None:
    for field, value in (("region", region), ("city", city)):
        if value:
            derived = replace(source, field=field, label=gettext(FIELD_LABELS[field]), value=value, confidence=confidence, reason=reason)
            pasted.proposals.append(derived)


def read_local_numbers(pasted: PastedText) -> None:
    """电话：88001234: a number without area code borrows the one of the city that the rest of the text names."""
    best = max((p for p in pasted.proposals if p.field == "city"), key=lambda p: p.confidence, default=None)
    city = find_city(best.value) if best else None
    for labelled in pasted.behind("contact_landline"):
        found = _LOCAL.search(pasted.free, labelled.start, labelled.end)
        point = parse_phone(found[0], city.area_code) if found and city else None
        if found and point and point.ok and city:
            reason = gettext("原文没有区号，按%(city)s补上 %(code)s") % {"city": city.short, "code": city.area_code}
            pasted.propose("contact_landline", point.value, found.span(), 0.7, reason)
            pasted.blot(*found.span())
