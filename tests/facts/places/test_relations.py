"""A place that a report only names: its model, its guests, the medium, the dateline, a word that holds its name."""

import pytest

from newsbot.facts.places.place import place_of


def read(title: str, lead: str, source: str | None = None) -> str:
    place, _ = place_of(title, [lead], source)
    return "".join(d.name for d in (place.province, place.city, place.county, place.street) if d)


@pytest.mark.parametrize(
    ("title", "lead", "place"),
    [
        ("宁波市：向邯郸学经验", "近日，宁波市的街道书记赴邯郸考察，回来后立即行动。", "浙江省宁波市"),
        ("宁波市：与邯郸结对", "近日，宁波市与邯郸结对共建。", "浙江省宁波市"),
        ("全国座谈会召开", "新华社北京4月10日电 座谈会日前在北京召开，汕头、杭州等城市作交流发言。", ""),
        ("全国文明城市名单公布", "汕头、北京市东城区、天津市河西区等12个城市入选。", ""),
        ("亚运城市志愿者上岗", "志愿者在路口引导观众。", ""),
        ("大运城市文明风景线", "成都市武侯区的路口，志愿者用微笑迎接八方来客。", "四川省成都市武侯区"),
        ("山西运城市启动创城", "近日，运城市召开动员会。", "山西省运城市"),
        ("环境整治见成效", "兰州3月27日电 甘肃张掖市临泽县沙河镇清理垃圾。", "甘肃省张掖市临泽县沙河镇"),
        ("宜宾燃面馆门口的爱心座椅", "绵阳市涪城区城厢街道的商户在门口摆上座椅。", "四川省绵阳市涪城区城厢街道"),
        ("重庆小面香飘食堂", "武汉市江汉区万松街道的食堂推出新菜单。", "湖北省武汉市江汉区万松街道"),
        ("商报东路换新颜", "海口市龙华区金宇街道商报东路铺上新沥青。", "海南省海口市龙华区金宇街道"),
        ("晋城城区环境整治", "晋城市城管局介绍，城区清运垃圾三百余吨。", "山西省晋城市"),
        ("宁波市组织街道书记轮训", "近日，宁波市组织街道书记开展培训。", "浙江省宁波市"),
    ],
)
def test_the_place_is_what_the_report_is_about(title, lead, place):
    assert read(title, lead) == place


def test_a_city_before_a_colon_heads_the_title():
    assert read("宁波市：邯郸客商点赞志愿服务", "近日，宁波市的志愿者走上街头。") == "浙江省宁波市"


def test_a_mediums_station_says_which_county_carries_the_news():
    assert read("野竹坪镇清除小广告", "10月11日，迁陵镇组织干部清除小广告。", "红网保靖站") == "湖南省湘西土家族苗族自治州保靖县迁陵镇"


def test_a_street_has_the_name_that_is_printed():
    assert read("老街坊组成巡逻队", "驻马店市驿城区新华街道的老街坊组成巡逻队。").endswith("新华街道")


def test_a_district_behind_its_city_is_put_aside_with_it():
    place, _ = place_of("三明市与上海市普陀区结对共建文明", ["3月10日，三明市代表团赴上海市普陀区考察，双方签署结对协议。"])
    assert place.city is not None
    assert place.city.name == "三明市"
