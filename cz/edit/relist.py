"""Items out of a list and into it."""

from typing import Any

from cz.edit.changes import CannotSplice, Relist, Splice, Written
from cz.edit.cuts import cut_apart, cut_lines
from cz.edit.places import column, is_empty, last_offset, pair_of, written_spans
from cz.edit.words import written
from cz.source import Source, end_of_line


def relist(source: Source, record: Any, change: Relist) -> list[Splice]:
    """``record``: the node of the record. Raises CannotSplice."""
    (name,) = change.path
    pair = pair_of(record, name)
    if pair is None and record.style == "flow":
        return [_new_list_in_brackets(source.text, record, name, change.add)]
    if pair is None or is_empty(pair[1]):
        return [_first_items(source, record, pair, name, change.add)]
    key, items = pair
    kept = [child for place, child in enumerate(items.children) if place not in change.remove]
    if items.style == "flow":
        return [_reflow(source.text, items, kept, change)]
    return _relined(source, key, items, kept, change)


def _new_list_in_brackets(
    text: str, record: Any, name: str | int, add: tuple[Written, ...]
) -> Splice:
    at = last_offset(text, record.children[-1])
    items = ", ".join(written(value, flow=True) for value in add)
    return Splice(at, at, f", {name}: [{items}]")


def _first_items(
    source: Source, record: Any, pair: Any, name: str | int, add: tuple[Written, ...]
) -> Splice:
    """The items of a list that is empty (``pair`` is its key and no value) or not there at all."""
    text = source.text
    first_key, _ = record.children[0]
    indent = column(text, first_key.start)
    items = _item_lines(add, indent + 2, source.newline)
    if pair is not None:
        key, _ = pair
        at = end_of_line(text, key.end)
        return Splice(at, at, items)
    at = end_of_line(text, last_offset(text, record.children[-1]))
    return Splice(at, at, f"{source.newline}{' ' * indent}{name}:{items}")


def _relined(source: Source, key: Any, items: Any, kept: list[Any], change: Relist) -> list[Splice]:
    """A list of one item a line. Where nothing is left its key goes too; what is noted stays."""
    text = source.text
    pieces = []
    is_emptied = not kept and not change.add
    if is_emptied:
        end = last_offset(text, items)
        if "#" not in text[key.end : end]:
            return [cut_lines(text, key.start, end)]
        pieces.append(cut_lines(text, key.start, key.end))
    for place in sorted(change.remove):
        item = items.children[place]
        end = last_offset(text, item)
        if "#" in text[item.start : end]:
            pieces += cut_apart(text, written_spans(text, item))
        else:
            pieces.append(cut_lines(text, item.start, end))
    if change.add:
        above = last_offset(text, kept[-1]) if kept else key.end
        at = end_of_line(text, above)
        added = _item_lines(change.add, column(text, items.start), source.newline)
        pieces.append(Splice(at, at, added))
    return pieces


def _item_lines(values: tuple[Written, ...], indent: int, newline: str) -> str:
    lead = f"{newline}{' ' * indent}- "
    return "".join(lead + written(value, flow=False) for value in values)


def _reflow(text: str, items: Any, kept: list[Any], change: Relist) -> Splice:
    """A list in brackets."""
    added = [written(value, flow=True) for value in change.add]
    if not change.remove:
        if not kept:
            at = items.start + 1
            return Splice(at, at, ", ".join(added))
        at = last_offset(text, kept[-1])
        return Splice(at, at, ", " + ", ".join(added))
    if "\n" in text[items.start : items.end]:
        raise CannotSplice
    left = [text[item.start : item.end] for item in kept]
    return Splice(items.start, items.end, f"[{', '.join(left + added)}]")
