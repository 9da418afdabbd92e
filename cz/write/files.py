"""Files made for the user: whole or not at all, never over his work, never among the plan's own.

One rule for all of them. A file that is there already stays, unless the user said ``--force`` or
it is one that cz made before and in which no work of his is lost.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from cz import disk
from cz.filenames import FORBIDDEN, is_reserved, last_name
from cz.forms import FORMS, form_named, told
from cz.problem import Refusal
from cz.source import Source

OWN_FOLDERS = ("data", "templates")
_OF_OFFICE_PROGRAMMES = (
    ".doc",
    ".docx",
    ".wps",
    ".pdf",
    ".xls",
    ".xlsx",
    ".et",
    ".ppt",
    ".pptx",
)
_LONGEST_NAME = 60  # characters, without the ending


class FileKind(NamedTuple):
    """A kind of file that cz makes.

    ``what``: its name in a sentence. ``format``: what is in it. ``example``: a name such a file
    may have. ``otherwise``: what to do who wants another format. ``strict``: it must have the
    ending of the example, where others may have any but those of office programmes.
    ``forms``: names of all the forms that it can be written in, where there are several;
    ``unsaid``: endings that are let pass, and not offered.
    ``elsewhere``: what to do where the file is there already.
    """

    what: str
    format: str
    example: str
    otherwise: str = ""
    strict: bool = False
    forms: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    elsewhere: str = "请换一个文件名"

    @property
    def ending(self) -> str:
        return os.path.splitext(self.example)[1]

    @property
    def endings(self) -> tuple[str, ...]:
        return (self.ending, *(FORMS[name].ending for name in self.forms), *self.unsaid)


REPORT = FileKind(
    what="报告",
    format=" Markdown 文本",
    example="阶段报告.md",
    otherwise="要 PDF 的，写成 .docx，在 Word 里另存。",
    strict=True,
    forms=("markdown", "docx", "html", "xlsx", "csv"),
    unsaid=("", ".txt", ".markdown"),
)
REMINDER = FileKind(
    what="催办文字",
    format="纯文本",
    example="催办.txt",
    otherwise="每个单位一个文件，请用 --all -o 文件夹。",
    strict=True,
)
FORM = FileKind(
    what="反馈表",
    format=" Excel 工作簿",
    example="柳溪镇.xlsx",
    otherwise="所有单位的，请用 --all -o 文件夹。",
    strict=True,
)
FILLED = FileKind(
    what="填好的表",
    format=" Excel 工作簿",
    example="报表-已填.xlsx",
    strict=True,
    unsaid=(".xlsm",),
)
CALENDAR = FileKind(what="日历", format=" iCalendar 文本", example="创城.ics", strict=True)
RETURNED = FileKind(
    what="退回文件",
    format=" CSV 文本",
    example="退回.csv",
    elsewhere="请给它改名，或用 -o 写到别的文件",
)


RETURNED_FORM = FileKind(
    what="退回文件",
    format=" Excel 工作簿",
    example="柳溪镇-退回.xlsx",
    strict=True,
    elsewhere="请给它改名，或用 --returned 写到别的文件夹",
)


# What reading commands show, in the forms that are files.
EXPORTS = {
    "csv": FileKind(what="表格", format=" CSV 文本", example="任务.csv", strict=True),
    "json": FileKind(what="数据", format=" JSON 文本", example="任务.json", strict=True),
    "markdown": FileKind(what="说明", format=" Markdown 文本", example="改动.md"),
    "html": FileKind(what="网页", format=" HTML 文本", example="进展.html", strict=True),
    "xlsx": FileKind(what="表格", format=" Excel 文件", example="任务.xlsx", strict=True),
}


def may_write(
    plan_folder: str,
    path: str,
    kind: FileKind,
    *,
    force: bool | None = None,
    ours: Callable[[str], bool] | None = None,
) -> None:
    """Raises Refusal where a file of this kind must not be written at ``path``, or cannot be.

    ``force``: whether a file that is there is to go; None where the command does not offer that.
    ``ours``: whether the file that is there is one that cz made before and may make again.
    """
    if not path.strip():
        raise Refusal(f"没有写文件名，{kind.what}写不出来。请写上，例如 {kind.example}。")
    if is_standard_output(path) or disk.is_stream(path):
        return  # nothing of anybody's is there
    _refuse_name(path)
    refuse_own_folders(plan_folder, path, kind.what, kind.example)
    _refuse_ending(path, kind)
    if os.path.lexists(path) and not force:
        if ours is None:
            _refuse_taken(path, kind, may_force=force is not None)
        elif not ours(path):
            raise Refusal(f"{path} 已经有了，不是 cz 写的{kind.what}，没有覆盖。{kind.elsewhere}。")
    _refuse_missing_folder(path)


def is_standard_output(path: str) -> bool:
    """Whether a file to be written is named as one names standard output."""
    return path in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def write_file(
    plan_folder: str,
    path: str,
    content: str | bytes,
    kind: FileKind,
    *,
    force: bool | None = None,
    ours: Callable[[str], bool] | None = None,
) -> None:
    """Write a file whole or not at all. Raises Refusal as ``may_write`` does."""
    may_write(plan_folder, path, kind, force=force, ours=ours)
    create(path, content)


def create(path: str, content: str | bytes) -> None:
    """Write what ``may_write`` has let pass. Raises Refusal where the disk does not take it."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if is_standard_output(path):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        disk.create(path, path, data)


