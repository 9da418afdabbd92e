"""A value as YAML text: plain where that is safe, else quoted, in the style the user used."""

from __future__ import annotations

from collections.abc import Mapping

_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: str, *, flow: bool = False, style: str = "") -> str:
    """``style`` is that of the value replaced: its quotes stay, where the new value allows."""
    if style == "" and _plain(value, flow):
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
    pairs = [f"{key}: {scalar(value, flow=True)}" for key, value in fields.items()]
    return "{" + ", ".join(pairs) + "}"
