"""Whoever asks in English is answered in English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts import messages
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, make_firm, make_person
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.customers.defaults import DICTIONARIES

CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_every_text_has_sound_english() -> None:
    assert messages.problems() == []


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue that a test may spoil."""
    monkeypatch.setattr(messages, "PO", tmp_path / "django.po")
    monkeypatch.setattr(messages, "MO", tmp_path / "django.mo")
    messages.PO.write_bytes((messages.PACKAGE / "locale/en/LC_MESSAGES/django.po").read_bytes())
    messages.update()
    return messages.PO


def test_an_update_keeps_the_translations_and_changes_nothing_twice(catalogue: Path) -> None:
    before = catalogue.read_bytes(), messages.MO.read_bytes()
    messages.update()
    assert (catalogue.read_bytes(), messages.MO.read_bytes()) == before
    assert messages.translations()["客户名称"] == "Customer name"


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('msgstr "Customer name"', 'msgstr ""', "No English for '客户名称'"),
        ('msgstr "Export %(label)s"', 'msgstr "Export %(lable)s"', "Placeholders of '导出%(label)s'"),
        ('msgid "客户名称"', 'msgid "客户的名称"', "'客户的名称' is no longer used"),
        ('msgstr "Customer name"', 'msgstr "Name"', "django.mo is out of date"),
    ],
)
def test_what_is_wrong_is_told(catalogue: Path, right: str, wrong: str, complaint: str) -> None:
    text = catalogue.read_text(encoding="utf-8")
    assert right in text
    catalogue.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert [problem for problem in messages.problems() if problem.startswith(complaint)]


def test_texts_in_templates_count() -> None:
    assert messages.used_texts()["联系我们"] == ["zhuke/modules/customers/templates/customers/lead.html"]


@pytest.fixture
def caller(db: None) -> Caller:
    """Signed in with every right on every resource, asking in English."""
    sync_dictionaries(system("test"))
    grants = {resource.name: resource.actions_of() for resource in all_resources()}
    caller = Caller(make_person("Ada", make_firm().group, grants, "group"))
    caller.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return caller


def test_customers_are_described_in_english(caller: Caller) -> None:
    described = caller.get("/meta/customers").data
    fields = {field["name"]: field for field in described["fields"]}
    assert (described["label"], fields["name"]["label"]) == ("Customer", "Customer name")
    assert {option["label"] for option in fields["kind"]["options"]} >= {
        english for _code, _label, english, _color in DICTIONARIES["customer_kind"]
    }
    assert "Assign" in {action["label"] for action in described["actions"]}
    assert chinese_in(described) == []


def test_no_description_of_a_resource_has_chinese(caller: Caller) -> None:
    for resource in all_resources():
        if not resource.hidden:
            answer = caller.get(f"/meta/{resource.name}")
            assert answer.status == 200, resource.name
            assert chinese_in(answer.data) == [], resource.name


def test_the_overview_and_the_dictionaries_have_no_chinese(caller: Caller) -> None:
    assert chinese_in(caller.get("/meta").data) == []


def test_a_refusal_is_in_the_language_of_the_asker(caller: Caller) -> None:
    english = caller.post("/r/customers", {}).data
    assert english["message"] == "Some of this has the wrong format. See the marked fields."
    assert english["fields"]["name"] == ["This is required."]
    assert chinese_in(english) == []
    caller.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    chinese = caller.post("/r/customers", {}).data
    assert CHINESE.search(chinese["message"])


def chinese_in(value: Any) -> list[str]:
    """Every text in an answer that has a Chinese character. What is stored for a choice is not shown: its label beside it is."""

    def texts(part: Any) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, (list, dict)):
            inside = part
            if isinstance(part, dict):
                inside = [inner for name, inner in part.items() if not (name == "value" and "label" in part)]
            for inner in inside:
                yield from texts(inner)

    return [text for text in texts(value) if CHINESE.search(text)]
