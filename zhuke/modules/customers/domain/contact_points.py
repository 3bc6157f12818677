"""Ways to reach somebody: phone numbers, e-mail, postcode, WeChat. Text of any quality goes in, normal forms or a sentence come out."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from .regions import area_codes
from .wordlists import words

MOBILE, LANDLINE, SERVICE, INTERNATIONAL = "mobile", "landline", "service", "international"
EMAIL, POSTCODE, WECHAT = "email", "postcode", "wechat"

# Prefixes handed out by the Ministry of Industry and Information Technology.
_MOBILE_PREFIXES = frozenset(
    [f"13{d}" for d in range(10)]
    + [f"14{d}" for d in "01456789"]
    + [f"15{d}" for d in "012356789"]
    + [f"16{d}" for d in "2567"]
    + [f"17{d}" for d in "012345678"]
    + [f"18{d}" for d in range(10)]
    + [f"19{d}" for d in "012356789"]
)
_VIRTUAL = frozenset(["162", "165", "167", "170", "171"])
_MACHINE = frozenset(["140", "141", "144", "146", "148", "172"])
_PLAIN_MOBILE = re.compile(r"1[1-9]\d{9}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z]{{2,}}")
_CHINESE_DOMAIN = re.compile(r"[^\s@.]+(?:\.[^\s@.]+)*@[^\s@.]+(?:\.[^\s@.]+)*\.[^\s@.]{2,}")
_EXTENSION = re.compile(r"(?:转|分机号?|内线|ext\.?|x|[*#])[:.\s]*(\d{1,6})$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:联系|办公|移动|固定|公司|单位|手机|座机)?(?:电话|手机|座机|固话|传真)号?码?[\s.:]*|"
    r"\b(?:tel(?:ephone)?|mobile|cell|phone|fax|[tmpf])(?:\b|(?=\d))[\s.:]*",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,;|、\n\r\t]+|\s*/\s*|或|和(?=\d)")
_NUMBER_SHAPE = re.compile(
    r"(?:\+?86[-\s]?|0086[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"
    r"|\(?0\d{2,3}\)?[-\s]?\d{3,4}[-\s]?\d{3,4}(?!\d)(?:\s*(?:转|分机|ext\.?|x|[-*#])\s*\d{1,6}(?!\d))?"
    r"|[48]00[-\s]?\d{3}[-\s]?\d{4}(?!\d)",
    re.IGNORECASE,
)
_PUBLIC_MAIL = frozenset(
    words(
        "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn wo.cn aliyun.com tom.com 21cn.com "
        "gmail.com hotmail.com outlook.com live.com live.cn msn.com yahoo.com yahoo.com.cn icloud.com me.com"
    )
)
_MAIL_TYPOS = {wrong: right for right, *wrongs in (
    ("qq.com", "qq.con", "qq.co", "qq.cn", "qq.cpm"), ("163.com", "163.con", "163.co", "163.cm"), ("126.com", "126.con", "126.cm"),
    ("gmail.com", "gmial.com", "gamil.com", "gmail.con", "gmai.com"), ("hotmail.com", "hotmial.com", "hotmail.con"),
    ("sina.com", "sina.con"), ("outlook.com", "outlook.con", "outlok.com"), ("foxmail.com", "foxmail.con", "foxmial.com"),
) for wrong in wrongs}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach somebody. `problem` is empty when `value` may be used; `note` is a remark that does not forbid it."""

    kind: str
    value: str
    raw: str
    problem: str = ""
    note: str = ""
    extension: str = ""

    @property
    def ok(self) -> bool:
        """True when the value may be stored and used."""
        return not self.problem


def _plain(text: str) -> str:
    """Half width, with ASCII digits whatever script they were typed in."""
    return "".join(str(unicodedata.decimal(c, c)) for c in unicodedata.normalize("NFKC", text))


