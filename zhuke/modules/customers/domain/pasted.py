"""Fields out of pasted text (R117): business cards, e-mail signatures, chats, snippets of the business register. Nothing is invented:
every proposal points at the characters it was read from and says how sure it is."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from . import credit_code
from .contact_points import LANDLINE, MOBILE, SERVICE, ContactPoint, is_public_mail_domain, parse_email, parse_phone, parse_wechat
from .pasted_people import propose_person
from .pasted_places import read_address, read_labelled_address, read_local_numbers, read_place
from .pasted_text import READ, PastedText, Proposal
from .pasted_words import BEFORE_COMPANY, COMPANY, DEPARTMENT, ENGLISH_COMPANY, HAN, INSTITUTION
from .regions import table
from .wordlists import words

__all__ = ["Proposal", "propose"]

_SEVERAL = frozenset(words("contact_phone contact_landline contact_email contact_wechat"))
_MOST_OF_ONE_FIELD = 5
_ORDER = words(
    "name credit_code legal_representative registered_capital established_on registered_address region city website business_scope "
    "contact_name contact_department contact_position contact_phone contact_landline contact_email contact_wechat"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?@\s?(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}")
_URL = re.compile(rf"(?:https?://|(?<![A-Za-z0-9.])www\.)[^\s,;、。<>\"'()|{HAN}{READ}]{{3,180}}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?:/[^\s,;]{0,100})?")
_PHONE = re.compile(
    r"(?<![\dA-Za-z.])(?:\(?\+?86\)?[-\s]?|0086[-\s]?)?0?1[3-9]\d[-\s.]?\d{4}[-\s.]?\d{4}(?!\d)"
    r"|(?<![\d.])(?:\(?\+86\)?[-\s]?|0086[-\s]?)?\(?0\d{2,3}\)?[-\s]{0,2}[2-9]\d{2,3}[-\s]?\d{3,4}(?!\d)(?:\s?(?:转|分机号?|ext\.?|x|[-*#])[:\s]?\d{1,6}(?!\d))?"
    r"|(?<![\d.])(?:\(?\+86\)?|0086)[-\s]?\(?[1-9]\d{1,2}\)?[-\s][2-9]\d{2,3}[-\s]?\d{4}(?!\d)"
    r"|(?<![\d.])[48]00(?:[-\s]?\d{3}[-\s]?\d{4}|[-\s]\d{4}[-\s]\d{3})(?!\d)"
    r"|\+(?!86)[1-9]\d{0,2}[-\s]\(?\d{1,4}\)?(?:[-\s]?\d{2,4}){2,3}(?!\d)",
    re.IGNORECASE,
)
_NEXT_LOCAL = re.compile(r"\s?[/、,]\s?(\d{7,8})(?!\d)")
_WECHAT = re.compile(
    r"(?<![A-Za-z])(?:微信|wechat|weixin|vx|wx|v信)(?:号码?)?(?:是|为)?[ :]{0,3}([A-Za-z][\w-]{5,19}|1[3-9]\d{9})(?![\w@.])", re.IGNORECASE
)
_SAME_WECHAT = re.compile(
    r"微信(?:号)?(?:同号|同手机|同步|也是(?:这个|手机))|(?:手机|电话)?(?:号)?(?:同|即|就是)微信|同微信|微信同", re.IGNORECASE
)
_COMPANY = re.compile(COMPANY)
_INSTITUTION = re.compile(rf"(?<![{HAN}])(?:{INSTITUTION})(?![{HAN}])")
_ENGLISH_COMPANY = re.compile(ENGLISH_COMPANY)
_STRONG_INSTITUTION = re.compile("(?:局|厅|委员会|人民政府|管委会|研究院|设计院|勘察院|事务所|医院|大学|学院|合作社|指挥部)$")
_IN_STREET = re.compile("[路街巷号].*(?:中心|厂|院|学|局|所|部)$")
_NO_COMPANY = frozenset(words("公司 分公司 总公司 子公司 母公司 集团公司 集团 有限公司 建筑公司 施工公司 装修公司 开发公司"))
_SOMEBODYS_COMPANY = re.compile("(?:贵|我们?|(?<!日)本|该|你们|咱们?|他们|[这那哪一几]家)(?:公司|集团)$")
_CAPITAL = re.compile(
    r"(?P<number>\d[\d,]{0,18}(?:\.\d{1,6})?)\s?\(?(?P<unit>亿|千万|百万|万)?\)?\s?(?P<currency>[元圆])?(?P<rest>[^\n,;。]{0,8})"
)
_FOREIGN = re.compile(r"美元|港[元币]|欧元|日元|英镑|新元|韩元|USD|HKD|EUR|JPY|GBP", re.IGNORECASE)
_UNIT = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_DATE = re.compile(r"(\d{4})\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})\s?日?")


def propose(text: str) -> list[Proposal]:
    """Everything that can be read out of the text, in the order of the form, the surest value of a field first.

    One value a field, except phones, e-mail and WeChat: up to five. Never raises; of very long texts the first 20,000
    characters are read. `registered_capital` is ¥ as digits (8200000), `established_on` an ISO date.
    """
    pasted = PastedText(text)
    _read_codes(pasted)
    _read_mail_and_sites(pasted)
    phones = _read_phones(pasted)
    _read_wechat(pasted, phones)
    _read_register(pasted)
    read_labelled_address(pasted)
    _read_company(pasted)
    read_address(pasted)
    read_place(pasted)
    read_local_numbers(pasted)
    propose_person(pasted, frozenset(phones))
    return _chosen(pasted.proposals)


def _chosen(proposals: Iterable[Proposal]) -> list[Proposal]:
    chosen: list[Proposal] = []
    ranked = sorted(proposals, key=lambda p: (_ORDER.index(p.field), -p.confidence, p.start))
    for proposal in ranked:
        same = [other for other in chosen if other.field == proposal.field]
        most = _MOST_OF_ONE_FIELD if proposal.field in _SEVERAL else 1
        if len(same) < most and all(other.value != proposal.value for other in same):
            chosen.append(proposal)
    return chosen


def _read_codes(pasted: PastedText) -> None:
    for found in _CODE.finditer(pasted.plain):
        if credit_code.is_valid(found[0]):
            pasted.propose("credit_code", credit_code.normalise(found[0]), found.span(), 0.99, gettext("18 位，校验位正确"))
            pasted.blot(*found.span())
    for labelled in pasted.behind("credit_code"):
        value = credit_code.normalise(pasted.plain[labelled.start : labelled.end])
        valid = credit_code.is_valid(value)
        if valid or (15 <= len(value) <= 20 and value.isascii() and value.isalnum()):
            reason = gettext("写在代码标签之后，校验位正确") if valid else credit_code.explain(value)[0]
            pasted.propose("credit_code", value, (labelled.start, labelled.end), 0.98 if valid else 0.4, reason)
            pasted.blot(labelled.start, labelled.end)


def _read_mail_and_sites(pasted: PastedText) -> None:
    for found in _EMAIL.finditer(pasted.plain):
        point = parse_email(found[0])
        if point.ok:
            own = not is_public_mail_domain(point.value.partition("@")[2])
            reason = point.note or (gettext("单位邮箱") if own else gettext("公共邮箱"))
            pasted.propose("contact_email", point.value, found.span(), 0.7 if point.note else 0.97 if own else 0.95, reason)
            pasted.blot(*found.span())
    for found in _URL.finditer(pasted.free):
        _propose_site(pasted, *found.span(), 0.95, gettext("网址格式"))
    for labelled in pasted.behind("website"):
        domain = _DOMAIN.match(pasted.free, labelled.start, labelled.end)
        if domain:
            _propose_site(pasted, *domain.span(), 0.95, gettext("写在网址标签之后"))


def _propose_site(pasted: PastedText, start: int, end: int, confidence: float, reason: str) -> None:
    value = pasted.plain[start:end].rstrip("./:!?")
    pasted.propose("website", value, (start, start + len(value)), confidence, reason)
    pasted.blot(start, end)


def _read_phones(pasted: PastedText) -> list[int]:
    """Propose phone numbers; returns where they begin. Fax numbers and account numbers are read over."""
    starts = []
    for found in list(_PHONE.finditer(pasted.free)):
        start, end = found.span()
        label = pasted.label_at(start)
        if label in {"other", "credit_code", "registered_capital", "business_scope"}:
            continue
        pasted.blot(start, end)
        point = parse_phone(found[0])
        if not point.ok:  # 021-5888 1234-802
            point = parse_phone(re.sub(r"(?<=\d) (?=\d)", "", found[0]))
        if not point.ok or label == "fax":
            continue
        _propose_phone(pasted, point, (start, end), label)
        starts.append(start)
        following = _NEXT_LOCAL.match(pasted.free, end)
        if following and point.kind == LANDLINE:
            second = parse_phone(following[1], point.value.partition("-")[0])
            if second.ok:
                _propose_phone(pasted, second, following.span(1), label)
                pasted.blot(*following.span(1))
    return starts


def _propose_phone(pasted: PastedText, point: ContactPoint, span: tuple[int, int], label: str) -> None:
    field = "contact_landline" if point.kind in {LANDLINE, SERVICE} else "contact_phone"
    labelled = label in {"contact_phone", "contact_landline", "phone_wechat"}
    reason = {MOBILE: gettext("手机号码"), LANDLINE: gettext("区号和固定电话"), SERVICE: gettext("服务热线")}.get(
        point.kind, gettext("境外号码")
    )
    confidence = (0.97 if labelled else 0.9) - (0.15 if point.kind == SERVICE else 0) - (0.2 if point.note else 0)
    with_wechat = label == "phone_wechat" and point.kind == MOBILE
    remarks = [reason, point.note, gettext("标签写明也是微信") if with_wechat else ""]
    told = gettext("，").join(dict.fromkeys(remark for remark in remarks if remark))
    pasted.propose(field, point.value, span, confidence, told)
    if with_wechat:
        pasted.propose("contact_wechat", point.value, span, 0.85, told)


def _read_wechat(pasted: PastedText, phone_starts: list[int]) -> None:
    for labelled in pasted.behind("contact_wechat"):
        value = re.split(r"[\s,;()|]", pasted.plain[labelled.start : labelled.end])[0]
        point = parse_wechat(value)
        if point.ok:
            pasted.propose("contact_wechat", point.value, (labelled.start, labelled.start + len(value)), 0.95, gettext("写在微信标签之后"))
            pasted.blot(labelled.start, labelled.start + len(value))
    for found in _WECHAT.finditer(pasted.plain):
        if parse_wechat(found[1]).ok:
            pasted.propose("contact_wechat", parse_wechat(found[1]).value, found.span(1), 0.9, gettext("“微信”之后的号码"))
            pasted.blot(*found.span())
    same = _SAME_WECHAT.search(pasted.free)
    mobiles = [p for p in pasted.proposals if p.field == "contact_phone"]
    if same and mobiles and phone_starts:
        pasted.propose("contact_wechat", mobiles[0].value, same.span(), 0.85, gettext("原文说微信与手机同号"))
        pasted.blot(*same.span())


def _read_register(pasted: PastedText) -> None:
    """Legal representative, capital, date and scope: only behind their labels."""
    for labelled in pasted.behind("legal_representative"):
        found = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,12}}){{0,3}}(?![{HAN}])|[A-Za-z][A-Za-z .,'-]{{2,38}}").match(
            pasted.plain[: labelled.end], labelled.start
        )
        if found:
            pasted.propose("legal_representative", found[0].strip(), found.span(), 0.95, gettext("写在法定代表人标签之后"))
    for labelled in pasted.behind("registered_capital"):
        _propose_capital(pasted, labelled.start, labelled.end)
    for labelled in pasted.behind("established_on"):
        found = _DATE.search(pasted.plain, labelled.start, labelled.end)
        if found:
            pasted.propose("established_on", _iso_date(found), found.span(), 0.95, gettext("写在成立日期标签之后"))
    for labelled in pasted.behind("business_scope"):
        value = re.sub(r"\s*\n\s*", "", pasted.plain[labelled.start : labelled.end])
        pasted.propose("business_scope", value, (labelled.start, labelled.end), 0.95, gettext("写在经营范围标签之后"))
    for field in ("legal_representative", "registered_capital", "established_on", "business_scope", "other", "fax"):
        for labelled in pasted.behind(field):
            pasted.blot(labelled.start, labelled.end)


def _propose_capital(pasted: PastedText, start: int, end: int) -> None:
    found = _CAPITAL.search(pasted.plain, start, end)
    if not found or _FOREIGN.search(pasted.plain, start, min(end, found.end() + 8)):
        return
    try:
        number = Decimal(found["number"].replace(",", ""))
    except InvalidOperation:
        return
    guessed = not found["unit"] and not found["currency"] and number < 1_000_000
    value = number * (_UNIT.get(found["unit"] or "", 1) if not guessed else 10**4)
    reason = gettext("原文没有写单位，按万元计，请核对") if guessed else gettext("写在注册资本标签之后，已换算成元")
    pasted.propose("registered_capital", f"{value.normalize():f}", found.span(), 0.5 if guessed else 0.95, reason)


def _iso_date(found: re.Match[str]) -> str:
    """ISO form; empty for a day that does not exist."""
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""


def _read_company(pasted: PastedText) -> None:
    for labelled in pasted.behind("name"):
        found = re.compile(r"[^,;|\n\t。]{4,120}?(?= {2,}|[,;|\n\t。]|$)").match(pasted.free[: labelled.end], labelled.start)
        if found and READ not in found[0] and not found[0].strip().isdigit():
            pasted.propose("name", _chinese_brackets(found[0].strip()), found.span(), 0.97, gettext("写在名称标签之后"))
            pasted.blot(*found.span())
    for found in list(_COMPANY.finditer(pasted.free)):
        start, end = _without_lead(pasted.plain, *found.span())
        value = pasted.plain[start:end]
        nameless = value in _NO_COMPANY or value.startswith(("公司", "集团", "有限")) or _SOMEBODYS_COMPANY.search(value)
        if len(value) >= 4 and not nameless:
            sure = "有限" in value or "股份" in value
            pasted.propose(
                "name",
                _chinese_brackets(value),
                (start, end),
                0.92 if sure else 0.75,
                gettext("公司名称的写法") if sure else gettext("像是公司简称，请补全"),
            )
            pasted.blot(start, end)
    for found in list(_INSTITUTION.finditer(pasted.free)):
        placed = bool(table().longest_prefix(found[0]))
        if (
            not _IN_STREET.search(found[0])
            and len(found[0]) >= 4
            and (placed or _STRONG_INSTITUTION.search(found[0]))
            and not re.fullmatch(DEPARTMENT, found[0])
        ):
            pasted.propose("name", _chinese_brackets(found[0]), found.span(), 0.85 if placed else 0.6, gettext("机构名称的写法"))
            pasted.blot(*found.span())
    for found in list(_ENGLISH_COMPANY.finditer(pasted.free)):
        pasted.propose("name", found[0].strip(), found.span(), 0.55, gettext("英文公司名称，请换成中文全称"))
        pasted.blot(*found.span())


def _without_lead(plain: str, start: int, end: int) -> tuple[int, int]:
    """The company without what was said before it (我是浙江…) and without a bracket that is not closed."""
    lead = BEFORE_COMPANY.match(plain[start:end])
    start += lead.end() if lead else 0
    while start < end and (plain[start] in "()·&我贵本该的" or (plain[start].isdigit() and not plain[start : start + 4].isdigit())):
        start += 1
    last_open = plain.rfind("(", start, end)
    if last_open >= 0 and ")" not in plain[last_open:end] and plain[end : end + 1] == ")":
        end += 1
    return start, end


def _chinese_brackets(name: str) -> str:
    """Registered names use full-width brackets."""
    return name.replace("(", "（").replace(")", "）") if re.search(rf"[{HAN}]", name) else name
