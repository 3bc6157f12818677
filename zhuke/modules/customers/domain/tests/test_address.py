import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain.address import parse_address

from .outside import shared


def parts(text):
    found = parse_address(text)
    return found.province, found.city, found.district, found.detail


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏省南京市玄武区中山路1号", ("江苏", "南京", "玄武区", "中山路1号")),
        ("南京市玄武区中山路1号", ("江苏", "南京", "玄武区", "中山路1号")),
        ("南京玄武中山路1号", ("江苏", "南京", "玄武区", "中山路1号")),
        ("江苏 南京 / 鼓楼", ("江苏", "南京", "鼓楼区", "")),
        ("江苏省昆山市千灯镇", ("江苏", "苏州", "昆山市", "千灯镇")),
        ("昆山千灯镇", ("江苏", "苏州", "昆山市", "千灯镇")),
        ("平罗县崇岗镇崇富村", ("宁夏", "石嘴山", "平罗县", "崇岗镇崇富村")),
        ("宁夏永宁县望远镇现代金属物流园", ("宁夏", "银川", "永宁县", "望远镇现代金属物流园")),
        ("河北省石家庄市赵县石塔路", ("河北", "石家庄", "赵县", "石塔路")),
        ("海口", ("海南", "海口", "", "")),
    ],
)
def test_missing_levels_are_filled_in(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市朝阳区建国路88号", ("北京", "北京", "朝阳区", "建国路88号")),
        ("北京市市辖区朝阳区建国路88号", ("北京", "北京", "朝阳区", "建国路88号")),
        ("上海市上海市徐汇区", ("上海", "上海", "徐汇区", "")),
        ("上海浦东张江镇", ("上海", "上海", "浦东新区", "张江镇")),
        ("重庆秀山县中和街道", ("重庆", "重庆", "秀山土家族苗族自治县", "中和街道")),
        ("香港九龙弥敦道1号", ("香港", "香港", "", "九龙弥敦道1号")),
        ("宁夏回族自治区银川市金凤区", ("宁夏", "银川", "金凤区", "")),
        ("新疆伊犁州伊宁市", ("新疆", "伊犁", "伊宁市", "")),
        ("湘西自治州吉首市", ("湖南", "湘西", "吉首市", "")),
        ("恩施州恩施市", ("湖北", "恩施", "恩施市", "")),
        ("内蒙包头昆都仑", ("内蒙古", "包头", "昆都仑区", "")),
        ("新疆生产建设兵团第八师石河子市北四路", ("新疆", "石河子", "", "北四路")),
        ("湖北省仙桃市沔阳大道", ("湖北", "仙桃", "", "沔阳大道")),
        ("吉林省吉林市船营区", ("吉林", "吉林", "船营区", "")),
        ("吉林长春", ("吉林", "长春", "", "")),
        ("青海省海南州共和县", ("青海", "海南", "共和县", "")),
    ],
)
def test_municipalities_and_autonomous_regions(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河北雄安新区市民中心", ("河北", "保定", "雄安新区", "市民中心")),
        ("河北雄安新区容城县", ("河北", "保定", "容城县", "")),
        ("甘肃省兰州新区中川镇", ("甘肃", "兰州", "兰州新区", "中川镇")),
        ("合肥高新区望江西路", ("安徽", "合肥", "高新区", "望江西路")),
        ("郑州市郑东新区金水东路", ("河南", "郑州", "郑东新区", "金水东路")),
        ("武汉经济技术开发区", ("湖北", "武汉", "经济技术开发区", "")),
        ("武汉经济技术开发区江夏区", ("湖北", "武汉", "江夏区", "经济技术开发区江夏区")),
        ("南京江宁经济技术开发区", ("江苏", "南京", "江宁区", "经济技术开发区")),
        ("贺兰工业园区虹桥北路28号", ("宁夏", "银川", "贺兰县", "工业园区虹桥北路28号")),
        ("苏州工业园区星湖街", ("江苏", "苏州", "苏州工业园区", "星湖街")),
        ("中国（上海）自由贸易试验区世纪大道8号", ("上海", "上海", "", "世纪大道8号")),
    ],
)
def test_new_areas_and_zones(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("南京路100号", ("", "", "", "南京路100号")),
        ("北京朝阳路12号", ("北京", "北京", "", "朝阳路12号")),
        ("广州天河北路5号", ("广东", "广州", "", "天河北路5号")),
        ("兴隆花园3号楼", ("", "", "", "兴隆花园3号楼")),
        ("东方大厦", ("", "", "", "东方大厦")),
        ("朝阳市双塔区", ("辽宁", "朝阳", "双塔区", "")),
        ("银川市西夏区宁夏大学", ("宁夏", "银川", "西夏区", "宁夏大学")),
        ("固原市原州区固原市场", ("宁夏", "固原", "原州区", "固原市场")),
    ],
)
def test_streets_and_buildings_are_no_regions(text, expected):
    assert parts(text) == expected


