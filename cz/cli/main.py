"""The program: which commands there are, each loaded only when it is called, and how every run ends."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

# Each stands in a module of its name: cz.commands.status, cz.commands.finding.add.
COMMANDS: dict[str, tuple[str, str]] = {
    # name: (what people use it for, one line of help)
    "status": ("查看", "看进展：全区，或一个单位、工作组、板块"),
    "list": ("查看", "按条件列出任务、步骤、指标、单位"),
    "show": ("查看", "看一条记录的全部内容和上下关联"),
    "target": ("查看", "对照阶段目标：A类占比、C类、未评、还差多少"),
    "check": ("查看", "检查方案文件，列出全部问题"),
    "diff": ("审阅", "看改了什么：逐条逐项，用话说出来"),
    "log": ("审阅", "谁在什么时候改了什么，最近的在前"),
    "restore": ("审阅", "把一条记录恢复到以前提交时的样子"),
    "git": ("审阅", "装上合并、差异和提交前检查"),
    "set": ("记录", "记任务或步骤的状态"),
    "due": ("记录", "定时限"),
    "note": ("记录", "记一条进展"),
    "assign": ("记录", "改牵头单位和责任单位，核实拟定内容"),
    "rate": ("记录", "给指标评级"),
    "score": ("记录", "记测评体系的得分"),
    "finding": ("督查", "问题台账：登记、导入、整改、复核销号"),
    "rank": ("督查", "整改率排名：分类排名、红黑榜、连续末位"),
    "order": ("督查", "发督办单、登记回复"),
    "remind": ("督查", "催办：各单位该办的事，逐个成文"),
    "silent": ("督查", "很久没有消息的单位和任务"),
    "agenda": ("督查", "近期到期：按天列出，可存成日历"),
    "evidence": ("督查", "佐证材料：登记、检查"),
    "report": ("出稿", "出报告：阶段报告、督查通报、单位清单、简报等"),
    "init": ("其他", "新建一个方案文件夹"),
    "completion": ("其他", "安装命令行补全"),
}

# The commands of a command: what "cz finding" and "cz evidence" are followed by.
SUBCOMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "finding": {
        "add": ("台账", "登记一个问题，或一个没有问题的点位"),
        "import": ("台账", "导入督查组的表格（CSV）"),
        "list": ("台账", "按条件列出问题"),
        "show": ("台账", "看一个问题的来龙去脉"),
        "rectify": ("台账", "单位报来已整改"),
        "verify": ("台账", "复核销号"),
        "reopen": ("台账", "退回，或销号后重开"),
        "due": ("台账", "定时限、延期"),
        "assign": ("台账", "改派给别的单位"),
    },
    "evidence": {
        "add": ("材料", "登记一份材料，文件留在原处"),
        "check": ("材料", "检查缺什么、哪份不合要求"),
    },
}


def main() -> None:
    """The console script ``cz``."""
    gc.disable()  # the process is short; a collection while the records are built costs more than it frees
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - a closed stream swallows, it does not fail
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    code = run(sys.argv[1:])
    try:
        sys.stderr.flush()
    except OSError:
        pass
    os._exit(
        code
    )  # nothing is left to do; taking the records apart one by one would only cost time


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code: 0 clean, 1 the plan has problems, 2 misuse, 130 interrupted."""
    try:
        if "_CZ_COMPLETE" in os.environ:
            return _complete(arguments)
        code = _dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        tell("已中断，没有写到一半的文件。")
        return 130
    except BrokenPipeError:
        return 0  # whoever reads has read enough
    except OSError as error:
        from cz.disk import reason
        from cz.typography import visible

        place = f"（{error.filename}）" if error.filename else ""
        tell(visible(f"cz：写不出去：{reason(error)}{place}。"))
        return 1
    except RecursionError:
        tell("cz：数据嵌套过深，处理不了。请用 cz check 找到位置。")
        return 1
    except MemoryError:
        tell("cz：内存不够，没有做完；文件没有改动。")
        return 1
    return code


def tell(text: str) -> None:
    """A line on stderr, if anyone can hear it."""
    try:
        print(text, file=sys.stderr)
    except OSError:
        pass


def _speak_chinese(stream: Any) -> None:
    try:
        "创城—█".encode(stream.encoding or "ascii")
        stream.reconfigure(errors="replace")
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8", errors="replace")
    except AttributeError:
        pass


def _dispatch(arguments: list[str]) -> int:
    from typer.exceptions import TyperException

    from cz.cli.group import program
    from cz.cli.misuse import say_misuse
    from cz.problem import Refusal
    from cz.typography import visible

    try:
        _refuse_other_encodings(arguments)
        result = program(COMMANDS, SUBCOMMANDS).main(
            _options_after_command(arguments), prog_name="cz", standalone_mode=False
        )
    except Refusal as refusal:
        from cz.show.complaints import complain

        complain(refusal.problems)
        tell(f"cz：{visible(refusal.message)}")
        return refusal.exit_code
    except TyperException as error:
        return say_misuse(error, COMMANDS, SUBCOMMANDS, arguments)
    if result == 130:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _refuse_other_encodings(arguments: list[str]) -> None:
    """Bytes that are not text in the terminal's encoding arrive as lone surrogates; guessing would lose some."""
    from cz.problem import Refusal

    for argument in arguments:
        if any("\ud800" <= char <= "\udfff" for char in argument):
            shown = argument.encode("utf-8", "replace").decode("utf-8")
            raise Refusal(
                f"“{shown}”里有读不懂的字符，多半是终端的编码不是 UTF-8。请改用 UTF-8 的终端，或设置 LANG=C.UTF-8。什么也没有改动。"
            )


def _complete(arguments: list[str]) -> int:
    """What the shell asks for when Tab is pressed; a question in any other form is answered with nothing."""
    from cz.cli.group import program

    _prepare_completion()
    try:
        program(COMMANDS, SUBCOMMANDS).main(arguments, prog_name="cz", standalone_mode=False)
    except SystemExit as done:
        sys.stdout.flush()
        return done.code if isinstance(done.code, int) else 0
    except Exception:
        return 1
    return 0


def _prepare_completion() -> None:
    """Register Typer's shells, and spare them rich: it would only take markup out of help texts that have none."""
    from typer import _completion_classes

    _completion_classes.completion_init()
    _completion_classes._sanitize_help_text = str  # type: ignore[assignment]


def _options_after_command(arguments: list[str]) -> list[str]:
    """``cz --plan DIR status`` means ``cz status --plan DIR``."""
    ahead = 0
    if arguments[:1] == ["help"]:
        return [*arguments[1:3], "--help"]
    if "--help" in arguments and not any(argument in COMMANDS for argument in arguments):
        return ["--help"]
    while ahead < len(arguments) and arguments[ahead].partition("=")[0] in ("--plan", "--today"):
        ahead += 1 if "=" in arguments[ahead] else 2
    words = 2 if arguments[ahead : ahead + 1] and arguments[ahead] in SUBCOMMANDS else 1
    return [*arguments[ahead : ahead + words], *arguments[:ahead], *arguments[ahead + words :]]
