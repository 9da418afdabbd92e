"""Files made for the user: never over his work, never among the plan's own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cz import disk
from cz.filenames import last_name
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
    write_file,
    write_folder,
    write_missing,
)
from tests.running import MIDWAY, copy_of, cz, environment, make_fifo, repository


def refused(folder: Path, name: str, kind: FileKind = REPORT, force: bool | None = None) -> str:
    with pytest.raises(Refusal) as told:
        may_write(str(folder), str(folder / name) if name else "", kind, force=force)
    return told.value.message.replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (
            REPORT,
            "a.Pdf",
            "报告写成什么，看文件名的结尾：.md（Markdown 文本）、.docx（Word 文件）、"
            ".html（网页）、.xlsx（Excel 文件）、.csv（CSV 表格），找到的是 a.Pdf。"
            "要 PDF 的，写成 .docx，在 Word 里另存。",
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

    write_file(str(tmp_path), str(path), "第二次\n", CALENDAR, ours=ours)
    assert path.read_text(encoding="utf-8") == "第二次\n"
    with pytest.raises(Refusal, match="已经有了，不是 cz 写的日历，没有覆盖。请换一个文件名。"):
        write_file(str(tmp_path), str(path), "第三次\n", CALENDAR, ours=ours)
    write_file(str(tmp_path), str(path), "第三次 \ud800\n", CALENDAR, force=True)
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


# --- what is there already ----------------------------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    copy_of(MIDWAY, tmp_path)
    return tmp_path


REPORTED = ("report", "--phase", "2", "--force", "-o")


def test_a_pipe_is_written_into_and_stays_one(plan: Path) -> None:
    make_fifo(plan / "管道.md")
    with subprocess.Popen(["cat", "管道.md"], cwd=plan, stdout=subprocess.PIPE) as reader:
        assert cz("report", "--phase", "2", "-o", "管道.md", cwd=plan).out == "已写入 管道.md。\n"
        read = reader.communicate()[0].decode("utf-8")
    assert read == cz("report", "--phase", "2", cwd=plan).out
    assert (plan / "管道.md").is_fifo()
    assert cz("report", "--phase", "2", "-o", "/dev/null", cwd=plan).code == 0
    full = cz("report", "--phase", "2", "-o", "/dev/full", cwd=plan)
    assert (full.code, full.err) == (1, "cz：/dev/full 写不进去：磁盘已满。\n")


def test_a_socket_is_refused(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plan)
    with socket.socket(socket.AF_UNIX) as there:
        there.bind("s.md")
        told = cz(*REPORTED, "s.md", cwd=plan).err
    assert told == "cz：s.md 写不进去：那里是套接字或别的设备，不是文件。\n"
    assert (plan / "s.md").is_socket()


def test_an_open_file_is_written_where_it_was_opened(plan: Path) -> None:
    line = f"{sys.executable} -m cz report --phase 2 -o /dev/fd/3 3> 报告.md"
    subprocess.run(["sh", "-c", line], cwd=plan, env=environment(), check=True)
    assert (plan / "报告.md").read_text() == cz("report", "--phase", "2", cwd=plan).out


@pytest.mark.parametrize(
    ("command", "name"),
    [(REPORTED, "旧.md"), (REPORTED, "旧.docx"), (("agenda", "--days", "90", "--ics"), "旧.ics")],
)
def test_what_is_written_again_keeps_its_mode_and_names(
    plan: Path, command: tuple[str, ...], name: str
) -> None:
    path, other = plan / name, plan / "另一个名字"
    assert cz(*command, path.name, cwd=plan).code == 0
    path.chmod(0o600)
    os.link(path, other)
    assert cz(*command, path.name, cwd=plan).code == 0
    assert path.stat().st_mode & 0o7777 == 0o600
    assert path.samefile(other)
    assert list(plan.glob(".*.cz-new")) == []


def test_read_only_is_respected(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the system's answer is set."""
    path = plan / "定稿.md"
    path.write_text("定稿", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Refusal, match="写不进去：没有写入权限。"):
        disk.create(str(path), "定稿.md", b"x")
    assert path.read_text(encoding="utf-8") == "定稿"


