"""Pieces of made-up pages for the tests of this room: blocks, pages of them, and three paragraphs of a report."""

from types import SimpleNamespace
from typing import Any

from newsbot.html.machine import MachineData, Statement
from newsbot.model import Block, Features
from newsbot.page.block_measures import Ground

URL = "http://a.cn/1.html"
TEXT = "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。"
OTHER = "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。"
THIRD = "街道负责人表示，将继续完善长效机制，让文明创建走进千家万户，提升居民的获得感。"


def block(text: str, **features: Any) -> Block:
    made = Block(text, features=Features(**features))
    made.set_text(text)
    return made


def page(*blocks: Block, title: str | None = None, url: Any = URL, parents: Any = 3, **metas: Any) -> Any:
    machine = MachineData(metas=[Statement(0, name, value) for name, value in metas.items()])
    return SimpleNamespace(blocks=list(blocks), parents=[0] * parents, title=title, url=url, machine=machine, raw_links=[])


def ground(*blocks: Block) -> Ground:
    return Ground.of(page(*blocks))
