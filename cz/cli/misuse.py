"""What the command-line library complains of, in the words of the office."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from cz.problem import nearest
from cz.typography import visible


def say_misuse(
    error: Any, commands: Iterable[str], groups: Mapping[str, Iterable[str]], arguments: list[str]
) -> int:
    """Print what was wrong with the command line and what to do; returns the exit code 2."""
    path, known = "cz", list(commands)
    for place, argument in enumerate(arguments):
        if argument in commands:
            path = f"cz {argument}"
            if argument in groups:
                known = list(groups[argument])
                path += (
                    f" {arguments[place + 1]}"
                    if arguments[place + 1 : place + 2] and arguments[place + 1] in known
                    else ""
                )
            break
    told = (
        _slip(arguments)
        or (_elsewhere(error, groups) if path == "cz" else "")
        or _words(error, known, path)
    )
    print(f"cz：{visible(told)}", file=sys.stderr)
    print(f"用法和例子请看：{path} --help", file=sys.stderr)
    return 2


_ID = re.compile("f[0-9]{6}-[0-9]+")


def _slip(arguments: list[str]) -> str:
    """An option after dashes that are not ASCII; an id with a space in it."""
    for argument in arguments:
        if found := re.match("[—–－‐−]+-*([A-Za-z][A-Za-z-]*)", argument):
            return f"“{argument}”：选项前是两个英文短横线，请写 --{found[1]}。"
    for first, second in pairwise(arguments):
        if not _ID.fullmatch(first) and _ID.fullmatch(first + second):
            return f"“{first} {second}”中间多了空格，编号要连着写：{first}{second}。"
    return ""


def _elsewhere(error: Any, groups: Mapping[str, Iterable[str]]) -> str:
    """A word that only stands after another command: verify is finding verify; an id is for show."""
    found = re.match(r"No such command '(.*)'", error.message or "")
    if found is None:
        return ""
    if re.fullmatch("[fvtd][0-9]+-[0-9]+|e[0-9]+", found[1]):
        return f"看一条记录请写：cz show {found[1]}"
    owners = [f"cz {group} {found[1]}" for group, known in groups.items() if found[1] in known]
    return f"没有“{found[1]}”这个命令。是不是 {' 或 '.join(owners)}？" if owners else ""


def _words(error: Any, commands: list[str], path: str) -> str:
    kind = type(error).__name__
    message = error.message or ""
    if kind == "NoSuchOption":
        ctx = error.ctx
        known = (
            [
                name
                for param in ctx.command.get_params(ctx)
                for name in param.opts
                if name.startswith("--")
            ]
            if ctx
            else []
        )
        name = error.option_name
        if name in ("--plan", "--today"):
            return f"选项 {name} 要和命令一起写，例如：cz status {name} …"
        if not name[1:2].isascii() or name[1:2].isdigit():
            return f"没有“{name}”这个选项。内容本身以“-”开头时，请在它前面写 --，例如：cz note 1-5 -- -要点。"
        near = nearest(name, known, 1)
        return f"没有“{name}”这个选项。" + (f"是不是 {near[0]}？" if near else "")
    if kind == "MissingParameter":
        needed = (
            [_wanted(param) for param in error.ctx.command.params if param.required]
            if error.ctx
            else []
        )
        return (
            f"内容不全，要写明：{'、'.join(needed)}。"
            if len(needed) > 1
            else f"缺少{_param(error.param)}。"
        )
    if kind == "BadOptionUsage":
        return (
            f"选项 {error.option_name} 后面要写内容。"
            if "argument" in message
            else f"选项 {error.option_name} 用得不对。"
        )
    if kind == "BadParameter":
        found = re.search(r"'(.*)' is not a valid (int|integer|float)", message)
        if found:
            return f"{_param(error.param)}应当是数字，找到的是“{found[1]}”。"
        return f"{_param(error.param)}的值不对：{message}"
    found = re.match(r"No such command '(.*)'", message)
    if found and path == "cz finding" and re.fullmatch("[fv][0-9]+-[0-9]+", found[1]):
        return f"看一个问题请写：cz finding show {found[1]}"
    if found:
        near = nearest(found[1], commands, 2)
        word = "命令" if path == "cz" else "动作"
        where = "" if path == "cz" else f"{path} "
        return f"{where}没有“{found[1]}”这个{word}。" + (
            f"是不是 {' 或 '.join(near)}？" if near else f"全部{word}请看 {path} --help。"
        )
    found = re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", message)
    if found:
        if error.ctx and error.ctx.command.name in ("status", "report"):
            return (
                f"多出了“{found[1]}”。看一个单位请写：cz {error.ctx.command.name} --unit {found[1]}"
            )
        if error.ctx and error.ctx.command.name == "finding import":
            return f"多出了“{found[1]}”。一次导入一个表格，几个表格请分几次导入；文件名中间有空格的请用英文引号括起来。"
        if error.ctx and error.ctx.command.name == "restore":
            return f"多出了“{found[1]}”。一次只恢复一条记录，几条请分几次恢复。"
        return f"多出了“{found[1]}”，不知道它的意思。中间有空格的内容请用英文引号括起来。"
    return message


def _wanted(param: Any) -> str:
    name = str(param.metavar or param.name)
    return f"{max(param.opts, key=len)} {name}" if param.param_type_name == "option" else name


def _param(param: Any) -> str:
    if param is None:
        return "一项内容"
    if param.param_type_name == "option":
        return f"选项 {max(param.opts, key=len)} "
    return f"“{param.metavar or param.name}”"
