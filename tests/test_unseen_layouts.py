"""One report as many systems print it: portals of tables, forums, apps, papers. Nobody had shown the reader these pages."""

from __future__ import annotations

import pytest

from newsbot import Page, Report, normalise

TITLE = "老街坊搭起“共享车棚”"
FIRST = "“以前充电要从五楼往下甩电线，现在刷卡就能充。”2月26日，家住纺织巷小区的李女士把电动车推进新建的车棚。"
SECOND = "据了解，纺织巷小区建成于1988年，共有居民312户，电动车停放充电一直是居民的心病，社区为此召开了三次居民议事会。"
THIRD = "社区主任何敏介绍，新车棚设有充电接口48个，并配备了烟雾报警和自动断电装置，由居民推选的管理小组轮流值守。"
LAST = "下一步，社区还将把小区东北角的闲置空地改成晾晒区，方案已经在楼道里张贴，居民可以写下自己的意见。"
BODY = [FIRST, SECOND, THIRD, LAST]

TABLES = f"""<html><head><title>临河区人民政府</title></head><body><table width="980"><tr><td>
<a href="/">网站首页</a> | <a href="/zw/">政务公开</a></td></tr>
</table><table><tr><td>当前位置：首页 &gt;&gt; 政务动态</td></tr></table><table width="980"><tr><td align="center"><b>{TITLE}</b></td></tr>
<tr><td align="center">发布时间：2026-03-11 &nbsp; 信息来源：区城管局 &nbsp; 浏览次数：187次 &nbsp; 字体：【大 中 小】</td></tr>
<tr><td><hr></td></tr>
<tr><td><p>&nbsp;&nbsp;{FIRST}</p><p>&nbsp;&nbsp;{SECOND}</p><p>&nbsp;&nbsp;{THIRD}</p><p>&nbsp;&nbsp;{LAST}</p></td></tr>
<tr><td align="right">【<a href="javascript:window.print()">打印本页</a>】
【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table>
<table><tr><td>主办：临河区人民政府办公室<br>蒙ICP备05001234号<br>地址：新华东街1号 &nbsp; 邮编：015000</td></tr></table></body></html>"""
FONTS = f"""<html><head><title>::: 欢迎光临沙河镇政务网 :::</title></head><body><center><font size="5" color="#FF0000">{TITLE}</font><br>
<font size="2">作者：宣传办　来源：本站　点击数：88　更新时间：2026-3-9</font></center><hr>
<font size="3">　　{FIRST}<br>　　{SECOND}<br>　　{THIRD}<br>　　{LAST}</font><br><br>
<center>[<a href="javascript:history.back()">返回</a>] [<a href="#">打印</a>]</center><hr>
<center>沙河镇人民政府版权所有　建议使用1024*768分辨率浏览</center></body></html>"""
THREAD = f"""<html><head><title>{TITLE} - 本地要闻 - 江畔论坛 - Powered by Discuz!</title></head><body><div id="pt">
<a href="./">江畔论坛</a> › {TITLE}</div>
<div id="postlist"><table><tr><td>查看: 2381 | 回复: 2</td><td><h1><span id="thread_subject">{TITLE}</span></h1></td></tr></table>
<div id="post_1"><table><tr><td><a href="#">江畔小编</a><p>主题 1024 帖子 3000 积分 98765</p></td><td>
<div>发表于 2026-2-27 09:15:22 | <a href="#">只看该作者</a></div>
<table><tr><td class="t_f"><i> 本帖最后由 江畔小编 于 2026-2-27 10:01 编辑 </i><br><br>{FIRST}<br><br>{SECOND}<br><br>{THIRD}<br>
<br>{LAST}<br></td></tr></table></td></tr></table></div>
<div id="post_2"><table><tr><td><a href="#">老江湖</a></td><td><div>发表于 2026-2-27 11:20:01 | <a href="#">只看该作者</a></div>
<table><tr><td class="t_f">我们小区什么时候也能装啊，每天下班回来都找不到地方停车，物业就是不管，希望社区也来看看吧。</td></tr>
</table></td></tr></table></div></div>
<p>您需要登录后才可以回帖 登录 | 立即注册</p></body></html>"""
HEADING_WITH_TIME = f"""<html><head><title>{TITLE} - 社会 - 东陵新闻网</title></head>
<body><div><a href="/">首页</a> &gt; 正文</div><div id="Article">
<h1>{TITLE}<br><span>2026-02-03 10:12:33&nbsp;&nbsp;来源：东陵报&nbsp;&nbsp;评论：<a href="#c">0</a> 点击：<a id="hits">56</a></span></h1>
<div class="summary">纺织巷小区的居民自己建起了车棚</div><div class="content"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p></div>
<p><strong>相关热词搜索：</strong><a href="#">车棚</a></p>
<p><strong>上一篇：</strong><a href="#">全县春耕生产现场会召开</a></p></div></body></html>"""
HEAD_ALONE = f"""<html><head><title>详情页</title><meta property="og:title" content="{TITLE}"></head><body>
<div>首页 资讯 视频 我的</div><div><div>03-16 20:05 · 古城发布</div>
<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p></div></body></html>"""
LABELLED_ADVERT = f"""<html><head><title>{TITLE}_手机看江城</title></head><body><h1>{TITLE}</h1>
<div>江城网 2026-02-19 08:00 <i>+关注</i></div><div><p>{FIRST}</p><p>{SECOND}</p>
<div class="gg"><span>广告</span><p>江边三居，今起开放参观，先到先选。</p></div><p>{THIRD}</p><p>{LAST}</p></div><div>展开全文</div>
<div>打开江城网APP，阅读体验更佳</div></body></html>"""
SHORT_ADVERT = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-02-19 08:00 来源：江城晚报</div>
<div><p>{FIRST}</p><p>{SECOND}</p>
<p>奶茶加盟哪家好？总部扶持，点击咨询</p><p>{THIRD}</p><p>{LAST}</p><p>全屋定制限时五折，先到先得</p></div></body></html>"""
RIGHTS_INSIDE = f"""<html><head><title>{TITLE}-都市频道</title></head><body><h1>{TITLE}</h1>
<div>2026-01-21 07:30:00 来源：滨海都市报</div><div id="content"><p>{FIRST}</p><p>{SECOND}</p>
<p><b>相关新闻</b></p><p><a href="/1">新能源公交车又添新成员</a></p><p><a href="/2">老城区三条道路下月封闭施工</a></p><p>{THIRD}</p>
<p>声明：转载此文是出于传递更多信息之目的，若有来源标注错误或侵犯了您的合法权益，请与本网联系。</p><p>{LAST}</p></div></body></html>"""
PAGED = f"""<html><head><title>{TITLE}(2)_社区_湖滨网</title></head><body><h1>{TITLE}(2)</h1>
<div>时间：2026-02-20 11:11 来源：湖滨网</div><div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>
<p>{LAST}</p><p>[1] [2] 下一页 尾页</p></div></body></html>"""
COLUMN = 24
BROKEN = "<br><br>".join("<br>".join(text[at : at + COLUMN] for at in range(0, len(text), COLUMN)) for text in BODY)
COLUMNS = f"""<html><head><title>{TITLE}-霍州在线</title></head><body><h2>{TITLE}</h2><div>2026-01-06 09:00:00 来源：霍州在线</div>
<div class="nr">{BROKEN}</div><div>编辑：闫妮</div></body></html>"""
BETWEEN = f"""<html><head><title>{TITLE}-市城市管理局</title></head><body><div>首页 &gt; 工作动态</div><h1>{TITLE}</h1>
<div>时间：2026-03-13 来源：广告管理科</div><div class="TRS_Editor"><p>{FIRST}</p><p>#文明创建# #身边的变化#</p><p>{SECOND}</p>
<p>大家都在搜：社区车棚 周末去哪儿</p><p>{THIRD}</p><p>{LAST}</p>
<p>附件：</p><p><a href="a.doc">1.充电设施自查表.doc</a></p></div></body></html>"""
PAPER = f"""<html><head><title>滨城日报</title></head><body><ul><li><a href="c1">{TITLE}</a></li>
<li><a href="c2">社区来了“小巷管家”</a></li></ul>
<div class="text"><p>05版：文明城市创建特刊</p><p>上一篇 下一篇</p><p class="bt">{TITLE}</p><p class="ft">——纺织巷小区充电车棚建设纪事</p>
<p>本报记者 佟彤</p><div id="ozoom"><P>{FIRST}</P><P>{SECOND}</P><P>{THIRD}</P><P>{LAST}</P></div></div></body></html>"""
# the rule for the system takes all of its element
COMMENTS = f"""<html><head><title>{TITLE}-县级融媒</title></head><body><h1>{TITLE}</h1><div>2026-02-28 17:20 来源：县融媒体中心</div>
<div class="TRS_Editor"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p><div><h3>网友评论</h3><div>共 86 条</div>
<div><b>雨后彩虹</b> <span>陕西省网友</span> <span>2小时前</span>
<p>支持这样的做法，希望别的地方也能学一学，大家得到实惠才是真的好。</p>
<a>回复</a> <a>顶(5)</a></div>
<div><b>北山樵夫</b> <span>四川省网友</span> <span>4小时前</span>
<p>说得好，可是我们楼下的路灯坏了半年也没有人来修，打了几次电话都说登记了。</p>
<a>回复</a> <a>顶(1)</a></div></div>
</div></body></html>"""
TEASERS = f"""<html><head><title>{TITLE}-河口热线</title></head><body><h1>{TITLE}</h1><div>2026-02-28 17:20 来源：河口热线</div>
<div><div><h2>编辑推荐</h2><h4><a href="/s1">一条老渠的新生</a></h4>
<p>沿着渠岸走，水声潺潺，两旁新栽的垂柳已经成荫，歇脚的老人聊着当年挖渠的往事……
<a href="/s1">[详细]</a></p>
<h4><a href="/s2">课间十五分钟去哪儿了</a></h4>
<p>铃声一响，操场立刻热闹起来，跳绳、踢毽、滚铁环，孩子们把课间的十五分钟过得有滋有味……
<a href="/s2">[详细]</a></p></div>
<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p></div></body></html>"""
PAID = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-02-19 08:00 来源：江城晚报</div>
<div><p>{FIRST}</p><p>{SECOND}</p><p>【广告】新米上市，产地直发，今日下单另赠杂粮一袋。</p><p>{THIRD}</p>
<p>老字号糕点新春礼盒开售（广告）</p><p>{LAST}</p></div></body></html>"""
LAYOUTS = {
    "comments in the report's element": COMMENTS,
    "abstracts of other reports above the text": TEASERS,
    "lines that say they are paid for": PAID,
    "a paper with a second line below the headline": PAPER,
    "lines broken by a column": COLUMNS,
    "hashtags, searches and the heading of attachments": BETWEEN,
    "a portal of tables": TABLES,
    "fonts and line breaks": FONTS,
    "a thread of a forum": THREAD,
    "the time in the same heading": HEADING_WITH_TIME,
    "a headline that only the head states": HEAD_ALONE,
    "a box with the label of an advertisement": LABELLED_ADVERT,
    "advertisements of one line": SHORT_ADVERT,
    "a list and a note on rights inside the text": RIGHTS_INSIDE,
    "the last of two pages": PAGED,
}


