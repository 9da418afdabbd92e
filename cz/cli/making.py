"""The commands that make something: report, init, completion."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.common import AtOption, PhaseOption, PlanOption, TodayOption, UnitOption, examples, exit_code, open_for_reading
from cz.source import visible


@examples(
    "cz report --phase 2                            阶段报告，打印在屏幕上", "cz report --phase 2 -o 阶段报告.md",
    "cz report --template 单位清单 --unit 区教育局", "cz report --template 简报",
)  # fmt: skip
def report_command(
    phase: PhaseOption = None, unit: UnitOption = None,
    template: Annotated[
        str, typer.Option("--template", metavar="模板", help="阶段报告、单位清单、任务分解表、简报，或自己的模板。", autocompletion=suggest.templates)
    ] = "",
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="文件", help="写到文件；不写就打印在屏幕上。")] = None,
    at: AtOption = None,
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.show.waiting import patience
    from cz.verbs.plan import pick_phase
    from cz.verbs.reporting import report, save

    found, day = open_for_reading(plan, today, at)
    with patience("正在生成报告"):
        text = report(found, template, pick_phase(found.campaign, phase, day), day, unit)
    if output is None:
        print(text, end="")
    else:
        save(found.campaign.folder, output, text, force=force)
        print(visible(f"已写入 {output}。"))
    return exit_code(found)


@examples("cz init 创城", "cd 创城 && git init && git add . && git commit -m 建立方案")
def init_command(folder: Annotated[str, typer.Argument(metavar="文件夹", help="新方案放在哪里。")]) -> int:
    from shlex import quote

    from cz.verbs.init import init

    for path in init(folder):
        print(visible(f"已写入 {path}"))
    print("下一步，先改成本区的样子：data/tasks.yaml 里的方案名称和各阶段起止日期，data/units.yaml 里的乡镇街道；")
    print("标着 proposed（拟）的任务分工、单位和测评标准请逐项核实。然后：")
    print(f"  cd {quote(folder)} && git init && git add . && git commit -m 建立方案")
    print("  cz status")
    return 0


@examples("cz completion --install      给当前的命令行装上补全，重开终端后生效", "cz completion zsh            只显示补全脚本")
def completion_command(
    shell: Annotated[str | None, typer.Argument(metavar="种类", help="命令行的种类：bash、zsh、fish、powershell 或 pwsh。")] = None,
    install: Annotated[bool, typer.Option("--install", help="安装；不写种类就装给当前的。")] = False,
) -> int:
    from typer.completion import get_completion_script  # type: ignore[attr-defined]
    from typer.completion import install as install_script  # type: ignore[attr-defined]

    from cz.problem import Refusal

    known = ("bash", "zsh", "fish", "powershell", "pwsh")
    if shell is None:
        shell = _current_shell()
    if shell not in known:
        raise Refusal(f"没有给“{shell or '当前命令行'}”准备补全。可用的有：{'、'.join(known)}。")
    if install:
        _, path = install_script(shell=shell, prog_name="cz", complete_var="_CZ_COMPLETE")
        print(f"已给 {shell} 装上补全（{path}），重开终端后生效。")
    else:
        print(get_completion_script(prog_name="cz", complete_var="_CZ_COMPLETE", shell=shell))
    return 0


def _current_shell() -> str:
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        return ""
