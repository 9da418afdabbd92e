"""Hostile text walks through every command, in every form: none of it reaches a terminal alive."""

from __future__ import annotations

import atexit
import io
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cz.cli.gate import Gate
from cz.markdown import quiet_line
from cz.typography import harmless
from tests.running import MIDWAY, bare, copy_of, cz, environment, git, on_terminal, repository

# A title of the window, a line that feigns another, one that a hosted review takes for a command,
# what turns the line round, C1 codes, a code that hides, what deletes.
HOSTILE = "\x1b]0;PWN\x07\n::error::PWN\r\u202eNWP\x9b31m\x1b[8m\x7f\x08\u2028::PWN"
CODES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
FORMS = ("--json", "--csv", "--markdown", "--github")
LINES = """\
status
status --unit 区教育局
status --since HEAD~1
status --at HEAD~1
list
list findings
list --kind units
list indicators
show 1-1
show 区教育局
show f260706-1
show s1-1
target
check
diff HEAD~1
diff --staged
diff HEAD~1 --by unit
log
log 1-1
log --unit 区教育局
restore 1-1 --at HEAD~1 --dry-run
restore 1-999 --dry-run
set 1-1 done --dry-run
due 1-1 2026-09-01 --dry-run
note 1-1 HOSTILE --dry-run
assign 1-1 --lead HOSTILE --dry-run
set HOSTILE done
show HOSTILE
status --unit HOSTILE
report --template HOSTILE
list HOSTILE
HOSTILE
status --at HOSTILE
finding list
finding show f260706-1
finding verify f260706-1 --dry-run
finding add 区教育局 HOSTILE --dry-run
finding import 表.csv --dry-run
finding due f260706-1 2026-09-01 --dry-run
rank
rank --by type
order list
order issue 石桥乡 --dry-run
order print d2026-1
remind
silent
gaps
gaps --week
agenda
evidence check
evidence add HOSTILE 1-1
report --phase 2
report --template 简报
report --template 督查通报 --at 2026-07-15
report --template 排名通报 --at 2026-07-15
report --template 任务分解表
report --template 材料目录
report --template 查漏补缺清单
report --template 模拟测评通报
report --template 整改清单 --unit 柳溪镇
report --template 单位清单 --unit 区教育局
report --template 坏
git setup
git pre-commit
completion bash
""".splitlines()


def poisoned(value: Any, ids: bool) -> Any:
    """Every text of a file with what is hostile behind it; ``ids``: also what is looked up by."""
    if isinstance(value, dict):
        return {key: poisoned_field(key, each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, ids) for each in value]
    if isinstance(value, str) and ids:
        return value + HOSTILE
    return value


def poisoned_field(key: Any, value: Any, ids: bool) -> Any:
    free = key in ("title", "text", "note", "caption", "material", "problem", "spot", "source")
    if free and isinstance(value, str):
        return value + HOSTILE
    return poisoned(value, ids)


@cache
def hostile_plan(ids: bool) -> Path:
    kept = Path(tempfile.mkdtemp(prefix="cz-tests-"))
    atexit.register(shutil.rmtree, kept)
    folder = copy_of(MIDWAY, kept / "plan")
    git(folder, "init", "-q")
    for name in ("user.name", "user.email"):
        git(folder, "config", name, f"张\x1b]0;PWN\x07{name}")
    git(folder, "add", "-A")
    message = folder.parent / "message"
    message.write_text("初\x1b]0;PWN\x07始\x9b31m\u202e\n\n::error::PWN\n", encoding="utf-8")
    commit(folder, message)
    for path in sorted((folder / "data").iterdir()):
        read = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        written = yaml.dump(poisoned(read, ids), Dumper=yaml.CSafeDumper, allow_unicode=True)
        path.write_text(written, encoding="utf-8")
    git(folder, "add", "-A")
    commit(folder, message)
    (folder / "templates").mkdir()
    (folder / "templates" / "坏.md.j2").write_text(HOSTILE + "{{ plan.title }}", encoding="utf-8")
    (folder / "templates" / f"坏{HOSTILE}.md.j2".replace("\n", "")).write_text(
        "{# " + HOSTILE + " #}", encoding="utf-8"
    )
    (folder / "表.csv").write_text(
        f"日期,单位,问题,{HOSTILE!r}\n2026-07-06,区教育局{HOSTILE!r},脏,x\n", encoding="utf-8"
    )
    return folder


def commit(folder: Path, message: Path) -> None:
    env = environment(
        GIT_AUTHOR_NAME="张\x1b]0;PWN\x07三",
        GIT_AUTHOR_EMAIL="z@example.org",
        GIT_COMMITTER_NAME="张三",
        GIT_COMMITTER_EMAIL="z@example.org",
        GIT_AUTHOR_DATE="2026-07-01T09:00:00+0800",
        GIT_COMMITTER_DATE="2026-07-01T09:00:00+0800",
    )
    command = ["git", "commit", "-q", "-F", str(message)]
    subprocess.run(command, cwd=folder, env=env, check=True)


