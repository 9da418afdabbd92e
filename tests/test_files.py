"""Files made for the user: never over his work, never among the plan's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cz.problem import Refusal
from cz.typography import one_line
from cz.write.files import (
    CALENDAR,
    REMINDER,
    REPORT,
    RETURNED,
    FileKind,
    bears_mark,
    may_write,
    write_folder,
    write_missing,
    write_text,
)


def refused(folder: Path, name: str, kind: FileKind = REPORT, force: bool | None = None) -> str:
    with pytest.raises(Refusal) as told:
        may_write(str(folder), str(folder / name) if name else "", kind, force=force)
    return told.value.message.replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (
            REPORT,
            "a.Docx",
            "报告是 Markdown 文本，文件名要以 .md 结尾，找到的是 a.Docx。"
            "需要 Word 的，打开后另存或转换。",
        ),
        (RETURNED, "a.xlsx", "退回文件是 CSV 文本，文件名要以 .csv 结尾，找到的是 a.xlsx。"),
        (
            REMINDER,
            "a",
            "催办文字是纯文本，文件名要以 .txt 结尾，找到的是 a。"
            "每个单位一个文件，请用 --all -o 文件夹。",
        ),
        (CALENDAR, "a.txt", "日历是 iCalendar 文本，文件名要以 .ics 结尾，找到的是 a.txt。"),
        (REPORT, "", "没有写文件名，报告写不出来。请写上，例如 阶段报告.md。"),
        (REPORT, "无此/a.md", "无此/a.md 写不进去：没有这个文件夹。"),
        (REPORT, "文件/a.md", "文件/a.md 写不进去：路径当中有一段不是文件夹。"),
        (
            REPORT,
            "data/a.md",
            "报告不能写到方案自己的 data 文件夹里。请换一个地方，例如 阶段报告.md。",
        ),
        (REPORT, "文件", "文件 已经有了，没有覆盖。请换一个文件名。"),
        (REPORT, "data", "报告不能写到方案自己的 data 文件夹里。请换一个地方，例如 阶段报告.md。"),
        (RETURNED, "文件", "文件 已经有了，没有覆盖。请给它改名，或用 -o 写到别的文件。"),
    ],
)
def test_what_may_not_be_written(tmp_path: Path, kind: FileKind, name: str, told: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "文件").write_text("他的", encoding="utf-8")
    assert refused(tmp_path, name, kind) == told
    assert (tmp_path / "文件").read_text(encoding="utf-8") == "他的"


def test_a_link_that_leads_nowhere_is_there_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    assert refused(tmp_path, "a.md") == "a.md 已经有了，没有覆盖。请换一个文件名。"
    assert refused(tmp_path, "a.md", force=False) == (
        "a.md 已经有了，没有覆盖（里面也许有手工改过的内容）。请换一个文件名，或加 --force 覆盖。"
    )
    assert not write_missing(str(tmp_path / "a.md"), "x")
    assert not (tmp_path / "b.md").exists()


def test_by_force_and_what_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    assert write_missing(str(path), "第一次\n")

    def ours(place: str) -> bool:
        return bears_mark(place, "第一次")

    write_text(str(tmp_path), str(path), "第二次\n", CALENDAR, ours=ours)
    assert path.read_text(encoding="utf-8") == "第二次\n"
    with pytest.raises(Refusal, match="已经有了，不是 cz 写的日历，没有覆盖。请换一个文件名。"):
        write_text(str(tmp_path), str(path), "第三次\n", CALENDAR, ours=ours)
    write_text(str(tmp_path), str(path), "第三次 \ud800\n", CALENDAR, force=True)
    assert path.read_text(encoding="utf-8") == "第三次 ?\n"


def test_a_folder_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有写文件夹，催办文字写不出来。"):
        write_folder(str(tmp_path), " ", {"甲": "乙"}, REMINDER)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" 甲  乙\t丙\r\n丁\x1b戊\xa0己\u2028庚 ", "甲 乙 丙 丁 戊 己 庚"),
        ("甲\u3000\u3000乙\u3000", "甲\u3000\u3000乙"),
        ("\x00 \u3000\n", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
