"""What the columns of a bank's file mean, whatever the bank calls them. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# Role → words of its header, the surest first. Banks write from their side: 贷方 (credit) is what came in.
WORDS: dict[str, tuple[str, ...]] = {
    "balance": ("账户余额", "余额", "balance"),
    "flag": ("借贷标志", "借贷方向", "收支标志", "收支方向", "借/贷", "借贷", "收/支", "交易方向", "往来方向"),
    "income": ("贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "存入金额", "转入金额", "入账金额", "存入", "credit amount"),
    "expense": ("借方发生额", "借方金额", "支出金额", "支出", "借方", "支取金额", "转出金额", "支取", "debit amount"),
    "amount": ("交易金额", "发生额", "金额", "trade amount", "amount"),
    "party": (
        "对方户名",
        "对方名称",
        "对方单位名称",
        "对方单位",
        "收(付)方名称",
        "收付方名称",
        "对方账户名称",
        "交易对手名称",
        "交易对手",
        "对手方",
        "对方账户名",
    ),
    "party_account": ("对方账号", "对方账户", "收(付)方账号", "收付方账号", "对方帐号", "交易对手账号"),
    "payer": ("付款人名称", "付款人户名", "付款方名称", "付款方户名", "付款人", "付款方", "payer's name"),
    "payer_account": ("付款人账号", "付款人账户", "付款方账号", "debit account no", "payer's account"),
    "payee": ("收款人名称", "收款人户名", "收款方名称", "收款方户名", "收款人", "收款方", "payee's name"),
    "payee_account": ("收款人账号", "收款人账户", "收款方账号", "payee's account"),
    "on": ("交易日期", "记账日期", "入账日期", "交易日", "记账日", "交易时间", "日期", "transaction date", "date"),
    "reference": (
        "交易流水号",
        "流水号",
        "账户明细编号-交易流水号",
        "核心流水号",
        "交易编号",
        "业务编号",
        "凭证号",
        "回单编号",
        "参考号",
        "transaction reference",
    ),
    "summary": ("摘要", "用途", "交易用途", "附言", "备注", "说明", "交易附言", "remark", "purpose", "reference"),
}  # fmt: skip
MANY = ("summary",)
IN_FLAGS = ("贷", "收", "入", "c", "cr", "credit", "+")
OUT_FLAGS = ("借", "支", "付", "出", "d", "dr", "debit", "-")


@dataclass(frozen=True)
class Movement:
    """One line of a statement as the books take it: ``amount`` is above zero, the direction beside it."""

    direction: str
    amount: Decimal


def simple(text: str) -> str:
    """A header in comparable form: half width, lower case, no blanks, the part in square brackets apart."""
    flat = unicodedata.normalize("NFKC", text).lower().replace("帐", "账")
    return re.sub(r"[\s:：*_]+", "", flat)


def roles_of(headers: Mapping[int, str]) -> dict[str, list[int]]:
    """Which columns play which role; each column one role, each role one column, but several summaries."""
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for role, words in WORDS.items():
        for column in _columns(headers, words, taken):
            if role in MANY or role not in found:
                found.setdefault(role, []).append(column)
                taken.add(column)
    return found


def _columns(headers: Mapping[int, str], words: Sequence[str], taken: set[int]) -> list[int]:
    """Columns whose header is one of the words, then those that begin with one, then those that hold one."""
    ranked: list[tuple[int, int, int]] = []
    for column, header in headers.items():
        if column in taken:
            continue
        whole = simple(header)
        parts = [part for part in re.split(r"[\[\]()/（）]", whole) if part]
        for order, word in enumerate(words):
            key = simple(word)
            if whole == key or key in parts:
                ranked.append((0, order, column))
            elif whole.startswith(key):
                ranked.append((1, order, column))
            elif key in whole and len(key) > 1:
                ranked.append((2, order, column))
    return list(dict.fromkeys(column for _kind, _order, column in sorted(ranked)))


def complete(roles: Mapping[str, Any]) -> bool:
    """Whether a table with these roles tells when and how much."""
    return "on" in roles and ("amount" in roles or "income" in roles or "expense" in roles)


def movement(
    income: Decimal | None, expense: Decimal | None, amount: Decimal | None, flag: str, *, ours: bool | None = None
) -> Movement | None:
    """Direction and amount out of what a line holds. ``ours``: the payer's account is our own. None: nothing moved.

    A negative amount in a column of its own direction is a reversal and counts the other way.
    """
    if income:
        return Movement("income" if income > 0 else "expense", abs(income))
    if expense:
        # Some banks write what goes out with a minus into its own column; a reversal there is told by the column of income.
        return Movement("expense", abs(expense))
    if not amount:
        return None
    word = simple(flag)
    if word and any(word.startswith(mark) or word == mark for mark in IN_FLAGS):
        return Movement("income", abs(amount)) if amount > 0 else Movement("expense", abs(amount))
    if word and any(word.startswith(mark) or word == mark for mark in OUT_FLAGS):
        return Movement("expense", abs(amount))
    if amount < 0:
        return Movement("expense", -amount)
    return Movement("expense" if ours else "income", amount)
