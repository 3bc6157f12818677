import re
import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain.pasted import Proposal, propose
from zhuke.modules.customers.models import Contact, Customer

CODE = "91640100MA770X0E02"


def values(text):
    """Field → value, or a list where a field came several times."""
    found = {}
    for proposal in propose(text):
        found.setdefault(proposal.field, []).append(proposal.value)
    return {field: several[0] if len(several) == 1 else several for field, several in found.items()}


def only(text, field):
    return next((proposal for proposal in propose(text) if proposal.field == field), None)


CARD = """浙江恒坤建设集团有限公司
王建国  副总经理/高级工程师
工程管理部
手机：138 0013 8000    电话：0571-88001234转801
传真：0571-88001235
邮箱：wangjg@hengkun.com
地址：浙江省杭州市西湖区文三路100号恒坤大厦8楼  邮编：310012
网址：www.hengkun.com"""


def test_a_business_card():
    assert values(CARD) == {
        "name": "浙江恒坤建设集团有限公司",
        "registered_address": "浙江省杭州市西湖区文三路100号恒坤大厦8楼",
        "region": "浙江",
        "city": "杭州",
        "website": "www.hengkun.com",
        "contact_name": "王建国",
        "contact_department": "工程管理部",
        "contact_position": "副总经理/高级工程师",
        "contact_phone": "13800138000",
        "contact_landline": "0571-88001234-801",
        "contact_email": "wangjg@hengkun.com",
    }


def test_a_card_in_two_languages():
    text = """刘洋 Yang LIU
销售总监 Sales Director
恒坤（上海）新材料科技有限公司
Hengkun (Shanghai) New Materials Co., Ltd.
上海市浦东新区张江路100号 201203
Tel：021-5888 1234-802
Fax：021-5888 1235
Mob：+86 137 0000 1111
E-mail：yang.liu@hengkun-sh.com
http://www.hengkun-sh.com"""
    assert values(text) == {
        "name": "恒坤（上海）新材料科技有限公司",
        "registered_address": "上海市浦东新区张江路100号",
        "region": "上海",
        "city": "上海",
        "website": "http://www.hengkun-sh.com",
        "contact_name": "刘洋",
        "contact_position": "销售总监",
        "contact_phone": "13700001111",
        "contact_landline": "021-58881234-802",
        "contact_email": "yang.liu@hengkun-sh.com",
    }


def test_a_signature_with_one_letter_labels():
    text = """李 伟
项目经理
江苏大禹水利工程有限公司
T: +86 25 8888 1234  M: +86 139-1234-5678
E: li.wei@dayu.cn
A: 南京市鼓楼区中山北路88号"""
    found = values(text)
    assert (found["contact_name"], found["contact_position"], found["name"]) == ("李伟", "项目经理", "江苏大禹水利工程有限公司")
    assert (found["contact_landline"], found["contact_phone"]) == ("025-88881234", "13912345678")
    assert (found["registered_address"], found["city"]) == ("南京市鼓楼区中山北路88号", "南京")


def test_an_office_with_spread_labels_in_full_width():
    text = "南京市住房和城乡建设局\n规划建设处\n副处长　陈　明\n电　话：０２５－８３６１２３４５\n手　机：１３９１２３４５６７８"
    assert values(text) == {
        "name": "南京市住房和城乡建设局",
        "region": "江苏",
        "city": "南京",
        "contact_name": "陈明",
        "contact_department": "规划建设处",
        "contact_position": "副处长",
        "contact_phone": "13912345678",
        "contact_landline": "025-83612345",
    }


def test_a_chat_line():
    text = "你好，我是浙江恒坤建设集团的王建国，负责采购，电话13800138000，微信同号，邮箱 wang@hengkun.com，公司在杭州市西湖区文三路100号"
    found = values(text)
    assert (found["name"], found["contact_name"]) == ("浙江恒坤建设集团", "王建国")
    assert found["contact_phone"] == found["contact_wechat"] == "13800138000"
    assert found["registered_address"] == "杭州市西湖区文三路100号"


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("王建国副总经理 恒坤建设有限公司", "王建国", "副总经理"),
        ("李伟总经理", "李伟", "总经理"),
        ("欧阳明 董事长", "欧阳明", "董事长"),
        ("总工程师：司马相如", "司马相如", "总工程师"),
        ("我是江苏华建的项目经理张伟，想咨询报价", "张伟", "项目经理"),
        ("上海建工｜市场部经理 刘强｜13700001111", "刘强", "经理"),
        ("联系人：欧阳小芳（采购经理）", "欧阳小芳", "采购经理"),
        ("姓名 王强\n职务 总工程师", "王强", "总工程师"),
        ("甲方代表：马建军", "马建军", None),
        ("联系人：阿依古丽·买买提，电话：0991-2345678", "阿依古丽·买买提", None),
        ("John Smith\nProject Manager\nABC Engineering Ltd.", "John Smith", "Project Manager"),
        ("白雪 15029001234", "白雪", None),
    ],
)
def test_people_and_their_titles(text, name, position):
    found = values(text)
    assert (found.get("contact_name"), found.get("contact_position")) == (name, position)


