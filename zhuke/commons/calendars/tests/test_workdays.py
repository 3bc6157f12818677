"""Working days against the announcements, and arithmetic over them."""

import datetime as dt
import json
from pathlib import Path

import pytest

from zhuke.commons.calendars.models import Holiday
from zhuke.commons.calendars.services import add_workdays, days_off_ahead, is_workday, load_facts, workday_before, workdays_between
from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change

pytestmark = pytest.mark.django_db
# Announcements collected by others, where they lie beside the repository; the numbers below hold without them.
COLLECTED = Path(__file__).resolve().parents[5] / "shared" / "data" / "holidays"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config.forget()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_every_day_of_the_collected_announcements() -> None:
    files = sorted(COLLECTED.glob("*.json"))
    entries = [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8"))["days"]]
    announced = {day(entry["date"]): not entry["isOffDay"] for entry in entries}
    years = {int(file.stem) for file in files}
    wrong = []
    for year in years:
        for number in range(366):
            one = dt.date(year, 1, 1) + dt.timedelta(days=number)
            if one.year == year and is_workday(one) != announced.get(one, one.weekday() < 5):
                wrong.append(one)
    assert wrong == []


@pytest.mark.parametrize(("year", "number"), [(2023, 249), (2024, 251), (2025, 248), (2030, 261)])
def test_working_days_of_a_year(year: int, number: int) -> None:
    assert workdays_between(dt.date(year, 1, 1), dt.date(year, 12, 31)) == number


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2024-09-30", 1, "2024-10-08"),  # over National Day
        ("2024-10-08", -1, "2024-09-30"),
        ("2024-10-11", 1, "2024-10-12"),  # a Saturday that is worked
        ("2024-10-01", 0, "2024-10-08"),
        ("2024-10-12", 0, "2024-10-12"),
        ("2024-02-09", 5, "2024-02-22"),
        ("2030-01-04", 1, "2030-01-07"),  # nothing announced: the plain week
    ],
)
def test_adding_working_days(start: str, days: int, end: str) -> None:
    assert add_workdays(day(start), days) == day(end)


@pytest.mark.parametrize(
    ("on", "before", "off"),
    [
        ("2024-10-08", 8, 0),  # the day after National Day was announced on the 30th of September
        ("2030-01-07", 3, 0),  # a Monday: on Friday
        ("2030-01-09", 1, 0),
        ("2030-01-06", 2, 0),  # a Sunday: on Friday, too
        ("2030-01-04", 1, 2),  # a Friday, two days off follow
        ("2024-09-30", 1, 7),
        ("2024-10-11", 1, 0),  # a Saturday that is worked follows
    ],
)
def test_one_working_day_ahead(on: str, before: int, off: int) -> None:
    assert (workday_before(day(on)).days, days_off_ahead(day(on))) == (before, off)


def test_limits() -> None:
    assert workdays_between(day("2024-10-08"), day("2024-10-07")) == 0
    assert workdays_between(day("2024-10-08"), day("2024-10-08")) == 1
    with pytest.raises(ValueError, match="10000"):
        add_workdays(day("2024-01-01"), 10_001)


def test_the_firm_edits_days(firm: Firm) -> None:
    admin = Caller(make_person("管理员", firm.group, {"holidays": ["read", "create", "update", "archive"]}, scope="group"))
    assert is_workday(day("2027-02-08"))
    made = admin.post("/r/holidays", {"day": "2027-02-08", "kind": "off", "name": "春节"})
    assert made.status == 201
    config.refresh()
    assert not is_workday(day("2027-02-08"))
    twice = admin.post("/r/holidays", {"day": "2027-02-08", "kind": "work", "name": "春节"})
    assert (twice.status, twice.data["fields"]["day"]) == (400, ["这一天已有安排，请修改原有的一条。"])
    assert admin.post(f"/r/holidays/{made.data['id']}/archive", {"version": 1}).status == 200
    config.refresh()
    assert is_workday(day("2027-02-08"))
    reader = Caller(make_person("读者", firm.group, {"holidays": ["read"]}))
    assert reader.post("/r/holidays", {"day": "2027-02-09", "name": "x"}).code == "not_allowed"


def test_facts_are_added_only_to_years_without_any() -> None:
    assert load_facts(system("测试")) == 0
    Holiday.objects.filter(day__year=2024).exclude(day="2024-10-01").delete()
    assert load_facts(system("测试")) == 0
    Holiday.objects.filter(day__year=2024).delete()
    assert load_facts(system("测试")) == 36
    assert Change.objects.filter(actor_name="测试", cause="setup").count() == 36
    names = dict(Holiday.objects.filter(day__in=["2024-10-01", "2024-10-12", "2024-04-04"]).values_list("day", "name"))
    assert names == {day("2024-04-04"): "清明节", day("2024-10-01"): "国庆节", day("2024-10-12"): "国庆节"}
