from zhuke.modules.customers.domain import regions


def test_the_table_has_all_provinces_and_prefectures():
    table = regions.table()
    assert len(table.provinces) == 34
    prefectures = [c for c in table.cities if (c.province.code not in {"71", "81", "82"} and c.code[2:] != "90") or c.name == "济源市"]
    assert len(prefectures) == 333 + 4 + 1  # prefecture-level units, the municipalities, and Jiyuan
    assert all(c.area_code.startswith("0") and c.latitude > 15 and 73 < c.longitude < 136 for c in table.cities)


def test_every_county_name_is_unique_within_its_city():
    seen = [(county.code, county.name) for county in regions.table().counties]
    assert len(seen) == len(set(seen))


def test_short_names_drop_suffix_and_peoples():
    assert regions.short_name("恩施土家族苗族自治州") == "恩施"
    assert regions.short_name("双江拉祜族佤族布朗族傣族自治县") == "双江"
    assert regions.short_name("锡林郭勒盟") == "锡林郭勒"
    assert regions.short_name("大兴安岭地区") == "大兴安岭"
    assert regions.short_name("杭州市") == "杭州"


def test_longest_word_wins():
    table = regions.table()
    assert table.longest_prefix("吉林省长春市") == "吉林省"
    assert table.longest_prefix("新月能源") == ""
    assert table.longest_prefix("杭州市西湖区") == "杭州市"
    assert table.longest_prefix("杭州市西湖区", 3) == "西湖区"


def test_area_code_of_city():
    chengdu = regions.find_city("成都")
    assert chengdu is not None
    assert chengdu.area_code == "028"
    assert {c.short for c in regions.area_codes()["028"]} == {"成都", "眉山", "资阳"}
    assert regions.find_city("火星") is None


def test_county_knows_city_and_province():
    county = regions.table().by_word["余杭区"][0]
    assert county.city is not None
    assert county.city.name == "杭州市"
    assert county.province.name == "浙江省"
