"""The program: how a command line is run, and how every run ends."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, TextIO, cast

from cz.cli.commands import COMMANDS, SUBCOMMANDS, UNNAMED, in_full
from cz.cli.completion import ASKED, complete
from cz.cli.encodings import refuse_other_encodings, speak_chinese
from cz.cli.gate import Gate
from cz.cli.windows import is_closed_pipe, switch_on_colours

if TYPE_CHECKING:
    from cz.problem import Refusal

__all__ = ["COMMANDS", "SUBCOMMANDS", "main", "run"]

_BEFORE_COMMAND = ("--plan", "--today")  # the options that may also stand before the command


def main() -> None:
    """The console script ``cz``."""
    # The process is short: a collection while the records are built costs more than it frees.
    gc.disable()
    # A closed stream swallows, it does not fail.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        speak_chinese(stream)
    if os.name == "nt":
        switch_on_colours()
    sys.stdout, sys.stderr = cast(TextIO, Gate(sys.stdout)), cast(TextIO, Gate(sys.stderr))
    code = run(sys.argv[1:])
    try:
        sys.stderr.flush()
    except OSError:
        pass
    # Nothing is left to do; taking the records apart one by one would only cost time.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code.

    0 clean, 1 the plan has problems or something failed, 2 misuse, 130 interrupted.
    """
    try:
        if os.environ.get(ASKED):  # PowerShell 7.5 leaves it there, empty
            return complete(arguments)
        code = _dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        files = _written()
        _tell(f"已中断。中断以前，{files} 已经写好。" if files else "已中断，没有写到一半的文件。")
        return 130
    except BrokenPipeError:  # whoever reads has read enough
        if files := _written():
            _tell(f"cz：改动已写入 {files}，接收的程序已经关闭，没有显示出来。")
        return 0
    except OSError as error:
        if os.name == "nt" and is_closed_pipe(error):
            return 0
        _tell_unwritten(error)
        return 1
    except RecursionError:
        _tell("cz：数据嵌套过深，处理不了。请用 cz check 找到位置。")
        return 1
    except MemoryError:
        files = _written()
        _tell(f"cz：内存不够，没有做完；{f'{files} 已经写好' if files else '文件没有改动'}。")
        return 1
    return code


def _tell(text: str) -> None:
    """A line on stderr, if anyone can hear it."""
    try:
        print(text, file=sys.stderr)
    except OSError:
        pass


def _tell_unwritten(error: OSError) -> None:
    from cz.disk import reason
    from cz.typography import visible

    place = f"（{error.filename}）" if error.filename else ""
    why = f"{reason(error)}{place}"
    if files := _written():
        _tell(visible(f"cz：改动已写入 {files}，只是显示不出来：{why}。"))
    else:
        _tell(visible(f"cz：写不出去：{why}。"))


def _written() -> str:
    """The files that were put in place before it came to this; "" where there are none."""
    disk = sys.modules.get("cz.disk")
    if disk is None:
        return ""
    from cz.typography import visible

    return visible("、".join(dict.fromkeys(disk.written)))


def _dispatch(arguments: list[str]) -> int:
    """Call the command; what it refuses and what Typer complains of is told in the office's words.

    Typer is imported here, within reach of ``run``: Ctrl-C while it loads ends as any other.
    """
    from typer.exceptions import TyperException

    from cz.cli.group import program
    from cz.cli.misuse import say_misuse
    from cz.problem import Refusal

    try:
        refuse_other_encodings(arguments)
        result = program(COMMANDS, SUBCOMMANDS).main(
            _options_after_command(arguments), prog_name="cz", standalone_mode=False
        )
    except Refusal as refusal:
        return _tell_refusal(refusal)
    except TyperException as error:
        return say_misuse(error, COMMANDS, SUBCOMMANDS, in_full(arguments))
    if result == 130:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _tell_refusal(refusal: Refusal) -> int:
    from cz.show.complaints import complain
    from cz.typography import visible, without_long_quotes

    complain(refusal.problems)
    _tell(f"cz：{visible(without_long_quotes(refusal.message))}")
    return refusal.exit_code


def _options_after_command(arguments: list[str]) -> list[str]:
    """``cz --plan DIR status`` means ``cz status --plan DIR``; ``cz help status`` its help."""
    if arguments[:1] == ["help"]:
        return [*arguments[1:3], "--help"]
    if "--help" in arguments and not any(argument in COMMANDS for argument in arguments):
        return ["--help"]
    start = 0
    while start < len(arguments):
        name, written_together, _ = arguments[start].partition("=")
        if name not in _BEFORE_COMMAND:
            break
        start += 1 if written_together else 2
    options, rest = arguments[:start], in_full(arguments[start:])
    words = _words_of_command(rest)
    return [*rest[:words], *options, *rest[words:]]


def _words_of_command(words: list[str]) -> int:
    """How many of the words name the command: two where it has actions."""
    if not words or words[0] not in SUBCOMMANDS:
        return 1
    is_named = words[1:2] and words[1] in SUBCOMMANDS[words[0]]
    return 2 if is_named or words[0] not in UNNAMED else 1
