"""Who is credited on made-up pages of engines and offices whose forms nobody had looked at when they were written.

WeChat, portals of offices, reprints of agencies, papers of Hong Kong and Taiwan, and pages full of names that credit nobody.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from newsbot import Page, Report, normalise
from newsbot.facts.bounds import NEAR_THE_END
from newsbot.facts.credits import _without_account
from newsbot.row import Author

TITLE: Final = "柳河街道老旧院落换新颜"
BODY: Final = (
    "近日，青山区柳河街道对辖区12个老旧院落开展集中整治，拆除违建、疏通管网、补种绿化，居民的居住环境得到明显改善。",
    "“以前一下雨院子里就积水，现在路平了，灯也亮了。”住在三号院的居民说，大家如今都愿意下楼走走。",
    "据介绍，街道把院落改造与文明创建结合起来，由居民议事会商定改造清单，每月公示进度，已有600余户居民参与评议。",
    "下一步，街道将建立长效管护机制，引导居民共同维护改造成果，让老院落既有颜值又有温度。",
)
ISLAND_TITLE: Final = "社區長者共餐據點開張 鄰里笑開懷"
ISLAND_BODY: Final = (
    "為照顧獨居長者，大安里共餐據點十八日正式開張，每週供餐五天，首日就有六十多位長輩到場，現場氣氛熱絡。",
    "里辦公處表示，據點由閒置活動中心整修而成，志工每日清晨備料，並安排健康操、量血壓等活動，讓長輩走出家門。",
    "區公所指出，今年將再增設四處據點，盼結合社區力量，建立在地照顧網絡，讓長者在熟悉的環境中安心生活。",
)

SURE: Final = 0.95
LEAST_SURE: Final = 0.8
"""Share of the pages below whose rows say that medium and persons are right; it may only rise."""


class Case(NamedTuple):
    """A page, and who is credited on it."""

    name: str
    before: tuple[str, ...]
    """Lines between the headline and the text."""
    after: tuple[str, ...]
    source: str | None
    """None too where a name alone is printed that nothing says to be a medium's."""
    authors: frozenset[tuple[str, str]]
    body: tuple[str, ...] = BODY
    title: str = TITLE
    head: str = ""


