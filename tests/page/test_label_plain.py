"""What every line of a plain document is, in forms that nobody had shown: each a made-up page of its kind."""

import pytest

from newsbot.html.plain import read_plain
from newsbot.model import Role
from newsbot.page.conservation import open_pieces, unbalanced
from newsbot.page.label_plain import label_document

TITLE = "桂溪街道志愿者走进老旧小区清理楼道"
FIRST = "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。"
SECOND = "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。"
THIRD = "街道负责人表示，将继续完善长效机制，让文明创建走进千家万户，不断提升居民的获得感。"
META = "2023-04-10 10:20 来源：南城晚报"


def labelled(*lines: str) -> dict[Role | None, list[str]]:
    blocks = read_plain("\n".join(lines))
    for block in blocks:
        block.set_text(block.raw)
    label_document(blocks, None)
    assert not open_pieces(blocks)
    assert not unbalanced(blocks)
    found: dict[Role | None, list[str]] = {}
    for block in blocks:
        found.setdefault(block.role, []).append(block.text)
    return found


def body(*lines: str) -> list[str]:
    return labelled(*lines).get(Role.BODY, [])


def test_the_usual_document():
    found = labelled(TITLE, META, FIRST, "共建共治", SECOND, THIRD, "责任编辑：王某")
    assert (found[Role.TITLE], found[Role.BODY], found[Role.SUBHEAD]) == ([TITLE], [FIRST, SECOND, THIRD], ["共建共治"])


@pytest.mark.parametrize("tail", [
    "打印本页 关闭窗口", "2025-08-12 1 1 南城日报 content_209813.html 1 桂溪街道志愿行动 /enpproperty-->", "0 条评论", "来说两句吧",
    "24小时新闻排行", "浙公网安备 33010802008888号", "扫描下方二维码 关注南城发布", "本篇新闻热门关键词：", "Powered by Discuz!",
    "下载南城客户端 阅读更多精彩内容", "网站地图 联系我们 隐私政策",
])  # fmt: skip
def test_furniture_after_the_text_is_no_text(tail):
    assert body(TITLE, META, FIRST, SECOND, THIRD, tail) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("sentence", [
    "市民发现不文明行为，可拨打街道文明热线028-85180000反映，网格员会在两小时内到场处理。",
    "关键词：这是居民在议事会上听到最多的一个说法，大家都愿意为小区的事出一份力，说几句心里话。",
    "宣传月里，志愿者走进校园讲解著作权法，提醒同学们未经授权转载他人作品要负责任。",
])  # fmt: skip
def test_sentences_of_the_report_stay_whatever_words_they_have(sentence):
    assert body(TITLE, META, FIRST, sentence, SECOND, THIRD) == [FIRST, sentence, SECOND, THIRD]


def test_the_lead_that_is_date_and_headline_stays():
    title = "我市召开创建全国文明城市工作推进会"
    lead = "6月10日，我市召开创建全国文明城市工作推进会。"
    assert body(title, META, lead, SECOND, THIRD) == [lead, SECOND, THIRD]


def test_paragraphs_in_front_of_the_first_sure_one_stay():
    assert body(TITLE, META, FIRST, SECOND)[0] == FIRST


def test_a_caption_that_is_a_sentence_is_one_by_its_credit():
    caption = "三月五日，志愿者在桂溪街道的老旧小区里清理楼道杂物。王小明 摄"
    found = labelled(TITLE, META, caption, FIRST, SECOND, THIRD)
    assert [text[:8] for text in found[Role.CAPTION]] == [caption[:8]]
    assert found[Role.BODY] == [FIRST, SECOND, THIRD]
    assert body(caption) == [caption]  # a report of pictures alone has no other text


def test_widgets_before_the_text_are_no_captions():
    found = labelled(TITLE, META, "收藏本文", "分享到朋友圈", FIRST, SECOND, THIRD)
    assert Role.CAPTION not in found


def test_an_abstract_is_a_repeat_of_what_it_begins():
    assert body(TITLE, META, f"摘要：{FIRST[:30]}", FIRST, SECOND, THIRD) == [FIRST, SECOND, THIRD]
    assert body(TITLE, META, f"{FIRST[:22]}...", FIRST, SECOND, THIRD) == [FIRST, SECOND, THIRD]
    assert len(body(TITLE, META, f"{FIRST[:12]}，", FIRST, SECOND, THIRD)) >= 3


def test_items_of_a_list_after_the_text():
    items = [f"·{name}举行春季志愿服务活动" for name in ("晨光小区", "滨河公园", "东街社区")]
    assert body(TITLE, META, FIRST, SECOND, *items) == [FIRST, SECOND]
    dated = [f"{name}举行春季志愿服务活动2023-04-0{n}" for n, name in enumerate(("晨光小区", "滨河公园"), 1)]
    assert body(TITLE, META, FIRST, SECOND, *dated) == [FIRST, SECOND]