def arguments(line: str) -> list[str]:
    return [word.replace("HOSTILE", HOSTILE) for word in line.split()]


def alive(text: str) -> list[str]:
    """What a terminal or a hosted review would obey."""
    feigned = re.findall(r"^\s*::(?:error::)?PWN.*", text, re.M)
    return [*map(repr, CODES.findall(text)), *feigned]


def told(line: str, form: str, plan: Path) -> str:
    ran = cz(*arguments(line), *form.split(), "--today", "2026-07-15", cwd=plan)
    assert "Traceback" not in ran.err
    return ran.out.removeprefix("\ufeff").replace("\r\n", "\n") + ran.err  # as CSV is written


def seen(line: str, plan: Path) -> str:
    shown = on_terminal(*arguments(line), columns=80, cwd=plan, CZ_TODAY="2026-07-15")
    assert "\x1b[8m" not in shown
    return re.sub(r"\r正在\w+……[0-9]+ 秒|\r\x1b\[K", "", bare(shown))  # what patience says


@pytest.mark.soak(every=7)
@pytest.mark.parametrize("number", range(len(LINES)))
def test_nothing_hostile_is_printed(number: int) -> None:
    plan, line = hostile_plan(ids=number % 2 == 0), LINES[number]
    form = ("", *FORMS)[number % (len(FORMS) + 1)]
    text = told(line, form, plan)
    if line != "report --template 坏":  # its own lines are its own
        assert alive(text) == []
    assert [CODES.findall(text), CODES.findall(seen(line, plan))] == [[], []]


@pytest.mark.soak
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("ids", [False, True])
def test_nothing_hostile_is_printed_in_any_form(
    line: str, ids: bool, request: pytest.FixtureRequest
) -> None:
    if "soak" not in request.config.option.markexpr:
        pytest.skip("only with -m soak")
    plan = hostile_plan(ids)
    texts = [told(line, form, plan) for form in ("", *FORMS)]
    assert [CODES.findall(text) for text in [*texts, seen(line, plan)]] == [[]] * 6


def test_the_walk_would_find_it() -> None:
    assert alive("a\x1b]0;b") == ["'\\x1b'"]
    assert alive("a\n  ::error::PWN") == ["  ::error::PWN"]


def test_what_passes_the_gate() -> None:
    through = io.StringIO()
    gate = Gate(through)
    print("甲　\x1b[31m乙\x1b]0;x\x07\t丙\r\n丁\r戊", file=gate)
    gate.writelines(["\u202e己", "\x9b"])
    assert through.getvalue() == ("甲　␛[31m乙␛]0;x␇\t丙\r\n丁␍戊\n\\u202e己\\u009b")
    assert harmless("\x1b[1;31m红\x1b[0m\x1b[2J\x1b[?25l", colours=True) == (
        "\x1b[1;31m红\x1b[0m␛[2J␛[?25l"
    )


def test_names_of_files_are_shown_harmless(tmp_path: Path) -> None:
    folder = tmp_path / "方\x1b]0;PWN\x07案"
    shutil.copytree(MIDWAY / "data", folder / "data")
    (folder / "data" / "tasks.yaml").write_text("tasks: [", encoding="utf-8")
    for line in ("check", "status", "report", "set 1-1 done", "log"):
        ran = cz(*line.split(), "--plan", str(folder), cwd=tmp_path)
        assert (alive(ran.out), alive(ran.err)) == ([], [])


@pytest.mark.parametrize(
    "text, line",
    [
        ("@octocat 请看", "@<!-- -->octocat 请看"),
        ("见 #12 和 !3", "见 #<!-- -->12 和 !<!-- -->3"),
        ("组/项目#7", "组/项目#<!-- -->7"),
        ("提交 deadbeef12", "提交 d<!-- -->eadbeef12"),
        ("提交 1234abcd", "提交 1<!-- -->234abcd"),
        ("https://example.org/a/issues/1", "https\\://example.org/a/issues/1"),
        ("www.example.org a@example.org", "www\\.example.org a@<!-- -->example.org"),
        ("1-5 电话 13800138000 日期 20260715", "1-5 电话 13800138000 日期 20260715"),
        ("A类 100%！", "A类 100%！"),
    ],
)
def test_markdown_for_a_platform_notifies_nobody(text: str, line: str) -> None:
    assert quiet_line(text) == line


def test_a_diff_for_a_platform_notifies_nobody(tmp_path: Path) -> None:
    plan = repository(tmp_path)
    path = plan / "data" / "units.yaml"
    text = path.read_text(encoding="utf-8")
    title = "给 @octocat 看 #12 https://example.org"
    path.write_text(text.replace("name: 区教育局", f"name: '{title}'", 1), encoding="utf-8")
    told = cz("diff", "--markdown", cwd=plan).out
    assert "给 @<!-- -->octocat 看 #<!-- -->12 https\\://example.org" in told
    assert "@octocat" not in told
    assert "#12" not in told
    assert "https://" not in told
