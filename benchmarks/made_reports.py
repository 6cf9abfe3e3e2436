"""Made reports with their mirrors, template siblings and digests: a second labelled set, of other texts than any we were given.

A family is one choice of sentences; its members are reports of different places, or of one place in different weeks. A quarter of the
families have no figures at all, a quarter share half of their figures (those of the city's plan), which is what the real ones do.
Sentences are written with a space between words, so that spinning replaces whole words, each by one word of a table that is drawn anew.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FIGURED: Final = """
{t} 组织 网格员 和 物业 人员 逐户 排查 燃气 隐患 ， 入户 {n} 家 ， 更换 老化 软管 {n} 根 ， 劝离 违规 存放 气瓶 {n} 个
{c} 引进 社会 力量 开办 长者 食堂 ， 每天 供应 热饭 {n} 份 ， 为 行动 不便 的 老人 送餐 {n} 次
在 {r} 改造 现场 ， 施工 单位 已经 铺设 雨水 管道 {n} 米 ， 拆除 破损 围墙 {n} 处 ， 预计 下月 完工
{t} 设立 便民 服务 站点 {n} 处 ， 受理 事项 {n} 件 ， 群众 满意 程度 达到 {d} %
{c} 利用 傍晚 时间 召开 院坝 会议 {n} 场 ， 当面 答复 诉求 {n} 条 ， 其余 转交 有关 部门 限期 办结
截至 目前 ， {t} 栽种 行道 树木 {n} 株 ， 修复 草坪 {n} 平方米 ， 认领 花箱 {n} 只
{t} 联合 交警 部门 增设 停车 泊位 {n} 个 ， 施划 标线 {n} 米 ， 拖移 长期 占位 车辆 {n} 台
{c} 为 {n} 名 独居 老人 安装 智能 手环 ， 签订 结对 帮扶 协议 {n} 份
河道 巡查 队伍 沿 {r} 打捞 水面 漂浮 物品 {n} 吨 ， 封堵 排污 口子 {n} 个
{t} 举办 技能 培训 班次 {n} 期 ， 帮助 {n} 名 待业 青年 找到 工作 ， 发放 补贴 {n} 万元
图书 漂流 活动 走进 {c} ， 捐赠 书籍 {n} 册 ， 登记 借阅 {n} 人次
{t} 对 {n} 部 老旧 电梯 开展 体检 ， 约谈 维保 企业 {n} 家 ， 责令 停用 {n} 部
调解 小组 今年 化解 邻里 矛盾 {n} 起 ， 追回 拖欠 工资 {n} 万元 ， 赠送 锦旗 {n} 面
{c} 回收 旧 衣物 {n} 公斤 ， 兑换 积分 {n} 分 ， 参与 家庭 {n} 户
夏季 以来 ， {t} 检查 餐饮 后厨 {n} 家 ， 立案 查处 {n} 起 ， 公开 曝光 {n} 家
{t} 安排 专项 经费 {d} 万元 ， 粉刷 楼道 墙面 {n} 平方米 ， 加装 扶手 {n} 米
""".strip().splitlines()

PLAIN: Final = """
清晨 的 {r} 上 ， 环卫 工人 早早 开始 忙碌 ， 路面 干净 整洁 ， 早点 摊位 井然 有序
{p} 是 {c} 的 老 住户 ， 提起 家门口 的 变化 ， 他 笑得 合不拢嘴 ， 连声 称赞
“ 以前 下雨 出门 要 蹚水 ， 如今 走在 路上 心里 敞亮 。 ” 家住 {c} 的 {p} 感慨 地 说
{t} 负责 同志 介绍 ， 治理 的 关键 在于 把 群众 的 事 当成 自己 的 事 ， 一件 一件 抓 到底
针对 夜间 噪声 扰民 的 反映 ， {t} 邀请 商户 代表 与 居民 面对面 商量 ， 约定 收摊 时间
在 {p} 的 带动 下 ， 不少 退休 教师 主动 走进 活动 室 ， 辅导 孩子 写 作业 、 练 书法
{c} 把 闲置 多年 的 锅炉 房 改成 邻里 客厅 ， 下棋 、 唱歌 、 喝茶 的 人 络绎不绝
{t} 坚持 把 支部 建在 楼栋 上 ， 让 党旗 飘扬 在 每 一个 院落 ， 难题 在 一线 解决
每逢 周末 ， {r} 两侧 的 单位 都会 派出 干部 参加 大扫除 ， 小区 面貌 一天 一个 样
为了 让 规矩 落地 ， {c} 广泛 听取 意见 ， 几易其稿 ， 最终 形成 大家 认可 的 居民 公约
曾经 堆满 杂物 的 空地 ， 经过 {p} 等 人 的 精心 打理 ， 变成 了 四季 有 花 的 小 花园
{t} 还 聘请 {p} 担任 监督 员 ， 随时 反映 问题 ， 督促 物业 改进 服务
创建 不是 一阵风 ， {t} 将 继续 补齐 短板 ， 把 好 做法 固定 下来 ， 让 百姓 得到 更多 实惠
从 “ 要 我 做 ” 到 “ 我 要 做 ” ， {c} 居民 的 观念 悄悄 改变 ， 文明 的 种子 正在 发芽
{p} 表示 ， 作为 一名 普通 党员 ， 能够 为 街坊 出 一份 力 ， 心里 特别 踏实
秋风 送爽 ， {r} 的 银杏 渐渐 泛黄 ， 前来 拍照 的 市民 自觉 排队 ， 地上 看不到 一片 纸屑
{t} 与 辖区 学校 携手 ， 请 孩子 们 画出 心中 的 美丽 家园 ， 作品 挂满 了 长廊
{c} 的 志愿 者 撑起 遮阳 棚 ， 为 过往 行人 递上 凉茶 ， 一句 问候 温暖 人心
""".strip().splitlines()

TITLES: Final = """
{t} ： 小 网格 兜住 民生 大事
{t} 用心 用情 解决 群众 烦心 事
{c} 的 幸福 密码
{t} 让 文明 新风 吹进 千家 万户
""".strip().splitlines()

SIDEBAR: Final = """
天气 预报 ： 明后 两天 有 小雨 ， 气温 略降
高速 公路 假期 免费 通行 时间 公布
我市 一 选手 夺得 全国 比赛 银牌
春季 招聘 会 本周 举行 ， 岗位 超 千个
博物 馆 延长 开放 时间 ， 夜游 受 欢迎
""".strip().splitlines()

SYLLABLES: Final = (
    "东西南北安永长和宁平昌兴康泰福瑞龙凤金玉青白石桥河湖山林柳杨松梅云霞江海洪清临汉固沙阳枫竹兰樟榆桐棠秀峰岭坪塘港湾溪泉洲沟坝寨堡营屯庄"
    "高新丰广德顺盛祥景宝"
)
TAILS: Final = (
    "【免责声明】本文仅代表作者个人观点，与本网无关，请读者仅作参考。",
    "来源网络，如有侵权请联系删除。更多精彩内容请关注我们的公众号。",
)
WATERMARK: Final = "（本文由晨光资讯网 chenguang.example 整理发布）"
KINDS: Final = ["light", "watermark", "boiler", "sidebar", "trad", "trunc", "paradrop", "spin10", "spin25", "spin45", "combo", "combo_spin"]


@dataclass(frozen=True, slots=True)
class Made:
    """A page and what is true of it: its report (None for a digest), the parts of a digest, how it was damaged."""

    url: str
    html: str
    cluster: int | None
    parts: tuple[int, ...]
    kind: str
    family: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as words: title and sentences, in paragraphs."""

    cluster: int
    family: int
    title: list[str]
    paragraphs: list[list[str]]