def parse_phones(text: str, area_code: str = "") -> list[ContactPoint]:
    """Every number of a cell, whatever separates them; names and remarks around a number become its note."""
    cleaned = _plain(text).strip()
    found: list[ContactPoint] = []
    shared = area_code
    for chunk in _SEPARATORS.split(cleaned):
        if not chunk.strip(" -.:()"):
            continue
        points = _numbers_of(chunk.strip(), shared)
        found += points
        landline = next((p for p in points if p.ok and p.kind == LANDLINE), None)
        if landline:  # 0571-88001234/88001235: the second number borrows the area code
            shared = landline.value.partition("-")[0]
    return found


def _numbers_of(chunk: str, area_code: str) -> list[ContactPoint]:
    whole = parse_phone(chunk, area_code)
    if whole.ok:
        return [whole]
    digits = re.sub(r"\D", "", chunk)
    if len(digits) == 22 and digits[0] == digits[11] == "1":  # two mobiles without a separator
        return [parse_phone(digits[:11]), parse_phone(digits[11:])]
    matches = [m[0] for m in _NUMBER_SHAPE.finditer(chunk)]
    remark = _NUMBER_SHAPE.sub(" ", chunk).strip(" -.:()")
    if not matches or re.search(r"\d", remark):
        return [whole]
    note = _LABEL.sub("", remark).strip(" -.:()") or ("传真" if "传真" in remark else "")
    return [replace(point, note=note or point.note) for point in (parse_phone(m, area_code) for m in matches)]


def parse_phone(text: str, area_code: str = "") -> ContactPoint:
    """One number: mobile, landline with area code and extension, 400/800 and short service numbers, or abroad.

    `area_code` is put before a landline number that has none.
    """
    raw = text.strip()
    if raw.isascii() and _PLAIN_MOBILE.fullmatch(raw):  # most of them: nothing to take off
        return _mobile(raw, raw)
    plain = _plain(raw)
    label = _LABEL.match(plain)
    plain = plain[label.end() :].strip() if label else plain.strip()
    note = "传真" if label and re.search("传真|fax|^f", label[0], re.IGNORECASE) else ""
    damaged = _spreadsheet_damage(plain)
    if damaged:
        return ContactPoint(MOBILE, "", raw, damaged)
    plain = re.sub(r"^(\d{7,13})\.0+$", r"\1", plain)
    plain, extension = _cut_extension(plain)
    unknown = re.sub(r"[\d\s+\-().·—–_]", "", plain)
    if unknown:
        return ContactPoint(
            MOBILE, "", raw, gettext("电话“%(raw)s”里有无法识别的字符“%(value)s”，请只保留号码。") % {"raw": raw, "value": unknown[:10]}
        )
    abroad = _international(plain, raw)
    if abroad:
        return abroad
    digits = _without_country(plain)
    point = _classified(digits, raw, extension, area_code)
    return replace(point, note=note) if note and point.ok else point


def _spreadsheet_damage(text: str) -> str:
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text, re.IGNORECASE):
        return gettext("号码“%(text)s”被表格软件存成了科学计数法，位数可能已丢失，请把单元格设为文本后重新填写。") % {"text": text}
    return ""


def _cut_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if found:
        return text[: found.start()].rstrip(" -(),"), found[1]
    # 0571-88001234-801: a third group of at most 6 digits after a full local number
    found = re.fullmatch(r"(\(?(?:\+?86[-\s]?)?0?\d{2,3}\)?[-\s]?\d{7,8})[-—–](\d{1,6})", text)
    return (found[1], found[2]) if found else (text, "")


def _international(text: str, raw: str) -> ContactPoint | None:
    compact = re.sub(r"[\s\-().]", "", text)
    found = re.fullmatch(r"(?:\+|00)(?!86)([1-9]\d{6,14})", compact)
    return ContactPoint(INTERNATIONAL, "+" + found[1], raw, note=gettext("境外号码")) if found else None


def _without_country(text: str) -> str:
    compact = re.sub(r"[^\d+]", "", text)
    found = re.fullmatch(r"(?:\+86|0086|86(?=1\d{10}$|0\d{9,11}$))(\d+)", compact)
    if not found:
        return compact.lstrip("+")
    national = found[1]
    is_bare_landline = len(national) in {9, 10, 11} and national[0] != "0" and not re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}", national)
    return "0" + national if is_bare_landline else national


