"""Laws of every reading: who is taken out of a text is credited, what is taken out of it has a reason, and nothing breaks a reading."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.lines.measures import key, overlap
from newsbot.model import Outcome, Page, Report, Role
from newsbot.normalise import explained, normalise
from newsbot.page.conservation import open_pieces, unbalanced
from newsbot.reading import PLAIN_READING

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = [page for path in sorted((FIXTURES / "pages").glob("*.html")) if len(page := path.read_bytes()) > 100]
TITLE = "桂溪街道志愿者走进老旧小区清理楼道"
META = "2023-04-10 10:20 来源：南城晚报"
TEXT = (
    "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。",
    "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。",
    "街道负责人表示，将继续完善长效机制，让文明创建走进千家万户，提升居民的获得感。",
)
NAMES = ("王小明", "李红", "欧阳志远", "陈思雨", "张伟民", "刘芳", "赵国强", "周婷婷", "吴建华", "郑晓燕")
OPENING = (
    "本报讯（记者 {a} 通讯员 {b}）", "本报讯 记者{a} 通讯员{b}报道：", "本网讯（{a} {b}）", "南城新闻网4月10日讯（记者{a} 通讯员{b}）",
    "【记者{a}/南城报道】", "（通讯员：{a}）",
)  # fmt: skip
CLOSING = (
    "（{a} {b}）", "（记者 {a} 文/图）", "（通讯员 {a} 摄影 {b}）", "记者 {a} 通讯员 {b}", "（图文：{a}）", "（{a}）",
)  # fmt: skip
LINES = (
    "记者 {a} 通讯员 {b}", "□本报记者 {a} {b}", "作者：{a}", "文/图 {a}", "责任编辑：{a}", "编辑：{a} {b}", "通讯员 {a} {b}",
    "全媒体记者 {a} 文/图", "摄影：{a}",
)  # fmt: skip
FURNITURE = (
    "打印本页 关闭窗口", "0 条评论", "相关阅读", "浙公网安备 33010802008888号", "分享到微信", "首页 > 新闻 > 正文", "image.png", "收藏本文",
    "扫描下方二维码 关注南城发布", TITLE, "关键词：志愿服务", "·晨光小区举行春季志愿服务活动",
)  # fmt: skip

named = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
laws = settings(max_examples=120, derandomize=True, deadline=None)


def document(*lines: str) -> Report:
    report = normalise(Page("http://documents.test/1.txt", "\n".join(lines), {"Content-Type": "text/plain"}), topic="any")
    assert isinstance(report, Report)
    return report


@laws
@given(
    st.one_of(st.just(""), st.sampled_from(OPENING)), st.one_of(st.just(""), st.sampled_from(CLOSING)),
    st.lists(st.sampled_from(LINES), max_size=1), st.lists(st.sampled_from(LINES), max_size=2), st.lists(named, min_size=5, max_size=5),
)  # fmt: skip
def test_every_name_taken_out_of_the_text_is_credited(opening, closing, above, below, names):
    forms = [*above, opening, closing, *below]
    filled = [form.format(a=a, b=b) for form, (a, b) in zip(forms, names, strict=False)]
    used = {name for form, pair in zip(forms, names, strict=False) for name, slot in zip(pair, "ab", strict=True) if f"{{{slot}}}" in form}
    cut = len(above)
    text = [filled[cut] + TEXT[0], TEXT[1], TEXT[2] + filled[cut + 1]]
    report = document(TITLE, META, *filled[:cut], *text, *filled[cut + 2 :])
    shown = "".join([report.title or "", *report.body, *report.captions])
    lost = used - {author.name for author in report.authors} - {name for name in used if name in shown}
    assert not lost


@laws
@given(st.lists(st.sampled_from((*FURNITURE, *TEXT, META)), max_size=6), st.lists(st.sampled_from((*FURNITURE, *TEXT)), max_size=6))
def test_every_sentence_taken_out_stands_elsewhere_or_has_its_rule(above, below):
    report = document(*above, TITLE, META, *TEXT, *below)
    assert not open_pieces(report.blocks)
    assert not unbalanced(report.blocks)
    shown = "".join([report.title or "", *report.body])
    for sentence in TEXT:
        assert key(sentence) in key(shown)
    for block in report.blocks:
        for piece in block.pieces:
            assert re.fullmatch(r"\w+[\w ]*\.\S.*|meta line\.\S.*|reading time\..*", piece.rule) or not piece.text.strip()
            if piece.role is Role.REPEAT:
                assert overlap(piece.text, shown) > 0.7


# ------------------------------------------------------------------------------------------------------------- mutated pages


def _cut(page: bytes, chance: random.Random) -> bytes:
    low, high = sorted(chance.randrange(len(page) + 1) for _ in range(2))
    return page[:low] + page[max(low, high - chance.randrange(2000)) :]


def _doubled(page: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(page))
    part = page[at : at + chance.randrange(3000)]
    to = chance.randrange(len(page))
    return page[:to] + part * chance.randrange(1, 4) + page[to:]


def _shuffled(page: bytes, chance: random.Random) -> bytes:
    parts = re.split(rb"(<[^>]{0,200}>)", page)
    tags = range(1, len(parts), 2)
    for _ in range(chance.randrange(1, 12)):
        if len(tags) > 1:
            one, other = chance.sample(tags, 2)
            parts[one], parts[other] = parts[other], parts[one]
    return b"".join(parts)


def _noisy(page: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 10)):
        at = chance.randrange(len(page))
        noise = chance.choice(
            (b"&#x110000;", b"&nbsp", b"&lt;p&gt;", b"&amp;amp;", b"&#0;", b"\x80", b"\xff\xfe", b"<![CDATA[", b"<!--", b"\x00")
        )
        page = page[:at] + noise + page[at:]
    return page


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _doubled, _shuffled, _noisy)
MUTANTS = 1_000
BATCHES = 10


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutated_pages_are_read_or_turned_away(batch):
    for seed in range(batch, MUTANTS, BATCHES):
        chance = random.Random(seed)
        body = chance.choice(PAGES)
        for _ in range(chance.randrange(1, 5)):
            body = chance.choice(MUTATIONS)(body, chance) or b"<p>"
        reading, verdict = explained(Page(f"http://www.a.test/{seed}.html", body, {"Content-Type": "text/html"}), topic="any")
        assert not reading.failures, (seed, reading.failures)
        if isinstance(verdict, Report):
            assert PLAIN_READING not in verdict.flags
            assert not open_pieces(verdict.blocks)
            assert not unbalanced(verdict.blocks)
        else:
            assert verdict.outcome is not Outcome.FAILED
