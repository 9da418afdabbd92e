"""What a template sees of evidence. Frozen, like cz.report.view; titles come with their （拟）."""

from datetime import date as Day
from typing import NamedTuple


class Exhibit(NamedTuple):
    """One piece of evidence.

    ``about`` and ``title``: the record it is for; ``caption``: else the file's name; ``inside``:
    dated inside the window in which evidence counts, or none is known.
    """

    id: str
    about: str
    title: str
    kind: str
    date: Day
    caption: str
    file: str
    inside: bool

    def __str__(self) -> str:
        return self.caption


class Exhibits(NamedTuple):
    """What there is for one indicator, task, step or finding.

    ``word``: which of these it is, in Chinese.
    """

    id: str
    title: str
    word: str
    material: str
    unit: str
    items: tuple[Exhibit, ...]


class Binder(NamedTuple):
    """One assessment project.

    Of ``total`` indicators, ``indicators`` have evidence of their own, ``by_task`` only their
    task's, ``bare`` none at all; ``wanting`` of the bare ones state what material they need.
    """

    name: str
    block: str
    total: int
    indicators: tuple[Exhibits, ...]
    by_task: int
    bare: int
    wanting: int


class Shelf(NamedTuple):
    """One block of the assessment system (版块)."""

    name: str
    projects: tuple[Binder, ...]


class KindCount(NamedTuple):
    """``kind``: 图片, 正式发文, 说明报告 or 数据表格."""

    kind: str
    total: int


class HonourView(NamedTuple):
    """A title of honour. ``state``: 有效, 在创, 已到期 …; ``left``: days until it runs out, 0 where
    no day is set or it has passed; ``soon``: within 90 days.
    """

    id: str
    title: str
    level: str
    by: str
    date: Day | None
    number: str
    until: Day | None
    unit: str
    state: str
    left: int
    soon: bool

    def __str__(self) -> str:
        return self.title


class Catalogue(NamedTuple):
    """All evidence, or one unit's.

    ``works``: tasks and steps; ``start`` and ``end``: dates outside do not count.
    """

    total: int
    kinds: tuple[KindCount, ...]
    blocks: tuple[Shelf, ...]
    works: tuple[Exhibits, ...]
    findings: tuple[Exhibits, ...]
    items: tuple[Exhibit, ...]
    start: Day | None
    end: Day | None
    honours: tuple[HonourView, ...] = ()

    @property
    def outside(self) -> int:
        return sum(not exhibit.inside for exhibit in self.items)


WORDS: dict[type, str] = {
    Exhibit: "材料",
    Exhibits: "一条下的材料",
    Binder: "测评项目的材料",
    Shelf: "版块的材料",
    KindCount: "材料类别统计",
    HonourView: "荣誉称号",
    Catalogue: "材料目录",
}
