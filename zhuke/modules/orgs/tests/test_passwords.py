"""Which passwords are refused, and that good ones are not."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from zhuke.commons.testing import Firm
from zhuke.modules.orgs.models import User
from zhuke.modules.orgs.passwords import PasswordRules, strength
from zhuke.modules.orgs.services.people import ALPHABET, first_password

RULES = PasswordRules()


def refusal(password: str, user: User | None = None) -> str:
    """The code of the refusal; empty: accepted."""
    try:
        RULES.validate(password, user)
    except ValidationError as error:
        return str(error.code)
    return ""


@pytest.mark.parametrize("password", ["kurz1!", "九个字太短了吧", "abcd-9876"])
def test_short_ones(password: str) -> None:
    assert refusal(password) == "password_too_short"


def test_endless_ones() -> None:
    assert refusal("x9" * 80) == "password_too_long"


@pytest.mark.parametrize(
    "password",
    [
        "password2024",
        "P@ssw0rd123",
        "qwertyuiop",
        "qwer1234asdf",
        "1qaz2wsx3edc",
        "1234567890",
        "0987654321ab",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456abcdef",
        "20240101888888",
        "iloveyou1314520",
        "Football12345",
        "5201314woaini!"[:11],
        "sunshine2023!",
        "！＠＃１２３４５６７８９",
    ],
)
def test_common_words_dates_repetitions_and_keyboard_runs(password: str) -> None:
    assert refusal(password) == "password_too_common", strength(password.lower())


@pytest.mark.parametrize(
    "password",
    ["kirschbaum-64-leuchte", "correct-horse-battery", "vT9#mLq2!xWz", "梧桐树下第三块石头松了", "ba7-gerüst-nord-41", "Xk82hq0Lm4tz"],
)
def test_good_ones(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    "password",
    ["zhouxiaoming#77x", "ZhouXiaoMing-Kran", "周小明的密码非常安全", "zhou.xm-Leiter-5", "Kran-13912345678", "Kranxm77@2Leiter"],
)
def test_about_the_person(password: str) -> None:
    user = User(username="zhou.xm", name="周小明", phone="13912345678", email="kranxm77@example.com")
    assert refusal(password, user) == "password_too_personal"


@pytest.mark.parametrize(
    "password", ["Zhuke-Leiter-45", "大江集团-Leiter-45", "dajiangjituan-45", "华东公司leiter-45x", "huadonggongsi_45"]
)
def test_about_the_firm(firm: Firm, password: str) -> None:
    assert refusal(password, User(username="x1", name="陈", unit=firm.east)) == "password_too_personal"


def test_a_first_password_is_long_and_easy_to_read() -> None:
    made = {first_password() for _i in range(200)}
    assert len(made) == 200
    assert all(len(p) == 14 and set(p) <= {*ALPHABET, "-"} for p in made)
    assert not set("il1o0") & set(ALPHABET)


@given(st.text(min_size=0, max_size=40))
def test_any_text_is_judged(password: str) -> None:
    assert 0 <= strength(password.lower()) <= len(password.lower())
