"""Lines worded as furniture and lines worded as text, of kinds that no list has."""

import pytest

from newsbot.model import Role
from newsbot.page import wording
from newsbot.page.wording import furniture_odds, text_chance, voted_form, wording_signs

FURNITURE = [
    "扫描下方二维码 关注本县发布",
    "本网站由县融媒体中心主办 技术支持：某科技公司",
    "继续访问即代表您接受我们的Cookie政策",
    "打开客户端查看更多精彩内容",
    "上一版 下一版 返回目录",
    "版权所有 未经书面授权禁止复制或建立镜像",
    "请登录后发表评论",
    "分享到微信朋友圈",
]
TEXT = [
    "三月五日，桂溪街道组织网格员走上街头清理小广告。",
    "居民王阿姨说，楼道亮了，心里也亮了。",
    "该社区还建起议事亭，居民的事由居民商量着办。",
    "市民发现不文明行为，可拨打街道文明热线028-85180000反映，网格员会在两小时内到场处理。",
    "截至目前，全区已改造老旧小区四十二个，惠及居民一万余户。",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_has_odds_above_even(line):
    assert furniture_odds(line) > 0.5
    assert text_chance(line) < 0.4


@pytest.mark.parametrize("line", TEXT)
def test_text_has_odds_below_even(line):
    assert furniture_odds(line) < -1
    assert text_chance(line) > 0.75


def test_nothing_is_neither():
    assert furniture_odds("") == 0
    assert text_chance("") == 0.5


def test_a_sentence_with_a_telephone_number_is_no_contact_line():
    assert voted_form("市民可拨打街道文明热线028-85180000反映，网格员会在两小时内到场处理。") is None
    assert (form := voted_form("热线电话：028-85180000")) is not None
    assert form.role is Role.CONTACT


def test_a_sentence_on_copyright_is_no_notice_of_rights():
    line = "宣传月里，志愿者走进校园讲解著作权法，提醒同学们未经授权转载他人作品要负责任。"
    assert voted_form(line) is None
    notice = "声明：本网转载文章版权归原作者所有，如有侵权请联系删除。"
    assert (form := voted_form(notice)) is not None
    assert form.role is Role.DISCLAIMER


def test_the_signs_of_a_line_are_its_shapes_and_runs_of_characters():
    signs = wording_signs("【关注】更多 12")
    assert signs["bias"] == signs["length 1"] == signs["stops 0"] == signs["bracket"] == signs["blanks"] == 1
    runs = {name: value for name, value in signs.items() if name.startswith("=")}
    assert {"=^【", "=关注", "=更多0", "=0$"} <= runs.keys()
    assert sum(value * value for value in runs.values()) == pytest.approx(1)


@pytest.mark.parametrize(("many", "class_"), [(1, 0), (2, 1), (4, 1), (5, 2), (9, 3), (15, 4), (25, 5), (40, 6), (70, 7), (120, 8)])
def test_lengths_have_classes(many, class_):
    assert f"length {class_}" in wording_signs("街" * many)


@pytest.mark.parametrize(("line", "sign"), [
    ("一。二。三。四。五。六。七", "stops 3"), ("一，二，三，四，五，六，七，八", "commas 4"),
    ("一。二。三。四。五", "stops 3"), ("一。二。三", "stops 2"), ("一，二，三，四，五", "commas 4"), ("一，二，三，四", "commas 3"),
    ("12345街道", "figures"), ("来源：", "colon"), ("他说。”", "ends a sentence"), ("2023-04-10", "no Han"),
])  # fmt: skip
def test_shapes(line, sign):
    assert sign in wording_signs(line)


def test_a_line_with_few_digits_is_none_of_figures():
    assert "figures" in wording_signs("1街2道3")
    assert "figures" not in wording_signs("1街道办事处2")


def test_only_the_ends_of_a_long_line_are_looked_at():
    middle = "甲" + "乙" * 60 + "丙丁" + "乙" * 60 + "戊"
    signs = wording_signs(middle)
    assert "=^甲" in signs
    assert "=戊$" in signs
    assert "=丙丁" not in signs
    assert "=丙丁" in wording_signs("乙" * 57 + "丙丁" + "乙" * 60)
    assert "=丙丁" in wording_signs("乙" * 100 + "丙丁" + "乙" * 27)
    assert "=丙丁" not in wording_signs("乙" * 100 + "丙丁" + "乙" * 38)


@pytest.mark.parametrize("line", ["街道" * 200, "1" * 400 + "街道" * 40, "街道" * 40 + "a" * 400, "a1" * 300, "街" + "1a" * 200 + "道"])
def test_of_a_long_line_the_ends_are_folded_as_the_whole_would_be(line, monkeypatch):
    signs = wording_signs(line)
    monkeypatch.setattr(wording, "FOLDED_CHARS", 10_000)
    assert wording_signs(line) == signs


@pytest.mark.parametrize(("length", "form"), [(12, True), (19, False)])
def test_a_sentence_with_a_form_of_furniture_is_told_by_its_wording(length, form, monkeypatch):
    monkeypatch.setattr(wording, "furniture_odds", lambda _: -1.0)
    line = "版权所有" + "街道社区组织居民开展活动推进城市更新"[: length - 4] + "。"
    assert (voted_form(line) is not None) is form
