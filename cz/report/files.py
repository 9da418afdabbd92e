"""The template files: where they are, what they are called, what they hold."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cz import disk
from cz.letters import folded
from cz.problem import Problem, Refusal, in_file, nearest
from cz.shipped import shipped
from cz.source import Source
from cz.typography import clip

SUFFIX = ".md.j2"
PAGE_SUFFIX = ".html.j2"  # of templates that are a page of HTML by themselves
SUFFIXES = (SUFFIX, PAGE_SUFFIX)
# Before a name in extends, include, import: the shipped file, though the plan has one of that name.
ORIGINAL = "原版/"
LARGEST = 200_000  # characters of a template: each takes ten microseconds to be compiled
WIDEST = 200  # columns of what a template says of itself


def template_names(folders: Sequence[str]) -> dict[str, str]:
    """Name → one line on what it is, from the file's first comment.

    Files named ``_…`` are parts, not templates.
    """
    names: dict[str, str] = {}
    for folder in folders:
        for file in _listing(folder):
            name = plain_name(disk.from_disk(file))
            if name not in names and not name.startswith(("_", ".")):
                names[name] = _describe(os.path.join(folder, file))
    return names


def find(name: str, folders: Sequence[str], suffixes: Sequence[str] = SUFFIXES) -> str:
    """The name, suffix and all, of a template that the user asked for; the first suffix first.

    Raises Refusal with the nearest names and the list.
    """
    wanted = plain_name(name)
    file = _file_of(wanted, folders, suffixes)
    if file and not wanted.startswith(("_", ".")):
        return file
    known = template_names(folders)
    alike = [other for other in known if folded(other) == folded(wanted)]
    if len(alike) == 1 and (file := _file_of(alike[0], folders, suffixes)):
        return file
    if wanted in known:
        raise Refusal(f"“{wanted}”是一张网页，只能写成网页：-o {wanted}.html。")
    listing = f"现有的模板：{'、'.join(known)}。" if known else "一个模板也没有找到。"
    if "/" in wanted or "\\" in wanted:
        raise Refusal(
            f"模板只写名字，不写路径：“{name}”。自己的模板放在方案的 templates/ 里。{listing}"
        )
    near = (
        nearest(wanted, list(known))
        or [other for other in known if wanted and set(wanted) & set(other) - set("报告表单")][:3]
    )
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有叫“{name}”的模板。{hint}{listing}")


def _file_of(name: str, folders: Sequence[str], suffixes: Sequence[str]) -> str:
    for suffix in suffixes:
        if locate(name, folders, suffix):
            return name + suffix
    return ""


def plain_name(name: str) -> str:
    """阶段报告, 阶段报告.md and 阶段报告.md.j2 are the same template, 一页看.html.j2 is 一页看."""
    return name.strip().removesuffix(".j2").removesuffix(".md").removesuffix(".html")


def locate(name: str, folders: Sequence[str], suffix: str = SUFFIX) -> str | None:
    """The path of a template or part by name, in the first folder that has it; never outside the
    folders.
    """
    if name.startswith(ORIGINAL):
        name, folders = name.removeprefix(ORIGINAL), folders[-1:]
    file = plain_name(name) + suffix
    if "/" in file or "\\" in file or "\0" in file or file.startswith("."):
        return None
    for folder in folders:
        for written in dict.fromkeys((disk.on_disk(file), file)):
            try:
                path = os.path.join(folder, written)
                if os.path.lexists(path):
                    return path
            except UnicodeEncodeError:  # no name of this system
                continue
    return None


def read(path: str) -> Source | Problem:
    """The file's text, or the problem of code E503 that keeps it from being read; an empty file is
    empty text.
    """
    shown = disk.from_disk(disk.shown_path(path))
    folder = os.path.dirname(path)
    if folder != shipped("templates") and _leads_out(path, os.path.dirname(folder)):
        return in_file(
            shown,
            "E503",
            "error",
            "模板是一个链接，指向方案以外的文件，没有读它。",
            "请把模板文件本身放在方案的 templates/ 里。",
        )
    source = disk.read(path, shown)
    if isinstance(source, Source):
        if len(source.text) <= LARGEST:
            return source
        message = f"模板有 {len(source.text)} 个字，最多 {LARGEST} 个。"
        return in_file(shown, "E503", "error", message, "请核对是不是放错了文件。")
    if source.code == "E006":
        return Source(shown, "")
    advice = "请确认模板文件在原处。" if source.code == "E001" else source.advice
    return source._replace(code="E503", advice=advice.replace("YAML 文件", "模板文件"))


def _leads_out(path: str, plan: str) -> bool:
    """Whether it is a link to neither the plan's own files nor a template that came with cz."""
    came_with_cz = os.path.dirname(os.path.realpath(path)) == os.path.realpath(shipped("templates"))
    return not came_with_cz and disk.leads_out(path, plan)


def _listing(folder: str) -> list[str]:
    try:
        return sorted(file for file in os.listdir(folder) if file.endswith(SUFFIXES))
    except OSError:
        return []


def _describe(path: str) -> str:
    """The first line of the first comment."""
    source = read(path)
    if isinstance(source, Problem):
        return ""
    _, _, behind = source.text.partition("{#")
    comment, end, _ = behind.partition("#}")
    words = comment.strip("-+").strip() if end else ""
    return clip(words.partition("\n")[0].strip(), WIDEST)
