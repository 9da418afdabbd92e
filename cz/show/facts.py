"""What a record declares, as facts: the word for each field and what the field says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from cz.records import RESULTS
from cz.records.fields import declared, private_of
from cz.records.kinds import word_of
from cz.words import cn_date, number


def declared_facts(record: Any, placed: Collection[str]) -> list[tuple[str, str]]:
    """The fields that are not ``placed`` elsewhere and say something."""
    facts = []
    hidden = private_of(record.__class__)
    for name in declared(record.__class__):
        text = field_text(name, getattr(record, name))
        if text and name not in placed and name not in hidden:
            facts.append((word_of(record, name), text))
    return facts


def field_text(name: str, value: Any) -> str:
    """What a field says, "" where it says nothing; 0 stands for nothing."""
    if not value:
        return ""
    if name == "result":
        return RESULTS.get(value, str(value))
    if value is True:
        return "是"
    if isinstance(value, date):
        return cn_date(value)
    if isinstance(value, int | float):
        return f"方案第{value}页" if name.endswith("page") else number(value)
    if isinstance(value, Mapping):
        return "；".join(_entry(key, part) for key, part in value.items())
    if hasattr(value, "_asdict"):
        return "，".join(f"{word} {text}" for word, text in declared_facts(value, ()))
    if isinstance(value, tuple):
        between = "、" if isinstance(value[0], str) else "；"
        return between.join(field_text(name, part) for part in value)
    return str(value)


def _entry(key: int | str, value: Any) -> str:
    """What is kept by phase says of which; any other key is a name."""
    name = f"第{key}阶段" if isinstance(key, int) else key
    return f"{name} {field_text('', value)}"
