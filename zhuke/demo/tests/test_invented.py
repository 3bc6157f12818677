"""What is invented is valid, varied, and nobody's."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zhuke.demo import names, people, places
from zhuke.demo.book import Book
from zhuke.demo.chunk import Chunk
from zhuke.demo.feedback import _listed
from zhuke.demo.projects import UNIT_PRICE
from zhuke.demo.rhythm import SPRING_FESTIVALS, entered_at, last_working_moment
from zhuke.demo.scene import SLOTS
from zhuke.demo.source import Source, moment
from zhuke.demo.story import CHANNELS, COURSES, _lines
from zhuke.demo.texts import ROADS, compile_text, entries, names_of, render, words
from zhuke.modules.customers.defaults import DICTIONARIES
from zhuke.modules.customers.domain.contact_points import parse_email, parse_phone
from zhuke.modules.customers.domain.credit_code import explain, warnings
from zhuke.modules.customers.domain.names import comparison_key
from zhuke.modules.customers.domain.regions import table
from zhuke.modules.customers.models import Customer

from .conftest import TODAY, build_book

REAL_FIRMS = Path(__file__).resolve().parents[4] / "shared" / "data" / "companies"
WELL_KNOWN = (
    "万科",
    "保利",
    "恒大",
    "碧桂园",
    "绿地",
    "龙湖",
    "华润",
    "中建",
    "中铁",
    "中交",
    "中冶",
    "绿城",
    "招商",
    "融创",
    "海螺",
    "三一",
    "华为",
    "海尔",
)


@pytest.fixture(scope="module")
def book() -> Book:
    """Three hundred customers' worth."""
    return build_book()


@pytest.fixture(scope="module")
def chunk(book: Book) -> Chunk:
    """Those customers."""
    return book.chunk(0, 300, [f"KH-{n:05}" for n in range(300)])


def test_the_same_seed_gives_the_same_rows() -> None:
    one, again = (build_book(total=60).chunk(0, 60, [f"KH-{n:05}" for n in range(60)]) for _time in range(2))
    for name in Chunk.__slots__:
        assert [repr(row) for row in getattr(again, name)] == [repr(row) for row in getattr(one, name)], name
    assert len(one.interactions) > 200


def test_another_seed_gives_other_rows(chunk: Chunk) -> None:
    other = build_book(seed=2).chunk(0, 100, [""] * 100)
    assert not {row.id for row in other.customers} & {row.id for row in chunk.customers}
    assert len({row.name for row in other.customers} & {row.name for row in chunk.customers}) < 5


def test_phones_mail_and_codes_are_valid(chunk: Chunk) -> None:
    for row in chunk.contacts:
        for number in filter(None, (row.phone, row.landline)):
            point = parse_phone(number)
            assert (point.value, point.problem, point.note) == (number, "", "")
        if row.email:
            assert parse_email(row.email).ok
            assert re.search(r"@[a-z.]+\.example\.(com|cn)$", row.email)
    for row in chunk.customers:
        assert not row.phone or parse_phone(row.phone).ok
        assert not row.credit_code or explain(row.credit_code) == warnings(row.credit_code) == []


def test_numbers_lie_where_nobody_is_called() -> None:
    source = Source(3, "numbers")
    city = places.cities_of(("江苏",), "南京").options[0]
    assert all(re.fullmatch(r"1\d\d00\d{6}", people.mobile(source)) for _ in range(300))
    assert all(places.landline(source, city).split("-")[1].startswith("9") for _ in range(100))


def test_no_firm_is_a_real_one() -> None:
    book = build_book(seed=5, total=1000)
    invented = {row.name for row in book.chunk(0, 1000, [""] * 1000).customers}
    real: set[str] = set()
    for file in sorted(REAL_FIRMS.glob("registry*.csv")) if REAL_FIRMS.is_dir() else []:
        if "gb18030" not in file.name:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                real |= {line["企业名称"] for line in csv.DictReader(lines)}
    assert not invented & real
    assert not {comparison_key(name) for name in invented} & {comparison_key(name) for name in real}
    assert not [name for name in invented if any(brand in name for brand in WELL_KNOWN)]


def test_brands_and_persons_of_note_are_left_out() -> None:
    stock = words("names.txt")
    assert not set(names.brands()) & set(stock["banned"])
    source = Source(7, "people")
    met = {people.person(source).name for _ in range(5000)}
    assert not met & set(stock["banned_person"])
    assert len(met) > 2500


@pytest.mark.parametrize("kind", ["foreign", "design_institute", "institution"])
def test_names_do_not_run_out_in_one_city(kind: str) -> None:
    """At scale 100 a large city has more subsidiaries of foreign firms than brand and trade give names."""
    source, namer = Source(5, "crowd"), names.Namer()
    city = next(city for city in table().cities if city.short == "南京")
    made = [namer.company(source, kind, city).name for _ in range(1500)]
    assert len(set(made)) == 1500


def test_places_are_within_their_city() -> None:
    source = Source(11, "places")
    odds = places.cities_of(("浙江",), "杭州")
    for _ in range(200):
        city = source.pick(odds)
        spot = places.place(source, city)
        assert abs(spot.latitude - city.latitude) < 0.3
        assert abs(spot.longitude - city.longitude) < 0.3
        assert spot.detail.startswith("浙江省" + city.name)