def may_write_folder(plan_folder: str, folder: str, kind: FileKind) -> None:
    """Raises Refusal where files of this kind must not be put there: only into one that is empty,
    or not there yet and not named as a file is.
    """
    if not folder.strip():
        raise Refusal(f"没有写文件夹，{kind.what}写不出来。-o 要写一个新的或空的文件夹。")
    _refuse_name(folder)
    refuse_own_folders(plan_folder, folder, kind.what, os.path.splitext(kind.example)[0])
    if os.path.lexists(folder):
        _refuse_full_folder(folder)
    elif is_named_as_file(folder):
        raise Refusal(
            f"{folder} 是文件的名字，这里要写几个文件，-o 要写文件夹，"
            f"例如 -o {os.path.splitext(folder)[0]}。"
        )


def is_named_as_file(path: str) -> bool:
    """Whether the name ends as that of a file does which cz writes."""
    ending = os.path.splitext(path)[1].lower()
    return ending == REMINDER.ending or form_named(path) != ""


def write_folder(
    plan_folder: str,
    folder: str,
    contents: Mapping[str, str | bytes],
    kind: FileKind,
    *,
    ending: str = "",
) -> None:
    """One file for each name, in a new or an empty folder; where one cannot be written, none is.

    ``ending``: of their names, where it is not the kind's. Raises Refusal.
    """
    may_write_folder(plan_folder, folder, kind)
    is_new = not os.path.lexists(folder)
    if is_new:
        _make_folder(folder)
    written: list[str] = []
    try:
        for name, content in zip(names_for(contents), contents.values(), strict=True):
            path = os.path.join(folder, name + (ending or kind.ending))
            create(path, content)
            written.append(path)
    except BaseException:
        for path in written:
            os.unlink(path)
        if is_new:
            os.rmdir(folder)
        raise


def write_missing(path: str, text: str) -> bool:
    """Write a file unless there is one; returns whether it was written."""
    if os.path.lexists(path):
        return False
    create(path, text)
    return True


def bears_mark(path: str, mark: str) -> bool:
    """Whether one of the first lines of the file that is there is ``mark``."""
    there = disk.read(path, path)
    return isinstance(there, Source) and mark in there.text.splitlines()[:5]


