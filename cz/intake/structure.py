"""From documents to what a plan says: its title, tasks, phases, steps, requirements, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.intake.attached import compared
from cz.intake.blanks import closed_up
from cz.intake.breaks import Content, mended
from cz.intake.clauses import clauses
from cz.intake.columns import Columns
from cz.intake.duties import duties, with_duties
from cz.intake.entries import Doubt, Entry, Heading, plain, title_of
from cz.intake.fields import with_fields
from cz.intake.flat_tables import tables_of_lines
from cz.intake.headings import mark_at, without_mark
from cz.intake.items import item_of, sections_of
from cz.intake.labels import with_colons
from cz.intake.outline import ATTACHMENT, Node, Outline, outlined
from cz.intake.paragraphs import Block, Document, Grid, Line
from cz.intake.prose import Read, read_prose
from cz.intake.sections import is_other, is_preface, is_regulation, is_told
from cz.intake.signs import with_leads_said
from cz.intake.spoken import says_first_leads
from cz.intake.task_tables import table_entries
from cz.intake.titles import title_of_document, year_of_document
from cz.intake.unit_names import is_like_unit, is_plural, split_names
from cz.intake.unit_sections import duties_of_units, under_groups
from cz.intake.unnumbered import with_paragraphs


class Reading(NamedTuple):
    """What was read of one plan.

    ``pages``: by title, what the table of contents says. ``used``: places of what became a task;
    ``left``: sentences that name a unit and became none. ``blocks``: all of it, ``notes``: what
    stands beside the text.
    """

    title: str
    year: int
    entries: tuple[Entry, ...]
    outline: Outline
    pages: dict[str, int]
    used: frozenset[str]
    doubts: tuple[Doubt, ...]
    left: tuple[Line, ...]
    blocks: tuple[Block, ...] = ()
    notes: tuple[Line, ...] = ()


_TASKS = re.compile(r"任务|措施|重点|举措|行动|工程|内容|分工|事项|项目|工作")


def read_plan(documents: Sequence[Document]) -> Reading:
    """What the documents of one plan say together."""
    blocks: list[Block] = []
    contents: list[Content] = []
    notes: list[Line] = []
    for document in documents:
        written = with_leads_said(list(map(_with_labels, closed_up(document.blocks))))
        lines = mended(tables_of_lines(written))
        named = [_in_file(block, document, documents) for block in lines.blocks]
        blocks += tables_of_lines(named)
        contents += lines.contents
        for note in document.notes:
            named_note = _in_file(note, document, documents)
            assert isinstance(named_note, Line)
            notes.append(named_note)
    pages = {plain(without_mark(each.text)): each.page for each in contents}
    outline = with_fields(_with_contents(outlined(blocks), contents))
    title = title_of_document(blocks, documents)
    known = names_apart(blocks)
    outline = with_paragraphs(outline, known)
    top = Heading(title or "全部任务", "")
    read = read_prose(outline, known, top)
    year = year_of_document(blocks)
    entries, differences = _merged(read, outline, known, top, year)
    entries = [_lead_in_text(entry) for entry in _rules(entries, blocks, known)]
    entries = [entry._replace(page=pages.get(plain(entry.title), 0)) for entry in entries]
    entries = [entry for entry in entries if plain(entry.title)]
    used = read.used | {entry.place for entry in entries}
    return Reading(
        title=title,
        year=year,
        entries=tuple(entries),
        outline=outline,
        pages=pages,
        used=frozenset(used),
        doubts=(*read.doubts, *differences),
        left=tuple(_left(outline, used, entries)),
        blocks=tuple(blocks),
        notes=tuple(notes),
    )


def _with_labels(block: Block) -> Block:
    """The block; a line with its labels in brackets, 【牵头单位】, as those with a colon."""
    return block._replace(text=with_colons(block.text)) if isinstance(block, Line) else block


def _in_file(block: Block, document: Document, documents: Sequence[Document]) -> Block:
    """The block with the file in its place, where there are several files."""
    if len(documents) == 1:
        return block
    if isinstance(block, Line):
        return block._replace(place=f"{document.name} {block.place}")
    rows = [row._replace(place=f"{document.name} {row.place}") for row in block.rows]
    return block._replace(rows=tuple(rows), place=f"{document.name} {block.place}")


def names_apart(blocks: Sequence[Block]) -> frozenset[str]:
    """Names of units that stand alone between separators somewhere, twice or with others."""
    names: set[str] = set()
    for block in blocks:
        texts = [block.text] if isinstance(block, Line) else []
        for text in texts:
            for clause in clauses(text):
                listed = (*clause.leads, *clause.units)
                if len(listed) > 1:
                    names.update(name for name in listed if is_like_unit(name) and len(name) < 16)
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row.cells:
                    listed = tuple(named.name for named in split_names(cell.replace("\n", " ")))
                    if len(listed) > 1 and all(map(is_like_unit, listed)):
                        names.update(name for name in listed if len(name) < 16)
    return frozenset(names)


def _with_contents(outline: Outline, contents: Sequence[Content]) -> Outline:
    """The outline; where the text breaks off, the table of contents goes on with it."""
    listed = outlined([Line(each.text, each.place) for each in contents])
    there = {plain(node.text) for node in outline.walk()}
    wanted = [plain(node.text) for node in listed.walk()]
    missing = [text for text in wanted if text not in there]
    if len(missing) * 4 < len(wanted) or not wanted:
        return outline
    bodies: dict[str, list[Node]] = {}
    for node in outline.walk():
        bodies.setdefault(plain(node.text), []).append(node)
    nodes = tuple(_grafted(node, bodies) for node in listed.nodes)
    return Outline(outline.preface, nodes)


def _grafted(node: Node, bodies: dict[str, list[Node]]) -> Node:
    """A node of the contents with what the text says under it."""
    waiting = bodies.get(plain(node.text))
    children = tuple(_grafted(child, bodies) for child in node.children)
    if not waiting:
        return node._replace(children=children)
    body = waiting.pop(0)
    return body._replace(children=children or body.children)


class _Placed(NamedTuple):
    """A table, what it stands under, and the attachment that it is, if it is one."""

    grid: Grid
    heading: Heading
    annex: Heading | None = None


def _grids(outline: Outline, top: Heading) -> Iterator[_Placed]:
    """Every table of the document."""
    for block in outline.preface:
        if isinstance(block, Grid):
            yield _Placed(block, top)
    for node in outline.walk():
        here = Heading(title_of(node.text).text, node.place, node.mark.number)
        annex = _annex(node) if node.mark.kind == ATTACHMENT else None
        for block in node.blocks:
            if isinstance(block, Grid):
                yield _Placed(block, here if annex is None else top, annex)


def _annex(node: Node) -> Heading:
    """The title of an attachment, which may stand on the line below."""
    titles = [node.text, *(line.text for line in node.lines)]
    title = next((text for text in titles if text.strip()), "")
    return Heading(title.strip(" ：:"), node.place)


def _merged(
    read: Read, outline: Outline, known: frozenset[str], top: Heading, year: int
) -> tuple[list[Entry], list[Doubt]]:
    """Entries of text and tables, of what both have the text's, and those nobody is named for.

    With what the tables say otherwise than the text.
    """
    tabled: list[Entry] = []
    guesses: list[Doubt] = []
    annexes: dict[str, Heading] = {}
    columns: Columns | None = None
    for placed in _grids(outline, top):
        rows, columns = table_entries(placed.grid, columns, placed.heading, known)
        tabled += rows
        if rows and placed.grid.told:
            guesses.append(_guess(placed.grid, rows))
        if placed.annex is not None and placed.annex.title:
            annexes |= {row.place: placed.annex for row in rows if row.chapter == top}
    named = [entry for entry in tabled if entry.names_somebody]
    in_text = list(read.entries)
    if named and not in_text:
        return tabled, guesses
    in_text, more, differences = compared(in_text, tabled, year)
    doubts = [*guesses, *differences]
    more = [row._replace(chapter=annexes.get(row.place, row.chapter)) for row in more]
    nodes = {node.place: node for node in outline.walk()}
    items = _siblings(read, outline, top) if in_text else _items(outline, top)
    told = [(item, _told_below(nodes[item.place])) for item in items]
    if not in_text and not named:
        in_text = under_groups(outline, known)
        places = {entry.place for entry in in_text}
        told = [(item, text) for item, text in told if item.place not in places]
    of_units = duties_of_units(outline, top)
    if len(of_units) > len(named) + len(in_text):
        places = {entry.place for entry in of_units}
        told = [(item, text) for item, text in told if not places & _own_places(nodes[item.place])]
        in_text += of_units
    in_text += with_duties(told, known)
    order = _order(outline)
    return sorted([*in_text, *more], key=lambda entry: order.get(entry.place, 0)), doubts


def _own_places(node: Node) -> set[str]:
    """Where an item and its paragraphs stand, what is below it left out."""
    return {node.place, *(line.place for line in node.lines)}


def _guess(grid: Grid, rows: Sequence[Entry]) -> Doubt:
    text = f"从{rows[0].title}到{rows[-1].title}，共 {len(rows)} 项"
    return Doubt("没有格线的表", grid.place.strip(), text, f"{grid.told}，请核对")


def _told_below(node: Node) -> str:
    """All that an item says, a line each paragraph."""
    texts = []
    for each in node.walk():
        texts += [each.text, *(line.text for line in each.lines)]
    return "\n".join(texts)


def _order(outline: Outline) -> dict[str, int]:
    """Where each place comes in the document."""
    places: list[str] = []
    for block in outline.preface:
        places += _places(block)
    for node in outline.walk():
        places.append(node.place)
        for block in node.blocks:
            places += _places(block)
    return {place: number for number, place in reversed(list(enumerate(places)))}


def _places(block: Block) -> list[str]:
    return [block.place] if isinstance(block, Line) else [row.place for row in block.rows]


def _siblings(read: Read, outline: Outline, top: Heading) -> list[Entry]:
    """The items that nobody is named for, among those somebody is named for.

    They are of the kind that the section's entries are, and stand as deep.
    """
    sections = list(sections_of(outline.nodes))
    own_kinds = {section.mark.kind for section in sections if section.place in read.nodes}
    items = []
    for section in sections:
        lone = not any(each.place in read.nodes for each in section.walk())
        if lone and section.mark.kind in own_kinds and not is_other(section):
            items.append(item_of(section, top))
    for section in sections:
        kinds = {
            (depth, node.mark.kind)
            for depth, _, node in _below(section)
            if node.place in read.nodes
        }
        for depth, above, node in _below(section):
            lone = not any(each.place in read.nodes for each in node.walk())
            if not lone or (depth, node.mark.kind) not in kinds or is_preface(node):
                continue
            if above.place in read.used or is_other(above):
                continue
            heading = Heading(title_of(above.text).text, above.place, above.mark.number)
            items.append(item_of(node, heading))
    return items


def _below(node: Node, depth: int = 1) -> Iterator[tuple[int, Node, Node]]:
    """(how deep, what it stands under, itself) of everything below a node."""
    for child in node.children:
        yield depth, node, child
        yield from _below(child, depth + 1)


def _items(outline: Outline, top: Heading) -> list[Entry]:
    """The items of a plan that names nobody: those under the sections of tasks."""
    head = [block.text for block in outline.preface if isinstance(block, Line)]
    if is_regulation(outline.walk()) or is_told(head):
        return []
    sections = [node for node in sections_of(outline.nodes) if not is_other(node)]
    about_tasks = [
        node for node in sections if node.children and _TASKS.search(title_of(node.text).text)
    ]
    entries = []
    for section in about_tasks or sections:
        here = Heading(title_of(section.text).text, section.place, section.mark.number)
        for child in section.children:
            if child.children:
                below = Heading(title_of(child.text).text, child.place, child.mark.number)
                entries += [item_of(each, below) for each in child.children]
            else:
                entries.append(item_of(child, here))
    if not entries:
        entries = [item_of(node, top) for node in sections]
    return entries


def _rules(entries: list[Entry], blocks: Sequence[Block], known: frozenset[str]) -> list[Entry]:
    """The entries by what the document says of all of them: the first leads, who does all."""
    texts = [block.text for block in blocks if isinstance(block, Line)]
    if any(says_first_leads(text) for text in texts):
        entries = [_first_leads(entry) for entry in entries]
    for text in texts:
        for clause in clauses(text, known=known):
            if clause.from_here:
                entries = _from_here(entries, clause.leads + clause.units, clause.from_here)
    return entries


_LED_BY = re.compile(r"由(?P<who>[^，,；;。由]{2,40}?)(?:共同|总|负责)?牵头")


def _lead_in_text(entry: Entry) -> Entry:
    """The entry; of its units those lead that its own text says lead: 由市农业局牵头.

    What a numbered step says holds for the step.
    """
    text = f"{entry.title}。{entry.text}"
    led = _LED_BY.search(text)
    if led is None or entry.leads:
        return entry
    sentence = max(text.rfind(sign, 0, led.start()) for sign in "。；;\n") + 1
    leads = tuple(named.name for named in split_names(led["who"]))
    if mark_at(text[sentence:]) or not leads or not set(leads) <= set(entry.units):
        return entry
    others = tuple(name for name in entry.units if name not in leads)
    return entry._replace(leads=leads, units=others)


def _first_leads(entry: Entry) -> Entry:
    if entry.leads or not entry.units:
        return entry
    return entry._replace(leads=entry.units[:1], units=entry.units[1:])


def _from_here(
    entries: list[Entry], said_with: tuple[str, ...], names: tuple[str, ...]
) -> list[Entry]:
    """The entries, from the one that says so on, with those that it says do everything."""
    begun = False
    changed = []
    for entry in entries:
        listed = (*entry.leads, *entry.units)
        begun = begun or set(said_with) <= set(listed)
        more = tuple(name for name in names if begun and listed and name not in listed)
        changed.append(entry._replace(units=(*entry.units, *more)))
    return changed


def _says_who(sentence: str) -> bool:
    """Whether a whole sentence says of somebody in particular what they do."""
    if not sentence.rstrip().endswith(("。", "；")):
        return False
    said = [*clauses(sentence), *filter(None, [duties(sentence, frozenset())])]
    return any(not is_plural(name) for clause in said for name in (*clause.leads, *clause.units))


def _left(
    outline: Outline, used: set[str] | frozenset[str], entries: Sequence[Entry]
) -> Iterator[Line]:
    """Sentences outside all entries that name one of their units, or say who does something."""
    names = {name for entry in entries for name in (*entry.leads, *entry.units)}
    names = {name for name in names if len(name) >= 3}
    lines = [block for block in outline.preface if isinstance(block, Line)]
    for node in outline.walk():
        if node.place not in used:
            lines.append(Line(node.text, node.place))
        lines += [line for line in node.lines if line.place not in used]
    for line in lines:
        for sentence in re.split(r"(?<=[。；])", line.text):
            if _says_who(sentence) or any(name in sentence for name in names):
                yield Line(sentence.strip(), line.place)
