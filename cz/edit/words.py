"""A value as YAML text: plain where that is safe, else quoted, in the style the user used."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


# Fields whose values are numbers, dates, yes or no: they stay plain, whoever reads them.
TYPED = {
    "answered",
    "a_share",
    "as_of",
    "black",
    "blocks",
    "contents",
    "date",
    "days",
    "due",
    "end",
    "handed",
    "in_time",
    "last",
    "minors",
    "number",
    "order_days",
    "page",
    "phase",
    "projects",
    "quiet",
    "rank",
    "rectified",
    "red",
    "stage_page",
    "standards",
    "start",
    "today",
    "truncated",
    "verified",
    "was",
    "yellow",
}
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
    return key in TYPED or str(key).isdecimal()


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


def flow_map(fields: Mapping[str, str]) -> str:
    pairs = [
        f"{key}: {scalar(value, flow=True, typed=is_typed(key))}" for key, value in fields.items()
    ]
    return "{" + ", ".join(pairs) + "}"
