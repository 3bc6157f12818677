"""The years with one customer as a line of talks: getting to know, need, tender, contract, work, payment; or refusal, or silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from .rhythm import talk_day, talk_time
from .source import Odds, Source
from .texts import Entry, entries

# How an undertaking goes, in shares of its time, and how many days the whole takes (from, to).
Course = tuple[dict[str, float], int, int]
COURSES: dict[str, dict[str, Course]] = {
    "owner": {
        "won": ({"need": 2, "tech": 2, "bid": 2, "deal": 1.3, "work": 5, "pay": 2.6, "care": 1.5, "keep": 0.8}, 300, 680),
        "lost": ({"need": 2, "tech": 1.3, "bid": 2, "lost": 0.8, "keep": 1}, 110, 280),
        "open": ({"need": 2.2, "tech": 1.6, "bid": 1.4, "keep": 1.2}, 150, 420),
        "quiet": ({"need": 0.7, "keep": 3}, 200, 500),
    },
    "design": {
        "won": ({"coop": 4, "keep": 1}, 120, 300),
        "lost": ({"keep": 2, "coop": 1}, 100, 200),
        "open": ({"keep": 1, "coop": 1.5}, 120, 260),
        "quiet": ({"keep": 1}, 200, 400),
    },
    "supply": {
        "won": ({"quote": 1.5, "work": 3, "pay": 2}, 120, 320),
        "lost": ({"quote": 1}, 60, 120),
        "open": ({"quote": 3, "work": 1}, 90, 200),
        "quiet": ({"quote": 1}, 200, 400),
    },
    "sub": {
        "won": ({"quote": 1.6, "work": 3.4, "pay": 2}, 130, 360),
        "lost": ({"quote": 1}, 60, 120),
        "open": ({"quote": 1, "work": 1}, 90, 200),
        "quiet": ({"quote": 1}, 200, 400),
    },
}
OUTCOMES = Odds({"won": 5.6, "lost": 2.0, "open": 2.4})
FAMILY = {"design_institute": "design", "supplier": "supply", "contractor": "sub"}
CHANNELS = {"phone": 42.0, "wechat": 22.0, "visit": 20.0, "meeting": 7.0, "email": 5.0, "reception": 4.0}
DONE = ("deal", "work", "pay", "care", "coop")


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk to come: when, in which undertaking (its place in the line), at which stage."""

    at: dt.datetime
    undertaking: int
    stage: str
    won: bool


def days_of(source: Source, count: int, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """Moments of ``count`` talks, in order, never two at once."""
    return sorted({talk_time(source, talk_day(source, first, last)) for _ in range(count)})


def line(source: Source, moments: list[dt.datetime], family: str, mood: str) -> list[Talk]:
    """Give every moment its stage. ``mood``: active, sleeping (fell silent), lost (refused), quiet (only kept in touch)."""
    talks: list[Talk] = []
    undertaking, days, outcome = -1, 0, ""
    begun: dt.datetime | None = None
    course: dict[str, float] = {}
    for at in moments:
        if begun is None or (at - begun).days > days:
            outcome = "quiet" if mood == "quiet" else source.pick(OUTCOMES)
            course, shortest, longest = COURSES[family][outcome]
            undertaking, begun, days = undertaking + 1, at, source.randint(shortest, longest)
        is_first = not talks or (len(talks) == 1 and source.chance(0.35))
        stage = "first" if is_first else _stage(source, course, (at - begun).days / days)
        talks.append(Talk(at, undertaking, stage, outcome == "won"))
    return _ended(source, talks, family, mood)


def _stage(source: Source, course: dict[str, float], done: float) -> str:
    """The stage of an undertaking of which this share (0–1) has passed, give or take."""
    reach = (done + source.gauss(0, 0.03)) * sum(course.values())
    for stage, share in course.items():
        reach -= share
        if reach <= 0:
            return stage
    return list(course)[-1]


def _ended(source: Source, talks: list[Talk], family: str, mood: str) -> list[Talk]:
    if mood == "sleeping" and family == "owner" and len(talks) > 2:
        silent = min(len(talks) - 1, source.randint(1, 3))
        return talks[:-silent] + [Talk(t.at, t.undertaking, "sleep", t.won) for t in talks[-silent:]]
    if mood == "lost" and family == "owner" and talks:
        return [*talks[:-1], Talk(talks[-1].at, talks[-1].undertaking, "lost", won=False)]
    return talks


@cache
def _lines(family: str, stage: str, industry: str) -> tuple[Odds[str], dict[str, tuple[tuple[Entry, str], ...]]]:
    """Entries of a stage by channel, each with its effect; and how likely the channels are."""
    file, wanted = ("talks.txt", stage) if family == "owner" else ("talks_partners.txt", f"{family}-{stage}")
    found: dict[str, list[tuple[Entry, str]]] = {}
    for (stage_of, channel, effect), listed in entries(file).items():
        if stage_of == wanted:
            fitting = [(entry, effect) for entry in listed if entry.fits(industry)]
            if fitting:
                found.setdefault(channel, []).extend(fitting)
    odds = Odds({channel: CHANNELS[channel] * len(listed) ** 0.5 for channel, listed in found.items()})
    return odds, {channel: tuple(listed) for channel, listed in found.items()}


def words_for(source: Source, family: str, stage: str, industry: str, used: set[int]) -> tuple[str, Entry, str]:
    """A channel, an entry and its effect for a talk at this stage; what was said to this customer comes again last."""
    odds, lines = _lines(family, stage, industry)
    best: tuple[str, Entry, str] | None = None
    for _try in range(12):
        channel = source.pick(odds)
        entry, effect = source.one(lines[channel])
        best = (channel, entry, effect)
        if id(entry) not in used:
            break
    assert best is not None
    used.add(id(best[1]))
    return best