class Maker:
    """Makes pages; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.numbers = count()
        self.given: set[str] = set()
        words = sorted({word for line in (*FIGURED, *PLAIN, *TITLES) for word in line.split() if "{" not in word and len(word) > 1})
        characters = sorted({character for word in words for character in word})
        self.table = {word: "".join(self.chance.choices(characters, k=len(word))) for word in words}

    def pages(self, families: int, size: int) -> Iterator[Made]:
        """Yield families of ``size`` siblings, three mirrors of each family, and a digest of every three families."""
        waiting: list[Draft] = []
        for family in range(families):
            members = self._family(family, size)
            for draft in members:
                yield self._page(draft, "orig", self._html(_text(draft.title), _texts(draft)))
            for draft in self.chance.sample(members, 3):
                kind = KINDS[next(self.numbers) % len(KINDS)]
                yield self._page(draft, kind, self._mirror(draft, kind))
            waiting.append(self.chance.choice(members))
            if len(waiting) == 3:
                together = [line for draft in waiting for line in (_text(draft.title), *_texts(draft))]
                url = f"http://digest{next(self.numbers)}.example/all.html"
                yield Made(url, self._html(together[0], together[1:]), None, tuple(draft.cluster for draft in waiting), "multi", -1)
                waiting = []

    def _family(self, family: int, size: int) -> list[Draft]:
        chance = self.chance
        sort = family % 4  # 0: figures; 1: none; 2: half of them the city's; 3: weekly bulletins of one place
        lines = chance.sample(PLAIN, 9) if sort == 1 else chance.sample(FIGURED, 7) + chance.sample(PLAIN, 4)
        chance.shuffle(lines)
        title = chance.choice(TITLES)
        common = [str(chance.randint(12, 980)) for _ in range(40)]
        place = self._names()
        drafts = []
        for week in range(size):
            names = place if sort == 3 else self._names()
            at = count()

            def fill(word: str, names: dict[str, str] = names, at: count[int] = at) -> str:
                if word in {"{n}", "{d}"}:
                    number = next(at)
                    own = str(chance.randint(11, 990)) if word == "{n}" else f"{chance.randint(11, 99)}.{chance.randint(1, 9)}"
                    return common[number % 40] if sort == 2 and number % 2 else own
                return names.get(word, word)

            filled = [[fill(word) for word in line.split()] for line in lines]
            head = [fill(word) for word in title.split()]
            if sort == 3:
                head += ["（", "第", str(week + 1), "期", "）"]
            paragraphs = [[word for line in filled[start : start + 2] for word in (*line, "。")] for start in range(0, len(filled), 2)]
            drafts.append(Draft(family * size + week, family, head, paragraphs))
        return drafts

    def _names(self) -> dict[str, str]:
        def name() -> str:
            while (made := "".join(self.chance.choices(SYLLABLES, k=2))) in self.given:
                pass  # no two places of one name: 7,000 can be given
            self.given.add(made)
            return made

        return {
            "{t}": name() + self.chance.choice(["街道", "镇", "乡"]),
            "{c}": name() + "社区",
            "{r}": name() + self.chance.choice(["路", "街", "大道"]),
            "{p}": self.chance.choice("王李张刘陈杨赵黄周吴") + "".join(self.chance.choices(SYLLABLES, k=2)),
        }

    # ------------------------------------------------------------------------------------------------------------- mirrors

    def _mirror(self, draft: Draft, kind: str) -> str:
        chance = self.chance
        share = {"spin10": 0.1, "spin25": 0.25, "spin45": 0.45, "combo_spin": 0.25}.get(kind, 0.0)
        title, paragraphs = _text(self._spun(draft.title, share)), [_text(self._spun(words, share)) for words in draft.paragraphs]
        if kind == "light":
            paragraphs = [text.replace("，", ",", 2).replace("群众", "市民", 1) for text in paragraphs]
        if kind == "trunc":
            paragraphs = paragraphs[: max(2, len(paragraphs) * 6 // 10)]
        if kind == "paradrop" or (kind == "combo" and chance.random() < 0.5):
            del paragraphs[chance.randrange(len(paragraphs))]
        if kind in {"watermark", "combo"}:
            paragraphs = [text + WATERMARK if chance.random() < 0.7 else text for text in paragraphs]
        if kind in {"boiler", "combo", "combo_spin"}:
            title = f"快讯：{title}_晨光资讯"
            paragraphs = ["【导读】欢迎阅读晨光资讯为您带来的最新内容。", *paragraphs, *TAILS]
        if kind in {"sidebar", "combo"}:
            paragraphs = [*paragraphs, "相关阅读", *(_text(line.split()) for line in chance.sample(SIDEBAR, 4))]
        html = self._html(title, paragraphs)
        return html.translate(_TRADITIONAL) if kind == "trad" else html

    def _spun(self, words: list[str], share: float) -> list[str]:
        return [self.table.get(word, word) if self.chance.random() < share else word for word in words]

    def _page(self, draft: Draft, kind: str, html: str) -> Made:
        host = f"paper{draft.cluster % 97}" if kind == "orig" else f"farm{draft.cluster % 41}"
        return Made(f"http://{host}.example/{next(self.numbers)}.html", html, draft.cluster, (), kind, draft.family)

    def _html(self, title: str, paragraphs: list[str]) -> str:
        body = "\n".join(f"<p>　　{text}</p>" for text in paragraphs)
        return (
            f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>\n'
            f'<div class="content">{body}</div></body></html>'
        )


def _text(words: list[str]) -> str:
    return "".join(words)


def _texts(draft: Draft) -> list[str]:
    return [_text(words) for words in draft.paragraphs]


_TRADITIONAL: Final = str.maketrans(
    "组织网员业户隐换软违规个开办长供饭动为现单设处计务点满达时间场当复诉条关门结树认联车泊拟签订帮巡队沿捞举训发补贴图书进赠记阅电梯体检约谈维责调"
    "邻钱锦旗兑积参与庭检后厨饮专项费楼墙扶晨环卫净洁摊变连声称赞雨门蹚敞负负责绍关键针对夜扰应请带动闲锅炉厅旗飘难决单规矩广听终认园监督题创阵风续齐",
    "組織網員業戶隱換軟違規個開辦長供飯動為現單設處計務點滿達時間場當復訴條關門結樹認聯車泊擬簽訂幫巡隊沿撈舉訓發補貼圖書進贈記閱電梯體檢約談維責調"
    "鄰錢錦旗兌積參與庭檢後廚飲專項費樓牆扶晨環衛淨潔攤變連聲稱讚雨門蹚敞負負責紹關鍵針對夜擾應請帶動閒鍋爐廳旗飄難決單規矩廣聽終認園監督題創陣風續齊",
)
