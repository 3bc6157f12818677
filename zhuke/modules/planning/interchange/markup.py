"""XML of strangers: read piece by piece, without entities, without a depth or a size that could hurt; and written again."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .plan_file import Node
from .refusals import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT, BadPlanFile

_DECLARED = re.compile(rb"""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([\w.-]+)(["'])""")
# Characters that XML forbids and programs write all the same, as references or as bytes.
_BAD_REFERENCE = re.compile(rb"&#(?:[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));")
_BAD_BYTES = bytes(code for code in range(32) if code not in (9, 10, 13))
_BAD_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def content(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises BadPlanFile."""
    size = path.stat().st_size
    if size == 0:
        raise BadPlanFile("empty_file")
    if size > MAX_BYTES:
        raise BadPlanFile("too_large", size=round(size / 1024 / 1024))
    return path.read_bytes()


def readable(data: bytes) -> bytes:
    """The same XML in an encoding that the parser knows (Chinese programs write GB 18030), without characters that XML forbids."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data
    found = _DECLARED.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    named = found[2].decode("ascii").lower() if found else "utf-8"
    if named in ("gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "hz-gb-2312") or (named.startswith("utf-8") and not _is_utf8(data)):
        try:
            data = _DECLARED.sub(rb"\g<1>utf-8\g<3>", data.decode("gb18030").encode("utf-8"))
        except UnicodeDecodeError as problem:
            raise BadPlanFile("broken", detail="encoding") from problem
    return _BAD_REFERENCE.sub(b"", data.translate(None, _BAD_BYTES))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return sys.intern(tag.rpartition("}")[2])


def pieces(data: bytes, depth: int) -> Iterator[tuple[str, Element]]:
    """Every element at ``depth`` below the root (1: its children) with the name of its parent; it is gone when the next one comes.

    Elements above that depth come too, when they end, with what is left in them. Raises BadPlanFile.
    """
    open_: list[Element] = []
    count = 0
    try:
        for event, element in iterparse(io.BytesIO(readable(data)), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                open_.append(element)
                count += 1
                if len(open_) > MAX_DEPTH or count > MAX_NODES:
                    raise BadPlanFile("too_much")
                continue
            open_.pop()
            if element.text and len(element.text) > MAX_TEXT:
                raise BadPlanFile("too_much")
            if 0 < len(open_) <= depth:
                yield local(open_[-1].tag), element
                open_[-1].remove(element)
    except DefusedXmlException as problem:
        raise BadPlanFile("hostile") from problem
    except (ParseError, LookupError, UnicodeError) as problem:
        raise BadPlanFile("broken", detail=str(problem)[:100]) from problem


def root_name(data: bytes) -> str:
    """The name of the root element; "" where there is none. Raises BadPlanFile where the beginning is hostile or broken."""
    try:
        for _event, element in iterparse(io.BytesIO(readable(data)), events=("start",), forbid_dtd=True):
            return local(element.tag)
    except DefusedXmlException as problem:
        raise BadPlanFile("hostile") from problem
    except (ParseError, LookupError, UnicodeError) as problem:
        raise BadPlanFile("broken", detail=str(problem)[:100]) from problem
    return ""


def leaves(element: Element) -> dict[str, str]:
    """Children that hold text only, by name; of repeated ones the first. The others are in ``branches``."""
    found: dict[str, str] = {}
    for child in element:
        if not len(child):
            found.setdefault(local(child.tag), sys.intern(child.text or "") if len(child.text or "") < 40 else child.text or "")
    return found


def branches(element: Element, without: frozenset[str] = frozenset()) -> list[Node]:
    """Children that hold elements, and repeats of simple ones, as plain lists."""
    found: list[Node] = []
    seen: set[str] = set()
    for child in element:
        name = local(child.tag)
        if name in without:
            continue
        if len(child) or name in seen:
            found.append(node(child))
        else:
            seen.add(name)
    return found


def node(element: Element) -> Node:
    """An element as ``[name, text]`` or ``[name, [nodes]]``."""
    if len(element):
        return [local(element.tag), [node(child) for child in element]]
    return [local(element.tag), element.text or ""]


def escaped(text: str) -> str:
    """Text as XML may hold it."""
    return _BAD_TEXT.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(name: str, value: "str | list[Node]") -> str:
    """One node as XML."""
    if isinstance(value, str):
        return f"<{name}>{escaped(value)}</{name}>" if value else f"<{name}/>"
    return f"<{name}>" + "".join(written(*child) for child in value) + f"</{name}>"
