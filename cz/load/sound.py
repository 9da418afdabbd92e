"""Records of a file that is known to be sound, without where they stand in it.

A receipt says of these bytes that the quick reader (cz.tree.lines) has read them and that nothing
is wrong with any record. So a record need not be taken apart character by character again: its text
is cut where its fields begin, and what a field's text means is worked out once for all the records
that say the same. Units, days, statuses, ratings are few; what is long is mostly its own, and where
only some fields are asked for (cz.concern), that is left out before.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from cz.records.fields import Bad
from cz.records.kinds import Kind
from cz.tree.lines import read_field, read_lines
from cz.tree.nodes import Map, Value

_NOTHING = ("", None)  # of a field without a value, or that is not known


class _Unsound(Exception):
    """What a receipt says is sound is not."""


def read_records(
    kind: Kind, text: str, indent: int, fields: Collection[str] = ()
) -> list[Any] | None:
    """The records of one kind, each of which begins with a dash at column ``indent``.

    ``fields``: those that anybody will look at, all for none; others may be blank, whatever the
    record says. ``None`` where a record is not sound after all.
    """
    unread: dict[str, Any] = {}
    if fields:
        text = _without(kind.readers.keys() - fields, text, indent)
        unread = {name: "" for name in kind.required if name not in fields}
    meanings = _Meanings(kind, indent)
    gap = "\n" + " " * (indent + 2)
    field_begins = re.compile(rf"{gap}(?=\w)")
    has_other_lines = re.compile(rf"{gap}(?!\w)").search
    records = []
    try:
        for record in f"\n{text}".split("\n" + " " * indent + "- ")[1:]:
            if not record[0].isalpha():
                values = meanings.of_odd_record(record)
            elif has_other_lines(record):
                values = dict(map(meanings.__getitem__, field_begins.split(record)))
            else:
                values = dict(map(meanings.__getitem__, record.split(gap)))
            values.pop("", None)
            values.update(unread)
            records.append(kind.make(**values))
    except (_Unsound, Bad, TypeError):  # the last of a field that has to be there, and is not
        return None
    return records


def _without(names: Collection[str], text: str, indent: int) -> str:
    """The text without the lines on which these fields stand whole."""
    line = rf"\n {{{indent + 2}}}(?:{'|'.join(names)}): +[^ #\n][^\n]*"
    return re.sub(line, "", text)


class _Meanings(dict[str, tuple[str, Any]]):
    """The text of a field, from its key on, to the key and what the record's field is then.

    ``indent``: the column of the records' dashes.
    """

    def __init__(self, kind: Kind, indent: int) -> None:
        super().__init__()
        self.readers = kind.readers
        self.indent = indent
        self.has_ids = kind.identifier is not None

    def __missing__(self, text: str) -> tuple[str, Any]:
        # Every record has an id of its own: there is nothing to remember.
        if self.has_ids and text.startswith("id: "):
            id_ = text.removeprefix("id: ")
            if id_.replace("-", "").isalnum():
                return "id", id_
        field = read_field(text, self.indent + 2)
        if field is None:
            raise _Unsound
        meaning = self[text] = self._meaning(*field)
        return meaning

    def _meaning(self, key: str, value: Value) -> tuple[str, Any]:
        reader = self.readers.get(key)
        if reader is None or value == "":
            return _NOTHING
        return key, reader(value)

    def of_odd_record(self, text: str) -> dict[str, Any]:
        """The fields of a record in braces, or with more than one space behind its dash."""
        root = read_lines(f"records:\n{' ' * self.indent}- {text}")
        if root is None or root["records"][0].__class__ is not Map:
            raise _Unsound
        return dict(self._meaning(key, value) for key, value in root["records"][0].items())
