"""``cz diff``: what changed, record by record, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    examples,
    form_of_output,
    one_form,
    put_out_sheet,
    write_export,
)
from cz.load.folder import find_plan
from cz.markdown import quiet_line
from cz.problem import Refusal
from cz.review.altered import Altered
from cz.review.grouping import grouped
from cz.show.altered import COLUMNS, MANY, alert_text, name_of, name_of_many, rows_of
from cz.show.complaints import left_out, not_in_git
from cz.show.sheet import Block, Cell, Line, Sheet, Table, Title
from cz.show.waiting import patience
from cz.verbs.diff import Difference, difference


@examples(
    "cz diff                      上次提交以来改了什么",
    "cz diff HEAD~3               最近三次提交以来改了什么",
    "cz diff 2026-06-30           某一天以来改了什么",
    "cz diff main...HEAD --markdown   这个分支改了什么，贴到合并请求里",
)
def command(
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="版本",
            help="提交编号、分支、标签、日期；写两个就比较两个；A...B 是 B 从分开以来。",
            show_default=False,
        ),
    ] = None,
    staged: Annotated[
        bool, typer.Option("--staged", help="和已暂存（git add）的比，不和文件比。")
    ] = False,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="分组",
            help="unit 按单位（不写就是它），chapter 按板块。",
            autocompletion=suggest.groupings,
        ),
    ] = "unit",
    markdown: Annotated[
        bool, typer.Option("--markdown", help="输出 Markdown，可贴到合并请求里。")
    ] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1。")] = False,
    plan: PlanOption = None,
) -> int:
    form = one_form(json=json, csv=csv, markdown=markdown)
    form = form_of_output(form, output)
    folder = find_plan(plan)
    if by not in ("unit", "chapter"):
        raise Refusal(f"不能按“{by}”分组。可用的有：unit（单位）、chapter（板块）。")
    with patience("正在比较"):
        compared = difference(folder, revisions or (), staged=staged)
    if compared.problems:
        left_out(compared.problems, compared.left_out, compared.problems)
    if form == "markdown":
        _put_out_markdown(markdown_text(compared, by), output, folder)
    else:
        put_out_sheet(sheet(compared, by), form, output, folder)
    return 1 if compared.problems or (exit_code and compared.records) else 0


def _put_out_markdown(text: str, output: str | None, plan_folder: str) -> None:
    if output is None:
        print(text, end="")
    else:
        write_export(text, "markdown", output, plan_folder)


def sheet(compared: Difference, by: str) -> Sheet:
    """A line a record, by the unit it concerns or by chapter. ``by``: "unit" or "chapter"."""
    blocks: list[Block] = [
        Line(f"{compared.old}  →  {compared.new}", "bright_black"),
        Line(headline(compared), "bold"),
    ]
    if compared.untracked:
        blocks.append(Line(not_in_git(compared.untracked), "yellow"))
    rows: list[list[str | Cell]] = []
    for heading, records in grouped(compared.records, compared.campaign, by):
        blocks.append(Title(heading))
        for name, altered in _named(records):
            style = "red" if altered.alerts else ""
            blocks.append(Line(f"  {name}　{_changes(altered)}", style))
        for altered in records:
            rows += rows_of(altered)
    return Sheet(blocks, data(compared), Table(COLUMNS, rows), "改动")


def headline(compared: Difference) -> str:
    if compared.rewritten:
        return "内容没有变化，只有顺序、注释或写法不同。"
    if not compared.records and compared.problems:
        return "读进来的记录没有变化；没有读进来的，看不出变没变。"
    if not compared.records:
        return "没有变化。"
    alerts = f"，⚠ {compared.alerts} 处请留意" if compared.alerts else ""
    return f"{len(compared.records)} 条记录有变化{alerts}。"


def _named(records: Sequence[Altered]) -> Iterator[tuple[str, Altered]]:
    """(what it is called, a record): the first stands for many of its kind that came or went
    together.
    """
    for _, same in groupby(records, lambda altered: (altered.kind, altered.fate)):
        together = list(same)
        first = together[0]
        if first.fate != "changed" and len(together) > MANY:
            yield name_of_many(first, len(together)), first
        else:
            for altered in together:
                yield name_of(altered), altered


def _changes(altered: Altered) -> str:
    """The changes of a record in a line."""
    if altered.fate == "added" and not altered.changes:
        return "新增"
    texts = []
    for change in altered.changes:
        alert = f" {alert_text(change)}" if change.alert else ""
        texts.append(change.words + alert)
    return "；".join(texts)


def markdown_text(compared: Difference, by: str) -> str:
    """To paste into a pull request: lists, with what must be seen in bold."""
    lines = [
        "### 方案改动",
        "",
        f"{quiet_line(compared.old)} → {quiet_line(compared.new)}",
        "",
        f"**{headline(compared)}**",
    ]
    for heading, records in grouped(compared.records, compared.campaign, by):
        lines += ["", f"#### {quiet_line(heading)}", ""]
        for name, altered in _named(records):
            if altered.fate == "added" and not altered.changes:
                changes = ["新增"]
            else:
                changes = []
                for change in altered.changes:
                    alert = f" **⚠ {quiet_line(change.alert)}**" if change.alert else ""
                    changes.append(f"{quiet_line(change.words)}{alert}")
            lines.append(f"- **{quiet_line(name)}**　{'；'.join(changes)}")
    return "\n".join(lines) + "\n"


def data(compared: Difference) -> dict[str, Any]:
    return {
        "old": compared.old,
        "new": compared.new,
        "alerts": compared.alerts,
        "rewritten": compared.rewritten,
        "untracked": list(compared.untracked),
        "records": [_record_data(altered) for altered in compared.records],
    }


def _record_data(altered: Altered) -> dict[str, Any]:
    return {
        "kind": altered.kind,
        "id": altered.id,
        "title": altered.title,
        "unit": altered.unit,
        "fate": altered.fate,
        "changes": [change._asdict() for change in altered.changes],
    }
