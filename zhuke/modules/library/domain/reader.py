"""A child process: the text of a file as JSON ``{"pages": n | null, "pieces": [[page | null, text], …]}``.

``python -m zhuke.modules.library.domain.reader in.pdf out.json``. In a process of its own with limits of memory and time, since files come
from anywhere: a hostile one may crash or hang a library, never the server. Exit code 3: a kind of file that has no text.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

MEMORY = 1 << 30
CPU_SECONDS = 50
MOST_PAGES = 2000
MOST_TEXT = 1_500_000
MOST_XML = 40 << 20  # bytes of one part, unpacked
MOST_PARTS = 500
PIECE = 2000
OVERLAP = 40
NO_TEXT = 3
TEXTS = ("txt", "csv", "md", "log", "xml", "json", "eml")
Piece = tuple[int | None, str]


def main(source: str, target: str) -> int:
    """Read, write, and say by the exit code whether there is text at all."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    path = Path(source)
    found = read(path, path.suffix.lower().lstrip("."))
    if found is None:
        return NO_TEXT
    pages, pieces = found
    Path(target).write_text(json.dumps({"pages": pages, "pieces": cut(pieces)}, ensure_ascii=False), encoding="utf-8")
    return 0


def read(path: Path, ending: str) -> tuple[int | None, Iterator[Piece]] | None:
    """Pages and text by page (sheet, slide); None: a kind without text."""
    if ending == "pdf":
        return _pdf(path)
    readers = {"docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "odt": _open_document, "ods": _open_document, "odp": _open_document}
    if ending in readers:
        return None, readers[ending](path)
    return (None, iter([(None, decode(path.read_bytes()[: MOST_TEXT * 4]))])) if ending in TEXTS else None


def cut(pieces: Iterator[Piece]) -> list[Piece]:
    """Clean pieces of bounded length; a word at a seam stands in both."""
    found: list[Piece] = []
    left = MOST_TEXT
    for page, raw in pieces:
        text = tidy(raw)[:left]
        left -= len(text)
        for start in range(0, len(text), PIECE - OVERLAP):
            if start == 0 or len(text) - start > OVERLAP:
                found.append((page, text[start : start + PIECE]))
        if left <= 0:
            break
    return found


def tidy(text: str) -> str:
    """One line of printable text; a line break inside Chinese is no gap."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\ufffe", "").replace("\xad", "")
    text = "".join(c if c.isprintable() else " " for c in text)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)


def _pdf(path: Path) -> tuple[int, Iterator[Piece]]:
    import pypdfium2

    book = pypdfium2.PdfDocument(path)

    def pages() -> Iterator[Piece]:
        for number in range(min(len(book), MOST_PAGES)):
            page = book[number]
            text = page.get_textpage()
            yield number + 1, text.get_text_bounded()
            text.close()
            page.close()

    return len(book), pages()


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16 (by its mark) or GB 18030; whatever fits none keeps its readable characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        # The end may have been cut inside a character.
        for spare in range(4):
            try:
                return data[: len(data) - spare].decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("utf-8", "replace")


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if archive.getinfo(name).file_size > MOST_XML:
        raise ValueError("a part is too large")
    return archive.open(name)


def _events(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    """The elements of a part as they end, emptied afterwards; entities and DTDs are refused."""
    from defusedxml.ElementTree import iterparse

    with _part(archive, name) as file:
        for _event, element in iterparse(file, events=("end",), forbid_dtd=True):
            yield element


def _plain(tag: Any) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _numbered(archive: zipfile.ZipFile, pattern: str) -> list[tuple[int, str]]:
    found = [(int(match[1]), name) for name in archive.namelist() if (match := re.fullmatch(pattern, name))]
    return sorted(found)[:MOST_PARTS]


def _docx(path: Path) -> Iterator[Piece]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml", n)]
        for name in sorted(names, key=lambda n: (n != "word/document.xml", n))[:MOST_PARTS]:
            words: list[str] = []
            for element in _events(archive, name):
                tag = _plain(element.tag)
                if tag == "t":
                    words.append(element.text or "")
                elif tag in ("p", "tab", "br", "tc"):
                    words.append("\n")
                    element.clear()
            yield None, "".join(words)


def _pptx(path: Path) -> Iterator[Piece]:
    with zipfile.ZipFile(path) as archive:
        for number, name in _numbered(archive, r"ppt/slides/slide(\d{1,6})\.xml"):
            words: list[str] = []
            for element in _events(archive, name):
                tag = _plain(element.tag)
                words.append((element.text or "") if tag == "t" else "\n" if tag == "p" else "")
            yield number, "".join(words)


def _xlsx(path: Path) -> Iterator[Piece]:
    with zipfile.ZipFile(path) as archive:
        shared = _shared(archive)
        for number, name in _numbered(archive, r"xl/worksheets/sheet(\d{1,6})\.xml"):
            cells: list[str] = []
            for element in _events(archive, name):
                tag = _plain(element.tag)
                if tag == "c":
                    cells.append(_cell(element, shared))
                elif tag == "row":
                    cells.append("\n")
                    element.clear()
            yield number, " ".join(cell for cell in cells if cell)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found: list[str] = []
    for element in _events(archive, "xl/sharedStrings.xml"):
        if _plain(element.tag) == "si":
            found.append("".join(part.text or "" for part in element.iter() if _plain(part.tag) == "t"))
            element.clear()
    return found


def _cell(element: Any, shared: list[str]) -> str:
    texts = [part.text or "" for part in element.iter() if _plain(part.tag) in ("v", "t")]
    text = "".join(texts)
    if element.get("t") == "s":
        return shared[int(text)] if text.isascii() and text.isdigit() and int(text) < len(shared) else ""
    return text


def _open_document(path: Path) -> Iterator[Piece]:
    with zipfile.ZipFile(path) as archive:
        words: list[str] = []
        for element in _events(archive, "content.xml"):
            tag = _plain(element.tag)
            if tag in ("p", "h"):
                words.append("".join(element.itertext()))
                words.append("\n")
                element.clear()
        yield None, "".join(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
