"""Plans for tests.

Campaigns from texts, one small sound plan, and YAML written in many people's ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from cz.edit import Drop, Hunk, Put, Relist, edit
from cz.load import Loaded, load_sources
from cz.records import Campaign
from cz.source import Source, line_starts
from cz.tree import Map, Seq, Tree, parse, whole
from cz.tree.nodes import Value

TODAY = date(2026, 7, 15)

PLAN = """\
plan:
  title: 创建方案
  counts:
    standards: 188
phases:
  - number: 1
    title: 打实基础
    a_share: 70
    floor: B
    minors: 70
    start: 2026-01-01
    end: 2026-12-31
  - number: 2
    title: 提升水平
    a_share: 80
    floor: B
    minors: 80
    start: 2027-01-01
    end: 2027-12-31
  - number: 3
    title: 奋力争先
    a_share: 90
    floor: B
    start: 2028-01-01
    end: 2028-12-31
chapters:
  - number: 1
    title: 思想道德
  - number: 2
    title: 政务环境
"""

UNITS = """\
groups:
  - id: g1
    name: 宣传教育工作组
  - id: g2
    name: 督查问效工作组
units:
  - id: qwxcb
    name: 区委宣传部
    kind: 党委部门
    redacted:
      - 区×宣传×
  - id: qjyj
    name: 区教育局
    kind: 政府部门
  - id: qjtj
    name: 区交通局
    kind: 政府部门
  - id: dhz
    name: 东河镇
    kind: 乡镇
    source: proposed
collectives:
  - id: gxz
    name: 各乡镇党委和政府
    members:
      - 东河镇
"""


def loaded(tasks: str = PLAN, units: str = UNITS, indicators: str = "") -> Loaded:
    """The texts read as the files of one plan (``""``: there is no such file).

    What is wrong is in ``problems``.
    """
    texts = {"tasks": tasks, "units": units, "indicators": indicators}
    return load_sources(
        "", {stem: Source(f"data/{stem}.yaml", text) for stem, text in texts.items() if text}
    )


def campaign(tasks: str = PLAN, units: str = UNITS, indicators: str = "") -> Campaign:
    """The same, for texts that have nothing wrong with them."""
    found = loaded(tasks, units, indicators)
    assert found.problems == ()
    return found.campaign


def tree_of(text: str, *, bom: bool = False) -> Tree:
    return parse(Source("data/tasks.yaml", text, bom))


def records(tree: Tree) -> dict[str, Map]:
    """The tasks of a file by id."""
    return {str(record["id"]): record for record in tree.root["tasks"]}


def plain(value: Value) -> Any:
    """A value as something whose equality also sees the order of the fields, and text apart from
    collections.
    """
    if isinstance(value, Map):
        return ("map", [(key, plain(child)) for key, child in value.items()])
    if isinstance(value, Seq):
        return ("list", [plain(child) for child in value])
    assert isinstance(value, str)
    return value


def scalars(
    value: Value, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in ``value`` and the way to it."""
    if isinstance(value, Map):
        for key, child in value.items():
            yield from scalars(child, (*path, key))
    elif isinstance(value, Seq):
        for index, child in enumerate(value):
            yield from scalars(child, (*path, index))
    else:
        yield path, value


# --- a change held against what it says
# -----------------------------------------------------------------------------


def lines_of(tree: Tree, record: Map) -> tuple[int, int]:
    """From the start of the record's first line to where the next record, or the comments before
    it, may begin.
    """
    starts = line_starts(tree.source.text)
    return starts[record.line], starts[record.end] if record.end < len(starts) else len(
        tree.source.text
    )


def expected(value: Any, record: Map, *changes: Put | Relist | Drop) -> Any:
    """What the file has to say, worked out on plain values."""
    if value is record:
        for change in changes:
            value = after(value, change)
        return value
    if isinstance(value, Map):
        return Map({key: expected(child, record, *changes) for key, child in value.items()})
    return (
        Seq(expected(child, record, *changes) for child in value)
        if isinstance(value, Seq)
        else value
    )


def after(record: Any, change: Put | Relist | Drop) -> Any:
    if isinstance(change, Drop):
        return Map({key: child for key, child in record.items() if key != str(change.path[0])})
    if isinstance(change, Relist):
        made, (name,) = Map(record), change.path
        left = [
            item
            for index, item in enumerate(made.get(str(name)) or ())
            if index not in change.remove
        ]
        made[str(name)] = Seq(
            [*left, *(item if isinstance(item, str) else Map(item) for item in change.add)]
        )
        return made
    return put(record, change.path, change.value)


def put(value: Any, path: Sequence[str | int], new: Any) -> Any:
    if not path:
        return new if isinstance(new, str) else Map(new)
    made = Map(value or {})
    made[str(path[0])] = put(made.get(str(path[0])), path[1:], new)
    return made


