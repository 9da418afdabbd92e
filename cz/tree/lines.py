"""The quick reader: YAML in the house's own plain style, one field a line, read without libyaml.

It answers only for text whose meaning is plain from each line by itself: block mappings and lists, one-line plain
or simply quoted scalars, one-line flow mappings and lists of such scalars, comments. Whatever else it meets (text
over several lines, anchors, tags, tabs, escapes, duplicate keys, anything wrong) makes it answer ``None``, and libyaml
reads the file. What it answers is what libyaml answers: tests/test_tree.py holds the two side by side.
"""

from __future__ import annotations

import re
from typing import Any

from cz.tree.nodes import DEEPEST, Map, Seq, Value, new_map

_HEAD = r"( *)(- +)?(\w[\w-]*)"
_PRINTED = bytes([10, *range(0x20, 0x7F), *range(0x80, 0x100)])
_C1 = b"\xc2[\x80-\x9f]"
_ITEM_ONLY = "-\n"  # stands for the dash of an item that is a scalar; no line can hold it
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')(?: +#.*| *)"""
_FLOW_WORD = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`][^,\[\]{}#:'"]*|"[^"\\]*"|'[^']*'"""
_PAIR = rf" *(\w[\w-]*): +({_FLOW_WORD}) *(?:,|$)"
_ITEM = rf" *({_FLOW_WORD}) *(?:,|$)"
_FLOW_TAIL = r"([\]}])(?: +#.*| *)$"


class _Unknown(Exception):
    """Not in the plain style: libyaml has to read it."""


def read_lines(text: str) -> Map | None:
    """The top mapping of ``text`` (newlines already ``\\n``), or ``None`` where the text is not in the plain style."""
    if _strange(text):
        return None
    try:
        return _read(text)
    except _Unknown:
        return None


def _strange(text: str) -> bool:
    """Whether there are tabs, lone carriage returns, YAML's other line breaks or control characters."""
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


def _read(text: str) -> Map:
    root = new_map(0)
    heads: dict[str, tuple[int, int, str]] = {}
    plain: dict[int, dict[str, str]] = {0: {}}  # indent -> what stands before a value -> its key
    flows: dict[str, Value] = {}
    odd: dict[str, tuple[str, str]] = {}
    first = _FIRST
    # The open collections, outermost first: (indent, collection). `indent`, `open_`: the innermost.
    stack: list[tuple[int, Map | Seq]] = []
    indent = 0
    open_: Any = root
    here = plain[0]  # for the innermost mapping; empty while a list is innermost
    nothing: dict[str, str] = {}
    pending: str | None = None  # a key just read whose value, if any, stands on the lines below
    last = -1  # the last line with content
    for number, line in enumerate(text.split("\n")):
        head, colon, value = line.partition(": ")
        key = here.get(head)
        if (
            key is not None
            and value
            and value[0] not in first
            and " #" not in value
            and ": " not in value
            and value[-1] not in ": "
            and key not in open_
        ):  # by far the most lines: one more plain field of the same mapping
            open_[key] = value
            pending = None
            last = number
            continue
        known = heads.get(head) if colon else None
        if known is None:
            seen = odd.get(line)
            if seen is None:
                bare = line.lstrip(" ")
                if not bare or bare[0] == "#":
                    continue
                seen = odd[line] = _odd(line)
            head, value = seen
            known = heads.get(head) or _read_head(head, heads)
        dash, column, key = known

        scalar: Value | None = None
        if value:
            if value[0] in first:
                scalar = flows.get(value)
                if scalar is None:
                    scalar = _special(value)
                    if (
                        scalar.__class__ is Map and dash < 0 and column == 0
                    ):  # a section on one line: it has a place of its own
                        scalar.line, scalar.end = number, number + 1
                    elif scalar.__class__ is Map:
                        flows[value] = scalar
            elif ": " in value or value[-1] in ": " or " #" in value:
                scalar = _plain(value)
            else:
                scalar = value
        empty = scalar is None
        if empty:
            scalar = ""

        if dash < 0 and column == indent and open_.__class__ is Map:
            if key in open_:
                raise _Unknown
            open_[key] = scalar
        else:
            place = column if dash < 0 else dash
            wanted = Map if dash < 0 else Seq
            while indent > place or (indent == place and open_.__class__ is not wanted and stack):
                if indent == place and dash >= 0 and pending is not None:
                    break  # a list at the indent of its own key
                if open_.__class__ is Map:
                    open_.end = last + 1
                indent, open_ = stack.pop()
                pending = None
            if open_.__class__ is not wanted or indent != place:
                if (
                    pending is None
                    or open_.__class__ is not Map
                    or place < indent
                    or (wanted is Map and place == indent)
                ):
                    raise _Unknown
                inner: Map | Seq = new_map(number) if wanted is Map else Seq()
                open_[pending] = inner
                stack.append((indent, open_))
                if len(stack) > DEEPEST:
                    raise _Unknown
                indent, open_ = place, inner
            if dash < 0:
                if key in open_:
                    raise _Unknown
                open_[key] = scalar
            elif key:
                item = new_map(number)
                item[key] = scalar
                open_.append(item)
                stack.append((indent, open_))
                indent, open_ = column, item
            else:
                if empty:
                    raise _Unknown
                if scalar.__class__ is Map:  # a record on one line: it has a place of its own
                    record = new_map(number, number + 1)
                    record.update(scalar)
                    scalar = record
                open_.append(scalar)
        pending = key if empty and key else None
        last = number
        if open_.__class__ is Map:
            here = plain.get(indent) or plain.setdefault(indent, {})
            if dash < 0:
                here[head] = key
        else:
            here = nothing
    for _, rest in (*stack, (indent, open_)):
        if rest.__class__ is Map:
            rest.end = last + 1
    if last < 0:
        raise _Unknown
    return root


def _read_head(head: str, heads: dict[str, tuple[int, int, str]]) -> tuple[int, int, str]:
    """(indent of the dash or -1, indent of the key, key) of what stands before a value."""
    match = re.fullmatch(_HEAD, head)
    if match is None:
        if not head.endswith(_ITEM_ONLY):
            raise _Unknown
        found = (len(head) - 2, len(head), "")
    else:
        spaces, dash, key = match.groups()
        found = (len(spaces) if dash else -1, len(spaces) + len(dash or ""), key)
    heads[head] = found
    return found


def _odd(line: str) -> tuple[str, str]:
    """(head, value) of a line that is not plainly ``key: value``: ``key:``, ``- item``, or one with a comment."""
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
    """The value of text that begins with a space or an indicator; ``None`` where there is only a comment."""
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
    tail = re.search(_FLOW_TAIL, text)
    if tail is None or (text[0] == "{") != (tail[1] == "}"):
        raise _Unknown
    inner = text[1 : tail.start()]
    at = 0
    if text[0] == "[":
        items, pattern = Seq(), re.compile(_ITEM)
        while inner[at:].strip(" "):
            match = pattern.match(inner, at)
            if match is None:
                raise _Unknown
            items.append(_unquoted(match[1]))
            at = match.end()
        return items
    pairs, pattern = new_map(), re.compile(_PAIR)
    while inner[at:].strip(" "):
        match = pattern.match(inner, at)
        if match is None or match[1] in pairs:
            raise _Unknown
        pairs[match[1]] = _unquoted(match[2])
        at = match.end()
    return pairs


def _unquoted(word: str) -> str:
    return word[1:-1] if word[0] in "\"'" else word.rstrip(" ")
