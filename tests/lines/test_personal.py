"""Personal data never reach a row; numbers of offices and figures do."""

import pytest

from newsbot.lines.personal import MAX_PERSONAL_DATA, without_personal
from newsbot.model import Page, Report, Role
from newsbot.normalise import normalise

BODY = "街道组织志愿者开展全国文明城市创建活动，清理小广告，劝导不文明行为，惠及群众4200余人，热心居民可以报名{}，欢迎加入文明实践队伍。"


@pytest.mark.parametrize(
    "datum",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "11010519491231002X",
        "99999919951211778X",  # of nobody: there is no such division
        "6222021234567890128",
        "zhangsan@qq.com",
        "li.si@163.com",
        "QQ：123456789",
        "微信号:wenming_2023",
    ],
)
def test_what_belongs_to_a_person_is_labelled_and_left_out(datum):
    page = Page("http://documents.test/a", ("东城街道招募文明实践志愿者啦\n" + BODY.format(datum)).encode(), {"Content-Type": "text/plain"})
    report = normalise(page, topic="any")
    assert isinstance(report, Report)
    assert report.body == [BODY.format("").replace(",", "，")]
    assert any(piece.role is Role.CONTACT and piece.text == datum for block in report.blocks for piece in block.pieces)


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345热线",
        "办公电话0731-85550000",
        "邮箱 wmb@changsha.gov.cn",
        "心得请发至提交邮箱：2023450678@qq.com",
        "报名专用邮箱为 wenming_zhiyuan@163.com，逾期不再受理",
        "发放资料13812份,惠及群众20230410人次",
        "区划代码430502003000",
        "6222021234567890123号文件",  # fails the check digit of cards
        "110105194912310021",  # and of identity numbers
        "投入资金1381234.5678万元",
    ],
)
def test_numbers_of_offices_and_figures_stay(text):
    assert without_personal(text) == text


def test_a_mail_box_that_a_person_has_is_no_office_s():
    for text in ("报名人张三邮箱：{}", "联系人李四，电子邮箱：{}", "热心居民可以报名，邮箱：{}"):
        assert without_personal(text.format("zhangsan@qq.com")) == text.format("")


def test_a_very_long_text_is_read_to_its_end():
    assert "13812345678" not in without_personal("文明" * 30_000 + "13812345678")


def test_a_long_number_behind_its_label_is_personal_whatever_its_check_digit():
    assert without_personal("身份证：110101199003077758，卡号：6222020200112233445。") == "身份证：，卡号：。"


def test_a_text_that_is_a_list_of_numbers_goes_as_a_whole():
    few = "文明" + "13812345678，" * MAX_PERSONAL_DATA
    assert without_personal(few) == "文明" + "，" * MAX_PERSONAL_DATA
    assert without_personal(few + "13812345678，" * 5_000) == ""
