"""Three texts of one file made one, by record and field.

What both sides wrote stays as they wrote it.

What the values come to is worked out first, without regard to their text (cz.review.merge_values).
Then the texts are joined piece by piece (cz.review.merge_text): a piece that one side left alone is
the other's, and only what both touched is opened and joined from its own pieces. The result is read
again and must say what the values come to.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cz.review import merge_text as text_of
from cz.review.forks import Fork, Piece, dashed, fork, marked, resolved
from cz.review.merge_text import Block, CannotOpen, Entry, Flow, Opened, comments, either
from cz.review.merge_values import (
    OURS,
    THEIRS,
    Conflict,
    Three,
    Way,
    alike,
    disputed,
    doubled,
    in_order,
    inside,
    merged,
    without_empty,
)
from cz.source import Source
from cz.tree import Seq, Tree, parse
from cz.tree.events import Unreadable
from cz.tree.nodes import new_map

__all__ = ["Conflict", "Merged", "merge"]


class Merged(NamedTuple):
    text: str
    conflicts: tuple[Conflict, ...]


def merge(
    base: str,
    ours: str,
    theirs: str,
    *,
    path: str = "",
    ours_name: str = "我方",
    theirs_name: str = "对方",
    base_name: str = "",
    marker_size: int = 7,
) -> Merged | None:
    """The merged text; where both sides changed one fact, both stand between conflict markers.

    ``base_name``: what stood there before is shown between them, under this name.

    ``None`` where one of the three is not whole YAML of the house or holds two records of one name,
    or where the result cannot be proven: the caller falls back to git's own line merge.
    """
    if ours == theirs or theirs == base:
        return Merged(ours, ())
    if ours == base:
        return Merged(theirs, ())
    trees = [_read(path, text) for text in (base, ours, theirs)]
    if not all(map(_is_sound, trees)):
        return None
    roots = Three(*(tree.root for tree in trees))
    conflicts: list[Conflict] = []
    wanted_ours = merged((), roots, OURS, conflicts)
    wanted_theirs = merged((), roots, THEIRS, [])
    try:
        pieces = _file(trees)
    except (CannotOpen, Unreadable, ValueError, IndexError):
        return None
    forked = any(isinstance(piece, Fork) for piece in pieces)
    if forked != bool(conflicts):
        return None
    if not _says(resolved(pieces, OURS), wanted_ours):
        return None
    if conflicts and not _says(resolved(pieces, THEIRS), wanted_theirs):
        return None
    text = marked(pieces, (ours_name, base_name, theirs_name), marker_size)
    return Merged(_ending(text, base, ours, theirs), tuple(conflicts))


def _is_sound(tree: Tree) -> bool:
    return tree.whole and not tree.problems and not doubled(tree.root)


# --- reading, and what a file's lines end with ----------------------------------------------------


def _read(path: str, text: str) -> Tree:
    """The tree of a text with plain newlines and a last one; a text that says nothing is an empty
    file.
    """
    source = Source(path, text.replace("\r\n", "\n") if _newline(text) == "\r\n" else text)
    if source.text and not source.text.endswith("\n"):
        source = source._replace(text=source.text + "\n")
        if re.search("[|>]", text) and parse(source).root != parse(Source(path, text)).root:
            # the last text lacks the newline it would have elsewhere
            return Tree(source, new_map(), whole=False)
    if not CONTENT.search(source.text):
        return Tree(source, new_map())
    return parse(source)


CONTENT = re.compile(r"^\s*[^\s#]", re.M)


def _newline(text: str) -> str:
    """The newline most lines of a text end with, ``""`` where it has none."""
    windows, every = text.count("\r\n"), text.count("\n")
    if not every:
        return ""
    return "\r\n" if 2 * windows > every else "\n"


def _ending(text: str, base: str, ours: str, theirs: str) -> str:
    """The text with the newlines, and a newline at its end or none, as the sides would have it."""
    old, my, your = _newline(base), _newline(ours), _newline(theirs)
    newline = either(old, my, your) if old else my or your
    if newline == "\r\n":
        text = re.sub(r"\r?\n", "\r\n", text)
    if base:
        closed = either(base.endswith("\n"), ours.endswith("\n"), theirs.endswith("\n"))
    else:
        closed = ours.endswith("\n") or theirs.endswith("\n")
    return text if closed else text.removesuffix("\n").removesuffix("\r")


def _says(text: str, wanted: Any) -> bool:
    tree = _read("", text)
    if tree.problems or not tree.whole:
        return False
    return bool(tree.root == wanted or without_empty(tree.root) == without_empty(wanted))


# --- joining --------------------------------------------------------------------------------------


def _file(trees: list[Tree]) -> list[Piece]:
    base, ours, theirs = (text_of.top(tree.source.text, tree.root) for tree in trees)
    head = comments(base.head, ours.head, theirs.head)
    sections = _lines((), base.sections, ours.sections, theirs.sections, False)
    return [head, *sections, either(base.end, ours.end, theirs.end)]


def _lines(way: Way, olds: Block, mine: Block, yours: Block, item: bool) -> list[Piece]:
    """Fields or items in block style, all at one column."""
    pieces: list[Piece] = []
    values = Three(_values_in(olds), _values_in(mine), _values_in(yours))
    open_questions = disputed(way, values)
    carried = ""  # comments that one side wrote above what the other deleted
    for key in in_order(olds.entries, mine.entries, yours.entries):
        old, my, your = olds.entries.get(key), mine.entries.get(key), yours.entries.get(key)
        lead = comments(_lead(old), _lead(my), _lead(your))
        if my and your:
            pieces += [carried + lead, *_entry((*way, key), old, my, your, item)]
        elif key in open_questions:
            gone = "这个字段" if old else ""
            pieces += [carried, Fork(_whole(my), _whole(your), _whole(old), gone)]
        elif old is None:
            pieces.append(carried + _whole(my or your))
        elif alike((my or your or text_of.NOTHING).value, old.value):
            carried += lead
            continue
        else:
            gone = _word_for(way, item)
            pieces += [carried, Fork(_whole(my), _whole(your), _whole(old), gone)]
        carried = ""
    return [*pieces, carried + comments(olds.tail, mine.tail, yours.tail)]


def _values_in(block: Block) -> dict[Any, Any]:
    return {key: entry.value for key, entry in block.entries.items()}


def _lead(entry: Entry | None) -> str:
    return entry.lead if entry else ""


def _whole(entry: Entry | None) -> str:
    return entry.lead + entry.body if entry else ""


def _word_for(way: Way, item: bool) -> str:
    """What one side deleted, where the other changed it."""
    if item:
        return "这条记录"
    return "这个字段" if way else "这一节"


def _entry(way: Way, old: Entry | None, my: Entry, your: Entry, item: bool) -> list[Piece]:
    """A field or an item that both sides have."""
    one_sided = _one_sided(old, my, your)
    if one_sided is not None:
        return [one_sided]
    values = _values(old, my, your)
    name = inside(way, values)
    base = _opened(way, old, item, name) if old else None
    ours, theirs = _opened(way, my, item, name), _opened(way, your, item, name)
    if name is not None:
        frame = _frame(base, ours, theirs)
        if isinstance(frame.inner, Block):
            return _framed(way, frame, (base, ours, theirs), values, name)
    elif ours.how != "inline" or theirs.how != "inline":
        our_body, their_body = (_body(way, values, my, your, side) for side in (OURS, THEIRS))
        return [fork(our_body, their_body, old)]
    end = text_of.note(base.note if base else "", ours.note, theirs.note)
    lines = []
    for side in (OURS, THEIRS):
        text = _text(way, base, ours, theirs, values, name, side)
        lines.append(_placed(_head(base, ours, theirs), text, end))
    after = comments(base.after if base else "", ours.after, theirs.after)
    return [fork(lines[OURS], lines[THEIRS], old), after]


def _one_sided(old: Entry | None, my: Entry, your: Entry) -> str | None:
    """The text where only one side has touched it, or both alike."""
    if my.body == your.body or (old and old.body == your.body):
        return my.body
    if old and old.body == my.body:
        return your.body
    return None


def _body(way: Way, values: Three, my: Entry, your: Entry, side: int) -> str:
    """The side's text whose value it comes to."""
    return my.body if merged(way, values, side, []) == my.value else your.body


