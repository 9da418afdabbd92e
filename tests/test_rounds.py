"""Mock assessments: spots drawn by a seed, rates from the ledger, the error with them."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from cz.load import load_sources
from cz.records import (
    Campaign,
    Finding,
    Indicator,
    Plan,
    Project,
    Round,
    Rules,
    Skipped,
    Spot,
    SpotType,
    Unit,
)
from cz.records.fields import inner
from cz.records.judge import Judge, judged
from cz.records.supervision import Scoring
from cz.rounds.drawing import draw
from cz.rounds.observed import observed
from cz.rounds.rates import scored
from cz.rounds.redrawn import between, redrawn
from cz.rounds.words import NO_RATE, against_words, plain, rule_words, score
from cz.source import Source
from cz.tree import Map
from cz.verbs.round.show import story
from tests import recount_rounds as recount
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, git, repository

DAY = date(2026, 7, 15)


def documented(name: str) -> list[list[str]]:
    page = (ROOT / "docs" / "rounds.md").read_text(encoding="utf-8")
    table = page.partition(f"<!-- rules: {name} -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


class Place(NamedTuple):
    """``marks`` by standard: 甲√√×—."""

    unit: str
    marks: str


def small(places: list[Place], rules: Rules = Rules()) -> Campaign:  # noqa: B008 - frozen
    """A plan with a round of four spots in every place; the second standard weighs thrice."""
    marks = {place.unit: dict(split_marks(place.marks)) for place in places}
    names = list(dict.fromkeys(name for own in marks.values() for name in own))
    standards = [
        Indicator(f"i1-0{n}", name, "x1", weight=2 * n - 1) for n, name in enumerate(names, 1)
    ]
    spots, skipped, findings = [], [], []
    for number, place in enumerate(places):
        for column in range(4):
            spot = Spot(f"p{4 * number + column + 1}", f"{place.unit}{column}", "小区", place.unit)
            spots.append(spot)
            for standard in standards:
                line = marks[place.unit].get(standard.title, "").ljust(4, "—")
                if line[column] == "—":
                    skipped.append(Skipped(spot.id, (standard.id,)))
                elif line[column] == "×":
                    findings.append(missed(spot, standard.id, len(findings) + 1))
    ids = tuple(spot.id for spot in spots)
    one = Round("m2026-1", "一", date(2026, 7, 6), date(2026, 7, 10), "", 7, ids, tuple(skipped))
    return Campaign(
        folder="",
        sources={},
        plan=Plan("方案"),
        units=tuple(
            Unit(id=f"u{n}", name=place.unit, kind="街道") for n, place in enumerate(places)
        ),
        projects=(Project("x1", "项目"),),
        indicators=tuple(standards),
        findings=tuple(findings),
        rules=rules,
        types=(SpotType("小区", 0, tuple(standard.id for standard in standards)),),
        spots=tuple(spots),
        rounds=(one,),
    )


def split_marks(marks: str) -> list[tuple[str, str]]:
    return [(line[0], line[1:]) for line in marks.split("、")]


def missed(spot: Spot, standard: str, number: int) -> Finding:
    return Finding(
        id=f"f260706-{number}",
        date=date(2026, 7, 6),
        unit=spot.unit,
        problem="脏",
        spot=spot.name,
        indicator=standard,
        round="m2026-1",
    )


@pytest.mark.parametrize("row", documented("rates"), ids=lambda row: row[0])
def test_the_rules_of_the_docs(row: list[str]) -> None:
    campaign = small([Place("甲街道", row[0])])
    seen = observed(campaign, campaign.rounds[0], DAY)
    result = scored(campaign, seen)
    assert [score(result.city), plain(result.city)] == row[1:3]
    error = between(redrawn(seen, {standard.id for standard in campaign.indicators}))
    assert (error is None) == (row[1] == NO_RATE) or "—" in row[0]


@pytest.mark.parametrize("row", documented("scoring"), ids=lambda row: "，".join(row[:3]))
def test_the_ways_of_counting_of_the_docs(row: list[str]) -> None:
    method, _, missing = row[0].partition(", ")
    rules = Rules(scoring=Scoring(method, missing or "leave_out", 1))
    campaign = small([Place("甲街道", row[1]), Place("乙街道", row[2])], rules)
    result = scored(campaign, observed(campaign, campaign.rounds[0], DAY))
    rates = {line.name: score(line.rate) for line in result.classes[0].ranked}
    assert [rates["甲街道"], rates["乙街道"], score(result.city)] == row[3:]
    compares = "供对照" in "".join(rule_words(campaign, result))
    assert compares == (method != "observation")


def test_the_rules_of_judging_of_the_docs() -> None:
    rows = documented("judge")
    assert len(rows) == 8
    for rule, counts, grade, _ in rows:
        read = inner(Judge)(Map(part.split(": ") for part in rule.split(", ")))
        seen, met = (int(number) for number in re.findall("[0-9]+", counts))
        assert judged(read, seen, met) == grade, (rule, counts)


@pytest.mark.parametrize(
    "scoring",
    [
        "",
        "{method: observation, min_obs: 5}",
        "{method: standard, missing: mean_of_others, min_obs: 1}",
        "{method: weight, missing: mean_of_others, min_obs: 3}",
    ],
)
def test_a_second_program_comes_to_the_same_rates_error_and_ranks(
    tmp_path: Path, scoring: str
) -> None:
    folder = counted_so(tmp_path, scoring) if scoring else MIDWAY
    plan = recount.read(folder)
    method, heavy = recount.scoring(plan)["method"], recount.weights(plan)
    told = json.loads(cz("round", "m2026-2", "--json", cwd=folder).out)
    seen, before = recount.judged(plan, "m2026-2"), recount.judged(plan, "m2026-1")
    counted = recount.city(plan, seen)
    marks = [(standard, mark) for (_, standard), mark in seen.items()]

    def rate(ids: set[str]) -> Fraction:
        value = recount.rate([each for each in marks if each[0] in ids], method, heavy)
        assert value is not None
        return value

    own = [each for each in marks if each[0] in counted]
    redrawn = recount.redrawn(plan, "m2026-2", seen, counted)
    assert told["city"] == {
        "rate": recount.six(rate(counted)),
        "plain": recount.six(Fraction(sum(m for _, m in own), len(own))),
        "standards": len(counted),
        "seen": len(own),
        "met": sum(mark for _, mark in own),
        "between": recount.ends(redrawn),
    }
    everything = {standard for standard, _ in marks}
    assert told["minors"]["rate"] == recount.six(rate(everything - counted))
    both = counted & recount.city(plan, before)
    pairs = zip(
        recount.redrawn(plan, "m2026-2", seen, both),
        recount.redrawn(plan, "m2026-1", before, both),
        strict=True,
    )
    assert told["against"]["between"] == recount.ends([now - then for now, then in pairs])
    assert {
        group["name"]: [(one["rank"], one["unit"], one["rate"]) for one in group["ranked"]]
        for group in told["classes"]
    } == recount.ranks(plan, seen)
    for project in told["projects"]:
        ids = {one["id"] for one in plan["indicators"] if one["project"] == project["id"]}
        assert project["rate"] == recount.six(rate(ids & everything))
    low, high = told["city"]["between"]
    assert sum(low <= recount.six(each) <= high for each in redrawn) >= 380
    if not scoring:
        screen = cz("round", "m2026-2", cwd=folder).out
        assert f"得分率 {recount.shown(rate(counted))}（点位换一批" in screen


def counted_so(tmp_path: Path, scoring: str) -> Path:
    """The example with this scoring, and weights that tell its standards apart."""
    folder = copy_of(MIDWAY, tmp_path)
    rules = folder / "data" / "supervision.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("rules:\n", f"rules:\n  scoring: {scoring}\n"), encoding="utf-8")
    standards = folder / "data" / "indicators.yaml"
    lines = []
    for line in standards.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        if re.match("  - id: i[0-9]", line):
            lines.append(f"    weight: {len(lines) % 7 / 2 + 0.5:g}")
    standards.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_spots_are_drawn_again_by_anyone_and_in_any_order() -> None:
    plan = recount.read(MIDWAY)
    for one in plan["rounds"]:
        assert one["spots"] == recount.drawn(plan, one["seed"])
        ran = cz("round", "draw", one["id"], cwd=MIDWAY)
        assert ran.out == (
            f"{one['id']} 按种子 {one['seed']} 重抽，{len(one['spots'])} 个点位和记着的一样。\n"
        )
    types = (SpotType("甲", 1, ("i1-01",)), SpotType("乙", 1, ("i1-01", "i1-02")), SpotType("丙"))
    spots = [Spot(f"p{n}", f"第{n}处", "甲乙丙"[n % 3]) for n in range(1, 13)]
    standards = tuple(Indicator(f"i1-0{n}", "标准", "x1", method="实地考察") for n in range(1, 4))
    base = Campaign("", {}, Plan("方案"), types=types, indicators=standards)
    first = draw(base._replace(spots=tuple(spots)), 5)
    other = draw(base._replace(spots=tuple(reversed(spots))), 5)
    assert {spot.id for spot in first.spots} == {spot.id for spot in other.spots}
    assert (len(first.spots), len(first.added), first.thin, first.unseen) == (4, 2, (), ("i1-03",))
    few = draw(base._replace(spots=tuple(spots[:5])), 5)
    assert few.thin == (("i1-02", 2),)


def test_a_round_from_beginning_to_end(tmp_path: Path) -> None:
    plan = repository(tmp_path)
    made = cz("round", "new", "--start", "7月13日", "--end", "7月14日", "--by", "测评组", cwd=plan)
    assert made.out.startswith(
        "m2026-3 2026年第3次模拟测评　登记，2026-07-13～2026-07-14，抽样种子 20260713\n"
    )
    early = cz("round", "m2026-3", cwd=plan)
    assert (early.code, early.err) == (
        2,
        "cz：m2026-3 还没有抽点位。请先执行 cz round draw m2026-3。\n",
    )
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "登记")
    drawn = cz("round", "draw", "m2026-3", "--commit", cwd=plan, **SIGNED)
    assert drawn.out.startswith("m2026-3 2026年第3次模拟测评　按种子 20260713 抽到 83 个点位\n")
    assert "没有一种点位看的实地标准 43 条" in drawn.out
    for asked in (
        ("round", "m2026-3"),
        ("report", "--template", "模拟测评通报", "--round", "m2026-3"),
    ):
        empty = cz(*asked, cwd=plan)
        assert (empty.code, empty.out, empty.err) == (
            2,
            "",
            "cz：没有一个问题写着 round: m2026-3，就是记录表还没有收回来，算不出得分率。"
            "收回来的表用 cz finding import 表 --round m2026-3 导入。\n",
        )
    data = recount.read(plan)
    drawn_ids = next(one for one in data["rounds"] if one["id"] == "m2026-3")["spots"]
    spot = next(one for one in data["spots"] if one["id"] == drawn_ids[0])
    listed = next(one for one in data["types"] if one["name"] == spot["type"])["standards"]
    standard = listed[0]
    table = "督查日期,点位,责任单位,存在问题,测评标准\n"
    table += f"2026-07-13,{spot['name']},{spot['unit']},地面不净,{standard}\n"
    table += f"2026-07-13,{spot['name']},没有的局,墙面不净,{standard}\n"
    (plan / "表.csv").write_text(table, encoding="utf-8")
    taken = cz("finding", "import", "表.csv", "--round", "m2026-3", cwd=plan)
    assert taken.out.startswith("取走 1 条问题（f260713-1）；退回 1 行")
    assert "--round m2026-3" in taken.out
    shown = cz("round", "m2026-3", cwd=plan).out
    assert "82 个点位没有一条不符合，算作都符合；其中没有去的、记录表没有收回来的，先用 " in shown
    after = json.loads(cz("round", "m2026-3", "--json", cwd=plan).out)
    missed = [one for one in after["standards"] if one["met"] < one["seen"]]
    assert [(one["id"], one["seen"] - one["met"]) for one in missed] == [(standard, 1)]
    assert "模拟测评：m2026-3" in re.sub(r"\s+", "：", cz("show", "f260713-1", cwd=plan).out)


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("      - p1\n", "      - p999\n", "没有编号为“p999”的点位"),
        ("end: 2026-04-10", "end: 2026-04-01", "结束日期早于开始日期"),
        ("{spot: p59,", "{spot: p60x,", "不在这一次抽到的点位里"),
        ("['i10-06']", "['i10-99']", "没有编号为“i10-99”的指标"),
        ("id: m2026-2", "id: m2026-5", "没有编号为“m2026-2”的模拟测评"),
    ],
)
def test_what_rounds_name_has_to_be_there(tmp_path: Path, old: str, new: str, told: str) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    path = plan / "data" / "assessments.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    ran = cz("check", cwd=plan)
    assert ran.code == 1
    assert told in ran.out


def test_a_round_that_a_finding_names_is_missed_also_without_their_file(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    (plan / "data" / "assessments.yaml").unlink()
    ran = cz("check", cwd=plan)
    assert ran.code == 1
    assert "错误 E310：没有编号为“m2026-1”的模拟测评。" in ran.out


def test_the_notice_says_what_the_screen_says(tmp_path: Path) -> None:
    told = json.loads(cz("round", "m2026-2", "--json", cwd=MIDWAY).out)
    paper = cz("report", "--template", "模拟测评通报", cwd=MIDWAY).out
    assert paper == cz("report", "模拟测评通报", "--round", "m2026-2", cwd=MIDWAY).out
    screen = cz("round", "m2026-2", cwd=MIDWAY).out
    for line in screen.splitlines():
        if line.startswith(("和2026年第1次模拟测评", "1. ", "2. ", "3. ", "4. ", "5. ", "6. ")):
            assert line in paper
    city = told["city"]
    assert f"得分率{city['rate']:.1f}%（点位换一批" in paper
    assert f"是{city['plain']:.1f}%，供对照" in paper
    spots = section(paper, "附件1")
    assert len(spots) == len(set(told["spots"])) + 1  # and the one that was passed by
    assert sum(int(row[5]) for row in spots) == city["seen"] + told["minors"]["seen"]
    assert "| p59 | 城南街道党群服务中心 | 窗口单位 | 城南街道 |  | 0 | 0 |  | 整个点位（" in paper
    weak = [row[0] for row in section(paper, "四、")]
    rates = {one["id"]: one["rate"] for one in told["standards"]}
    assert weak == sorted(weak, key=lambda id_: rates[id_])
    assert {id_ for id_, rate in rates.items() if rate < 100} == set(weak)
    assert len(section(paper, "五、")) == len(told["contradictions"])
    listed = section(paper, "附件2")
    of_round = [one for one in recount.read(MIDWAY)["findings"] if one.get("round") == "m2026-2"]
    assert len(listed) == len(of_round) + len(told["loose"])
    open_ = {one["id"] for one in of_round if "rectified" not in one}
    assert sum(int(row[2]) for row in section(paper, "六、")) == len(open_)
    for group in told["classes"]:
        for line in group["ranked"]:
            assert f"| {line['rank']} | {line['unit']} | {line['rate']:.1f}% |" in paper
        for line in group["few"]:
            assert f"{line['unit']}{line['seen']}次" in paper
    early = cz("report", "模拟测评通报", "--round", "m2026-1", "--against", "m2026-1", cwd=MIDWAY)
    assert (early.code, "不能和自己比" in early.err) == (2, True)
    of_unit = cz("report", "模拟测评通报", "--unit", "柳溪镇", cwd=MIDWAY)
    assert (of_unit.code, "不分单位" in of_unit.err) == (2, True)
    first = cz("report", "模拟测评通报", "--round", "m2026-1", cwd=MIDWAY)
    assert "没有上一次可以比较。" in first.out


def section(paper: str, heading: str) -> list[list[str]]:
    """The rows of the tables below a heading of the second level."""
    below = re.split("(?m)^## ", paper)
    text = next(part for part in below if part.startswith(heading))
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return [row for row in rows if not set("".join(row)) <= set(":- ") and row[0] not in _HEADS]


_HEADS = ("编号", "单位", "名次")


def test_what_may_be_said_of_two_rounds() -> None:
    """One spot more that is not met is no fall; most of them not met is."""
    before = "甲√√√√、乙√√√√、丙√√√×"
    assert against(before, "甲√√√√、乙√√√√、丙√√××") == (
        "和一都看过的标准 3 条：这次 83.3%，那次 91.7%，低 8.3 个百分点"
        "（点位换一批，相差会在 -33.3～16.7 个百分点之间，差别不足以下结论）。"
    )
    assert against(before, "甲××××、乙×××√、丙××××") == (
        "和一都看过的标准 3 条：这次 8.3%，那次 91.7%，低 83.3 个百分点"
        "（点位换一批，相差会在 -100.0～-66.7 个百分点之间）。"
    )


def against(then: str, now: str) -> str:
    """What is told of two rounds at the same spots."""
    first, second = small([Place("甲街道", then)]), small([Place("甲街道", now)])
    held = second.rounds[0]._replace(id="m2026-2", title="二", start=date(2026, 7, 13), end=DAY)
    later = [
        finding._replace(round="m2026-2", id=f"f260713-{number}")
        for number, finding in enumerate(second.findings, 1)
    ]
    campaign = first._replace(
        findings=(*first.findings, *later), rounds=(*first.rounds, held._replace(seed=8))
    )
    compared = story(campaign, "m2026-2", DAY).against
    assert compared is not None
    return against_words(compared)


def test_ratings_are_proposed_by_the_offices_rules_alone_and_confirmed_one_by_one(
    tmp_path: Path,
) -> None:
    plan = repository(tmp_path)
    shown = cz("round", "rate", "m2026-2", cwd=plan).out
    head, _, rest = shown.partition("\n\n")
    assert [line.split()[0] for line in head.splitlines()] == [
        *("编号", "i9-18", "i11-04", "i12-10", "i12-12")
    ]
    assert rest.startswith(
        "看过的标准 37 条，写了评级规则的 4 条：提出 4 条，和第2阶段的评级一样 0 条，提不出 0 条。\n"
        "没有写规则的 33 条不提；规则写在标准的 judge 里，见 docs/rounds.md。\n"
        "逐条核对过了再写上：cz round rate m2026-2 i9-18 i11-04 i12-10 i12-12 --accept\n\n"
        "和第2阶段评级不合：评A而没有全部达到 13 条，评B、C而全部达到 5 条\n"
    )
    for words, told in (
        ((), "逐条核对过，再写明是哪几条"),
        (("i9-11",), "i9-11 没有写评级的规则（judge）。要改评级请用 cz rate i9-11 评级。"),
        (("i9-18", "i9-11"), "i9-11 没有写评级的规则（judge）。"),
    ):
        refused = cz("round", "rate", "m2026-2", *words, "--accept", cwd=plan)
        assert (refused.code, told in refused.err) == (2, True), refused.err
    assert git(plan, "status", "--porcelain").strip() == ""
    done = cz(
        "round", "rate", "m2026-2", "i9-18", "i12-12", "--accept", "--commit", cwd=plan, **SIGNED
    )
    basis = "2026年第2次模拟测评（m2026-2）看5次，达到4次：达到不少于80%为B"
    assert f"第2阶段评级：C → B，原因：{basis}\n" in done.out
    assert "第2阶段评级：未评 → B，原因：2026年第2次模拟测评（m2026-2）" in done.out
    assert basis in git(plan, "diff", "HEAD~", "--", "data/indicators.yaml")
    again = cz("round", "rate", "m2026-2", "i9-18", "--accept", cwd=plan)
    assert again.err == "cz：i9-18 照规则是 B，和现在的评级一样。不用改。\n"
    told = json.loads(cz("round", "rate", "m2026-2", "--json", cwd=plan).out)
    assert [one["indicator"] for one in told["judged"] if one["proposed"]] == ["i11-04", "i12-10"]
    assert told["judged"][0]["judge"]["B"] == "达到不少于80%"
    assert len(told["contradictions"]) == 18


def test_the_minors_system_may_have_standards_of_its_own(tmp_path: Path) -> None:
    """They count for no share of the city's, and stand apart in an assessment."""
    plan = copy_of(MIDWAY, tmp_path)
    before = cz("target", cwd=plan).out
    rate = json.loads(cz("round", "m2026-2", "--json", cwd=plan).out)
    path = plan / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition("indicators:\n")
    project = "  - {id: x13, title: 演示的未成年人项目, system: minors}\n"
    standard = "  - {id: i13-01, title: 演示, project: x13, method: 实地考察, ratings: {2: C}}\n"
    path.write_text(f"{head.rstrip()}\n{project}\n{mark}{standard}{rest}", encoding="utf-8")
    spots = plan / "data" / "spots.yaml"
    ledger = spots.read_text(encoding="utf-8")
    spots.write_text(
        ledger.replace("    standards:\n", "    standards:\n      - i13-01\n", 1), "utf-8"
    )
    assert cz("check", cwd=plan).code == 0
    after = cz("target", cwd=plan).out
    own = (
        "未成年人测评体系自己的标准 1 条（不计入A类占比）\n"
        "A类 0 条，B类 0 条，C类 1 条，未评 0 条\n"
    )
    assert own in after
    assert after.replace(f"\n{own}", "") == before
    told = json.loads(cz("round", "m2026-2", "--json", cwd=plan).out)
    assert told["city"] == rate["city"]
    assert told["minors"]["standards"] == rate["minors"]["standards"] + 1
    shown = cz("show", "minors", cwd=plan).out
    assert re.search("测评项目 1 个\n.*\nx13 +演示的未成年人项目 +1 +0 +0 +1 +0\n", shown)
    added = cz("add", "project", "学校教育", "--system", "未成年人", cwd=plan)
    assert "system: minors" in added.out
    assert "测评体系有：city 文明城市、minors 未成年人。" in (
        cz("add", "project", "家庭教育", "--system", "少年", cwd=plan).err
    )
    path.write_text(path.read_text("utf-8").replace("system: minors", "system: minor"), "utf-8")
    assert "错误 E305：没有编号为“minor”的测评体系。" in cz("check", cwd=plan).out


