"""Credit of a customer from its payment record (R112): grade, advice, reasons. Says nothing below a minimum of data."""

from dataclasses import dataclass
from decimal import Decimal

GO_ON, CAREFUL, STOP, UNKNOWN = "go_on", "careful", "stop", "unknown"
ADVICE_LABELS = {GO_ON: "继续合作", CAREFUL: "谨慎合作", STOP: "暂停合作", UNKNOWN: "数据不足"}
GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "C", "D")
_GRADE_FROM = ((92, "AAA"), (84, "AA"), (75, "A"), (65, "BBB"), (55, "BB"), (45, "B"), (30, "C"), (0, "D"))
_ADVICE = {"AAA": GO_ON, "AA": GO_ON, "A": GO_ON, "BBB": CAREFUL, "BB": CAREFUL, "B": CAREFUL, "C": STOP, "D": STOP}

MINIMUM_PAYMENTS = 3
# (longest delay in days up to, points lost)
_DELAY_STEPS = ((0, 0), (15, 4), (30, 8), (60, 15), (90, 25), (180, 38))
_DELAY_MOST = 50


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """The payment record. `payments` counts due instalments (or finished projects) of which the outcome is known."""

    payments: int = 0
    late: int = 0
    longest_delay_days: int = 0
    disputes: int = 0
    amount: Decimal = Decimal(0)
    overdue_now: Decimal = Decimal(0)
    unanswered_letters: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """`grade` and `score` are None while there is too little data. `advice` is one of go_on, careful, stop, unknown."""

    grade: str | None
    score: int | None
    advice: str
    reasons: tuple[str, ...]

    @property
    def label(self) -> str:
        """The advice in Chinese."""
        return ADVICE_LABELS[self.advice]


def assess(facts: PaymentFacts, minimum: int = MINIMUM_PAYMENTS) -> Credit:
    """Grade a payment record. Raises ValueError when the counts contradict each other."""
    if not 0 <= facts.late <= facts.payments or min(facts.longest_delay_days, facts.disputes, facts.unanswered_letters) < 0:
        raise ValueError("付款记录自相矛盾：逾期笔数不能多于总笔数，天数和次数不能为负。")
    if facts.payments < minimum:
        reason = f"数据不足：只有 {facts.payments} 笔付款记录，满 {minimum} 笔后才评定信用"
        return Credit(None, None, UNKNOWN, (reason,))
    lost, reasons = _judge(facts)
    score = max(0, 100 - lost)
    grade = next(grade for floor, grade in _GRADE_FROM if score >= floor)
    if facts.unanswered_letters >= 2 and _ADVICE[grade] != STOP:
        grade = "C"
        score = min(score, 44)
    advice = _ADVICE[grade]
    return Credit(grade, score, advice, (*reasons, _sentence(grade, advice)))


def _judge(facts: PaymentFacts) -> tuple[int, list[str]]:
    lost, reasons = 0, []
    share = facts.late / facts.payments
    if facts.late:
        points = round(share * 40)
        lost += points
        reasons.append(f"{facts.payments} 笔付款中 {facts.late} 笔逾期（{share:.0%}），扣 {points} 分")
    else:
        reasons.append(f"{facts.payments} 笔付款全部按时")
    if facts.longest_delay_days:
        points = next((points for days, points in _DELAY_STEPS if facts.longest_delay_days <= days), _DELAY_MOST)
        lost += points
        reasons.append(f"最长逾期 {facts.longest_delay_days} 天，扣 {points} 分")
    if facts.disputes:
        points = min(24, 8 * facts.disputes)
        lost += points
        reasons.append(f"发生过 {facts.disputes} 次纠纷，扣 {points} 分")
    if facts.overdue_now > 0:
        points = 12 if facts.amount and facts.overdue_now / facts.amount > Decimal("0.1") else 6
        lost += points
        reasons.append(f"目前仍有 {_money(facts.overdue_now)} 逾期未付，扣 {points} 分")
    if facts.unanswered_letters:
        points = 10 * min(facts.unanswered_letters, 3)
        lost += points
        reasons.append(f"连续 {facts.unanswered_letters} 封催款函未回复，扣 {points} 分")
    return lost, reasons


def _money(amount: Decimal) -> str:
    return f"{amount / 10000:,.2f} 万元" if amount >= 10000 else f"{amount:,.2f} 元"


def _sentence(grade: str, advice: str) -> str:
    return {
        GO_ON: f"信用 {grade}：可以继续合作，按常规付款条件签约",
        CAREFUL: f"信用 {grade}：谨慎合作，建议提高预付款比例或要求付款担保，垫资前报风控",
        STOP: f"信用 {grade}：建议暂停新合作，先清欠并由风控评审",
    }[advice]