CASES: Final = (
    Case(
        "wechat original",
        ("原创 沈若溪 柳河融媒 2024-03-05 18:20 湖北",),
        ("文字：沈若溪", "图片：方志远", "编辑：鲁小满", "审核：钱国梁"),
        "柳河融媒",
        frozenset({("方志远", "photographer"), ("沈若溪", "author"), ("鲁小满", "editor")}),
        head='<meta name="author" content="沈若溪">',
    ),
    Case(
        "wechat account only",
        ("柳河发布", "2024年03月05日 18:20", "湖北", "听全文"),
        ("预览时标签不可点", "微信扫一扫", "关注该公众号"),
        "柳河发布",
        frozenset(),
    ),
    Case(
        "wechat tail table",
        ("柳河发布 2024-03-05 18:20",),
        ("来源丨柳河街道", "撰稿丨沈若溪", "摄影丨方志远", "责编丨鲁小满", "校对丨孟春生", "监制丨钱国梁"),
        "柳河街道",
        frozenset({("方志远", "photographer"), ("沈若溪", "author"), ("鲁小满", "editor")}),
    ),
    Case("a section for its editor", ("2024-03-05 18:20 来源：青山日报 编辑：休闲",), ("（责任编辑：焦点）",), "青山日报", frozenset()),
    Case("wechat no persons", ("青山文明网 2024-03-05 18:20 发表于湖北",), ("阅读 1024", "在看 12", "写留言"), "青山文明网", frozenset()),
    Case(
        "gov three labels",
        ("发布日期：2024-03-05 09:12　　信息来源：区住建局　　字体：[ 大 中 小 ]　　浏览量：231",),
        ("【打印本页】 【关闭窗口】", "扫一扫在手机打开当前页"),
        "区住建局",
        frozenset(),
        head='<meta name="ContentSource" content="区住建局"><meta name="Author" content="区住建局">',
    ),
    Case(
        "gov supplier",
        (
            "索引号：01234567/2024-00012 发布机构：青山区人民政府办公室 发文日期：2024-03-05",
            "供稿：柳河街道 杜晓棠 审核：钱国梁 发布：信息中心",
        ),
        ("主办：青山区人民政府", "网站标识码：4200000012"),
        None,
        frozenset({("杜晓棠", "author")}),
    ),
    Case(
        "gov author unit",
        ("来源：柳河街道办事处 | 作者：党政办 | 时间：2024-03-05 | 点击：88次",),
        ("上一篇：街道召开安全生产会议", "下一篇：没有了"),
        "柳河街道办事处",
        frozenset(),
        head='<meta name="ContentSource" content="柳河街道办事处">',
    ),
    Case(
        "gov editor only",
        ("时间：2024-03-05 10:00 来源：青山区融媒体中心 责任编辑：鲁小满",),
        ("（此件公开发布）",),
        "青山区融媒体中心",
        frozenset({("鲁小满", "editor")}),
    ),
    Case(
        "gov contributor end",
        ("2024-03-05 来源：区委宣传部",),
        (),
        "区委宣传部",
        frozenset({("杜晓棠", "author")}),
        body=(BODY[0], BODY[1], BODY[2], f"{BODY[3]}（柳河街道 杜晓棠）"),
    ),
    Case(
        "gov review chain",
        ("发布时间：2024-03-05 15:31", "稿源：市城管委", "初审：贺敏", "复审：陶然", "终审：钱国梁"),
        ("分享到：", "纠错"),
        "市城管委",
        frozenset(),
    ),
    Case(
        "agency reporters",
        ("2024-03-05 09:12:00 来源：新华社",),
        ("【纠错】【责任编辑:鲁小满】",),
        "新华社",
        frozenset({("方志远", "reporter"), ("沈若溪", "reporter"), ("鲁小满", "editor")}),
        body=(f"新华社武汉3月5日电（记者沈若溪、方志远）{BODY[0]}", BODY[1], BODY[2], BODY[3]),
    ),
    Case(
        "agency no person",
        ("2024-03-05 09:12 | 来源： 中国新闻网",),
        ("举报/反馈",),
        "中国新闻网",
        frozenset(),
        body=(f"中新网武汉3月5日电 {BODY[0]}", BODY[1], BODY[2], BODY[3]),
    ),
    Case(
        "agency paren author",
        ("2024年03月05日 09:12 中新网湖北",),
        ("编辑：鲁小满",),
        "中新网湖北",
        frozenset({("沈若溪", "author"), ("鲁小满", "editor")}),
        body=(f"中新网武汉3月5日电 (沈若溪){BODY[0]}", BODY[1], BODY[2], f"{BODY[3]}(完)"),
    ),
    Case(
        "reprint portal",
        ("2024-03-05 09:12 来源：楚天都市报",),
        ("特别声明：以上内容仅代表作者本人的观点或立场。",),
        "楚天都市报",
        frozenset({("杜晓棠", "correspondent"), ("沈若溪", "reporter")}),
        body=("极目新闻记者 沈若溪 通讯员 杜晓棠", BODY[0], BODY[1], BODY[2], BODY[3]),
        head='<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"某某新闻客户端"}'
        ',"publisher":{"@type":"Organization","name":"某某新闻客户端"}}</script>',
    ),
    Case(
        "paper page",
        ("2024年03月05日 星期二 第A06版：社区 来源：青山日报", "本报记者 沈若溪 通讯员 杜晓棠 文/图"),
        ("上一版 下一版",),
        "青山日报",
        frozenset({("杜晓棠", "correspondent"), ("杜晓棠", "photographer"), ("沈若溪", "photographer"), ("沈若溪", "reporter")}),
        body=(f"本报讯 {BODY[0]}", BODY[1], BODY[2], BODY[3]),
    ),
    Case(
        "lead unspaced",
        ("青山新闻网 2024-03-05 08:00",),
        ("编辑：鲁小满 二审：孟春生 三审：钱国梁",),
        "青山新闻网",
        frozenset({("杜晓棠", "correspondent"), ("沈若溪", "reporter"), ("陶然", "correspondent"), ("鲁小满", "editor")}),
        body=(f"本报讯（全媒体记者沈若溪 通讯员杜晓棠 陶然）{BODY[0]}", BODY[1], BODY[2], BODY[3]),
    ),
    Case(
        "quoted people",
        ("2024-03-05 09:12 来源：青山日报",),
        ("相关阅读", "本报评论员：让老院落更有温度", "记者手记：院子里的灯"),
        "青山日报",
        frozenset(),
        body=(BODY[0], "社区书记周建华说，居民议事会每月召开两次。", "居民张桂芳：“路灯亮了，心也亮了。”", BODY[2], BODY[3]),
    ),
    Case(
        "award list",
        ("2024-03-05 09:12 来源：青山发布",),
        ("责任编辑：鲁小满",),
        "青山发布",
        frozenset({("鲁小满", "editor")}),
        body=(
            "3月4日，青山区举行年度文明家庭表彰会，20户家庭受到表彰，现场气氛热烈，干部群众代表参加了活动。",
            "会上，区委宣传部负责人宣读了表彰决定，并为获奖家庭代表颁发奖牌，号召全区居民向先进学习。",
            "文明家庭名单如下：",
            "柳河街道：周建华 张桂芳 李志强",
            "新桥街道：王秀兰 刘德顺 陈玉梅",
        ),
        title="青山区表彰年度文明家庭",
    ),
    Case(
        "poet quote",
        ("2024-03-05 09:12 来源：青山日报",),
        ("推荐图书：《平凡的世界》 作者：路遥",),
        "青山日报",
        frozenset(),
        body=(BODY[0], "正如唐代诗人杜甫所写：“安得广厦千万间，大庇天下寒士俱欢颜。”", BODY[2], BODY[3]),
    ),
    Case(
        "ip and device",
        ("青山同城 03-05 09:12 来自 湖北武汉 IP属地：湖北",),
        ("免责声明：本文由用户上传，如有侵权请联系删除",),
        None,
        frozenset(),
    ),
    Case("tag names", ("2024-03-05 09:12 来源：青山网", "标签：柳河 周大福 安居"), ("热门人物：周杰 李娜 王楠",), "青山网", frozenset()),
    Case("unit writer", ("2024-03-05 作者：柳河街道 来源：青山文明网",), ("（柳河街道文明办供稿）",), "青山文明网", frozenset()),
    Case(
        "hotline",
        ("2024-03-05 09:12 来源：青山晚报",),
        ("新闻热线：027-00000000 联系人：鲁先生", "法律顾问：湖北某某律师事务所 余正律师"),
        "青山晚报",
        frozenset(),
    ),
    Case(
        "hk reporter",
        ("2024-03-05 04:31:12", "記者：沈若溪", "攝影：方志遠"),
        ("責任編輯：魯小滿",),
        None,
        frozenset({("方志远", "photographer"), ("沈若溪", "reporter"), ("鲁小满", "editor")}),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "hk paper bracket",
        ("2024-03-05 大公報",),
        ("字號：A- A A+",),
        "大公报",
        frozenset({("沈若溪", "reporter")}),
        body=(f"【大公報訊】記者沈若溪報道：{ISLAND_BODY[0]}", ISLAND_BODY[1], ISLAND_BODY[2]),
        title=ISLAND_TITLE,
    ),
    Case(
        "hk no person",
        ("香江在線", "發佈: 2024-03-05 12:10 更新: 13:02"),
        ("相關字詞﹕", "延伸閱讀"),
        "香江在线",
        frozenset(),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
        head='<meta property="og:site_name" content="香江在線">',
    ),
    Case(
        "hk columnist",
        ("社論專欄", "撰文：沈若溪", "出版：2024-03-05 12:10"),
        ("下載APP",),
        None,
        frozenset({("沈若溪", "author")}),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "tw slash",
        ("2024/03/05 05:30", "〔記者沈若溪／台北報導〕"),
        ("不用抽 不用搶 現在用APP看新聞",),
        None,
        frozenset({("沈若溪", "reporter")}),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "tw agency",
        ("2024/3/5 12:10（3/5 13:02 更新）",),
        ("本網站之文字、圖片及影音，非經授權，不得轉載",),
        "中央社",
        frozenset({("沈若溪", "reporter"), ("鲁小满", "editor")}),
        body=(f"（中央社記者沈若溪台北5日電）{ISLAND_BODY[0]}", ISLAND_BODY[1], f"{ISLAND_BODY[2]}（編輯：魯小滿）1130305"),
        title=ISLAND_TITLE,
        head='<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"沈若溪"}'
        ',"publisher":{"@type":"Organization","name":"中央社"}}</script>',
    ),
    Case(
        "tw name beside time",
        ("民眾網 沈若溪", "2024年3月5日 週二 下午12:10"),
        ("更多新聞",),
        "民众网",
        frozenset({("沈若溪", "author")}),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "tw general report",
        ("2024-03-05 12:10", "生活中心／綜合報導"),
        ("點我加好友", "※ 提醒您：酒後不開車"),
        None,
        frozenset(),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "tw intern",
        ("新頭條", "2024-03-05 12:10", "實習記者方志遠／新北報導"),
        ("（封面圖／里辦公處提供）",),
        None,
        frozenset({("方志远", "reporter")}),
        body=ISLAND_BODY,
        title=ISLAND_TITLE,
    ),
    Case(
        "tw photo line",
        ("記者沈若溪／台中報導　2024.03.05",),
        ("關鍵字：長者, 共餐",),
        None,
        frozenset({("方志远", "photographer"), ("沈若溪", "reporter")}),
        body=("▲里長周建華向長輩問好。（圖／記者方志遠攝）", ISLAND_BODY[0], ISLAND_BODY[1], ISLAND_BODY[2]),
        title=ISLAND_TITLE,
    ),
)


