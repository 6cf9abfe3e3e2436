"""Reports made for tests: a report is a number of sentences with figures of its own; a copy is made from it."""

from datetime import datetime, timedelta

from newsbot.ledger import Ledger
from newsbot.model import CHINA, Outcome, Page, Reason, Rejection, Report
from newsbot.row import Row

NIGHT = datetime(2024, 5, 1, 2, 0, tzinfo=CHINA)

SENTENCES = (
    "{town}街道组织志愿者清理楼道杂物{a}车，清除小广告{b}余处",
    "辖区{c}家沿街商户签订了门前三包责任书，评选文明示范商户{d}家",
    "社区党支部牵头召开协商议事会{e}场次，收集意见建议{f}条",
    "投入资金{g}万元，对{h}栋居民楼的屋面防水进行了维修",
    "新建电动自行车充电桩{i}个，整改飞线充电{j}处",
    "开展理论宣讲{k}场，受众{l}人次，发放倡议书{m}份",
    "利用闲置空地建成口袋公园{n}处，新增绿地{o}平方米",
    "城管中队联合派出所开展执法{p}次，规范流动摊贩{q}处",
)
TOWNS = ["护国", "汽车站", "长安", "万寿", "站前", "南屏", "金牛", "青年", "祥云", "景星", "文庙", "庆云", "双清", "雁荡", "平原", "曲水"]


def figures(number: int) -> dict[str, int]:
    """Eighteen figures that belong to this report alone."""
    return {chr(ord("a") + place): 11 + (number * 7919 + place * 104_729 + number * place * 31) % 8990 for place in range(18)}


def body(number: int) -> list[str]:
    """Four paragraphs of a report."""
    values = figures(number)
    said = [sentence.format(town=TOWNS[number % len(TOWNS)], **values) for sentence in SENTENCES]
    return ["，".join(said[start : start + 2]) + "。" for start in range(0, len(said), 2)]


def report(
    number: int,
    *,
    host: str = "paper.example",
    path: str = "",
    later: int = 0,
    paragraphs: list[str] | None = None,
    title: str | None = "",
    source: str | None = None,
    date: str | None = None,
    flags: list[str] | None = None,
) -> Report:
    """One page with the report of this number, as `normalise` would give it."""
    page = Page(f"http://{host}/{path or number}.html", b"", fetched_at=NIGHT + timedelta(seconds=number + later))
    named = f"{TOWNS[number % len(TOWNS)]}街道第{number}次行动绘就文明底色" if title == "" else title
    return Report(
        page=page,
        site=host,
        encoding="utf-8",
        content_sha256=f"{number:064}",
        title=named,
        title_raw=named,
        date_published=date,
        source=source,
        body=body(number) if paragraphs is None else paragraphs,
        flags=flags or [],
    )


def gone(url: str, outcome: Outcome = Outcome.SPAM, detail: str = "") -> Rejection:
    """One page without a report and without a clock."""
    return Rejection(Page(url, b""), outcome, Reason.MOSTLY_SPAM if outcome is Outcome.SPAM else Reason.FETCH_FAILED, detail)


def deliver(ledger: Ledger) -> list[Row]:
    """Settle, and take the rows away as a run does."""
    ledger.settle()
    rows = list(ledger.rows())
    ledger.delivered([(row.id, row.revision) for row in rows])
    return rows


def run(place: str, made: list[Report], name: str = "one") -> list[Row]:
    """Record pages in a run of their own; return the rows that it hands over."""
    with Ledger.open(place, run=name, version="1") as ledger:
        for page in made:
            ledger.record(page)
        return deliver(ledger)


def exported(place: str) -> list[Row]:
    """Return every row that a ledger holds."""
    with Ledger.open(place, run="export", version="1") as ledger:
        return list(ledger.export())


def settled(place: str, *nights: list[Report]) -> Row:
    """The row of the one report that stands on a.example after these nights."""
    rows: dict[str, Row] = {}
    for number, night in enumerate(nights):
        with Ledger.open(place, run=f"night {number}", version="1") as ledger:
            for page in night:
                ledger.record(page)
            rows |= {row.url: row for row in deliver(ledger)}
    return rows["http://a.example/5.html"]
