"""Credit of a party out of its payment record: a grade, and whether to go on working with it (R112)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

GO, CARE, STOP, SILENT = "go", "care", "stop", ""
ADVICE_LABELS = {
    GO: gettext_noop("继续合作"),
    CARE: gettext_noop("谨慎合作"),
    STOP: gettext_noop("暂停合作"),
    SILENT: gettext_noop("数据不足"),
}
GRADES = ("aaa", "aa", "a", "bbb", "bb", "b", "c", "d")
MINIMUM_SETTLED = 2
LONG_ARREARS_DAYS = 90
_ADVICE_OF_GRADE = dict(zip(GRADES, (GO, GO, GO, GO, CARE, CARE, STOP, STOP), strict=True))
_GRADE_FROM_POINTS = ((95, "aaa"), (88, "aa"), (80, "a"), (70, "bbb"), (60, "bb"), (50, "b"), (35, "c"), (0, "d"))
# Longest arrears in days → points taken off. 15 days is where the first dunning letter goes out.
_POINTS_OF_ARREARS = ((180, 50), (LONG_ARREARS_DAYS, 35), (60, 25), (30, 15), (15, 8), (0, 3))
_POINTS_OF_LATE_SHARE = 40
_POINTS_OF_DISPUTE, _MOST_POINTS_OF_DISPUTES = 16, 48
# A few projects prove little: number of projects judged → best grade that they can give. A single one speaks only when it went badly.
_BEST_GRADE_OF_FEW = {1: "bb", 2: "a", 3: "aa", 4: "aa"}
_SMALL_CAPITAL, _LARGE_CAPITAL = Decimal(1_000_000), Decimal(50_000_000)
_AMOUNT_PER_CAPITAL = 5


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """How a party paid for the projects done with it.

    `settled` counts projects whose payment outcome is known, `late` those of them that were paid late or still are,
    `longest_late_days` is the worst of them in days, `amount` the sum of all contracts in ¥.
    """

    projects: int
    settled: int
    late: int
    longest_late_days: int | None
    disputes: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class CreditAssessment:
    """`grade` is a code of the dictionary credit_grade, empty when there is too little to go by; `advice` is go, care, stop or empty."""

    grade: str
    advice: str
    advice_label: str
    reasons: tuple[str, ...]


def assess(
    record: PaymentRecord, *, capital: Decimal | None = None, years: int | None = None, grade: str = "", amounts: bool = True
) -> CreditAssessment:
    """Grade and advice with reasons; without `amounts` the reasons do not say how much was done together.

    `capital` is the registered capital in ¥, `years` the age of the firm, `grade` what people entered: it can only make the
    judgement stricter, and stands alone where the record is too thin. Silent below two projects with known payment, unless
    there was a dispute or arrears of more than 90 days.
    """
    entered = grade if grade in _ADVICE_OF_GRADE else ""
    judged = max(record.settled, record.late)
    if judged < MINIMUM_SETTLED and not _is_grave(record):
        return _without_record(judged, entered)
    findings = [*_from_payments(record, judged), *_from_firm(record, capital, years, amounts=amounts)]
    points = max(0, min(100, 100 + sum(change for change, _ in findings)))
    reasons = [reason for _, reason in findings if reason]
    found = next(code for least, code in _GRADE_FROM_POINTS if points >= least)
    best = _BEST_GRADE_OF_FEW.get(max(judged, 1), GRADES[0])
    if _is_worse(best, found):
        found = best
        reasons.append(gettext("可判断的项目只有 %(judged)s 个，最高评为 %(value)s") % {"judged": judged, "value": best.upper()})
    if entered and _is_worse(entered, found):
        reasons.append(
            gettext("登记的信用等级 %(one)s 低于付款记录得出的 %(other)s，按较低的一个判断")
            % {"one": entered.upper(), "other": found.upper()}
        )
        found = entered
    return _assessment(found, reasons)


def _is_grave(record: PaymentRecord) -> bool:
    return record.disputes > 0 or (record.longest_late_days or 0) > LONG_ARREARS_DAYS


def _is_worse(one: str, other: str) -> bool:
    return GRADES.index(one) > GRADES.index(other)


def _without_record(judged: int, entered: str) -> CreditAssessment:
    known = gettext("有付款结果的项目只有 %(judged)s 个") % {"judged": judged} if judged else gettext("还没有付款结果已知的项目")
    if entered:
        return _assessment(entered, [gettext("%(known)s，按登记的信用等级 %(value)s 判断") % {"known": known, "value": entered.upper()}])
    missing = MINIMUM_SETTLED - judged
    return CreditAssessment(
        "",
        SILENT,
        gettext(ADVICE_LABELS[SILENT]),
        (gettext("%(known)s，再补充 %(missing)s 个项目的回款情况后给出评估") % {"known": known, "missing": missing},),
    )


def _assessment(grade: str, reasons: list[str]) -> CreditAssessment:
    advice = _ADVICE_OF_GRADE[grade]
    return CreditAssessment(grade, advice, gettext(ADVICE_LABELS[advice]), tuple(reasons))


def _from_payments(record: PaymentRecord, judged: int) -> Iterator[tuple[float, str]]:
    """(points, reason) for lateness, arrears and disputes."""
    if record.late:
        yield (
            -_POINTS_OF_LATE_SHARE * record.late / judged,
            gettext("%(judged)s 个项目中有 %(late)s 个逾期付款") % {"judged": judged, "late": record.late},
        )
    elif judged:
        yield 0, gettext("%(judged)s 个项目全部按时付款") % {"judged": judged}
    days = record.longest_late_days or 0
    if days > 0:
        lost = next(points for more_than, points in _POINTS_OF_ARREARS if days > more_than)
        yield -lost, gettext("最长拖欠 %(days)s 天") % {"days": days}
    if record.disputes > 0:
        yield (
            -min(_MOST_POINTS_OF_DISPUTES, _POINTS_OF_DISPUTE * record.disputes),
            gettext("%(disputes)s 个项目发生过纠纷") % {"disputes": record.disputes},
        )


def _from_firm(record: PaymentRecord, capital: Decimal | None, years: int | None, *, amounts: bool) -> Iterator[tuple[float, str]]:
    """(points, reason) for what the register says of the firm; what is unknown counts neither way."""
    if capital is not None and capital > 0:
        if capital < _SMALL_CAPITAL:
            yield -5, gettext("注册资本只有 %(value)s") % {"value": _money(capital)}
        elif capital >= _LARGE_CAPITAL:
            yield 3, gettext("注册资本 %(value)s") % {"value": _money(capital)}
        if record.amount and record.amount > _AMOUNT_PER_CAPITAL * capital:
            told = {"value": _money(record.amount), "amount_per_capital": _AMOUNT_PER_CAPITAL}
            yield -5, gettext("累计合作 %(value)s，超过注册资本的 %(amount_per_capital)s 倍") % told if amounts else ""
    if years is not None and years < 3:
        yield (-8 if years < 1 else -5), gettext("成立不满 1 年") if years < 1 else gettext("成立不满 3 年")
    elif years is not None and years >= 10:
        yield 3, gettext("已成立 %(years)s 年") % {"years": years}


def _money(amount: Decimal) -> str:
    """¥ for people: 350 万元, 1.2 亿元."""
    unit, name = (Decimal(100_000_000), gettext("亿元")) if amount >= 100_000_000 else (Decimal(10_000), gettext("万元"))
    return f"{round(amount / unit, 2).normalize():f} {name}"
