"""What is taken and what is refused, and with which sentence."""

import io

import pytest

from zhuke.commons.files import content
from zhuke.commons.files.content import TooBig, check, clean_name
from zhuke.kernel.errors import DomainError

from .samples import OLE, SHEET, SVG, archive, pdf, picture


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("合同.pdf", pdf(), "application/pdf"),
        ("现场.jpg", picture("JPEG"), "image/jpeg"),
        ("现场.JPEG", picture("JPEG"), "image/jpeg"),
        ("a.png", picture(), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("图.svg", SVG, "image/svg+xml"),
        ("清单.xlsx", SHEET, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("旧表.xls", OLE, "application/vnd.ms-excel"),
        ("资料.zip", archive("a.txt", "b.pdf"), "application/zip"),
        ("图纸.dwg", b"AC1032" + b"\0" * 100, "image/vnd.dwg"),
        ("模型.ifc", b"ISO-10303-21;\nHEADER;", "application/x-step"),
        ("名单.csv", "姓名,电话\n张三,1".encode("gb18030"), "text/plain"),
        ("说明.txt", "\ufeff你好".encode("utf-16"), "text/plain"),
        ("信.eml", b"From: a@b.c\n\n<html><script>1</script></html>", "message/rfc822"),
        ("录音.mp3", b"ID3\x03" + b"\0" * 50, "audio/mpeg"),
        ("视频.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 50, "video/mp4"),
    ],
)
def test_taken(name: str, body: bytes, kind: str) -> None:
    assert check(name, io.BytesIO(body), len(body)).type == kind


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("空.pdf", b"", "是空的"),
        ("木马.exe", b"MZ\x90", "程序"),
        ("木马.pdf", b"MZ\x90\x00", "程序"),
        ("脚本.txt", b"#!/bin/sh\nrm", "程序"),
        ("页面.html", b"<html>", "网页"),
        ("带宏.xlsm", SHEET, "带宏"),
        ("藏宏.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "含有宏"),
        ("资料.zip", archive("说明.txt", "bin/setup.EXE"), "setup.EXE"),
        ("资料.zip", b"PK\x03\x04broken", "已损坏"),
        ("照片.pdf", picture(), "看起来是 PNG"),
        ("照片.jpg", picture(), "看起来是 PNG"),
        ("表.xlsx", archive("word/document.xml", "[Content_Types].xml"), "不符"),
        ("表.xlsx", OLE, "不是完好的 XLSX"),
        ("坏图.png", picture()[:40], "已损坏"),
        ("文字.txt", b"abc\x00\x01", "不是完好的 TXT"),
        ("文字.txt", b"  <!DOCTYPE html><p>", "网页代码"),
        ("数据.xml", b"<script>alert(1)</script>", "网页代码"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "脚本"),
        ("图.svg", b"<svg><rect onload='x()'/></svg>", "脚本"),
        ("图.svg", b"<svg><a href='java\nscript:x()'/></svg>", "脚本"),
        ("图.svg", b"<svg><foreignObject/></svg>", "脚本"),
        ("图.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "脚本"),
        ("未知.xyz", b"abc", "不支持 .xyz"),
    ],
)
def test_refused(name: str, body: bytes, word: str) -> None:
    with pytest.raises(DomainError) as refused:
        check(name, io.BytesIO(body), len(body))
    assert refused.value.code == "bad_file"
    assert word in str(refused.value.message)
    assert refused.value.fields["file"]


def test_limit_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_SIZE", 10)
    with pytest.raises(TooBig, match="too_big") as refused:
        check("a.txt", io.BytesIO(b"x" * 11), 11)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/合同.PDF", "合同.PDF"),
        ("C:\\资料\\合同.pdf", "合同.pdf"),
        ("a\u202efdp.exe\n.pdf", "afdp.exe.pdf"),
        ("  合同 .pdf. ", "合同 .pdf"),
        ("长" * 300 + ".docx", "长" * 120 + ".docx"),
    ],
)
def test_names(given: str, clean: str) -> None:
    assert clean_name(given) == clean


@pytest.mark.parametrize("given", ["合同", ".pdf", "", "a.", "x.superlongending"])
def test_names_without_ending(given: str) -> None:
    with pytest.raises(DomainError, match="bad_file"):
        clean_name(given)
