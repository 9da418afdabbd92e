"""Changes to the text of one file, proven before anyone writes them."""

from collections.abc import Sequence
from typing import NamedTuple

from cz.edit.append import append
from cz.edit.changes import Append, CannotSplice, Change, Drop, Put, Relist, Remove, Splice
from cz.edit.drop import drop
from cz.edit.hunks import Hunk, hunks
from cz.edit.order import in_order
from cz.edit.proof import holds, is_proven
from cz.edit.put import put
from cz.edit.relist import relist
from cz.edit.remove import remove
from cz.problem import Refusal
from cz.source import Source
from cz.tree import Tree, node_at, parse

__all__ = ["Append", "Change", "Drop", "Hunk", "Put", "Relist", "Remove", "edit", "edited", "hunks"]


class Edited(NamedTuple):
    """The new text as read again, what differs, and the characters of the old that gave way."""

    tree: Tree
    hunks: list[Hunk]
    pieces: list[Splice]


def edit(tree: Tree, changes: Sequence[Change]) -> tuple[Tree, list[Hunk]]:
    """The same as ``edited`` without the pieces."""
    done = edited(tree, changes)
    return done.tree, done.hunks


def edited(tree: Tree, changes: Sequence[Change]) -> Edited:
    """The new text as read again, and what differs.

    A change that says what is there already is left out. The new text is parsed and compared with
    the old: it must hold just what the changes say and all else as it was. Raises Refusal (nothing
    is written) where that cannot be shown.
    """
    source = tree.source
    wanted = [change for change in changes if not holds(change)]
    if not wanted:
        return Edited(tree, [], [])
    try:
        pieces = _pieces(source, wanted)
        text = _replaced(source.text, pieces)
    except (CannotSplice, ValueError, IndexError, AttributeError):
        # no place of the kind that is expected there
        raise _unproven(source.path) from None
    fresh = parse(Source(source.path, text, source.boms))
    if not is_proven(tree, fresh, wanted):
        raise _unproven(source.path)
    return Edited(fresh, hunks(source, pieces), pieces)


def _pieces(source: Source, changes: Sequence[Change]) -> list[Splice]:
    """What is replaced, in order of place."""
    appended = [change for change in changes if isinstance(change, Append)]
    pieces: list[Splice] = []
    for change in changes:
        if not isinstance(change, Append):
            pieces += _spliced(source, change)
    if appended:
        pieces += append(source, appended)
    return in_order(source.text, pieces)


def _spliced(source: Source, change: Put | Relist | Drop | Remove) -> list[Splice]:
    if isinstance(change, Remove):
        return remove(source, change)
    record = node_at(source, change.record)
    if isinstance(change, Put):
        return [put(source, record, change)]
    if isinstance(change, Relist):
        return relist(source, record, change)
    return drop(source.text, record, change)


def _replaced(text: str, pieces: Sequence[Splice]) -> str:
    parts = []
    done = 0
    for piece in pieces:
        if piece.start < done:
            raise CannotSplice
        parts += [text[done : piece.start], piece.new]
        done = piece.end
    return "".join([*parts, text[done:]])


def _unproven(path: str) -> Refusal:
    return Refusal(
        f"{path}：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。"
        "请用编辑器手工修改这一处。",
        exit_code=1,
    )
