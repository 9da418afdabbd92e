"""`cz restore` at the edges.

The record comes back, and every character that is not its own stays.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cz.problem import Refusal
from cz.verbs.restore import restore
from tests.running import git

HEAD = "plan:\n  title: 试\nchapters:\n  - number: 1\n    title: 一\n"
UNITS = "units:\n  - id: xhz\n    name: 西河镇\n    kind: 乡镇\n"

# Three records of each way of writing: no other line may change when one of them does or goes.
PLAIN = tuple(f"  - id: 1-{n}\n    title: 任务{n}\n    lead: 西河镇\n" for n in (1, 2, 3))
LITERAL = tuple(
    f"  - id: 1-{n}\n    title: 任务{n}\n    lead: 西河镇\n    text: |\n      甲{n}\n\n      乙\n"
    for n in (1, 2, 3)
)
FOLDED = tuple(
    f"  - id: 1-{n}\n    title: 任务{n}\n    text: >-\n      甲{n}\n      乙\n" for n in (1, 2, 3)
)
KEPT = tuple(f"  - id: 1-{n}\n    title: 任务{n}\n    text: |+\n      甲{n}\n\n" for n in (1, 2, 3))
ESCAPED = tuple(
    f'  - id: 1-{n}\n    title: "任务{n}"\n    lead: "\\u897f河镇"\n' for n in (1, 2, 3)
)
LISTS = tuple(
    f"  - id: 1-{n}\n    title: 任务{n}\n    text: |\n      甲\n"
    f"    units:\n      - 西河镇   # 一家\n    progress:\n      1: {{status: doing}}\n"
    for n in (1, 2, 3)
)
FLUSH = tuple(f"- id: 1-{n}\n  title: 任务{n}\n  text: |\n    甲\n" for n in (1, 2, 3))
WIDE = tuple(
    f"  -   id: 1-{n}\n      title: 任务{n}\n      text: |\n        甲\n" for n in (1, 2, 3)
)
FLOW = tuple(f"  - {{id: 1-{n}, title: 任务{n}, lead: 西河镇}}\n" for n in (1, 2, 3))
FLOWS_OVER_LINES = tuple(
    f"  - {{id: 1-{n}, title: 任务{n},\n     lead: 西河镇}}\n" for n in (1, 2, 3)
)
DASH_ALONE = tuple(
    f"  -\n    id: 1-{n}\n    title: 任务{n}\n    text: |\n      甲\n" for n in (1, 2, 3)
)
EMPTY_AT_THE_END = tuple(
    f'  - id: 1-{n}\n    title: "任务\\u4e00{n}"\n    lead:   # 待定\n' for n in (1, 2, 3)
)
COMMENT_WITHIN = tuple(
    f"  - id: 1-{n}   # 编号\n    # 说明{n}\n    title: 任务{n}\n\n    text: |\n      甲 # 不是注\n"
    for n in (1, 2, 3)
)
WAYS = {
    "plain": PLAIN,
    "literal": LITERAL,
    "folded": FOLDED,
    "kept": KEPT,
    "escaped": ESCAPED,
    "lists": LISTS,
    "flush": FLUSH,
    "wide": WIDE,
    "flow": FLOW,
    "flows over lines": FLOWS_OVER_LINES,
    "dash alone": DASH_ALONE,
    "empty at the end": EMPTY_AT_THE_END,
    "comment within": COMMENT_WITHIN,
}
COMMENTS = ("", "  # 注：下面这一条明年取消\n", "\n  # 第一行\n\n    # 更深一格\n", "# 顶格\n")


def planned(tmp_path: Path, tasks: str, newline: str = "\n") -> Path:
    data = tmp_path / "data"
    data.mkdir()
    for stem, text in (("tasks", tasks), ("units", UNITS), ("indicators", "indicators: []\n")):
        (data / f"{stem}.yaml").write_bytes(text.replace("\n", newline).encode("utf-8"))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "原来")
    return data / "tasks.yaml"


def layout(records: tuple[str, ...], comment: str, end: str = "requirements: []\n") -> str:
    """The section with a comment before, between and behind its records."""
    return HEAD + "tasks:\n" + "".join(comment + record for record in records) + comment + end


@pytest.mark.soak(every=12)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_only_the_record_changes(tmp_path: Path, way: str, place: int, newline: str) -> None:
    """A record that was changed, or went, comes back as it was; comments written since stay."""
    records = WAYS[way]
    tasks = planned(tmp_path, layout(records, "  # 老注\n"), newline)
    changed = (*records[:place], records[place].replace("任务", "改过的"), *records[place + 1 :])
    gone = (*records[:place], *records[place + 1 :])
    # a blank line below |+ belongs to the text
    for comment in COMMENTS if way != "kept" else COMMENTS[:2]:
        for end in ("requirements: []\n", ""):
            now = layout(changed, comment, end).replace("\n", newline)
            tasks.write_bytes(now.encode("utf-8"))
            restore(str(tmp_path), f"1-{place + 1}")
            wanted = layout(records, comment, end).replace("\n", newline)
            assert tasks.read_bytes().decode("utf-8") == wanted

            tasks.write_bytes(layout(gone, comment, end).replace("\n", newline).encode("utf-8"))
            restore(str(tmp_path), f"1-{place + 1}")
            fresh = tasks.read_bytes().decode("utf-8")
            without = fresh.replace(records[place].replace("\n", newline), "", 1)
            assert without == layout(gone, comment, end).replace("\n", newline)


@pytest.mark.parametrize("way", WAYS)
def test_a_file_without_a_final_newline_stays_so(tmp_path: Path, way: str) -> None:
    records = WAYS[way]
    tasks = planned(tmp_path, layout(records, "", ""))
    changed = records[2].replace("任务", "改过的").rstrip("\n")
    tasks.write_text(layout((*records[:2], changed), "", ""), encoding="utf-8")
    restore(str(tmp_path), "1-3")
    text = layout(records, "", "")
    needs_it = "|" in records[2] and way != "lists"  # the text would be another without it
    assert tasks.read_text(encoding="utf-8") == (text if needs_it else text.removesuffix("\n"))


def test_a_record_goes_where_the_list_stands_now(tmp_path: Path) -> None:
    """The list was indented otherwise in the commit."""
    tasks = planned(tmp_path, layout(FLUSH, ""))
    indented = [f"  {line}" for line in "".join(FLUSH).splitlines(keepends=True)]
    now = HEAD + "tasks:\n" + "".join(indented) + "requirements: []\n"
    tasks.write_text(now.replace("任务2", "别的"), encoding="utf-8")
    restore(str(tmp_path), "1-2")
    assert tasks.read_text(encoding="utf-8") == now


def test_the_same_the_other_way_round(tmp_path: Path) -> None:
    tasks = planned(tmp_path, layout(LITERAL, ""))
    flush = [line.removeprefix("  ") for line in "".join(LITERAL).splitlines(keepends=True)]
    now = HEAD + "tasks:\n" + "".join(flush) + "requirements: []\n"
    tasks.write_text(now.replace("任务2", "别的"), encoding="utf-8")
    restore(str(tmp_path), "1-2")
    assert tasks.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("way", ["plain", "literal", "flow"])
def test_an_id_given_twice_is_not_guessed_at(tmp_path: Path, way: str) -> None:
    records = WAYS[way]
    tasks = planned(tmp_path, layout(records, ""))
    doubled = layout((records[0], records[1].replace("1-2", "1-1"), records[2]), "")
    tasks.write_text(doubled, encoding="utf-8")
    with pytest.raises(Refusal, match=r"编号为 1-1 的记录不止一条，不知道恢复哪一条") as refused:
        restore(str(tmp_path), "1-1")
    assert refused.value.exit_code == 1
    assert tasks.read_text(encoding="utf-8") == doubled


def test_nor_where_the_commit_holds_it_twice(tmp_path: Path) -> None:
    doubled = layout((LITERAL[0], LITERAL[1].replace("1-2", "1-1"), LITERAL[2]), "")
    tasks = planned(tmp_path, doubled)
    tasks.write_text(layout(LITERAL[1:], ""), encoding="utf-8")
    with pytest.raises(Refusal, match=r"tasks.yaml@[0-9a-f]{8} 里编号为 1-1 的记录不止一条"):
        restore(str(tmp_path), "1-1")
    assert tasks.read_text(encoding="utf-8") == layout(LITERAL[1:], "")


def test_another_id_given_twice_stays_twice(tmp_path: Path) -> None:
    """Each of the two stays what it is."""
    records = (LITERAL[0], LITERAL[1], LITERAL[1].replace("任务2", "任务4"), LITERAL[2])
    tasks = planned(tmp_path, layout(records, ""))
    tasks.write_text(layout((LITERAL[0], *records[1:3]), ""), encoding="utf-8")
    restore(str(tmp_path), "1-3")
    assert tasks.read_text(encoding="utf-8") == layout(records, "")


def test_what_stands_in_no_lines_of_its_own_is_left_alone(tmp_path: Path) -> None:
    tasks = planned(tmp_path, layout(PLAIN, ""))
    tasks.write_text(HEAD + "tasks: [{id: 1-1, title: 甲}]\n", encoding="utf-8")
    with pytest.raises(Refusal, match="请用编辑器手工恢复") as refused:
        restore(str(tmp_path), "1-1")
    assert refused.value.exit_code == 1
    assert tasks.read_text(encoding="utf-8") == HEAD + "tasks: [{id: 1-1, title: 甲}]\n"


def test_lines_of_a_record_entered_since(tmp_path: Path) -> None:
    """What to delete is the record's own lines, whoever read the file."""
    tasks = planned(tmp_path, layout((LITERAL[0], LITERAL[2]), ""))
    tasks.write_text(layout(LITERAL, "  # 注\n"), encoding="utf-8")
    lines = tasks.read_text(encoding="utf-8").split("\n")
    first = lines.index("  - id: 1-2") + 1
    with pytest.raises(Refusal, match=f"请删去第 {first} 至 {first + 6} 行，"):
        restore(str(tmp_path), "1-2")
    assert lines[first + 5] == "      乙"