def test_the_title_in_other_words_before_the_text():
    found = labelled(TITLE, META, "志愿者走进老旧小区 清理楼道真干净", FIRST, SECOND, THIRD)
    assert found[Role.REPEAT] == ["志愿者走进老旧小区 清理楼道真干净"]


def test_a_true_title_wins_wherever_it_stands():
    found = labelled("老街巷里的红马甲", META, FIRST, SECOND, THIRD, f"标题：{TITLE}")
    assert found[Role.TITLE] == [f"标题：{TITLE}"]


def test_meta_lines_do_not_hang_on_the_edges_of_the_text():
    notice = "本站所有内容均由网友上传，如有疑问请联系客服处理，我们将第一时间删除相关内容。"
    found = labelled(notice, TITLE, META, FIRST, SECOND, THIRD)
    assert found[Role.META_LINE] == [META]
    assert found[Role.BODY] == [FIRST, SECOND, THIRD]


def test_a_title_printed_twice_is_no_abstract():
    found = labelled("类别：社会", TITLE + " 居民乐开怀", META, TITLE + " 居民乐开怀", FIRST, SECOND, THIRD)
    assert TITLE + " 居民乐开怀" in found[Role.TITLE]
    assert found[Role.BODY] == [FIRST, SECOND, THIRD]


def test_a_long_line_between_headline_and_text_is_no_caption():
    def captions(line: str) -> list[str]:
        return labelled(TITLE, META, line, FIRST, SECOND).get(Role.CAPTION, [])

    assert (
        captions(
            "过去一年，街道围绕平安民生两个目标，较好地完成了各项工作，街区环境焕然一新，居民生活更加便利，现将有关的情况逐一说明如下："
        )
        == []
    )
    assert captions("居民在议事亭里商量") == ["居民在议事亭里商量"]
    assert captions("街" * 60) == ["街" * 60]
    assert captions("街" * 61) == []


def kept(role: Role, *lines: str) -> list[str]:
    blocks = read_plain("\n".join(lines))
    for block in blocks:
        block.set_text(block.raw)
    label_document(blocks, None)
    return [text for block in blocks if (text := block.kept(role))]


def test_a_paragraph_with_litter_in_it_stays_without_it():
    text = "桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。"
    assert kept(Role.BODY, TITLE, META, f"3 r% K3 T6 h9 ^ _2 {text} f+ G! m( U) [- G, a", SECOND, THIRD) == [text, SECOND, THIRD]
    assert kept(Role.BODY, TITLE, META, f"<p>{text}</p>", SECOND, THIRD) == [text, SECOND, THIRD]


@pytest.mark.parametrize(("kicker", "headline"), [
    ("小小红马甲 温暖一座城", "桂溪街道志愿者走进老旧小区清理楼道"),
    ("清理楼道卫生死角不停歇", "百余名志愿者走进老旧小区传递文明"),
])  # fmt: skip
def test_a_headline_with_its_kicker_above(kicker, headline):
    crumb = "当前位置：首页 > 新闻 > 正文"
    assert kept(Role.TITLE, crumb, kicker, headline, META, FIRST, SECOND, THIRD) == [kicker, headline]
    assert kept(Role.TITLE, crumb, kicker, META, FIRST, SECOND, THIRD) == [kicker]


@pytest.mark.parametrize("above", ["综合新闻", "第A3版：今日南城", "南城新闻网移动版", "桂溪街道志愿者走进老旧小区", "本报记者 王小明"])
def test_what_is_no_kicker_is_no_part_of_the_headline(above):
    assert kept(Role.TITLE, above, TITLE, META, FIRST, SECOND, THIRD) == [TITLE]


@pytest.mark.parametrize(("name", "rest"), [("桂溪街道", "持续清理楼道 邻里更和美"), ("桂溪街道办事处", "清理楼道杂物再加力")])
def test_a_headline_whose_first_line_is_but_who_acts(name, rest):
    assert kept(Role.TITLE, name, rest, FIRST, SECOND, THIRD) == [name, rest]


@pytest.mark.parametrize("line", ["图：志愿者打扫社区卫生", "图为居民在清理楼道"])
def test_a_caption_after_the_text(line):
    assert labelled(TITLE, META, FIRST, SECOND, THIRD, line, "（记者 王小明）")[Role.CAPTION] == [line]


