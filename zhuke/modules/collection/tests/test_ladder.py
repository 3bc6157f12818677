"""The pure rules: which step comes, on which day."""

import datetime as dt

import pytest

from zhuke.modules.collection.domain.ageing import BUCKETS, bucket_of, month_end, months_back, periods
from zhuke.modules.collection.domain.ladder import Next, Rung, Stand, forecast, next_step

LADDER = (Rung(1, 15), Rung(2, 15, 7), Rung(3, 15, 7, 2, writes=False))
DUE = dt.date(2026, 3, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("stand", "wanted"),
    [
        (Stand(DUE), Next(1, day("2026-03-17"))),  # more than 15 days late: the 16th day after
        (Stand(DUE, not_before=day("2026-04-01")), Next(1, day("2026-04-01"))),
        (Stand(DUE, 1, day("2026-03-17"), 1), Next(2, day("2026-03-24"))),
        (Stand(DUE, 2, day("2026-03-24"), 2), Next(3, day("2026-03-31"))),
        # an answer in between: the second letter goes out once more before anybody is flagged
        (Stand(DUE, 2, day("2026-03-24"), 1), Next(2, day("2026-03-31"), again=True)),
        (Stand(DUE, 2, day("2026-03-24"), 0, day("2026-05-04")), Next(2, day("2026-05-04"), again=True)),
        (Stand(DUE, 3, day("2026-03-24"), 2), None),
        # a younger debt after the old one was paid
        (Stand(day("2026-04-20"), 1, day("2026-03-17"), 1), Next(2, day("2026-05-06"))),
    ],
)
def test_next_step(stand: Stand, wanted: Next | None) -> None:
    assert next_step(LADDER, stand) == wanted


def test_no_ladder_and_no_letters() -> None:
    assert next_step((), Stand(DUE)) is None
    assert next_step((Rung(1, 15, 0, 2, writes=False),), Stand(DUE)) is None


def test_forecast_to_the_end() -> None:
    days = [(step.position, step.on, step.again) for step in forecast(LADDER, Stand(DUE))]
    assert days == [(1, day("2026-03-17"), False), (2, day("2026-03-24"), False), (3, day("2026-03-31"), False)]
    answered = forecast(LADDER, Stand(DUE, 2, day("2026-03-24"), 0, day("2026-04-10")))
    assert [(s.position, s.again) for s in answered] == [(2, True), (2, True), (3, False)]


@pytest.mark.parametrize(
    ("late", "bucket"), [(-5, "current"), (0, "current"), (1, "d1_30"), (30, "d1_30"), (31, "d31_60"), (60, "d31_60"), (61, "d61_90"),
                         (90, "d61_90"), (91, "over_90"), (4000, "over_90")]
)  # fmt: skip
def test_buckets(late: int, bucket: str) -> None:
    on = dt.date(2026, 11, 22)
    due = on - dt.timedelta(days=late)
    assert bucket_of(due, on) == bucket
    within = [b.key for b in BUCKETS for first, last in [b.due_between(on)] if (not first or due >= first) and (not last or due <= last)]
    assert within == [bucket]


def test_calendar_of_figures() -> None:
    assert months_back(day("2026-02-10"), 3) == [day("2025-12-01"), day("2026-01-01"), day("2026-02-01")]
    assert (month_end(day("2024-02-01")), month_end(day("2026-12-01"))) == (day("2024-02-29"), day("2026-12-31"))
    assert periods(day("2026-11-22"), "week", 2) == [(day("2026-11-16"), day("2026-11-22")), (day("2026-11-23"), day("2026-11-29"))]
    assert periods(day("2026-11-22"), "month", 3)[2] == (day("2027-01-01"), day("2027-01-31"))
