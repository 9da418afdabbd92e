"""Any two branches of any plan.

Merging the texts is merging the values, and keeps what people wrote around them.

The reference is a merge of plain dictionaries that knows nothing of text. The plans come from two
generators: offices that keep to the house's style, with comments whose places are known; and the
wild YAML of tests/plans.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from plans import CHANCE, tree_of, yaml_text
from test_edit_any import some_change, some_record

from cz.edit import edit
from cz.problem import Refusal
from cz.review.merge import Merged, merge
from cz.tree import Map, Seq

# --- the reference --------------------------------------------------------------------------------
# ----------------------

NAMED = {"phases": "number", "chapters": "number"}
KNOWN = ("phases", "chapters", "tasks", "steps", "units", "indicators")


def facts(value: Any, name: str = "") -> Any:
    """A parsed value as dictionaries and texts only.

    A list's items under their id, or under themselves and a count.
    """
    if isinstance(value, Map):
        return {key: facts(child, NAMED.get(key, "id")) for key, child in value.items()}
    if not isinstance(value, Seq):
        return value
    found: dict[str, Any] = {"[]": ""}
    for item in value:
        key = (
            item[name]
            if isinstance(item, Map) and name and isinstance(item.get(name), str)
            else "?" + json.dumps(item, sort_keys=True)
        )
        count = 1
        while f"{key} {count}" in found:
            count += 1
        found[f"{key} {count}"] = facts(item)
    return found


class Clash(NamedTuple):
    way: tuple[str, ...]
    ours: Any
    theirs: Any


def reference(
    base: Any, ours: Any, theirs: Any, side: str, clashes: list[Clash], way: tuple[str, ...] = ()
) -> Any:
    """What the three come to, ``side`` winning where both changed the same thing."""
    if ours == theirs:
        return ours
    if base == ours:
        return theirs
    if base == theirs:
        return ours
    if (
        isinstance(ours, dict | str)
        and isinstance(theirs, dict | str)
        and not (len(way) == 1 and nameless(way[0], base, ours, theirs))
    ):
        sides = [value for value in (ours, theirs) if value != ""]
        if (
            all(isinstance(value, dict) for value in sides)
            and len({"[]" in value for value in sides}) == 1
        ):
            olds = base if isinstance(base, dict) and ("[]" in base) == ("[]" in sides[0]) else {}
            mine, yours = ({} if value == "" else value for value in (ours, theirs))
            keys = [*mine, *(key for key in yours if key not in mine)]
            made = {
                key: reference(
                    olds.get(key), mine.get(key), yours.get(key), side, clashes, (*way, key)
                )
                for key in keys
            }
            return {key: value for key, value in made.items() if value is not None}
    clashes.append(Clash(way, ours, theirs))
    return ours if side == "ours" else theirs


def nameless(section: str, *three: Any) -> bool:
    """Whether a section holds records without a name, so that nobody can say which is which."""
    lists = [value if isinstance(value, dict) and "[]" in value else {} for value in three]
    found = [{key for key in value if key.startswith("?{")} for value in lists]
    if section in KNOWN:
        return found[0] not in found[1:] and found[1] != found[2]
    return any(found) or (
        any("id" in child for value in lists for child in value.values())
        and any("id" not in child for value in lists for key, child in value.items() if key != "[]")
    )


def bare(value: Any) -> Any:
    """Without what holds nothing; of equal items only how many there are."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, child in value.items():
        if key.startswith("?"):
            stem = key.rpartition(" ")[0]
            found[stem] = found.get(stem, 0) + 1
        elif key != "[]" and bare(child):
            found[key] = bare(child)
    return found


def resolved(text: str, side: str) -> str:
    """As someone would settle every conflict who always takes one side."""
    found, state = [], ""
    for line in text.splitlines(keepends=True):
        if re.match(r"<{7} ", line):
            state = "ours"
        elif re.match(r"={7}\r?$", line) and state:
            state = "theirs"
        elif re.match(r">{7} ", line) and state:
            state = ""
        elif state in ("", side):
            found.append(line)
    return "".join(found)


def said(text: str) -> Any:
    if not re.search(r"^[^#\s]", text, re.M):
        return {}
    tree = tree_of(text)
    assert tree.whole, text
    assert not tree.problems, (tree.problems, text)
    return facts(tree.root)