def page(case: Case) -> Page:
    lines = [
        "".join(f"<{tag}>{line}</{tag}>" for line in lines) for tag, lines in (("div", case.before), ("p", case.body), ("div", case.after))
    ]
    menu = '<div><a href="/">首页</a> <a href="/a">新闻</a> <a href="/b">社区</a></div>'
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{case.title}</title>{case.head}</head><body>{menu}'
        f"<div><h1>{case.title}</h1>{lines[0]}<div>{lines[1]}</div>{lines[2]}</div></body></html>"
    )
    return Page("http://www.unseen.test/2024/0305/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"})


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_is_credited_on_a_page_of_a_form_never_seen(case):
    verdict = normalise(page(case), topic="any")
    assert isinstance(verdict, Report)
    assert verdict.source == case.source
    assert {(author.name, author.role) for author in verdict.authors} == case.authors


def test_rows_that_are_sure_of_who_is_credited_are_right():
    sure, right = 0, 0
    for case in CASES:
        verdict = normalise(page(case), topic="any")
        assert isinstance(verdict, Report)
        if min(verdict.confidence.source or 0, verdict.confidence.authors or 0) >= SURE:
            sure += 1
            right += verdict.source == case.source and {(author.name, author.role) for author in verdict.authors} == case.authors
    assert sure == right
    assert sure >= LEAST_SURE * len(CASES)


