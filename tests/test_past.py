"""Looking at the plan as it was, at what moved, putting a record back, and committing one change
alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.running import MIDWAY, copy_of, cz, environment, git, repository


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path / "创城 方案")


WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "李四"), ("EMAIL", "l@example.org"))
}


def run(plan: Path, *arguments: str):  # type: ignore[no-untyped-def]
    return cz(*arguments, cwd=plan, GIT_CONFIG_GLOBAL=os.devnull, **WHO)


def bare(text: str) -> str:
    """Without the commits' ids, which depend on the moment."""
    return re.sub(r"\b[0-9a-f]{8}\b", "########", text)


def test_diff_says_in_words_what_changed(plan: Path) -> None:
    assert (
        bare(run(plan, "diff").out)
        == "########（2026-07-10，张三：第4周）  →  工作区（都已提交）\n没有变化。\n"
    )
    for words in (
        ["set", "1-5", "done"],
        ["due", "1-5", "2026-09-30"],
        ["rate", "i8-08", "C"],
        ["set", "6-2", "doing", "--note", "返工"],
        ["assign", "1-4", "--remove", "区民政局"],
        ["score", "未成年人", "76"],
    ):
        assert run(plan, *words).code == 0
    ran = run(plan, "diff")
    assert ran.code == 0
    assert bare(ran.out) == (
        "########（2026-07-10，张三：第4周）  →  工作区（还没有提交的）\n"
        "5 条记录有变化，⚠ 5 处请留意。\n"
        "\n"
        "区委宣传部\n"
        "  1-4 加强××建设　责任单位：去掉 区民政局 ⚠ 去掉单位\n"
        "  1-5 深化开展道德模范评选表彰活动　第2阶段：推进中 → 已完成；"
        "第2阶段时限：2026-06-30 → 2026-09-30 ⚠ 推迟92天\n"
        "\n"
        "区教育局\n"
        "  6-2 深化开展未成年人思想道德实践活动　第2阶段：已完成 → 推进中 ⚠ 退步；"
        "记进展：2026-07-15 ［推进中］返工\n"
        "  i8-08 德育内容融入学科教学和主题班会，教案和班会记录完整　第2阶段评级：A → C ⚠ 变差\n"
        "\n"
        "其他\n"
        "  测评体系 minors 未成年人　第2阶段得分：78 → 76 ⚠ 下降\n"
    )
    assert run(plan, "diff", "--exit-code").code == 1
    assert (
        "- **1-5 深化开展道德模范评选表彰活动**　第2阶段：推进中 → 已完成；"
        in run(plan, "diff", "--markdown", "--by", "chapter").out
    )


