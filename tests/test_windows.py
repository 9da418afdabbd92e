"""What Windows does otherwise, as far as it can be told on any system."""

from __future__ import annotations

import codecs
import errno
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cz import disk
from cz.cli import powershell
from cz.cli.encodings import stand_ins
from cz.cli.windows import is_closed_pipe
from cz.git.program import on_path
from cz.report.words import date_by_pattern
from cz.show.shell import shell_word
from cz.verbs.evidence.files import spread
from cz.verbs.git.merge_driver import is_same_commit
from cz.verbs.git.setup import command
from tests.running import MIDWAY, copy_of, cz, environment, git


def of_windows(number: int, kind: type[OSError] = OSError) -> OSError:
    """An error as Python has it there."""
    error = kind(errno.EACCES, "as Windows says it")
    error.winerror = number  # type: ignore[attr-defined]
    return error


HELD = "正被别的程序打开着，Excel、WPS 里开着的请先关掉"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (5, f"没有写入权限，或{HELD}"),
        (19, "磁盘是只读的"),
        (32, HELD),
        (33, HELD),
        (53, "网络盘已断开"),
        (59, "网络盘已断开"),
        (64, "网络盘已断开"),
        (67, "网络盘已断开"),
        (112, "磁盘已满"),
        (123, '文件名里有 Windows 不许用的字符（< > : " / \\ | ? *）'),
        (206, "路径太长"),
        (1231, "网络盘已断开"),
        (9999, "没有写入权限"),  # by what Python makes of it
        (0, "没有写入权限"),
    ],
)
def test_what_went_wrong_is_told_by_the_number_windows_gives(number: int, said: str) -> None:
    assert disk.reason(of_windows(number)) == said


def test_which_errors_are_tried_again() -> None:
    again = [n for n in range(200) if disk.may_be_open_elsewhere(of_windows(n, PermissionError))]
    assert again == [5, 32, 33]
    held = [n for n in range(200) if disk.is_open_elsewhere(of_windows(n, PermissionError))]
    assert held == [32, 33]
    assert not disk.may_be_open_elsewhere(PermissionError(errno.EACCES, "as others say it"))


def test_a_folder_in_place_of_a_file_is_called_one(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    (tmp_path / "data" / "tasks.yaml").unlink()
    (tmp_path / "data" / "tasks.yaml").mkdir()
    ran = cz("check", cwd=tmp_path)
    assert "data/tasks.yaml 错误 E003：这里应当是文件，却是一个文件夹。\n" in ran.out + ran.err


def test_a_path_is_shown_the_shorter_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert disk.shown_path(str(tmp_path / "data" / "tasks.yaml")) == "data/tasks.yaml"
    assert disk.shown_path("/") == "/"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("创城", "创城"),
        ("D:\\创城\\一.csv", "D:\\创城\\一.csv"),
        ("创城 一", '"创城 一"'),
        ("it's", '"it\'s"'),
        ("5-7", "5-7"),
        ("-x", '"-x"'),
        ("$HOME 一", "'$HOME 一'"),
        ('a"b', "'a\"b'"),
        ("", '""'),
    ],
)
def test_a_word_is_quoted_as_every_shell_takes_it(text: str, word: str) -> None:
    assert shell_word(text) == word


@pytest.mark.skipif(os.name == "nt", reason="asks sh what it makes of a word")
@pytest.mark.parametrize(
    "text", ["创城 一", "$HOME", "a`b`", 'a"b', "it's", "a\\\\b c", "!x", "a&b;c"]
)
def test_sh_reads_a_word_as_it_was(text: str) -> None:
    said = subprocess.run(
        ["sh", "-c", f"printf %s {shell_word(text)}"], capture_output=True, check=True
    )
    assert said.stdout.decode() == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("████░░", "████··"),
        ("⚠ 退步", "! 退步"),
        ("🟢🟡🔴", "●●●"),
        ("甲⏎乙", "甲/乙"),
        ("𠮷家村", "[U+20BB7]家村"),
        ("ß", "[U+00DF]"),
        ("a\udc80", "a?"),
    ],
)
def test_what_gbk_lacks_has_a_stand_in(text: str, written: str) -> None:
    codecs.register_error("cz-test", stand_ins)
    assert text.encode("gbk", "cz-test").decode("gbk") == written


