"""Where a file's records stand, and of them those that can concern a question.

A file in the plain style (cz.tree.lines) is head, records and tail: a list's records begin where a
line has its dash at the list's own column, and nothing within them stands at that column. What is
cut there is read by itself as it is read in the file. All places are bytes into the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from cz.records.kinds import FILES
from cz.tree import Map, Seq


class Section(NamedTuple):
    """``begin``: of its heading. ``indent``: the column of its records' dashes, -1 for no list.

    ``size``: how many records it has.
    """

    name: str
    begin: int
    indent: int = -1
    size: int = 0

    @property
    def dash(self) -> bytes:
        """What stands before each record, from the end of the line above."""
        return b"\n" + b" " * self.indent + b"- "


class Some(NamedTuple):
    """Some of a section's records: those that name one of these, those of these ids.

    ``naming``: names and ids, of which one is all that a field or an item of a list says; a field's
    own name with its colon is another. Other records may be among them.
    """

    naming: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()


NONE = Some()
Layout = tuple[Section, ...]


def sketch(stem: str, raw: bytes) -> Layout:
    """How a file is laid out, if it is in the plain style."""
    begins = {kind.section: _heading(raw, kind.section) for kind in FILES[stem]}
    there = sorted((begin, name) for name, begin in begins.items() if begin >= 0)
    sections = [Section(name, begin) for begin, name in there]
    layout = []
    for section, end in zip(sections, _ends(sections, raw), strict=True):
        indent = _indent(raw, section.begin, end)
        if indent >= 0:
            section = section._replace(indent=indent)
            section = section._replace(size=raw.count(section.dash, section.begin, end))
        layout.append(section)
    return tuple(layout)


def agrees(layout: Layout, root: Map) -> bool:
    """Whether the quick reader has read just what the layout says."""
    counts = {name: len(held) if isinstance(held, Seq) else 0 for name, held in root.items()}
    told = {section.name: section.size for section in layout}
    return root.node is None and list(told.items()) == list(counts.items())


def fits(layout: Layout, raw: bytes) -> bool:
    """Whether the headings stand where the layout says."""
    last = -1
    for section in layout:
        if section.begin <= last or not _is_heading(raw, section.name, section.begin):
            return False
        last = section.begin
    return True


def runs(raw: bytes, layout: Layout, wanted: Mapping[str, Some | None]) -> list[tuple[int, int]]:
    """(begin, end) of what is left of the file without the records of these sections not meant."""
    kept = []
    done = 0
    for section, end in zip(layout, _ends(layout, raw), strict=True):
        some = wanted.get(section.name)
        if some is not None and section.indent >= 0:
            kept.append((done, raw.find(section.dash, section.begin, end) + 1))
            kept += _some(raw, section, end, some)
            done = end
    return _joined([*kept, (done, len(raw))])


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and joined[-1][1] == begin:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return joined


def list_of(layout: Layout, name: str) -> Section | None:
    """The section of this name, where it holds a list of records that can be cut out."""
    for section in layout:
        if section.name == name and section.indent >= 0:
            return section
    return None


def cut_out(raw: bytes, layout: Layout, section: Section, some: Some | None) -> bytes:
    """The whole lines of the records that are meant, of all for ``None``."""
    end = _ends(layout, raw)[layout.index(section)]
    if some is None:
        return raw[raw.find(section.dash, section.begin, end) + 1 : end]
    return b"".join(
        [_whole_lines(raw[begin:stop]) for begin, stop in _some(raw, section, end, some)]
    )


_FEW = 8  # ids, that are looked for sooner than all that there are


def _some(raw: bytes, section: Section, end: int, some: Some) -> list[tuple[int, int]]:
    """(begin, end) of the records meant, in order."""
    few = some.called if len(some.called) <= _FEW else ()
    records = dict(_naming(raw, section, end, some.naming.union(few)))
    if not few:
        records |= _called(raw, section, end, some.called)
    return sorted(records.items())


_BEFORE = frozenset(b" ,[{'\"\n")
_BEHIND = frozenset(b" ,]}'\"\n\r")


def _naming(
    raw: bytes, section: Section, end: int, names: Collection[str]
) -> Iterator[tuple[int, int]]:
    dash = section.dash
    first = raw.find(dash, section.begin, end)
    for name in filter(None, names):
        wanted = name.encode()
        at = raw.find(wanted, first + 1, end)
        while at >= 0:
            behind = stop = at + len(wanted)
            if raw[at - 1] in _BEFORE and (behind == end or raw[behind] in _BEHIND):
                stop = raw.find(dash, at, end) + 1 or end
                yield raw.rfind(dash, first, at) + 1, stop
            at = raw.find(wanted, stop, end)


_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-")


def _called(
    raw: bytes, section: Section, end: int, ids: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Also those of which their first line does not plainly say what they are called."""
    if not ids:
        return
    dash = section.dash
    wanted = {id_.encode() for id_ in ids}
    begin = raw.find(dash, section.begin, end) + 1
    for piece in raw[begin + len(dash) - 1 : end].split(dash):
        stop = begin + len(dash) - 1 + len(piece) + 1
        name = piece[4 : piece.find(b"\n")].strip() if piece.startswith(b"id: ") else b""
        if name in wanted or not name or not _PLAIN.issuperset(name):
            yield begin, min(stop, end)
        begin = stop


def _whole_lines(piece: bytes) -> bytes:
    return piece if piece.endswith(b"\n") else piece + b"\n"


def _ends(sections: Sequence[Section], raw: bytes) -> list[int]:
    """Where each section ends."""
    return [*(section.begin for section in sections), len(raw)][1:]


def _heading(raw: bytes, name: str) -> int:
    """Where a section begins, -1 where there is none."""
    heading = f"{name}:".encode()
    if raw.startswith(heading):
        return 0
    return raw.find(b"\n" + heading) + 1 or -1


def _is_heading(raw: bytes, name: str, at: int) -> bool:
    return raw.startswith(f"{name}:".encode(), at) and (at == 0 or raw[at - 1 : at] == b"\n")


def _indent(raw: bytes, begin: int, end: int) -> int:
    """The column of the first dash that begins a line, -1 where there is none."""
    at = raw.find(b"- ", begin, end)
    while at >= 0:
        line = raw.rfind(b"\n", begin, at) + 1
        if line and not raw[line:at].strip(b" "):
            return at - line
        at = raw.find(b"- ", at + 1, end)
    return -1
