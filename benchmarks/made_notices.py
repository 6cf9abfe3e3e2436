"""Made notices, bulletins and yearly events: families of one template whose members differ in a date, a place or a name, and few mirrors.

What differs within a family is drawn anew for each member, so that no two are one report; everything else is the same. Families are spread
over the ways in which the templates of `notices.txt` say their siblings differ, over one site or several, and over nights. Every tenth
notice has a copy on another site, with a head and a tail that this one glues on, and with damage.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsbot.data import opencc_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SOURCE: Final = Path(__file__).with_name("notices.txt")
FAMILY: Final = 10
"""Notices of a family, of which one has a mirror."""

MOST_TRIES: Final = 1000
"""Times that something else is drawn for a member that says what another says."""

SOME: Final = 0.34
"""Share of the figures that differ where some do."""

DAMAGE: Final = ("glued", "traditional", "lost", "watermark", "glued traditional", "lost glued")

FRONT: Final = "东西南北安永长和宁平昌兴康泰福瑞龙凤金玉青白石桥河湖云霞江海洪清临汉固沙阳枫竹兰"
BACK: Final = "山林柳杨松梅泉溪洲沟坝寨堡营屯庄坪塘港湾岭峰棠桐榆樟宝景祥盛顺德广丰"
COMMUNITIES: Final = ("小区", "花园", "社区", "家园", "新村", "公寓", "苑", "里", "城", "华庭", "一号院", "名都")
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN: Final = "伟芳娜敏静强磊军洋勇艳杰涛明超霞平刚桂建国文华"
FIRMS: Final = ("建设工程有限公司", "商贸有限公司", "市政工程有限公司", "置业有限公司", "物流有限公司")
POSTS: Final = (
    "疾病预防控制中心", "文化馆", "图书馆", "林业技术推广站", "融媒体中心", "公路管理所",
    "档案馆", "水利站", "博物馆", "气象局", "福利院", "动物卫生监督所",
)  # fmt: skip
PLACES: Final = frozenset({"comm", "town", "county", "road", "village", "school", "hospital", "firm"})
WEEKS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
PROJECTS: Final = (
    "小流域治理工程",
    "农村公路改造项目",
    "污水处理厂扩建项目",
    "河道整治工程",
    "粮油加工项目",
    "光伏发电项目",
    "屠宰场搬迁项目",
)
CHOICES: Final = {
    "estate": ("万科城", "碧水云天", "阳光水岸", "锦绣江南", "金色港湾", "水木清华", "山水人家", "书香门第",
               "东方明珠", "世纪春天", "翡翠湾",
               "香榭丽舍", "蓝天佳苑",
               "枫林绿洲", "龙湖天街"),
    "course": ("高等数学", "大学英语", "书法", "国画", "古筝", "瑜伽", "太极拳", "摄影", "葫芦丝", "智能手机",
               "合唱", "形体舞蹈", "电子琴", "茶艺", "插花"),
    "product": ("儿童自行车", "电热水壶", "燃气灶具", "电动自行车头盔", "学生书包", "移动电源", "取暖器", "插线板", "婴儿推车",
                "防晒衣", "电压力锅", "塑胶玩具"),
    "crop": ("小麦", "水稻", "玉米", "油菜", "棉花", "马铃薯", "大豆", "柑橘", "苹果", "茶树", "花生", "谷子"),
    "disease": ("流行性感冒", "手足口病", "诺如病毒感染", "水痘", "登革热", "流行性腮腺炎", "麻疹", "肺结核", "布鲁氏菌病",
                "猩红热", "细菌性痢疾", "百日咳"),
    "feast": ("元旦", "春节", "元宵节", "清明节", "劳动节", "端午节", "七夕节", "中秋节", "国庆节", "重阳节", "腊八节", "冬至"),
}  # fmt: skip
THINGS: Final = ("黑色钱包", "棕色手提包", "蓝色双肩包", "红色女式挎包", "银色行李箱", "灰色布袋", "军绿色腰包", "花色文件袋")
HEADS: Final = ("提醒！", "关注：", "【便民】", "速看｜", "", "")
ENDS: Final = ("_本地生活网", " - 晨光资讯", "｜城事快报", "", "")
TAILS: Final = (
    "来源网络，如有侵权请联系删除。更多精彩内容请关注我们的公众号。",
    "【免责声明】本文仅代表作者个人观点，与本网无关，请读者仅作参考。",
    "本地生活网提醒您：转发给家人朋友，让更多人知道。",
)
WATERMARK: Final = "（本文由晨光资讯网 chenguang.example 整理发布）"
_SLOT: Final = re.compile(r"\{([a-z_]+)(\d*)\}")
_GO_WITH: Final = {"ydate": "date", "till": "from"}
_KINDS_OF_FIGURES: Final = frozenset("nmde")


@dataclass(frozen=True, slots=True)
class Template:
    """How notices of a kind are worded."""

    name: str
    ways: tuple[tuple[str, ...], ...]
    """What siblings differ in, several ways."""
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A page and what is true of it."""

    url: str
    title: str
    body: tuple[str, ...]
    report: int
    """Notices and their mirrors with one number are one report, …"""
    family: str
    """… those of one family are siblings."""
    night: int
    damage: str = ""
    """Empty for one that is no mirror."""

    @property
    def html(self) -> str:
        """Its page."""
        body = "\n".join(f"<p>　　{text}</p>" for text in self.body)
        return (
            f'<html><head><meta charset="utf-8"><title>{self.title}</title></head><body><h1>{self.title}</h1>\n'
            f'<div class="info">来源：本地发布　2024-05-0{1 + self.night} 09:30</div><div class="content">{body}</div></body></html>'
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rows made of notices."""

    joined: Counter[str]
    """Notices in a row with another, by what the siblings differ in."""
    met: Counter[str]
    """Mirrors in the row of their notice, by damage, …"""
    mirrors: Counter[str]
    """… of so many."""

    @property
    def recall(self) -> float:
        """The share of the mirrors that were found."""
        return self.met.total() / max(1, self.mirrors.total())


def judge(notices: Sequence[Notice], rows: Iterable[Sequence[str]]) -> Verdict:
    """Return what rows, each the addresses of its pages, made of notices."""
    of = {notice.url: notice for notice in notices}
    verdict = Verdict(Counter(), Counter(), Counter(notice.damage for notice in notices if notice.damage))
    for row in rows:
        own = {of[url].report: of[url] for url in row if not of[url].damage}
        verdict.joined.update(notice.family.rpartition(":")[0] for notice in own.values() if len(own) > 1)
        verdict.met.update(of[url].damage for url in row if of[url].damage and of[url].report in own)
    return verdict


def _in_words(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, rest = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[rest] if rest else ''}"


def templates(path: Path = SOURCE) -> list[Template]:
    """Return the templates of a file."""
    found = []
    for block in re.sub("(?m)^#.*\n", "", path.read_text(encoding="utf-8")).strip().split("\n\n"):
        head, title, *paragraphs = block.strip().splitlines()
        name, _, ways = head.partition(":")
        template = Template(name, tuple(tuple(way.split()) for way in ways.split("|")), title, tuple(paragraphs))
        found.append(template)
    return found


class NoticeMaker:
    """Makes notices; the same for the same seed."""

    def __init__(self, seed: int, nights: int = 3) -> None:
        self.chance = random.Random(seed)
        self.nights = nights
        self.numbers = count()
        self.told: dict[str, set[str]] = {}
        self.to_traditional = {ord(new[0]): old for old, new in reversed(list(opencc_dictionary("TSCharacters.txt").items()))}

    def notices(self, many: int, among: list[Template] | None = None) -> Iterator[Notice]:
        """Yield at least so many notices, mirrors not counted."""
        ways = [(template, way) for template in among or templates() for way in template.ways]
        for family in range(-(-many // FAMILY)):
            yield from self._family(*ways[family % len(ways)], family)

    def _family(self, template: Template, way: tuple[str, ...], family: int) -> Iterator[Notice]:
        chance = self.chance
        said = "\n".join((template.title, *template.paragraphs))
        base = self._values(said)
        one_site, one_night = chance.random() < 0.6, chance.random() < 0.5
        night = chance.randrange(self.nights)
        seen = self.told.setdefault(template.name, set())
        mirrored = chance.randrange(FAMILY)
        for member in range(FAMILY):
            text, told = self._filled(said, base, way)
            for _ in range(MOST_TRIES):
                if told not in seen:
                    break
                text, told = self._filled(said, base, way)
            else:
                raise ValueError(f"{template.name} has no ten values for {way}")
            seen.add(told)
            title, *body = text.splitlines()
            number = next(self.numbers)
            host = f"paper{family % 53}" if one_site else f"paper{number % 53}"
            when = night if one_night else chance.randrange(self.nights)
            name = f"{template.name}: {' '.join(way)}: {family}"
            notice = Notice(f"http://{host}.example/{number}.html", title, tuple(body), number, name, when)
            yield notice
            if member == mirrored:
                yield self.mirror(notice, chance.choice(DAMAGE))

    def _filled(self, said: str, base: dict[str, str], way: tuple[str, ...]) -> tuple[str, str]:
        """Return a notice, and what of it tells it from its siblings: all but figures."""
        values = self._differing(base, way)
        told = [value for slot, value in values.items() if slot[1] not in _KINDS_OF_FIGURES or not slot[2:-1].isdigit()]
        return _SLOT.sub(lambda found: values[found[0]], said), "|".join(told)

    def mirror(self, notice: Notice, damage: str) -> Notice:
        """Return a copy of a notice on another site."""
        chance = self.chance
        title, body = notice.title, list(notice.body)
        if "lost" in damage:
            body = [self._lossy(text) for text in body]
        if "watermark" in damage:
            body = [text + WATERMARK for text in body]
        if "glued" in damage:
            title = f"{chance.choice(HEADS)}{title}{chance.choice(ENDS)}"
            body.append(chance.choice(TAILS))
        if "traditional" in damage:
            title, body = (title.translate(self.to_traditional), [text.translate(self.to_traditional) for text in body])
        number = next(self.numbers)
        night = chance.randrange(self.nights)
        return Notice(f"http://farm{number % 41}.example/{number}.html", title, tuple(body), notice.report, notice.family, night, damage)

    def _lossy(self, text: str) -> str:
        """Return a paragraph with a character lost in each forty, none of them a digit."""
        places = [place for place, sign in enumerate(text) if not sign.isdigit()]
        lost = set(self.chance.sample(places, len(text) // 40))
        return "".join("\ufffd" if place in lost else sign for place, sign in enumerate(text))

    # ------------------------------------------------------------------------------------------------------ what slots hold

    def _differing(self, base: dict[str, str], way: tuple[str, ...]) -> dict[str, str]:
        """Return the values of a member: those of the family, but for what its members differ in."""
        slots = "".join(base)
        drawn = self._values(slots)
        values = dict(base)
        for slot in base:
            name = slot.strip("{}").rstrip("0123456789")
            figure = name in _KINDS_OF_FIGURES
            if name in way or _GO_WITH.get(name) in way or (figure and ("all" in way or ("some" in way and self.chance.random() < SOME))):
                values[slot] = drawn[slot]
        return values

    def _values(self, said: str) -> dict[str, str]:
        chance = self.chance
        month, day, year = chance.randint(1, 12), chance.randint(1, 24), chance.randint(2009, 2024)
        begin = chance.randint(6, 13)
        values = {}
        for found in _SLOT.finditer(said):
            name, which = found[1], found[2]
            later = day + 3 * int(which or 1) - 3
            made = {
                "date": f"{month}月{later}日",
                "ydate": f"{year}年{month}月{later}日",
                "month": f"{month}月份",
                "year": str(year),
                "from": f"{begin}时{chance.choice(('', '30分'))}",
                "till": f"{begin + chance.randint(2, 9)}时",
                "issue": str(chance.randint(2, 400)),
                "ordinal": chance.choice(("二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")),
                "phone": f"{chance.randint(2_000_000, 8_999_999)}",
                "person": chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randint(1, 2))),
                "plate": f"苏{chance.choice('ABCDEFG')}{chance.randint(10_000, 99_999)}",
                "thing": chance.choice(THINGS) + chance.choice(("", "（拉链损坏）", "（系有丝巾）", "（挂有钥匙扣）")),
                "post": chance.choice(POSTS),
                "n": str(chance.randint(21, 980)),
                "m": str(chance.randint(1, 9)),
                "d": f"{chance.randint(2, 60)}.{chance.randint(1, 99)}",
                "e": f"{chance.randint(82, 97)}.{chance.randint(1, 99)}",
            }
            values[found[0]] = made[name] if name in made else self._place(name) if name in PLACES else self._more(name, month, later, year)
        return values

    def _more(self, kind: str, month: int, day: int, year: int) -> str:
        chance = self.chance
        if kind in CHOICES:
            return chance.choice(CHOICES[kind])
        if kind == "names":
            people = (chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randint(1, 2))) for _ in range(5))
            return "、".join(people)
        stem = chance.choice(FRONT) + chance.choice(BACK)
        return {
            "isodate": f"{year}-{month:02}-{day:02}",
            "dotdate": f"{year}.{month}.{day}",
            "hanzidate": f"{_in_words(month)}月{_in_words(day)}日",
            "month_cn": f"{_in_words(month)}月",
            "clock": f"{chance.randint(7, 19)}:{chance.choice(('00', '15', '30', '45'))}",
            "block": f"{chance.randint(1, 28)}号楼{chance.choice(('一单元', '二单元', '三单元', '四单元'))}",
            "grade": f"{chance.choice('一二三四五六七八九')}年级",
            "class": f"{chance.randint(1, 18)}",
            "doc": f"〔{year}〕{chance.randint(1, 300)}号",
            "half": f"{year}年{chance.choice('上下')}半年",
            "quarter": f"{year}年{chance.choice('一二三四')}季度",
            "week_cn": f"第{chance.choice(WEEKS)}周",
            "route": f"{stem[0]}{chance.choice(BACK)}至{chance.choice(FRONT)}{chance.choice(BACK)}",
            "project": f"{stem}{chance.choice(PROJECTS)}",
        }[kind]

    def _place(self, kind: str) -> str:
        chance = self.chance
        stem = chance.choice(FRONT) + chance.choice(BACK)
        return {
            "comm": f"{stem}{chance.choice(COMMUNITIES)}",
            "town": f"{stem}{chance.choice(('街道', '镇', '乡'))}",
            "county": f"{stem}县",
            "road": f"{stem}{chance.choice(('路', '街', '大道', '巷'))}",
            "village": f"{stem}村",
            "school": f"{stem}{chance.choice(('小学', '中学', '幼儿园', '职业学校'))}",
            "hospital": f"{stem}{chance.choice(('医院', '中医院', '社区卫生服务中心', '妇幼保健院'))}",
            "firm": f"{stem}{chance.choice(FIRMS)}",
        }[kind]