def _classified(digits: str, raw: str, extension: str, area_code: str) -> ContactPoint:
    if not digits:
        return ContactPoint(MOBILE, "", raw, gettext("电话为空，请填写号码。"))
    if re.fullmatch(r"01[3-9]\d{9}", digits):
        digits = digits[1:]  # the zero once dialled before a mobile of another city
    if digits[0] == "1" and len(digits) >= 7 and not digits.startswith("10"):
        return _mobile(digits, raw)
    if re.fullmatch(r"[48]00\d{7}", digits):
        value = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" + (f"-{extension}" if extension else "")
        return ContactPoint(SERVICE, value, raw, extension=extension)
    if re.fullmatch(r"(95|96)\d{3,4}|1[02]\d{3}", digits):
        return ContactPoint(SERVICE, digits, raw)
    if digits[0] == "0":
        return _landline(digits, raw, extension)
    return _local(digits, raw, extension, area_code)


def _mobile(digits: str, raw: str) -> ContactPoint:
    if len(digits) != 11:
        return ContactPoint(
            MOBILE, "", raw, gettext("手机号应为 11 位，“%(raw)s”是 %(value)s 位，请核对。") % {"raw": raw, "value": len(digits)}
        )
    prefix = digits[:3]
    if prefix not in _MOBILE_PREFIXES:
        return ContactPoint(
            MOBILE, "", raw, gettext("手机号“%(raw)s”的号段 %(prefix)s 尚未启用，请核对。") % {"raw": raw, "prefix": prefix}
        )
    note = gettext("虚拟运营商号段") if prefix in _VIRTUAL else gettext("物联网号段，可能无法接听") if prefix in _MACHINE else ""
    if len(set(digits[3:])) == 1:
        note = gettext("后 8 位全部相同，请确认不是随手填写")
    return ContactPoint(MOBILE, digits, raw, note=note)


def _landline(digits: str, raw: str, extension: str) -> ContactPoint:
    length = 3 if digits[1:2] in {"1", "2"} else 4
    code, local = digits[:length], digits[length:]
    if code not in area_codes():
        return ContactPoint(LANDLINE, "", raw, gettext("“%(raw)s”的区号 %(code)s 不存在，请核对区号。") % {"raw": raw, "code": code})
    if len(local) not in {7, 8} or local[0] == "0":
        return ContactPoint(
            LANDLINE,
            "",
            raw,
            gettext("“%(raw)s”区号后应是 7 或 8 位且不以 0 开头的号码，现在是“%(local)s”，请核对。") % {"raw": raw, "local": local},
        )
    value = f"{code}-{local}" + (f"-{extension}" if extension else "")
    note = gettext("座机一般不以 1 开头，请确认") if local[0] == "1" else ""
    return ContactPoint(LANDLINE, value, raw, extension=extension, note=note)


def _local(digits: str, raw: str, extension: str, area_code: str) -> ContactPoint:
    if len(digits) in {7, 8} and area_code:
        return _landline(area_code + digits, raw, extension)
    if len(digits) in {7, 8}:
        return ContactPoint(
            LANDLINE, "", raw, gettext("座机“%(raw)s”缺少区号，请写成如 0571-%(digits)s。") % {"raw": raw, "digits": digits}
        )
    if len(digits) in {9, 10, 11, 12} and ("0" + digits[:3] in area_codes() or "0" + digits[:2] in area_codes()):
        return ContactPoint(
            LANDLINE, "", raw, gettext("“%(raw)s”像是区号前丢了 0 的座机，请写成 %(value)s。") % {"raw": raw, "value": _with_zero(digits)}
        )
    return ContactPoint(LANDLINE, "", raw, gettext("“%(raw)s”不是可识别的电话号码，请核对位数。") % {"raw": raw})


def _with_zero(digits: str) -> str:
    length = 2 if digits[0] in "12" else 3
    return f"0{digits[:length]}-{digits[length:]}"


