"""Whole records as the lines of a list, a field a line, or in brackets, a record a line."""

from __future__ import annotations

from cz.edit.words import is_typed, scalar, written
from cz.tree import Map, Seq


def record_lines(records: list[Map], dash: int, keys: int, newline: str, gap: str = "") -> str:
    """The records, each line with a newline before it; ``dash`` and ``keys`` are columns."""
    lead = f"{newline}{' ' * keys}"
    begin = f"{newline}{' ' * dash}-{' ' * (keys - dash - 1)}"
    text = ""
    for record in records:
        lines: list[str] = []
        for key, value in record.items():
            lines += _field(key, value)
        text += gap + begin + lead.join(lines)
    return text


def _field(key: str, value: str | Map | Seq) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {written(value, key, flow=False)}"]
    if isinstance(value, Map):
        return [f"{key}:", *(f"  {name}: {written(it, flow=False)}" for name, it in value.items())]
    return [f"{key}:", *(f"  - {written(item, flow=False)}" for item in value)]


def lines_in_brackets(records: list[Map], dash: int, keys: int, newline: str, gap: str = "") -> str:
    """The same, each record in brackets."""
    begin = f"{gap}{newline}{' ' * dash}-{' ' * (keys - dash - 1)}"
    return "".join(begin + _in_brackets(record) for record in records)


def _in_brackets(value: str | Seq | Map, key: str = "") -> str:
    if isinstance(value, Map):
        fields = [f"{name}: {_in_brackets(held, name)}" for name, held in value.items()]
        return "{" + ", ".join(fields) + "}"
    if isinstance(value, Seq):
        return "[" + ", ".join(_in_brackets(held) for held in value) + "]"
    return scalar(value, flow=True, typed=is_typed(key))