def refuse_own_folders(plan_folder: str, path: str, what: str, example: str) -> None:
    """Raises Refusal where ``path`` lies among the plan's own files, also by way of a link."""
    target = os.path.join(os.path.realpath(path), "")
    for name in OWN_FOLDERS:
        own = os.path.join(os.path.realpath(os.path.join(plan_folder, name)), "")
        if target.startswith(own):
            raise Refusal(
                f"{what}不能写到方案自己的 {name} 文件夹里。请换一个地方，例如 {example}。"
            )


def names_for(names: Iterable[str]) -> list[str]:
    """Names of files that Windows can hold, without an ending, no two alike."""
    taken: set[str] = set()
    chosen = []
    for name in names:
        plain = _without_what_windows_forbids(name)
        free, number = plain, 1
        while free.casefold() in taken:
            number += 1
            free = f"{plain}-{number}"
        taken.add(free.casefold())
        chosen.append(free)
    return chosen


def _without_what_windows_forbids(name: str) -> str:
    allowed = [char if _is_allowed(char) else "_" for char in name]
    plain = "".join(allowed)[:_LONGEST_NAME].strip(" .") or "_"
    return f"_{plain}" if is_reserved(plain) else plain


def _is_allowed(char: str) -> bool:
    return char.isprintable() and char != "/" and char not in FORBIDDEN


def _refuse_name(path: str) -> None:
    """On every system: files go round, and where Windows takes the name, a:b is a hidden stream."""
    name = last_name(path)
    char = next((char for char in name if char in FORBIDDEN), "")
    if char:
        raise Refusal(f"{path} 里的“{char}”不能用在文件名里（Windows 不许）。请换一个文件名。")
    if is_reserved(name):
        raise Refusal(f"{path}：“{name}”是 Windows 留给设备的名字。请换一个文件名。")


def _refuse_ending(path: str, kind: FileKind) -> None:
    if kind.strict:
        fits = os.path.splitext(path)[1].lower() in kind.endings
    else:
        fits = not path.lower().endswith(_OF_OFFICE_PROGRAMMES)
    if not fits:
        allowed = f"是{kind.format}，文件名要以 {kind.ending} 结尾"
        if kind.forms:
            allowed = f"写成什么，看文件名的结尾：{told(kind.forms)}"
        raise Refusal(f"{kind.what}{allowed}，找到的是 {path}。{kind.otherwise}")


def _refuse_taken(path: str, kind: FileKind, *, may_force: bool) -> None:
    if may_force:
        raise Refusal(
            f"{path} 已经有了，没有覆盖（里面也许有手工改过的内容）。"
            f"{kind.elsewhere}，或加 --force 覆盖。"
        )
    raise Refusal(f"{path} 已经有了，没有覆盖。{kind.elsewhere}。")


def _refuse_missing_folder(path: str) -> None:
    folder = os.path.dirname(path) or "."
    try:
        os.stat(os.path.join(folder, ""))
    except OSError as error:
        raise Refusal(f"{path} 写不进去：{disk.reason(error)}。", exit_code=1) from None


@contextmanager
def folder_there(folder: str | None) -> Iterator[None]:
    """With the folder made, where it is named and was not there; left empty it goes again.

    Raises Refusal where it cannot be made.
    """
    if not folder or folder.lower().endswith(".xlsx") or os.path.lexists(folder):
        yield
        return
    _make_folder(folder)
    try:
        yield
    finally:
        if not os.listdir(folder):
            os.rmdir(folder)


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder)
    except OSError as error:
        raise Refusal(f"{folder} 用不了：{disk.reason(error)}。", exit_code=1) from None


def _refuse_full_folder(folder: str) -> None:
    try:
        if not os.path.isdir(folder):
            raise Refusal(f"{folder} 已经有了，不是文件夹。-o 要写一个新的或空的文件夹。")
        if os.listdir(folder):
            raise Refusal(
                f"{folder} 里已经有文件，没有写：以前写的会和这次的混在一起。"
                "请换一个新的或空的文件夹。"
            )
    except OSError as error:
        raise Refusal(f"{folder} 用不了：{disk.reason(error)}。", exit_code=1) from None
