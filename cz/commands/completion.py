"""``cz completion``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import powershell
from cz.cli.completion import ASKED
from cz.cli.options import examples
from cz.problem import Refusal
from cz.typography import visible

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


@examples(
    "cz completion --install      给当前的命令行装上补全，重开终端后生效",
    "cz completion zsh            只显示补全脚本",
)
def command(
    shell: Annotated[
        str | None,
        typer.Argument(metavar="种类", help="命令行的种类：bash、zsh、fish、powershell 或 pwsh。"),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="安装；不写种类就装给当前的。")
    ] = False,
) -> int:
    if shell is None:
        shell = _current_shell()
    if shell not in SHELLS:
        raise Refusal(f"没有给“{shell or '当前命令行'}”准备补全。可用的有：{'、'.join(SHELLS)}。")
    if install:
        path = _install(shell)
        print(visible(f"已给 {shell} 装上补全（{path}），重开终端后生效。"))
        if shell in powershell.SHELLS:
            print(powershell.ADVICE)
    else:
        print(_script(shell))
    return 0


def _install(shell: str) -> str:
    """Returns the file it was written to. Raises Refusal."""
    if shell in powershell.SHELLS:
        return powershell.install(shell)
    # no other command needs the scripts of Typer's shells
    from typer.completion import install as install_script  # type: ignore[attr-defined]

    _, path = install_script(shell=shell, prog_name="cz", complete_var=ASKED)
    return str(path)


def _script(shell: str) -> str:
    if shell in powershell.SHELLS:
        return powershell.SCRIPT
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return str(get_completion_script(prog_name="cz", complete_var=ASKED, shell=shell))


def _current_shell() -> str:
    """The shell that called, "" where it cannot be told."""
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        return ""