def test_a_pipe_in_gbk_gets_no_question_marks(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    tasks = tmp_path / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text.replace("深化开展道德", "深化𠮷展道德"), encoding="utf-8")
    env = {**environment(), "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(
        [sys.executable, "-m", "cz", "show", "1-5"], cwd=tmp_path, env=env, capture_output=True
    )
    assert "1-5　深化[U+20BB7]展道德模范评选表彰活动" in done.stdout.decode("gbk")
    assert "?" not in done.stdout.decode("gbk")


def test_json_in_a_pipe_that_is_not_utf8_survives_any_decoding() -> None:
    command = [sys.executable, "-m", "cz", "show", "1-5", "--json"]
    env = {**environment(), "PYTHONIOENCODING": "gbk"}
    escaped = subprocess.run(command, cwd=MIDWAY, env=env, capture_output=True).stdout
    assert escaped.isascii()
    plain = subprocess.run(command, cwd=MIDWAY, env=environment(), capture_output=True).stdout
    assert not plain.isascii()
    assert json.loads(escaped) == json.loads(plain)


def test_which_error_is_a_closed_pipe() -> None:
    assert is_closed_pipe(OSError(errno.EINVAL, "Invalid argument"))
    assert not is_closed_pipe(OSError(errno.EINVAL, "Invalid argument", "a.md"))
    assert not is_closed_pipe(OSError(errno.ENOSPC, "No space left"))


def test_a_variable_that_powershell_left_behind_empty_does_nothing() -> None:
    ran = cz("status", "--unit", "没有这个单位", cwd=MIDWAY, new=True, _CZ_COMPLETE="")
    assert ran.code == 2
    assert ran.err.startswith("cz：没有叫“没有这个单位”的单位")


def test_the_name_of_a_variable_in_capitals_is_the_same_commit() -> None:
    assert is_same_commit("0A1B", "0a1b")
    assert is_same_commit("0a1b", "0a1b")
    assert not is_same_commit("0A1B", "main")


def test_the_hook_and_the_driver_speak_utf8() -> None:
    assert command().endswith(" -P -X utf8 -m cz")


def test_git_is_looked_for_on_path_alone() -> None:
    there = {"C:\\Git\\cmd\\git.exe", "D:\\二\\git.exe", "git.exe", ".\\git.exe", "\\git.exe"}
    assert on_path("git.exe", "", there.__contains__) == ""
    assert on_path("git.exe", ".;;..;C:;\\;x", there.__contains__) == ""
    assert on_path("git.exe", 'E:\\;"C:\\Git\\cmd";D:\\二', there.__contains__) == (
        "C:\\Git\\cmd\\git.exe"
    )
    assert on_path("git.exe", ".;D:\\二\\", there.__contains__) == "D:\\二\\git.exe"


# --- PowerShell ---------------------------------------------------------------------------------


def test_completion_leaves_nothing_behind_and_opens_nothing(tmp_path: Path) -> None:
    ran = cz("completion", "pwsh", "--install", new=True, HOME=str(tmp_path))
    profile = tmp_path / ".config" / "powershell" / "Microsoft.PowerShell_profile.ps1"
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"已给 pwsh 装上补全（{profile}），重开终端后生效。\n{powershell.ADVICE}\n"
    assert profile.read_text(encoding="utf-8") == powershell.SCRIPT
    assert "ExecutionPolicy" not in powershell.SCRIPT
    assert powershell.SCRIPT.isascii()
    cz("completion", "pwsh", "--install", new=True, HOME=str(tmp_path))
    assert profile.read_text(encoding="utf-8") == powershell.SCRIPT


