"""How a business card, a signature or a register snippet is read: labels, surnames, titles, departments, company forms as patterns."""

import re

from django.utils.translation import gettext_noop

from .wordlists import read_words

HAN = "\u4e00-\u9fff"
_WORDS = read_words("pasted.txt")
_SINGLE = "".join(_WORDS["surname"])


def _any(section: str) -> str:
    return "|".join(_WORDS[section])


COMPOUND = _any("compound_surname")
SURNAME = f"(?:{COMPOUND}|[{_SINGLE}])"
PERSON = f"(?:(?:{COMPOUND})[{HAN}]{{1,2}}|[{_SINGLE}][{HAN}]{{1,2}})"
SPACED_PERSON = rf"[{_SINGLE}] {{1,6}}[{HAN}](?: {{1,6}}[{HAN}])?"
# Words that begin with a surname's character and are no names.
NO_NAMES = frozenset(_WORDS["no_name"])
ENGLISH_TITLE = (
    r"(?:(?:Deputy|Vice|Senior|Chief|General|Project|Sales|Marketing|Purchasing|Procurement|Technical|Engineering|Regional|Executive|Managing|"
    r"Assistant|Business|Account|Financial?|Operations?|Construction|Cost|Contract) ){0,3}"
    r"(?:Manager|Director|Engineer|President|Chairman|Architect|Accountant|Secretary|Assistant|Supervisor|Officer|CEO|CTO|CFO|COO|Buyer)\b"
)
TITLE = rf"(?:(?:{_any('title_prefix')}){{0,4}}(?:{_any('title')})(?:助理|秘书)?|C[ETFM]O|{ENGLISH_TITLE})"
# How one speaks of somebody whose given name is not told: 王总, 李工, 张经理.
ADDRESSED = f"(?:总|工|董|局|处|{TITLE}|先生|女士|小姐|老师)"
_SECTION = "事业部|办公室|中心|部门|部|处|科|室|办"
DEPARTMENT = rf"(?:(?:{_any('department')}){{1,5}}(?:{_SECTION})|办公室|财务室|总工办|总师办|基建办)"
_LEGAL_FORM = "(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|集团)"
_BRANCH = rf"(?:\(?[{HAN}\d]{{2,8}}?(?:分公司|项目部|办事处|营业部)\)?)?"
COMPANY = rf"[{HAN}A-Za-z0-9&·()]{{2,40}}?(?:集团)?{_LEGAL_FORM}{_BRANCH}(?![{HAN}]{{0,12}}公司)"
ENGLISH_COMPANY = (
    r"[A-Z][\w&'-]*(?:[ .,&]{1,2}[\w&'()-]+){0,8}?,? ?"
    r"(?:Co\.?, ?Ltd\b\.?|Company Limited|Limited\b|Ltd\b\.?|Inc\b\.?|Corp\b\.?|LLC\b|GmbH\b)"
)
INSTITUTION = (
    rf"[{HAN}()]{{2,30}}(?:局|厅|委员会|人民政府|管委会|管理处|指挥部|研究院|设计院|勘察院|规划院|医院|卫生院|大学|学院|学校|中学|小学|幼儿园"
    r"|事务所|银行|支行|分行|工厂|厂|合作社|商行|经营部|协会|商会|居委会|村委会|街道办事处|中心|项目部|指挥中心)"
)
# What people say before they name a firm.
BEFORE_COMPANY = re.compile(
    r"^.*?(?:我们?(?:这边)?是|这里是|这边是|来自|我们?在|就职于|任职于|供职于|公司是|单位是|叫做|客户是|业主是|甲方是|代表|关于|感谢|您?好"
    r"|是|联系|给|跟)(?=[^是]{4})"
)


def _label(names: tuple[str, ...]) -> str:
    """The labels of a field; the characters of a Chinese one may be spread (电　话)."""
    spread = (" {0,6}".join(map(re.escape, name)) if not name.isascii() else re.escape(name) for name in names)
    return "|".join(sorted(spread, key=len, reverse=True))


_GROUPS = "|".join(
    f"(?P<{section.removeprefix('label ')}>{_label(names)})" for section, names in _WORDS.items() if section.startswith("label ")
)
# Behind a label stands a colon, or, at the beginning of a line, a blank. A label in two languages counts as one (电话/Tel:).
_SECOND_LANGUAGE = rf"(?:(?:\s?[/(\[]\s?|(?<=[{HAN}])\s?)[A-Za-z][A-Za-z.\-]{{0,11}}[)\]]?)?"
_REMARK = r"(?:\([^()\n]{1,8}\)[ \t]*)?"
LABEL = re.compile(rf"(?<![A-Za-z0-9{HAN}])(?:{_GROUPS})(?:号码|号)?{_SECOND_LANGUAGE}[ \t]*{_REMARK}[:=]+[ \t]*", re.IGNORECASE)
LINE_LABEL = re.compile(rf"^[ \t]*[\W_]{{0,2}}(?:{_GROUPS})(?:[ \t]+|$)", re.IGNORECASE)
FIELD_LABELS = {
    "name": gettext_noop("客户名称"),
    "credit_code": gettext_noop("统一社会信用代码"),
    "contact_name": gettext_noop("联系人姓名"),
    "contact_position": gettext_noop("联系人职务"),
    "contact_department": gettext_noop("联系人部门"),
    "contact_phone": gettext_noop("联系人手机"),
    "contact_landline": gettext_noop("联系人座机"),
    "contact_email": gettext_noop("联系人邮箱"),
    "contact_wechat": gettext_noop("联系人微信"),
    "registered_address": gettext_noop("注册地址"),
    "region": gettext_noop("地区"),
    "city": gettext_noop("城市"),
    "website": gettext_noop("网站"),
    "legal_representative": gettext_noop("法定代表人"),
    "registered_capital": gettext_noop("注册资本"),
    "established_on": gettext_noop("成立日期"),
    "business_scope": gettext_noop("经营范围"),
}
