"""README and docs say what is true.

Their blocks are run, their tables are made from the program.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from cz.cli.group import function_of
from cz.cli.main import COMMANDS, SUBCOMMANDS
from cz.report import view, view_evidence, view_gaps, view_inspection, view_meetings
from tests.documents import handbook, units_list, word_plan, workbook_plan
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, repository
from tests.test_sheet_fill import HEAD, book

README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- output: cz (.*?) -->\n```text\n(.*?)```\n", re.S)


def shown(command: str, folder: Path) -> str:
    """What the block's command prints on the example;

    `…, FIELD: VALUE` first breaks a field of task 1-5.
    """
    command, _, change = command.partition(", ")
    if change:
        field, _, value = change.partition(": ")
        tasks = folder / "data" / "tasks.yaml"
        head, mark, rest = tasks.read_text(encoding="utf-8").partition("  - id: 1-5\n")
        tasks.write_text(
            head + mark + re.sub(rf"(?m)^    {field}: .*$", f"    {field}: {value}", rest, count=1),
            encoding="utf-8",
        )
    ran = cz(*shlex.split(command), cwd=folder if change else ROOT)
    return ran.err if change else ran.out


def test_outputs_in_the_readme_are_real(tmp_path: Path) -> None:
    """`CZ_GOLDEN=write` fills them in."""
    text = README.read_text(encoding="utf-8")
    count = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        real = shown(match[1], copy_of(MIDWAY, tmp_path / str(count)))
        return f"<!-- output: cz {match[1]} -->\n```text\n{real}```\n"

    filled = BLOCK.sub(fill, text)
    if os.environ.get("CZ_GOLDEN") == "write":
        README.write_text(filled, encoding="utf-8")
        text = filled
    assert count == 4
    assert filled == text


def weekly() -> list[str]:
    block = (
        README.read_text(encoding="utf-8")
        .partition("## 创城办的一周")[2]
        .partition("```text\n")[2]
        .partition("```")[0]
    )
    return [re.split(r" {2,}", line)[0] for line in block.strip().split("\n")]


def test_the_week_has_ten_lines_that_work(tmp_path: Path) -> None:
    lines = weekly()
    assert len(lines) == 10
    folder = repository(tmp_path)
    for line in lines:
        command = line.partition(" && ")[0]
        if command.startswith("cz "):
            ran = cz(*shlex.split(command)[1:], cwd=folder)
            assert (ran.code, ran.err) == (0, ""), line
    assert (folder / "阶段报告.docx").exists()


def examples() -> list[Any]:
    """Every command's examples; its first one runs every time, the others are the long run."""
    names = [name for name in COMMANDS if name not in SUBCOMMANDS]
    names += [f"{group} {name}" for group, actions in SUBCOMMANDS.items() for name in actions]
    lines = []
    for name in names:
        first, *others = [re.split(r" {3,}", line)[0] for line in function_of(name).examples]
        lines += [
            pytest.param(first),
            *(pytest.param(line, marks=pytest.mark.soak) for line in others),
        ]
    return lines