@pytest.mark.parametrize("lines", [
    ("0 条评论", "来聊一聊吧……", "最热评论", "请稍候。。。"), ("分享到微信", "大家怎么看", "我要评论", "网站地图 联系我们"),
])  # fmt: skip
def test_what_stands_between_furniture_goes_with_it(lines):
    assert body(TITLE, META, FIRST, SECOND, THIRD, *lines) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("slogan", ["创建全国文明城市我们在行动", "共建共享文明城市"])
def test_a_subhead_has_text_below_it(slogan):
    assert slogan in labelled(TITLE, META, FIRST, slogan, SECOND, THIRD).get(Role.SUBHEAD, [])
    assert slogan not in labelled(TITLE, META, FIRST, SECOND, THIRD, slogan).get(Role.SUBHEAD, [])


@pytest.mark.parametrize("dateline", ["本报讯（记者 王小明）", "南城新闻网4月10日讯（记者 王小明 通讯员 李红）"])
def test_a_dateline_opens_the_text(dateline):
    under = "桂溪街道的志愿者正在老旧小区里清理楼道杂物。"
    notice = "凡南城日报记者署名的文字和图片，版权均属南城日报社所有，未经授权不得转载，违者将依法追究责任。"
    opened = dateline + FIRST
    assert kept(Role.CAPTION, TITLE, META, "image.png", under, opened, SECOND) == [under]
    assert kept(Role.BODY, TITLE, META, notice, opened, SECOND) == [opened, SECOND]
    assert kept(Role.BODY, TITLE, META, THIRD, opened, SECOND) == [THIRD, opened, SECOND]


@pytest.mark.parametrize("line", ["一、主要做法", "第一部分：现状与问题", "（一）党建引领"])
def test_a_numbered_heading_before_the_text_is_a_subhead(line):
    assert labelled(TITLE, META, line, FIRST, SECOND)[Role.SUBHEAD] == [line]


def test_a_line_above_the_meta_line_is_no_caption():
    for line in ("南城印象", "积分"):
        assert Role.CAPTION not in labelled(TITLE, line, META, FIRST, SECOND, THIRD)
    assert labelled(TITLE, META, "居民在议事亭里商量", FIRST, SECOND)[Role.CAPTION] == ["居民在议事亭里商量"]


def test_a_line_in_brackets_under_an_image_is_its_caption():
    line = "（居民可以用积分在爱心超市换香皂）"
    assert labelled(TITLE, META, "DSC_0012.jpg", line, FIRST, SECOND)[Role.CAPTION] == [line]
    assert labelled(f"{TITLE} | 南城新闻-南城晚报", "DSC_0012.jpg", line, FIRST, SECOND)[Role.TITLE] == [f"{TITLE} | 南城新闻-南城晚报"]


def test_a_changed_title_does_not_win_over_the_heading():
    assert kept(Role.TITLE, TITLE, META, FIRST, SECOND, "（原标题：老街巷里的红马甲）") == [TITLE]
    assert kept(Role.TITLE, META, FIRST, SECOND, "（原标题：老街巷里的红马甲真多）") == ["老街巷里的红马甲真多"]
    assert kept(Role.BODY, TITLE, META, FIRST, f"{SECOND}（原标题：老街巷里的红马甲）") == [FIRST, SECOND]


@pytest.mark.parametrize("line", ["本报记者 鲁小雨 特约社区记者 易文", "记者 鲁小雨 通讯员 易文", "[南城新闻云]记者 鲁小雨 南城报道"])
def test_a_line_of_who_wrote_is_no_headline_and_no_caption(line):
    found = labelled(line, FIRST, SECOND, THIRD)
    assert found[Role.CREDIT] == [line]
    assert Role.TITLE not in found
    assert Role.CAPTION not in found


def test_a_headline_printed_again_between_the_paragraphs_ends_no_report():
    behind = "自活动开展以来，街道对七条道路逐一清理，发现问题当场整改。（严玉玺）"
    found = labelled(FIRST, SECOND, TITLE, behind, f"标题：{TITLE}", "地址：http://a.test/1.html")
    assert found[Role.BODY] == [FIRST, SECOND, behind]


def test_a_line_of_the_site_that_says_nothing_of_the_text_is_no_kicker():
    found = labelled("山水频道信息", "首页 要闻 政情 产经 医卫 教育 旅游", "奋进·砥砺前行的这五年", TITLE, META, FIRST, SECOND)
    assert found[Role.TITLE] == [TITLE]


def test_captions_that_an_agency_sent_or_somebody_gave():
    sent = "居民在楼道里清理旧纸箱和杂物，孩子们也来帮忙。南城网发"
    given = "志愿者向路过的居民发放文明手册，现场气氛热烈。（桂溪街道提供/易文南城传真）"
    last = "桂溪街道将常态化开展这样的活动，让更多居民参与进来。（桂溪街道供图）"
    found = labelled(TITLE, META, sent, FIRST, given, SECOND, last)
    assert found[Role.CAPTION] == [sent, given]
    assert last in found[Role.BODY]