@pytest.mark.parametrize("text", ["张经理 13912345678", "麻烦联系一下张经理", "客户张经理，在银川"])
def test_a_mere_form_of_address_asks_for_the_name(text):
    found = only(text, "contact_name")
    assert (found.value, found.confidence) == ("张经理", 0.45)
    assert "补全姓名" in found.reason


@pytest.mark.parametrize("text", ["谢谢", "明天\n方便吗", "施工方案\n成本控制", "安排一下，时间另定", "江苏\n温州", "项目部", "高级工程师"])
def test_words_that_only_begin_like_names(text):
    assert only(text, "contact_name") is None


def test_two_departments_and_people_give_the_first_person_and_both_phones():
    found = values("王建国   工程部经理 13800138000\n李小红   采购部主管 13900139000")
    assert (found["contact_name"], found["contact_department"], found["contact_position"]) == ("王建国", "工程部", "经理")
    assert found["contact_phone"] == ["13800138000", "13900139000"]


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("手机：13911112222/13911113333", "contact_phone", ["13911112222", "13911113333"]),
        ("电话：0571-88001234/88001235", "contact_landline", ["0571-88001234", "0571-88001235"]),
        ("Tel: (0571) 8800-1234", "contact_landline", "0571-88001234"),
        ("电话/传真：0951-6041234", "contact_landline", "0951-6041234"),
        ("客服热线 400-820-8820", "contact_landline", "400-820-8820"),
        ("+852 2345 6789", "contact_phone", "+85223456789"),
        ("电话：88001234 地址：成都市高新区天府大道1号", "contact_landline", "028-88001234"),
        ("手机/微信：13800138000", "contact_wechat", "13800138000"),
        ("微信：zhaomin_88", "contact_wechat", "zhaomin_88"),
        ("方便的话加微信 hk_build2020", "contact_wechat", "hk_build2020"),
        ("公司主页 https://www.abc.com.cn/a?id=3，欢迎", "website", "https://www.abc.com.cn/a?id=3"),
        ("网站：hengkun.com", "website", "hengkun.com"),
    ],
)
def test_ways_to_reach_somebody(text, field, expected):
    assert values(text)[field] == expected


def test_fax_bank_and_id_numbers_are_no_phones():
    found = values("传真：0571-88001235 QQ：13800138000 开户行：工商银行 账号：1380013800013800138 税号：" + CODE)
    assert "contact_phone" not in found
    assert "contact_landline" not in found
    assert found["credit_code"] == CODE


def test_a_slip_in_a_mail_domain_is_named():
    found = only("zhang_san@qq.con", "contact_email")
    assert "qq.com" in found.reason
    assert found.confidence < 0.8


REGISTER = f"""企业名称：宁夏弘泰电气有限公司
统一社会信用代码：{CODE}
法定代表人：张三丰
注册资本：820(万元)
成立日期：2019年1月2日
住所：宁夏回族自治区银川市金凤区亲水大街东侧银川万达中心1号公寓705室
经营范围：防雷工程设计、施工；防雷技术服务；
电力工程"""


def test_a_snippet_of_the_register():
    assert values(REGISTER) == {
        "name": "宁夏弘泰电气有限公司",
        "credit_code": CODE,
        "legal_representative": "张三丰",
        "registered_capital": "8200000",
        "established_on": "2019-01-02",
        "registered_address": "宁夏回族自治区银川市金凤区亲水大街东侧银川万达中心1号公寓705室",
        "region": "宁夏",
        "city": "银川",
        "business_scope": "防雷工程设计、施工;防雷技术服务;电力工程",
    }


