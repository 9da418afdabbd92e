"""``cz list`` of what is not worked out: the kinds of records that are listed as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cz.letters import folded, narrow
from cz.problem import Refusal
from cz.records import Campaign
from cz.records.fields import private_of
from cz.records.kinds import KINDS


class PlainKind(NamedTuple):
    """``word``: what one is called; ``measure``: how they are counted; ``columns``: shown."""

    word: str
    measure: str
    sections: tuple[str, ...]
    columns: tuple[str, ...]


PLAIN = {
    "part": PlainKind("部分", "个部分", ("parts",), ("mark", "title", "page", "seen")),
    "phase": PlainKind(
        "阶段", "个阶段", ("phases",), ("number", "title", "year", "a_share", "minors", "page")
    ),
    "chapter": PlainKind("板块", "个板块", ("chapters",), ("number", "title", "page")),
    "requirement": PlainKind("工作要求", "条要求", ("requirements",), ("id", "title", "page")),
    "body": PlainKind("机构", "个机构", ("headquarters", "office", "groups"), ("name", "page")),
    "system": PlainKind("测评体系", "个体系", ("systems",), ("id", "name", "title", "within")),
    "block": PlainKind("版块", "个版块", ("blocks",), ("id", "title", "source")),
    "project": PlainKind("测评项目", "个项目", ("projects",), ("id", "title", "block")),
    "person": PlainKind(
        "人员", "条", ("people",), ("id", "name", "role", "body", "unit", "since", "until")
    ),
}


_OF_KEYS = {"id": "编号", "number": "号"}


def columns_of(kind: str) -> dict[str, str]:
    """Every field that records of the kind declare and that is not private, with its word."""
    words: dict[str, str] = {}
    for section in PLAIN[kind].sections:
        declared = KINDS[section]
        for name, word in declared.words.items():
            if name not in private_of(declared.make):
                words.setdefault(name, _OF_KEYS.get(name, word))
    return words


def rows_of(campaign: Campaign, kind: str, words: Sequence[str]) -> list[Any]:
    """Those in whose texts every word stands. Raises Refusal for a condition."""
    wanted = [folded(word) for text in words for word in narrow(text).split()]
    for word in wanted:
        if ":" in word:
            name = PLAIN[kind].word
            raise Refusal(f"“{word}”不能用来查{name}：查{name}只用词。")
    return [record for record in _all(campaign, kind) if _says(record, kind, wanted)]


def _all(campaign: Campaign, kind: str) -> list[Any]:
    records: list[Any] = []
    for section in PLAIN[kind].sections:
        held = getattr(campaign, section)
        if KINDS[section].single:
            held = () if held is None else (held,)
        records += held
    return records


def _says(record: Any, kind: str, wanted: Sequence[str]) -> bool:
    texts: list[str] = []
    for name in columns_of(kind):
        value = getattr(record, name, "")
        texts += [value] if isinstance(value, str) else _texts(value)
    folded_texts = [folded(text) for text in texts]
    return all(any(word in text for text in folded_texts) for word in wanted)


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, tuple) else []
