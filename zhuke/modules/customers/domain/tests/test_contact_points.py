import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import contact_points as points
from zhuke.modules.customers.domain.regions import table

MOBILE = "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 138-0013-8000",
        "008613800138000",
        "86 13800138000",
        "１３８００１３８０００",
        "手机：13800138000",
        "M: 13800138000",
        "13800138000.0",
        "013800138000",
        "(+86)138 0013 8000",
    ],
)
def test_a_mobile_in_many_dresses(text):
    point = points.parse_phone(text)
    assert (point.kind, point.value, point.problem) == ("mobile", MOBILE, "")


@pytest.mark.parametrize(
    "prefix", ["139", "147", "149", "166", "173", "177", "188", "190", "191", "192", "193", "195", "196", "197", "198", "199"]
)
def test_current_prefixes(prefix):
    assert points.parse_phone(prefix + "12345678").ok


def test_virtual_and_machine_prefixes_carry_a_note():
    assert points.parse_phone("17012345678").note == "虚拟运营商号段"
    assert "物联网" in points.parse_phone("14812345678").note
    assert "全部相同" in points.parse_phone("13888888888").note


@pytest.mark.parametrize(
    ("text", "value", "extension"),
    [
        ("010-12345678转801", "010-12345678-801", "801"),
        ("0571-88001234", "0571-88001234", ""),
        ("(0571) 88001234-801", "0571-88001234-801", "801"),
        ("057188001234", "0571-88001234", ""),
        ("021 5888 1234", "021-58881234", ""),
        ("+86 10 6234 5678", "010-62345678", ""),
        ("+86(0571)8800 1234", "0571-88001234", ""),
        ("电话：010-62345678 ext. 12", "010-62345678-12", "12"),
        ("0755-2788 1234*805", "0755-27881234-805", "805"),
        ("0951-6041234分机8", "0951-6041234-8", "8"),
    ],
)
def test_landlines(text, value, extension):
    point = points.parse_phone(text)
    assert (point.kind, point.value, point.extension, point.problem) == ("landline", value, extension, "")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("4008208820", "service", "400-820-8820"),
        ("800 820 8820 转 3", "service", "800-820-8820-3"),
        ("95588", "service", "95588"),
        ("+852 2345 6789", "international", "+85223456789"),
        ("0085223456789", "international", "+85223456789"),
    ],
)
def test_service_numbers_and_abroad(text, kind, value):
    point = points.parse_phone(text)
    assert (point.kind, point.value, point.ok) == (kind, value, True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("13800138000 13900139000", ["13800138000", "13900139000"]),
        ("1380013800013900139000", ["13800138000", "13900139000"]),
        ("13800138000、0571-88001234", ["13800138000", "0571-88001234"]),
        ("0571-88001234/88001235", ["0571-88001234", "0571-88001235"]),
        ("0571-88001234, 88001235 转 8", ["0571-88001234", "0571-88001235-8"]),
        ("13800138000\n13900139000", ["13800138000", "13900139000"]),
        ("tel 0574-27881234；传真 0574-27881235", ["0574-27881234", "0574-27881235"]),
        ("办公：0571-88001234 手机：13800138000", ["0571-88001234", "13800138000"]),
    ],
)
def test_several_numbers_in_one_cell(text, values):
    found = points.parse_phones(text)
    assert [p.value for p in found] == values
    assert all(p.ok for p in found)


def test_remark_beside_a_number_is_kept_as_note():
    (point,) = points.parse_phones("13800138000（王工）")
    assert (point.value, point.note) == (MOBILE, "王工")
    assert points.parse_phones("tel 0574-27881234；传真 0574-27881235")[1].note == "传真"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1380013800", "手机号应为 11 位，“1380013800”是 10 位"),
        ("138001380001", "12 位"),
        ("15400000000", "号段 154 尚未启用"),
        ("1.38E+10", "科学计数法"),
        ("88001234", "缺少区号"),
        ("571-88001234", "请写成 0571-88001234"),
        ("0123-1234567", "区号"),
        ("0571-012345678", "7 或 8 位"),
        ("暂无", "无法识别的字符“暂无”"),
        ("110", "位数"),
    ],
)
def test_wrong_numbers_say_why(text, sentence):
    (point,) = points.parse_phones(text)
    assert not point.ok
    assert point.value == ""
    assert sentence in point.problem


def test_the_firms_own_area_code_completes_a_local_number():
    assert points.parse_phone("88001234", area_code="0571").value == "0571-88001234"


@given(st.sampled_from([c.area_code for c in table().cities if len(c.area_code) < 5]), st.from_regex(r"[2-8][0-9]{7}", fullmatch=True))
def test_every_area_code_is_understood_without_a_separator(area_code, local):
    assert points.parse_phone(area_code + local).value == f"{area_code}-{local}"


@given(st.from_regex(r"1(3[0-9]|5[0-35-9]|8[0-9]|9[89])[0-9]{8}", fullmatch=True), st.sampled_from(["", " ", "-", "\u3000"]))
def test_parsing_a_normal_form_changes_nothing(number, gap):
    dressed = gap.join([number[:3], number[3:7], number[7:]])
    value = points.parse_phone(dressed).value
    assert value == number
    assert points.parse_phone(value).value == value


@given(st.text(max_size=40))
def test_any_cell_is_answered(text):
    for point in points.parse_phones(text):
        assert bool(point.value) != bool(point.problem)
    for point in [*points.parse_emails(text), points.parse_email(text), points.parse_postcode(text), points.parse_wechat(text)]:
        assert bool(point.value) != bool(point.problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Zhang.San@Example.CN", "Zhang.San@example.cn"),
        (" ｚｓ＠example.com ", "zs@example.com"),
        ("<zs@example.com>", "zs@example.com"),
        ("mailto:zs@example.com", "zs@example.com"),
        ("张三@公司.中国", "张三@公司.中国"),
    ],
)
def test_good_mail_addresses(text, value):
    point = points.parse_email(text)
    assert (point.value, point.problem) == (value, "")


@pytest.mark.parametrize("text", ["", "abc", "a@b", "a@@b.cn", "a b.cn", "@b.cn", "a@.cn", "a..b@c.cn", "a@b..cn", "x" * 65 + "@b.cn"])
def test_bad_mail_addresses_say_why(text):
    point = points.parse_email(text)
    assert point.value == ""
    assert "邮箱" in point.problem


def test_mail_typo_is_noted_not_changed():
    point = points.parse_email("zs@gmial.com")
    assert point.value == "zs@gmial.com"
    assert "gmail.com" in point.note


def test_several_mail_addresses():
    assert [p.value for p in points.parse_emails("a@x.cn；b@y.cn c@z.cn")] == ["a@x.cn", "b@y.cn", "c@z.cn"]


def test_public_mail_domains():
    assert points.is_public_mail_domain("QQ.com")
    assert not points.is_public_mail_domain("jianzhu.example.cn")


def test_postcode():
    assert points.parse_postcode("３１００００").value == "310000"
    assert points.parse_postcode("310000.0").value == "310000"
    assert "010080" in points.parse_postcode("10080").problem
    assert "6 位" in points.parse_postcode("31000A").problem


def test_wechat():
    assert points.parse_wechat("微信：wang_gong88").value == "wang_gong88"
    assert points.parse_wechat("13800138000").note == "用手机号登记的微信"
    assert "字母开头" in points.parse_wechat("88abc").problem


def test_masked():
    assert points.masked(MOBILE) == "138****8000"
    assert points.masked("0571-88001234-801") == "0571-****1234"
    assert points.masked("95588") == "****5588"
