"""The words of a header: markers, units, line breaks."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from .cells import plain

_REQUIRED = re.compile(r"[*＊※★]|[（(\[【]\s*必[填选须]项?\s*[)）\]】]|必填项?$")
_OPTIONAL = re.compile(r"[（(\[【]\s*(?:选填|可选|非必填|可不填|可为空)\s*[)）\]】]")
_UNIT = re.compile(r"[（(\[【/]\s*(?:(?:金额)?单位\s*[:：]?\s*)?(?:人民币)?\s*(元|千元|万元|百万元|千万元|亿元|万|亿|%|％)\s*[)）\]】]?$")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(元|千元|万元|百万元|亿元)")
_MONEY = re.compile(r"金额|资金|资本|造价|产值|投资|预算|价|款|费|额|收入|成本|利润|amount|price|cost|budget|revenue", re.IGNORECASE)
WORDS = re.compile(
    r"序号|编号|编码|代码|名称|姓名|客户|公司|单位|企业|联系|电话|手机|邮箱|邮件|地址|地区|区域|省|城市|日期|时间|年月|金额|价格|单价|数量|预算|备注|说明|类型|类别|"
    r"分类|状态|阶段|等级|级别|行业|规模|来源|负责人|经理|部门|职务|职位|性别|年龄|身份证|项目|合同|产品|规格|型号|品牌|材质|税率|发票|信用|注册|法人|"
    r"\b(?:id|no|name|phone|mobile|tel|e-?mail|address|date|time|amount|price|qty|quantity|total|type|status|stage|company|account|customer|"
    r"contact|title|region|city|country|remark|note|code|number|product|project|owner|manager|sector|revenue)\b",
    re.IGNORECASE,
)


def is_title(text: str) -> bool:
    """A wording that only headers use, as opposed to a name that contains such a word (某某建筑公司)."""
    return len(text) <= 8 and bool(WORDS.search(text)) and not re.search(r"有限|股份|责任|集团.", text)


def cleaned(value: Any) -> str:
    """A header without markers for required or optional, in one line."""
    text = _OPTIONAL.sub("", _REQUIRED.sub("", plain(value)))
    text = re.sub(r"(?<=[\u3000-\u9fff（）])\s*\n\s*|\s*\n\s*(?=[\u3000-\u9fff（）])", "", text)
    return re.sub(r"\s+", " ", text).strip(" :：")


def is_required(value: Any) -> bool:
    """Marked with * or （必填）."""
    return bool(_REQUIRED.search(plain(value)))


def unit_of(header: str) -> str:
    """万元 out of 合同金额（万元）."""
    found = _UNIT.search(header)
    return found[1].replace("％", "%") if found else ""


def unit_line(values: Iterable[Any]) -> str:
    """The unit that a line above the table declares: 单位：万元."""
    found = _UNIT_LINE.search(" ".join(unicodedata.normalize("NFKC", plain(value)) for value in values if value is not None))
    return found[1] if found else ""


def is_money(header: str) -> bool:
    """Whether a unit declared above the table applies to this column."""
    return bool(_MONEY.search(header)) and not re.search(r"率|比例|%|数量|折", header)


def joined(parts: Iterable[str]) -> str:
    """The lines of a header of several lines as one: 联系人/电话."""
    return "/".join(dict.fromkeys(part for part in parts if part))


def distinct(names: Iterable[str]) -> list[str]:
    """电话, 电话 → 电话, 电话 (2)."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