@pytest.mark.parametrize("length", [240, 249, 255])
def test_a_name_as_long_as_the_system_allows(plan: Path, length: int) -> None:
    name = "报" * ((length - 3) // 3) + "a" * ((length - 3) % 3) + ".md"
    assert len(name.encode()) == length
    assert cz("report", "--phase", "2", "-o", name, cwd=plan).code == 0
    assert (plan / name).stat().st_size > 1000


def test_a_dash_is_standard_output(plan: Path) -> None:
    """Nothing is added to what was asked for, and no file of that name is made."""
    for name in ("-", "/dev/stdout"):
        assert cz("report", "--phase", "2", "-o", name, cwd=plan).out.startswith("# ")
        remind = ("remind", "--unit", "柳溪镇")
        assert cz(*remind, "-o", name, cwd=plan).out == cz(*remind, cwd=plan).out
        assert cz("remind", "--all", "-o", name, cwd=plan).out == cz("remind", cwd=plan).out
        calendar = cz("agenda", "--days", "90", "--ics", name, cwd=plan).out
        assert (calendar[:15], calendar[-15:]) == ("BEGIN:VCALENDAR", "END:VCALENDAR\r\n")
        slip = cz("order", "print", "d2026-7", "-o", name, cwd=plan)
        assert slip.out == cz("order", "print", "d2026-7", cwd=plan).out
        (plan / "表.csv").write_text("单位,问题\n无此单位,占道\n", encoding="utf-8")
        returned = cz("finding", "import", "表.csv", "-o", name, cwd=plan)
        assert returned.out.startswith("\ufeff单位,问题,退回原因\r\n无此单位,占道,")
        assert returned.err.startswith("没有取走新的；退回 1 行\n")
    assert not (plan / "-").exists()


# --- what reading commands put into a file -------------------------------------------------------

READERS = {
    "agenda": ["agenda"],
    "check": ["check"],
    "diff": ["diff", "HEAD~1", "HEAD"],
    "condition list": ["condition", "list"],
    "dossier show": ["dossier"],
    "evidence check": ["evidence", "check"],
    "evidence honour": ["evidence", "honour"],
    "evidence list": ["evidence", "list"],
    "finding list": ["finding", "list"],
    "finding match": ["finding", "match"],
    "finding show": ["finding", "show", "f260706-1"],
    "list": ["list", "phase:2"],
    "log": ["log", "1-5"],
    "meeting list": ["meeting", "list"],
    "order list": ["order", "list"],
    "round list": ["round", "list"],
    "round rate": ["round", "rate", "m2026-2"],
    "rank": ["rank", "--issue", "3"],
    "show": ["show", "1-5"],
    "silent": ["silent"],
    "survey list": ["survey", "list"],
    "spot list": ["spot", "list"],
    "spot types": ["spot", "types"],
    "gaps": ["gaps"],
    "status": ["status"],
    "target": ["target"],
    "who check": ["who", "check"],
    "who show": ["who", "show"],
}


@pytest.mark.soak(every=7)
@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("name", READERS)
def test_a_file_holds_what_the_pipe_gets(name: str, form: str, tmp_path: Path) -> None:
    """PowerShell decodes what goes through > and encodes it again, and loses most of it."""
    folder = repository(tmp_path / "plan")
    piped = cz(*READERS[name], f"--{form}", cwd=folder)
    ran = cz(*READERS[name], f"--{form}", "-o", f"../出.{form}", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (piped.code, f"已写入 ../出.{form}。\n", piped.err)
    assert (tmp_path / f"出.{form}").read_bytes() == piped.out.encode()
    again = cz(*READERS[name], f"--{form}", "-o", f"../出.{form}", cwd=folder)
    assert (again.code, again.out) == (2, "")
    assert f"../出.{form} 已经有了，没有覆盖。请换一个文件名。\n" in again.err


@pytest.mark.soak(every=7)
@pytest.mark.parametrize("name", READERS)
def test_a_screen_is_not_put_into_a_file(name: str, tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    ran = cz(*READERS[name], "-o", "出.txt", cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert (
        "cz：-o 写成什么，看文件名的结尾：.md（Markdown 文本）、.html（网页）、.xlsx（Excel 文件）、"
        ".csv（CSV 表格）、.json（JSON 数据），找到的是 出.txt。"
        "写到标准输出的，请加 --csv 或 --json。\n"
    ) in ran.err
    assert not (folder / "出.txt").exists()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_name_of_a_file_says_its_form(form: str, tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    cz("list", f"--{form}", "-o", f"甲.{form}", cwd=folder)
    ran = cz("list", "-o", f"乙.{form.upper()}", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert (folder / f"乙.{form.upper()}").read_bytes() == (folder / f"甲.{form}").read_bytes()


def test_a_table_is_not_called_a_workbook(tmp_path: Path) -> None:
    ran = cz("list", "--csv", "-o", str(tmp_path / "任务.xlsx"), cwd=MIDWAY)
    assert ran.code == 2
    assert "表格是 CSV 文本，文件名要以 .csv 结尾，找到的是 " in ran.err


def test_changes_as_markdown_in_a_file(tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    piped = cz("diff", "HEAD~1", "HEAD", "--markdown", cwd=folder)
    ran = cz("diff", "HEAD~1", "HEAD", "--markdown", "-o", "改动.md", cwd=folder)
    assert (ran.code, ran.out) == (0, "已写入 改动.md。\n")
    assert (folder / "改动.md").read_bytes() == piped.out.encode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("报告:1.md", "“:”不能用在文件名里（Windows 不许）"),
        ("a:b.md", "“:”不能用在文件名里（Windows 不许）"),
        ("什么?.md", "“?”不能用在文件名里（Windows 不许）"),
        ("<一>.md", "“<”不能用在文件名里（Windows 不许）"),
        ("nul.md", "“nul.md”是 Windows 留给设备的名字"),
        ("com1", "“com1”是 Windows 留给设备的名字"),
    ],
)
def test_a_name_that_windows_cannot_hold(name: str, said: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    before = sorted(path.name for path in folder.iterdir())
    ran = cz("report", "--phase", "2", "-o", name, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.endswith("请换一个文件名。\n")
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("path", "last"),
    [
        ("D:\\创城\\报告.md", "报告.md"),
        ("D:/创城/报告.md", "报告.md"),
        ("a:b.md", "a:b.md"),
        ("报:b.md", "报:b.md"),
        ("出/", "出"),
        ("/dev/stdout", "stdout"),
        ("", ""),
    ],
)
def test_the_last_name_of_a_path_of_whichever_system(path: str, last: str) -> None:
    assert last_name(path) == last