def parse_email(text: str) -> ContactPoint:
    """One e-mail address; the domain comes out in lower case."""
    raw = text.strip()
    plain = re.sub(r"\s+", "", _plain(raw)).removeprefix("mailto:").strip("<>,;:。，；")
    if not plain:
        return ContactPoint(EMAIL, "", raw, gettext("邮箱为空，请填写邮箱地址。"))
    if plain.count("@") != 1:
        return ContactPoint(EMAIL, "", raw, gettext("邮箱“%(raw)s”应恰好有一个 @，请核对。") % {"raw": raw})
    if not (_EMAIL.fullmatch(plain) or (not plain.isascii() and _CHINESE_DOMAIN.fullmatch(plain))) or len(plain) > 254:
        return ContactPoint(EMAIL, "", raw, gettext("邮箱“%(raw)s”格式不对，应如 name@company.com，请核对。") % {"raw": raw})
    local, _, domain = plain.partition("@")
    domain = domain.lower()
    if len(local) > 64:
        return ContactPoint(EMAIL, "", raw, gettext("邮箱“%(raw)s”的 @ 前超过 64 个字符，请核对。") % {"raw": raw})
    typo = _MAIL_TYPOS.get(domain)
    return ContactPoint(
        EMAIL,
        f"{local}@{domain}",
        raw,
        note=gettext("域名 %(domain)s 可能是 %(typo)s 的笔误") % {"domain": domain, "typo": typo} if typo else "",
    )


def parse_emails(text: str) -> list[ContactPoint]:
    """Every address of a cell."""
    cleaned = _plain(text)
    return [parse_email(part) for part in re.split(r"[,;、|/\s]+", cleaned) if part]


def is_public_mail_domain(domain: str) -> bool:
    """True for mass providers (qq.com, 163.com …): the domain says nothing about the firm."""
    return domain.lower() in _PUBLIC_MAIL


def parse_postcode(text: str) -> ContactPoint:
    """A postcode: six digits; 999077 and 999078 stand for Hong Kong and Macao."""
    raw = text.strip()
    digits = re.sub(r"[\s-]", "", _plain(raw))
    digits = re.sub(r"\.0+$", "", digits)
    if re.fullmatch(r"\d{5}", digits) and digits[0] in "1234567":
        return ContactPoint(
            POSTCODE,
            "",
            raw,
            gettext("邮编“%(raw)s”只有 5 位，开头的 0 可能被表格软件去掉了，请改为 0%(digits)s。") % {"raw": raw, "digits": digits},
        )
    if not re.fullmatch(r"[0-8]\d{5}|99907[78]", digits) or digits == "000000":
        return ContactPoint(POSTCODE, "", raw, gettext("邮编“%(raw)s”应为 6 位数字，请核对。") % {"raw": raw})
    return ContactPoint(POSTCODE, digits, raw)


def parse_wechat(text: str) -> ContactPoint:
    """A WeChat id: 6 to 20 characters beginning with a letter, or the mobile number it is bound to."""
    raw = text.strip()
    plain = re.sub(r"^(?:微信号?|wechat|weixin|wx|vx)[\s:]+", "", _plain(raw), flags=re.IGNORECASE).strip()
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{5,19}", plain):
        return ContactPoint(WECHAT, plain, raw)
    phone = parse_phone(plain) if plain else None
    if phone and phone.ok and phone.kind == MOBILE:
        return ContactPoint(WECHAT, phone.value, raw, note=gettext("用手机号登记的微信"))
    return ContactPoint(WECHAT, "", raw, gettext("微信号“%(raw)s”应为 6 至 20 位、以字母开头，或为绑定的手机号，请核对。") % {"raw": raw})


def masked(phone: str) -> str:
    """A normal form that may be shown to everybody: 138****8000, 0571-****1234 (the extension is left out)."""
    if phone.startswith("0") and "-" in phone:
        area, local = phone.split("-")[:2]
        return f"{area}-****{local[-4:]}"
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-4:]}"
