"""The given documents: two reports of different streets stay apart, and a spun one finds the original it was made from."""

from pathlib import Path

import pytest

from newsbot.ledger import Ledger
from newsbot.model import Page, Report
from newsbot.normalise import normalise
from newsbot.row import Row

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"

ORIGINAL = """护国街道以“四化”举措推动文明城市创建常态化
昆明开展全国文明城市创建工作以来,护国街道始终把创建文明城市作为全面建设小康社会的重要抓手,坚持党建引领,以民生为导向,以“四化”举措为主线,充分发挥党组织领导核心作用和党员先锋模范作用,推动创建工作和经济发展同步前进。
护国街道党工委坚持把文明城市创建作为一项重要的政治任务,列入党工委重要议题专题研究部署,成立由街道主要领导任组长的创建工作领导小组,明确各阶段的目标和责任。
街道采用“1+3+7+N”的工作模式:“1”是以街道党工委为中心;“3”是组建党员队伍、文明单位、志愿者三支队伍,组织在职党员“双报到”,将积极参与社区活动的800名党员分成维修组和服务组,发放创文宣传资料8000余份,督促落实“门前三包”责任;“7”是街道所属的7个社区;“N”是辖区各单位、居民小区及职能部门共同参与。
今年以来,护国街道共发出倡议书2万余份,张贴公益广告1.2万份,播放创文公益视频3万余次,建成8个新时代文明实践站(所),组建志愿者队伍开展“每周五义务劳动”、文明交通劝导、文明养犬等志愿活动2000余次。
1.3万多名街道志愿者深入辖区各处发放资料3万多份,普及创文知识,劝阻乱丢垃圾等不文明行为,并利用LED显示屏、广播等设备宣传创文工作1.8万余次,让文明创建深入人心。
街道将辖区划分为6个责任区,每个区设1名城管分队长,兼任社区城管副主任,全面负责日常管理;制定“门前三包双色管理制度”,向落实责任的商户发放“红牌”,向未落实的商户发放“绿卡”。
在老旧小区改造中,街道对庆云街91、93号院、南强街92号院、头道巷38号、兴华街2号等卫生和治安状况较差的老旧院落全面整治,成立居民自治队伍和党支部。
在公共区域美化方面,修缮江滨西路沿线破损地砖185平方米,清洗公共单位外墙立面约5万平方米,补植绿植约5000株,清除违章广告招牌约200平方米。
疫情发生以来,街道成立9支志愿者团队,1447名居民、1433家房地产公司、28家爱心企业参与,完成21万居民、1.87万次企业回访调查,实现确诊病例、疑似病例“双零”。
"""
"""Written for this test in today's wording, with the figures of document 002."""


def read(name: str, body: bytes) -> Report:
    page = Page(f"http://documents.test/{name}", body, {"content-type": "text/plain; charset=utf-8"}, None)
    verdict = normalise(page, topic="any")
    assert isinstance(verdict, Report)
    return verdict


def rows(*reports: Report) -> list[Row]:
    with Ledger.open(None, run="one", version="1") as ledger:
        for report in reports:
            ledger.record(report)
        ledger.settle()
        return list(ledger.rows())


@pytest.fixture(scope="module")
def given() -> dict[str, Report]:
    return {path.name[:3]: read(path.name, path.read_bytes()) for path in sorted(DOCUMENTS.glob("*.txt"))}


def test_the_five_documents_are_five_reports(given: dict[str, Report]) -> None:
    assert [row.copies for row in rows(*given.values())] == [[]] * 5


def test_the_original_takes_the_spun_document_as_its_rewrite(given: dict[str, Report]) -> None:
    (row,) = rows(given["002"], read("original.txt", ORIGINAL.encode()))
    assert row.url == "http://documents.test/original.txt"
    assert [copy.kind for copy in row.copies] == ["rewrite"]
    assert "is not reworded" in row.chosen_because