@pytest.mark.parametrize("line", examples())
def test_examples_in_the_help_work(line: str, tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    for path in MIDWAY.iterdir():
        if path.name != "data":
            (shutil.copytree if path.is_dir() else shutil.copyfile)(path, folder / path.name)
    words = shlex.split(line.partition(" > ")[0].partition(" && ")[0])
    if words[0] in ("cd", "git") or "--install" in words:
        return
    if words[1:3] == ["git", "merge-driver"]:  # git fills in %O and the others
        return
    assert words[0] == "cz"
    for name in words:
        if name in PLANS:
            (folder / name).write_bytes(PLANS[name])
    if words[1:3] == ["evidence", "add"]:
        words[4:5] = [made(folder, words[4])]
    if words[1:3] == ["sheet", "take"]:
        cz("sheet", "make", "--unit", "区教育局", "-o", words[3], cwd=folder)
    if words[1:3] == ["sheet", "fill"]:
        (folder / words[3]).write_bytes(book([HEAD, [1, "1-1"]]))
    ran = cz(*words[1:], cwd=folder, **SIGNED)
    assert ran.code == (1 if words[1:3] in FAULTY else 0)
    assert (
        ran.err == ""
        or ran.err.startswith(("cz：以下是提交", "cz：注意："))
        or words[1] in ("order", "evidence")
        or "--record" in words
    )
    assert ran.out


# The files that the examples of cz init, cz import and cz spot import read.
PLANS = {
    "图说.csv": "编号,对应要求\ne28,宣讲提纲\n".encode(),
    "方案.docx": word_plan(),
    "任务分解表.xlsx": workbook_plan(),
    "测评标准.xlsx": handbook(),
    "单位名单.xlsx": units_list(),
    "通讯录.xlsx": units_list(),
    "问卷星导出.csv": (
        "序号,1、您所在的街道（乡镇）,2、您满意吗\n"
        "1,城东街道,满意\n2,城西街道,满意\n3,城东街道,不满意\n4,城西街道,不满意\n"
    ).encode(),
    "点位表.xlsx": book([["点位名称", "类型", "属地"], ["东门早市", "农贸市场", "城东街道"]]),
}

# What the example is made to show: rows that have to be mended, evidence that is not in order.
FAULTY = (["finding", "import"], ["evidence", "check"], ["who", "check"])


def made(folder: Path, name: str) -> str:
    """The file of an example, as someone would have it."""
    path = folder / name.replace("*", "清理台账")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return str(path.relative_to(folder))


def test_every_command_has_a_line_in_the_help_and_an_example() -> None:
    from cz.cli.main import COMMANDS, SUBCOMMANDS

    listed = {name: cz(*name.split(), "--help").out for name in ("", *SUBCOMMANDS)}
    within = [
        (f"{group} {name}", summary)
        for group, known in SUBCOMMANDS.items()
        for name, (_, summary) in known.items()
    ]
    for name, summary in [
        *((name, summary) for name, (_, summary) in COMMANDS.items()),
        *within,
    ]:
        assert f"  {name}" in listed[name.partition(" ")[0] if " " in name else ""]
        own = listed.get(name) or cz(*name.split(), "--help").out
        assert own.startswith(summary + "。\n")
        assert ("动作：\n  " if name in SUBCOMMANDS else "例子：\n  ") in own
        english = re.sub(
            r"--?[\w-]+|cz|[a-z]+[:<>]|\b(?:JSON|CSV|Excel|WPS|GitHub|bash|zsh|fish|powershell|pwsh|YAML|Tab|git|[A-Z]|[a-z]{1,9})\b",
            "",
            own,
        )
        assert not re.search(
            r"[A-Za-z]{12,}|Usage|Options|Arguments|Show this|default|required", english
        ), english


LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".j2", ".txt") and not any(
            part.startswith(".") for part in inside
        ):
            text = path.read_text(encoding="utf-8")
            assert "/" + "work/" not in text, path
            assert "/" + "root/" not in text, path


def test_the_format_page_names_every_field() -> None:
    from cz.records.kinds import FILES

    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    for stem, kinds in FILES.items():
        assert f"data/{stem}.yaml" in page
        for kind in kinds:
            part = page.partition(f"### {kind.section}")[2].partition("\n### ")[0]
            named = set(re.findall(r"^\| `(\w+)`", part, re.M))
            assert named == set(kind.readers), kind.section


def words_of(line: str) -> list[str]:
    """The names set in code: `plan`, `t.lead.name`."""
    return [word for code in re.findall("`([^`]+)`", line) for word in code.split(".")]


