"""The commands as Typer sees them, loaded one by one, with help in our own words and layout."""

from __future__ import annotations

import importlib
from collections import Counter
from keyword import iskeyword
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cz import __version__
from cz.cli.commands import UNNAMED
from cz.problem import Refusal
from cz.typography import pad, width, wrapped

Known = dict[str, tuple[str, str]]  # name: (section, one line of help)

# Columns of the help: of all of it, of the names of commands, of actions, of options.
HELP, COMMANDS, ACTIONS, WIDEST = 78, 12, 18, 26


class Command(TyperCommand):
    """One command; its help is laid out for wide characters."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            args = _in_number(args, {name for param in self.params for name in param.opts})
            _, _, written = self.make_parser(ctx).parse_args(args=list(args))
            _refuse_twice(written)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_command_help(self, ctx)) + "\n")

    def get_help_option(self, ctx: Any) -> Any:
        return _in_chinese(super().get_help_option(ctx))


def _in_number(args: list[str], known: set[str]) -> list[str]:
    """``--units`` as ``--unit``, ``--column`` as ``--columns``, where only the other is known."""
    meant: list[str] = []
    for place, arg in enumerate(args):
        if arg == "--":
            return [*meant, *args[place:]]
        name, equals, value = arg.partition("=")
        other = name.removesuffix("s") if name.endswith("s") else f"{name}s"
        is_meant = name.startswith("--") and name not in known and other in known
        meant.append(f"{other}{equals}{value}" if is_meant else arg)
    return meant


def _refuse_twice(written: list[Any]) -> None:
    """Raises Refusal where an option that takes one value was written again.

    ``written``: the parameters in the order of the command line. The parser would take the last
    value and drop the others without a word.
    """
    for param, times in Counter(written).items():
        if times == 1 or param.param_type_name != "option" or param.is_flag or param.multiple:
            continue
        name = max(param.opts, key=len)
        advice = "几个用逗号隔开，写在一起。" if "逗号" in (param.help or "") else "请只留一个。"
        raise Refusal(f"选项 {name} 写了 {times} 次，只能写一次。{advice}")


class Program(TyperGroup):
    """A group of commands.

    ``known``: name to (section, one line of help). ``groups``: those that hold commands
    themselves. ``ahead``: the words before, where it is one of these.
    """

    known: Known
    groups: dict[str, Known]
    ahead: str
    summary: str

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.known)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.known:
            return None
        summary = self.known[cmd_name][1]
        if cmd_name in self.groups:
            return program(self.groups[cmd_name], {}, f"{cmd_name} ", summary)
        name = f"{self.ahead}{cmd_name}"
        return build(name, function_of(name), summary)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """``cz order d2026-7`` means ``cz order print d2026-7``."""
        still_typing = ctx.resilient_parsing and not args
        if self.is_unnamed(args) and not still_typing:
            args = [self.action_meant(args), *args]
        return super().parse_args(ctx, args)

    def is_unnamed(self, words: list[str]) -> bool:
        """Whether words that do not begin with an action mean one all the same."""
        if self.ahead.strip() not in UNNAMED or words[:1] == ["--help"]:
            return False
        return not words or words[0] not in self.known

    def action_meant(self, words: list[str]) -> str:
        package = importlib.import_module(f"cz.commands.{self.ahead.strip()}")
        return str(package.action_meant(words))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The actions, and what the action meant by what is typed so far begins with."""
        offered = super().shell_complete(ctx, incomplete)
        if incomplete and self.is_unnamed([incomplete]):
            action = self.get_command(ctx, self.action_meant([incomplete]))
            for parameter in action.params:
                if parameter.param_type_name == "argument":
                    offered += parameter.shell_complete(ctx, incomplete)
        return offered

    def get_help_option(self, ctx: Any) -> Any:
        return _in_chinese(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_program_help(self.known, self.ahead, self.summary)) + "\n")


