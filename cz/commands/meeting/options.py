"""The options that the commands of meetings share."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest

MeetingArgument = Annotated[
    str,
    typer.Argument(
        metavar="会议", help="编号，例如 h2026-5，或标题。", autocompletion=suggest.meetings
    ),
]
MeetingDateOption = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="哪天开的；不写就是今天。")
]
NumberOption = Annotated[
    int | None,
    typer.Option("--number", metavar="N", help="第几次；不写就接着这一类上一次的编。"),
]
TitleOption = Annotated[
    str | None,
    typer.Option("--title", metavar="标题", help="不写就是 第6次推进会 这样。"),
]
ChairOption = Annotated[str | None, typer.Option("--chair", metavar="姓名", help="谁主持。")]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar="地点", help="在哪里开。")]
PresentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--present", metavar="单位", help="参会单位，可以写几个。", autocompletion=suggest.units
    ),
]
AbsentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--absent", metavar="单位", help="缺席单位，可以写几个。", autocompletion=suggest.units
    ),
]
WorkOption = Annotated[
    list[str] | None,
    typer.Option(
        "--work",
        metavar="编号",
        help="这次会算哪项任务、步骤或测评标准的工作。",
        autocompletion=suggest.work,
    ),
]
AttendanceOption = Annotated[
    str | None,
    typer.Option(
        "--attendance", metavar="编号", help="签到表的材料编号，先用 cz evidence add 登记。"
    ),
]
PointOption = Annotated[
    list[str] | None,
    typer.Option("--point", metavar="内容", help="会上讲了什么，一段一次；印在纪要里。"),
]
PaperOption = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="写到文件，按结尾写成 .docx、.html、.md；不写或写 - 就打印在屏幕上。",
    ),
]
