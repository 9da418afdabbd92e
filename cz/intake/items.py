"""Numbered paragraphs that are tasks, whoever does them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cz.intake.entries import Entry, Heading, title_of
from cz.intake.outline import ATTACHMENT, Node


def item_of(node: Node, chapter: Heading) -> Entry:
    title = title_of(node.text)
    text = "".join(
        [title.rest if title.set_apart else node.text, *(line.text for line in node.lines)]
    )
    return Entry(
        label=node.mark.label,
        title=title.text,
        text="" if text == title.text else text,
        place=node.place,
        chapter=chapter,
        titled=title.set_apart,
        number=node.mark.number,
    )


def sections_of(nodes: Sequence[Node]) -> Iterator[Node]:
    """The highest numbered paragraphs, those of an attachment as well."""
    for node in nodes:
        if node.mark.kind == ATTACHMENT:
            yield from ()
        else:
            yield node
    for node in nodes:
        if node.mark.kind == ATTACHMENT:
            yield from sections_of(node.children)
