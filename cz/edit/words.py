"""A value as YAML text: plain where that is safe, else quoted, in the style the user used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cz.edit.changes import Item, Written
from cz.records.fields import as_written, day, flag, number, points, readers_of
from cz.records.kinds import MODULES
from cz.records.repeat import deadline

_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~")
_NO_TEXT = (day, deadline, number, points, flag, as_written)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


# Plain text that another reader of YAML (1.1 or 1.2) takes for something else: yes and no, nothing,
# numbers of every spelling, times, dates.
_OTHERS = re.compile(
    r"""
    y|yes|n|no|on|off|true|false|null|<<
    |[-+]?0x[0-9a-f_]+|[-+]?0[bo][0-9_]+
    |[-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?\.[0-9_]+(e[-+]?[0-9]+)?|[-+]?\.(inf|nan)
    |[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}((t|[ \t]+)[0-9]{1,2}:.*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_typed(key: str | int) -> bool:
    """Whether what stands under ``key``, a field or the number of a phase, is no text."""
    return key in typed_fields() or str(key).isdecimal()


@cache
def typed_fields() -> frozenset[str]:
    """Fields declared as numbers, dates, yes or no: they stay plain, whoever reads them."""
    typed: set[str] = set()
    for module in MODULES:
        for record in vars(module).values():
            if isinstance(record, type) and hasattr(record, "_fields"):
                readers = readers_of(record).items()
                typed.update(name for name, reader in readers if reader in _NO_TEXT)
    return frozenset(typed)


def scalar(value: str, *, flow: bool = False, style: str = "", typed: bool = False) -> str:
    """``style`` is that of the value replaced: its quotes stay, where the new value allows.

    Text stays text for every reader, unless ``typed`` says that it is none.
    """
    if style == "" and _plain(value, flow) and (typed or not _OTHERS.fullmatch(value)):
        return value
    if style == "" and value.isprintable() and not any(char in value for char in '"\\'):
        return f'"{value}"'
    if style != '"' and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escape(char) for char in value) + '"'


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() or char == "\u3000":
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"


def _plain(value: str, flow: bool) -> bool:
    return (
        bool(value)
        and value == value.strip()
        and value[0] not in _FIRST
        and ": " not in value
        and " #" not in value
        and value[-1] != ":"
        and all(char.isprintable() or char == "\u3000" for char in value)
        and not value.startswith(("---", "..."))
        and not (flow and any(char in value for char in ",[]{}:#'\""))
    )


def flow_map(fields: Item) -> str:
    pairs = [f"{key}: {_in_flow(key, value)}" for key, value in fields.items()]
    return "{" + ", ".join(pairs) + "}"


def _in_flow(key: str, value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return scalar(value, flow=True, typed=is_typed(key))
    return "[" + ", ".join(scalar(item, flow=True) for item in value) + "]"


def written(value: Written, key: str | int = "", *, flow: bool, style: str = "") -> str:
    """``key``: the field it stands in; an item of a list is text."""
    if not isinstance(value, str):
        return flow_map(value)
    return scalar(value, flow=flow, style=style, typed=is_typed(key))
