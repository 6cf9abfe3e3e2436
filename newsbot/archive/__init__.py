"""Archives: what was fetched once can be read again without the network.

A :class:`~newsbot.archive.replay.Replay` reads a folder with ``index.jsonl`` or WARC files as a stream of pages, in archive order and
with bounded memory. A record that cannot be read becomes a :class:`~newsbot.model.Rejection` with its own outcome, so that one broken
line never costs the other pages.
"""

from newsbot.archive.replay import Replay

__all__ = ["Replay"]
