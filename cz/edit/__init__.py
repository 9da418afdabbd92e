"""Changes to the text of one file, proven before anyone writes them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cz.edit.append import append, filled
from cz.edit.splice import Append, CannotSplice, Change, Drop, Put, Relist, Splice, in_order, splice
from cz.problem import Refusal
from cz.source import Source
from cz.tree import Map, Seq, Tree, parse

__all__ = ["Append", "Change", "Drop", "Hunk", "Put", "Relist", "edit", "hunks"]


class Hunk(NamedTuple):
    """Lines of the old text that give way to lines of the new.

    ``line`` counts from 1 in the old text.
    """

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def edit(tree: Tree, changes: Sequence[Change]) -> tuple[Tree, list[Hunk]]:
    """The new text as read again, and what differs.

    A change that says what is there already is left out. The new text is parsed and compared with
    the old: it must hold just what the changes say and all else as it was. Raises Refusal (nothing
    is written) where that cannot be shown.
    """
    source = tree.source
    wanted = [change for change in changes if not _holds(change)]
    if not wanted:
        return tree, []
    try:
        pieces = _pieces(source, wanted)
        text = _replaced(source.text, pieces)
    except (CannotSplice, ValueError, IndexError, AttributeError):
        # no place of the kind that is expected there
        raise _unproven(source.path) from None
    fresh = parse(Source(source.path, text, source.boms))
    if not _is_proven(tree, fresh, wanted):
        raise _unproven(source.path)
    return fresh, hunks(source, pieces)


def _pieces(source: Source, changes: Sequence[Change]) -> list[Splice]:
    """What is replaced, in order of place."""
    appended = [change for change in changes if isinstance(change, Append)]
    pieces: list[Splice] = []
    for change in changes:
        if not isinstance(change, Append):
            pieces += splice(source, change)
    if appended:
        pieces += append(source, appended)
    return in_order(source.text, pieces)


def _replaced(text: str, pieces: Sequence[Splice]) -> str:
    """The new text, the last piece first, so that places stay what they are."""
    stop = len(text) + 1
    for piece in reversed(pieces):
        if piece.end > stop:
            raise CannotSplice
        text = text[: piece.start] + piece.new + text[piece.end :]
        stop = piece.start
    return text


def _is_proven(old: Tree, fresh: Tree, changes: Sequence[Change]) -> bool:
    """Whether the text as read again says what the changes ask for and nothing else.

    Of a text that was not whole only its problems can be compared, and that is not enough where
    records were added.
    """
    if fresh.problems != old.problems and len(fresh.problems) > len(old.problems):
        return False
    if not old.whole and not any(isinstance(change, Append) for change in changes):
        return True
    return fresh.whole and _same(fresh.root, _expected(old.root, changes))


def _unproven(path: str) -> Refusal:
    return Refusal(
        f"{path}：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。"
        "请用编辑器手工修改这一处。",
        exit_code=1,
    )


def _get(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value.get(str(step)) if isinstance(value, Map) else None
    return value


def _holds(change: Change) -> bool:
    if isinstance(change, Append):
        return not change.records
    if isinstance(change, Drop):
        return _get(change.record, change.path) is None
    return isinstance(change, Put) and _get(change.record, change.path) == change.value


def _expected(root: Map, changes: Sequence[Change]) -> Map:
    """What the new text has to say. Only the records touched are copied."""
    touched: dict[int, Any] = {}
    for change in changes:
        if not isinstance(change, Append):
            _apply(touched.setdefault(id(change.record), _copy(change.record)), change)
    expected: Map = _swapped(root, touched)
    for change in changes:
        if isinstance(change, Append):
            held = expected.get(change.section) or ()
            expected[change.section] = Seq([*held, *map(filled, change.records)])
    return expected


def _swapped(value: Any, touched: dict[int, Any]) -> Any:
    if id(value) in touched:
        return touched[id(value)]
    if isinstance(value, Map) and value.line >= 0:
        return Map({key: _swapped(child, touched) for key, child in value.items()})
    if isinstance(value, Seq) and any(id(child) in touched for child in value):
        return Seq(touched.get(id(child), child) for child in value)
    return value


def _copy(value: Any) -> Any:
    if isinstance(value, Map):
        return Map({key: _copy(child) for key, child in value.items()})
    return Seq(_copy(child) for child in value) if isinstance(value, Seq) else value


def _apply(record: Map, change: Put | Relist | Drop) -> None:
    if isinstance(change, Drop):
        record.pop(str(change.path[0]), None)
        return
    if isinstance(change, Relist):
        name = str(change.path[0])
        listed = record.get(name) or ()
        items = [item for place, item in enumerate(listed) if place not in change.remove]
        items.extend(value if isinstance(value, str) else Map(value) for value in change.add)
        record[name] = Seq(items)
        if not items:
            del record[name]
        return
    *way, last = (str(step) for step in change.path)
    for step in way:
        if not isinstance(record.get(step), Map):
            record[step] = Map()
        record = record[step]
    value = change.value if isinstance(change.value, str) else Map(change.value)
    record[last] = value


def _same(fresh: Any, wanted: Any) -> bool:
    """Equal, an emptied flow list counting as no list."""
    if fresh == wanted:
        return True
    if isinstance(fresh, Map) and isinstance(wanted, Map):
        keys = fresh.keys() | wanted.keys()
        return all(_same(fresh.get(key, Seq()), wanted.get(key, Seq())) for key in keys)
    if isinstance(fresh, Seq) and isinstance(wanted, Seq):
        return len(fresh) == len(wanted) and all(map(_same, fresh, wanted))
    return False


def hunks(source: Source, pieces: Sequence[Splice]) -> list[Hunk]:
    """The lines that differ, in file order; ``pieces`` in order of place."""
    text = source.text
    differing = []
    at = 0
    while at < len(pieces):
        start = text.rfind("\n", 0, pieces[at].start) + 1
        stop, last = _line_end(text, max(pieces[at].start, pieces[at].end)), at
        while last + 1 < len(pieces) and pieces[last + 1].start < stop:
            last += 1
            stop = max(stop, _line_end(text, max(pieces[last].start, pieces[last].end)))
        fresh = text[start:stop]
        for piece in reversed(pieces[at : last + 1]):
            fresh = fresh[: piece.start - start] + piece.new + fresh[piece.end - start :]
        line = text.count("\n", 0, start) + 1
        differing.append(_hunk(source.path, line, text[start:stop], fresh))
        at = last + 1
    return differing


def _hunk(path: str, line: int, old_text: str, new_text: str) -> Hunk:
    """Without the lines above and below that are the same."""
    old, new = old_text.splitlines(), new_text.splitlines()
    while old and new and old[0] == new[0]:
        old, new, line = old[1:], new[1:], line + 1
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return Hunk(path, line, tuple(old), tuple(new))


def _line_end(text: str, offset: int) -> int:
    at = text.find("\n", offset)
    return len(text) if at < 0 else at + 1