def test_a_county_name_used_twice_in_the_country_stays_open():
    assert parts("鼓楼区中山北路") == ("", "", "鼓楼区", "中山北路")


def test_the_county_decides_where_the_city_is_of_old():
    assert parts("宁夏吴忠市中宁县") == ("宁夏", "中卫", "中宁县", "")
    assert parts("安徽省巢湖市庐江县") == ("安徽", "合肥", "庐江县", "")


def test_labels_postcodes_and_words_in_front():
    assert parts("公司地址：（210018）江苏省　南京市 玄武区，中山东路") == ("江苏", "南京", "玄武区", "中山东路")
    assert parts("邮编：210000 江苏南京") == ("江苏", "南京", "", "")
    assert parts("中华人民共和国广东省深圳市") == ("广东", "深圳", "", "")
    assert parts("恒坤公司位于江苏省昆山市") == ("江苏", "苏州", "昆山市", "恒坤公司位于")


@pytest.mark.parametrize(
    "text", ["上海市徐汇区 31.188512, 121.436525", "上海市徐汇区(121.436525,31.188512)", "经度：121.436525，纬度：31.188512 上海市徐汇区"]
)
def test_written_coordinates(text):
    found = parse_address(text)
    assert (found.latitude, found.longitude, found.exact) == (31.188512, 121.436525, True)
    assert (found.city, found.district, found.detail) == ("上海", "徐汇区", "")


def test_otherwise_the_centre_of_the_city_and_nothing_without_a_city():
    found = parse_address("江苏省南京市玄武区")
    assert (found.latitude, found.longitude, found.exact) == (32.06, 118.8, False)
    assert parse_address("江苏省").latitude is None
    assert parse_address("坐标 1.234, 2.345").latitude is None


def _outside_rows():
    path = shared("companies", "registry.csv")
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["注册地址"], row["地区"]) for row in csv.DictReader(file) if row["注册地址"]]


WRITTEN = [
    ("宁夏银川市兴庆区北环市场二期地下室", "银川"),
    ("银川市金凤区新昌西路易大紫荆花商务中心D座1706号", "银川"),
    ("宁夏灵武市利民路南侧农贸市场6#楼三层宾馆", "银川"),
    ("大武口区人民路168号", "石嘴山"),
    ("吴忠市利通区利通区裕民东街南侧", "吴忠"),
    ("宁夏青铜峡工业园区（纬一路）", "吴忠"),
    ("宁夏回族自治区固原市原州区荣华锦汇ACC购物中心", "固原"),
    ("中宁县枸杞加工城1-2层01号", "中卫"),
]


@pytest.mark.parametrize("rows", [WRITTEN, *([_outside_rows()] if _outside_rows() else [])])
def test_registered_addresses(rows):
    right = sum((parse_address(text).province, parse_address(text).city) == ("宁夏", city) for text, city in rows)
    assert right / len(rows) >= 0.95


@given(st.text(alphabet=st.one_of(st.sampled_from("江苏省南京市中山区县路号新开发（）()·,，1.23"), st.characters()), max_size=60))
def test_any_text_is_taken(text):
    found = parse_address(text)
    assert isinstance(found.detail, str)
    assert (found.latitude is None) == (found.longitude is None)
    assert not found.city or found.province
