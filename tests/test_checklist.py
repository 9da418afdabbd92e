"""A filled checklist of a mock assessment taken in: long, wide, as other programmes export it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cz.load import load
from cz.rounds.headings import Reader
from cz.rounds.verdicts import verdict_of
from cz.sheets.dates import Unusable
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, git

TODAY = ("--today", "2026-07-15")
ROUND = """\
  - id: m2026-3
    title: 2026年第3次模拟测评
    start: 2026-07-13
    end: 2026-07-14
    by: 第三方测评组（演示）
    seed: 20260713
    spots:
      - p1
      - p2
      - p3
      - p15
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The example with a round of two building sites, a shopping centre and an old estate."""
    folder = copy_of(MIDWAY, tmp_path / "方案")
    rounds = folder / "data" / "assessments.yaml"
    rounds.write_text(rounds.read_text(encoding="utf-8") + ROUND, encoding="utf-8")
    return folder


def documented(name: str) -> list[list[str]]:
    page = (ROOT / "docs" / "rounds.md").read_text(encoding="utf-8")
    table = page.partition(f"<!-- rules: {name} -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


WORDS = {
    ("spot", ""): "点位",
    ("date", ""): "检查日期",
    ("sent", ""): "没有检查日期时的日期",
    ("missed", ""): "不符合的，一格里可以写几条",
    ("passed", ""): "不用的",
    ("", ""): "认不出，填了就说出来",
    ("verdict", "i9-18"): "i9-18 的判定",
    ("problem", "i9-18"): "i9-18 的问题",
    ("photo", "i9-18"): "i9-18 的照片，不取",
    ("missed", "i9-18"): "i9-18 勾了就是不符合",
}


def test_headings_are_read_as_the_docs_say() -> None:
    reader = Reader(load(str(MIDWAY), ("indicators",)).campaign.indicators)
    read = [
        [heading, WORDS[tuple(reader.column(heading))]] for heading, _ in documented("headings")
    ]
    assert read == documented("headings")


def test_cells_are_read_as_the_docs_say() -> None:
    for cells, meaning in documented("cells"):
        for cell in cells.split("、"):
            try:
                said = verdict_of(cell) or "没有填"
            except Unusable:
                said = "认不出，退回"
            assert said == meaning, cell


def test_the_example_of_the_docs(plan: Path) -> None:
    page = (ROOT / "docs" / "rounds.md").read_text(encoding="utf-8")
    example = page.partition("<!-- checklist -->\n```text\n")[2]
    table, _, rest = example.partition("```")
    (plan / "问卷.csv").write_text(table, encoding="utf-8")
    ran = cz("finding", "import", "问卷.csv", "--round", "m2026-2", *TODAY, cwd=plan)
    assert ran.out == rest.partition("```text\n")[2].partition("```")[0]


def taken(plan: Path, name: str, text: str, *more: str) -> tuple[int, str]:
    (plan / name).write_text(text, encoding="utf-8")
    ran = cz("finding", "import", name, "--round", "m2026-3", *more, *TODAY, cwd=plan)
    assert ran.err == ""
    return ran.code, ran.out


WIDE = """\
序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、点位,2、i9-18 楼道,3、i9-19,4、居民小区设有垃圾分类投放点，标识清楚,5、i3-15,6、i9-23,7、存在问题
1,2026/7/13 12:00:00,80秒,微信,N/A,10.0.0.1,城东棉纺小区,A.符合,B.不符合〖中心道路破损〗,不适用,(跳过),(跳过),
2,2026/7/13 13:00:00,80秒,微信,N/A,10.0.0.1,p1,(跳过),(跳过),(跳过),不符合,不符合,围挡倒了
3,2026/7/13 14:00:00,80秒,微信,N/A,10.0.0.1,滨河路改造工地,(跳过),(跳过),(跳过),符合,,
4,2026/7/13 15:00:00,80秒,微信,N/A,10.0.0.1,城东大道,(跳过),(跳过),(跳过),符合,符合,
5,2026/7/13 15:00:00,80秒,微信,N/A,10.0.0.1,没有的小区,符合,符合,符合,(跳过),(跳过),
6,2026/7/13 15:00:00,80秒,微信,N/A,10.0.0.1,滨河路改造工地,符合,(跳过),(跳过),大概,符合,
"""


def records(plan: Path, *names: str) -> list[list[str]]:
    """Of the findings of the round."""
    findings = load(str(plan), ("findings",)).campaign.findings
    own = [finding for finding in findings if finding.round == "m2026-3"]
    return [[str(getattr(finding, name)) for name in names] for finding in own]


def skipped(plan: Path) -> str:
    text = (plan / "data" / "assessments.yaml").read_text(encoding="utf-8")
    return text.partition("id: m2026-3")[2].partition("skipped:\n")[2]


def test_a_wide_checklist_of_wenjuanxing(plan: Path) -> None:
    code, out = taken(plan, "问卷.csv", WIDE)
    assert (code, out) == (
        1,
        "m2026-3：取走 3 行（符合 2、不符合 3、没有看的 1）；退回 3 行 → 问卷-退回.csv\n"
        "  第 5 行　城东大道　p17 城东大道不是 m2026-3 抽到的点位\n"
        "  第 6 行　没有的小区　没有叫“没有的小区”的点位\n"
        "  第 7 行　p2 滨河路改造工地　i9-18 不是这种点位要看的标准；"
        "i3-15 “大概”看不出是符合还是不符合\n"
        "不符合的登记 3 条问题（f260713-1～3）\n"
        "没有看的记进 m2026-3：\n"
        "  p15 城东棉纺小区 i11-04（不适用）\n"
        "交来的点位里有 1 处没有填：p2 i9-23。不填就按符合算；"
        "没有看的请记：cz round skip m2026-3 p2 i9-23 --reason 原因\n"
        "抽到了，这张表没有填、台账里也没有的点位 1 个：p3 城中商业广场。还有别的表就接着导入；"
        "没有去的请记：cz round skip m2026-3 p3 --reason 原因\n"
        "退回的行改好后，请执行 cz finding import 问卷-退回.csv --round m2026-3\n"
        "得分率请看 cz round m2026-3\n",
    )
    beside = "（填表时写的：围挡倒了）"
    rows = records(plan, "date", "unit", "spot", "type", "indicator", "problem", "due", "by")
    by = "第三方测评组（演示）"
    bureau, day, due = "区住房和城乡建设局", "2026-07-13", "2026-07-20"
    site = [day, bureau, "新城家园项目工地", "建筑工地"]
    assert rows == [
        [day, "城东街道", "城东棉纺小区", "老旧小区", "i9-19", "中心道路破损", due, by],
        [
            *site,
            "i3-15",
            f"不符合：建筑工地围挡上的公益广告无残缺、无错字，未被商业广告覆盖{beside}",
            due,
            by,
        ],
        [
            *site,
            "i9-23",
            f"不符合：建筑工地围挡整齐，出入口有冲洗设施，物料覆盖到位，无带泥上路{beside}",
            due,
            by,
        ],
    ]
    assert skipped(plan) == "      - {spot: p15, standards: [i11-04], reason: 不适用}\n"
    before = texts(plan)
    code, out = taken(plan, "问卷.csv", WIDE)
    assert out.startswith(
        "m2026-3：取走 3 行（符合 2、不符合 3、没有看的 1）；4 处已记过，没有再记；退回 3 行 → "
    )
    assert texts(plan) == before
    with (plan / "问卷-退回.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == [*WIDE.split("\n")[0].split(","), "退回原因"]
    mended = "\n".join(",".join(row) for row in (table[0], table[3])).replace("大概", "×")
    mended = mended.replace("滨河路改造工地,符合", "滨河路改造工地,")
    code, out = taken(plan, "问卷-退回.csv", mended + "\n")
    assert (code, out) == (
        0,
        "m2026-3：取走 1 行（符合 1、不符合 1）\n"
        "不符合的登记 1 条问题（f260713-4）\n"
        "抽到了，这张表没有填、台账里也没有的点位 1 个：p3 城中商业广场。还有别的表就接着导入；"
        "没有去的请记：cz round skip m2026-3 p3 --reason 原因\n"
        "问卷-退回.csv 里的行都已处理，可以删去。\n"
        "得分率请看 cz round m2026-3\n",
    )


def test_a_row_of_a_spot_that_is_left_open_is_told(plan: Path) -> None:
    text = "点位,测评标准,是否符合\np1,i3-15,√\np1,i9-23,\np2,i3-15,\np2,i9-23,\n"
    code, out = taken(plan, "长.csv", text)
    assert (code, out.split("\n")[:2]) == (
        0,
        [
            "m2026-3：取走 1 行（符合 1）；3 行没有填",
            "交来的点位里有 1 处没有填：p1 i9-23。不填就按符合算；"
            "没有看的请记：cz round skip m2026-3 p1 i9-23 --reason 原因",
        ],
    )
    assert "没有的点位 3 个：p2 滨河路改造工地、p3 城中商业广场、p15 城东棉纺小区。" in out


def texts(plan: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((plan / "data").glob("*.yaml"))]


def test_the_long_table_comes_back_as_it_was_printed(plan: Path) -> None:
    assert cz("round", "sheet", "m2026-3", "-o", "长.csv", cwd=plan).code == 0
    with (plan / "长.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    filled = {
        ("p1", "i3-15"): ["√", "", "", "7月13日", "演示人员01"],
        ("p1", "i9-23"): ["×", "出入口没有冲洗设施", "12", "", ""],
        ("p2", "i3-15"): ["符合", "围挡上有错字", "", "", ""],
        ("p2", "i9-23"): ["", "", "", "", ""],
        ("p3", "i6-08"): ["没看", "没有开门", "", "", ""],
        ("p3", "i9-14"): ["没看", "没有开门", "", "", ""],
        ("p15", "i9-18"): ["不适用", "", "", "", ""],
        ("p15", "i9-19"): ["不符合", "", "", "", ""],
        ("p15", "i11-04"): ["否", "=1+1", "", "7月14日", ""],
    }
    for row in rows[1:]:
        row[7:] = filled[row[1], row[5]]
    rows.append(["m2026-3", "p3", "", "", "", "i9-18", "", "符合", "", "", "", ""])
    rows.append(["m2026-3", "p3", "新城家园项目工地", "", "", "i6-08", "", "符合", "", "", "", ""])
    rows.append(["m2026-2", "p3", "", "", "", "i9-14", "", "符合", "", "", "", ""])
    text = "\n".join(",".join(row) for row in rows) + "\n"
    code, out = taken(plan, "长.csv", text, "--dry-run")
    assert (code, out.count("（试运行，文件未动）")) == (1, 1)
    assert records(plan, "id") == []
    assert taken(plan, "长.csv", text) == (
        1,
        "m2026-3：取走 7 行（符合 1、不符合 3、没有看的 3）；1 行没有填；退回 4 行 → 长-退回.csv\n"
        "  第 4 行　p2 滨河路改造工地　i3-15 写的是符合，又写了存在问题“围挡上有错字”\n"
        "  第 11 行　p3 城中商业广场　i9-18 不是这种点位要看的标准\n"
        "  第 12 行　新城家园项目工地　点位编号 p3 是城中商业广场，点位写的却是新城家园项目工地\n"
        "  第 13 行　p3　写的是“m2026-2”，不是 m2026-3\n"
        "不符合的登记 3 条问题（f260713-1～2、f260714-1）\n"
        "没有看的记进 m2026-3：\n"
        "  p3 城中商业广场 全部标准（没有看：没有开门）\n"
        "  p15 城东棉纺小区 i9-18（不适用）\n"
        "没有用到的列：照片号。\n"
        "退回的行改好后，请执行 cz finding import 长-退回.csv --round m2026-3\n"
        "得分率请看 cz round m2026-3\n",
    )
    assert records(plan, "date", "spot", "indicator", "problem", "by") == [
        ["2026-07-13", "新城家园项目工地", "i9-23", "出入口没有冲洗设施", "演示人员01"],
        [
            "2026-07-13",
            "城东棉纺小区",
            "i9-19",
            "不符合：老旧小区道路、排水、绿化设施完好，停车有序，无私搭乱建",
            "演示人员01",
        ],
        ["2026-07-14", "城东棉纺小区", "i11-04", "=1+1", "演示人员01"],
    ]
    assert skipped(plan) == (
        "      - {spot: p3, reason: 没有看：没有开门}\n"
        "      - {spot: p15, standards: [i9-18], reason: 不适用}\n"
    )
    shown = cz("round", "m2026-3", *TODAY, cwd=plan).out
    assert "点位 3 个" in shown
    assert "观察 6 次，不符合 3 次" in shown


KOBO = """"start","end","组/spot","组/date","组/by","组/i3-15","组/i9-23","组/i9-23_problem","组/i9-23_photo","missed","missed/i9-18","missed/i9-19","_id","_submission_time","__version__"
"2026-07-13T09:00:00.000+08:00","2026-07-13T09:05:00.000+08:00","p1","2026-07-13","演示人员01","yes","no","没有冲洗","1.jpg","","","","1","2026-07-13T01:05:00","v1"
"2026-07-13T10:00:00.000+08:00","2026-07-13T10:05:00.000+08:00","p15","","","","","","","i9-18 i9-19","1","1","2","2026-07-13T02:05:00","v1"
"2026-07-13T11:00:00.000+08:00","2026-07-13T11:05:00.000+08:00","p2","2026-07-13","","1 0","unseen","","","","0","0","3","2026-07-13T03:05:00","v1"
"""


def test_what_kobo_and_odk_export(plan: Path) -> None:
    code, out = taken(plan, "kobo.csv", KOBO)
    assert (code, out.split("\n")[:4]) == (
        1,
        [
            "m2026-3：取走 2 行（符合 1、不符合 3）；退回 1 行 → kobo-退回.csv",
            "  第 4 行　p2 滨河路改造工地　i3-15 “1 0”写了不止一个判定",
            "不符合的登记 3 条问题（f260713-1～3）",
            "抽到了，这张表没有填、台账里也没有的点位 1 个：p3 城中商业广场。还有别的表就接着导入；"
            "没有去的请记：cz round skip m2026-3 p3 --reason 原因",
        ],
    )
    assert "没有用到的列：组/i9-23_photo。" in out
    assert records(plan, "indicator", "problem", "by")[0] == ["i9-23", "没有冲洗", "演示人员01"]


def test_what_goes_against_the_ledger_is_returned_and_two_files_are_one_commit(
    plan: Path,
) -> None:
    git(plan, "init", "-q", "-b", "main")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "模拟测评")
    header = "点位,i3-15,i9-23,检查日期\n"
    ran = cz(
        "finding",
        "import",
        str(write(plan, f"{header}p1,×,不适用,7月13日\n")),
        *("--round", "m2026-3", "--commit", *TODAY),
        cwd=plan,
        **SIGNED,
    )
    assert (ran.code, ran.err) == (0, "")
    changed = git(plan, "show", "--stat", "--format=%s", "HEAD")
    assert "data/findings.yaml" in changed
    assert "data/assessments.yaml" in changed
    code, out = taken(plan, "二.csv", f"{header}p1,√,√,7月13日\np2,√,×,\np2,×,×,7月13日\n")
    assert (code, out.split("\n")[:4]) == (
        1,
        [
            "m2026-3：取走 0 行；退回 3 行 → 二-退回.csv",
            "  第 2 行　p1 新城家园项目工地　i3-15 写的是符合，台账里 m2026-3 却有问题 f260713-1；"
            "i9-23 写的是符合，m2026-3 却记着没有看；看了的，请先执行 "
            "cz round skip m2026-3 p1 i9-23 --undo",
            "  第 3 行　p2 滨河路改造工地　i3-15 这里写的是符合，第 4 行写的是不符合",
            "  第 4 行　p2 滨河路改造工地　i3-15 这里写的是不符合，第 3 行写的是符合",
        ],
    )
    code, out = taken(plan, "三.csv", "点位,i3-15,检查日期\np1,×〖围挡破损〗,7月13日\n")
    assert (code, out.split("\n")[:3]) == (
        0,
        [
            "m2026-3：取走 1 行（不符合 1）",
            "不符合的登记 1 条问题（f260713-2）",
            "1 条和已登记的像是同一个问题：f260713-2 和 f260713-1。请核对：重复的，"
            "请用 cz finding withdraw 撤回新的一条；又出现的，不用管。",
        ],
    )


def test_a_checklist_without_its_round_and_a_round_without_spots(plan: Path) -> None:
    assert cz("round", "sheet", "m2026-3", "-o", "长.csv", cwd=plan).code == 0
    (plan / "宽.csv").write_text(WIDE, encoding="utf-8")
    for name in ("长.csv", "宽.csv"):
        ran = cz("finding", "import", name, *TODAY, cwd=plan)
        assert (ran.code, ran.out, ran.err) == (
            2,
            "",
            f"cz：{name} 像是模拟测评的记录表。请用 --round 写明是哪一次，例如 --round m2026-2。\n",
        )
    new = ("--start", "2026-07-15", "--end", "2026-07-15")
    assert cz("round", "new", *new, *TODAY, cwd=plan).code == 0
    ran = cz("finding", "import", "宽.csv", "--round", "m2026-4", *TODAY, cwd=plan)
    assert ran.err == "cz：m2026-4 还没有抽点位。请先执行 cz round draw m2026-4。\n"


def write(plan: Path, text: str) -> Path:
    path = plan / "表.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_not_looked_at_is_noted_and_taken_back(plan: Path) -> None:
    def said(*words: str) -> str:
        ran = cz("round", "skip", "m2026-3", *words, *TODAY, cwd=plan)
        return (ran.out or ran.err).split("\n")[0]

    name = "m2026-3 2026年第3次模拟测评　"
    assert said("p15", "i9-18", "i9-19", "--reason", "进不去") == (
        f"{name}没有看的：p15 城东棉纺小区 i9-18、i9-19（进不去）"
    )
    assert said("城中商业广场", "--reason", "没有开门") == (
        f"{name}没有看的：p3 城中商业广场 全部标准（没有开门）"
    )
    assert skipped(plan) == (
        "      - {spot: p15, standards: [i9-18, i9-19], reason: 进不去}\n"
        "      - {spot: p3, reason: 没有开门}\n"
    )
    assert said("p15", "i9-18", "--reason", "再记") == f"{name}p15 城东棉纺小区已经记着没有看"
    assert said("p15", "i9-18", "--undo") == f"{name}又算看过：p15 城东棉纺小区 i9-18"
    assert said("p3", "i6-08", "--undo").endswith("p3 城中商业广场 i6-08")
    assert skipped(plan) == (
        "      - {spot: p15, standards: [i9-19], reason: 进不去}\n"
        "      - {spot: p3, standards: [i9-14], reason: 没有开门}\n"
    )
    assert said("p15", "--undo").endswith("p15 城东棉纺小区 i9-19")
    assert said("p3", "--undo").endswith("p3 城中商业广场 i9-14")
    assert skipped(plan) == ""
    assert said("p3", "--undo") == "cz：m2026-3 没有记着 p3 城中商业广场没有看，没有改动。"
    assert said("p3") == "cz：请用 --reason 写明为什么没有看，例如 --reason 没有开门。"
    assert said("p17", "--reason", "远") == (
        "cz：m2026-3 没有抽到 p17 城东大道。抽到的用 cz round m2026-3 --json 看。"
    )
    assert said("p15", "i3-15", "--reason", "远") == (
        "cz：p15 城东棉纺小区（老旧小区）不看 i3-15。要看的是：i9-18、i9-19、i11-04。"
    )
