"""Whole records as lines: taking one from one text and laying it in another."""

import re
from collections.abc import Sequence

from cz.edit import Hunk, hunks
from cz.edit.splice import Splice
from cz.problem import Refusal
from cz.source import Source, line_starts
from cz.tree import Map, Seq, Tree, parse


def record_lines(source: Source, record: Map) -> tuple[int, int]:
    """Offsets of a block record from the start of its first line to past its last line's newline.

    Comments and blank lines below it are not its own.
    """
    starts = line_starts(source.text)
    end = record.end
    lines = source.text.split("\n")
    while end - 1 > record.line and (
        not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")
    ):
        end -= 1
    return starts[record.line], starts[end] if end < len(starts) else len(source.text)


def put_back(
    tree: Tree, old_source: Source, section: str, old: Map, before: Sequence[str]
) -> tuple[str, list[Hunk]]:
    """The text with ``old``'s lines in place of the record of that id, or, where it is gone, after the nearest of
    ``before`` (the ids that stood before it) that is still there.

    Raises Refusal where the new text does not say just that.
    """
    source = tree.source
    begin, stop = record_lines(old_source, old)
    lines = (
        old_source.text[begin:stop].replace("\r\n", "\n").rstrip("\n").replace("\n", source.newline)
    )
    records = tree.root.get(section)
    held = (
        [record for record in records if isinstance(record, Map)]
        if isinstance(records, Seq)
        else []
    )
    current = next((record for record in held if record.get("id") == old.get("id")), None)
    if current is not None:
        at, end = record_lines(source, current)
        ending = source.newline if source.text[at:end].endswith("\n") else ""
        piece = Splice(at, end, lines + ending)
    else:
        left = {record.get("id"): record for record in held}
        place = next((left[name] for name in reversed(before) if name in left), None)
        if held:
            at = (
                record_lines(source, place)[1]
                if place is not None
                else record_lines(source, held[0])[0]
            )
        else:
            at, lines = _first(source, section, lines)
        closed = at == 0 or source.text[at - 1] == "\n"
        piece = Splice(
            at, at, ("" if closed else source.newline) + lines + (source.newline if closed else "")
        )
    if source.text[piece.start : piece.end] == piece.new:
        return source.text, []
    text = source.text[: piece.start] + piece.new + source.text[piece.end :]
    fresh = parse(Source(source.path, text, source.bom))
    told = {
        str(record.get("id")): record
        for record in fresh.root.get(section, ())
        if isinstance(record, Map)
    }
    same = {str(record.get("id")): record for record in held} | {str(old.get("id")): old}
    others = all(
        fresh.root.get(name) == value for name, value in tree.root.items() if name != section
    )
    if told != same or not others or len(fresh.problems) > len(tree.problems):
        raise _unproven(source.path)
    return text, hunks(source, [piece])


def _first(source: Source, section: str, lines: str) -> tuple[int, str]:
    """(where the only record of a section goes, its lines, under the heading where there is none yet)."""
    heading = re.search(rf"^{re.escape(section)}:[ \t]*(?:#.*)?(?:\r?\n|\Z)", source.text, re.M)
    if heading:
        return heading.end(), lines
    above = source.text.rstrip().rpartition("\n")[2]
    apart = source.newline if above and not above.startswith("#") else ""
    return len(source.text), f"{apart}{section}:{source.newline}{lines}"


def _unproven(path: str) -> Refusal:
    return Refusal(
        f"{path}：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。请用编辑器手工恢复。",
        exit_code=1,
    )
