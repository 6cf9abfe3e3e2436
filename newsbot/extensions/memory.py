"""The bound on memory: what this process holds now, not the most that it, or whoever started it, ever held."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage


class MemoryBound(MemoryUsage):
    """Scrapy's own, with a measure of its own.

    Scrapy's is the kernel's high-water mark, which a process takes over from the one that starts it: a run begun by a program of a gigabyte
    was over its limit before its first request.
    """

    def get_virtual_size(self) -> int:
        """Return the bytes of memory this process holds; where the system does not say (macOS), the most it ever held."""
        try:
            resident = Path("/proc/self/statm").read_text("ascii").split()[1]
        except OSError:
            return super().get_virtual_size()
        return int(resident) * os.sysconf("SC_PAGE_SIZE")
