"""What the command-line library complains of, in the words of the office."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from cz.names import dashed_option, is_id_of
from cz.problem import nearest
from cz.records.kinds import kind_by_id
from cz.typography import visible, without_long_quotes


def say_misuse(
    error: Any, commands: Iterable[str], groups: Mapping[str, Iterable[str]], arguments: list[str]
) -> int:
    """Print what was wrong with the command line and what to do; returns the exit code 2."""
    path, known = _reached(commands, groups, arguments)
    complaint = _slip(arguments)
    if not complaint and path == "cz":
        complaint = _elsewhere(error, groups)
    if not complaint:
        complaint = _words(error, known, path)
    print(f"cz：{visible(without_long_quotes(complaint))}", file=sys.stderr)
    if f"{path} --help" not in complaint:
        print(f"用法和例子请看：{path} --help", file=sys.stderr)
    return 2


def _reached(
    commands: Iterable[str], groups: Mapping[str, Iterable[str]], arguments: list[str]
) -> tuple[str, list[str]]:
    """(the command that was called as far as it is known, what may stand after that)."""
    for command, following in pairwise([*arguments, ""]):
        if command not in commands:
            continue
        if command not in groups:
            return f"cz {command}", list(commands)
        actions = list(groups[command])
        if following in actions:
            return f"cz {command} {following}", actions
        return f"cz {command}", actions
    return "cz", list(commands)


_NO_SUCH_COMMAND = r"No such command '(.*)'"


def _slip(arguments: list[str]) -> str:
    """An option after dashes that are not ASCII; an id with a space in it."""
    for argument in arguments:
        option = dashed_option(argument)
        if option:
            return f"“{argument}”：选项前是两个英文短横线，请写 --{option}。"
    for first, second in pairwise(arguments):
        if not is_id_of(first, "findings") and is_id_of(first + second, "findings"):
            return f"“{first} {second}”中间多了空格，编号要连着写：{first}{second}。"
    return ""


def _elsewhere(error: Any, groups: Mapping[str, Iterable[str]]) -> str:
    """A word that only stands after another command: verify is finding verify.

    An id is for ``cz show``.
    """
    command = re.match(_NO_SUCH_COMMAND, error.message or "")
    if command is None:
        return ""
    word = command[1]
    if kind_by_id(word):
        return f"看一条记录请写：cz show {word}"
    owners = [f"cz {group} {word}" for group, actions in groups.items() if word in actions]
    return f"没有“{word}”这个命令。是不是 {' 或 '.join(owners)}？" if owners else ""


def _words(error: Any, commands: list[str], path: str) -> str:
    """What is wrong, by the kind of the library's error."""
    message = error.message or ""
    match type(error).__name__:
        case "NoSuchOption":
            return _unknown_option(error)
        case "MissingParameter":
            return _missing(error)
        case "BadOptionUsage":
            if "argument" in message:
                return f"选项 {error.option_name} 后面要写内容。"
            return f"选项 {error.option_name} 用得不对。"
        case "BadParameter":
            return _wrong_value(error, message)
    command = re.match(_NO_SUCH_COMMAND, message)
    if command:
        return _unknown_command(command[1], commands, path)
    extra = re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", message)
    if extra:
        return f"多出了“{extra[1]}”{_after_extra(error, extra[1])}"
    return message


def _unknown_option(error: Any) -> str:
    name = error.option_name
    if name in ("--plan", "--today"):
        return f"选项 {name} 要和命令一起写，例如：cz status {name} …"
    if not name[1:2].isascii() or name[1:2].isdigit():
        return (
            f"没有“{name}”这个选项。"
            "内容本身以“-”开头时，请在它前面写 --，例如：cz note 1-5 -- -要点。"
        )
    known = []
    if error.ctx:
        for param in error.ctx.command.get_params(error.ctx):
            known += [option for option in param.opts if option.startswith("--")]
    near = nearest(name, known, 1)
    question = f"是不是 {near[0]}？" if near else ""
    return f"没有“{name}”这个选项。{question}"


def _missing(error: Any) -> str:
    needed = []
    if error.ctx:
        needed = [
            _wanted(param)
            for param in error.ctx.command.params
            if param.required
            and not error.ctx.params.get(param.name)  # what was given is read first
        ]
    if len(needed) > 1:
        return f"内容不全，要写明：{'、'.join(needed)}。"
    if error.param is not None and error.param.param_type_name == "option":
        return f"缺少 {_wanted(error.param)}。"
    return f"缺少{_param(error.param)}。"


def _wrong_value(error: Any, message: str) -> str:
    number = re.search(r"'(.*)' is not a valid (int|integer|float)", message)
    if number:
        return f"{_param(error.param)}应当是数字，找到的是“{number[1]}”。"
    return f"{_param(error.param)}的值不对：{message}"


def _unknown_command(name: str, commands: list[str], path: str) -> str:
    """``path``: ``cz``, or ``cz finding`` where an action of it was meant."""
    if path == "cz finding" and is_id_of(name, "findings", "visits"):
        return f"看一个问题请写：cz finding show {name}"
    word, where = "动作", f"{path} "
    if path == "cz":
        word, where = "命令", ""
    near = nearest(name, commands, 2)
    if near:
        return f"{where}没有“{name}”这个{word}。是不是 {' 或 '.join(near)}？"
    return f"{where}没有“{name}”这个{word}。全部{word}请看 {path} --help。"


_OF_ONE_UNIT = ("status", "agenda", "remind", "silent", "trend", "make", "gaps", "check")


def _after_extra(error: Any, extra: str) -> str:
    """What to do instead of writing one word too many."""
    command = error.ctx.command.name if error.ctx else ""
    if command in _OF_ONE_UNIT:
        return "。一次只看一个单位；中间有空格的名称请用英文引号括起来。"
    if command == "finding import":
        return "。一次导入一个表格，几个表格请分几次导入；文件名中间有空格的请用英文引号括起来。"
    if command == "restore":
        return "。一次只恢复一条记录，几条请分几次恢复。"
    return "，不知道它的意思。中间有空格的内容请用英文引号括起来。"


def _wanted(param: Any) -> str:
    name = str(param.metavar or param.name)
    return f"{max(param.opts, key=len)} {name}" if param.param_type_name == "option" else name


def _param(param: Any) -> str:
    if param is None:
        return "一项内容"
    if param.param_type_name == "option":
        return f"选项 {max(param.opts, key=len)} "
    return f"“{param.metavar or param.name}”"
