"""Rank, bulletin and order slip.

Every figure worked out a second time from the YAML, by other means.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cz.commands.order import action_meant
from tests.plans import PLAN
from tests.recount import values
from tests.running import MIDWAY, bare, copy_of, cz, git, on_terminal

CLASSES = {"党委部门": "部门", "政府部门": "部门", "群团": "部门"}


# --- the rules again, in the plainest way
# -------------------------------------------------------------------------------


def read(folder: Path, stem: str, section: str) -> list[dict[str, Any]]:
    path = folder / "data" / f"{stem}.yaml"
    return (
        (values(path.read_text(encoding="utf-8")) or {}).get(section) or [] if path.exists() else []
    )


def was(finding: dict[str, Any], day: date) -> tuple[date | None, date | None, bool]:
    """(put right, struck off, has come back) as a clerk would have seen it on that day."""
    put_right, struck = finding.get("rectified"), finding.get("verified")
    back = [one for one in finding.get("reopened") or [] if one["date"] <= day]
    ahead = [one for one in finding.get("reopened") or [] if one["date"] > day]
    if ahead:
        put_right, struck = ahead[0].get("rectified"), ahead[0].get("verified")
    put_right = put_right or struck
    return (
        put_right if put_right and put_right <= day else None,
        struck if struck and struck <= day else None,
        any(one.get("verified") for one in back),
    )


def judged(finding: dict[str, Any]) -> date | None:
    steps = finding.get("extended") or []
    deadline: date | None = steps[0]["was"] if steps else finding.get("due")
    for step in steps:
        if step["date"] <= deadline:
            deadline = step["due"]
    return deadline


def expected(
    folder: Path, start: date, end: date, day: date
) -> dict[str, list[tuple[str, int, int, int, int, int]]]:
    """By class: (unit, rank, handed, in time, open, struck off), the best first."""
    units = {one["name"]: one for one in read(folder, "units", "units")}
    present = {former: name for name, one in units.items() for former in one.get("former") or []}
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in read(folder, "findings", "findings"):
        deadline = judged(one)
        if not start <= one["date"] <= min(end, day) or deadline is None:
            continue
        if one.get("withdrawn") and one["withdrawn"]["date"] <= day:
            continue
        put_right, struck, came_back = was(one, day)
        row = count[present.get(one["unit"], one["unit"])]
        row[0] += 1
        row[1] += put_right is not None and put_right <= deadline and not came_back
        row[2] += put_right is None
        row[3] += struck is not None
    found: dict[str, list[tuple[str, int, int, int, int, int]]] = defaultdict(list)
    for kind in ("部门", "乡镇", "街道", "其他"):
        here = [
            (name, *count[name])
            for name in units
            if name in count and CLASSES.get(units[name]["kind"], units[name]["kind"]) == kind
        ]
        for name, handed, in_time, open_, struck in sorted(
            here, key=lambda row: -Fraction(row[2], row[1])
        ):
            rank = 1 + sum(Fraction(row[2], row[1]) > Fraction(in_time, handed) for row in here)
            found[kind].append((name, rank, handed, in_time, open_, struck))
    return dict(found)


def ranked(folder: Path, *options: str) -> dict[str, list[tuple[str, int, int, int, int, int]]]:
    ran = cz("rank", "--json", *options, cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return {
        kind["name"]: [
            (one["unit"], one["rank"], one["handed"], one["in_time"], one["open"], one["verified"])
            for one in kind["lines"]
        ]
        for kind in json.loads(ran.out)["classes"]
        if kind["lines"]
    }


# --- the midway example ---------------------------------------------------------------------------
# ------------------------


@pytest.mark.soak(every=2)
@pytest.mark.parametrize(
    "start, end, day",
    [
        ("2026-07-06", "2026-07-14", "2026-07-15"),
        ("2026-07-06", "2026-07-10", "2026-07-10"),
        ("2026-03-01", "2026-07-15", "2026-07-15"),
        ("2026-03-01", "2026-07-15", "2026-05-20"),
        ("2026-06-22", "2026-06-26", "2026-07-06"),
    ],
)
def test_the_ranking_worked_out_again(start: str, end: str, day: str) -> None:
    dates = [date.fromisoformat(text) for text in (start, end, day)]
    assert ranked(MIDWAY, "--from", start, "--to", end, "--at", day) == expected(MIDWAY, *dates)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_bulletins_on_record_hold_what_was_so_then(number: int) -> None:
    """make_findings.py has its own arithmetic; what it wrote is what the program prints again."""
    bulletin = next(
        one for one in read(MIDWAY, "supervision", "bulletins") if one["id"] == f"t2026-{number}"
    )
    told = defaultdict(list)
    for one in bulletin["ranking"]:
        told[one["kind"]].append(
            (one["unit"], one["rank"], one["handed"], one["in_time"], one["verified"])
        )
    again = ranked(MIDWAY, "--issue", str(number))
    assert {kind: [(*row[:4], row[5]) for row in rows] for kind, rows in again.items()} == {
        kind: sorted(rows, key=lambda row: [other[0] for other in again[kind]].index(row[0]))
        for kind, rows in told.items()
    }
    ran = json.loads(cz("rank", "--json", "--issue", str(number), cwd=MIDWAY).out)
    last = {one["unit"] for kind in ran["classes"] for one in kind["lines"] if one["last"]}
    assert last == {one["unit"] for one in bulletin["ranking"] if one.get("last")}


# --- any ledger -----------------------------------------------------------------------------------
# --------------------------


def some_ledger(rnd: Random, folder: Path) -> None:
    kinds = ("乡镇", "街道", "政府部门", "群团", "其他")
    names = [f"第{number}单位" for number in range(rnd.randint(1, 12))]
    units = "units:\n" + "".join(
        f"  - id: u{chr(97 + number)}\n    name: {name}\n    kind: {rnd.choice(kinds)}\n"
        + (f"    former:\n      - 原{name}\n" if rnd.random() < 0.2 else "")
        for number, name in enumerate(names)
    )
    first = date(2026, 7, 1)
    lines = ["findings:"]
    for number in range(rnd.randint(1, 60)):
        found = first + timedelta(days=rnd.randrange(20))
        due = found + timedelta(days=rnd.randrange(8))
        name = rnd.choice(names)
        fields = {"id": f"f260701-{number + 1}", "date": found, "unit": name, "problem": "占道"}
        if f"原{name}\n" in units and rnd.random() < 0.3:
            fields["unit"] = f"原{name}"
        extended, reopened = [], []
        at = found
        while rnd.random() < 0.2:
            at += timedelta(days=rnd.randrange(4))
            extended.append((at, due, due + timedelta(days=rnd.randrange(1, 6))))
            due = extended[-1][2]
        put_right = found + timedelta(days=rnd.randrange(12)) if rnd.random() < 0.7 else None
        struck = (
            put_right + timedelta(days=rnd.randrange(5))
            if put_right and rnd.random() < 0.6
            else None
        )
        while put_right and rnd.random() < 0.25:
            again = (struck or put_right) + timedelta(days=rnd.randrange(1, 5))
            reopened.append(
                f"{{date: {again}, reason: 反弹, rectified: {put_right}{f', verified: {struck}' if struck else ''}}}"
            )
            put_right = again + timedelta(days=rnd.randrange(5)) if rnd.random() < 0.7 else None
            struck = (
                put_right + timedelta(days=rnd.randrange(5))
                if put_right and rnd.random() < 0.5
                else None
            )
        if rnd.random() < 0.95 or extended:
            fields["due"] = due
        fields |= {"rectified": put_right} if put_right else {}
        fields |= {"verified": struck} if struck else {}
        if rnd.random() < 0.1:
            taken_back = found + timedelta(days=rnd.randrange(25))
            fields |= {"withdrawn": f"{{date: {taken_back}, reason: 重复}}"}
        lines += [
            f"  {'- ' if key == 'id' else '  '}{key}: {value}" for key, value in fields.items()
        ]
        if extended:
            lines += [
                "    extended:",
                *(
                    f"      - {{date: {on}, was: {old}, due: {new}, reason: 雨}}"
                    for on, old, new in extended
                ),
            ]
        if reopened:
            lines += ["    reopened:", *(f"      - {one}" for one in reopened)]
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "tasks.yaml").write_text(PLAN, encoding="utf-8")
    (data / "units.yaml").write_text(units, encoding="utf-8")
    (data / "indicators.yaml").write_text(
        "projects:\n  - id: x1\n    title: 甲\n", encoding="utf-8"
    )
    (data / "findings.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("seed", range(25))
def test_any_ledger_ranked_again(seed: int, tmp_path: Path) -> None:
    rnd = Random(seed)
    some_ledger(rnd, tmp_path)
    start = date(2026, 7, 1) + timedelta(days=rnd.randrange(5))
    end = start + timedelta(days=rnd.randrange(25))
    day = start + timedelta(days=rnd.randrange(30))
    dates = [one["date"] for one in read(tmp_path, "findings", "findings")]
    if not any(start <= one <= end for one in dates):
        start, end = min(dates), max(dates)
        day = max(day, start)
    assert ranked(
        tmp_path, "--from", str(start), "--to", str(end), "--at", str(day), "--today", "2026-08-30"
    ) == expected(tmp_path, start, end, day)


# --- the bulletin ---------------------------------------------------------------------------------
# ------------------------------

FOUR = (
    "report",
    "--template",
    "督查通报",
    "--issue",
    "4",
    "--from",
    "2026-07-06",
    "--to",
    "2026-07-10",
    "--at",
    "2026-07-15",
)


PENDING = "cz：注意：有 14 个问题未到整改时限，也在交办数里；等时限都过了再发布，名次才算定。\n"


def test_every_figure_of_the_bulletin_is_in_the_yaml() -> None:
    ran = cz(*FOUR, cwd=MIDWAY)
    assert (ran.code, ran.err) == (0, PENDING)
    start, end, day = date(2026, 7, 6), date(2026, 7, 10), date(2026, 7, 15)
    found = [one for one in read(MIDWAY, "findings", "findings") if start <= one["date"] <= end]
    visits = [one for one in read(MIDWAY, "findings", "visits") if start <= one["date"] <= end]
    handed = [one for one in found if judged(one)]
    state = {one["id"]: was(one, day) for one in handed}
    in_time = [
        one
        for one in handed
        if state[one["id"]][0] and state[one["id"]][0] <= judged(one) and not state[one["id"]][2]
    ]
    settled = [one for one in handed if state[one["id"]][0]]
    struck = [one for one in handed if state[one["id"]][1]]
    open_ = [one for one in handed if not state[one["id"]][0]]
    spots = {(one.get("type"), one["spot"]) for one in [*found, *visits]}
    assert (
        f"共督查点位{len(spots)}个，发现问题{len(found)}个，"
        f"涉及{len({one['unit'] for one in found})}个单位" in ran.out
    )
    assert f"发现的问题已交办{len(handed)}个，另有{len(found) - len(handed)}个尚未交办" in ran.out
    assert f"已整改{len(settled)}个（" in ran.out
    assert (
        f"其中按时整改{len(in_time)}个、逾期或反复后整改{len(settled) - len(in_time)}个" in ran.out
    )
    assert f"未整改{len(open_)}个（" in ran.out
    assert f"已复核销号{len(struck)}个（" in ran.out
    assert f"按时整改率{100 * len(in_time) / len(handed):.1f}%" in ran.out
    for unit in {one["unit"] for one in found}:
        assert f"{unit}（{sum(one['unit'] == unit for one in found)}个）" in ran.out
    for kind in {one["type"] for one in found}:
        here = [one for one in spots if one[0] == kind]
        assert f"| {kind} | {len(here)} | {sum(one['type'] == kind for one in found)} |" in ran.out
    annex = ran.out.partition("## 附件2")[2]
    assert re.findall(r"\| (f[0-9-]+) \|", annex)
    assert set(re.findall(r"\| (f[0-9-]+) \|", annex)) == {
        one["id"] for one in handed if not was(one, day)[0]
    }
    for rows in expected(MIDWAY, start, end, day).values():
        for unit, rank, all_, good, left, verified in rows:
            assert re.search(
                rf"\| {rank} \| {unit} \| {all_} \| {good} \| [0-9]+ \| {left}[^|]* \| "
                rf"{verified} \|",
                ran.out,
            ), unit


def test_by_type_of_spot_and_what_is_not_said() -> None:
    ran = cz(*FOUR, "--by", "type", cwd=MIDWAY)
    assert re.search(r"^### （一）\S+（[0-9]+个）\n\n1\. \S+，\S+：", ran.out, re.M)
    wrong = cz(*FOUR, "--by", "spot", cwd=MIDWAY)
    assert (wrong.code, wrong.err) == (
        2,
        "cz：--by 可以写 unit（按单位）或 type（按点位类型），找到的是“spot”。\n",
    )
    plain = cz("report", "--template", "督查通报", cwd=MIDWAY)
    assert "2026年第4期" in plain.out
    assert "现将2026年6月27日至7月15日创建文明城市督查情况通报如下" in plain.out


def test_a_time_without_inspections_is_refused() -> None:
    ran = cz("rank", "--from", "2026-02-01", "--to", "2026-02-05", cwd=MIDWAY)
    assert ran.code == 2
    assert ran.err.startswith(
        "cz：2026-02-01 至 2026-02-05 没有督查记录。最近一次督查是 2026-07-10。"
        "最近登记的是第 3 期（督查时间 "
    )
    assert cz("rank", "--from", "2026-07-10", "--to", "2026-07-01", cwd=MIDWAY).err == (
        "cz：督查时间的结束日期 2026-07-01 早于开始日期 2026-07-10。请核对 --from 和 --to。\n"
    )


def test_a_bulletin_put_on_record_and_printed_again(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    before = (folder / "data" / "supervision.yaml").read_text(encoding="utf-8")
    first = cz(*FOUR, "--record", cwd=folder)
    assert first.code == 0
    assert first.err.startswith(
        PENDING + "2026年第4期督查通报　登记为已发：督查时间 2026-07-06 至 2026-07-10，"
        "截至 2026-07-15，参加排名的单位 "
    )
    after = (folder / "data" / "supervision.yaml").read_text(encoding="utf-8")
    fresh = [line for line in after.splitlines() if line not in before.splitlines()]
    assert "  - id: t2026-4" in fresh
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    # a second time changes nothing, and without the dates it prints the same
    again = cz("report", "--template", "督查通报", "--issue", "4", "--record", cwd=folder)
    assert again.out == first.out
    assert again.err == "2026年第4期督查通报　已经登记过，内容相同\n没有变化，文件未动。\n"
    assert (folder / "data" / "supervision.yaml").read_text(encoding="utf-8") == after
    other = cz(
        "report",
        "--template",
        "督查通报",
        "--issue",
        "4",
        "--to",
        "2026-07-09",
        "--record",
        cwd=folder,
    )
    assert other.code == 2
    assert "已发的通报不改" in other.err
    assert (folder / "data" / "supervision.yaml").read_text(encoding="utf-8") == after
    assert (
        json.loads(
            cz(
                "rank",
                "--json",
                "--from",
                "2026-07-06",
                "--to",
                "2026-07-10",
                "--today",
                "2026-07-20",
                cwd=folder,
            ).out
        )["before"]
        == "t2026-4"
    )


def test_a_date_counts_the_ledger_to_that_day_and_a_commit_reads_that_commit(
    tmp_path: Path,
) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "一", day="2026-07-15")
    late = cz(*FOUR[:-1], "2026-07-09", cwd=folder)
    assert late.code == 0
    assert "以下是提交" not in late.err
    assert "截至2026年7月9日，已整改" in late.out
    head = cz(*FOUR[:-1], "HEAD", cwd=folder)
    assert "以下是提交" in head.err
    assert "截至2026年7月15日，已整改" in head.out


def test_with_a_broken_record_nothing_is_put_on_record(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    path = folder / "data" / "findings.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("    due: 2026-07-09", "    due: 2026-07-99", 1),
        encoding="utf-8",
    )
    before = (folder / "data" / "supervision.yaml").read_bytes()
    ran = cz(*FOUR, "--record", cwd=folder)
    assert ran.code == 1
    assert ran.err.endswith("cz：方案有错误，没有出稿，也没有登记这一期。请先改正。\n")
    assert ran.out == ""
    assert "**注意：本文不完整。" in cz(*FOUR, cwd=folder).out
    assert (folder / "data" / "supervision.yaml").read_bytes() == before


def test_what_is_refused_on_record_leaves_no_paper_either(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    assert cz(*FOUR, "--record", cwd=folder).code == 0
    held = (folder / "data" / "supervision.yaml").read_bytes()
    ran = cz(
        "report",
        "--template",
        "督查通报",
        "--issue",
        "4",
        "--to",
        "2026-07-09",
        "--record",
        "-o",
        "通报.md",
        cwd=folder,
    )
    assert (ran.code, ran.out) == (2, "")
    ahead = cz(
        "report",
        "--template",
        "督查通报",
        "--issue",
        "5",
        "--from",
        "2026-07-01",
        "--at",
        "2026-08-01",
        "--record",
        "-o",
        "通报.md",
        cwd=folder,
    )
    assert ahead.err == "cz：截至日期 2026-08-01 还没有到（今天 2026-07-15），不能登记为已发。\n"
    assert not (folder / "通报.md").exists()
    assert (folder / "data" / "supervision.yaml").read_bytes() == held


def test_a_bulletin_printed_again_says_what_has_changed_since(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    three = ("report", "--template", "督查通报", "--issue", "3")
    assert cz(*three, cwd=folder).err == ""
    assert cz("finding", "rectify", "f260625-14", "--date", "2026-07-02", cwd=folder).code == 0
    assert cz(*three, cwd=folder).err == (
        "cz：注意：第 3 期登记以后台账有改动，1 个单位现在算出的和登记的不同。"
        "印的是登记的，不同的列在“更正”里。\n"
    )
    assert "第 3 期登记以后台账有改动" in cz("rank", "--issue", "3", cwd=folder).err


def test_a_bulletin_printed_again_prints_the_record(tmp_path: Path) -> None:
    """Its figures and its ranking; the ledger as it is since stands under 更正."""
    folder = copy_of(MIDWAY, tmp_path)
    assert cz(*FOUR, "--record", cwd=folder).code == 0
    four = ("--issue", "4")
    papers = [("report", "--template", name, *four) for name in ("督查通报", "排名通报")]
    as_issued = [cz(*paper, cwd=folder).out for paper in papers]
    screen = cz("rank", *four, cwd=folder).out
    listed = {row["unit"]: row for row in read(folder, "supervision", "bulletins")[-1]["ranking"]}
    late_one = next(
        one
        for one in read(folder, "findings", "findings")
        if "2026-07-06" <= str(one["date"]) <= "2026-07-10"
        and one.get("due")
        and one.get("rectified")
        and one["rectified"] <= one["due"]
        and not one.get("verified")
    )
    path = folder / "data" / "findings.yaml"
    head, mark, rest = path.read_text(encoding="utf-8").partition(f"  - id: {late_one['id']}\n")
    rest = rest.replace(f"rectified: {late_one['rectified']}", "rectified: 2026-07-15", 1)
    path.write_text(head + mark + rest, encoding="utf-8")
    place = listed[late_one["unit"]]
    was = f"按时{place['in_time']}/交办{place['handed']}，"
    is_now = f"按时{place['in_time'] - 1}/交办{place['handed']}，"
    for paper, before in zip(papers, as_issued, strict=True):
        assert "## 更正" not in before
        after = cz(*paper, cwd=folder).out
        ranking_before = re.findall(r"^\| [0-9]+ \| [^|]+ \| [0-9]+ \| [0-9]+ .*$", before, re.M)
        assert ranking_before
        assert re.findall(r"^\| [0-9]+ \| [^|]+ \| [0-9]+ \| [0-9]+ .*$", after, re.M) == (
            ranking_before
        )
        assert re.findall("按时整改率[0-9.]+%", after) == re.findall("按时整改率[0-9.]+%", before)
        (told,) = re.findall(r"## 更正\n\n.*?\n\n(.*?)\n\n", after, re.S)
        assert f"{late_one['unit']}：登记第{place['rank']}名" in told
        assert was in told
        assert is_now in told
    after = cz("rank", *four, cwd=folder).out
    kept, _, rest = after.partition("更正\n")
    assert screen.startswith(kept.rstrip("\n"))
    assert "登记以后台账有改动，现在算出的和登记的不同；已发的以登记的为准：\n" in rest
    data = json.loads(cz("rank", *four, "--json", cwd=folder).out)
    assert data["recorded"]
    assert late_one["unit"] in [change["unit"] for change in data["corrections"]]
    # with other days it is not the bulletin that was issued, and that is said
    other = cz("rank", *four, "--to", "2026-07-09", cwd=folder)
    assert "按登记的" not in other.out
    assert "这里要的日期不同，算出来的不是已发的那一期。" in other.err


def test_what_an_old_record_does_not_say_is_not_made_up(tmp_path: Path) -> None:
    """It has no figures of what was late: where the ledger differs they are not known any more."""
    folder = copy_of(MIDWAY, tmp_path)
    assert cz("finding", "rectify", "f260625-14", "--date", "2026-07-02", cwd=folder).code == 0
    lines = cz("rank", "--issue", "3", "--class", "乡镇", cwd=folder).out.split("\n")
    assert "   5  石桥乡     5     1     —       —     1   20.0%     3  黑榜 末位" in lines
    assert (
        "石桥乡：登记第5名、末位（按时1/交办5，销号1），现在算出第5名、末位（按时2/交办5，销号1）"
        in (lines)
    )
    assert "按时整改 43 个（78.2%），逾期整改和未整改共 12 个；" in lines[2]


def test_what_was_entered_after_its_bulletin_is_told(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    assert (
        cz(
            "finding",
            "add",
            "--unit",
            "石桥乡",
            "--problem",
            "补登的",
            "--date",
            "2026-06-26",
            cwd=folder,
        ).code
        == 0
    )
    told = (
        "第 3 期督查时间内有 1 个问题是通报登记以后才登记的，哪一期也没有算到；"
        "要算进来，请用 --from 把督查时间提前。"
    )
    assert told in cz("rank", cwd=folder).err
    assert told not in cz("rank", "--from", "2026-06-26", cwd=folder).err
    assert "登记以后才登记" not in cz("rank", cwd=MIDWAY).err


def test_a_day_still_to_come_is_told(tmp_path: Path) -> None:
    ran = cz("rank", "--from", "2026-07-06", "--to", "2026-07-10", "--at", "2026-08-20", cwd=MIDWAY)
    assert (
        ran.err == "cz：注意：截至日期 2026-08-20 晚于今天（2026-07-15），以后报来的整改还不知道，"
        "会多算逾期。\n"
    )


# --- order slips ----------------------------------------------------------------------------------
# --------------------------


def test_one_matter_one_slip_and_its_colours(tmp_path: Path) -> None:
    """Blue, then orange when nobody answered, then red; blue again after an answer."""
    folder = copy_of(MIDWAY, tmp_path)
    (one,) = [
        found["id"]
        for found in read(MIDWAY, "findings", "findings")
        if found["unit"] == "石桥乡"
        and found.get("due") == date(2026, 7, 10)
        and not found.get("rectified")
    ]
    told = []
    for day in ("2026-07-15", "2026-07-16", "2026-07-19", "2026-07-23", "2026-07-27"):
        ran = cz("order", one, "--today", day, cwd=folder)
        told.append((ran.code, ran.err.splitlines()[0]))
    assert told == [
        (0, "督办单 d2026-9　蓝色，石桥乡，时限 2026-07-18"),
        (
            2,
            "cz：这件事已经发过督办单 d2026-9（蓝），时限 2026-07-18，还没有到期。"
            "重打请用 cz order d2026-9，收到回复请用 cz order d2026-9 --reply 回复内容。",
        ),
        (0, "督办单 d2026-10　橙色，石桥乡，时限 2026-07-22（前面发过 d2026-9）"),
        (0, "督办单 d2026-11　红色，石桥乡，时限 2026-07-26（前面发过 d2026-9、d2026-10）"),
        (
            0,
            "督办单 d2026-12　红色，石桥乡，时限 2026-07-30（前面发过 d2026-9、d2026-10、"
            "d2026-11）",
        ),
    ]
    reply = cz("order", "d2026-12", "--reply", "已补植", "--today", "2026-07-28", cwd=folder)
    assert (
        reply.out.splitlines()[0] == "督办单 d2026-12　石桥乡 已回复（2026-07-28）：已补植；"
        "已经整改的，请另记 cz finding rectify f260707-12"
    )
    assert [line for line in reply.out.splitlines() if line.startswith("  +")] == [
        "  +     answered: 2026-07-28",
        "  +     reply: 已补植",
    ]
    assert (
        cz("order", one, "--today", "2026-08-02", cwd=folder)
        .err.splitlines()[0]
        .startswith("督办单 d2026-13　蓝色")
    )


@pytest.mark.parametrize(
    "words, action",
    [
        ("", "list"),
        ("--json", "list"),
        ("--plan 方案 --today=2026-07-15", "list"),
        ("d2026-7", "print"),
        ("--plan 方案 D2026-7 -o 单.md", "print"),
        ("d2026-7 --reply 好", "reply"),
        ("--reply=好 d2026-7", "reply"),
        ("f260707-12 --reply 好", "reply"),
        ("f260707-12", "issue"),
        ("7-3 --due 2026-07-20", "issue"),
        ("-o 单.md --requirement 要求 石桥乡", "issue"),
        ("d2026-7 --due 2026-08-01", "issue"),
        ("-- 石桥乡", "issue"),
    ],
)
def test_the_action_that_need_not_be_named(words: str, action: str) -> None:
    assert action_meant(words.split()) == action


def test_with_and_without_the_action(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path / "plan")
    for words, action in (
        (("d2026-7",), "print"),
        (("--json",), "list"),
        (("7-3", "--dry-run"), "issue"),
        (("d2026-7", "--reply", "好", "--dry-run"), "reply"),
    ):
        named = cz("order", action, *words, cwd=folder)
        assert named.code == 0
        assert cz("order", *words, cwd=folder) == named
        assert cz("--plan", str(folder), "order", *words, cwd=folder).out == named.out
    ran = cz("--plan", str(folder), "order", "-o", "单.md", "7-3", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "已写入 单.md。\n")


def test_the_slips_for_a_spreadsheet() -> None:
    rows = list(csv.reader(cz("order", "--csv", cwd=MIDWAY).out.lstrip("\ufeff").splitlines()))
    assert rows[0][:4] == ["编号", "发单日期", "颜色", "督办单位"]
    assert [row[0] for row in rows[1:]] == [f"d2026-{number}" for number in range(1, 9)]
    assert rows[7][3:5] == ["石桥乡", "t2026-3"]


def test_the_ranking_for_a_spreadsheet() -> None:
    """All classes in one table, the one asked for alone."""
    whole = cz("rank", "--issue", "3", "--csv", cwd=MIDWAY).out.lstrip("\ufeff").splitlines()
    rows = list(csv.DictReader(whole))
    assert {row["类别"] for row in rows} == {"部门", "乡镇", "街道", "其他"}
    assert [row["末位"] for row in rows if row["单位"] == "石桥乡"] == ["末位"]
    towns = cz("rank", "--issue", "3", "--class", "乡镇", "--csv", cwd=MIDWAY).out
    assert [row for row in rows if row["类别"] == "乡镇"] == list(
        csv.DictReader(towns.lstrip("\ufeff").splitlines())
    )


def test_the_slip_as_printed(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    ran = cz("order", "石桥乡", "--today", "2026-07-15", cwd=folder)
    assert ran.code == 0
    assert (
        ran.err.splitlines()[0]
        == "督办单 d2026-9　橙色，石桥乡，时限 2026-07-18（前面发过 d2026-7）"
    )
    assert ran.out == cz("order", "d2026-9", "--today", "2026-07-15", cwd=folder).out
    assert ran.out.startswith(
        "# 创建文明城市督办单（橙色）（演示数据）\n\n2026年第9号（d2026-9）\n\n"
        "| 项目 | 内容 |\n| :-- | :-- |\n| 督办单位 | 石桥乡 |\n"
    )
    assert "此前督办：2026年7月7日蓝色（2026年第7号），未回复。" in ran.out
    assert (
        "| 办理要求 | 已逾期的问题立即整改，其余按各自时限整改到位；"
        "查明原因，于2026年7月18日前（含当天）书面回复整改情况和措施。 |" in ran.out
    )
    assert ran.out.endswith(
        "## 回复\n\n| 项目 | 填写 |\n| :-- | :-- |\n"
        "| 整改措施和结果 | 　　　　　　　　　　　　　　　　　　　　 |\n"
        "| 未完成的原因和完成日期 | 　　　　　　　　　　　　　　　　　　　　 |\n"
        "| 回复日期 | 　 |\n| 负责人（签字） | 　 |\n| 单位（盖章） | 　 |\n\n"
        "请在时限前填好盖章，报“创城”工作指挥部办公室。\n"
    )


def test_a_dry_run_prints_the_slip_and_writes_nothing(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    before = (folder / "data" / "supervision.yaml").read_bytes()
    dry = cz("order", "石桥乡", "--dry-run", cwd=folder)
    assert (dry.code, dry.err) == (0, "")
    assert (folder / "data" / "supervision.yaml").read_bytes() == before
    assert dry.out == cz("order", "石桥乡", cwd=folder).out


@pytest.mark.parametrize(
    "arguments, err",
    [
        (
            ("order", "柳溪镇"),
            r"cz：柳溪镇 在2026年第3期督查通报里不是末位。督办一个问题或任务请写编号。"
            r"它未整改的问题有：f260706-9。\n",
        ),
        (
            ("order", "f260706-1"),
            r"cz：f260706-1 单位已报整改（2026-07-13），等待复核，不用督办。\n",
        ),
        (("order", "1-1"), r"cz：1-1 已完成，不用督办。\n"),
        (("order", "f260706-99"), r"cz：没有编号为“f260706-99”的问题。最接近的有：.*\n"),
        (
            ("order", "各街道党工委和办事处"),
            r"cz：“各街道党工委和办事处”是集体单位，这里要写明一个单位。它的成员有：.*\n",
        ),
        (
            ("order", "f260707-12", "--due", "2026-07-01"),
            r"cz：办理时限 2026-07-01 早于今天（2026-07-15）。请核对 --due。\n",
        ),
        (("order", "d2026-77"), r"cz：没有编号为“d2026-77”的督办单。最接近的有：.*\n"),
        (
            ("order", "f260707-12", "--reply", "好"),
            r"cz：登记回复要写督办单的编号，例如 cz order d2026-1 --reply …；"
            r"找到的是“f260707-12”。\n",
        ),
        (
            ("order", "d2026-7", "--reply", "好", "--date", "2026-07-01"),
            r"cz：回复日期 2026-07-01 应当在发单（2026-07-07）和今天（2026-07-15）之间。"
            r"请核对 --date。\n",
        ),
        (
            ("order", "d2026-7", "--due", "2026-08-01"),
            r"cz：d2026-7 已经发出，时限和要求不能再改；要改请在 data/supervision.yaml 里改。\n",
        ),
    ],
)
def test_what_cannot_be_ordered(arguments: tuple[str, ...], err: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    before = (folder / "data" / "supervision.yaml").read_bytes()
    ran = cz(*arguments, cwd=folder)
    assert ran.code == 2
    assert re.fullmatch(err, ran.err), ran.err
    assert (ran.out, (folder / "data" / "supervision.yaml").read_bytes()) == ("", before)


def test_the_first_slip_of_a_plan_makes_the_file(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    (folder / "data" / "supervision.yaml").unlink()
    ran = cz("order", "7-3", "--requirement", "请报整改方案", "--commit", cwd=folder)
    assert ran.code == 2  # no repository: nothing is written
    assert not (folder / "data" / "supervision.yaml").exists()
    assert cz("order", "7-3", "--requirement", "请报整改方案", cwd=folder).code == 0
    assert (folder / "data" / "supervision.yaml").read_text(encoding="utf-8") == (
        "# 督查通报、督办单和督查规则\n\norders:\n  - id: d2026-1\n    date: 2026-07-15\n"
        "    unit: 区城市管理局\n    about: 7-3\n    color: 蓝\n"
        "    matter: 创建任务 7-3 强化城市管理。时限2026年7月20日。\n"
        "    requirement: 请报整改方案\n    due: 2026-07-20\n"
    )


def small(folder: Path, **texts: str) -> Path:
    """A plan of two towns with the ledger given."""
    data = folder / "data"
    data.mkdir(parents=True)
    units = (
        "units:\n  - {id: lxz, name: 柳溪镇, kind: 乡镇}\n  - {id: dhz, name: 东河镇, kind: 乡镇}\n"
    )
    for stem, text in {
        "tasks": PLAN,
        "units": units,
        "indicators": "projects:\n  - {id: x1, title: 甲}\n",
        **texts,
    }.items():
        (data / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return folder


ONE = (
    "findings:\n  - {id: f260701-1, date: 2026-07-01, unit: 柳溪镇, problem: 摊位占道, due: "
    "2026-07-05}\n"
)


def test_an_answer_stops_the_escalation_whichever_slip_it_is_put_on(tmp_path: Path) -> None:
    folder = small(tmp_path, findings=ONE)
    for day in ("2026-07-06", "2026-07-10"):
        assert cz("order", "f260701-1", "--today", day, cwd=folder).code == 0
    assert (
        cz("order", "d2026-1", "--reply", "已落实", "--today", "2026-07-11", cwd=folder).code == 0
    )
    listed = cz("order", "--today", "2026-07-20", cwd=folder).out
    assert "并入d2026-1" in listed
    assert listed.endswith("共 2 张，未回复 0 张\n")
    assert "督办单" not in cz("remind", "--unit", "柳溪镇", "--today", "2026-07-14", cwd=folder).out
    again = cz("order", "f260701-1", "--today", "2026-07-20", cwd=folder)
    assert again.err.splitlines()[0].startswith("督办单 d2026-3　蓝色")


def test_the_slip_printed_is_the_one_written(tmp_path: Path) -> None:
    """With --commit the number is first tried on what HEAD holds.

    The paper carries the number in the file.
    """
    folder = copy_of(MIDWAY, tmp_path)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "一")
    assert cz("order", "7-3", cwd=folder).code == 0  # not committed
    git(folder, "config", "user.name", "张三")
    git(folder, "config", "user.email", "z@example.org")
    ran = cz("order", "9-3", "--commit", "-o", "单.md", cwd=folder)
    assert ran.code == 1
    assert ran.err.splitlines()[0].startswith("督办单 d2026-10　蓝色，区生态环境分局")
    assert "没有单独提交" in ran.err
    assert "（d2026-10）" in (folder / "单.md").read_text(encoding="utf-8")


def test_a_broken_ledger_of_slips_and_bulletins_is_not_reckoned_with(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    path = folder / "data" / "supervision.yaml"
    sound = path.read_text(encoding="utf-8")
    for old, new in (
        ("as_of: 2026-07-06", "as_of: 2026-7-32"),
        ("order_days: 3", "order_days: 3天"),
        ("due: 2026-06-05", "due: 2026-6-31"),
    ):
        assert old in sound
        path.write_text(sound.replace(old, new), encoding="utf-8")
        ran = cz("order", "f260707-12", cwd=folder)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.endswith(
            "cz：data/supervision.yaml 有错误，算不准，没有改动。请先改正上面的问题。\n"
        )
        assert path.read_text(encoding="utf-8") == sound.replace(old, new)


def test_a_period_is_not_recorded_twice_nor_backwards(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    before = (folder / "data" / "supervision.yaml").read_bytes()
    again = cz(
        "report",
        "--template",
        "督查通报",
        "--record",
        "--from",
        "2026-06-22",
        "--to",
        "2026-06-26",
        "--at",
        "2026-07-08",
        cwd=folder,
    )
    assert again.err == (
        "cz：督查时间 2026-06-22 至 2026-06-26 的通报已经登记过，是2026年第 3 期。"
        "同一段时间不登记两次，否则连续末位会多算。\n"
    )
    back = cz(
        "report",
        "--template",
        "督查通报",
        "--record",
        "--from",
        "2026-06-22",
        "--to",
        "2026-06-27",
        "--at",
        "2026-07-01",
        cwd=folder,
    )
    assert (
        back.err == "cz：截至日期 2026-07-01 早于已登记的2026年第 3 期（2026-07-06）。"
        "通报要按先后登记，请核对 --at。\n"
    )
    assert (again.out, back.out, (folder / "data" / "supervision.yaml").read_bytes()) == (
        "",
        "",
        before,
    )
    over = cz("rank", "--from", "2026-06-26", cwd=folder)
    assert (
        "cz：注意：督查时间和第 3 期（2026-06-22 至 2026-06-26）有重叠，重叠的几天两期都算。\n"
        in over.err
    )


def test_a_bulletin_of_a_year_before_is_named_with_its_year(tmp_path: Path) -> None:
    assert cz("rank", "--issue", "3", "--today", "2027-01-10", cwd=MIDWAY).err == (
        "cz：2027年还没有登记第 3 期。重打从前的请写明年份：--issue 2026-3；"
        "今年的第 3 期请用 --from、--to 写明督查时间。\n"
    )
    told = cz("rank", "--issue", "3", cwd=MIDWAY).out
    for text in ("2026-3", "t2026-3", "2026年第3期"):
        assert cz("rank", "--issue", text, "--today", "2027-01-10", cwd=MIDWAY).out == told
    assert (
        cz("rank", "--issue", "三", cwd=MIDWAY).err
        == "cz：期号应当像 3 或 2026-3，找到的是“三”。\n"
    )


def test_found_but_not_handed_out_is_neither_clean_nor_unseen(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        findings=ONE + "  - {id: f260701-2, date: 2026-07-01, unit: 东河镇, problem: 待定的}\n",
    )
    ran = cz("rank", "--today", "2026-07-10", cwd=folder)
    assert "有问题尚未交办，不参加排名：东河镇" in ran.out
    assert "本次未督查" not in ran.out


def test_numbers_that_cannot_be_are_no_crash(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        findings=ONE,
        supervision="rules:\n  days: 999999999\n  order_days: 999999999\nbulletins:\n"
        "  - id: t2026-1\n"
        "    start: 2026-06-01\n    end: 9999-12-31\n"
        "    as_of: 2026-07-01\n    ranking:\n"
        "      - {kind: 乡镇, rank: 1, unit: 柳溪镇, handed: 0, in_time: 0, last: true}\n",
    )
    for arguments in (
        ("rank",),
        ("rank", "--from", "2026-07-01"),
        ("order", "f260701-1"),
        ("order", "柳溪镇"),
        ("finding", "add", "--unit", "东河镇", "--problem", "甲"),
    ):
        ran = cz(*arguments, "--today", "2026-07-10", cwd=folder)
        assert "Traceback" not in ran.err
    assert "E313" in cz("check", "--today", "2026-07-10", cwd=folder).out


def test_what_is_not_due_yet_keeps_its_own_deadline(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    ran = cz("order", "7-3", cwd=folder)
    assert (
        ran.err.splitlines()[0]
        == "督办单 d2026-9　蓝色，区城市管理局，时限 2026-07-20；所督办的还没有到期"
    )
    late = cz("order", "1-5", cwd=folder)
    assert late.err.splitlines()[0] == "督办单 d2026-10　蓝色，区委宣传部，时限 2026-07-18"


def test_the_slips_listed() -> None:
    shown = bare(on_terminal("order", columns=80, cwd=MIDWAY))
    assert shown.splitlines()[0].startswith("编号     颜色  督办单位")
    assert "d2026-7  蓝    石桥乡" in shown
    assert "逾期40天" not in shown  # the orange slip on the same matter was answered
    assert "并入d2026-4" in shown
    assert shown.splitlines()[-1] == "共 8 张，未回复 1 张"


def test_an_own_template_takes_the_place_of_one_part(tmp_path: Path) -> None:
    """Like every shipped template, the bulletin and the slip give way to the plan's own."""
    folder = copy_of(MIDWAY, tmp_path)
    (folder / "templates").mkdir()
    own = (
        '{% extends "原版/督查通报" %}{% block 通报要求 %}\n## 三、工作要求\n\n'
        "请{{ inspection.units }}个单位抓紧整改。\n{% endblock %}"
    )
    (folder / "templates" / "督查通报.md.j2").write_text(own, encoding="utf-8")
    (folder / "templates" / "督办单.md.j2").write_text(
        "{{ order.unit }}：{{ order.matter }}（{{ order.color }}）\n", encoding="utf-8"
    )
    ran = cz(*FOUR, cwd=folder)
    assert "## 三、工作要求\n\n请25个单位抓紧整改。\n\n## 附件1　按时整改率排名\n" in ran.out
    assert "## 一、督查情况" in ran.out
    assert cz("order", "d2026-7", cwd=folder).out == "石桥乡：第3期督查通报乡镇类末位（蓝）\n"


