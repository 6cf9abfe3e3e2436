"""Images of a report, with their captions."""

from newsbot.model import Page, Report
from newsbot.normalise import normalise
from newsbot.row import Image

TEXT = "街道组织志愿者开展全国文明城市创建活动，清理小广告，劝导不文明行为，惠及群众4200余人，居民纷纷点赞，社区面貌焕然一新。"


def images(middle: str) -> list[Image]:
    html = f"""<html><head><title>东城街道志愿服务暖人心</title></head><body><img src="/logo.png"><h1>东城街道志愿服务暖人心</h1>
    <p>2023-04-10 14:53 来源：红网</p><div class="content"><p>{TEXT}</p>{middle}<p>{TEXT}</p></div><img src="/foot.jpg"></body></html>"""
    report = normalise(Page("http://www.town.gov.cn/a/1.html", html.encode(), {"Content-Type": "text/html"}), topic="any")
    assert isinstance(report, Report)
    return report.images


def test_an_image_has_its_whole_address_and_the_caption_after_it():
    middle = '<p><img src="../pic/1.jpg"></p><p>图为志愿者清理小广告。王某某 摄</p>'
    assert images(middle) == [Image("http://www.town.gov.cn/pic/1.jpg", "图为志愿者清理小广告。")]


def test_an_image_without_a_caption_has_none():
    assert images('<p><img src="/pic/1.jpg"></p>') == [Image("http://www.town.gov.cn/pic/1.jpg", None)]


def test_icons_and_codes_to_scan_are_no_images_of_the_report():
    assert images('<img src="/images/share/weixin.png"><img src="/qrcode.png"><img src="/blank.gif">') == []


def test_each_image_is_named_once():
    assert len(images('<p><img src="/pic/1.jpg"></p><p><img src="/pic/1.jpg"></p>')) == 1


def test_after_the_text_a_picture_without_caption_or_number_is_a_button():
    html = f"""<html><head><title>东城街道志愿服务暖人心</title></head><body><h1>东城街道志愿服务暖人心</h1>
    <div class="content"><p>{TEXT}</p><p>{TEXT}</p><img src="/pic/202304/last_1.jpg"><img src="/tijian.png"></div></body></html>"""
    report = normalise(Page("http://www.town.gov.cn/a/1.html", html.encode(), {"Content-Type": "text/html"}), topic="any")
    assert isinstance(report, Report)
    assert report.images == [Image("http://www.town.gov.cn/pic/202304/last_1.jpg", None)]