def templates_page() -> str:
    return (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def test_the_page_on_templates_lists_every_template_that_comes_with_cz() -> None:
    shipped = {path.name.partition(".")[0] for path in (ROOT / "templates").glob("[!_]*.j2")}
    table = templates_page().partition("| 模板 |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| (\w+) \|", table, re.M)
    assert sorted(listed) == sorted(shipped)


# Where the page tells of the fields of a record: in the row of a variable, or in a paragraph.
TOLD_IN: dict[str, str | tuple[str, ...]] = {
    "Scheme": "| `plan` |",
    "Stage": "| `phase` |",
    "Mine": "| `unit` |",
    "Due": ("| `overdue` |", "| `soon`"),
    "Note": "| `notes` |",
    "Tally": ("| `counts` |", "| `chapters`"),
    "Item": "| `indicators` |",
    "Goal": "| `goal` |",
    "Lift": "| `goal` |",
    "Ratings": "| `goal` |",
    "Ledger": "| `findings` |",
    "Problems": "| `findings` |",
    "Inspection": "| `inspection` |",
    "Spots": "| `inspection` |",
    "RankedClass": "| `inspection` |",
    "Correction": "| `inspection` |",
    "Before": "| `inspection` |",
    "Slip": "| `order` |",
    "Checklist": "| `checklist` |",
    "SpotSheet": "| `checklist` |",
    "LookedAt": "| `checklist` |",
    "Catalogue": "| `evidence` |",
    "KindCount": "| `evidence` |",
    "Shelf": "| `evidence` |",
    "RosterView": "| `roster` |",
    "Body": "| `roster` |",
    "Desk": "| `roster` |",
    "PersonView": "| `roster` |",
    "PartView": "| `parts` |",
    "RoundView": ("| `assessment` |", "模拟测评"),
    "Questionnaire": "| `questionnaire` |",
    "Asked": "| `questionnaire` |",
    "ApplicationView": "| `application` |",
    "ConditionView": "| `application` |",
    "LackView": "| `application` |",
    "TitleView": "| `application` |",
    "AnswersView": "| `application` |",
    "PapersView": "| `application` |",
    "MeetingView": "| `meeting` |",
    "ServedView": "| `meeting` |",
    "ItemView": "| `meeting` |",
    "PackView": "| `pack` |",
    "BlackView": "| `pack` |",
    "DueView": "| `pack` |",
    "GapList": "| `gaps` |",
    "GapLevel": "查漏补缺的一级有：",
    "GapView": "查漏补缺的一级有：",
    "GapUnit": "查漏补缺的一级有：",
    "AskView": "查漏补缺的一级有：",
    "Trend": "| `trend` |",
    "Month": "走势的一个月有：",
    "Figures": "走势的一个月有：",
    "Part": "走势的一个月有：",
    "Issue": "走势的一个月有：",
    "Proposed": "| `proposed` |",
    "LeftOut": "| `left_out` |",
    "Work": "任务和步骤有：",
    "FindingView": "问题有：",
    "Findings": "问题有：",
    "Ranked": "问题有：",
    "Exhibit": "材料有：",
    "Exhibits": "材料有：",
    "Binder": "材料有：",
    "HonourView": "材料有：",
    "Marked": "标题、牵头单位",
    "Names": "标题、牵头单位",
}


def test_the_page_on_templates_names_every_field() -> None:
    lines = templates_page().splitlines()
    records = {
        name: record
        for module in (view, view_inspection, view_evidence, view_gaps, view_meetings)
        for name, record in vars(module).items()
        if hasattr(record, "_fields") and not isinstance(record, tuple)
    }
    records["Tally"], records["Findings"] = view.Tally, view.Findings
    variables = {
        variable for line in lines if line.startswith("| `") for variable in words_of(line)
    }
    assert set(records.pop("Report")._fields) <= variables
    untold = []
    for name, record in records.items():
        told = "".join(line for line in lines if line.startswith(TOLD_IN[name]))
        fields = {field for field in dir(record) if not field.startswith("_")}
        untold += [f"{name}.{field}" for field in fields - {"count", "index"} - set(words_of(told))]
    assert sorted(untold) == []


def test_pipeline_files_are_yaml_and_call_commands_that_exist() -> None:
    import yaml

    page = (ROOT / "docs" / "hosted-review.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.S)
    assert len(blocks) == 3
    for block in [
        *blocks,
        (ROOT / ".github" / "workflows" / "review.yml").read_text(encoding="utf-8"),
    ]:
        assert yaml.safe_load(block)
        assert "cz check" in block
        assert "--markdown > diff.md" in block


def test_the_pipelines_commands_work_on_a_branch(tmp_path: Path) -> None:
    from tests.running import git

    folder = repository(tmp_path)
    git(folder, "switch", "-q", "-c", "改动")
    cz("set", "1-5", "done", cwd=folder)
    git(folder, "commit", "-qam", "改")
    ran = cz("diff", "main...HEAD", "--markdown", cwd=folder)
    assert ran.code == 0
    assert "- **1-5 深化开展道德模范评选表彰活动**　第2阶段：推进中 → 已完成" in ran.out
    assert cz("check", "--github", cwd=folder).code == 0
