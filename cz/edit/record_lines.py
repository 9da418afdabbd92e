"""Whole records as the lines of a list, a field a line, or in brackets, a record a line."""

from __future__ import annotations

from cz.edit.words import is_typed, scalar, written
from cz.tree import Map, Seq


def record_lines(records: list[Map], dash: int, keys: int, newline: str, gap: str = "") -> str:
    """The records, each line with a newline before it; ``dash`` and ``keys`` are columns."""
    lead = newline + " " * keys
    begin = newline + _dash(dash, keys)
    text = ""
    for record in records:
        lines: list[str] = []
        for key, value in record.items():
            lines += _field(key, value)
        text += gap + begin + lead.join(lines)
    return text


def _field(key: str, value: str | Map | Seq) -> list[str]:
    """The lines of a field, those below its own two columns deeper."""
    if isinstance(value, str):
        return [f"{key}: {written(value, key, flow=False)}"]
    lines = [f"{key}:"]
    if isinstance(value, Map):
        for name, held in value.items():
            lines.append(f"  {name}: {written(held, flow=False)}")
    else:
        for item in value:
            lines.append(f"  - {written(item, flow=False)}")
    return lines


def lines_in_brackets(records: list[Map], dash: int, keys: int, newline: str, gap: str = "") -> str:
    """The same, each record in brackets."""
    begin = gap + newline + _dash(dash, keys)
    text = ""
    for record in records:
        text += begin + _in_brackets(record)
    return text


def _dash(column: int, keys: int) -> str:
    """A dash at its column, and spaces up to where the keys begin."""
    return " " * column + "-" + " " * (keys - column - 1)


def _in_brackets(value: str | Seq | Map, key: str = "") -> str:
    if isinstance(value, Map):
        fields = [f"{name}: {_in_brackets(held, name)}" for name, held in value.items()]
        return "{" + ", ".join(fields) + "}"
    if isinstance(value, Seq):
        return "[" + ", ".join(_in_brackets(held) for held in value) + "]"
    return scalar(value, flow=True, typed=is_typed(key))