@pytest.mark.parametrize(
    "old", ["# 我的".encode("gbk"), "# 我的\r\n".encode("utf-16"), b"\xef\xbb\xbf# a\n", b""]
)
def test_the_profile_keeps_what_it_holds(old: bytes, tmp_path: Path) -> None:
    profile = tmp_path / "新" / "profile.ps1"
    profile.parent.mkdir()
    profile.write_bytes(old)
    powershell.add_to_profile(str(profile))
    powershell.add_to_profile(str(profile))
    now = profile.read_bytes()
    assert now.startswith(old)
    encoding = "utf-16-le" if old.startswith(b"\xff\xfe") else "ascii"
    added = now[len(old) :].decode(encoding).replace("\r\n", "\n")
    assert added.lstrip("\n") == powershell.SCRIPT


# --- files and templates ------------------------------------------------------------------------


def test_a_star_is_spread_where_the_shell_did_not(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    (plan / "材料").mkdir()
    for name in ("乙 20260701 城东街道清理.jpg", "甲 20260701 城东街道清理.jpg", "丙.txt"):
        (plan / "材料" / name).write_text(name, encoding="utf-8")
    ran = cz("evidence", "add", "i9-14", "材料/*.jpg", cwd=plan)
    assert ran.code == 0
    assert ran.out.index("材料/乙") < ran.out.index("材料/甲")
    assert "丙" not in ran.out
    none = cz("evidence", "add", "i9-14", "材料/*.png", cwd=plan)
    assert none == (2, "", "cz：没有文件 材料/*.png。请核对路径；有空格的要用引号括起来。\n")
    odd = plan / "材料" / "[1]*.jpg"
    odd.write_text("x", encoding="utf-8")
    assert spread(str(plan), str(odd)) == [str(odd)]


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        ("%Y-%m-%d", "2026-07-05"),
        ("%Y年%-m月%-d日", "2026年7月5日"),
        ("%-m/%-d", "7/5"),
        ("%y%m%d %%", "260705 %"),
        ("%-H", "0"),
        ("", ""),
    ],
)
def test_a_pattern_of_a_date_is_the_same_on_every_system(pattern: str, printed: str) -> None:
    assert date_by_pattern(date(2026, 7, 5), pattern) == printed


# --- what git and its settings make of it ---------------------------------------------------------


def test_a_clone_with_other_line_ends_is_no_rewriting(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    git(plan, "init", "-q")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "一")
    for path in (plan / "data").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert cz("diff", cwd=plan).out.endswith("没有变化。\n")


def test_a_setting_that_git_cannot_read_is_told(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    git(plan, "init", "-q")
    (tmp_path / "gitconfig").write_text("[core\n", encoding="utf-8")
    ran = cz("diff", cwd=plan, GIT_CONFIG_GLOBAL=str(tmp_path / "gitconfig"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "cz：git 的设置有错，git 读不了，请改正后再试："
        f"fatal: bad config line 1 in file {tmp_path / 'gitconfig'}\n"
    )


def test_what_git_advises_of_a_folder_of_others_is_printed() -> None:
    from cz.git.repo import _way_out_of_dubious

    words = (
        "fatal: detected dubious ownership in repository at 'D:/创城'\n"
        "To add an exception for this directory, call:\n\n"
        "\tgit config --global --add safe.directory 'D:/创城'\n"
    )
    assert _way_out_of_dubious(words) == (
        "确信它可靠的话，请执行：git config --global --add safe.directory 'D:/创城'"
    )


def test_a_new_plan_keeps_evidence_byte_for_byte(tmp_path: Path) -> None:
    cz("init", "创城 一", cwd=tmp_path)
    plan = tmp_path / "创城 一"
    (plan / "总结.txt").write_bytes(b"a\nb\n")
    cz("evidence", "add", "i1-02", "总结.txt", "--kind", "说明报告", cwd=plan)
    git(plan, "init", "-q")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "一")
    git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(plan), "复制")
    assert (tmp_path / "复制" / "总结.txt").read_bytes() == b"a\nb\n"
    assert b"\r" not in (tmp_path / "复制" / "data" / "tasks.yaml").read_bytes()
