"""Clauses without brackets: 责任单位：甲局。 and 由甲局牵头，乙局配合。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cz.intake.clause import PERSON, SENTENCE, Clause
from cz.intake.clause_text import labelled
from cz.intake.labels import OTHER_LABEL, announces, labels_in
from cz.intake.spoken import FROM_HERE, SAYS_WHO, by_verbs
from cz.intake.unit_names import at_top, is_like_unit, is_plural, is_vague, may_be_unit, split_names

# Who a group is made of does no task by that.
_OF_A_GROUP = re.compile(r"组长|领导小组|指挥部|指挥长")


def behind_labels(text: str, inside: Sequence[Clause], known: frozenset[str]) -> Iterator[Clause]:
    """Clauses with labels and without brackets: to the end of the sentence, or the next label."""
    labels = [
        label
        for label in labels_in(text)
        if not _is_within(label[1], inside) and announces(text, label)
    ]
    for number, (role, start, begins) in enumerate(labels):
        before = text[:start].rstrip()
        if (
            before
            and before[-1] not in "。；;！？!?：:）)】]〕”，,"
            and text[start - 1 : start] not in " 　\t\n"
        ):
            continue
        if text.startswith("成员", start) and _OF_A_GROUP.search(before):
            continue
        end = labels[number + 1][1] if number + 1 < len(labels) else len(text)
        stop = next(at_top(text[begins:end], "。\n"), end - begins) + begins
        other = OTHER_LABEL.search(text, begins, stop)
        stop = other.start() if other else stop
        clause = labelled(text[start:stop], known)
        says = clause is not None and (clause.names_somebody or clause.due)
        if clause is None or not (says or role == PERSON):
            continue
        while stop < len(text) and text[stop] in "。；; 　\n":
            stop += 1
        yield clause._replace(start=start, end=stop, form="责任单位：…")


def _is_within(place: int, spans: Sequence[Clause]) -> bool:
    return any(span.start <= place < span.end for span in spans)


_DONE_BY = re.compile(r"(?<![理自缘经原事])由(?![于此来衷])")


_LONGEST_SENTENCE = 200  # characters
_LONGEST_TITLE = 30  # of a title before the sentence that says who does it


def in_sentences(text: str, inside: Sequence[Clause], known: frozenset[str]) -> Iterator[Clause]:
    """A sentence that says nothing else: 由市教育局牵头，市水务局配合。

    The last, or the first, which may stand behind a title. What stands before 由 is what they do:
    国道沿线由市公路中心负责。
    """
    spans = list(_sentences(text))
    if len(spans) > 1 and FROM_HERE.match(text, spans[-1][0]):
        spans[-2:] = [(spans[-2][0], spans[-1][1])]  # a rule goes with the sentence before it
    for start, end in [*spans[-1:], *_first_of(text, spans)]:
        within = any(_is_within(at, inside) for at in (start, end - 1))
        if within or end - start > _LONGEST_SENTENCE or not SAYS_WHO.search(text, start, end):
            continue
        clause = _clause_in(text, start, end, known)
        if clause is not None:
            yield clause
            return


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, its full stop left out."""
    start = 0
    for end in [*(match.start() for match in _ENDS_SENTENCE.finditer(text)), len(text)]:
        if text[start:end].strip(" 　"):
            yield start, end
        start = end + 1


_ENDS_SENTENCE = re.compile(r"[。；;！？\n]")


def _first_of(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first sentence but the last, and the second behind a title, where 由 says who."""
    for number, (start, end) in enumerate(spans[:-1][:2]):
        titled = number == 0 or spans[0][1] <= _LONGEST_TITLE
        if titled and text[end] == "。" and _DONE_BY.search(text, start, end):
            yield start, end


def _clause_in(text: str, start: int, end: int, known: frozenset[str]) -> Clause | None:
    commas = [start + at + 1 for at in at_top(text[start:end], "，,：:")]
    begins = [match.start() for match in _DONE_BY.finditer(text, start, end)] or [start, *commas]
    last = not text[end:].strip(" 　。；;")
    for begin in begins:
        ends = [end]
        if last and text.startswith("由", begin):
            # 由甲局牵头，乙局参加，统筹推进: what they do may follow
            ends += sorted((begin + at for at in at_top(text[begin:end], "，,")), reverse=True)
        for stop in ends:
            clause = by_verbs(text[begin:stop], known, bare=False)
            if clause is None or not _all_named(clause):
                continue
            if _begins_so(text, begin, start, clause) and not _only_helps(text, begin, start, stop):
                clause, stop = _with_others(text, stop, clause, known)
                if stop == end:
                    stop = len(text) if last else end + 1
                return clause._replace(start=begin, end=stop, form=SENTENCE)
    return None


_TOGETHER = re.compile(
    r"[，,]\s*会同(?P<who>[^，,。；;]{2,40}?)(?=制定|开展|组织|做好|推进|建立|完成|实施|研究|编制|出台)"
)


def _with_others(text: str, stop: int, clause: Clause, known: frozenset[str]) -> tuple[Clause, int]:
    """The clause with those behind it, and its end: 由甲局牵头，会同乙局制定方案。"""
    match = _TOGETHER.match(text, stop)
    names = [named.name for named in split_names(match["who"], known)] if match else []
    if match is None or not all(map(is_like_unit, names)):
        return clause, stop
    return clause._replace(units=(*clause.units, *names)), match.end()


def _begins_so(text: str, begin: int, start: int, clause: Clause) -> bool:
    """Whether what begins behind a comma is who does it, by names of their own at once."""
    if begin == start or text.startswith("由", begin):
        return True
    names = (*clause.leads, *clause.units)
    at_once = any(text.startswith(name, begin) for name in names)
    return at_once and (text[begin - 1] in "：:" or not all(map(is_plural, names)))


_HELPS = re.compile(r"配合|协助|参与|参加")
_DOES = re.compile(r"牵头|负责|落实|实施|主办")


def _only_helps(text: str, begin: int, start: int, stop: int) -> bool:
    """Whether it names those who help alone, and the sentence before its comma who does it:
    甲局负责指导各地开展检查，乙局配合。
    """
    helps = _HELPS.search(text, begin, stop) and not _DOES.search(text, begin, stop)
    return bool(helps) and _DOES.search(text, start, begin) is not None


_TELLS = re.compile(r"及时|报告|做好|抓好|加强|健全|完善")


def _is_named(name: str) -> bool:
    """Whether it is a unit's, or begins as those of the place do: 区产业基金."""
    return is_like_unit(name) or (name[0] in "省市区县" and may_be_unit(name))


def _all_named(clause: Clause) -> bool:
    """Whether a sentence names units, each by a name, and not only 有关部门 or 企业."""
    names = (*clause.leads, *clause.units)
    each = all(_is_named(name) and not _TELLS.search(name) for name in names)
    return bool(names) and each and not all(is_vague(name) for name in names)
