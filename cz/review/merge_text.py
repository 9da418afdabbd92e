"""A text of YAML as pieces that joined give it back: sections, records, fields and items, each with
the comments above it.

A piece in block style is whole lines at a column; one in brackets is the characters between the
commas. Comment lines belong to what stands below them, except those indented deeper than it: they
belong to what stands above.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cz.edit.splice import content_end, last_offset
from cz.edit.words import scalar
from cz.review.merge_values import Key, children, in_order, keys_of, written
from cz.source import end_of_line, start_of_line
from cz.tree import Map, Seq
from cz.tree.events import Node, compose, to_value


class Entry(NamedTuple):
    """A field or an item.

    ``lead``: the lines above it (in brackets: what separates it from the one before).
    """

    lead: str
    body: str
    value: Any


class Block(NamedTuple):
    """Fields or items on lines of their own, from column ``col``; ``tail``: the comment lines after
    the last.
    """

    col: int
    entries: dict[Key, Entry]
    tail: str = ""


class Flow(NamedTuple):
    """Fields or items in brackets."""

    opening: str
    entries: dict[Key, Entry]
    closing: str


class Opened(NamedTuple):
    """An entry taken apart.

    ``how`` its value stands: ``inline``: ``head text note`` on a line (or on several, where the
    value runs on), then the comment lines ``after``; ``below``: ``head note`` on a line, then the
    lines of ``inner``; ``dash``: the lines of ``inner``, the first of them with the dash in column
    ``dash``.
    """

    how: str
    head: str
    note: str
    text: str = ""
    after: str = ""
    dash: int = 0
    inner: Block | Flow | None = None


class CannotOpen(Exception):
    """Written in a way that cannot be taken apart."""


NOTHING = Entry("", "", None)


def lines(text: str) -> list[str]:
    """Whole lines, each with its newline."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


class File(NamedTuple):
    """``head``: above the first section; ``end``: from the end of the document on."""

    head: str
    sections: Block
    end: str


def top(text: str, root: Map) -> File:
    """A file taken apart. Raises CannotOpen."""
    end = re.search(r"^\.\.\.(?= |$)", text, re.M)
    stop = end.start() if end else len(text)
    if not root:
        return File(text[:stop], Block(0, {}), text[stop:])
    starts, names = _sections(text, stop, root)
    if names != list(root):
        raise CannotOpen
    gap = lines(text[: starts[0]])
    head = "".join(gap[: _end_of_head(gap)])
    sections = _block(text[:stop], len(head), starts, 0, names, list(root.values()))
    return File(head, sections, text[stop:])


def _sections(text: str, stop: int, root: Map) -> tuple[list[int], list[str]]:
    """(where each section starts, what it is called)."""
    node = getattr(root, "node", None)
    if node is None:
        starts = [match.start() for match in re.finditer(r"^\w[\w-]*:", text[:stop], re.M)]
        return starts, [text[at : text.index(":", at)] for at in starts]
    first = node.children[0][0].start
    if node.style != "block" or start_of_line(text, first) != first:
        raise CannotOpen
    keys = [key for key, _ in node.children]
    return [key.start for key in keys], [key.text for key in keys]


def _end_of_head(gap: list[str]) -> int:
    """How many of the lines above the first section are the file's own.

    Those up to the last blank line or mark of the document; all where there is none.
    """
    for number in range(len(gap), 0, -1):
        line = gap[number - 1]
        if not line.strip() or line.startswith(("---", "%")):
            return number
    return len(gap)


def open_section(entry: Entry, name: str | None) -> Opened:
    """A section of the house's plain style, whose records each begin with a dash in the same
    column.
    """
    body, value = entry.body, entry.value
    if (
        name is not None
        and isinstance(value, Seq)
        and value
        and all(isinstance(item, Map) for item in value)
    ):
        first = re.match(r"[^\n]*\n(?: *(?:#.*)?\n)*( *)-(?= )", body)
        starts = (
            [found.start() for found in re.finditer(rf"^{first[1]}-(?= )", body, re.M)]
            if first
            else []
        )
        if first and len(starts) == len(value):
            colon, stop = body.index(":") + 1, end_of_line(body, 0)
            inner = _block(body, stop + 1, starts, len(first[1]), keys_of(value, name), list(value))
            return Opened("below", body[:colon], body[colon:stop], inner=inner)
    return open_block(entry, False, name)


