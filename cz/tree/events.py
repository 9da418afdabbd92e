"""The full reader: libyaml's events to nodes with exact character spans.

The only import of yaml.
"""

import re
from typing import Any, NamedTuple

import yaml

from cz.source import Span
from cz.tree.nodes import DEEPEST, Seq, Value, new_map

try:
    from yaml.cyaml import CParser as _CParser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - a PyYAML built without libyaml
    _CParser = None  # type: ignore[assignment,misc]
CParser: Any = _CParser


_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class Node(NamedTuple):
    """``kind`` is map, seq or scalar.

    ``children`` are (key node, value node) pairs, items, or nothing.
    """

    kind: str
    text: str
    children: list[Any]
    start: int
    end: int
    style: str  # '' plain, ' " quoted, | > block, flow or block for collections

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Fault(NamedTuple):
    """Something YAML allows or not, that the plan's files may not have.

    ``code`` is a key of the catalogue.
    """

    code: str
    span: Span
    message: str
    advice: str


class Unreadable(Exception):
    """The text is not YAML from ``fault.span`` on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def compose(text: str, offset: int = 0) -> tuple[Node | None, list[Fault]]:
    """The text's top node (``None``: no content) and the faults found.

    ``offset`` is added to every place.

    Raises Unreadable where the text is not YAML or is nested deeper than DEEPEST.
    """
    if CParser is None:
        raise Unreadable(
            Fault(
                "E108",
                Span(offset, offset),
                "这台机器上的 PyYAML 没有带 libyaml。",
                "请重新安装 PyYAML 的官方安装包（pip install --force-reinstall pyyaml）。",
            )
        )
    faults: list[Fault] = []
    top: Node | None = None
    stack: list[tuple[str, Any, list[Any], str]] = []  # kind, start event, flat children, style
    documents = 0
    try:
        parser = CParser(text)
        while (event := parser.get_event()) is not None:
            name = event.__class__.__name__
            if name == "ScalarEvent":
                _refuse_marks(event, offset, faults)
                node = Node(
                    "scalar",
                    event.value,
                    [],
                    event.start_mark.index + offset,
                    event.end_mark.index + offset,
                    event.style or "",
                )
            elif name == "MappingStartEvent" or name == "SequenceStartEvent":
                _refuse_deeper(stack, event, offset)
                _refuse_marks(event, offset, faults)
                stack.append(_opened(name, event))
                continue
            elif name == "MappingEndEvent" or name == "SequenceEndEvent":
                node = _closed(stack.pop(), event, offset, faults)
            elif name == "AliasEvent":
                faults.append(
                    _fault(
                        "E102",
                        event,
                        offset,
                        f"这里用了 YAML 的引用“*{event.anchor}”。",
                        "请把被引用的内容直接写在这里。",
                    )
                )
                node = Node(
                    "scalar",
                    "",
                    [],
                    event.start_mark.index + offset,
                    event.end_mark.index + offset,
                    "",
                )
            else:
                documents += name == "DocumentStartEvent"
                _refuse_second(name, documents, event, offset, faults)
                continue
            if stack:
                stack[-1][2].append(node)
            elif documents == 1:
                top = node
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP_FOR_LIBYAML and error.problem_mark:
            return compose(_no_deeper(text, error.problem_mark.index), offset)
        opened = _open_bracket(stack)
        raise Unreadable(_syntax(error, text, offset, opened)) from None
    except yaml.reader.ReaderError as error:
        raise Unreadable(_control_character(error, text, offset)) from None
    return top, sorted(faults, key=lambda fault: fault.span)


_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"


def _no_deeper(text: str, stop: int) -> str:
    """``text`` with fewer brackets shortly before ``stop``, where a libyaml from 0.2.6 on has met
    the 1,000th open one.

    It met them all while it was looking for the colon of a key, no further than 1,024 characters
    ahead: almost every character is a bracket, and none of them has been told of. DEEPEST comes
    long before those that go, each for a character that stands as well behind a bracket; what else
    there is to complain of keeps its place.
    """
    return (
        text[: stop - 500] + re.sub(r"(?<=[\[{])[\[{]", ",", text[stop - 500 : stop]) + text[stop:]
    )


def _opened(name: str, event: Any) -> tuple[str, Any, list[Any], str]:
    kind = "map" if name == "MappingStartEvent" else "seq"
    return kind, event, [], "flow" if event.flow_style else "block"


def _closed(
    collection: tuple[str, Any, list[Any], str], event: Any, offset: int, faults: list[Fault]
) -> Node:
    """The node of a collection that ends here."""
    kind, opening, children, style = collection
    start, end = opening.start_mark.index + offset, event.end_mark.index + offset
    if kind == "map":
        children = list(zip(children[::2], children[1::2], strict=True))
        faults.extend(_key_faults(children))
    return Node(kind, "", children, start, end, style)


def _open_bracket(stack: list[tuple[str, Any, list[Any], str]]) -> int | None:
    """Where the innermost bracket was opened that is open still."""
    for _, opening, _, style in reversed(stack):
        if style == "flow":
            return int(opening.start_mark.index)
    return None


def _control_character(error: yaml.reader.ReaderError, text: str, offset: int) -> Fault:
    strange = re.search(_FORBIDDEN, text)
    at = strange.start() if strange else min(error.position, max(0, len(text) - 1))
    return Fault(
        "E101",
        Span(at + offset, at + 1 + offset),
        "这里有 YAML 不允许的控制字符。",
        "请删去这个字符。",
    )


def _refuse_deeper(stack: list[Any], event: Any, offset: int) -> None:
    if len(stack) >= DEEPEST:
        raise Unreadable(
            _fault(
                "E107",
                event,
                offset,
                f"这里的嵌套超过了 {DEEPEST} 层。",
                "方案文件用不到这么深的嵌套，请检查括号和缩进。",
            )
        )


def _refuse_second(name: str, documents: int, event: Any, offset: int, faults: list[Fault]) -> None:
    if name == "DocumentStartEvent" and documents == 2:
        faults.append(
            _fault(
                "E105",
                event,
                offset,
                "这里开始了同一个文件里的第二份 YAML 文档。",
                "一个文件只放一份文档，请去掉“---”。",
            )
        )


def _fault(code: str, event: Any, offset: int, message: str, advice: str) -> Fault:
    return Fault(
        code, Span(event.start_mark.index + offset, event.end_mark.index + offset), message, advice
    )


def _refuse_marks(event: Any, offset: int, faults: list[Fault]) -> None:
    if event.anchor is not None:
        faults.append(
            _fault(
                "E102",
                event,
                offset,
                f"这里用了 YAML 的锚点“&{event.anchor}”。",
                "请去掉锚点，内容各处分别写明。",
            )
        )
    if event.tag is not None:
        faults.append(
            _fault(
                "E103",
                event,
                offset,
                f"这里用了 YAML 的类型标签“{event.tag}”。",
                "请去掉标签；值是什么类型由字段决定。",
            )
        )


def _key_faults(pairs: list[tuple[Node, Node]]) -> list[Fault]:
    faults, seen = [], set()
    for key, _ in pairs:
        if key.kind != "scalar":
            faults.append(
                Fault("E104", key.span, "字段名不能是列表或映射。", "字段名只能是一个词。")
            )
        elif key.text == "<<" and not key.style:
            faults.append(
                Fault(
                    "E102",
                    key.span,
                    "这里用了 YAML 的合并键“<<”。",
                    "请把要合并的内容直接写在这里。",
                )
            )
        elif key.text in seen:
            faults.append(
                Fault(
                    "E104",
                    key.span,
                    f"字段“{key.text}”在同一条记录里写了两次。",
                    "只留一个；留哪个由您定，cz 不替您选。",
                )
            )
        else:
            seen.add(key.text)
    return faults


_REASONS = (
    ("found character '\\t'", "缩进里有制表符（Tab）。", "请用空格缩进。"),
    (
        "found character that cannot start any token",
        "这里的字符不能作为值的开头。",
        "值以 @、`、% 或制表符开头时，请用引号括起来。",
    ),
    ("found a tab character", "缩进里有制表符（Tab）。", "请用空格缩进。"),
    ("escape code", "双引号里的反斜杠写法不对。", "请改用单引号，或把“\\”写成“\\\\”。"),
    (
        "mapping values are not allowed",
        "这里多了一个“: ”（冒号加空格）。",
        "值里要写“: ”时，请把整个值用引号括起来，或改用全角冒号“：”；也请看看上一行的缩进。",
    ),
    ("could not find expected ':'", "这一行缺少“: ”（冒号加空格）。", "每个字段写成“字段名: 值”。"),
    (
        "did not find expected key",
        "这一行的缩进与同一条记录的其他字段不一致，或前面有没写完的内容。",
        "同一条记录的字段要左对齐。",
    ),
    (
        "did not find expected '-' indicator",
        "这里的缩进与上下各行不一致。",
        "同一条记录的字段要左对齐，同一个列表的“-”也要左对齐。",
    ),
    (
        "document start",
        "这里的内容不属于上面任何一节。",
        "请看看上一行是不是少了缩进，或冒号后面少了空格。",
    ),
    (
        "block sequence entries are not allowed",
        "这里不能直接写“-”列表。",
        "列表要写在“字段名:”下面的各行。",
    ),
    ("did not find expected ',' or", "括号里的内容没有写完整。", "请检查逗号和右括号。"),
    ("found unexpected end of stream", "引号或括号没有收尾。", "请补上右引号或右括号。"),
    (
        "found unknown escape character",
        "双引号里的反斜杠写法不认识。",
        "请改用单引号，或把“\\”写成“\\\\”。",
    ),
    ("did not find expected node content", "引号或括号没有收尾。", "请补上右引号或右括号。"),
    ("found undefined alias", "这里用了 YAML 的引用“*”。", "值以 * 开头时请用引号括起来。"),
    (
        "did not find expected alphabetic or numeric character",
        "* 或 & 开头的值是 YAML 的引用写法。",
        "值以 * 或 & 开头时请用引号括起来。",
    ),
    ("control characters are not allowed", "这里有 YAML 不允许的控制字符。", "请删去这个字符。"),
)


def _syntax(error: yaml.MarkedYAMLError, text: str, offset: int, opened: int | None) -> Fault:
    """What libyaml says, in the words of the office.

    Where it blames the end of the text, what was opened is meant.
    """
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(text)) if mark else 0
    words = f"{error.problem or ''} {error.context or ''}"
    known = next(((message, advice) for token, message, advice in _REASONS if token in words), None)
    if known is not None:
        message, advice = known
    else:
        message, advice = (
            f"这里的 YAML 写法有误（{(error.problem or str(error)).strip()}）。",
            "请对照上下几行的缩进、冒号和引号。",
        )
    if at >= len(text.rstrip()):
        if opened is not None:
            at = opened
        elif error.context_mark:
            at = error.context_mark.index
    return Fault("E101", Span(at + offset, at + offset + 1), message, advice)


def to_value(node: Node, lines: Any) -> Value:
    """The plain value of a node.

    ``lines(offset)`` gives the line of an offset. Complex keys are left out.
    """
    if node.kind == "scalar":
        return node.text
    if node.kind == "seq":
        return Seq(to_value(child, lines) for child in node.children)
    found = new_map(lines(node.start), lines(max(node.start, node.end - 1)) + 1, node)
    for key, value in node.children:
        if key.kind == "scalar":
            found.setdefault(key.text, to_value(value, lines))
    return found
