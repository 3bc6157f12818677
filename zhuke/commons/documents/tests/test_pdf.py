"""PDFs: our font is inside, and what a person typed stays text."""

from pathlib import Path

import pypdfium2
import pytest
import typst

from zhuke.commons.documents import compile_pdf

TEMPLATE = """#import "base.typ": *
#let data = json(bytes(sys.inputs.data))
#show: house.with(title: data.title, foot: "筑客")
= #data.title
#facts(("客户", data.customer), ("日期", none))
#table(columns: 2, [项], [数], ..data.rows.flatten())
#said(data.text)
"""
DATA = {
    "title": "日报 2026-11-21",
    "customer": "江苏新筑建设有限公司",
    "rows": [["拜访", "3"]],
    "text": "#panic(1) *不是* 标记\n第二行 堃喆",
}


def text_of(pdf: bytes) -> str:
    """All text of a PDF."""
    book = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in book)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template on disk."""
    path = tmp_path / "t.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_chinese_with_our_own_font(template: Path) -> None:
    pdf = compile_pdf(template, DATA)
    assert pdf.startswith(b"%PDF-")
    assert b"ZhukeSans" in pdf
    text = text_of(pdf)
    assert "江苏新筑建设有限公司" in text
    assert "日报 2026-11-21" in text


def test_what_people_type_is_never_markup(template: Path) -> None:
    text = text_of(compile_pdf(template, DATA))
    assert "#panic(1) *不是* 标记" in text
    assert "第二行 堃喆" in text


def test_a_faulty_template_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.typ"
    path.write_text("#let data = json(bytes(sys.inputs.data))\n#data.missing", encoding="utf-8")
    with pytest.raises(typst.TypstError):
        compile_pdf(path, {})
