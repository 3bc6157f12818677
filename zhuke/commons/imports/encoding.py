"""The encoding of a text file: byte order mark, then strict UTF-8, then GB18030, then the less likely ones."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .findings import UnreadableFile

CHUNK = 1024 * 1024
TOLERATED = 0.001  # share of characters that may be unreadable before the file is refused
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BOMS16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后公司工程有限建设集团市省区县路号"
    "客户名称联系电话手机邮箱日期金额备注地址编号姓名部门项目合同业务业主类型单位時間會學對國個這來說們為電話聯繫號碼稱備註額編項區"
)
_DOUBLE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """`name` is for Python, `damaged` counts characters that cannot be read and were replaced."""

    name: str
    damaged: int = 0


def detect(path: Path) -> TextEncoding:
    """Raises UnreadableFile when the bytes are no text in any encoding we know."""
    data = path.read_bytes()
    found = _by_mark(data) or _without_mark(data)
    if found is None:
        raise UnreadableFile("encoding")
    _refuse_control_characters(data, found)
    return found


def label(name: str) -> str:
    """The name a person knows."""
    names = {"utf-8-sig": "UTF-8 (BOM)", "utf-8": "UTF-8", "gb18030": "GBK / GB18030", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
    return names.get(name, name.upper())


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text in pieces of about a million characters; unreadable bytes become U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", True)


def _by_mark(data: bytes) -> TextEncoding | None:
    for mark, name in (*_BOMS, *_BOMS16):
        if data.startswith(mark):
            damaged = _damage(data, name)
            return TextEncoding(name, damaged) if damaged <= _allowed(data) else None
    return None


def _without_mark(data: bytes) -> TextEncoding | None:
    if b"\0" in data:
        return _sixteen_bit(data)
    if _damage(data, "utf-8") == 0:
        return TextEncoding("utf-8")
    if _damage(data, "gb18030") == 0:
        return TextEncoding(_least_strange(data))
    least = min((TextEncoding(name, _damage(data, name)) for name in ("utf-8", "gb18030", "big5hkscs")), key=_by_damage)
    if least.damaged <= _allowed(data):
        return least
    return TextEncoding("cp1252") if _is_western(data) else None


def _by_damage(encoding: TextEncoding) -> int:
    return encoding.damaged


def _sixteen_bit(data: bytes) -> TextEncoding | None:
    """UTF-16 without a mark has its zero bytes on one side; a few stray zeros are padding in an ordinary text."""
    zeros = data.count(0)
    even, odd = data[::2].count(0), data[1::2].count(0)
    for side, other, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if side > len(data) * 0.02 and side > 20 * other and _damage(data, name) <= _allowed(data):
            return TextEncoding(name)
    if zeros <= max(2, len(data) * 0.001) or not data.rstrip(b"\0").count(0):
        rest = data.replace(b"\0", b"")
        return _without_mark(rest) if rest else None
    return None


def _least_strange(data: bytes) -> str:
    """GB18030 accepts nearly everything, so look whether Big5 or a Western encoding reads better."""
    sample = data[: 512 * 1024]
    pairs = _DOUBLE.findall(sample)
    in_letters = sum(1 for pair in pairs if pair[1] < 0x80)
    beyond_gb2312 = sum(1 for pair in pairs if not (0xA1 <= pair[0] <= 0xF7 and pair[1] >= 0xA1))
    if beyond_gb2312 < 0.2 * len(pairs):
        return "gb18030"
    if in_letters > 0.8 * len(pairs) and _is_western(data) and _ordinary(sample, "gb18030") < 0.1:
        return "cp1252"
    if _damage(data, "big5hkscs") == 0 and _ordinary(sample, "big5hkscs") > 2 * _ordinary(sample, "gb18030"):
        return "big5hkscs"
    return "gb18030"


def _ordinary(data: bytes, name: str) -> float:
    """Share of everyday characters among the ideographs."""
    ideographs = [char for char in data.decode(name, "replace") if char >= "\u3400"]
    return sum(1 for char in ideographs if char in _COMMON) / max(len(ideographs), 1)


def _is_western(data: bytes) -> bool:
    """Accented letters stand alone or in twos among ASCII letters."""
    high = len(data.translate(None, bytes(range(128))))
    lone = len(b"".join(re.findall(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])", data)))
    return lone > 0.85 * high and high < 0.15 * len(data) and _damage(data, "cp1252") == 0


def _damage(data: bytes, name: str) -> int:
    """How many characters do not decode; counting stops where the file is lost anyway."""
    limit = _allowed(data)
    decoder = codecs.getincrementaldecoder(name)("replace")
    known = "\ufffd".encode("utf-8") if name.startswith("utf-8") else None  # in the file already: old damage, not ours
    count = 0
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        text = decoder.decode(chunk, start + CHUNK >= len(data))
        if "\ufffd" in text:
            count += text.count("\ufffd") - (chunk.count(known) if known else 0)
        if count > limit:
            return limit + 1
    return max(count, 0)


def _allowed(data: bytes) -> int:
    return max(3, int(len(data) * TOLERATED))


def _refuse_control_characters(data: bytes, found: TextEncoding) -> None:
    text = data[: 256 * 1024].decode(found.name, "replace")
    strange = sum(1 for char in text if char < " " and char not in "\t\r\n\f\v\x1a\0")
    if strange > 2 and strange > len(text) * 0.01:
        raise UnreadableFile("encoding")
