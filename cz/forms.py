"""The forms of files: what each is called, and the packages that it takes.

The core needs none of these packages; the extra ``office`` installs them all, and each is imported
only where such a file is written or read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from cz.problem import Refusal

# The name to install by → the name to import.
PACKAGES = {
    "python-docx": "docx",
    "markdown-it-py": "markdown_it",
    "XlsxWriter": "xlsxwriter",
    "python-calamine": "python_calamine",
}


class Form(NamedTuple):
    """``words``: what a file of this form is called. ``packages``: those that writing it takes."""

    ending: str
    words: str
    packages: tuple[str, ...] = ()


FORMS = {
    "markdown": Form(".md", "Markdown 文本"),
    "docx": Form(".docx", "Word 文件", ("python-docx", "markdown-it-py")),
    "html": Form(".html", "网页"),
    "xlsx": Form(".xlsx", "Excel 文件", ("XlsxWriter",)),
    "csv": Form(".csv", "CSV 表格"),
    "json": Form(".json", "JSON 数据"),
}


def form_named(path: str) -> str:
    """The form that the file's name ends in, "" where it is none of ours."""
    ending = os.path.splitext(path)[1].lower()
    return next((name for name, form in FORMS.items() if form.ending == ending), "")


def told(forms: Iterable[str]) -> str:
    """``.md（Markdown 文本）、.docx（Word 文件）``: what a file may be written as."""
    return "、".join(f"{FORMS[name].ending}（{FORMS[name].words}）" for name in forms)


def refuse_missing(doing: str, packages: Iterable[str], otherwise: str) -> None:
    """Raises Refusal where a package that it takes is not installed.

    ``doing``: what it is for, ``写 Word 文件``. ``otherwise``: how to do without.
    """
    from importlib.util import find_spec  # it takes longer than all else here

    needed = tuple(packages)
    if all(find_spec(PACKAGES[package]) for package in needed):
        return
    raise Refusal(
        f"{doing}要用 {' 和 '.join(needed)}，现在没有装。"
        f"请执行 pip install {' '.join(needed)}，再来一次；{otherwise}。",
        exit_code=1,
    )
