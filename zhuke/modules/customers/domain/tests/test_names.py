import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import names

from .outside import shared


@pytest.mark.parametrize(
    ("name", "regions", "brand", "trade", "legal"),
    [
        ("浙江恒坤建筑工程有限公司", "浙江", "恒坤", "建筑工程", "有限公司"),
        ("浙江省杭州市萧山区恒坤建材经营部", "浙江杭州萧山", "恒坤", "建材经营部", ""),
        ("恒坤建筑工程（杭州）有限公司", "杭州", "恒坤", "建筑工程", "有限公司"),
        ("恒坤科技上海有限公司", "上海", "恒坤", "科技", "有限公司"),
        ("湘阴恒坤苗木专业合作社", "湘阴", "恒坤", "苗木专业合作社", ""),
        ("昆山千灯镇恒坤五金店", "昆山", "恒坤", "五金店", ""),
        ("苏州工业园区恒坤电子科技股份有限公司", "苏州工业园", "恒坤", "电子科技", "股份有限公司"),
        ("恒坤建设集团有限公司", "", "恒坤", "建设", "集团有限公司"),
        ("恒坤建设（集团）有限公司", "", "恒坤", "建设", "有限公司"),
        ("德国恒坤机械有限公司", "", "恒坤", "机械", "有限公司"),
        ("杭州市住房和城乡建设局", "杭州", "", "住建局", ""),
        ("中建三局集团有限公司", "", "中建三局", "", "集团有限公司"),
        ("中新能源有限公司", "", "中新", "能源", "有限公司"),
        ("宁夏交投工程建设管理有限公司", "宁夏", "交投", "工程建设管理", "有限公司"),
        ("兴隆建设工程有限公司", "", "兴隆", "建设工程", "有限公司"),
    ],
)
def test_parts(name, regions, brand, trade, legal):
    parts = names.parse(name)
    assert "".join(r.short for r in parts.regions) == regions
    assert (parts.brand, parts.trade, parts.legal) == (brand, trade, legal)


@pytest.mark.parametrize(
    ("name", "branch", "brand"),
    [
        ("浙江恒坤建筑有限公司杭州分公司", "杭州分公司", "恒坤"),
        ("浙江恒坤建筑有限公司（杭州分公司）", "杭州分公司", "恒坤"),
        ("恒坤建设集团杭州第二分公司", "杭州第二分公司", "恒坤"),
        ("恒坤医药连锁有限公司中山路店", "中山路店", "恒坤"),
        ("恒坤建设杭州分公司", "杭州分公司", "恒坤"),
        ("浙江恒坤建筑有限公司", "", "恒坤"),
        ("恒坤建筑有限公司（杭州）", "", "恒坤"),
    ],
)
def test_branches_are_told_from_the_head_office(name, branch, brand):
    parts = names.parse(name)
    assert (parts.branch, parts.brand) == (branch, brand)


def test_brand_keeps_its_written_characters_while_the_key_uses_usual_ones():
    parts = names.parse("國泰建設股份有限公司")
    assert parts.brand == "國泰"
    assert parts.key == "国泰建设"
    assert names.parse("安徽瑞昇食品有限公司").brand == "瑞昇"


def test_brands_of_known_names():
    path = shared("companies", "brand_of_name.txt")
    if path:
        pairs = [line.partition(" ")[::2] for line in path.read_text(encoding="utf-8").splitlines() if line]
    else:
        pairs = [("柳州恒坤运输集团有限公司", "恒坤"), ("湖北塑胶跑道工程公司", "")]
    right = sum(names.parse(name).brand == brand for name, brand in pairs)
    assert right / len(pairs) >= 0.93


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒坤建设（杭州）有限公司", "恒坤建设(杭州)有限公司"),
        ("恒坤 建设·有限公司", "恒坤建设有限公司"),
        ("ＡＢＣ建设有限公司", "abc建设有限公司"),
        ("恒坤建設有限公司", "恒坤建设有限公司"),
        ("恒坤【集团】有限公司", "恒坤（集团）有限公司"),
    ],
)
def test_two_writings_of_one_name(one, other):
    assert names.canonical(one) == names.canonical(other)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("中国建筑第三工程局有限公司", "中建三局集团有限公司"),
        ("中国水利水电第七工程局有限公司", "中国水电七局有限公司"),
        ("中交第二航务工程局有限公司", "中交二航局有限公司"),
    ],
)
def test_state_builders_are_known_by_their_short_names(long, short):
    assert names.comparison_key(long) == names.comparison_key(short)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("中建三局", (3,)),
        ("中铁十二局集团第一工程有限公司", (12, 1)),
        ("恒坤建设第二十一分公司", (21,)),
        ("恒坤建设第3项目部", (3,)),
        ("三一重工股份有限公司", ()),
        ("万达商业", ()),
        ("第一百零二中学", (102,)),
    ],
)
def test_numbers_in_names(name, numbers):
    assert names.ordinals(names.canonical(name)) == numbers


def test_confusions():
    assert names.confusion("坤", "昆") == "同音"
    assert names.confusion("末", "未") == "形近"
    assert names.confusion("恒", "达") == ""


@given(st.text(alphabet=st.sampled_from("浙江杭州恒坤建筑工程有限公司（）()第一分集团 ABc12东方中国"), max_size=24))
def test_parsing_is_total_and_stable(name):
    parts = names.parse(name)
    assert names.parse(names.canonical(name)).key == parts.key
    assert parts.core + parts.trade in parts.canonical or parts.branch
    assert names.same_writing(name) == parts.canonical


@given(st.text(max_size=30))
def test_any_text_has_keys(text):
    names.parse(text)
    assert len(names.comparison_key(text * 9)) <= 120
    assert names.canonical(names.canonical(text)) == names.canonical(text)