def test_there_are_enough_templates_and_every_slot_is_known() -> None:
    talks = [entry for file in ("talks.txt", "talks_partners.txt") for found in entries(file).values() for entry in found]
    assert len(talks) >= 150
    for file in ("talks.txt", "talks_partners.txt", "feedbacks.txt", "phrases.txt"):
        for found in entries(file).values():
            for entry in found:
                for parts in (entry.text, *entry.ends):
                    assert names_of(parts) <= set(SLOTS)


def test_every_stage_of_every_course_has_words() -> None:
    codes = {code for code, *_rest in DICTIONARIES["channel"]}
    effects = {code for code, *_rest in DICTIONARIES["effect"]}
    for family, courses in COURSES.items():
        stages = {"first"} | {stage for course, _short, _long in courses.values() for stage in course}
        for stage in stages | ({"sleep", "lost"} if family == "owner" else set()):
            for industry in UNIT_PRICE.keys() | set(ROADS):
                _odds, lines = _lines(family, stage, industry)
                assert lines, (family, stage, industry)
                assert set(lines) <= codes & set(CHANNELS)
                assert {effect for found in lines.values() for _entry, effect in found} <= effects


def test_every_party_has_something_to_say() -> None:
    for industry in UNIT_PRICE.keys() | set(ROADS):
        for kind in ("need", "opinion", "suggestion", "complaint"):
            assert len(_listed(kind, "owner", industry)) > 5, (kind, industry)
            for family in ("design", "supply", "sub"):
                assert _listed(f"partner-{kind}", family, industry), (kind, family, industry)


def test_templates_choose_and_fill() -> None:
    source = Source(1, "texts")
    parts = compile_text("{甲|乙{n}}说{c}")
    told = {render(parts, source, lambda name: {"n": "3", "c": "好"}[name]) for _ in range(30)}
    assert told == {"甲说好", "乙3说好"}
    with pytest.raises(ValueError, match="braces"):
        compile_text("没有}开头")
    with pytest.raises(ValueError, match="closed"):
        compile_text("没有{结尾")


def test_talks_read_as_written_by_people(chunk: Chunk) -> None:
    contents = [row.content for row in chunk.interactions]
    assert not [text for text in contents if re.search(r"[{}|]|None", text)]
    assert len(set(contents)) > 0.97 * len(contents)
    assert max(Counter(contents).values()) <= 4


def test_talks_keep_the_rhythm_of_a_firm(book: Book, chunk: Chunk) -> None:
    days = [row.occurred_at.date() for row in chunk.interactions]
    assert sum(day.weekday() == 6 for day in days) < 0.02 * len(days)
    quiet = {festival + dt.timedelta(days=n) for festival in SPRING_FESTIVALS for n in range(-1, 7)}
    assert not quiet & set(days)
    assert all(8 <= row.occurred_at.hour <= 20 for row in chunk.interactions)
    late = [row for row in chunk.interactions if row.created_at.date() > row.occurred_at.date()]
    assert 0.04 < len(late) / len(days) < 0.25
    assert all(row.occurred_at < row.created_at <= book.now for row in chunk.interactions)


def test_nothing_is_entered_before_it_happened_or_tomorrow() -> None:
    source, now = Source(2, "late"), moment(TODAY, 17, 30)
    for _ in range(500):
        at = now - dt.timedelta(minutes=source.randint(1, 20_000))
        assert at < entered_at(source, at, now) <= now
    assert last_working_moment(moment(dt.date(2026, 11, 22), 23)) == moment(dt.date(2026, 11, 20), 17, 30)
    assert last_working_moment(moment(TODAY, 11, 5)) == moment(TODAY, 11, 5)


def test_customers_differ_as_real_ones_do(book: Book, chunk: Chunk) -> None:
    names_seen = Counter(row.name for row in chunk.customers)
    twins = [name for name, count in names_seen.items() if count == 2]
    assert 4 <= len(twins) <= 8
    units = {name: {row.unit_id for row in chunk.customers if row.name == name} for name in twins}
    assert all(len(found) == 2 for found in units.values())
    last: dict[Any, dt.datetime] = {}
    for row in chunk.interactions:
        last[row.customer_id] = max(row.occurred_at, last.get(row.customer_id, row.occurred_at))
    asleep = [key for key, at in last.items() if (book.now - at).days > 180]
    assert 0.08 < len(asleep) / len(chunk.customers) < 0.4
    assert sum(not row.credit_code for row in chunk.customers) > 10
    assert {row.kind for row in chunk.customers} > {
        "government",
        "developer",
        "state_owned",
        "private",
        "design_institute",
        "contractor",
        "supplier",
    }


def test_texts_fit_their_columns(chunk: Chunk) -> None:
    for row in chunk.customers:
        for field in Customer._meta.concrete_fields:
            value, limit = getattr(row, field.attname, ""), getattr(field, "max_length", None)
            assert not (limit and isinstance(value, str)) or len(value) <= limit, (field.name, value)
    assert max(len(row.result) for row in chunk.interactions) <= 200