@pytest.mark.parametrize(
    "spoilt",
    ["    title: [坏\n", '    title: "坏\n', "    title: 乙\n    lead\n", "\ttitle: 乙\n"],
)
@pytest.mark.parametrize("folder", ["方案", "方案 一"])
def test_in_a_file_that_is_broken_now_git_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str, folder: str
) -> None:
    """The command it names does what it says."""
    plan = tmp_path / folder
    data = plan / "data"
    data.mkdir(parents=True)
    (data / "units.yaml").write_text(UNITS, encoding="utf-8")
    (data / "indicators.yaml").write_text("indicators: []\n", encoding="utf-8")
    tasks = data / "tasks.yaml"
    sound = HEAD + "tasks:\n  - id: 1-1\n    title: 甲\n  - id: 1-2\n    title: 乙\n"
    tasks.write_text(sound, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "初始")
    broken = sound.replace("    title: 乙\n", spoilt)
    tasks.write_text(broken, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal) as told:
        restore(folder, "1-2")
    assert tasks.read_text(encoding="utf-8") == broken
    shown = f"{folder}/data/tasks.yaml"
    commit = git(tmp_path, "rev-parse", "--short=8", "HEAD").strip()
    whole = f'git restore --source={commit} -- "{shown}"'
    assert told.value.message == (
        f"{shown} 没有改动：这个文件现在读不完整，不知道 1-2 是从哪一行到哪一行。"
        f"请改正上面的问题，再恢复；整个文件都不要了的，执行 {whole}"
        "（这个文件里没提交的改动都会丢掉）。"
    )
    assert told.value.problems
    subprocess.run(whole, shell=True, check=True, cwd=tmp_path)
    assert tasks.read_text(encoding="utf-8") == sound
