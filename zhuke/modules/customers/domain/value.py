"""What a customer is worth (R110): project size × cooperation frequency × ability to pay, with every reason visible.

Each factor is 0–100 by stated thresholds. The value is their weighted geometric mean, so that a customer who pays badly
cannot make up for it by size alone. A factor that nobody knows is left out and said to be unknown; it is never taken as zero.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import exp, log

from .credit import GRADES

WEIGHTS = {"size": 0.4, "frequency": 0.3, "payment": 0.3}
LABELS = {"size": "项目规模", "frequency": "合作频次", "payment": "支付能力"}
# ¥ of the larger of expected budget and average amount of a project → points; between two rows linear in the logarithm
SIZE_STEPS = ((100_000, 10), (500_000, 20), (3_000_000, 40), (10_000_000, 60), (50_000_000, 80), (200_000_000, 100))
# projects begun in the last 36 months → points
FREQUENCY_STEPS = ((0, 10), (1, 40), (2, 60), (3, 75), (5, 90), (8, 100))
GRADE_POINTS = dict(zip(GRADES, (100, 92, 82, 70, 58, 45, 25, 10), strict=True))
CLASS_FROM = ((75, "A"), (55, "B"), (35, "C"), (0, "D"))
STRATEGIES = {
    "A": "战略维护：指定专属客户经理，每月至少一次高层或现场拜访，新项目优先响应，定期报送案例与方案。",
    "B": "重点培育：每季度至少拜访一次，跟踪在建与拟建项目，争取从单次合作变为多次合作。",
    "C": "常规跟进：每半年联系一次，以电话和微信为主，有明确项目时再投入方案与报价资源。",
    "D": "谨慎投入：不主动垫资，先核实资信与付款能力，确有项目时要求预付款或付款担保。",
}
WINDOW_MONTHS = 36
_FLOOR = 5.0


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What is known. None means unknown. Amounts in ¥; `on_time_share` 0–1; `credit_grade` AAA … D in any case."""

    budget: Decimal | None = None
    amounts: tuple[Decimal, ...] = ()
    projects_in_window: int | None = None
    last_project_on: date | None = None
    credit_grade: str | None = None
    on_time_share: float | None = None
    longest_delay_days: int | None = None
    registered_capital: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the three. `points` is None when unknown."""

    key: str
    label: str
    points: int | None
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Value:
    """`score` and `value_class` are None when no factor is known. `provisional` marks a score that rests on one factor only."""

    score: int | None
    value_class: str | None
    factors: tuple[Factor, ...]
    reasons: tuple[str, ...]
    strategy: str
    provisional: bool


def assess(facts: ValueFacts, today: date) -> Value:
    """Judge a customer."""
    factors = (_size(facts), _frequency(facts, today), _payment(facts))
    known = [(factor.points, factor.weight) for factor in factors if factor.points is not None]
    if not known:
        reasons = (*(factor.reason for factor in factors), "三项都没有数据，暂不评定价值；先补预算、合作历史或付款记录")
        return Value(None, None, factors, reasons, "先补充资料：记录预算、合作项目或付款情况后自动评定。", provisional=True)
    total = sum(weight for _, weight in known)
    score = round(exp(sum(log(max(points, _FLOOR)) * weight for points, weight in known) / total))
    value_class = next(letter for floor, letter in CLASS_FROM if score >= floor)
    provisional = len(known) == 1
    return Value(score, value_class, factors, _reasons(factors, score, value_class, provisional), STRATEGIES[value_class], provisional)


def _reasons(factors: tuple[Factor, ...], score: int, value_class: str, provisional: bool) -> tuple[str, ...]:
    known = [f for f in factors if f.points is not None]
    total = sum(f.weight for f in known)
    parts = "、".join(f"{f.label} {f.points} 分占 {f.weight / total:.0%}" for f in known)
    summary = f"综合 {score} 分（{parts}，按加权几何平均），评为 {value_class} 类"
    if provisional:
        summary += "；只有一项有数据，仅供参考"
    return (*(f.reason for f in factors), summary)


def _size(facts: ValueFacts) -> Factor:
    amounts = [amount for amount in facts.amounts if amount is not None and amount > 0]
    average = sum(amounts, Decimal(0)) / len(amounts) if amounts else None
    budget = facts.budget if facts.budget is not None and facts.budget > 0 else None
    candidates = [
        (amount, text) for amount, text in ((budget, "预计预算"), (average, f"{len(amounts)} 个项目平均合同额")) if amount is not None
    ]
    if not candidates:
        return Factor("size", LABELS["size"], None, WEIGHTS["size"], "项目规模未知：没有预算，也没有合作金额")
    amount, text = max(candidates)
    points = _log_points(float(amount))
    return Factor("size", LABELS["size"], points, WEIGHTS["size"], f"项目规模：{text} {in_wan(amount)}，得 {points} 分")


def _log_points(amount: float) -> int:
    first, last = SIZE_STEPS[0], SIZE_STEPS[-1]
    if amount <= first[0]:
        return round(first[1] * amount / first[0])
    if amount >= last[0]:
        return last[1]
    for (low, low_points), (high, high_points) in pairwise(SIZE_STEPS):
        if amount < high:
            return round(low_points + (high_points - low_points) * log(amount / low) / log(high / low))
    return last[1]


def _frequency(facts: ValueFacts, today: date) -> Factor:
    count = facts.projects_in_window
    if count is None:
        return Factor("frequency", LABELS["frequency"], None, WEIGHTS["frequency"], "合作频次未知：没有录入合作历史")
    points = _step_points(count)
    reason = f"合作频次：近 {WINDOW_MONTHS} 个月 {count} 个项目，得 {points} 分"
    if facts.last_project_on and (today - facts.last_project_on).days > 365 * 3:
        reason += f"（最近一次合作在 {facts.last_project_on.year} 年）"
    return Factor("frequency", LABELS["frequency"], points, WEIGHTS["frequency"], reason)


def _step_points(count: int) -> int:
    for (low, low_points), (high, high_points) in pairwise(FREQUENCY_STEPS):
        if count < high:
            return round(low_points + (high_points - low_points) * (count - low) / (high - low))
    return FREQUENCY_STEPS[-1][1]


def _payment(facts: ValueFacts) -> Factor:
    known = [part for part in (_by_grade(facts), _by_record(facts)) if part]
    if not known and facts.registered_capital:
        points = min(70, _log_points(float(facts.registered_capital)))
        known = [(points, f"注册资本 {in_wan(facts.registered_capital)}（没有付款记录，最高计 70 分）")]
    if not known:
        return Factor("payment", LABELS["payment"], None, WEIGHTS["payment"], "支付能力未知：没有信用等级，也没有付款记录")
    points = round(sum(points for points, _ in known) / len(known))
    text = "，".join(text for _, text in known)
    return Factor("payment", LABELS["payment"], points, WEIGHTS["payment"], f"支付能力：{text}，得 {points} 分")


def _by_grade(facts: ValueFacts) -> tuple[int, str] | None:
    grade = (facts.credit_grade or "").upper()
    return (GRADE_POINTS[grade], f"信用等级 {grade}") if grade in GRADE_POINTS else None


def _by_record(facts: ValueFacts) -> tuple[int, str] | None:
    if facts.on_time_share is None and facts.longest_delay_days is None:
        return None
    points = 100.0 if facts.on_time_share is None else 100 * facts.on_time_share
    said = [] if facts.on_time_share is None else [f"按时付款 {facts.on_time_share:.0%}"]
    if facts.longest_delay_days is not None:
        points -= min(50, facts.longest_delay_days / 4)
        said.append(f"最长拖欠 {facts.longest_delay_days} 天" if facts.longest_delay_days else "从未拖欠")
    return round(max(0, points)), "、".join(said)


def in_wan(amount: Decimal) -> str:
    """An amount as people say it: 1,234 元, 56.5 万元, 1.20 亿元."""
    if amount >= 100_000_000:
        return f"{amount / 100_000_000:,.2f} 亿元"
    return f"{amount / 10_000:,.1f} 万元".replace(".0 ", " ") if amount >= 10_000 else f"{amount:,.0f} 元"