def open_block(entry: Entry, item: bool, name: str | None) -> Opened:
    """Take apart a field (or an item of a list) in block style.

    ``name`` as in merge_values.inside.
    """
    body = entry.body
    node, _ = compose(body)
    if (
        node is None
        or node.style != "block"
        or len(node.children) != 1
        or (node.kind == "seq") != item
    ):
        raise CannotOpen
    mark = node.start + 1 if item else body.index(":", node.children[0][0].end) + 1
    value = node.children[0] if item else node.children[0][1]
    if value.style != "block":
        start, end = _extent(body, value, mark)
        stop = end_of_line(body, end)
        text, aside = body[start:end], body[end:stop]
        if value.style in ("|", ">"):  # the comment stands behind the mark, above the text
            line = end_of_line(text, 0)
            sign = text[:line].split(maxsplit=1)[0]
            text, aside = sign + text[line:], text[len(sign) : line]
        return Opened(
            "inline", body[:start], aside, text, body[stop + 1 :], inner=_flow(body, value, name)
        )
    stop = end_of_line(body, mark)
    if value.start > stop:
        return Opened(
            "below", body[:mark], body[mark:stop], inner=_within(body, value, stop + 1, name)
        )
    blank = body[: node.start] + " " + body[mark:]
    return Opened(
        "dash",
        "",
        "",
        dash=node.start - start_of_line(body, node.start),
        inner=_within(blank, value, 0, name),
    )


def open_flow(entry: Entry, item: bool, name: str | None) -> Opened:
    """The same for one in brackets."""
    body = ("[" if item else "{") + entry.body + ("]" if item else "}")
    node, _ = compose(body)
    if node is None or len(node.children) != 1:
        raise CannotOpen
    if item:
        value, mark = node.children[0], 1
    else:
        key, value = node.children[0]
        colon = body.find(":", key.end)
        if colon < 0:
            return Opened("inline", entry.body + ":", "")
        mark = colon + 1
    start, end = _extent(body, value, mark)
    return Opened(
        "inline", body[1:start], body[end:-1], body[start:end], inner=_flow(body, value, name)
    )


def _extent(body: str, value: Node, mark: int) -> tuple[int, int]:
    if value.kind == "scalar" and not value.style and not value.text:
        return mark, mark
    return value.start, content_end(body, value)


def _within(body: str, node: Node, region: int, name: str | None) -> Block | None:
    if name is None:
        return None
    col = node.start - start_of_line(body, node.start)
    if node.kind == "map":
        starts = [start_of_line(body, key.start) for key, _ in node.children]
        keys: list[Key] = [key.text for key, _ in node.children]
        values = [_value(value) for _, value in node.children]
    else:
        starts, at = [], region
        for number, child in enumerate(node.children):
            found = list(
                re.compile(rf"^ {{{col}}}-(?=\s)", re.M).finditer(
                    body, at, max(child.start, at) + 1
                )
            )
            if not found:
                raise CannotOpen
            starts.append(found[-1 if number else 0].start())
            at = max(last_offset(body, child), found[-1].end())
        values = [_value(child) for child in node.children]
        keys = keys_of(values, name)
    return _block(body, region, starts, col, keys, values)


def _value(node: Node) -> Any:
    return to_value(node, lambda offset: 0)


def _block(
    text: str, region: int, starts: list[int], col: int, keys: Any, values: list[Any]
) -> Block:
    entries: dict[Key, Entry] = {}
    at = region
    for key, value, start, stop in zip(keys, values, starts, [*starts[1:], len(text)], strict=True):
        end = _end(text, start, stop, col)
        entries[key] = Entry(text[at:start], text[start:end], value)
        at = end
    return Block(col, entries, text[at:])


def _end(text: str, start: int, stop: int, col: int) -> int:
    """Where the lines of an entry end: behind them come the lines that belong to what stands
    below."""
    rest: list[str] = []
    while stop > start:
        begin = text.rfind("\n", 0, stop - 1) + 1
        bare = text[begin:stop].strip()
        if begin <= start or (bare and bare[0] != "#"):
            break
        rest.append(text[begin:stop])
        stop = begin
    own = [
        number
        for number, line in enumerate(rest)
        if line.strip() and len(line) - len(line.lstrip()) > col
    ]
    return stop + sum(map(len, rest[own[0] :])) if own else stop


