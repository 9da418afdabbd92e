"""The quick reader: YAML in the house's own plain style, one field a line, without libyaml.

It answers only for text whose meaning is plain from each line by itself: block mappings and
lists, one-line plain or simply quoted scalars, one-line flow mappings and lists of such scalars,
comments. Whatever else it meets (text over several lines, anchors, tags, tabs, escapes, duplicate
keys, anything wrong) makes it answer ``None``, and libyaml reads the file. What it answers is what
libyaml answers: tests/test_tree.py holds the two side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cz.tree.nodes import DEEPEST, Map, Seq, Value, new_map

_HEAD = r"( *)(- +)?(\w[\w-]*)"
_PRINTED = bytes([10, *range(0x20, 0x7F), *range(0x80, 0x100)])
_C1 = b"\xc2[\x80-\x9f]"
_NO_FIELDS: dict[str, str] = {}
_ITEM_ONLY = "-\n"  # stands for the dash of an item that is a scalar; no line can hold it
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')(?: +#.*| *)"""
_FLOW_WORD = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`][^,\[\]{}#:'"]*+|"[^"\\]*+"|'[^']*+'"""
_PAIR = rf" *+(\w[\w-]*+): ++({_FLOW_WORD}) *+(?:,|$)"
_ITEM = rf" *+({_FLOW_WORD}) *+(?:,|$)"
_FLOW_TAIL = r"([\]}])(?: +#.*| *)$"


class _Unknown(Exception):
    """Not in the plain style: libyaml has to read it."""


def read_lines(text: str) -> Map | None:
    """The top mapping of ``text``, or ``None`` where the text is not in the plain style.

    Its newlines are ``\\n`` already.
    """
    if _strange(text):
        return None
    try:
        return _Reader().read(text)
    except _Unknown:
        return None


def read_field(text: str, column: int) -> tuple[str, Value] | None:
    """One field of a mapping: its key, and its value, "" for none. ``None`` as from read_lines.

    ``text``: from the key on, which stands at ``column``, without what stands before it.
    """
    key, _, value = text.partition(": ")
    if (
        value
        and value[0] not in _FIRST
        and " #" not in value
        and ": " not in value
        and "\n" not in text
        and value[-1] not in ": "
    ):
        return key, value
    root = read_lines(f"field:\n{' ' * column}{text}")
    field = root["field"] if root is not None else None
    if field.__class__ is not Map or len(field) != 1:
        return None
    [(key, read)] = field.items()
    return key, read


def _strange(text: str) -> bool:
    """Whether there are tabs, carriage returns, YAML's other line breaks or control characters."""
    raw = text.encode("utf-8", "surrogatepass")
    return bool(
        raw.translate(None, _PRINTED)
        or (b"\xc2" in raw and re.search(_C1, raw))
        or "\u2028" in text
        or "\u2029" in text
        or "\ufeff" in text
        or "\ufffe" in text
        or "\uffff" in text
    )


# What stands before a value: the columns of its dash (-1: none) and of its key, and the key, "" for
# an item that is a scalar. A plain tuple, since it is taken apart line by line.
_Place = tuple[int, int, str]


class _Reader:
    """The collections open at a line, and how the next line goes on with them.

    ``innermost`` begins at column ``indent``; ``outer`` holds those around it, outermost first.
    ``fields``: what stands before a value of the innermost, where it is a mapping, to its key.
    ``pending``: a key just read whose value, if any, stands on the lines below.
    ``last``: the last line with content.
    """

    __slots__ = (
        "fields",
        "fields_at",
        "flows",
        "indent",
        "innermost",
        "last",
        "odd",
        "outer",
        "pending",
        "places",
        "root",
    )

    def __init__(self) -> None:
        self.root = new_map(0)
        self.innermost: Any = self.root
        self.indent = 0
        self.outer: list[tuple[int, Map | Seq, dict[str, str]]] = []
        self.pending: str | None = None
        self.last = -1
        self.fields_at: dict[int, dict[str, str]] = {0: {}}  # by the column of the mapping
        self.fields = self.fields_at[0]
        # Most lines are alike: what was read once is not read again.
        self.places: dict[str, _Place] = {}
        self.flows: dict[str, Map] = {}
        self.odd: dict[str, tuple[str, _Place, Value | None]] = {}

    def read(self, text: str) -> Map:
        """The top mapping. Raises _Unknown."""
        first = _FIRST
        places, odd = self.places, self.odd
        fields, mapping = self.fields, self.innermost
        last_plain = -1
        for number, line in enumerate(text.split("\n")):
            head, colon, value = line.partition(": ")
            key = fields.get(head)
            if (
                key is not None
                and value
                and value[0] not in first
                and " #" not in value
                and ": " not in value
                and value[-1] not in ": "
                and key not in mapping
            ):  # by far the most lines: one more plain field of the same mapping
                mapping[key] = value
                last_plain = number
                continue
            place = places.get(head) if colon else None
            if place is None:
                parts = odd.get(line) or self._parts(line)
                if parts is None:
                    continue
                head, place, scalar = parts
            else:
                scalar = self._scalar(value) if value else None
            self._take(number, place, scalar, last_plain)
            fields, mapping = self.fields, self.innermost
            if place[0] < 0:
                fields[head] = place[2]
        return self._finish(last_plain)

    def _parts(self, line: str) -> tuple[str, _Place, Value | None] | None:
        """What stands before the value, what that is, the value; ``None``: without content."""
        bare = line.lstrip(" ")
        if not bare or bare[0] == "#":
            return None
        head, value = _odd(line)
        place = self.places.get(head)
        if place is None:
            place = self.places[head] = _read_place(head)
        parts = self.odd[line] = head, place, self._scalar(value) if value else None
        return parts

    def _scalar(self, value: str) -> Value | None:
        """The value on this line, ``None`` where there is only a comment."""
        if value[0] not in _FIRST:
            if ": " in value or value[-1] in ": " or " #" in value:
                return _plain(value)
            return value
        scalar: Value | None = self.flows.get(value)
        if scalar is None:
            scalar = _special(value)
            if isinstance(scalar, Map):
                self.flows[value] = scalar
        return scalar

    def _take(self, number: int, place: _Place, scalar: Value | None, last_plain: int) -> None:
        """Put what a line says where it belongs.

        ``last_plain``: the last line whose field was put in place without this.
        """
        if last_plain > self.last:
            self.last = last_plain
            self.pending = None
        dash, column, key = place
        if dash < 0:
            if column != self.indent or self.innermost.__class__ is not Map:
                self._come_to(Map, column, number)
            if key in self.innermost:
                raise _Unknown
            if column == 0 and scalar.__class__ is Map:
                scalar = _on_one_line(scalar, number)
            self.innermost[key] = "" if scalar is None else scalar
        else:
            if dash != self.indent or self.innermost.__class__ is not Seq:
                self._come_to(Seq, dash, number)
            if key:
                self._begin_item(number, column, key, scalar)
            elif scalar is None:
                raise _Unknown
            elif scalar.__class__ is Map:
                self.innermost.append(_on_one_line(scalar, number))
            else:
                self.innermost.append(scalar)
        self.pending = key if scalar is None else None
        self.last = number

    def _finish(self, last_plain: int) -> Map:
        """The top mapping, with the end of all that is still open."""
        self.last = max(self.last, last_plain)
        if self.last < 0:
            raise _Unknown
        while self.outer:
            self._leave()
        self.root.end = self.last + 1
        return self.root

    def _begin_item(self, number: int, column: int, key: str, scalar: Value | None) -> None:
        """An item that is a mapping, its first field on the line of the dash."""
        item = new_map(number)
        item[key] = "" if scalar is None else scalar
        self.innermost.append(item)
        self._enter(column, item)

    def _come_to(self, kind: type[Map | Seq], column: int, number: int) -> None:
        """Make a collection of this kind at this column the innermost one."""
        while self.indent > column:
            self._leave()
        if self.indent == column and self.innermost.__class__ is not kind and self.outer:
            own_list = kind is Seq and self.pending is not None  # at the indent of its own key
            if not own_list:
                self._leave()
        if self.indent != column or self.innermost.__class__ is not kind:
            self._open_pending(kind, column, number)

    def _open_pending(self, kind: type[Map | Seq], column: int, number: int) -> None:
        """The value of the pending key begins: a collection of this kind."""
        if self.pending is None or self.innermost.__class__ is not Map:
            raise _Unknown
        if column < self.indent or (kind is Map and column == self.indent):
            raise _Unknown
        inner = new_map(number) if kind is Map else Seq()
        self.innermost[self.pending] = inner
        self._enter(column, inner)
        if len(self.outer) > DEEPEST:
            raise _Unknown

    def _enter(self, column: int, inner: Map | Seq) -> None:
        self.outer.append((self.indent, self.innermost, self.fields))
        self.indent, self.innermost = column, inner
        if inner.__class__ is Map:
            self.fields = self.fields_at.get(column) or self.fields_at.setdefault(column, {})
        else:
            self.fields = _NO_FIELDS

    def _leave(self) -> None:
        if self.innermost.__class__ is Map:
            self.innermost.end = self.last + 1
        self.indent, self.innermost, self.fields = self.outer.pop()
        self.pending = None


def _on_one_line(shared: Any, number: int) -> Map:
    """A section or record on one line: it has a place of its own."""
    record = new_map(number, number + 1)
    record.update(shared)
    return record


def _read_place(head: str) -> _Place:
    match = re.fullmatch(_HEAD, head)
    if match is not None:
        spaces, dash, key = match.groups()
        return len(spaces) if dash else -1, len(spaces) + len(dash or ""), key
    if head.endswith(_ITEM_ONLY):
        return len(head) - 2, len(head), ""
    raise _Unknown


def _odd(line: str) -> tuple[str, str]:
    """(head, value) of a line that is not plainly ``key: value``.

    That is ``key:``, ``- item``, or one with a comment.
    """
    cut = line.find(" #")
    bare = line.lstrip(" ")
    if bare.startswith("- ") and not re.match(_HEAD, line) and bare[2:3] in ('"', "'", "[", "{"):
        return line[: len(line) - len(bare)] + _ITEM_ONLY, bare[2:].strip(" ")
    text = (line if cut < 0 else line[:cut]).rstrip(" ")
    if text.endswith(":"):
        return text[:-1], ""
    if bare.startswith("- "):
        head, colon, value = line.partition(": ")
        if colon and (cut < 0 or cut > len(head)):
            return head, value
        return text[: len(line) - len(bare)] + _ITEM_ONLY, text.lstrip(" ")[2:].strip(" ")
    head, colon, value = line.partition(": ")
    if not colon:
        raise _Unknown
    return head, value


def _plain(value: str) -> str:
    """A plain scalar with its trailing comment and spaces taken off."""
    cut = value.find(" #")
    text = (value if cut < 0 else value[:cut]).rstrip(" ")
    if not text or ": " in text or text[-1] == ":":
        raise _Unknown
    return text


def _special(value: str) -> Value | None:
    """The value of text that begins with a space or an indicator.

    ``None`` where there is only a comment.
    """
    text = value.lstrip(" ")
    if not text or text[0] == "#":
        return None
    if text[0] in "\"'":
        match = re.fullmatch(_QUOTED, text)
        if match is None:
            raise _Unknown
        return match[1] if match[1] is not None else match[2]
    if text[0] in "{[":
        return _flow(text)
    if text[0] in _FIRST:
        raise _Unknown
    return _plain(text)


def _flow(text: str) -> Value:
    """A list or mapping in brackets."""
    tail = re.search(_FLOW_TAIL, text)
    if tail is None or (text[0] == "{") != (tail[1] == "}"):
        raise _Unknown
    inner = text[1 : tail.start()]
    return _flow_items(inner) if text[0] == "[" else _flow_pairs(inner)


def _flow_items(inner: str) -> Seq:
    items = Seq()
    for match in _all_of(_ITEM, inner):
        items.append(_unquoted(match[1]))
    return items


def _flow_pairs(inner: str) -> Map:
    pairs = new_map()
    for match in _all_of(_PAIR, inner):
        key, value = match.groups()
        if key in pairs:
            raise _Unknown
        pairs[key] = _unquoted(value)
    return pairs


def _all_of(pattern: str, inner: str) -> Iterator[re.Match[str]]:
    """What stands between the brackets, piece by piece; nothing else may stand there."""
    piece = re.compile(pattern)
    start, end = 0, len(inner.rstrip(" "))
    while start < end:
        match = piece.match(inner, start)
        if match is None:
            raise _Unknown
        yield match
        start = match.end()


def _unquoted(word: str) -> str:
    return word[1:-1] if word[0] in "\"'" else word.rstrip(" ")