def function_of(name: str) -> Any:
    """The function of a command: ``command`` in the module of its name.

    "finding add" is in finding/add, "set" in set, "import" in import_.
    """
    words = [word.replace("-", "_") for word in name.split()]
    if iskeyword(words[-1]):
        words[-1] += "_"
    return importlib.import_module(".".join(("cz.commands", *words))).command


def build(name: str, function: Any, summary: str) -> Any:
    """The command for a function; its ``examples`` attribute holds the lines of its examples."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command, help=summary, epilog="\n".join(function.examples))(function)
    return typer.main.get_command(app)


def program(known: Known, groups: dict[str, Known], ahead: str = "", summary: str = "") -> Any:
    """The whole program as one command group, or one of its commands that hold others.

    ``summary``: the line of help of the latter.
    """
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback(cls=Program, invoke_without_command=True)(_within if ahead else _root)
    group: Any = typer.main.get_command(app)
    group.known, group.groups, group.ahead, group.summary = known, groups, ahead, summary
    return group


def _within(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _root(
    ctx: typer.Context, version: bool = typer.Option(False, "--version", help="显示版本号。")
) -> None:
    if version:
        typer.echo(f"cz {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _in_chinese(option: Any) -> Any:
    if option is not None:
        option.help = "显示本帮助。"
    return option


def _program_help(known: Known, ahead: str, summary: str) -> list[str]:
    return _group_help(known, ahead, summary) if ahead else _root_help(known)


def _group_help(known: Known, ahead: str, summary: str) -> list[str]:
    return [
        f"{summary}。",
        "",
        f"用法：cz {ahead}动作 [选项]",
        "",
        "动作：",
        *(f"  {pad(ahead + name, ACTIONS)}{line}" for name, (_, line) in known.items()),
        "",
        f"cz {ahead}动作 --help 看每个动作的选项和例子。",
    ]


def _root_help(known: Known) -> list[str]:
    lines = [
        "创城方案管理：任务、单位、指标都在 YAML 文件里，"
        "用 cz 查看、记录、出报告，改动用 git 审阅。",
        "",
        "用法：cz 命令 [选项]",
    ]
    section = ""
    for name, (title, line) in known.items():
        if title != section:
            lines += ["", f"{title}："]
            section = title
        lines.append(f"  {pad(name, COMMANDS)}{line}")
    return [
        *lines,
        "",
        "选项：",
        "  --version   显示版本号。",
        "  --help      显示本帮助。",
        "",
        "cz 命令 --help 看每个命令的选项和例子。"
        "方案文件夹在当前位置或上级自动找到，也可用 --plan 指明。",
    ]


def _command_help(command: Any, ctx: Any) -> list[str]:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.get_params(ctx) if param.param_type_name == "option"]
    usage = ["用法：cz", command.name, *map(_usage, arguments), "[选项]"]
    lines = [f"{command.help}。", "", " ".join(usage)]
    if arguments:
        shown = [(_shown(param), param.help or "") for param in arguments]
        lines += ["", "内容：", *_aligned(shown)]
    flags = [(_flags(param), param.help or "") for param in options]
    lines += ["", "选项：", *_aligned(flags)]
    examples = (command.epilog or "").split("\n")
    return [*lines, "", "例子：", *(f"  {example}" for example in examples)]


def _shown(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _usage(param: Any) -> str:
    name = _shown(param) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _flags(param: Any) -> str:
    names = ", ".join(param.opts)
    return names if param.is_flag else f"{names} {param.metavar or ''}".rstrip()


def _aligned(pairs: list[tuple[str, str]]) -> list[str]:
    """Names and what they mean in two columns; a name too long for its own stands on a line."""
    columns = min(WIDEST, max(width(name) for name, _ in pairs) + 2)
    hang = f"  {' ' * columns}"
    lines = []
    for name, meaning in pairs:
        first, *rest = wrapped(meaning, HELP - columns - 2)
        if width(name) < columns:
            lines.append(f"  {pad(name, columns)}{first}")
        else:
            lines += [f"  {name}", f"{hang}{first}"]
        lines += [f"{hang}{more}" for more in rest]
    return lines