def hold(base: str, ours: str, theirs: str) -> Merged | None:
    """Merge and hold the text against the reference."""
    found = merge(base, ours, theirs)
    if found is None:
        return None
    clashes: list[Clash] = []
    values = [said(text) for text in (base, ours, theirs)]
    for side in ("ours", "theirs"):
        wanted = reference(*values, side, clashes if side == "ours" else [])
        assert bare(said(resolved(found.text, side))) == bare(wanted)
    assert len(found.conflicts) == len(clashes)
    assert ("<<<<<<< 我方" in found.text) == bool(clashes)
    if all(map(_each_once, (base, ours, theirs))):
        assert all(_each_once(resolved(found.text, side)) for side in ("ours", "theirs"))
    return found


def _each_once(text: str) -> bool:
    """Whether no id is there twice, as one may be that was typed by hand."""
    return len(names(text)) == len(set(names(text)))


def names(text: str) -> list[str]:
    tasks = tree_of(text).root.get("tasks") or ()
    return (
        [str(item["id"]) for item in tasks if isinstance(item, Map) and "id" in item]
        if isinstance(tasks, Seq)
        else []
    )


# --- an office that keeps to the house's style
# --------------------------------------------------------------------------

WORDS = (
    "区教育局",
    "区委宣传部",
    "东河镇",
    "区公安局",
    "团区委",
    "甲: 乙",
    "说 #1",
    "2026-06-30",
    "1-10",
    "no",
    "好, 的",
    "“引”",
)
UNITS = ("区教育局", "区委宣传部", "东河镇", "区公安局", "团区委", "西河镇")
DATES = ("2026-06-30", "2026-07-31", "2026-09-30")
STATES = ("todo", "doing", "blocked", "done", "verified")


class Field:
    """``value``.

    Text, a mapping of mappings (progress), a mapping (ratings), or a list of texts or mappings.
    """

    def __init__(self, value: Any, style: str = "") -> None:
        self.value, self.style = value, style
        self.above: list[str] = []
        self.tail = ""


class Record:
    def __init__(self, fields: dict[str, Field]) -> None:
        self.fields = fields
        self.above: list[str] = []
        self.blank = False