def _flow(text: str, node: Node, name: str | None) -> Flow | None:
    if node.kind == "scalar" or name is None:
        return None
    spans = [
        (pair[0].start if node.kind == "map" else pair.start, last_offset(text, pair))
        for pair in node.children
    ]
    values = [_value(pair[1] if node.kind == "map" else pair) for pair in node.children]
    keys = [pair[0].text for pair in node.children] if node.kind == "map" else keys_of(values, name)
    if not spans:
        return Flow(text[node.start], {}, text[node.start + 1 : node.end])
    entries: dict[Key, Entry] = {}
    at = spans[0][0]
    for key, value, (start, end) in zip(keys, values, spans, strict=True):
        entries[key] = Entry(text[at:start], text[start:end], value)
        at = end
    return Flow(text[node.start : spans[0][0]], entries, text[at : node.end])


def at_column(opened: Opened | None, col: int, value: Any, name: str) -> Block:
    """What an entry holds, as lines from column ``col``."""
    inner = opened.inner if opened else None
    if opened is None or inner is None:
        return Block(col, {}, opened.after if opened else "")
    if isinstance(inner, Block):
        by = col - inner.col
        entries = {
            key: Entry(shifted(old.lead, by), shifted(old.body, by), old.value)
            for key, old in inner.entries.items()
        }
        return Block(col, entries, shifted(inner.tail, by)) if by else inner
    pad = " " * col
    fresh = {}
    for key, child in children(value, name).items():
        mark = f"{scalar(str(key), flow=True)}: " if isinstance(value, Map) else "- "
        fresh[key] = Entry("", f"{pad}{mark}{written(child)}\n", child)
    return Block(col, fresh, opened.after)


def in_brackets(opened: Opened | None, value: Any, name: str) -> Flow:
    """What an entry holds, as characters between brackets."""
    if opened is not None and isinstance(opened.inner, Flow):
        return opened.inner
    fresh = {}
    for key, child in children(value, name).items():
        mark = f"{scalar(str(key), flow=True)}: " if isinstance(value, Map) else ""
        fresh[key] = Entry("", mark + written(child), child)
    return Flow(*(("{", fresh, "}") if isinstance(value, Map) else ("[", fresh, "]")))


def remarks(opened: Opened | None) -> set[str]:
    """The comments at and within an entry; brackets have no place for them."""
    if opened is None:
        return set()
    texts = [opened.note, opened.after]
    if isinstance(opened.inner, Block):
        texts += [
            opened.inner.tail,
            *(entry.lead + entry.body for entry in opened.inner.entries.values()),
        ]
    return {found for text in texts for found in re.findall(r"(?:^|\s)(#.*)", text)}


def shifted(text: str, by: int) -> str:
    """Lines moved to the right, or to the left as far as they go."""
    if by == 0:
        return text
    if by > 0:
        return "".join(" " * by + line if line.strip() else line for line in lines(text))
    return "".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines(text))


def either(base: Any, ours: Any, theirs: Any) -> Any:
    """Theirs where only they changed it."""
    return theirs if ours == base else ours


def comments(base: str, ours: str, theirs: str) -> str:
    """Lines of comments (or blank ones): both sides' additions, ours first; a line one side took
    out is gone.
    """
    if base in (ours, theirs) or ours == theirs:
        return theirs if ours == base else ours
    olds, mine, yours = (
        dict(zip(keys_of(lines(text), ""), lines(text), strict=True))
        for text in (base, ours, theirs)
    )
    kept = [
        key
        for key in in_order(olds, mine, yours)
        if key not in olds or (key in mine and key in yours)
    ]
    return "".join(mine.get(key) or yours[key] for key in kept)


def note(base: str, ours: str, theirs: str) -> str:
    """The comment at a line's end; where both sides wrote one, both."""
    old, my, your = base.strip(), ours.strip(), theirs.strip()
    if my == your or your == old:
        return ours
    if my == old or not my:
        return theirs
    return f"{ours.rstrip()}   {your}" if your else ours