def without_emptied(value: Any) -> Any:
    """A list left empty goes with its key, or stays as []."""
    if isinstance(value, Map):
        return Map(
            {
                key: without_emptied(child)
                for key, child in value.items()
                if not (isinstance(child, Seq) and not child)
            }
        )
    return Seq(map(without_emptied, value)) if isinstance(value, Seq) else value


def hold(tree: Tree, record: Map, *changes: Put | Relist | Drop) -> Tree:
    """Change it, and hold the new text against the old with libyaml and by its lines."""
    old = tree.source.text
    start, stop = lines_of(tree, record)
    fresh, hunks = edit(tree, changes)
    new = fresh.source.text
    found, problems, _ = whole.read(Source("x", new))
    assert len(problems) == len(tree.problems)
    assert plain(without_emptied(found)) == plain(
        without_emptied(expected(tree.root, record, *changes))
    )
    assert old[:start] == new[:start]
    assert new.endswith(old[stop:])
    assert patched(old, hunks) == new.splitlines()
    return fresh


def patched(text: str, hunks: list[Hunk]) -> list[str]:
    """The lines of ``text`` after ``hunks``, as someone would apply them who was only told these."""
    lines = text.splitlines()
    for hunk in reversed(hunks):
        at = hunk.line - 1
        assert tuple(lines[at : at + len(hunk.old)]) == hunk.old
        lines[at : at + len(hunk.old)] = hunk.new
    return lines


# What a property is tried on: a generator that a failure names by its seed. (One whose every draw
# hypothesis watches, so as to make it smaller, costs five times as much as what is tried.)
CHANCE = st.builds(Random, st.integers(0, 2**32 - 1))


# --- YAML as people write it
# ------------------------------------------------------------------------------------------

_KEYS = (
    "title",
    "lead",
    "page",
    "text",
    "group",
    "source",
    "goal",
    "note",
    "1",
    "2",
    "标题",
    "a_b",
    "b-c",
)
_WORDS = (
    "学习宣贯××××和××",
    "区委宣传部",
    "2026-06-30",
    "1-10",
    "010",
    "no",
    "on",
    "~",
    "null",
    "true",
    "plan",
    "3.5",
    "a b c",
    "十八大：报告",
    "10:30",
    "a#b",
    "c- d",
    "100%",
    "x'y",
    'x"y',
    "b\\n",
    "😀 好",
    "甲，乙；丙",
    "a, b",
    "（一）",
    "-",
    "?",
    "-1",
    "=",
    "--",
    "e\u0301",
    "key",
    "http://a.b/c?d=e&f",
    "a{b}",
    "a[1]",
    "a*",
    "!",
    "v!",
    ".",
    "...x",
    "甲　乙",
    "<<",
    "N/A",
    "a:",
    "a: b",
    "x #y",
)
_COMMENTS = ("# 注", "#", "# a: b", "# - x", "#注 {", "# '", '# "')


_PLAIN = _WORDS[:15]


def yaml_text(rnd: Random) -> str:
    """A file of the plan as someone might write it, from nearly always the house's style to any
    mixture of habits.
    """
    return _Writer(rnd, rnd.choice((0.02, 0.1, 0.3, 1.0))).text()


