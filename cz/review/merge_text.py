"""A text of YAML as pieces that joined give it back: sections, records, fields and items, each with
the comments above it.

A piece in block style is whole lines at a column; one in brackets is the characters between the
commas. Comment lines belong to what stands below them, except those indented deeper than it: they
belong to what stands above.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cz.edit.places import content_end, last_offset
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
    records = entry.value
    listed = name is not None and isinstance(records, Seq) and len(records) > 0
    if name is None or not listed or not all(isinstance(record, Map) for record in records):
        return open_block(entry, False, name)
    body = entry.body
    first = re.match(r"[^\n]*\n(?: *(?:#.*)?\n)*( *)-(?= )", body)
    if first is None:
        return open_block(entry, False, name)
    starts = [dash.start() for dash in re.finditer(rf"^{first[1]}-(?= )", body, re.M)]
    if len(starts) != len(records):
        return open_block(entry, False, name)
    colon, stop = body.index(":") + 1, end_of_line(body, 0)
    keys = keys_of(records, name)
    inner = _block(body, stop + 1, starts, len(first[1]), keys, list(records))
    return Opened("below", body[:colon], body[colon:stop], inner=inner)


def open_block(entry: Entry, item: bool, name: str | None) -> Opened:
    """Take apart a field (or an item of a list) in block style.

    ``name`` as in merge_values.inside.
    """
    body = entry.body
    node, _ = compose(body)
    if node is None or node.style != "block" or len(node.children) != 1:
        raise CannotOpen
    if (node.kind == "seq") != item:
        raise CannotOpen
    if item:
        value, mark = node.children[0], node.start + 1
    else:
        key, value = node.children[0]
        mark = body.index(":", key.end) + 1
    if value.style != "block":
        return _open_inline(body, value, mark, name)
    stop = end_of_line(body, mark)
    if value.start > stop:
        inner = _within(body, value, stop + 1, name)
        return Opened("below", body[:mark], body[mark:stop], inner=inner)
    blank = body[: node.start] + " " + body[mark:]
    dash = node.start - start_of_line(body, node.start)
    return Opened("dash", "", "", dash=dash, inner=_within(blank, value, 0, name))


def _open_inline(body: str, value: Node, mark: int, name: str | None) -> Opened:
    """The value stands behind the mark (colon or dash), on its line or on several."""
    start, end = _extent(body, value, mark)
    stop = end_of_line(body, end)
    text, note = body[start:end], body[end:stop]
    if value.style in ("|", ">"):  # the comment stands behind the mark, above the text
        line = end_of_line(text, 0)
        sign = text[:line].split(maxsplit=1)[0]
        text, note = sign + text[line:], text[len(sign) : line]
    return Opened(
        how="inline",
        head=body[:start],
        note=note,
        text=text,
        after=body[stop + 1 :],
        inner=_flow(body, value, name),
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
    inner = _flow(body, value, name)
    return Opened("inline", body[1:start], body[end:-1], body[start:end], inner=inner)


def _extent(body: str, value: Node, mark: int) -> tuple[int, int]:
    if value.kind == "scalar" and not value.style and not value.text:
        return mark, mark
    return value.start, content_end(body, value)


def _within(body: str, node: Node, region: int, name: str | None) -> Block | None:
    """What a mapping or list in block style holds; its lines begin at ``region``."""
    if name is None:
        return None
    col = node.start - start_of_line(body, node.start)
    if node.kind == "map":
        fields = node.children
        starts = [start_of_line(body, key.start) for key, _ in fields]
        names = [key.text for key, _ in fields]
        return _block(body, region, starts, col, names, [_value(value) for _, value in fields])
    values = [_value(child) for child in node.children]
    return _block(
        body, region, _dashes(body, node, region, col), col, keys_of(values, name), values
    )


def _dashes(body: str, node: Node, region: int, col: int) -> list[int]:
    """Where the lines with the dashes of a list's items begin."""
    dash = re.compile(rf"^ {{{col}}}-(?=\s)", re.M)
    starts: list[int] = []
    at = region
    for child in node.children:
        dashes = list(dash.finditer(body, at, max(child.start, at) + 1))
        if not dashes:
            raise CannotOpen
        own = dashes[-1] if starts else dashes[0]
        starts.append(own.start())
        at = max(last_offset(body, child), dashes[-1].end())
    return starts


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
    end = stop  # the entry's own lines as far as known
    below: list[str] = []  # blank lines and comments at its end, the last first
    while end > start:
        begin = text.rfind("\n", 0, end - 1) + 1
        bare = text[begin:end].strip()
        if begin <= start or (bare and bare[0] != "#"):
            break
        below.append(text[begin:end])
        end = begin
    for number, line in enumerate(below):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent > col:  # deeper: it and those above it are the entry's
            return end + sum(map(len, below[number:]))
    return end


def _flow(text: str, node: Node, name: str | None) -> Flow | None:
    """What brackets hold."""
    if node.kind == "scalar" or name is None:
        return None
    if not node.children:
        return Flow(text[node.start], {}, text[node.start + 1 : node.end])
    keys: list[Key]
    if node.kind == "map":
        starts = [key.start for key, _ in node.children]
        keys = [key.text for key, _ in node.children]
        values = [_value(value) for _, value in node.children]
    else:
        starts = [child.start for child in node.children]
        values = [_value(child) for child in node.children]
        keys = keys_of(values, name)
    ends = [last_offset(text, child) for child in node.children]
    entries: dict[Key, Entry] = {}
    at = starts[0]
    for key, value, start, end in zip(keys, values, starts, ends, strict=True):
        entries[key] = Entry(text[at:start], text[start:end], value)
        at = end
    return Flow(text[node.start : starts[0]], entries, text[at : node.end])


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
        mark, name = _mark(value, key) or ("- ", "")
        fresh[key] = Entry("", f"{pad}{mark}{written(child, name)}\n", child)
    return Block(col, fresh, opened.after)


def in_brackets(opened: Opened | None, value: Any, name: str) -> Flow:
    """What an entry holds, as characters between brackets."""
    if opened is not None and isinstance(opened.inner, Flow):
        return opened.inner
    fresh = {}
    for key, child in children(value, name).items():
        mark, name = _mark(value, key) or ("", "")
        fresh[key] = Entry("", mark + written(child, name), child)
    return Flow(*(("{", fresh, "}") if isinstance(value, Map) else ("[", fresh, "]")))


def _mark(value: Any, key: Key) -> tuple[str, str] | None:
    """(what stands before the value of a mapping's field, the field)."""
    if not isinstance(value, Map):
        return None
    return f"{scalar(str(key), flow=True, typed=True)}: ", str(key)


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
    comments_in_them: set[str] = set()
    for text in texts:
        comments_in_them.update(re.findall(r"(?:^|\s)(#.*)", text))
    return comments_in_them


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
    olds, mine, yours = _by_key(base), _by_key(ours), _by_key(theirs)
    kept = []
    for key in in_order(olds, mine, yours):
        if key not in olds or (key in mine and key in yours):
            kept.append(mine.get(key) or yours[key])
    return "".join(kept)


def _by_key(text: str) -> dict[Key, str]:
    """Lines, each by what it is and which time it occurs."""
    each = lines(text)
    return dict(zip(keys_of(each, ""), each, strict=True))


def note(base: str, ours: str, theirs: str) -> str:
    """The comment at a line's end; where both sides wrote one, both."""
    old, my, your = base.strip(), ours.strip(), theirs.strip()
    if my == your or your == old:
        return ours
    if my == old or not my:
        return theirs
    return f"{ours.rstrip()}   {your}" if your else ours
