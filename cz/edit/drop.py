"""A field taken away with its lines."""

from typing import Any

from cz.edit.changes import CannotSplice, Drop, Splice
from cz.edit.cuts import cut_apart, cut_lines
from cz.edit.places import last_offset, note_at_head, written_spans
from cz.source import start_of_line


def drop(text: str, record: Any, change: Drop) -> list[Splice]:
    """Raises CannotSplice where the field does not stand on lines of its own."""
    fields = record.children
    (name,) = change.path
    place = _place(fields, str(name))
    if record.style == "flow":
        return [_out_of_brackets(text, fields, place)]
    key, value = fields[place]
    before = text[start_of_line(text, key.start) : key.start]
    if len(fields) == 1 or before.strip():
        raise CannotSplice
    end = last_offset(text, fields[place])
    if note := note_at_head(text, value):
        return [Splice(key.start, end, note)]
    is_noted_between = "#" in text[key.end : end]
    if is_noted_between:
        return cut_apart(text, written_spans(text, key, value))
    return [cut_lines(text, key.start, end)]


def _place(fields: Any, name: str) -> int:
    for place, (key, _) in enumerate(fields):
        if key.text == name:
            return place
    raise CannotSplice


def _out_of_brackets(text: str, fields: Any, place: int) -> Splice:
    """The field with the comma before it; the first one has none."""
    if place == 0:
        raise CannotSplice
    start = last_offset(text, fields[place - 1])
    end = last_offset(text, fields[place])
    if "\n" in text[start:end]:
        raise CannotSplice
    return Splice(start, end, "")
