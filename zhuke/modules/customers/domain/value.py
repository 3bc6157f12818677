"""What a customer is worth to the firm (R110): project size × cooperation frequency × ability to pay, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

# ¥ thresholds and points; the amount is the largest project done or, without one, the customer's budget.
SIZE_STEPS = (
    (Decimal(500_000_000), 100),
    (Decimal(100_000_000), 85),
    (Decimal(30_000_000), 65),
    (Decimal(5_000_000), 45),
    (Decimal(1), 25),
)
FREQUENCY_STEPS = ((6, 100), (4, 85), (3, 70), (2, 55), (1, 40))
GRADE_POINTS = {"aaa": 100, "aa": 90, "a": 80, "bbb": 65, "bb": 50, "b": 40, "c": 20, "d": 0}
GRADE_LABELS = {"aaa": "AAA", "aa": "AA", "a": "A", "bbb": "BBB", "bb": "BB", "b": "B", "c": "C", "d": "D"}
# Overdue days of the worst payment, and points: within a month is usual in construction, half a year is not.
LATE_STEPS = ((0, 95), (30, 80), (90, 55), (180, 30))
CLASSES = ((75, "A"), (55, "B"), (35, "C"), (0, "D"))
STRATEGIES = {
    "A": gettext_noop("指定专属客户经理，高层定期互访，优先配置资源。"),
    "B": gettext_noop("每月至少一次拜访，主动推荐方案，争取扩大合作。"),
    "C": gettext_noop("保持季度联系，关注新项目信息。"),
    "D": gettext_noop("控制投入，先收款后扩大合作。"),
    "": gettext_noop("先补充项目规模、合作历史或信用信息。"),
}


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What is known. Amounts in ¥; None or 0 projects mean unknown or none yet."""

    largest_project: Decimal | None = None
    budget: Decimal | None = None
    projects: int = 0
    projects_last_3_years: int = 0
    credit_grade: str = ""
    longest_late_days: int | None = None
    disputes: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """Score 0–100 and class A–D; None and '' when too little is known to judge. ``reasons`` are sentences for people."""

    score: int | None
    grade: str
    reasons: tuple[str, ...]
    strategy: str


def assess(facts: ValueFacts) -> Value:
    """Judge by what is known: the geometric mean of the known parts, so that one very weak part cannot be bought off by another.

    At least two of the three parts must be known. Unknown parts are named and do not count as zero.
    """
    parts = [_size(facts), _frequency(facts), _payment(facts)]
    reasons = tuple(reason for _points, reason in parts)
    known = [points for points, _reason in parts if points is not None]
    if len(known) < 2:
        grade = ""
        return Value(None, grade, reasons, gettext(STRATEGIES[grade]))
    product = 1.0
    for points in known:
        product *= max(points, 1) / 100
    score = round(100 * product ** (1 / len(known)))
    grade = next(name for limit, name in CLASSES if score >= limit)
    return Value(score, grade, reasons, gettext(STRATEGIES[grade]))


@lru_cache(maxsize=10_000)
def rated(facts: ValueFacts) -> tuple[int | None, str]:
    """Score and class alone. Many customers have the same few facts."""
    worth = assess(facts)
    return worth.score, worth.grade


def _size(facts: ValueFacts) -> tuple[int | None, str]:
    amount, what = (facts.largest_project, gettext("最大合作项目")) if facts.largest_project else (facts.budget, gettext("预算"))
    if not amount:
        return None, gettext("项目规模：未知，请补充预算或合作金额")
    points = next((p for limit, p in SIZE_STEPS if amount >= limit), 0)
    return points, gettext("项目规模：%(what)s %(value)s，%(points)s 分") % {"what": what, "value": in_words(amount), "points": points}


def _frequency(facts: ValueFacts) -> tuple[int | None, str]:
    if not facts.projects:
        return None, gettext("合作频次：尚无合作项目")
    points = next(p for limit, p in FREQUENCY_STEPS if facts.projects >= limit)
    if not facts.projects_last_3_years:
        points = max(10, points - 30)
        return points, gettext("合作频次：共 %(projects)s 个项目，但近三年没有，%(points)s 分") % {
            "projects": facts.projects,
            "points": points,
        }
    return points, gettext("合作频次：共 %(projects)s 个项目，近三年 %(projects_last_3_years)s 个，%(points)s 分") % {
        "projects": facts.projects,
        "projects_last_3_years": facts.projects_last_3_years,
        "points": points,
    }


def _payment(facts: ValueFacts) -> tuple[int | None, str]:
    graded = GRADE_POINTS.get(facts.credit_grade)
    late = facts.longest_late_days
    paid = None if late is None else next((p for limit, p in LATE_STEPS if late <= limit), 10)
    known = [points for points in (graded, paid) if points is not None]
    if not known:
        return None, gettext("支付能力：未知，请补充信用等级或付款记录")
    points = max(0, min(known) - 15 * facts.disputes)
    told = [gettext("信用等级 %(value)s") % {"value": GRADE_LABELS[facts.credit_grade]}] if graded is not None else []
    told += [] if late is None else [gettext("按时付款") if late == 0 else gettext("最长拖欠 %(late)s 天") % {"late": late}]
    told += [gettext("%(disputes)s 次纠纷") % {"disputes": facts.disputes}] if facts.disputes else []
    return points, gettext("支付能力：%(value)s，%(points)s 分") % {"value": "，".join(told), "points": points}


def in_words(amount: Decimal) -> str:
    """An amount in ¥ as 万元 or 亿元, without needless zeros."""
    value, unit = (amount / 100_000_000, gettext("亿元")) if amount >= 100_000_000 else (amount / 10_000, gettext("万元"))
    return f"{value:,.2f}".rstrip("0").rstrip(".") + " " + unit