def _head(base: Opened | None, ours: Opened, theirs: Opened) -> str:
    """What stands before the value on its line."""
    if ours.how != "inline":
        return theirs.head
    if base and base.how == theirs.how == "inline":
        return str(either(base.head, ours.head, theirs.head))
    return ours.head


def _values(old: Entry | None, my: Entry, your: Entry) -> Three:
    return Three(old.value if old else None, my.value, your.value)


def _opened(way: Way, entry: Entry, item: bool, name: str | None) -> Opened:
    if len(way) == 1:
        return text_of.open_section(entry, name)
    return text_of.open_block(entry, item, name)


def _frame(base: Opened | None, ours: Opened, theirs: Opened) -> Opened:
    """The side whose way of writing is kept: ours, or theirs where only they changed it.

    Never brackets, which have no place for comments, where the other side has written some.
    """
    if ours.inner is None or theirs.inner is None:
        return theirs if ours.inner is None else ours
    picked, other = ours, theirs
    if base and _layout(base) == _layout(ours):
        picked, other = theirs, ours
    if isinstance(picked.inner, Flow) and isinstance(other.inner, Block):
        fresh_remarks = text_of.remarks(other) - text_of.remarks(base)
        return other if fresh_remarks else picked
    return picked


def _layout(opened: Opened) -> tuple[str, int]:
    return opened.how, opened.inner.col if isinstance(opened.inner, Block) else -1


