"""What the shell offers when Tab is pressed.

Never complains, never prints; a broken plan offers what is sound.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

Pairs = list[tuple[str, str]]  # a word, and what it means
Find = Callable[[Any, str], Pairs]  # all there is, from Typer's context and what is typed so far
Suggest = Callable[[Any, list[str], str], Pairs]  # as Typer calls it

# Typer's shell scripts put the words through the shell again: a name with any of these is not
# offered.
_UNSAFE = frozenset("\"'`$\\;&|<>()[]{}*?!#~= \t\n\r\u3000")


def _in_bash() -> bool:
    return os.environ.get("_CZ_COMPLETE") == "complete_bash"


def _offer(pairs: Pairs, incomplete: str) -> Pairs:
    """Those that begin as typed and that no shell would run."""
    wanted = incomplete.lower()
    offered = []
    for word, meaning in pairs:
        harmless = word.isprintable() and not _UNSAFE & set(word)
        if harmless and word.lower().startswith(wanted):
            offered.append((word, meaning))
    return offered


def _campaign(ctx: Any, *stems: str) -> Any:
    """The plan as far as these files hold it."""
    from cz.load import load
    from cz.load.folder import find_plan

    asked = ctx.params.get("plan") if ctx is not None else None
    return load(find_plan(asked or os.environ.get("CZ_PLAN")), stems).campaign


def _quietly(find: Find) -> Suggest:
    def suggest(ctx: Any, args: list[str], incomplete: str) -> Pairs:
        try:
            return _offer(find(ctx, incomplete), incomplete)
        except Exception:
            return []

    return suggest


class _Instead(str):
    """A word offered in place of what was typed; Typer drops those that do not begin with it."""

    __slots__ = ()

    def startswith(self, *args: Any) -> bool:
        return True


def _by_name(find: Find) -> Suggest:
    """The same for names with pinyin ids.

    Bash takes any word, so there the last id left gives way to its name. The other shells only
    take words that begin as typed, and show the name beside the id.
    """
    suggest_ids = _quietly(find)

    def suggest(ctx: Any, args: list[str], incomplete: str) -> Pairs:
        offered = suggest_ids(ctx, args, incomplete)
        if not _in_bash() or not _pinyin(incomplete) or len(offered) != 1:
            return offered
        id_, name = offered[0]
        return offered if _UNSAFE & set(name) else [(_Instead(name), id_)]

    return suggest


def _pinyin(incomplete: str) -> bool:
    """Whether letters are typed, not Chinese."""
    return incomplete.isascii() and bool(incomplete)


def _named(records: Iterable[Any], incomplete: str) -> Pairs:
    """By pinyin: the ids, each with its name. By Chinese: the names."""
    if _pinyin(incomplete):
        return [(record.id, record.name) for record in records]
    return [(record.name, record.id) for record in records]


def _owners(ctx: Any, incomplete: str) -> Pairs:
    return _named(_campaign(ctx, "units").owners, incomplete)


def _work_groups(ctx: Any, incomplete: str) -> Pairs:
    return _named(_campaign(ctx, "units").groups, incomplete)


def _titled(*sections: str) -> Find:
    """The ids in these sections, each with its title."""

    def find(ctx: Any, incomplete: str) -> Pairs:
        stems = {"indicators" if section == "indicators" else "tasks" for section in sections}
        campaign = _campaign(ctx, *sorted(stems))
        pairs: Pairs = []
        for section in sections:
            pairs += [(record.id, record.title) for record in getattr(campaign, section)]
        return pairs

    return find


def _fixed(*pairs: tuple[str, str]) -> Find:
    return lambda ctx, incomplete: list(pairs)


def _numbered(section: str) -> Find:
    def find(ctx: Any, incomplete: str) -> Pairs:
        records = getattr(_campaign(ctx, "tasks"), section)
        return [(str(record.number), record.title) for record in records]

    return find


def _query_words(ctx: Any, incomplete: str) -> Pairs:
    """Fields of the query language, and the values of some after ``unit:`` or ``status:``."""
    from cz.query import FIELDS

    field, colon, value = incomplete.partition(":")
    before = f"{field}:"
    broken = _field_before()
    if broken:
        field, before, value = broken, "", incomplete.lstrip(":")
    elif not colon:
        return _offer([(f"{name}:", text) for name, text in FIELDS.items()], incomplete)
    return [(_Instead(before + word), text) for word, text in _values_of(field, ctx, value)]


def _values_of(field: str, ctx: Any, value: str) -> Pairs:
    if field in ("unit", "lead"):
        return units(ctx, [], value)
    if field == "group":
        return groups(ctx, [], value)
    if field == "status":
        return _offer(_statuses(), value)
    return []


def query_words(ctx: Any, args: list[str], incomplete: str) -> Pairs:
    try:
        return _query_words(ctx, incomplete)
    except Exception:
        return []


def _field_before() -> str:
    """The field before the colon, in bash, while its value is being typed; else "".

    Bash breaks ``unit:qjyj`` at the colon into three words.
    """
    words = os.environ.get("COMP_WORDS", "").replace("\n", " ").split(" ")
    current = int(os.environ.get("COMP_CWORD", "0"))
    if not _in_bash() or current < 2 or len(words) <= current - 1:
        return ""
    if words[current - 1] == ":":
        return words[current - 2]
    return words[current - 1] if words[current : current + 1] == [":"] else ""


def _begins_id(section: str, incomplete: str) -> bool:
    """Whether what is typed begins as the ids of this section do."""
    from cz.records.kinds import KINDS

    identifier = KINDS[section].identifier
    return identifier is not None and incomplete.startswith(identifier.prefix)


def _everything(ctx: Any, incomplete: str) -> Pairs:
    ledger: Pairs = []
    if _begins_id("findings", incomplete):
        ledger = _all_findings(ctx, incomplete)
    elif _begins_id("orders", incomplete):
        orders = _campaign(ctx, "supervision").orders
        ledger = [(order.id, order.matter) for order in orders]
    return [
        *ledger,
        *_titled("tasks", "steps", "indicators")(ctx, incomplete),
        *_owners(ctx, incomplete),
        *_work_groups(ctx, incomplete),
    ]


def _work_or_status(ctx: Any, incomplete: str) -> Pairs:
    return [*_titled("tasks", "steps")(ctx, incomplete), *_statuses()]


def _list_kinds() -> Pairs:
    from cz.verbs.list import KINDS

    return list(KINDS.items())


def _statuses() -> Pairs:
    from cz.records import STATUSES

    return list(STATUSES.items())


def _template_names(ctx: Any, incomplete: str) -> Pairs:
    from cz.verbs.report import names

    return list(names(ctx.params.get("plan")).items())


def _unit_classes(ctx: Any, incomplete: str) -> Pairs:
    classes = _campaign(ctx, "supervision").rules.classes
    return [(name, "、".join(unit_kinds)) for name, unit_kinds in classes.items()]


def _all_findings(ctx: Any, incomplete: str) -> Pairs:
    return _told(_campaign(ctx, "findings").findings)


def _unsettled_findings(ctx: Any, incomplete: str) -> Pairs:
    findings = _campaign(ctx, "findings").findings
    return _told(finding for finding in findings if not (finding.rectified or finding.verified))


def _told(findings: Iterable[Any]) -> Pairs:
    return [(finding.id, f"{finding.spot} {finding.problem}".strip()) for finding in findings]


def _spot_types(ctx: Any, incomplete: str) -> Pairs:
    """The most frequent first."""
    campaign = _campaign(ctx, "findings")
    inspected = (*campaign.findings, *campaign.visits)
    counts = Counter(record.type for record in inspected if record.type)
    return [(name, f"{count} 处") for name, count in counts.most_common()]


def _spots(ctx: Any, incomplete: str) -> Pairs:
    return [(spot.name, spot.unit) for spot in _campaign(ctx, "spots").spots]


def _rounds(ctx: Any, incomplete: str) -> Pairs:
    return [(one.id, one.title) for one in _campaign(ctx, "assessments").rounds]


def _meetings(ctx: Any, incomplete: str) -> Pairs:
    return [(each.id, each.title) for each in _campaign(ctx, "meetings").meetings]


def _meeting_kinds(ctx: Any, incomplete: str) -> Pairs:
    held = [each.kind for each in _campaign(ctx, "meetings").meetings]
    return [(kind, "") for kind in dict.fromkeys((*held, "例会", "推进会", "培训"))]


def _conditions(ctx: Any, incomplete: str) -> Pairs:
    return [(each.id, each.title) for each in _campaign(ctx, "indicators").conditions]


def _surveys(ctx: Any, incomplete: str) -> Pairs:
    return [(each.id, each.title) for each in _campaign(ctx, "surveys").surveys]


def _questions(ctx: Any, incomplete: str) -> Pairs:
    return [(each.id, each.text) for each in _campaign(ctx, "surveys").questions]


def _open_agreed(ctx: Any, incomplete: str) -> Pairs:
    agreed = _campaign(ctx, "meetings").agreed
    return [(item.id, item.matter) for item in agreed if item.done is None]


def _finding_states(ctx: Any, incomplete: str) -> Pairs:
    from cz.supervise.state import STATES

    states = {**STATES, "overdue": "逾期"}
    if _pinyin(incomplete):
        return list(states.items())
    return [(word, state) for state, word in states.items()]


def _finding_sorts(ctx: Any, incomplete: str) -> Pairs:
    from cz.verbs.finding.list import SORTS

    return [(name, title) for name, (title, _) in SORTS.items()]


def _table_sorts(ctx: Any, incomplete: str) -> Pairs:
    from cz.taking.headings import SORTS

    return list(SORTS.items())


def _provable(ctx: Any, incomplete: str) -> Pairs:
    """What evidence can be for."""
    if _begins_id("findings", incomplete):
        return _all_findings(ctx, incomplete)
    return _titled("indicators", "tasks", "steps")(ctx, incomplete)


def _pieces(ctx: Any, incomplete: str) -> Pairs:
    pieces = _campaign(ctx, "evidence").evidence
    return [(piece.id, piece.caption or piece.file) for piece in pieces]


def _evidence_kinds(ctx: Any, incomplete: str) -> Pairs:
    from cz.records import EVIDENCE_KINDS

    return [(kind, "") for kind in EVIDENCE_KINDS]


def _unit_kinds(ctx: Any, incomplete: str) -> Pairs:
    from cz.records import UNIT_KINDS

    return [(kind, "") for kind in UNIT_KINDS]


def _people(ctx: Any, incomplete: str) -> Pairs:
    campaign = _campaign(ctx, "tasks", "units", "people")
    names = dict.fromkeys(person.name for person in campaign.people)
    people = [] if _pinyin(incomplete) else [(name, "") for name in names]
    return [*_places_of_people(ctx, incomplete), *people]


def _places_of_people(ctx: Any, incomplete: str) -> Pairs:
    from cz.records import HEADQUARTERS, OFFICE

    bodies = [] if _pinyin(incomplete) else [(HEADQUARTERS, ""), (OFFICE, "")]
    return [*bodies, *_work_groups(ctx, incomplete), *_owners(ctx, incomplete)]


def _roles(ctx: Any, incomplete: str) -> Pairs:
    from cz.roster import CLERK, CONTACT, LEADER, MEMBER

    said = (person.role for person in _campaign(ctx, "tasks", "people").people)
    return [(role, "") for role in dict.fromkeys((LEADER, CONTACT, CLERK, MEMBER, *said))]


def _systems(ctx: Any, incomplete: str) -> Pairs:
    return [(system.name, system.title) for system in _campaign(ctx, "indicators").systems]


units = _by_name(_owners)
people = _by_name(_people)
places_of_people = _by_name(_places_of_people)
roles = _quietly(_roles)
groups = _by_name(_work_groups)
units_or_groups = _by_name(
    lambda ctx, incomplete: [*_owners(ctx, incomplete), *_work_groups(ctx, incomplete)]
)
phases = _quietly(_numbered("phases"))
chapters = _quietly(_numbered("chapters"))
work = _quietly(_titled("tasks", "steps"))
findings = _quietly(_all_findings)
open_findings = _quietly(_unsettled_findings)
spot_types = _quietly(_spot_types)
spots = _quietly(_spots)
rounds = _quietly(_rounds)
meetings = _quietly(_meetings)
meeting_kinds = _quietly(_meeting_kinds)
open_agreed = _quietly(_open_agreed)
surveys = _quietly(_surveys)
conditions = _quietly(_conditions)
condition_kinds = _quietly(_fixed(("前置条件", ""), ("负面清单", "")))
questions = _quietly(_questions)
finding_states = _quietly(_finding_states)
gap_levels = _quietly(
    _fixed(
        ("1", "一票否决"),
        ("2", "自相矛盾"),
        ("3", "丢分"),
        ("4", "没有依据"),
        ("5", "要抬"),
        ("6", "事务"),
    )
)
finding_sorts = _quietly(_finding_sorts)
provable = _quietly(_provable)
pieces = _quietly(_pieces)
piece_states = _quietly(_fixed(("待审", ""), ("通过", ""), ("退回", ""), ("待抽查", "")))
evidence_kinds = _quietly(_evidence_kinds)
unit_kinds = _quietly(_unit_kinds)
table_sorts = _quietly(_table_sorts)
origins = _quietly(_fixed(("plan", "方案原文"), ("proposed", "拟的")))
work_or_status = _quietly(_work_or_status)
indicators = _quietly(_titled("indicators"))
everything = _quietly(_everything)
statuses = _quietly(lambda ctx, incomplete: _statuses())
ratings = _quietly(_fixed(("A", "A类"), ("B", "B类"), ("C", "C类")))
kinds = _quietly(lambda ctx, incomplete: _list_kinds())
problem_groupings = _quietly(_fixed(("unit", "按单位"), ("type", "按点位类型")))
groupings = _quietly(_fixed(("unit", "按单位"), ("chapter", "按板块")))
unit_classes = _quietly(_unit_classes)
systems = _quietly(_systems)
templates = _quietly(_template_names)
