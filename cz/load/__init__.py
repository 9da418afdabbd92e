"""Nodes to records, all problems at once.

One bad record is left out and named; it never hides the others.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cz import disk
from cz.load.folder import shown_path
from cz.load.roster import VARIABLE, outside
from cz.problem import Problem, in_file, nearest
from cz.records import UNTITLED, Campaign
from cz.records.fields import Bad, Reader, kind_of, text
from cz.records.kinds import FILES, OPTIONAL, Kind
from cz.source import Source
from cz.tree import Map, Path, Seq, Tree, complain, parse
from cz.tree.nodes import new_map

ANYTHING = "*"  # among the names of what was left out: it cannot be known what it is called


class Loaded(NamedTuple):
    """``problems`` in file order; ``trees`` by file stem.

    ``left_out`` counts the records that could not be read; ``lost`` holds, by file stem, what they
    are called, or ANYTHING, as of a file that was not asked for. ``broken``: the sections that are
    not whole, ANYTHING where it cannot be known which.
    """

    campaign: Campaign
    problems: tuple[Problem, ...]
    trees: dict[str, Tree]
    left_out: int
    lost: dict[str, set[str]]
    broken: set[str]


def load(folder: str, stems: Iterable[str] = FILES) -> Loaded:
    """Read the plan's files (all, or those named) from ``folder``/data.

    One that need not be there and is not holds nothing.
    """
    sources: dict[str, Source | Problem] = {}
    stems = tuple(stems)
    for stem in stems:
        name = f"{stem}.yaml"
        path = os.path.join(folder, "data", name)
        shown = shown_path(folder, name)
        if os.path.lexists(path):
            sources[stem] = _read(folder, path, shown, stem in OPTIONAL)
        elif is_left_out(folder, f"data/{name}"):
            sources[stem] = in_file(shown, "E001", "error", _LEFT_OUT, _TAKE_IN)
        elif stem not in OPTIONAL:
            sources[stem] = disk.read(path, shown)
    loaded = load_sources(folder, sources)
    loaded = loaded._replace(lost={**_not_asked_for(folder, stems), **loaded.lost})
    if "people" in stems and "people" not in sources and os.environ.get(VARIABLE):
        return _with_roster(loaded)
    return loaded


def _not_asked_for(folder: str, stems: tuple[str, ...]) -> dict[str, set[str]]:
    """Of files that are there and were not read, nobody knows what they hold."""
    return {
        stem: {ANYTHING}
        for stem in OPTIONAL
        if stem not in stems and _is_there(folder, f"{stem}.yaml")
    }


def _is_there(folder: str, name: str) -> bool:
    path = os.path.join(folder, "data", name)
    return os.path.lexists(path) or is_left_out(folder, f"data/{name}")


def _with_roster(loaded: Loaded) -> Loaded:
    """The same with the roster that lies outside the plan, where it may be read and is there."""
    campaign = loaded.campaign
    path = outside(campaign.folder, campaign.plan.people)
    if not path or not os.path.lexists(path):
        return loaded
    source = disk.read(path, disk.shown_path(path), blank=True)
    roster = load_sources(campaign.folder, {"people": source})
    sources = {**campaign.sources, **roster.campaign.sources}
    return loaded._replace(
        campaign=campaign._replace(people=roster.campaign.people, sources=sources),
        problems=(*loaded.problems, *roster.problems),
        trees={**loaded.trees, **roster.trees},
        left_out=loaded.left_out + roster.left_out,
        lost={**loaded.lost, **roster.lost},
        broken=loaded.broken | roster.broken,
    )


_LEFT_OUT = "git 里有这个文件，稀疏检出（sparse checkout）没有把它放到这里。"
_TAKE_IN = "请执行 git sparse-checkout disable，或把方案的 data 文件夹加进检出的范围。"


def is_left_out(folder: str, path: str) -> bool:
    """Whether git has the file and has not put it here. Only where that may be is git asked."""
    top = disk.find_up(folder, lambda above: os.path.lexists(os.path.join(above, ".git")))
    dot_git = os.path.join(top or folder, ".git")
    patterns = os.path.join(dot_git, "info", "sparse-checkout")
    if not os.path.isfile(dot_git) and not os.path.isfile(patterns):
        return False
    from cz.git.sparse import is_left_out

    return is_left_out(folder, path)


def _read(folder: str, path: str, shown: str, blank: bool) -> Source | Problem:
    """A plan that somebody else prepared has no business with files elsewhere."""
    if disk.leads_out(path, folder):
        return in_file(
            shown,
            "E003",
            "error",
            "这里是一个链接，指向方案以外的文件，cz 没有读它。",
            "请把文件本身放在这里；方案所在的仓库里面，可以用链接。",
        )
    return disk.read(path, shown, blank=blank)


def load_sources(folder: str, sources: Mapping[str, Source | Tree | Problem]) -> Loaded:
    """The same from texts or trees already in hand, by file stem.

    A Problem stands for a file that could not be read.
    """
    problems: list[Problem] = []
    trees: dict[str, Tree] = {}
    records: dict[str, Any] = {}
    lost: dict[str, set[str]] = {}
    broken: set[str] = set()
    left_out = 0
    for stem, given in sources.items():
        given = _with_lines(given)
        if isinstance(given, Problem):
            problems.append(given)
            lost[stem] = {ANYTHING}
            continue
        trees[stem] = _tree(stem, given)
        file = _read_file(stem, trees[stem])
        problems += sorted(file.problems, key=lambda problem: (problem.line, problem.column))
        records |= file.records
        lost[stem] = set().union(*file.lost)
        broken |= file.broken
        left_out += len(file.lost)
    plan = records.pop("plan", UNTITLED)
    texts = {stem: tree.source for stem, tree in trees.items()}
    campaign = Campaign(folder, texts, plan, **records)
    return Loaded(campaign, tuple(problems), trees, left_out, lost, broken)


def _with_lines(given: Source | Tree | Problem) -> Source | Tree | Problem:
    """A text of the days before Mac OS X is one line to everything but YAML."""
    if isinstance(given, Source) and "\r" in given.text and "\n" not in given.text:
        return in_file(
            given.path,
            "E007",
            "error",
            "文件的换行是旧式的 CR，应当是 LF 或 CRLF。",
            "请在编辑器里把换行改为 LF 再保存；cz 没有改动它。",
        )
    return given


def _tree(stem: str, given: Source | Tree) -> Tree:
    """A file that need not be there may as well hold nothing, or comments only."""
    tree = parse(given) if isinstance(given, Source) else given
    blank = stem in OPTIONAL and [problem.code for problem in tree.problems] == ["E006"]
    return Tree(tree.source, new_map()) if blank else tree


class _File(NamedTuple):
    """What one file holds: records by their section.

    ``lost``: what each record left out is called. ``broken``: the sections that are not whole.
    """

    records: dict[str, Any]
    problems: list[Problem]
    lost: list[set[str]]
    broken: set[str]


def _read_file(stem: str, tree: Tree) -> _File:
    file = _File({}, list(tree.problems), _lost_to_faults(tree.problems), set())
    if stem == "tasks" and any(not problem.record for problem in tree.problems):
        file.broken.add(ANYTHING)
    kinds = {kind.section: kind for kind in FILES[stem]}
    for name, value in tree.root.items():
        kind = kinds.get(name)
        if kind is None:
            file.problems.append(_unknown(tree.source, tree.root, name, list(kinds), "文件"))
        elif value != "":
            section = _read_section(tree, kind, value)
            file.problems.extend(section.problems)
            file.lost.extend(section.lost)
            if section.lost:
                file.broken.add(name)
            if not kind.single:
                file.records[name] = tuple(section.records)
            elif section.records:
                file.records[name] = section.records[0]
    return file


def _lost_to_faults(faults: Iterable[Problem]) -> list[set[str]]:
    """A record is left out once, however many faults it holds; one without an id at each."""
    records = set()
    lost = []
    for fault in faults:
        if fault.record not in records:
            lost.append({ANYTHING})
        if fault.record:
            records.add(fault.record)
    return lost


class _Section(NamedTuple):
    records: list[Any]
    problems: list[Problem]
    lost: list[set[str]]


def _read_section(tree: Tree, kind: Kind, value: Any) -> _Section:
    """The records of one kind. One that has an error is left out."""
    section = _Section([], [], [])
    source, root = tree.source, tree.root
    try:
        items = _items(kind, value)
    except Bad as bad:
        section.problems.append(_located(source, root, (kind.section, *bad.path), bad))
        section.lost.append({ANYTHING})
        return section
    readers, required, make = kind.readers, kind.required, kind.make
    for index, item in enumerate(items):
        if item.__class__ is not Map:
            shapeless = _no_record(kind, item)
            section.problems.append(_located(source, root, (kind.section, index), shapeless))
            section.lost.append({ANYTHING})
            continue
        values, wrong, unknown = _read_fields(item, readers)
        for key in required:
            if key not in values and not any(path[:1] == (key,) for path, _ in wrong):
                wrong.append(((), _missing(kind, key)))
        for key in unknown:
            section.problems.append(_unknown(source, item, key, list(readers), kind.word))
        if wrong:
            name = str(item.get(kind.key, ""))
            section.problems.extend(_located(source, item, path, bad, name) for path, bad in wrong)
            section.lost.append(_names_of(item))
        else:
            section.records.append(make(node=item, **values))
    return section


def _items(kind: Kind, value: Any) -> list[Any]:
    """What a section holds. Raises Bad where it is not written as such a section is."""
    if kind.single and value.__class__ is Map:
        return [value]
    if not kind.single and value.__class__ is Seq:
        return list(value)
    if kind.single:
        shape, advice = "若干“字段: 值”", "每个字段一行，缩进两格。"
    else:
        shape = "列表"
        advice = f"每条记录以“  - ”开头；一条也没有的，写成 {kind.section}: []。"
    raise Bad("E202", f"“{kind.section}”应当是{shape}，找到的是{kind_of(value)}。", advice)


Wrong = list[tuple[Path, Bad]]


def _read_fields(
    item: Map, readers: Mapping[str, Reader]
) -> tuple[dict[str, Any], Wrong, list[str]]:
    """(values by field, what is wrong and where, fields that are not known)."""
    values: dict[str, Any] = {}
    wrong: Wrong = []
    unknown = []
    for key, raw in item.items():
        reader = readers.get(key)
        if reader is None:
            unknown.append(key)
        elif reader is text and raw.__class__ is str:  # most fields; spares the call
            if raw:
                values[key] = raw
        elif raw != "":
            try:
                values[key] = reader(raw)
            except Bad as bad:
                wrong.append(((key, *bad.path), bad))
    return values, wrong, unknown


def _names_of(item: Map) -> set[str]:
    """By what other records may name this one, although it could not be read."""
    names = {str(item[key]) for key in ("id", "name", "number") if key in item}
    return names or {ANYTHING}


def _missing(kind: Kind, key: str) -> Bad:
    return Bad("E201", f"这条{kind.word}缺少“{key}”。", f"请补上一行“{key}: …”。")


def _no_record(kind: Kind, item: Any) -> Bad:
    return Bad(
        "E202",
        f"这里应当是一条{kind.word}记录，找到的是{kind_of(item)}。",
        f"每条以“  - {kind.key}: …”开头。",
    )


def _located(source: Source, record: Map, path: Path, bad: Bad, name: str = "") -> Problem:
    return complain(
        source, record, path, bad.code, "error", bad.message, bad.advice, key=bad.at_key, name=name
    )


def _unknown(source: Source, record: Map, key: str, known: list[str], word: str) -> Problem:
    """W401: a field (or section) that is not known."""
    near = nearest(key, known, 1)
    if near:
        advice = f"是不是“{near[0]}”？"
    else:
        advice = f"cz 原样保留它，但不使用；认得的字段有：{'、'.join(known)}。"
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