def test_an_empty_label_of_keywords_before_who_edited():
    found = labelled(TITLE, META, FIRST, SECOND, "标签：编辑：鲁小雨")
    assert found[Role.META_LINE] == [META, "标签：编辑：鲁小雨"]
    assert Role.KEYWORDS not in found


def test_a_headline_printed_again_in_short_is_the_whole_one():
    whole = "桂溪街道：志愿者走进老旧小区清理楼道"
    assert labelled(whole, whole.partition("：")[2], META, FIRST, SECOND)[Role.TITLE] == [whole]


def test_who_acts_in_a_line_of_its_own_above_the_headline():
    assert labelled("首页 | 新闻", "东湖区桂溪街道：", "志愿者清理楼道 小区换新颜", META, FIRST, SECOND)[Role.TITLE] == [
        "东湖区桂溪街道：",
        "志愿者清理楼道 小区换新颜",
    ]


@pytest.mark.parametrize("line", ["居民在社区公告栏前查看充电桩布置图。", "（志愿者在楼道里清理旧纸箱和各种杂物）"])
def test_a_sentence_and_a_line_in_brackets_are_no_headlines(line):
    assert Role.TITLE not in labelled(line, FIRST, SECOND, THIRD)


def test_several_lines_in_brackets_between_the_paragraphs_are_captions():
    notes = ["（志愿者清理楼道里的旧纸箱）", "（居民在广场上领取文明手册）"]
    assert labelled(TITLE, META, FIRST, notes[0], SECOND, notes[1], THIRD)[Role.CAPTION] == notes
    assert Role.CAPTION not in labelled(TITLE, META, FIRST, notes[0], SECOND, THIRD)


def test_a_report_whose_table_left_a_bar_behind_it():
    told = f"{FIRST}{SECOND}(版权作品 未经授权 严禁转载、摘编) |"
    found = labelled(told)
    assert found[Role.BODY] == [told]


def test_labels_alone_in_their_lines_above_their_values():
    found = labelled(TITLE, "来源：", "南城日报党媒云", "2023-04-10 10:20:00", "责编：", "鲁小雨", FIRST, SECOND)
    assert found[Role.META_LINE] == ["来源：", "南城日报党媒云", "2023-04-10 10:20:00", "责编：", "鲁小雨"]


def test_a_headline_glued_before_the_dateline_of_the_text_leaves_it():
    blocks = read_plain("\n".join([TITLE, f"{TITLE}南城网讯（记者 鲁小雨）{FIRST}", SECOND, THIRD]))
    for block in blocks:
        block.set_text(block.raw)
    label_document(blocks, None)
    assert (blocks[1].pieces[0].role, blocks[1].pieces[0].text) == (Role.REPEAT, TITLE)
    goes_on = f"{TITLE}以来，楼道变得干净整洁，居民的获得感不断提升，大家都说好。"
    assert labelled(TITLE, goes_on, SECOND, THIRD)[Role.BODY][0] == goes_on


def test_a_picture_that_somebody_gave_behind_its_sentence_without_a_bracket():
    line = "居民议事会讨论楼道清理的选址问题。 通讯员供图"
    assert labelled(TITLE, META, FIRST, line, SECOND, THIRD)[Role.CAPTION] == [line]


def test_a_notice_above_the_path_to_the_page_is_no_text():
    notice = "设为书签Ctrl+D将本页面保存为书签，全面了解最新资讯，方便快捷。"
    found = labelled("南城网", notice, "当前位置：首页 > 社会新闻", TITLE, META, FIRST, SECOND)
    assert (found[Role.BODY], found[Role.TITLE], found[Role.META_LINE]) == ([FIRST, SECOND], [TITLE], [META])
    assert body(FIRST, SECOND, "当前位置：首页 > 社会新闻") == [FIRST, SECOND]


def test_a_notice_between_the_headline_and_a_dateline_is_no_text():
    notice = "打开微信，点击“发现”，使用“扫一扫”即可将网页分享至朋友圈。"
    opening = f"本报讯（记者 鲁小雨）{FIRST}"
    assert notice not in body(TITLE, META, notice, opening, SECOND, THIRD)


def test_names_behind_the_text_are_read_though_a_watermark_stands_between():
    assert labelled(TITLE, META, FIRST, SECOND, "4 Y8 j4 p/ a# q0 o: W% X, M# D$ [", "鲁小雨 易文")[Role.CREDIT] == ["鲁小雨 易文"]
