"""What people in an office type and mistype.

Input methods, short forms, slips in YAML, files they would lose.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import MIDWAY, copy_of, cz


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copy_of(MIDWAY, tmp_path)


SAME = [
    (["list", "unit：区教育局", "status：doing"], ["list", "unit:区教育局", "status:doing"]),
    (["list", "单位:区教育局", "and", "状态:推进中"], ["list", "unit:区教育局", "status:doing"]),
    (
        ["list", "light:red", "或者", "status:blocked"],
        ["list", "light:red", "or", "status:blocked"],
    ),
    (["list", "rating:C"], ["list", "--kind", "indicator", "rating:C"]),
    (["list", "--kind", "指标", "评级:C"], ["list", "--kind", "indicator", "rating:C"]),
    (["list", "１－５"], ["list", "1-5"]),
    (["status", "--unit", "ＱＪＹＪ"], ["status", "--unit", "qjyj"]),
    (["show", "１－５，"], ["show", "1-5"]),
    (["set", "6-3", "完成", "--dry-run"], ["set", "6-3", "done", "--dry-run"]),
    (["set", "6-3", "ｄｏｎｅ", "--dry-run"], ["set", "6-3", "done", "--dry-run"]),
    (
        ["set", "6-3，7-3、8-1", "done", "--dry-run"],
        ["set", "6-3", "7-3", "8-1", "done", "--dry-run"],
    ),
    (["due", "7-3", "8月31日", "--dry-run"], ["due", "7-3", "2026-08-31", "--dry-run"]),
    (["due", "7-3", "20260831", "--dry-run"], ["due", "7-3", "2026-08-31", "--dry-run"]),
    (["rate", "i9-14", "Ｂ", "--dry-run"], ["rate", "i9-14", "B", "--dry-run"]),
    (["score", "未成年人", "８２", "--dry-run"], ["score", "未成年人", "82", "--dry-run"]),
    (["help", "set"], ["set", "--help"]),
]


@pytest.mark.soak(every=3)
@pytest.mark.parametrize(("typed", "meant"), SAME, ids=[" ".join(typed) for typed, _ in SAME])
def test_is_understood(typed: list[str], meant: list[str]) -> None:
    found = cz(*typed, cwd=MIDWAY)
    assert (found.code, found.err) == (0, "")
    assert found == cz(*meant, cwd=MIDWAY)


TOLD = [
    (
        ["set", "i9-14", "done"],
        "cz：i9-14 是指标的编号，这里要任务或步骤的编号。给指标评级请用 cz rate i9-14 A。\n",
    ),
    (
        ["rate", "6-3", "A"],
        "cz：6-3 是任务的编号，评级要写指标的编号。"
        "它的指标有：i8-08、i8-09、i8-10、i8-11、i8-12。\n",
    ),
    (["list", "--kind", "task", "rating:C"], "cz：rating: 只用于指标，请改用 --kind indicator。\n"),
    (
        ["list", "--kind", "unit", "status:done"],
        "cz：“status:done”不能用来查单位：查单位只用词，例如 cz list --kind unit 街道。\n",
    ),
    (
        ["list", "due"],
        'cz：时限的条件要加引号，例如 "due<2026-07-01"；'
        "不加引号，< 和 > 会被命令行当作文件的进出。\n",
    ),
    (["list", "--json", "--csv"], "cz：--json、--csv 只能选一个。\n"),
    (
        ["status", "区教育", "局"],
        "cz：多出了“局”。一次只看一个单位；中间有空格的名称请用英文引号括起来。\n"
        "用法和例子请看：cz status --help\n",
    ),
    (
        ["note", "1-5", "-要点"],
        "cz：没有“-要”这个选项。内容本身以“-”开头时，请在它前面写 --，例如："
        "cz note 1-5 -- -要点。\n用法和例子请看：cz note --help\n",
    ),
    (
        ["report", "-o", "报告.pdf"],
        "cz：报告写成什么，看文件名的结尾：.md（Markdown 文本）、.docx（Word 文件）、"
        ".html（网页）、.xlsx（Excel 文件）、.csv（CSV 表格），找到的是 报告.pdf。"
        "要 PDF 的，写成 .docx，在 Word 里另存。\n",
    ),
    (
        ["report", "-o", "data/tasks.yaml", "--force"],
        "cz：报告不能写到方案自己的 data 文件夹里。请换一个地方，例如 阶段报告.md。\n",
    ),
    (["status", "--plan", "data"], "cz：--plan 要写方案文件夹，不是它里面的 data：请写 .。\n"),
    (["init", " "], "cz：请写明新方案放在哪个文件夹，例如：cz init 创城。\n"),
]


@pytest.mark.parametrize(("typed", "told"), TOLD, ids=[" ".join(typed) for typed, _ in TOLD])
def test_is_told(plan: Path, typed: list[str], told: str) -> None:
    assert cz(*typed, cwd=plan) == (2, "", told)


def test_a_report_does_not_overwrite_corrections_by_hand(plan: Path) -> None:
    assert cz("report", "-o", "报告.md", cwd=plan).out == "已写入 报告.md。\n"
    (plan / "报告.md").write_text("改过的", encoding="utf-8")
    assert (
        cz("report", "-o", "报告.md", cwd=plan).err
        == "cz：报告.md 已经有了，没有覆盖（里面也许有手工改过的内容）。"
        "请换一个文件名，或加 --force 覆盖。\n"
    )
    assert (plan / "报告.md").read_text(encoding="utf-8") == "改过的"
    assert cz("report", "-o", "报告.md", "--force", cwd=plan).code == 0
    assert (plan / "报告.md").read_text(encoding="utf-8").startswith("# 《")


def test_a_report_from_a_damaged_file_says_so_at_its_top(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    head, mark, rest = tasks.read_text(encoding="utf-8").partition("  - id: 5-1\n")
    tasks.write_text(head + mark + rest.replace("    lead: ", "    lead：", 1), encoding="utf-8")
    for template in ("阶段报告", "简报", "任务分解表"):
        ran = cz("report", "--template", template, cwd=plan)
        assert ran.code == 1
        assert (
            "**注意：本文不完整。有 1 条记录（5-1）因数据错误没有计入；"
            "请改正后重新生成，详见文末。**" in ran.out.split("\n")[:6] + ran.out.split("\n")[6:8]
        )
    assert cz("status", cwd=plan).err == (
        "data/tasks.yaml:531:9 错误 E101：这里的“：”是中文冒号。\n"
        "    |     lead：区教育局\n"
        "    |         ^^\n"
        "    = 请改成英文冒号加一个空格，例如 lead: 区教育局。\n"
        "cz：方案有 1 个错误，有 1 条记录（5-1）没有读进来，下面的结果不含它们。"
        "全部问题请看 cz check。\n"
    )


def test_a_new_lead_is_no_longer_responsible_too(plan: Path) -> None:
    ran = cz("assign", "1-5", "--lead", "总工会", cwd=plan)
    assert ran.out == (
        "1-5 深化开展道德模范评选表彰活动　牵头单位：区委宣传部 → 区总工会\n"
        "1-5 深化开展道德模范评选表彰活动　区委宣传部 不再列名；"
        "如仍参与，请再执行 cz assign 1-5 --add 区委宣传部\n"
        "1-5 深化开展道德模范评选表彰活动　责任单位：去掉 区总工会\n"
        "  data/tasks.yaml:272\n"
        "  -     lead: 区委宣传部\n"
        "  +     lead: 区总工会\n"
        "  data/tasks.yaml:274\n"
        "  -       - 区总工会\n"
    )
    assert "W402" not in cz("check", cwd=plan).out


def test_a_deadline_outside_the_phase_is_told_at_once(plan: Path) -> None:
    ran = cz("due", "7-3", "2062-08-31", cwd=plan)
    assert ran.code == 0
    assert "警告 W403：时限 2062-08-31 不在第 2 阶段（2026-01-01 至 2026-12-31）之内。" in ran.err


def test_a_step_back_is_told(plan: Path) -> None:
    assert "已完成 → 未启动 ⚠ 退步" in cz("set", "6-2", "todo", cwd=plan).out
    assert "⚠" not in cz("set", "6-2", "doing", cwd=plan).out
    assert "推进中 → 受阻 ⚠ 退步" in cz("set", "6-2", "blocked", cwd=plan).out  # as cz diff has it
    assert "A → C，比原来低" in cz("rate", "i8-08", "C", cwd=plan).out


SLIPS = [
    ("    lead: 区教育局\n", "    lead：区教育局\n", "这里的“：”是中文冒号。"),
    ("    lead: 区教育局\n", "    lead:区教育局\n", "冒号后面缺一个空格。"),
    ("      - 区财政局\n", "      -区财政局\n", "“-”后面缺一个空格。"),
    (
        "      2: {status: doing, due: 2026-06-30}\n",
        "      2: {status: doing, due: 2026-06-30\n",
        "这一行的“{”没有收尾。",
    ),
    (
        "    title: 加强国民教育\n",
        "<<<<<<< HEAD\n    title: 加强国民教育\n=======\n    title: 改\n>>>>>>> b\n",
        "这里是 git 合并冲突的标记。",
    ),
    ("    title: 加强国民教育\n", "\ttitle: 加强国民教育\n", "缩进里有制表符（Tab）。"),
    (
        "      2: {status: doing,",
        "      2: {status：doing,",
        "“status：doing”不是“字段: 值”的写法。",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "told"), SLIPS, ids=[told for *_, told in SLIPS])
def test_a_usual_slip_is_named_on_its_own_line(
    plan: Path, right: str, wrong: str, told: str
) -> None:
    tasks = plan / "data" / "tasks.yaml"
    head, mark, rest = tasks.read_text(encoding="utf-8").partition("  - id: 5-1\n")
    assert right in rest
    tasks.write_text(head + mark + rest.replace(right, wrong, 1), encoding="utf-8")
    first = cz("check", cwd=plan).out.split("\n")[:2]
    assert told in first[0]
    line = int(first[0].split(":")[1])
    blamed = tasks.read_text(encoding="utf-8").split("\n")[line - 1]
    assert blamed in wrong or wrong in blamed


def test_a_full_width_colon_before_a_list_is_told_where_it_stands(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    at = text.count("\n", 0, text.index("    units:\n")) + 1
    tasks.write_text(text.replace("    units:\n", "    units：\n", 1), encoding="utf-8")
    told = cz("check", cwd=plan).out
    assert f"data/tasks.yaml:{at}:10 错误 E101：这里的“：”是中文冒号。\n" in told
