"""Two people who give one number to two findings: what a merge makes of it, with the real git."""

from __future__ import annotations

import subprocess
from copy import copy
from pathlib import Path

import pytest

from cz.load import load
from cz.review.renumber import free_id
from tests.running import MIDWAY, Ran, clone_of, copy_of, cz, environment, git

ADD = ("finding", "add", "--date", "2026-07-15")
MINE = (*ADD, "--unit", "柳溪镇", "--spot", "市场", "--problem", "占道")
YOURS = (*ADD, "--unit", "石桥乡", "--spot", "桥头", "--problem", "积水")
MOVED = (
    "f260715-1：两边各记了一条，编号相同。{first}的先提交，编号不变（{kept}）；"
    "{second}的改为 f260715-2（{moved}），已经告诉单位、印在纸上的请更正。"
)


class Two:
    """The clone of 张三 on main, and 李四's branch; every commit an hour after the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hour = 8
        copy_of(MIDWAY, folder)
        git(folder, "init", "-q", "-b", "main")
        assert cz("git", "setup", cwd=folder).code == 0
        self.commit()
        git(folder, "branch", "李四")

    def once_more(self, folder: Path) -> Two:
        """The same clone in another folder."""
        two = copy(self)
        two.folder = clone_of(self.folder, folder)
        return two

    def who(self) -> dict[str, str]:
        names = {f"GIT_{role}_NAME": "张三" for role in ("AUTHOR", "COMMITTER")}
        mails = {f"GIT_{role}_EMAIL": "z@example.org" for role in ("AUTHOR", "COMMITTER")}
        days = {
            f"GIT_{role}_DATE": f"2026-07-15T{self.hour:02d}:00:00 +0800"
            for role in ("AUTHOR", "COMMITTER")
        }
        return {**names, **mails, **days}

    def commit(self) -> Ran:
        self.git("add", "-A")
        return self.git("commit", "-qm", "记录")

    def git(self, *arguments: str) -> Ran:
        self.hour += 1
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=environment(**self.who()),
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def on(self, branch: str, *commands: tuple[str, ...]) -> None:
        git(self.folder, "switch", "-q", branch)
        for command in commands:
            assert cz(*command, cwd=self.folder).code == 0
        assert self.commit().code == 0

    def merge(self, other: str) -> Ran:
        return self.git("merge", "-q", "--no-edit", other)

    def problems(self) -> dict[str, str]:
        """What each of the two findings' ids stands for, and the day it was put right."""
        text = (self.folder / "data" / "findings.yaml").read_text(encoding="utf-8")
        held = {}
        for record in text.partition("visits:")[0].split("  - id: ")[1:]:
            id_ = record.partition("\n")[0]
            if id_.startswith("f260715-"):
                fields = dict(
                    line.strip().split(": ", 1) for line in record.split("\n")[1:] if line
                )
                held[id_] = fields["problem"] + fields.get("rectified", "")[5:]
        return held


