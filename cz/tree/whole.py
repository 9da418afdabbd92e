"""Reading a file with libyaml, and, where it is broken, the records of it that are sound."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from cz.problem import Problem, at_span
from cz.source import Source, Span, line_column, line_starts, line_text
from cz.tree.events import Fault, Node, Unreadable, compose, to_value
from cz.tree.nodes import Map, Seq, new_map

_SECTION = re.compile(r"^(\w[\w-]*):(?=\s*[\[{]|[ \t]*(?:#.*)?\r?$)", re.M)
_ITEM = re.compile(r"^( *)-(?= )", re.M)
_FIELD = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*( +)[\w-]+:")
_ID = r"^[ \t-]*id:[ \t]*([^\s#]+)"


def read(source: Source) -> tuple[Map, tuple[Problem, ...], bool]:
    """(top mapping, problems, whether the text is YAML as a whole)."""
    starts = line_starts(source.text)
    try:
        node, faults = _composed(source.text)
    except Unreadable as broken:
        return _salvage(source, broken.fault, starts)
    if node is None or (node.kind == "scalar" and not node.text and not node.style):
        empty = Fault(
            "E006",
            Span(0, 1),
            "文件里没有内容。",
            "如果是误删，请用 git checkout 找回；新方案请用 cz init 建立。",
        )
        return new_map(0, 0), (_problem(source, empty),), False
    if node.kind != "map":
        wrong = Fault(
            "E106",
            node.span,
            "文件的最外层应当是“字段名: 值”，这里却是别的内容。",
            "请对照随附的样例文件，每一节以“节名:”开头。",
        )
        return new_map(0, 0), (_problem(source, wrong),), False
    root = _value(node, starts)
    ids = _drop(root, node, faults)
    problems = [_problem(source, fault, name) for fault, name in zip(faults, ids, strict=True)]
    return root, tuple(problems), True


def _value(node: Node, starts: tuple[int, ...]) -> Map:
    found = to_value(node, lambda offset: bisect_right(starts, offset) - 1)
    assert isinstance(found, Map)
    return found


_MARK = re.compile(r"^(?:(?:<{7,}|>{7,}|\|{7,}) |={7,}(?=\r?$))", re.M)
_BASE_MARK = re.compile(r"^\|{7,}(?: |\r?$)", re.M)


def _composed(text: str, offset: int = 0) -> tuple[Node | None, list[Fault]]:
    """As ``compose``, but that marks of a conflict within quotes, to YAML words, are faults too."""
    node, faults = compose(text, offset)
    marks = list(_MARK.finditer(text))
    for mark in [mark for mark in marks if mark[0][0] == "<"] or marks:
        span = Span(mark.start() + offset, mark.end() + offset)
        faults.append(Fault("E101", span, _CONFLICT, _PICK))
    return node, faults


def _drop(root: Map, node: Node, faults: Sequence[Fault]) -> list[str]:
    """Take out the records that hold a fault, for what they say is not certain.

    Returns for each fault the id of its record, "" where it has none.
    """
    ids = [""] * len(faults)
    for key, value in node.children:
        section = root.get(key.text)
        if value.kind != "seq" or not isinstance(section, Seq):
            continue
        begins = [child.start for child in value.children]
        wrong = set()
        for number, fault in enumerate(faults):
            place = bisect_right(begins, fault.span.start) - 1
            if place >= 0 and fault.span.start < value.children[place].end:
                child = value.children[place]
                wrong.add(id(child))
                ids[number] = _id_of(child)
        if wrong:
            section[:] = [item for item in section if id(getattr(item, "node", None)) not in wrong]
    return ids


def _id_of(record: Node) -> str:
    if record.kind != "map":
        return ""
    return next((value.text for name, value in record.children if name.text == "id"), "")


def _problem(source: Source, fault: Fault, record: str = "") -> Problem:
    if fault.code == "E101":
        fault = _slip(source.text, fault)
    return at_span(source, fault.span, fault.code, "error", fault.message, fault.advice, record)


_CONFLICT = "这里是 git 合并冲突的标记。"
_THEN = (
    "全部改好以后，依次执行 cz check、git add 这个文件、git commit"
    "（变基时最后一条是 git rebase --continue）。不合并了，执行 git merge --abort。"
)
_PICK = "从这里到“>>>>>>>”两边的内容不同：留下对的，删去“<<<<<<<”“=======”“>>>>>>>”几行。" + _THEN
_PICK_OF_THREE = (
    "从这里到“>>>>>>>”两边的内容不同，“|||||||”到“=======”之间是原来的：留下对的，"
    "连同“<<<<<<<”“=======”“>>>>>>>”几行删去别的。" + _THEN
)
_LEFT = "冲突的标记没有删干净：请删去“<<<<<<<”“=======”“>>>>>>>”这样的行，再核对它上下的内容。"
_SLIPS = (
    (r"^<{7,}(?: |$)", _CONFLICT, _PICK),
    (r"^[=>|]{7,}(?: |$)", _CONFLICT, "见上面“<<<<<<<”那一行的说明。"),
    (
        r"^ *(?:- +)?[A-Za-z_]\w*(：)",
        "这里的“：”是中文冒号。",
        "请改成英文冒号加一个空格，例如 lead: 区教育局。",
    ),
    (r"^ *(?:- +)?[A-Za-z_]\w*(:)[^\s:]", "冒号后面缺一个空格。", "写成“字段名: 值”。"),
    (r"^ *(-)[^\s-]", "“-”后面缺一个空格。", "写成“- 名称”。"),
    (r"^(?>(?:[^#'\"{]*(\{))+)[^}]*$", "这一行的“{”没有收尾。", "请在行末补上“}”。"),
)


def _slip(text: str, fault: Fault) -> Fault:
    """libyaml often blames the line after the slip.

    A usual slip on the line it blames, or just above, is told instead.
    """
    line = line_column(text, min(fault.span.start, len(text)))[0]
    for pattern, message, advice in _SLIPS:
        for number in _lines_above(text, line) if "：" in pattern else (line, line - 1):
            found = re.search(pattern, line_text(text, number)) if number >= 0 else None
            if found:
                start = line_starts(text)[number] + found.start(found.re.groups)
                end = line_starts(text)[number] + found.end(found.re.groups)
                if message == _CONFLICT:
                    advice = _way_out(text, number, advice)
                return Fault(fault.code, Span(start, end), message, advice)
    return fault


def _way_out(text: str, line: int, usual: str) -> str:
    """What to do about the mark of a conflict on this line."""
    above = text[: line_starts(text)[line] + len(line_text(text, line))]
    if not re.search(r"^<{7,} ", above, re.M):
        return _LEFT
    return _PICK_OF_THREE if usual == _PICK and _BASE_MARK.search(text) else usual


_RECORD = re.compile(r" *- +[A-Za-z_]\w*[:：]")


def _lines_above(text: str, line: int) -> Iterator[int]:
    """The lines from this one up to where its record begins: a field that runs on, as libyaml reads
    one without a colon, is blamed as far below as its list is long.
    """
    for number in range(line, -1, -1):
        yield number
        if number < line and _RECORD.match(line_text(text, number)):
            return


def _salvage(
    source: Source, first: Fault, starts: tuple[int, ...]
) -> tuple[Map, tuple[Problem, ...], bool]:
    """Read section by section and record by record.

    Every piece that is not YAML gives one problem.
    """
    text = source.text
    root = new_map(0, len(starts))
    found: list[tuple[Fault, str]] = []
    heads = list(_SECTION.finditer(text))
    for head, stop in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=False):
        body = text[head.end() : stop]
        items = list(_ITEM.finditer(body))
        field = _FIELD.match(body)
        if not items or (
            field and min(len(item[1]) for item in items) > len(field[1])
        ):  # the lists are its fields' own
            _piece(text, head.start(), stop, found, root, None, starts)
            continue
        outer = len(items[0][1])
        cuts = [head.end() + item.start() for item in items if len(item[1]) <= outer]
        section = root.setdefault(head[1], Seq())
        for begin, end in zip(cuts, [*cuts[1:], stop], strict=True):
            _piece(
                text,
                begin,
                end,
                found,
                root,
                section if isinstance(section, Seq) else Seq(),
                starts,
            )
    if not found:
        found.append((first, ""))
    return (
        root,
        tuple(
            _problem(source, fault, record)
            for fault, record in sorted(found, key=lambda pair: pair[0].span)
        ),
        False,
    )


def _piece(
    text: str,
    begin: int,
    end: int,
    found: list[tuple[Fault, str]],
    root: Map,
    section: Seq | None,
    starts: tuple[int, ...],
) -> None:
    name = re.search(_ID, text[begin:end], re.M) if section is not None else None
    record = name[1] if name else ""
    try:
        node, faults = _composed(text[begin:end], begin)
    except Unreadable as broken:
        found.append((broken.fault, record))
        return
    found.extend((fault, record) for fault in faults)
    if node is None or faults:
        return
    if section is None:
        if node.kind == "map":
            root.update(_value(node, starts))
    elif node.kind == "seq":
        for child in node.children:
            section.append(_value(child, starts) if child.kind == "map" else child.text)
