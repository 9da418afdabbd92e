"""The plan's own text as a template sees it, in the plan's own order. Frozen, like cz.report.view.

Only what the plan itself says: nothing that is ours stands in it.
"""

from __future__ import annotations

from typing import NamedTuple


class TextOf(NamedTuple):
    """A heading with what stands below it, "" where the plan's text is not at hand.

    ``mark``: its number as its level has it: （一）, or 1 without its point. ``clause``: who does
    it, in the plan's own words where they are known, else as the records have it. ``cut``: the
    text breaks off.
    """

    id: str
    mark: str
    title: str
    page: int
    text: str
    clause: str
    cut: bool
    below: tuple[TextOf, ...]


class PartView(NamedTuple):
    """A part of the plan; ``mark`` as the plan writes it. ``contents``: headings that the table of
    contents spells otherwise, each as (正文, 目录).
    """

    number: int
    mark: str
    title: str
    page: int
    text: str
    seen: str
    holds: str
    below: tuple[TextOf, ...]
    contents: tuple[tuple[str, str], ...]


WORDS: dict[type, str] = {TextOf: "方案的一段", PartView: "方案的一部分"}
