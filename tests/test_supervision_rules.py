"""Every rule that a unit could dispute, held to the example that docs/supervision.md gives of it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from random import Random

import pytest
import yaml

from cz.load import load_sources
from cz.records import Campaign
from cz.records.kinds import FILES
from cz.source import Source
from cz.supervise.ranking import in_period, left_off, ranking, tally
from cz.supervise.state import STATES
from cz.verbs.order.draft import draft
from tests.plans import PLAN
from tests.running import ROOT

DOC = (ROOT / "docs" / "supervision.md").read_text(encoding="utf-8")
UNITS = "units:\n  - {id: lxz, name: 柳溪镇, kind: 乡镇}\n  - {id: dhz, name: 东河镇, kind: 乡镇}\n"
STEM = {kind.section: stem for stem, kinds in FILES.items() for kind in kinds}
FIRST, LAST = date(2026, 6, 1), date(2026, 7, 31)


def examples() -> list[tuple[str, str, list[list[str]]]]:
    """(heading, the data, the rows of the table below it) of each example of the document."""
    found = []
    for heading, body in re.findall(r"^### ([0-9]+\. .*?)\n(.*?)(?=^##|\Z)", DOC, re.M | re.S):
        for text, table in re.findall(r"```yaml\n(.*?)```\n\n((?:\|[^\n]*\n)+)", body, re.S):
            rows = [
                [cell.strip() for cell in line.strip("|\n ").split("|")]
                for line in table.splitlines()
            ]
            found.append((heading, text, [rows[0], *rows[2:]]))
    return found


def campaign(text: str) -> Campaign:
    """The sections of an example, each in its file; the test's own units where it names none."""
    texts: dict[str, str] = {"tasks": PLAN, "units": "", "indicators": ""}
    for section in re.split(r"^(?=\w)", text, flags=re.M):
        if section.strip():
            stem = STEM[section.partition(":")[0]]
            texts[stem] = texts.get(stem, "") + section
    texts["units"] = texts["units"] or UNITS
    loaded = load_sources(
        "", {stem: Source(f"data/{stem}.yaml", one) for stem, one in texts.items() if one}
    )
    assert loaded.problems == ()
    return loaded.campaign


def test_there_is_an_example_of_every_rule_with_a_number() -> None:
    numbered = re.findall(r"^### ([0-9]+)\.", DOC, re.M)
    assert numbered == [str(number) for number in range(1, 15)]
    assert {heading.partition(".")[0] for heading, _, _ in examples()} == set(numbered) - {"12"}


@pytest.mark.parametrize(
    "heading, text, rows", examples(), ids=[heading for heading, _, _ in examples()]
)
def test_the_example_comes_out_as_told(heading: str, text: str, rows: list[list[str]]) -> None:
    found = campaign(text)
    head, *told = rows
    if head[0] == "截至":
        for row in told:
            day = date.fromisoformat(row[0])
            stands = in_period(found, FIRST, LAST, day)
            count = tally(stands)
            figures = (count.handed, count.in_time, count.late, count.open, count.verified)
            assert [STATES[stands[0].state], *map(str, figures)] == row[1:], row
    elif head[0] == "单位":
        ranked = ranking(found, FIRST, LAST, date(2026, 7, 10))
        lines = [line for group in ranked.classes for line in group.lines]
        told_of = {
            "单位": lambda line: line.unit,
            "名次": lambda line: str(line.rank),
            "交办": lambda line: str(line.tally.handed),
            "按时整改": lambda line: str(line.tally.in_time),
            "末位": lambda line: "是" if line.last else "否",
            "连续末位": lambda line: str(line.running),
            "榜": lambda line: line.listed or "不上榜",
        }
        assert [[told_of[title](line) for title in head] for line in lines] == told
    else:
        for day_, about, color in told:
            assert draft(found, about, date.fromisoformat(day_)).order.color == color


def test_the_defaults_are_those_of_the_document() -> None:
    text = re.search(r"```yaml\n(rules:.*?)```", DOC, re.S)
    assert text
    given = yaml.safe_load(text[1])["rules"]
    rules = Campaign("", {}, plan=None).rules  # type: ignore[arg-type]
    assert given == {
        **{
            name: getattr(rules, name)
            for name in ("days", "order_days", "quiet", "red", "black", "source")
        },
        "colors": list(rules.colors),
        "consequences": list(rules.consequences),
        "classes": {name: list(kinds) for name, kinds in rules.classes.items()},
    }


