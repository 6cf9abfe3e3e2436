"""Broken expressions of rewritten texts: found where there are any, and nowhere else."""

import json
from pathlib import Path

import pytest

from newsbot.facts.flags import flags_of
from newsbot.facts.spun import broken_expressions
from newsbot.row import Repairs

FIXTURES = Path(__file__).parents[2] / "fixtures"

REWRITTEN = {
    "synonyms of a dictionary": [
        "柳荫街道充实施展党组织战役碉堡感化和党员前锋榜样感化，构造意愿效劳队展开意愿效劳勾当42场。",
        "社区卖力人引见，效劳队清理渣滓8车，疏导抵牾胶葛16起，住民们的幸运感愈来愈强。",
    ],
    "half of an expression": [
        "云台社区以自愿服务为抓手，把老旧住宅区改造与文化创建结合起来，排查安全祸患31处，建立长久机制。",
        "格子员每天入户，收集住民诉求，为坚苦群众送去米油，道德榜样讲堂也搬进了楼道。",
    ],
    "a fixed thing replaced in its frame": [
        "全镇横向到侧、纵向到底，网中有格、格中有士，党员开路模范作用得到显现。",
        "村里成立红白董事会，移风换俗，反对大操大弄，厚养浅葬成为风尚。",
    ],
    "translated to and fro": [
        "护城河街道多次推进创文事业，党建引诱各社区参加，推进部的创文员工发放资料2万份。",
        "居民们说，斑斓家园建设立异不断，新时代文化实践站天天有人来。",
    ],
}

CLEAN = {
    "words that look like the wrong half and are right": [
        "本着自愿原则，居民自愿参加。大都会广场举办文化活动，文化惠民走进社区，群众大饱眼福。",
        "镇里展开调查，职员下班后办事方便了；企业管理水平提高，义务劳动、义务植树开展得有声有色。",
    ],
    "shortened and extended forms": [
        "党员干部先锋模范作用突出，党支部的堡垒作用增强，先锋引领作用明显，推进老旧街区改造。",
        "居民获得感、幸福感、安全感更强，急难愁盼的问题得到解决，共建共治共享格局形成，满意率和知晓率双提升。",
    ],
    "the genre itself": [
        "街道深入开展共同缔造工作，志愿服务队、网格员和楼栋长一起排查矛盾纠纷，移风易俗蔚然成风。",
        "新时代文明实践站里，红白理事会会长讲起喜事新办、厚养薄葬，反对大操大办。",
    ],
}


@pytest.mark.parametrize("kind", REWRITTEN)
def test_a_rewritten_text_is_flagged_and_the_flag_names_what_is_broken(kind):
    flags = flags_of([], REWRITTEN[kind], Repairs())
    assert "spun" in flags
    assert any(wrong in flags["spun"] for wrong in broken_expressions("\n".join(REWRITTEN[kind])))


@pytest.mark.parametrize("kind", CLEAN)
def test_a_clean_text_holds_nothing_broken(kind):
    assert broken_expressions("\n".join(CLEAN[kind])) == {}
    assert "spun" not in flags_of([], CLEAN[kind], Repairs())


def test_no_report_of_our_own_writing_is_flagged():
    reports = [json.loads(line) for line in (FIXTURES / "topics.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [report["title"] for report in reports if "spun" in flags_of([], [report["title"], *report["body"]], Repairs())] == []


def test_what_is_broken_comes_with_what_is_usual():
    broken = broken_expressions("意愿服务队来了，党员开路模范作用，移风换俗，立异")
    assert broken == {"意愿服务": "志愿服务", "党员开路模范作用": "党员先锋模范作用", "移风换俗": "移风易俗", "立异": ""}


def test_one_expression_broken_in_several_ways_is_one_sign():
    assert len(broken_expressions("意愿服务、自愿服务队、愿望服务")) == 1
    assert len(broken_expressions("社区住民、住民代表、住民群众")) == 1


def test_an_idiom_or_a_name_that_holds_such_a_word_is_not_broken():
    assert broken_expressions("原住民代表平易近人，不求标新立异") == {}


def test_a_single_broken_expression_proves_nothing():
    assert "spun" not in flags_of([], ["志愿者走进社区，为居民提供意愿服务。", "活动受到欢迎。"], Repairs())


def test_two_in_a_very_long_text_prove_nothing():
    filler = ["这里的山路弯弯曲曲，一直通向林子深处。" * 20] * 10
    assert "spun" not in flags_of([], ["意愿服务队来了。", "移风换俗。", *filler], Repairs())


def test_frames_at_the_edges_of_a_text_are_safe():
    for text in ("移风", "移风易", "堡垒作用", "党员", "党员先锋", "获得"):
        assert broken_expressions(text) == {}
