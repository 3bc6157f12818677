import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import credit_code

from .outside import shared

GOOD = "91640324MA770X823F"
codes = st.builds(
    lambda kind, division, body: (
        (first := kind + division + body + credit_code.organisation_check_character(body)) + credit_code.check_character(first)
    ),
    st.sampled_from(["91", "92", "12", "51"]),
    st.sampled_from(["330106", "110101", "640324"]),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8),
)


def test_every_registered_company_passes():
    path = shared("companies", "registry.csv")
    sample = [GOOD, "91640521MA770X0M6X", "91640100MA770X5WXN"]
    if path:
        with path.open(encoding="utf-8", newline="") as file:
            sample = [row["统一社会信用代码"] for row in csv.DictReader(file)]
        assert len(sample) == 3589
    assert [code for code in sample if credit_code.explain(code) or credit_code.warnings(code)] == []


@pytest.mark.parametrize("text", ["９１６４０３２４ｍａ７７０ｘ８２３ｆ", " 9164 0324 ma77 0x82 3f\n", "91640324-MA770X823-F", "'" + GOOD])
def test_width_case_and_separators_are_forgiven(text):
    assert credit_code.normalise(text) == GOOD
    assert credit_code.is_valid(text)


def test_letter_o_is_reported_and_not_changed():
    code = "9164O324MA770X823F"
    assert credit_code.normalise(code) == code
    assert not credit_code.is_valid(code)
    assert credit_code.explain(code) == [
        "第 5 位“O”不会出现在统一社会信用代码里，可能应为 0，请核对。",
        f"可能是 {GOOD}，请对照营业执照确认。",
    ]
    assert credit_code.suggestions(code) == [GOOD]


def test_swapped_neighbours_are_found_out_and_suggested():
    code = "91640324MA770X832F"
    assert "校验位不符" in credit_code.explain(code)[0]
    assert GOOD in credit_code.suggestions(code)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "为空"),
        ("91640324MA770X823", "少了 1 位"),
        ("91640324MA770X823FF", "多了 1 位"),
        ("MA770X823", "组织机构代码"),
        ("110108000000016", "旧的 15 位营业执照注册号"),
        ("110108000000017", "校验位不符"),
        ("9.16403E+17", "科学计数法"),
        ("911101080000000000", "截断了精度"),
    ],
)
def test_each_way_to_be_wrong_has_its_sentence(code, sentence):
    problems = credit_code.explain(code)
    assert len(problems) == 1
    assert sentence in problems[0]


def test_structure_is_explained():
    first = "B1" + "990000" + "MA770X82" + "3"
    problems = credit_code.explain(first + credit_code.check_character(first))
    assert any("登记管理部门" in p for p in problems)
    assert any("省份" in p for p in problems)
    first = "90" + "33A106" + "MA770X82" + "3"
    problems = credit_code.explain(first + credit_code.check_character(first))
    assert any("机构类别" in p for p in problems)
    assert any("行政区划数字" in p for p in problems)


def test_inner_check_digit_only_warns():
    first = "91330106" + "MA770X82" + "4"
    code = first + credit_code.check_character(first)
    assert credit_code.explain(code) == []
    assert "主体标识码" in credit_code.warnings(code)[0]
    assert credit_code.warnings(GOOD) == []


def test_parts():
    parts = credit_code.parse(GOOD)
    assert (parts.kind, parts.division, parts.organisation_code, parts.valid) == ("企业", "640324", "MA770X823", True)


def test_old_licence_number():
    assert credit_code.is_old_licence("110108000000016")
    assert not credit_code.is_old_licence("110108000000018")
    assert not credit_code.is_old_licence(GOOD)


@given(codes)
def test_made_codes_are_good(code):
    assert credit_code.explain(code) == []
    assert credit_code.is_valid(code.lower())


@given(codes, st.integers(0, 17), st.sampled_from(credit_code.ALPHABET))
def test_one_wrong_character_never_passes(code, position, character):
    changed = code[:position] + character + code[position + 1 :]
    assert credit_code.is_valid(changed) == (changed == code)


@given(st.text())
def test_any_text_gets_an_answer(text):
    problems = credit_code.explain(text)
    assert (problems == []) <= credit_code.is_valid(text)
    assert all(p.endswith("。") for p in problems)