def test_opened_again_is_told_as_that_and_not_as_an_extension(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    assert cz("finding", "reopen", "f260710-20", "--reason", "现场反弹", cwd=folder).code == 0
    paper = cz(*FOUR, cwd=folder).out
    assert "（未整改，销号后重开，时限7月22日）" in paper
    assert re.search(r"\| f260710-20 \|.*\| 7月22日 \| 销号后重开 \|", paper)
    assert "延期到" not in paper
    (unit,) = (
        one["unit"] for one in read(MIDWAY, "findings", "findings") if one["id"] == "f260710-20"
    )
    listed = cz("report", "--template", "整改清单", "--unit", unit, cwd=folder).out
    assert re.search(r"\| f260710-20 \|.*\| 待整改，销号后重开 \|", listed)


def test_what_is_not_handed_out_is_not_among_what_is_not_put_right(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        findings=ONE + "  - {id: f260701-2, date: 2026-07-01, unit: 东河镇, problem: 待定的}\n",
    )
    paper = cz(
        "report",
        "--template",
        "督查通报",
        "--from",
        "2026-07-01",
        "--to",
        "2026-07-02",
        "--today",
        "2026-07-10",
        cwd=folder,
    ).out
    assert "f260701-2" not in paper.partition("## 附件2")[2]
    assert "1. 未整改的1个问题" in paper
    everyone = cz("report", "--template", "整改清单", "--today", "2026-07-10", cwd=folder).out
    assert "待交办1个，待整改1个（其中逾期1个）" in everyone
    assert "时限待定1个：" in everyone


def test_a_unit_sees_the_slip_it_has_not_answered() -> None:
    told = "d2026-7（蓝）第3期督查通报乡镇类末位　7月10日前回复"
    assert f"督办单未回复 1 张\n{told}\n" in cz("status", "--unit", "石桥乡", cwd=MIDWAY).out
    assert (
        "督办单d2026-7（蓝）未回复，时限2026年7月10日：第3期督查通报乡镇类末位"
        in cz("report", "--unit", "石桥乡", cwd=MIDWAY).out
    )
    assert json.loads(cz("status", "--unit", "石桥乡", "--json", cwd=MIDWAY).out)["orders"] == [
        "d2026-7"
    ]
    assert {one["id"]: one["into"] for one in json.loads(cz("order", "--json", cwd=MIDWAY).out)}[
        "d2026-3"
    ] == "d2026-4"


def test_what_a_clerk_reads_when_a_bulletin_is_put_on_record(tmp_path: Path) -> None:
    """In words, not as YAML; that some deadlines are still to come; and what to do next."""
    folder = copy_of(MIDWAY, tmp_path)
    recorded = cz("report", "--template", "督查通报", "--record", "-o", "通报.md", cwd=folder)
    assert recorded.err == (
        "cz：注意：有 14 个问题未到整改时限，也在交办数里；等时限都过了再发布，名次才算定。\n"
        "2026年第4期督查通报　登记为已发：督查时间 2026-06-27 至 2026-07-15，截至 2026-07-15，"
        "参加排名的单位 25 个；其中 14 个问题还没有到时限，按现在的情况登记\n"
        "登记的内容在 data/supervision.yaml，请和通报一起提交；"
        "登错了的，还没有提交就执行 cz restore t2026-4 看怎样删去。\n"
    )
    assert cz("rank", cwd=folder) == (
        2,
        "",
        "cz：第 4 期（督查时间 2026-06-27 至 2026-07-15）已经登记，下一期从 2026-07-16 算起，"
        "还没有到。看登记了的这一期请写 --issue 4；要算别的日子，请用 --from、--to 写明督查时间。\n",
    )
    assert cz("rank", "--issue", "4", cwd=folder).code == 0


def test_the_ranking_names_a_few_of_many_and_tells_what_is_not_due() -> None:
    shown = cz("rank", "--class", "部门", cwd=MIDWAY).out
    assert "等 29 个（加 --rule 看全部）" in shown
    assert re.search("未整改 +未到期 +销号", shown)
    assert "（加 --rule 看全部）" not in cz("rank", "--class", "部门", "--rule", cwd=MIDWAY).out


def test_an_order_is_not_issued_on_a_plan_with_errors(tmp_path: Path) -> None:
    """As a bulletin is not put on record."""
    folder = copy_of(MIDWAY, tmp_path)
    path = folder / "data" / "tasks.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lead: 区教育局", "lead: 某局", 1))
    before = (folder / "data" / "supervision.yaml").read_bytes()
    ran = cz("order", "f260707-12", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("cz：方案有错误，没有发督办单，也没有登记。请先改正。\n")
    assert (folder / "data" / "supervision.yaml").read_bytes() == before