class _Writer:
    """``wild``: how often anything but the plainest way of writing is taken."""

    def __init__(self, rnd: Random, wild: float) -> None:
        self.rnd, self.wild = rnd, wild
        self.lines: list[str] = []

    def odd(self, *ways: str) -> str:
        """One of ``ways``, most often the first."""
        return self.rnd.choice(ways) if self.rnd.random() < self.wild else ways[0]

    def kind(self, ways: int) -> int:
        return self.rnd.randrange(ways) if self.rnd.random() < self.wild else -1

    def text(self) -> str:
        for name in self.rnd.sample(
            ("plan", "phases", "tasks", "steps", "units"), self.rnd.randint(1, 3)
        ):
            self.noise()
            kind = self.kind(4)
            if kind == 0:
                self.lines.append(f"{name}:{self.odd(' ', '')}{self.value()}{self.tail()}")
                continue
            self.lines.append(f"{name}:{self.tail()}")
            indent = len(self.odd("  ", "", "    "))
            if kind == 1:
                self.fields(indent or 1, 3)
            else:
                for number in range(self.rnd.choice((0, 1, 2, 2, 3, 5))):
                    self.record(indent, number)
        self.noise()
        text = "\n".join(self.lines) + self.odd("\n", "", "\n\n", " \n")
        return text.replace("\n", "\r\n") if self.rnd.randrange(8) == 0 else text

    def record(self, indent: int, number: int) -> None:
        lead, kind = " " * indent, self.kind(4)
        if kind == 0:
            self.lines.append(f"{lead}- {self.value()}{self.tail()}")
            return
        if kind == 1:
            self.lines.append(f"{lead}-{self.tail()}")
            self.fields(indent + 2, 2)
            return
        gap = self.odd(" ", "   ")
        self.lines.append(f"{lead}-{gap}id: 1-{number + 1}{self.tail()}")
        self.fields(indent + 1 + len(gap), self.rnd.randint(0, 4))
        self.noise()

    def fields(self, indent: int, count: int, depth: int = 0) -> None:
        lead = " " * indent
        for key in self.rnd.sample(_KEYS, count):
            kind = self.kind(4) if self.rnd.random() < 0.5 else self.rnd.choice((-1, -1, 4, 5, 6))
            if kind == 0:
                self.lines.append(
                    f"{lead}{key}: {self.rnd.choice(('|', '>', '|-', '>+', '|+', '|2', '| # 注'))}"
                )
                self.lines += [
                    f"{lead}  {self.rnd.choice(('甲', 'a: b', '- c', '# d', ' e'))}"
                    for _ in range(self.rnd.randint(1, 2))
                ]
            elif kind == 1:
                self.lines += [
                    f"{lead}{key}: {self.rnd.choice(_WORDS)}",
                    f"{lead}  {self.rnd.choice(_WORDS)}",
                ]
            elif kind == 4:
                self.lines.append(f"{lead}{key}:{self.tail()}")
            elif kind == 5 and depth < 2:
                self.lines.append(f"{lead}{key}:{self.tail()}")
                self.fields(
                    indent + len(self.odd("  ", " ", "    ")), self.rnd.randint(1, 2), depth + 1
                )
            elif kind == 6:
                self.lines.append(f"{lead}{key}:{self.tail()}")
                inner = lead + self.odd("  ", "", "    ")
                for _ in range(self.rnd.randint(1, 3)):
                    self.noise()
                    self.lines.append(f"{inner}-{self.odd(' ', '  ')}{self.value()}{self.tail()}")
            else:
                self.lines.append(
                    f"{lead}{key}:{self.odd(' ', '   ', '')}{self.value()}{self.tail()}"
                )
            self.noise()

    def noise(self) -> None:
        kind = self.rnd.randrange(12)
        if kind == 0:
            self.lines.append(
                self.rnd.choice(("", "  ", "    ", "   ")) + self.rnd.choice(_COMMENTS)
            )
        elif kind == 1:
            self.lines.append(self.odd("", "  ", "      "))

    def tail(self) -> str:
        return self.odd("", "", "", "   # 尾注", " ", " " + self.rnd.choice(_COMMENTS))

    def value(self) -> str:
        kind = self.rnd.randrange(12)
        word = self.rnd.choice(_WORDS) if self.rnd.random() < self.wild else self.rnd.choice(_PLAIN)
        if kind < 6:
            return word
        if kind == 6:
            return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if kind == 7:
            return "'" + word.replace("'", "''") + "'"
        items = [self.flow_word() for _ in range(self.rnd.randint(0, 3))]
        space, edge = self.odd(", ", ",", " , "), self.odd("", " ")
        if kind < 10:
            keys = self.rnd.sample(_KEYS, len(items))
            return (
                "{"
                + edge
                + space.join(f"{key}: {item}" for key, item in zip(keys, items, strict=True))
                + edge
                + "}"
            )
        return "[" + edge + space.join(items) + edge + self.odd("", ",") + "]"

    def flow_word(self) -> str:
        word = self.rnd.choice(_WORDS) if self.rnd.random() < self.wild else self.rnd.choice(_PLAIN)
        return self.odd(word, f'"{word}"', f"'{word}'", "{a: b}", "[c]")


def broken(rnd: Random, text: str) -> str:
    """``text`` after a few slips of the hand."""
    for _ in range(rnd.randint(1, 4)):
        at = rnd.randrange(len(text) + 1)
        kind = rnd.randrange(8)
        if kind < 3:
            text = (
                text[:at]
                + rnd.choice(":#-'\"{}[], \t&*!|?%@`\n>=~:#-  \x85\xa0\u2028\ufeff\x0c\r")
                + text[at:]
            )
        elif kind == 3:
            text = text[:at] + text[at + 1 :]
        elif kind == 4:
            text = text[: at + 1] + text[at : at + 1] + text[at + 1 :]
        else:
            lines = text.split("\n")
            line = rnd.randrange(len(lines))
            if kind == 5:
                lines[line] = rnd.choice((" ", "  ", "- ", "-", "\t")) + lines[line]
            elif kind == 6:
                lines[line] = lines[line][1:]
            else:
                lines.insert(
                    rnd.randrange(len(lines) + 1),
                    rnd.choice((lines[line], "---", "...", "%YAML 1.2", "<<: a", "? a", ": b")),
                )
            text = "\n".join(lines)
    return text