def advertised(blocks: int) -> Page:
    """A page with an advert for a book beside its report: so many lines after the text the book's author is printed."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    links = "".join(f'<div><a href="/{n}">更多好书第{n}种</a></div>' for n in range(blocks - 1))
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>'
        f"<div>2024-03-05 09:12 来源：青山日报</div><div>{text}</div></div>"
        f"<div>{links}<div>作者：沈若溪</div><div>定价：30元</div></div></body></html>"
    )
    return Page("http://www.unseen.test/2024/0305/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"})


@pytest.mark.parametrize(("blocks", "credited"), [(3, True), (NEAR_THE_END - 1, True), (NEAR_THE_END + 3, False), (24, False)])
def test_an_author_far_after_the_text_and_outside_its_element_wrote_something_else(blocks, credited):
    verdict = normalise(advertised(blocks), topic="any")
    assert isinstance(verdict, Report)
    assert [author.name for author in verdict.authors] == (["沈若溪"] if credited else [])


@pytest.mark.parametrize(
    ("authors", "kept"),
    [
        ([Author("唐小糖", "author"), Author("看见青山", "author")], ["唐小糖"]),
        ([Author("看见青山", "author")], ["看见青山"]),
        ([Author("看见青山", "author"), Author("唐小糖", "editor")], ["看见青山", "唐小糖"]),
        ([Author("唐小糖", "author"), Author("王立群", "author")], ["唐小糖", "王立群"]),
    ],
)
def test_the_account_that_published_is_no_author_beside_who_wrote(authors, kept):
    source = next((author.name for author in authors if author.name == "看见青山"), "王立群")
    assert [author.name for author in _without_account(authors, source)] == kept
