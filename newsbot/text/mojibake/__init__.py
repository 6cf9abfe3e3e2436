"""Repairs what mirrors did to the characters of a Chinese text: byte damage, pinyin annotations, stray characters, doubled marks.

What ftfy is for Latin text read in the wrong charset, this is for Chinese mirrors. It stands alone: it imports nothing of newsbot but
the data tables. :mod:`newsbot.text.mojibake.steps` is the page to read first, docs/damage.md tells how the damage arises.
"""

from newsbot.text.mojibake.edits import Change, DamageKind, Edit, Gap
from newsbot.text.mojibake.garbage import BrokenSpan
from newsbot.text.mojibake.steps import STEPS, RepairConfig, RepairedLines, Step, explain, repair

__all__ = ["STEPS", "BrokenSpan", "Change", "DamageKind", "Edit", "Gap", "RepairConfig", "RepairedLines", "Step", "explain", "repair"]
