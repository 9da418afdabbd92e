"""Some of a file's records as a text of their own, and what is changed there brought back.

The text is the file with the records left out that are not meant: it is read, changed and proven as
any file is. What is left out are whole lines between records, so what was proven of the text holds
of the file: its other bytes are those that they were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cz.load import Loaded, load_sources
from cz.load.layout import Layout, runs
from cz.load.part import Need, load_part
from cz.load.receipt import Held
from cz.problem import Problem
from cz.source import Source


class Cut(NamedTuple):
    """A file's bytes, and what of them (begin, end) makes the text."""

    raw: bytes
    runs: Sequence[tuple[int, int]]

    @property
    def text(self) -> bytes:
        return b"".join(self.raw[begin:end] for begin, end in self.runs)

    def line(self, line: int) -> int:
        """A line of the text as it counts in the file; both count from 1."""
        at = 0
        for begin, end in self.runs:
            held = self.raw.count(b"\n", begin, end)
            if line <= at + held:
                return self.raw.count(b"\n", 0, begin) + line - at
            at += held
        return self.raw.count(b"\n") + line - at

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Bytes of the text as bytes of the file; ``None`` where they may be in several places."""
        begins = [0]
        for begin, stop in self.runs:
            begins.append(begins[-1] + stop - begin)
        run = bisect_right(begins, start) - 1
        if run >= len(self.runs) or end > begins[run + 1] or start == end == begins[run]:
            return None
        by = self.runs[run][0] - begins[run]
        return start + by, end + by


class ToWrite(NamedTuple):
    """Some of the plan's files with the records that a change needs to know.

    ``loaded``: as of files that hold no others; ``cuts``: how these lie in the files there are.
    """

    held: Held
    layouts: Mapping[str, Layout]
    loaded: Loaded
    cuts: Mapping[str, Cut]


def load_to_write(
    held: Held, layouts: Mapping[str, Layout], stems: Collection[str], need: Need
) -> ToWrite | None:
    """Of the files of these stems, which have to hold all that the change needs to know.

    ``None`` where they have to be read whole.
    """
    raw = {stem: held.raw[stem] for stem in stems if stem in held.raw}
    part = load_part(held._replace(raw=raw), {stem: layouts[stem] for stem in raw}, need)
    if part is None:
        return None
    cuts = {}
    sources: dict[str, Source | Problem] = {}
    for stem in raw:
        cuts[stem] = Cut(raw[stem], runs(raw[stem], layouts[stem], part.wanted))
        sources[stem] = held.source(stem, cuts[stem].text)
    loaded = load_sources(held.folder, sources)
    return ToWrite(held, layouts, loaded, cuts)