def test_the_examples_of_rules_in_the_docs_are_read_and_judge() -> None:
    told = {}
    for name in ("format.md", "rounds.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        (text,) = re.findall(
            "```yaml\n(indicators:\n(?:(?!```)[^\n]*\n)*?    judge:.*?)```", page, re.S
        )
        loaded = load_sources("", {"indicators": Source("data/indicators.yaml", text)})
        assert loaded.problems == ()
        for standard in loaded.campaign.indicators:
            graded = [judged(standard.judge, 10, met) for met in (10, 9, 8, 7)]
            told[name, standard.id] = ["".join(graded), judged(standard.judge, 4, 4)]
    assert told == {
        ("format.md", "i9-18"): ["ABBC", ""],
        ("format.md", "i9-14"): ["AB", "A"],
        ("rounds.md", "i9-18"): ["ABBC", ""],
    }
    (scoring,) = re.findall(
        "  scoring: (.*)\n", (ROOT / "docs/rounds.md").read_text(encoding="utf-8")
    )
    text = f"rules:\n  scoring: {scoring}\n"
    loaded = load_sources("", {"supervision": Source("data/supervision.yaml", text)})
    assert loaded.problems == ()
    assert loaded.campaign.rules.scoring == Scoring("weight", "mean_of_others", 5)