def _framed(
    way: Way, frame: Opened, sides: tuple[Opened | None, Opened, Opened], values: Three, name: str
) -> list[Piece]:
    """What both sides hold on lines of their own, in the way ``frame`` is written."""
    assert isinstance(frame.inner, Block)
    col = frame.inner.col
    blocks = []
    for side, value in zip(sides, values, strict=True):
        blocks.append(text_of.at_column(side, col, value, name))
    olds, mine, yours = blocks
    pieces = _lines(way, olds, mine, yours, isinstance(values.ours or values.theirs, Seq))
    end = text_of.note(*(side.note if side else "" for side in sides))
    if frame.how == "dash":
        note = f"{' ' * col}{end.strip()}\n" if end.strip() else ""
        return [note, *dashed(pieces, frame.dash)]
    remains = resolved(pieces, OURS) + resolved(pieces, THEIRS)
    holds_nothing = not re.search(r"^ *[^\s#]", remains, re.M)
    if len(way) > 1 and holds_nothing and "#" not in end:
        return pieces  # a field left with nothing goes
    return [frame.head + end + "\n", *pieces]


def _placed(head: str, text: str, end: str) -> str:
    if text and head[-1:] in (":", "-"):
        head += " "
    if text[:1] in ("|", ">") and end.strip():  # below it the comment would be text
        first, rest = text.split("\n", 1)
        return f"{head}{first.rstrip()}{end}\n{rest}\n"
    return f"{head}{text}{end}\n"


def _text(
    way: Way,
    base: Opened | None,
    ours: Opened,
    theirs: Opened,
    values: Three,
    name: str | None,
    side: int,
) -> str:
    """A value written on one line, or in brackets, as ``side`` would have it where they differ."""
    if name is not None:
        return _brackets(way, base, ours, theirs, values, name, side)
    old, my, your = values
    if my == your:
        return str(either(base.text, ours.text, theirs.text)) if base else ours.text
    if old == my or (old != your and side == THEIRS):
        return theirs.text
    return ours.text


def _brackets(
    way: Way, base: Opened | None, ours: Opened, theirs: Opened, values: Three, name: str, side: int
) -> str:
    frame = _frame(base, ours, theirs).inner
    if not isinstance(frame, Flow):
        raise CannotOpen
    olds = text_of.in_brackets(base, values.base, name)
    mine = text_of.in_brackets(ours, values.ours, name)
    yours = text_of.in_brackets(theirs, values.theirs, name)
    item = isinstance(values.ours or values.theirs, Seq)
    first = next(iter(frame.entries), None)
    joined = ""
    for key in in_order(olds.entries, mine.entries, yours.entries):
        old, my, your = olds.entries.get(key), mine.entries.get(key), yours.entries.get(key)
        if my and your:
            text = _in_brackets((*way, key), old, my, your, item, side)
        elif old and _deleted(old, my, your, side):
            continue
        else:
            text = (my or your or text_of.NOTHING).body
        between = frame.entries[key].lead if key in frame.entries and key != first else ", "
        joined += between + text if joined else text
    return frame.opening + joined + frame.closing


def _deleted(old: Entry, my: Entry | None, your: Entry | None, side: int) -> bool:
    """Whether what one side has taken away is gone, as ``side`` would have it where they differ."""
    deleted_by = OURS if my is None else THEIRS
    rest = my or your or text_of.NOTHING
    return alike(rest.value, old.value) or deleted_by == side


def _in_brackets(way: Way, old: Entry | None, my: Entry, your: Entry, item: bool, side: int) -> str:
    one_sided = _one_sided(old, my, your)
    if one_sided is not None:
        return one_sided
    values = _values(old, my, your)
    name = inside(way, values)
    base = text_of.open_flow(old, item, name) if old else None
    ours, theirs = text_of.open_flow(my, item, name), text_of.open_flow(your, item, name)
    head = either(base.head, ours.head, theirs.head) if base else ours.head
    text = _text(way, base, ours, theirs, values, name, side)
    space = " " if text and head[-1:] == ":" else ""
    return f"{head}{space}{text}"
