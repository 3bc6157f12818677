"""The English of the back end: ``messages.py`` brings the catalogue up to date, ``messages.py --check`` says what is missing.

The Chinese texts in the code are the message ids. An update takes up new ones without English, keeps every translation
whose text is still used, drops the others, and compiles what Django reads at run time. Nothing is guessed: a text that
changed needs its translation anew. Run it after changing a text, fill in the empty ``msgstr`` and run it once more.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "zhuke"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
# Names, not format specs: the words behind a colon, {seq:位数}, may be translated.
PLACEHOLDERS = re.compile(r"%(?:\(\w+\))?[sdrf%]|\{\w*")
# A catalogue that carries no hour and no tool of its making is the same for everyone who makes it.
NO_TIME = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LEFT_OUT = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


def main(arguments: Iterable[str]) -> int:
    """0 when every text has sound English, 1 after telling what has not."""
    if "--check" not in arguments:
        update()
    found = problems()
    for problem in found:
        print(problem)
    print(f"{len(found)} problems." if found else f"All {len(used_texts())} texts have English.")
    return 1 if found else 0


def used_texts() -> dict[str, list[str]]:
    """Every text for people in code and templates, with the files that use it. Tests and migrations do not count."""
    texts: dict[str, set[str]] = {}
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS, directory_filter=_is_product, strip_comment_tags=True)
    for name, _line, message, *_rest in found:
        for text in message if isinstance(message, tuple) else (message,):
            texts.setdefault(text, set()).add(f"zhuke/{Path(name).as_posix()}")
    for template in PACKAGE.glob("**/templates/**/*.*"):
        for text in _texts_of_template(template):
            texts.setdefault(text, set()).add(template.relative_to(ROOT).as_posix())
    return {text: sorted(texts[text]) for text in sorted(texts, key=lambda text: (sorted(texts[text]), text))}


def update() -> None:
    """Rewrite the catalogue for the texts of today and compile it."""
    english = translations()
    catalog = _empty()
    for text, places in used_texts().items():
        catalog.add(text, english.get(text, ""), locations=[(place, 0) for place in places])
    PO.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalog, width=140, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    PO.write_text("".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in LEFT_OUT))), encoding="utf-8")
    with MO.open("wb") as target:
        write_mo(target, catalog)


def problems() -> list[str]:
    """What is wrong with the committed catalogue, each with what to do; empty when all is well."""
    english, texts = translations(), used_texts()
    advice = "run scripts/messages.py"
    missing = [f"No English for {text!r} ({texts[text][0]}): {advice} and translate it." for text in texts if not english.get(text)]
    differing = [
        f"Placeholders of {text!r} and {translated!r} differ: make them the same."
        for text, translated in english.items()
        if translated and sorted(PLACEHOLDERS.findall(text)) != sorted(PLACEHOLDERS.findall(translated))
    ]
    unused = [f"{text!r} is no longer used: {advice}." for text in english if text not in texts]
    is_current = compiled() == {text: translated for text, translated in english.items() if translated}
    return missing + differing + unused + ([] if is_current else [f"{MO.name} is out of date: {advice}."])


def translations() -> dict[str, str]:
    """Text to English as the catalogue has it; empty where it is still to be translated."""
    if not PO.is_file():
        return {}
    with PO.open("rb") as source:
        return _texts(read_po(source, locale="en"))


def compiled() -> dict[str, str]:
    """Text to English as Django reads it."""
    if not MO.is_file():
        return {}
    with MO.open("rb") as source:
        return _texts(read_mo(source))


def _texts(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string or "") for message in catalog if message.id}


def _empty() -> Catalog:
    comment = "# English of the back end. The Chinese texts in the code are the ids."
    catalog = Catalog(locale="en", project="zhuke", fuzzy=False, header_comment=comment)
    catalog.creation_date = catalog.revision_date = NO_TIME
    return catalog


def _is_product(folder: str | os.PathLike[str]) -> bool:
    return Path(folder).name not in ("tests", "migrations", "static", "locale") and not Path(folder).name.startswith(".")


def _texts_of_template(template: Path) -> Iterator[str]:
    """Django turns a template into something that reads like calls of gettext; line by line Python can take it."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    for line in templatize(template.read_text(encoding="utf-8"), origin=str(template)).splitlines():
        for _line, message, _comments, _context in extract("python", io.BytesIO(line.strip().encode()), keywords=KEYWORDS):
            assert isinstance(message, str), f"{template}: plural texts in templates are not supported, count in Python instead"
            yield message


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