class Office:
    """A file as someone keeps it.

    The text follows from it, and so do the places of its comments.
    """

    def __init__(self) -> None:
        self.head = ["# 头一", "# 头二"]
        self.sections: dict[str, list[Record]] = {}
        self.above: dict[str, list[str]] = {}
        self.newline, self.last, self.indent = "\n", True, 2

    def text(self) -> str:
        out = [*self.head, ""]
        for name, records in self.sections.items():
            out += [*self.above.get(name, []), f"{name}:"]
            single = name == "plan"
            pad = " " * (2 if single else self.indent + 2)
            for record in records:
                out += [""] if record.blank else []
                out += [" " * self.indent + line for line in record.above]
                begin = len(out)
                first = True
                for key, field in record.fields.items():
                    if not first or single:
                        out += [pad + line for line in field.above]
                    first = False
                    out += [pad + line if line else line for line in shown(key, field)]
                if not single:
                    out[begin] = " " * self.indent + "- " + out[begin][len(pad) :]
            out.append("")
        text = self.newline.join(out)
        return text if self.last else text.removesuffix(self.newline)

    def places(self) -> dict[str, tuple[str, ...]]:
        """Every comment and the way to what it stands at."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(self.head, ())
        for name, records in self.sections.items():
            found |= dict.fromkeys(self.above.get(name, []), (name,))
            for record in records:
                way = (name,) if name == "plan" else (name, record_id(record) + " 1")
                found |= dict.fromkeys(record.above, way)
                for number, (key, field) in enumerate(record.fields.items()):
                    if number or name == "plan":
                        found |= dict.fromkeys(field.above, (*way, key))
                    if field.tail:
                        found[field.tail] = (*way, key)
        return found


def record_id(record: Record) -> str:
    return str(record.fields["id" if "id" in record.fields else "number"].value)


def quoted(text: str, style: str) -> str:
    from cz.edit.words import scalar

    return (
        "'" + text.replace("'", "''") + "'" if style == "'" else scalar(text, flow=style == "flow")
    )


def braces(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {braces(child)}" for key, child in value.items()) + "}"
    return quoted(value, "flow")


def shown(key: str, field: Field) -> list[str]:
    tail = f"   {field.tail}" if field.tail else ""
    value = field.value
    if isinstance(value, str):
        return [f"{key}: {quoted(value, field.style)}{tail}"]
    if not value:
        return [f"{key}: {'{}' if isinstance(value, dict) else '[]'}{tail}"]
    if isinstance(value, list):
        if field.style == "flow":
            return [f"{key}: [{', '.join(map(braces, value))}]{tail}"]
        lead = "" if field.style == "flush" else "  "
        return [
            f"{key}:{tail}",
            *(
                f"{lead}- {braces(item) if isinstance(item, dict) else quoted(item, '')}"
                for item in value
            ),
        ]
    if field.style == "flow":
        return [f"{key}: {braces(value)}{tail}"]
    if field.style == "deep" and all(isinstance(child, dict) and child for child in value.values()):
        inner = [
            [f"  {name}:", *(f"    {step}: {quoted(one, '')}" for step, one in child.items())]
            for name, child in value.items()
        ]
        return [f"{key}:{tail}", *(line for lines in inner for line in lines)]
    return [
        f"{key}:{tail}",
        *(
            f"  {name}: {braces(child) if isinstance(child, dict) else quoted(child, '')}"
            for name, child in value.items()
        ),
    ]


class Hand:
    """One person editing. Comments are numbered, so that each is one of a kind."""

    def __init__(self, rnd: Random, who: str) -> None:
        self.rnd, self.who, self.count = rnd, who, 0

    def comment(self) -> str:
        self.count += 1
        return f"# {self.who}{self.count}注"

    def progress(self) -> dict[str, Any]:
        return {
            str(phase): self.entry() for phase in self.rnd.sample((1, 2, 3), self.rnd.randint(1, 2))
        }

    def entry(self) -> dict[str, str]:
        found = {"status": self.rnd.choice(STATES), "due": self.rnd.choice(DATES)}
        if self.rnd.random() < 0.3:
            del found[self.rnd.choice(list(found))]
        return found

    def update(self) -> dict[str, str]:
        return {"date": self.rnd.choice(DATES), "phase": "1", "note": self.rnd.choice(WORDS)}

    def field(self, key: str) -> Field:
        rnd = self.rnd
        if key in ("units", "members"):
            return Field(
                rnd.sample(UNITS, rnd.randint(1, 4)), rnd.choice(("", "", "flow", "flush"))
            )
        if key == "updates":
            return Field(
                [self.update() for _ in range(rnd.randint(1, 2))], rnd.choice(("", "", "", "flow"))
            )
        if key == "progress":
            return Field(self.progress(), rnd.choice(("", "", "flow", "deep")))
        if key == "ratings":
            return Field(
                {str(phase): rnd.choice("ABC") for phase in rnd.sample((1, 2, 3), 2)},
                rnd.choice(("", "flow")),
            )
        return Field(rnd.choice(WORDS), rnd.choice(("", "", "'")))

    def record(self, section: str, name: str) -> Record:
        key = "number" if section in NAMED else "id"
        fields = {key: Field(name), "title": self.field("title")}
        extra = {
            "tasks": ("lead", "units", "progress", "updates", "text"),
            "indicators": ("unit", "ratings"),
            "phases": ("goal",),
        }
        for field in self.rnd.sample(extra[section], self.rnd.randint(0, len(extra[section]))):
            fields[field] = self.field(field)
        made = Record(fields)
        made.above = [self.comment()] if self.rnd.random() < 0.3 else []
        made.blank = self.rnd.random() < 0.2
        for one in fields.values():
            one.tail = self.comment() if self.rnd.random() < 0.15 else ""
        return made

    def office(self) -> Office:
        made = Office()
        rnd = self.rnd
        made.sections["plan"] = [
            Record(
                {
                    "title": Field("方案"),
                    "phase": Field("1"),
                    "counts": Field({"blocks": "3", "standards": "188"}),
                }
            )
        ]
        made.sections["phases"] = [
            self.record("phases", str(number)) for number in range(1, rnd.randint(2, 4))
        ]
        made.sections["tasks"] = [
            self.record("tasks", f"1-{number}") for number in range(1, rnd.randint(2, 6))
        ]
        if rnd.random() < 0.5:
            made.sections["indicators"] = [
                self.record("indicators", f"i1-{number}") for number in range(1, 4)
            ]
        for name in made.sections:
            made.above[name] = [self.comment()] if rnd.random() < 0.5 else []
        made.newline = rnd.choice(("\n", "\n", "\n", "\r\n"))
        made.last = rnd.random() < 0.9
        made.indent = rnd.choice((2, 2, 2, 0))
        return made

    def edit(self, office: Office) -> None:
        """One thing someone does to a file."""
        rnd = self.rnd
        names = [name for name in office.sections if name != "plan"]
        section = rnd.choice([*names, "tasks", "tasks"]) if names else ""
        records = office.sections.get(section, [])
        kind = rnd.randrange(14)
        if kind == 0 and section:
            pool = {"tasks": "1-{}", "phases": "{}", "indicators": "i1-{}"}[section]
            name = pool.format(rnd.randint(1, 9))
            if name not in map(record_id, records):
                office.sections.setdefault(section, [])
                office.sections[section].insert(
                    rnd.choice((len(records), rnd.randint(0, len(records)))),
                    self.record(section, name),
                )
            return
        if kind == 1 and rnd.random() < 0.1 and len(office.sections) > 1:
            office.sections.pop(rnd.choice(list(office.sections)))
            return
        if kind == 2:
            office.head.insert(rnd.randint(0, len(office.head)), self.comment())
            return
        if kind == 3 and rnd.random() < 0.3:
            setattr(
                office,
                *rnd.choice(
                    (("newline", "\r\n"), ("last", not office.last), ("indent", 2 - office.indent))
                ),
            )
            return
        if kind == 4 and "plan" in office.sections:
            field = office.sections["plan"][0].fields[rnd.choice(("title", "phase", "counts"))]
            field.value = (
                {**field.value, rnd.choice(("blocks", "projects")): rnd.choice("345")}
                if isinstance(field.value, dict)
                else rnd.choice("123")
            )
            return
        if not records:
            return
        record = rnd.choice(records)
        if kind == 5 and rnd.random() < 0.6:
            records.remove(record)
        elif kind == 6:
            records.remove(record)
            records.insert(rnd.randint(0, len(records)), record)
        elif kind == 7:
            record.above = rnd.choice(([*record.above, self.comment()], [self.comment()], []))
        else:
            self.change(section, record)

    def change(self, section: str, record: Record) -> None:
        rnd = self.rnd
        extra = {
            "tasks": ("title", "lead", "units", "progress", "updates", "text"),
            "indicators": ("title", "unit", "ratings"),
            "phases": ("title", "goal"),
        }
        key = rnd.choice(extra[section])
        field = record.fields.get(key)
        kind = rnd.randrange(8)
        if field is None:
            record.fields[key] = self.field(key)
        elif kind == 0 and key != "title":
            del record.fields[key]
        elif kind == 1:
            field.style = rnd.choice(
                ("", "'")
                if isinstance(field.value, str)
                else ("", "flow", "deep" if key == "progress" else "flush")
            )
        elif kind == 2:
            field.tail = self.comment() if rnd.random() < 0.7 else ""
        elif kind == 3:
            field.above = [self.comment()]
        elif isinstance(field.value, str):
            field.value = rnd.choice(WORDS)
        elif isinstance(field.value, list):
            items = field.value
            if items and rnd.random() < 0.4:
                items.pop(rnd.randrange(len(items)))
            else:
                item: Any = rnd.choice(UNITS) if key == "units" else self.update()
                if item not in items or key == "updates":
                    items.insert(rnd.choice((len(items), rnd.randint(0, len(items)))), item)
        else:
            phase = rnd.choice("123")
            if rnd.random() < 0.15:
                field.value.pop(phase, None)
            elif key == "ratings":
                field.value[phase] = rnd.choice("ABC")
            elif phase in field.value:
                key, values = rnd.choice((("status", STATES), ("due", DATES)))
                field.value[phase][key] = rnd.choice(values)
            else:
                field.value[phase] = self.entry()


def branches(rnd: Random) -> tuple[Office, Office, Office]:
    base = Hand(rnd, "原").office()
    sides = []
    for who in ("我", "对"):
        office, hand = deepcopy(base), Hand(rnd, who)
        for _ in range(rnd.choice((1, 2, 4, 10, 50))):
            hand.edit(office)
        sides.append(office)
    return base, sides[0], sides[1]


def try_one(rnd: Random) -> Merged:
    base, ours, theirs = branches(rnd)
    texts = base.text(), ours.text(), theirs.text()
    found = hold(*texts)
    assert found is not None
    assert_comments(base, ours, theirs, found)
    return found


def assert_comments(base: Office, ours: Office, theirs: Office, found: Merged) -> None:
    """What one side wrote, or both left, is there as long as what it is about is there."""
    was, my, your = base.places(), ours.places(), theirs.places()
    values = [bare(said(resolved(found.text, side))) for side in ("ours", "theirs")]
    for comment in my.keys() | your.keys():
        kept = (comment in my and comment in your) if comment in was else True
        way = (my if comment in my else your)[comment]
        if kept and all(is_there(value, way) for value in values):
            count = len(re.findall(re.escape(comment) + "(?=\r?$|   #)", found.text, re.M))
            assert count >= 1, comment


def is_there(value: Any, way: tuple[str, ...]) -> bool:
    for step in way:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


ANY = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(ANY, max_examples=120)
@given(CHANCE)
def test_two_branches_of_an_office_merge_as_their_values_do(rnd: Random) -> None:
    try_one(rnd)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_many_more_branches(part: int, request: pytest.FixtureRequest) -> None:
    if "soak" not in request.config.option.markexpr:
        pytest.skip("only with -m soak")
    for seed in range(part * 1000, part * 1000 + 1000):
        try_one(Random(seed))


@settings(ANY, max_examples=100)
@given(CHANCE)
def test_what_only_one_side_changed_is_its_text(rnd: Random) -> None:
    base, ours, _ = (office.text() for office in branches(rnd))
    for three in ((base, ours, base), (base, base, ours), (base, ours, ours)):
        assert merge(*three) == Merged(ours, ())


# --- anyone's YAML --------------------------------------------------------------------------------
# ------------------------


def wild_branch(rnd: Random, text: str) -> str:
    """A text after a few changes by cz and lines of comments and space put in by hand."""
    for _ in range(rnd.choice((1, 2, 5))):
        tree = tree_of(text)
        record = some_record(rnd, tree)
        if record is not None and rnd.random() < 0.7:
            try:
                text = edit(tree, [some_change(rnd, record)])[0].source.text
            except (Refusal, AttributeError):  # a change to a field of what is a list
                continue
        else:
            lines = text.split("\n")
            lines.insert(
                rnd.randrange(len(lines)),
                rnd.choice(("# 注", "", "    # 里", "  - id: 1-9", "tasks2: 1")),
            )
            fresh = tree_of("\n".join(lines))
            text = fresh.source.text if fresh.whole and not fresh.problems else text
    return text


def try_wild(rnd: Random) -> str:
    base = yaml_text(rnd)
    tree = tree_of(base)
    if not tree.whole or tree.problems:
        return "none"
    found = hold(base, wild_branch(rnd, base), wild_branch(rnd, base))
    return "refused" if found is None else "conflict" if found.conflicts else "merged"


@settings(ANY, max_examples=120)
@given(CHANCE)
def test_anyones_yaml_merges_as_its_values_do_or_not_at_all(rnd: Random) -> None:
    try_wild(rnd)


def test_most_are_merged_and_few_refused() -> None:
    ends = [try_wild(Random(seed)) for seed in range(120)]
    assert ends.count("merged") > 36
    assert ends.count("refused") < ends.count("merged") / 10


def test_conflicts_do_occur_and_are_not_the_rule() -> None:
    """Else the property above would be kept by never meeting one."""
    counts = [len(try_one(Random(seed)).conflicts) for seed in range(50)]
    assert 5 < sum(map(bool, counts)) < 45


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\n\n", 1).replace("title", "titel", 1),
        lambda text: re.sub(r"^  - id: 1-1\n", "  - id: 1-99\n", text, flags=re.M),
    ],
)
def test_the_check_can_fail(spoil: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    base = "tasks:\n  - id: 1-1\n    title: 甲\n    lead: 乙\n"
    three = (base, base.replace("甲", "丙"), base.replace("乙", "丁"))
    assert hold(*three)
    good = merge(*three)
    assert good
    monkeypatch.setattr("test_merge_any.merge", lambda *_: good._replace(text=spoil(good.text)))
    with pytest.raises(AssertionError):
        hold(*three)
