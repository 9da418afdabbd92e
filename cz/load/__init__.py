"""Nodes to records, all problems at once. One bad record is left out and named; it never hides the others."""

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cz import disk
from cz.load.folder import shown_path
from cz.problem import Problem, nearest
from cz.records import UNTITLED, Campaign
from cz.records.fields import Bad, kind_of, text
from cz.records.kinds import FILES, OPTIONAL, Kind
from cz.source import Source
from cz.tree import Map, Seq, Tree, complain, parse
from cz.tree.nodes import new_map


class Loaded(NamedTuple):
    """``problems`` in file order; ``trees`` by file stem.

    ``left_out`` counts the records that could not be read; ``lost`` holds, by file stem, what they are called, or "*"
    where that cannot be known. ``broken``: the sections that are not whole, "*" where it cannot be known which.
    """

    campaign: Campaign
    problems: tuple[Problem, ...]
    trees: dict[str, Tree]
    left_out: int
    lost: dict[str, set[str]]
    broken: set[str]


def load(folder: str, stems: Iterable[str] = FILES) -> Loaded:
    """Read the plan's files (all, or those named) from ``folder``/data; one that need not be there and is not holds nothing."""
    sources: dict[str, Source | Problem] = {}
    for stem in stems:
        name = f"{stem}.yaml"
        path = os.path.join(folder, "data", name)
        if stem not in OPTIONAL or os.path.lexists(path):
            sources[stem] = disk.read(path, shown_path(folder, name), blank=stem in OPTIONAL)
    return load_sources(folder, sources)


def load_sources(folder: str, sources: Mapping[str, Source | Tree | Problem]) -> Loaded:
    """The same from texts or trees already in hand; a Problem stands for a file that could not be read."""
    problems: list[Problem] = []
    trees: dict[str, Tree] = {}
    found: dict[str, Any] = {}
    lost: dict[str, set[str]] = {}
    unsound: set[str] = set()
    left_out = 0
    for stem, given in sources.items():
        gone = lost[stem] = set()
        if isinstance(given, Problem):
            problems.append(given)
            gone.add("*")
            continue
        tree = trees[stem] = _tree(stem, given)
        source = tree.source
        here = list(tree.problems)
        if here:
            left_out += len(here)
            gone.add("*")
            if stem == "tasks" and any(not problem.record for problem in here):
                unsound.add("*")
        kinds = {kind.section: kind for kind in FILES[stem]}
        for section, value in tree.root.items():
            kind = kinds.get(section)
            if kind is None:
                here.append(_unknown(source, tree.root, section, list(kinds), "文件"))
                continue
            if value == "":
                continue
            try:
                records, broken = _section(source, tree.root, kind, value, here)
            except Bad as bad:
                here.append(_located(source, tree.root, (section, *bad.path), bad))
                left_out += 1
                gone.add("*")
                unsound.add(section)
                continue
            if broken:
                unsound.add(section)
            left_out += len(broken)
            gone.update(*broken)
            if kind.single:
                if records:
                    found[section] = records[0]
            else:
                found[section] = tuple(records)
        here.sort(key=lambda problem: (problem.line, problem.column))
        problems.extend(here)
    plan = found.pop("plan", UNTITLED)
    campaign = Campaign(folder, {stem: tree.source for stem, tree in trees.items()}, plan, **found)
    return Loaded(campaign, tuple(problems), trees, left_out, lost, unsound)


def _tree(stem: str, given: Source | Tree) -> Tree:
    """A file that need not be there may as well hold nothing, or comments only."""
    tree = parse(given) if isinstance(given, Source) else given
    blank = stem in OPTIONAL and [problem.code for problem in tree.problems] == ["E006"]
    return Tree(tree.source, new_map()) if blank else tree


def _section(
    source: Source, root: Map, kind: Kind, value: Any, problems: list[Problem]
) -> tuple[list[Any], list[set[str]]]:
    """(records, what each of those left out is called)."""
    if kind.single:
        if value.__class__ is not Map:
            raise Bad(
                "E202",
                f"“{kind.section}”应当是若干“字段: 值”，找到的是{kind_of(value)}。",
                "每个字段一行，缩进两格。",
            )
        items: list[Any] = [value]
    elif value.__class__ is Seq:
        items = value
    else:
        raise Bad(
            "E202",
            f"“{kind.section}”应当是列表，找到的是{kind_of(value)}。",
            "每条记录以“  - ”开头。",
        )
    records: list[Any] = []
    lost: list[set[str]] = []
    readers, required, make = kind.readers, kind.required, kind.make
    for index, item in enumerate(items):
        if item.__class__ is not Map:
            lost.append({"*"})
            bad = Bad(
                "E202",
                f"这里应当是一条{kind.word}记录，找到的是{kind_of(item)}。",
                f"每条以“  - {kind.key}: …”开头。",
            )
            problems.append(_located(source, root, (kind.section, index), bad))
            continue
        values = {}
        wrong: list[tuple[tuple[str | int, ...], Bad]] = []
        for key, raw in item.items():
            reader = readers.get(key)
            if reader is None:
                problems.append(_unknown(source, item, key, list(readers), kind.word))
            elif reader is text and raw.__class__ is str:
                if raw:
                    values[key] = raw
            elif raw != "":
                try:
                    values[key] = reader(raw)
                except Bad as bad:
                    wrong.append(((key, *bad.path), bad))
        for key in required:
            if key not in values and all(path[:1] != (key,) for path, _ in wrong):
                wrong.append(
                    ((), Bad("E201", f"这条{kind.word}缺少“{key}”。", f"请补上一行“{key}: …”。"))
                )
        if wrong:
            lost.append(
                {str(item[key]) for key in ("id", "name", "number") if key in item} or {"*"}
            )
            name = str(item.get(kind.key, ""))
            problems.extend(_located(source, item, path, bad, name) for path, bad in wrong)
        else:
            records.append(make(node=item, **values))
    return records, lost


def _located(
    source: Source, record: Map, path: tuple[str | int, ...], bad: Bad, name: str = ""
) -> Problem:
    return complain(
        source, record, path, bad.code, "error", bad.message, bad.advice, key=bad.at_key, name=name
    )


def _unknown(source: Source, record: Map, key: str, known: list[str], word: str) -> Problem:
    near = nearest(key, known, 1)
    advice = (
        f"是不是“{near[0]}”？"
        if near
        else f"cz 原样保留它，但不使用；认得的字段有：{'、'.join(known)}。"
    )
    return complain(
        source,
        record,
        (key,),
        "W401",
        "warning",
        f"{word}里没有“{key}”这个字段。",
        advice,
        key=True,
        name=str(record.get("id", "")),
    )