def test_the_merged_unit_starts_afresh() -> None:
    """Rule 8: two units of one bulletin are one now; its row of last places does not go on."""
    found = campaign(
        "units:\n  - {id: xin, name: 新镇, kind: 乡镇, former: [甲镇], merged: [乙镇]}\n"
        "  - {id: dhz, name: 东河镇, kind: 乡镇}\n"
        "findings:\n"
        "  - {id: f260701-1, date: 2026-07-01, unit: 甲镇, problem: 一, due: 2026-07-08}\n"
        "  - {id: f260701-2, date: 2026-07-01, unit: 乙镇, problem: 二, due: 2026-07-08}\n"
        "  - {id: f260701-3, date: 2026-07-01, unit: 东河镇, problem: 三, due: 2026-07-08,"
        " rectified: 2026-07-02}\n"
        "bulletins:\n  - id: t2026-1\n    start: 2026-05-01\n    end: 2026-05-10\n"
        "    as_of: 2026-05-20\n    ranking:\n"
        "      - {kind: 乡镇, rank: 1, unit: 甲镇, handed: 2, in_time: 2}\n"
        "      - {kind: 乡镇, rank: 2, unit: 乙镇, handed: 2, in_time: 1, last: true}\n"
    )
    (kind,) = (one for one in ranking(found, FIRST, LAST, date(2026, 7, 10)).classes if one.lines)
    assert [(one.unit, one.tally.handed, one.last, one.running) for one in kind.lines] == [
        ("东河镇", 1, False, 0),
        ("新镇", 2, True, 1),
    ]


def test_a_unit_renamed_twice_goes_on() -> None:
    """Rule 8: two former names are no merger; its row of last places runs through all three."""
    bulletins = "".join(
        f"  - id: t2026-{number}\n    start: 2026-0{number}-01\n    end: 2026-0{number}-10\n"
        f"    as_of: 2026-0{number}-20\n    ranking:\n"
        "      - {kind: 乡镇, rank: 1, unit: 东河镇, handed: 2, in_time: 2}\n"
        f"      - {{kind: 乡镇, rank: 2, unit: {name}, handed: 2, in_time: 1, last: true}}\n"
        for number, name in ((4, "柳树乡"), (5, "柳溪乡"))
    )
    found = campaign(
        "units:\n  - {id: lxz, name: 柳溪镇, kind: 乡镇, former: [柳树乡, 柳溪乡]}\n"
        "  - {id: dhz, name: 东河镇, kind: 乡镇}\n"
        "findings:\n"
        "  - {id: f260701-1, date: 2026-07-01, unit: 柳溪镇, problem: 一, due: 2026-07-08}\n"
        "  - {id: f260701-2, date: 2026-07-01, unit: 东河镇, problem: 二, due: 2026-07-08,"
        " rectified: 2026-07-02}\n"
        f"bulletins:\n{bulletins}"
    )
    (kind,) = (one for one in ranking(found, FIRST, LAST, date(2026, 7, 10)).classes if one.lines)
    assert [(one.unit, one.running) for one in kind.lines] == [("东河镇", 0), ("柳溪镇", 3)]


@pytest.mark.parametrize("seed", range(200))
def test_no_list_holds_more_than_half_and_no_unit_is_on_both(seed: int) -> None:
    """Rule 9, whatever ties there are: the rule as printed, applied by hand."""
    rnd = Random(seed)
    names = [f"第{number}镇" for number in range(rnd.randint(1, 7))]
    units = "".join(
        f"  - {{id: z{number}, name: {name}, kind: 乡镇}}\n" for number, name in enumerate(names)
    )
    lines, rows = [], {}
    for name in names:
        handed = rnd.randint(1, 3)
        in_time = rnd.randint(0, handed)
        rows[name] = Fraction(in_time, handed)
        for number in range(handed):
            done = ", rectified: 2026-07-02" if number < in_time else ""
            lines.append(
                f"  - {{id: f260701-{len(lines) + 1}, date: 2026-07-01, unit: {name},"
                f" problem: 一, due: 2026-07-08{done}}}\n"
            )
    red, black = rnd.randint(0, 5), rnd.randint(0, 5)
    found = campaign(
        f"units:\n{units}findings:\n{''.join(lines)}rules:\n  red: {red}\n  black: {black}\n"
    )
    ranked = ranking(found, FIRST, LAST, date(2026, 7, 10))
    listed = {line.unit: line.listed for group in ranked.classes for line in group.lines}
    for name, rate in rows.items():
        down_to = sum(other >= rate for other in rows.values())
        up_to = sum(other <= rate for other in rows.values())
        place = 1 + sum(other > rate for other in rows.values())
        from_below = 1 + sum(other < rate for other in rows.values())
        on_red = place <= red and 2 * down_to <= len(names) and rate > 0
        on_black = from_below <= black and 2 * up_to <= len(names) and rate < 1
        assert not (on_red and on_black)
        assert listed[name] == ("红榜" if on_red else "黑榜" if on_black else "")
    if found.rules.red > 1 and len(names) > 1:
        for group in ranked.classes:
            for tie in left_off(group, found.rules):
                tied = [line for line in group.lines if line.rank == tie.rank]
                assert len(tied) == tie.sharing > 1
                assert not any(line.listed for line in tied)
                assert 2 * tie.held > tie.size == len(group.lines)
    for word in ("红榜", "黑榜"):
        assert 2 * list(listed.values()).count(word) <= len(names)