@pytest.fixture(scope="module")
def _beginning(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return Two(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def _noted(_beginning: Two, tmp_path_factory: pytest.TempPathFactory) -> Two:
    two = _beginning.once_more(tmp_path_factory.mktemp("noted"))
    two.on("main", MINE)
    two.on("李四", YOURS)
    return two


@pytest.fixture
def two(_beginning: Two, tmp_path: Path) -> Two:
    return _beginning.once_more(tmp_path)


@pytest.fixture
def noted(_noted: Two, tmp_path: Path) -> Two:
    """Each has recorded a finding of his own under the same number; 李四's branch is the one."""
    return _noted.once_more(tmp_path)


def test_the_later_finding_gets_the_next_number(noted: Two) -> None:
    merged = noted.merge("main")
    told = MOVED.format(
        first="对方（main）",
        second="我方（李四）",
        kept="柳溪镇 市场 占道",
        moved="石桥乡 桥头 积水",
    )
    assert (merged.code, merged.err) == (0, told + "\n")
    assert noted.problems() == {"f260715-1": "占道", "f260715-2": "积水"}
    assert cz("check", cwd=noted.folder).code == 0


def test_also_where_the_other_side_was_later_and_numbers_are_taken(two: Two) -> None:
    two.on("main", MINE)
    two.on("李四", YOURS, (*YOURS[:-1], "路灯不亮"))
    git(two.folder, "switch", "-q", "main")
    merged = two.merge("李四")
    assert merged.code == 0
    assert "改为 f260715-3（石桥乡 桥头 积水）" in merged.err
    assert two.problems() == {"f260715-1": "占道", "f260715-2": "路灯不亮", "f260715-3": "积水"}


def test_what_a_side_says_later_under_the_old_number_follows(noted: Two) -> None:
    """Else the one finding would be put right with what was said of the other."""
    git(noted.folder, "switch", "-q", "main")
    assert noted.merge("李四").code == 0
    noted.on("李四", ("finding", "rectify", "f260715-1"))
    git(noted.folder, "switch", "-q", "main")
    merged = noted.merge("李四")
    assert (merged.code, merged.err) == (0, "")
    assert noted.problems() == {"f260715-1": "占道", "f260715-2": "积水07-15"}


def test_a_number_that_an_order_names_is_left_to_people(two: Two) -> None:
    two.on("main", MINE)
    two.on("李四", YOURS, ("order", "issue", "f260715-1"))
    git(two.folder, "switch", "-q", "main")
    merged = two.merge("李四")
    assert merged.code == 1
    assert "f260715-1：我方（main）和对方（李四）各加了一条，编号相同，内容不同。" in merged.err
    assert merged.err.endswith(
        "怎么办：打开 data/findings.yaml，每处冲突留下对的内容，"
        "删去“<<<<<<<”“=======”“>>>>>>>”几行；"
        "再依次执行 cz check、git add data/findings.yaml、git commit。"
        "不合并了，执行 git merge --abort。\n"
    )


def test_an_order_that_would_speak_of_another_finding_stops_the_merge(noted: Two) -> None:
    git(noted.folder, "switch", "-q", "main")
    assert noted.merge("李四").code == 0
    noted.on("李四", ("order", "issue", "f260715-1"))
    git(noted.folder, "switch", "-q", "main")
    merged = noted.merge("李四")
    assert merged.code == 1
    assert (
        "cz：d2026-9 说的是 f260715-1（石桥乡 积水），"
        "合并以后 f260715-1 却是另一个问题（柳溪镇 占道）。\n"
        "cz：编号在合并时换过，没有提交。请把上面这些记录里的编号改成新的，"
        "再依次执行 git add data、git commit。\n" in merged.err
    )
    path = noted.folder / "data" / "supervision.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("about: f260715-1", "about: f260715-2"),
        encoding="utf-8",
    )
    assert noted.commit().code == 0


def test_a_rebase_renumbers_nothing(noted: Two) -> None:
    """What is replayed afterwards would still name the old number."""
    rebased = noted.git("rebase", "main")
    assert rebased.code == 1
    assert "再依次执行 cz check、git add data/findings.yaml、git rebase --continue。" in rebased.err
    assert "不合并了，执行 git rebase --abort。" in rebased.err


def test_tasks_steps_standards_evidence_and_spots_as_well(two: Two) -> None:
    """By declaration: every kind whose ids are the next number, but what stands on paper."""
    added = {
        "main": ("甲", "开办夜市", "东门早市"),
        "李四": ("乙", "清理河道", "西门早市"),
    }
    for branch, (word, title, spot) in added.items():
        path = two.folder / "佐证材料" / f"{word}.docx"
        git(two.folder, "switch", "-q", branch)
        path.parent.mkdir(exist_ok=True)
        path.write_text(word, encoding="utf-8")
        two.on(
            branch,
            ("add", "task", title, "--chapter", "7", "--lead", "区城市管理局", "--due", "9月30日"),
            ("add", "step", f"{title}动员", "--phase", "2"),
            ("add", "indicator", f"{title}有成效", "--project", "x9"),
            ("evidence", "add", "7-1", f"佐证材料/{word}.docx", "--kind", "说明报告"),
            ("spot", "add", spot, "--type", "农贸市场"),
        )
    merged = two.merge("main")
    assert merged.code == 0
    assert len(merged.err.splitlines()) == 5
    assert (
        "7-6：两边各记了一条，编号相同。对方（main）的先提交，编号不变（开办夜市）；" in merged.err
    )
    campaign = load(str(two.folder)).campaign
    for records, field, words in (
        (campaign.tasks, "title", ("开办夜市", "清理河道")),
        (campaign.steps, "title", ("开办夜市动员", "清理河道动员")),
        (campaign.indicators, "title", ("开办夜市有成效", "清理河道有成效")),
        (campaign.evidence, "file", ("佐证材料/甲.docx", "佐证材料/乙.docx")),
        (campaign.spots, "name", ("东门早市", "西门早市")),
    ):
        ids = {getattr(each, field): each.id for each in records}
        assert ids[words[1]] == free_id(ids[words[0]], [ids[words[0]]])
    assert cz("check", cwd=two.folder).code == 0


def test_a_task_that_a_standard_names_already_is_left_to_people(two: Two) -> None:
    add = ("add", "task", "开办夜市", "--chapter", "7")
    two.on("main", add)
    standard = ("add", "indicator", "河道清洁", "--project", "x9", "--task", "清理河道")
    two.on("李四", (*add[:2], "清理河道", *add[3:]), standard)
    merged = two.merge("main")
    assert merged.code == 1
    assert "标题：我方（李四） 清理河道，对方（main） 开办夜市" in merged.err


def test_what_would_speak_of_another_task_stops_the_merge(two: Two) -> None:
    add = ("add", "task", "开办夜市", "--chapter", "7")
    two.on("main", add)
    two.on("李四", (*add[:2], "清理河道", *add[3:]))
    git(two.folder, "switch", "-q", "main")
    assert two.merge("李四").code == 0
    two.on("李四", ("add", "indicator", "河道清洁", "--project", "x9", "--task", "清理河道"))
    git(two.folder, "switch", "-q", "main")
    merged = two.merge("李四")
    assert merged.code == 1
    assert "cz：i9-29 说的 7-6，合并以后是 7-7，7-6 却是另一项。\n" in merged.err