def test_diff_of_order_comments_and_form_alone_is_none(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    one = text[text.index("  - id: 1-1\n") : text.index("  - id: 1-2\n")]
    moved = (
        text.replace(one, "")
        .replace("  - id: 1-3\n", one + "    # 挪到后面\n  - id: 1-3\n")
        .replace("lead: 区教育局", 'lead: "区教育局"')
    )
    tasks.write_text(moved, encoding="utf-8")
    assert run(plan, "diff").out.endswith("\n内容没有变化，只有顺序、注释或写法不同。\n")


def test_diff_of_added_and_deleted_records_targets_and_the_index(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    gone = text[text.index("  - id: 10-10\n") : text.index("steps:\n")]
    new = text.replace(gone, "  - id: 10-11\n    title: 新任务\n    lead: 区委宣传部\n\n").replace(
        "a_share: 80", "a_share: 75"
    )
    tasks.write_text(new, encoding="utf-8")
    out = run(plan, "diff").out
    assert "  10-11 新任务　新增\n" in out
    assert "  10-10 收集城市获得荣誉称号　删除 ⚠ 删除\n" in out
    assert "  阶段 2 集中力量，攻坚克难，提升水平　A类占比目标：80 → 75 ⚠ 目标降低\n" in out
    assert "没有变化" in run(plan, "diff", "--staged").out
    git(plan, "add", "-A")
    assert "10-11 新任务　新增" in run(plan, "diff", "--staged").out


def test_diff_of_a_branch_since_it_parted(plan: Path) -> None:
    git(plan, "switch", "-q", "-c", "乡镇")
    run(plan, "set", "1-5", "done", "--commit")
    git(plan, "switch", "-q", "main")
    run(plan, "set", "1-4", "done", "--commit")
    assert "1-5" in (out := run(plan, "diff", "main...乡镇").out)
    assert "1-4" not in out
    assert "1-4" in run(plan, "diff", "main..乡镇").out


def test_the_figures_of_then_to_the_digit(plan: Path) -> None:
    for screen in (
        ["status"],
        ["target"],
        ["list", "light:red"],
        ["show", "1-5"],
        ["report"],
        ["status", "--unit", "qjyj", "--json"],
    ):
        before = run(plan, *screen).out
        run(plan, "set", "1-5", "verified", "--commit")
        run(plan, "rate", "i9-14", "A", "--commit")
        then = run(plan, *screen, "--at", "2026-07-10")
        assert bare(then.out) == bare(before), screen
        assert bare(then.err) == "cz：以下是提交 ########（2026-07-10，张三：第4周） 时的样子。\n"
        git(plan, "reset", "-q", "--hard", "HEAD~2")


def test_as_of_a_day_that_day_is_today(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    tasks.write_text(
        re.sub(r"  today: .*\n", "", tasks.read_text(encoding="utf-8")), encoding="utf-8"
    )
    git(plan, "commit", "-qam", "真实的今天", day="2026-07-11")
    assert "截至2026年7月12日" in run(plan, "status", "--at", "2026-07-12").out
    assert "截至2026年7月11日" in run(plan, "status", "--at", "HEAD").out


def test_a_report_names_its_commit(plan: Path) -> None:
    sha = git(plan, "rev-parse", "--short=8", "HEAD").strip()
    assert f"数据截至：2026年7月15日（版本 {sha}）" in run(plan, "report").out
    run(plan, "set", "1-5", "done")
    assert f"（版本 {sha}，另有未提交的改动）" in run(plan, "report", "--template", "简报").out


def test_what_moved_since(plan: Path) -> None:
    same = run(plan, "status", "--since", "HEAD", "--today", "2026-07-15").out
    assert "和那时比：那时 2026年7月15日／现在 2026年7月15日\n没有变化。\n" in same
    run(plan, "set", "1-5", "5-1", "done")
    run(plan, "rate", "i9-14", "A")
    assert (
        "和那时比：那时 2026年7月12日／现在 2026年7月15日\n"
        "项目         那时   现在          变化\n"
        "推进中       24项   22项          -2项\n"
        "已完成        9项   11项          +2项\n"
        "逾期          6项    4项          -2项\n"
        "A类占比     64.4%  64.9%  +0.5个百分点\n"
        "A类         121条  122条          +1条\n"
        "C类           3条    2条          -1条\n"
        "问题待整改   43个   26个         -17个\n"
        "问题逾期      7个   11个        +4个 ⚠\n"
        "问题待复核   38个   46个          +8个\n"
        "问题已销号  250个  259个          +9个\n"
    ) in run(plan, "status", "--since", "2026-07-12").out


def test_what_was_late_then_is_judged_by_the_day_of_then(plan: Path) -> None:
    """With the same files on both days only the days make the difference; findings are told too."""
    unfixed(plan)
    out = run(plan, "status", "--since", "2026-07-15", "--today", "2026-09-02").out
    table = out.partition("和那时比：")[2].partition("\n\n")[0]
    assert table == (
        "那时 2026年7月15日／现在 2026年9月2日\n"
        "项目         那时  现在     变化\n"
        "逾期          6项  18项  +12项 ⚠\n"
        "30 天内到期   6项   7项     +1项\n"
        "问题逾期     11个  26个  +15个 ⚠"
    )
    assert "逾期 6 项，30 天内到期 6 项；督查问题逾期未整改 11 个；" in (
        run(plan, "status", "--today", "2026-07-15").out
    )
    open_ones = json.loads(run(plan, "finding", "list", "--state", "待整改", "--json").out)
    run(plan, "finding", "rectify", open_ones[0]["id"], "--date", "2026-07-16")
    data = json.loads(
        run(plan, "status", "--since", "2026-07-15", "--today", "2026-09-02", "--json").out
    )
    assert data["since"] == "2026-07-15"
    moved = {figure["word"]: (figure["then"], figure["now"]) for figure in data["moved"]}
    assert moved["逾期"] == (6, 18)
    assert moved["问题待整改"][0] - moved["问题待整改"][1] == 1
    assert moved["问题待复核"][1] - moved["问题待复核"][0] == 1


def test_the_day_of_a_commit_that_is_named_is_the_day_of_then(plan: Path) -> None:
    unfixed(plan)
    assert "那时 2026年7月11日／现在 2026年9月2日" in (
        run(plan, "status", "--since", "HEAD", "--today", "2026-09-02").out
    )


def test_what_moved_is_not_told_of_one_unit(plan: Path) -> None:
    ran = run(plan, "status", "--since", "HEAD", "--unit", "区教育局")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "cz：--since 比的是全区、一个工作组或一个板块，不能和 --unit 连用。\n"


def unfixed(plan: Path) -> None:
    """The plan without a day of its own, committed on 2026-07-11."""
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(re.sub(r"  today: .*\n", "", text), encoding="utf-8")
    git(plan, "commit", "-qam", "真实的今天", day="2026-07-11")


def test_restore_puts_back_one_record_and_leaves_the_rest(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    old = tasks.read_bytes()
    run(plan, "set", "1-4", "done")
    kept = tasks.read_bytes()
    run(plan, "due", "1-5", "2026-12-01")
    run(plan, "note", "1-5", "多记了")
    ran = run(plan, "restore", "1-5")
    assert ran.code == 0
    assert bare(ran.out).startswith(
        "1-5 深化开展道德模范评选表彰活动　恢复到提交 ########（2026-07-10，张三：第4周）的样子\n"
    )
    assert tasks.read_bytes() == kept
    assert run(plan, "restore", "1-5").out.endswith("没有变化，文件未动。\n")
    run(plan, "restore", "1-4", "--at", "2026-06-30")
    assert tasks.read_bytes() == old


@pytest.mark.parametrize("name", ["1-1", "1-5", "10-10", "s2-3"])
def test_restore_of_a_deleted_record(plan: Path, name: str) -> None:
    tasks = plan / "data" / "tasks.yaml"
    old = tasks.read_text(encoding="utf-8")
    record = re.search(rf"  - id: {name}\n(?:    .*\n)*", old)
    assert record
    tasks.write_text(old.replace(record[0], "", 1), encoding="utf-8")
    assert f"id: {name}\n" not in tasks.read_text(encoding="utf-8")
    assert run(plan, "restore", name).code == 0
    assert "没有变化" in run(plan, "diff").out or "内容没有变化" in run(plan, "diff").out


def test_restore_of_a_record_entered_since(plan: Path) -> None:
    findings = plan / "data" / "findings.yaml"
    kept = findings.read_bytes()
    assert (
        run(plan, "finding", "add", "--unit", "柳溪镇", "--problem", "积水", "--spot", "桥头").code
        == 0
    )
    lines = findings.read_text(encoding="utf-8").splitlines()
    number = lines.index("  - id: f260715-1") + 1
    last = next(
        n
        for n in range(number, len(lines) + 1)
        if n == len(lines) or not lines[n].startswith("    ")
    )
    ran = run(plan, "restore", "f260715-1")
    assert (ran.code, ran.out, bare(ran.err)) == (
        2,
        "",
        "cz：f260715-1 是提交 ########（2026-07-10，张三：第4周） 以后新记的，"
        "没有以前的样子可恢复，"
        f"现在在 data/findings.yaml:{number}。记错了的，请删去第 {number} 至 {last} 行，"
        "或执行 git restore data/findings.yaml（这个文件里没提交的改动都会丢掉）。\n",
    )
    older = run(plan, "restore", "f260715-1", "--at", "2026-06-30").err
    assert "以后新记的" in older
    assert "git restore" not in older
    held = findings.read_text(encoding="utf-8").splitlines(keepends=True)
    findings.write_text("".join(held[: number - 1] + held[last:]), encoding="utf-8")
    assert findings.read_bytes() == kept


@pytest.mark.parametrize(
    "name", ["f260710-1~3", "f260710-1..3", "f260710-1、f260710-2", "f260710-1 f260710-2"]
)
def test_restore_takes_one_id(plan: Path, name: str) -> None:
    told = (
        f"cz：“{name}”不是一个编号。"
        f"一次只恢复一条记录，几条请分几次恢复，例如 cz restore f260710-1。\n"
    )
    assert run(plan, "restore", name) == (2, "", told)


def test_restore_of_what_never_was_names_its_like_only(plan: Path) -> None:
    ran = run(plan, "restore", "d2026-99")
    assert re.search("最接近的有：(d2026-[0-9]+、?)+。|没有可以恢复的。$", ran.err.strip())


def test_commit_takes_this_change_alone(plan: Path) -> None:
    run(plan, "due", "7-3", "2026-10-01")
    ran = run(plan, "set", "7-3", "1-4", "done", "--commit")
    assert ran.code == 0
    assert bare(ran.out).endswith("已提交 ########。\n")
    assert git(plan, "log", "-1", "--format=%an|%B").strip() == (
        "李四|7-3、1-4：改动 2 处\n\n7-3 强化城市管理 第2阶段：推进中 → 已完成\n"
        "1-4 加强××建设 第2阶段：推进中 → 已完成"
    )
    assert "时限：2026-07-20 → 2026-10-01" in run(plan, "diff").out
    assert "推进中" not in run(plan, "diff").out


def test_the_words_of_a_commit_are_the_plans(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    tasks.write_text(
        tasks.read_text(encoding="utf-8").replace("plan:\n", "plan:\n  commit: 创城：{words}\n", 1),
        encoding="utf-8",
    )
    git(plan, "commit", "-qam", "提交说明")
    run(plan, "score", "未成年人", "80", "--commit")
    assert git(plan, "log", "-1", "--format=%s").strip() == "创城：未成年人 第2阶段得分：78 → 80"


def test_commit_refuses_what_is_not_its_own(plan: Path) -> None:
    (plan / "别的.txt").write_text("x", encoding="utf-8")
    git(plan, "add", "-A")
    before = (plan / "data" / "tasks.yaml").read_bytes()
    assert run(plan, "set", "1-5", "done", "--commit") == (
        2,
        "",
        "cz：暂存区里已经有别的改动（别的.txt），--commit 只提交这一处。"
        "请先 git commit 或 git reset；什么也没有改动。\n",
    )
    git(plan, "reset", "-q")
    (plan / ".git" / "MERGE_HEAD").write_text(git(plan, "rev-parse", "HEAD"))
    assert (
        run(plan, "set", "1-5", "done", "--commit").err
        == "cz：git 正在合并当中，现在不能提交。请先做完或放弃，再执行一次；什么也没有改动。\n"
    )
    assert (plan / "data" / "tasks.yaml").read_bytes() == before


def test_commit_that_a_hook_refuses_keeps_the_change_and_the_index(plan: Path) -> None:
    hook = plan / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 不许 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = run(plan, "set", "1-5", "done", "--commit")
    assert (ran.code, ran.err) == (1, "cz：git 没有提交：不许\n")
    assert git(plan, "diff", "--cached", "--name-only") == ""
    assert git(plan, "diff", "--numstat").split() == ["1", "1", "data/tasks.yaml"]


ODD = [
    (
        ["diff", "nope"],
        "cz：git 里没有“nope”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。\n",
    ),
    (
        ["status", "--at", "2020-01-01"],
        "cz：2020-01-01 及以前还没有提交过。最早的提交是 2026-06-01。\n",
    ),
    (["diff", "a", "b", "c"], "cz：最多写两个版本，例如：cz diff HEAD~3 HEAD。\n"),
    (["diff", "--by", "page"], "cz：不能按“page”分组。可用的有：unit（单位）、chapter（板块）。\n"),
    (["restore", "1-99"], None),
]


@pytest.mark.parametrize(("typed", "told"), ODD, ids=[" ".join(typed) for typed, _ in ODD])
def test_is_told(plan: Path, typed: list[str], told: str | None) -> None:
    ran = run(plan, *typed)
    assert (ran.code, ran.out) == (2, "")
    if told:
        assert ran.err == told


def test_without_a_repository_or_git_only_history_is_missing(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    assert run(tmp_path, "diff") == (
        2,
        "",
        f"cz：方案文件夹 {tmp_path} 不在 git 仓库里，没有历史可看。"
        "请在这个文件夹里依次执行 git init、git add . 和 git commit -m 建立方案，以后就有了。\n",
    )
    assert run(tmp_path, "report").code == 0
    nowhere = cz("diff", cwd=tmp_path, PATH=str(tmp_path))
    assert nowhere == (2, "", "cz：这台机器上没有装 git，看不了历史。不需要历史的命令照常可用。\n")
    assert cz("report", cwd=tmp_path, PATH=str(tmp_path)).code == 0


def test_data_files_that_git_does_not_keep_yet_are_named(tmp_path: Path) -> None:
    """Not where git is told to ignore them, where all are kept, and not of another state."""
    folder = tmp_path / "方案"
    folder.mkdir()
    copy_of(MIDWAY, folder)
    (folder / "data" / "findings.yaml").rename(tmp_path / "台账")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "方案")
    git(tmp_path, "-c", "user.name=张三", "-c", "user.email=z@x", "commit", "-qm", "起")
    assert "git add" not in run(folder, "check").out
    (tmp_path / "台账").rename(folder / "data" / "findings.yaml")
    told = (
        "data/findings.yaml 还没有加进 git，提交时不会带上，别人看不到。"
        "请执行 git add data/findings.yaml，再提交。\n"
    )
    assert run(folder, "check").out.endswith(f"个。\n{told}")
    diff = run(folder, "diff").out
    assert diff.split("\n", 1)[1].startswith(f"459 条记录有变化。\n{told}\n")
    assert json.loads(run(folder, "diff", "--json").out)["untracked"] == ["data/findings.yaml"]
    assert "git add" not in run(folder, "check", "--at", "HEAD").out
    assert "git add" not in run(folder, "diff", "HEAD", "HEAD").out
    git(tmp_path, "add", "方案/data/findings.yaml")
    assert "git add" not in run(folder, "check").out + run(folder, "diff").out
    git(tmp_path, "rm", "-q", "--cached", "方案/data/findings.yaml", "方案/data/evidence.yaml")
    assert "data/findings.yaml、data/evidence.yaml 还没有加进 git" in run(folder, "check").out
    (tmp_path / ".gitignore").write_text("findings.yaml\nevidence.yaml\n")
    assert "git add" not in run(folder, "check").out


def test_an_empty_repository(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    git(tmp_path, "init", "-q")
    assert run(tmp_path, "diff").err == (
        "cz：这个仓库还没有提交过，没有历史可看。"
        "请在方案文件夹里依次执行 git add . 和 git commit -m 建立方案，以后就有了。\n"
    )
    files = len(list((tmp_path / "data").iterdir()))
    assert run(tmp_path, "check").out.endswith(
        f"data/tasks.yaml 等 {files} 个文件还没有加进 git，提交时不会带上，别人看不到。"
        "请执行 git add data，再提交。\n"
    )


def test_a_shallow_clone_a_worktree_a_detached_head_and_a_plan_below_the_root(
    plan: Path, tmp_path: Path
) -> None:
    shallow = tmp_path / "浅"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{plan}", str(shallow)],
        check=True,
        env=environment(),
        capture_output=True,
    )
    assert run(shallow, "status", "--at", "2026-06-20").err.endswith(
        "这是浅克隆，只带了最近的历史；执行 git fetch --unshallow 可以取回全部。\n"
    )
    git(plan, "worktree", "add", "-q", "--detach", str(tmp_path / "另一处"))
    assert run(tmp_path / "另一处", "diff").out.endswith("没有变化。\n")
    below = tmp_path / "仓库"
    (below / "甲 乙").mkdir(parents=True)
    copy_of(MIDWAY, below / "甲 乙")
    git(below, "init", "-q", "-b", "main")
    git(below, "add", "-A")
    git(below, "commit", "-qm", "起点")
    assert run(below / "甲 乙", "set", "1-5", "done", "--commit").code == 0
    assert git(below, "show", "--name-only", "--format=", "HEAD").strip() == "甲 乙/data/tasks.yaml"


def test_a_past_that_is_broken_yaml_shows_what_is_sound(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    sound = tasks.read_text(encoding="utf-8")
    tasks.write_text(
        sound.replace("    lead: 区教育局\n", "    lead：区教育局\n", 1), encoding="utf-8"
    )
    git(plan, "commit", "-qam", "坏的", day="2026-07-11")
    tasks.write_text(sound, encoding="utf-8")
    git(plan, "commit", "-qam", "好的", day="2026-07-12")
    ran = run(plan, "status", "--at", "2026-07-11")
    assert ran.code == 1
    assert "这里的“：”是中文冒号。" in ran.err
    assert "任务 58 项" in ran.out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    lead: 区委宣传部\n", "    lead:区委宣传部\n"),  # one line that is no YAML
        ("    lead: 区委宣传部\n", "    lead: 区委宣传部\n    due: 明天\n    phase: x\n"),
    ],
)
def test_what_cannot_be_read_is_not_told_as_deleted(old: str, new: str, tmp_path: Path) -> None:
    folder = repository(tmp_path / "plan")
    tasks = folder / "data" / "tasks.yaml"
    head, mark, rest = tasks.read_text(encoding="utf-8").partition("  - id: 1-5\n")
    text = head + (mark + rest).replace(old, new, 1)
    tasks.write_text(text, encoding="utf-8")
    ran = cz("diff", cwd=folder)
    assert ran.code == (1 if "错误" in ran.err else 0)
    assert "删除" not in ran.out
    following = "  - id: 1-6\n"
    tasks.write_text(head + following + rest.partition(following)[2], encoding="utf-8")
    assert "删除" in cz("diff", cwd=folder).out  # what is really gone is told