def test_labels_on_lines_of_their_own():
    found = values(f"统一社会信用代码\n{CODE}\n法定代表人\n欧阳明\n注册资本\n1,000万元人民币\n成立日期\n2019-01-02")
    assert found == {
        "credit_code": CODE,
        "legal_representative": "欧阳明",
        "registered_capital": "10000000",
        "established_on": "2019-01-02",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("注册资本：1.2亿元", "120000000"),
        ("注册资本：5000万人民币", "50000000"),
        ("注册资本：3000000元", "3000000"),
        ("注册资本：500万美元", None),
        ("注册资本：N/A", None),
    ],
)
def test_capital_in_yuan(text, expected):
    assert values(text).get("registered_capital") == expected


def test_capital_without_a_unit_is_a_guess_that_says_so():
    found = only("注册资本：500", "registered_capital")
    assert (found.value, found.confidence) == ("5000000", 0.5)
    assert "没有写单位" in found.reason


def test_a_day_that_does_not_exist_is_not_proposed():
    assert only("成立日期: 2020/13/45", "established_on") is None


def test_a_wrong_code_behind_its_label_is_shown_with_what_is_wrong():
    found = only("税号：91640100MA770X0E03", "credit_code")
    assert found.confidence < 0.5
    assert "校验位不符" in found.reason
    assert only("订单 91640100MA770X0E03", "credit_code") is None


def test_places_without_an_address():
    assert values("恒坤（杭州）装饰有限公司")["city"] == "杭州"
    assert values("客户在银川，想做厂房")["region"] == "宁夏"
    assert values("电话 0951-6041234")["city"] == "银川"


def test_own_company_words_are_no_customer():
    assert only("请贵公司报价，我公司会安排", "name") is None
    assert values("甲方：宁夏交投工程建设管理有限公司\n乙方：我公司")["name"] == "宁夏交投工程建设管理有限公司"


def test_places_point_into_the_pasted_text():
    text = "\ufeff（手机）１３８００１３８０００ ㈱ " + CARD
    for proposal in propose(text):
        assert 0 <= proposal.start < proposal.end <= len(text)
    phone = only(text, "contact_phone")
    assert text[phone.start : phone.end] in {"１３８００１３８０００", "138 0013 8000"}
    name = only(text, "name")
    assert text[name.start : name.end] == "浙江恒坤建设集团有限公司"


def test_fields_belong_to_customer_or_contact_and_carry_their_labels():
    customer, contact = ({field.name for field in model._meta.get_fields()} for model in (Customer, Contact))
    for proposal in [*propose(CARD), *propose(REGISTER), *propose("微信：zhaomin_88")]:
        plain = proposal.field.removeprefix("contact_")
        assert plain in (contact if proposal.field.startswith("contact_") else customer)
        assert proposal.label
        assert proposal.reason
        assert 0 < proposal.confidence <= 1


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    assert all(isinstance(proposal, Proposal) and proposal.value for proposal in propose(text))


@given(
    st.lists(
        st.sampled_from(
            [*CARD.split("\n"), *REGISTER.split("\n"), *"电话:：王李 总经理/\n\t(（", "138", "@", "微信同号", "\x00", "𠮷", "㍿"]
        ),
        max_size=20,
    )
)
def test_any_mixture_is_taken(parts):
    text = "".join(parts)
    for proposal in propose(text):
        assert 0 <= proposal.start < proposal.end <= len(text)


@pytest.mark.parametrize("unit", ["王", "a", "1", "0571-", "公司", "经理", " ", "王建国,", "a@", "杭州市", "(", "Co., ", "电话:", "工程"])
def test_long_rubbish_takes_no_long_time(unit):
    start = time.perf_counter()
    propose((unit * 5000)[:5000])
    assert time.perf_counter() - start < 1


def test_reasons_and_labels_are_in_the_language_of_the_reader():
    card = "联系人：王建国\n手机/微信：13800138000\n地址：浙江省杭州市西湖区文三路1号"
    with override("en"):
        english = propose(card)
    assert {proposal.field for proposal in english} >= {"contact_name", "contact_phone", "contact_wechat", "registered_address"}
    for proposal in english:
        assert not re.search("[\u4e00-\u9fff]", proposal.label + proposal.reason), proposal
    assert [(p.field, p.value) for p in english] == [(p.field, p.value) for p in propose(card)]