def read(html: str) -> Report:
    page = Page(
        "http://a.test/2026/0318/1234.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, "2026-03-20T09:00:00+08:00"
    )
    found = normalise(page, topic="any")
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("html", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_headline_and_text_are_the_same_in_every_layout(html: str) -> None:
    found = read(html)
    assert (found.title, found.body) == (TITLE, BODY)


def test_a_number_behind_a_headline_stays_where_the_page_has_no_other_pages() -> None:
    assert read(PAGED.replace("<p>[1] [2] 下一页 尾页</p>", "")).title == f"{TITLE}（2）"


def test_what_the_head_states_is_no_headline_where_the_text_says_nothing_of_it() -> None:
    assert read(HEAD_ALONE.replace(TITLE, "云岭区融媒体中心移动版")).title is None


def test_another_text_behind_a_note_on_rights_is_none_of_the_report() -> None:
    other = "当天的足球联赛第十二轮比赛中，主队凭借上半场的两粒进球取胜，赛季积分升至第三位，主教练赛后对球员的表现十分满意。"
    assert read(RIGHTS_INSIDE.replace(LAST, other)).body == BODY[:-1]


@pytest.mark.parametrize("credit", ["（赵启瑞 摄）", "赵启瑞摄"])
def test_a_report_of_one_picture_has_the_sentence_under_it_for_its_text(credit: str) -> None:
    told = "3月12日，清江浦区长西街道的志愿者在运河岸边栽种垂柳。当天是植树节，当地组织200余名志愿者开展义务植树活动。"
    found = read(
        "<html><head><title>春日植绿添新景 - 图片新闻</title></head><body><h1>春日植绿添新景</h1><div>2026-03-12 15:22 来源：淮安在线</div>"
        f'<div><p align="center"><img src="1.jpg"></p><p>{told}{credit}</p></div></body></html>'
    )
    assert (found.body, [(author.name, author.role) for author in found.authors]) == ([told], [("赵启瑞", "photographer")])


def test_the_cell_under_a_picture_in_a_table_of_its_own_is_its_caption() -> None:
    picture = '<table align="center"><tr><td><img src="1.jpg"></td></tr><tr><td align="center">居民在新车棚里充电</td></tr></table>'
    found = read(
        f'<html><head><title>无标题文档</title></head><body><table align="center"><tr><td align="center">{TITLE}</td></tr>'
        f'<tr><td align="center">[ 发布时间：2026-3-3 15:20:18 | 阅读：63 ]</td></tr><tr><td>'
        f"<p>{FIRST}</p>{picture}<p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p></td></tr></table></body></html>"
    )
    assert (found.body, found.captions) == (BODY, ["居民在新车棚里充电"])


def test_a_headline_spread_over_its_line_is_closed_up() -> None:
    spread = " ".join("老街坊搭起共享车棚")
    html = f'<html><head><title>新河街道</title></head><body><p align="center"><b>{spread}</b></p><p>（2026年3月1日）</p>'
    assert read(html + "".join(f"<p>　　{paragraph}</p>" for paragraph in BODY) + "</body></html>").title == "老街坊搭起共享车棚"


def test_a_row_is_less_sure_of_a_headline_where_another_line_could_be_it() -> None:
    kicker = '<p class="yt">全民参与 全域推进 全程创建</p>'
    close = PAPER.replace('<p class="bt">', f'{kicker}<p class="bt">').replace(TITLE, "从“要我创”到“我要创”")
    assert (read(PAPER).confidence.title or 0.0) > 0.95 > (read(close).confidence.title or 1.0)


def test_a_caption_behind_the_last_paragraph_stays_with_its_credit() -> None:
    figure = "<figure><img src=1.jpg><figcaption>居民在新车棚里充电（郭建平 摄）</figcaption></figure>"
    found = read(RIGHTS_INSIDE.replace(f"<p>{LAST}</p>", f"<p>{LAST}</p>{figure}"))
    assert (found.body, found.captions) == (BODY, ["居民在新车棚里充电"])
    assert [(author.name, author.role) for author in found.authors] == [("郭建平", "photographer")]
