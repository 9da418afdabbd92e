"""The commands that record.

One-line diffs by real git, all-or-nothing, many writers at once, writers killed.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cz.load import Loaded
from cz.write.outcome import Planned
from cz.write.writing import How, write
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, environment, git


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    copy_of(MIDWAY, tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    return tmp_path


def lines_changed(folder: Path) -> str:
    return git(folder, "diff", "--numstat").strip().replace("\t", " ")


CHANGES = [
    (
        ["set", "1-5", "done"],
        "1-5 深化开展道德模范评选表彰活动　第2阶段：推进中 → 已完成\n"
        "  data/tasks.yaml:284\n"
        "  -       2: {status: doing, due: 2026-06-30}\n"
        "  +       2: {status: done, due: 2026-06-30}\n",
        "1 1 data/tasks.yaml",
    ),
    (
        ["set", "5-5", "推进中"],
        "5-5 加快文化事业发展　第2阶段：未启动 → 推进中\n"
        "  data/tasks.yaml:611\n"
        "  +       2: {status: doing}\n",
        "1 0 data/tasks.yaml",
    ),
    (
        [
            "set",
            "s2-3",
            "doing",
            "--note",
            "已开会, 见: 纪要",
            "--by",
            "教育",
            "--date",
            "2026.7.1",
        ],
        "s2-3 开展查漏补缺工作　第2阶段：未启动 → 推进中，记进展一条\n"
        "  data/tasks.yaml:1283\n"
        "  -       2: {status: todo, due: 2026-08-31}\n"
        "  +       2: {status: doing, due: 2026-08-31}\n"
        "  +     updates:\n"
        "  +       - {date: 2026-07-01, phase: 2, unit: 区教育局, status: doing, note: "
        '"已开会, 见: 纪要"}\n',
        "3 1 data/tasks.yaml",
    ),
    (
        ["due", "1-5", "2026年9月30日"],
        "1-5 深化开展道德模范评选表彰活动　第2阶段时限：2026-06-30 → 2026-09-30（推迟 92 天）\n"
        "  data/tasks.yaml:284\n"
        "  -       2: {status: doing, due: 2026-06-30}\n"
        "  +       2: {status: doing, due: 2026-09-30}\n",
        "1 1 data/tasks.yaml",
    ),
    (
        ["assign", "1-5", "--lead", "教育局", "--add", "财政局", "--remove", "总工会"],
        "1-5 深化开展道德模范评选表彰活动　牵头单位：区委宣传部 → 区教育局\n"
        "1-5 深化开展道德模范评选表彰活动　区委宣传部 不再列名；"
        "如仍参与，请再执行 cz assign 1-5 --add 区委宣传部\n"
        "1-5 深化开展道德模范评选表彰活动　责任单位：加入 区财政局\n"
        "1-5 深化开展道德模范评选表彰活动　责任单位：去掉 区总工会\n"
        "  data/tasks.yaml:272\n"
        "  -     lead: 区委宣传部\n"
        "  +     lead: 区教育局\n"
        "  data/tasks.yaml:274\n"
        "  -       - 区总工会\n"
        "  data/tasks.yaml:280\n"
        "  +       - 区财政局\n",
        "2 2 data/tasks.yaml",
    ),
    (
        ["assign", "1-2", "--add", "区妇联"],
        "1-2 学习宣贯“××”总体布×、“××”战略布×、××　责任单位：加入 区妇联\n"
        "1-2 学习宣贯“××”总体布×、“××”战略布×、××　分工：方案 → 拟（改动后与方案原文不同；"
        "如确系方案规定，请加 --confirm）\n"
        "  data/tasks.yaml:213\n"
        "  +       - 区妇联\n"
        "  data/tasks.yaml:216\n"
        "  -     source: plan\n"
        "  +     source: proposed\n",
        "2 1 data/tasks.yaml",
    ),
    (
        ["assign", "1-5", "--confirm"],
        "1-5 深化开展道德模范评选表彰活动　牵头单位、责任单位和工作组：拟 → 方案\n"
        "  data/tasks.yaml:281\n"
        "  -     source: proposed\n"
        "  +     source: plan\n",
        "1 1 data/tasks.yaml",
    ),
    (
        ["note", "1-5", "已召开推进会", "--by", "区委宣传部"],
        None,
        "1 0 data/tasks.yaml",
    ),
    (
        ["rate", "i9-14", "i9-18", "b"],
        "i9-14 非机动车按线停放，无占压盲道、堵塞通道现象　第2阶段评级：C → B\n"
        "i9-18 老旧小区楼道干净，无堆放杂物、无小广告，照明正常　第2阶段评级：C → B\n"
        "  data/indicators.yaml:1527\n"
        "  -       2: C\n"
        "  +       2: B\n"
        "  data/indicators.yaml:1572\n"
        "  -       2: C\n"
        "  +       2: B\n",
        "2 2 data/indicators.yaml",
    ),
    (
        ["score", "未成年人", "82分"],
        "未成年人　第2阶段得分：78 → 82\n  data/indicators.yaml:30\n  -       2: 78\n"
        "  +       2: 82\n",
        "1 1 data/indicators.yaml",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "told", "numstat"), CHANGES, ids=[" ".join(case[0][:2]) for case in CHANGES]
)
def test_a_change_and_its_diff(
    plan: Path, arguments: list[str], told: str | None, numstat: str
) -> None:
    before = {path.name: path.read_bytes() for path in (plan / "data").iterdir()}
    dry = cz(*arguments, "--dry-run", cwd=plan)
    assert {path.name: path.read_bytes() for path in (plan / "data").iterdir()} == before
    ran = cz(*arguments, cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert dry.out == ran.out + "（试运行，文件未动）\n"
    if told is not None:
        assert ran.out == told
    assert lines_changed(plan) == numstat
    assert cz("check", cwd=plan).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["set", "1-5", "doing"],
        ["due", "1-5", "2026-06-30"],
        ["assign", "1-5", "--lead", "区委宣传部", "--add", "区妇联"],
        ["rate", "i9-14", "C"],
        ["score", "未成年人", "78"],
        ["assign", "1-3", "--confirm", "--dry-run"],
    ],
)
def test_what_is_so_already_writes_nothing(plan: Path, arguments: list[str]) -> None:
    touched = (plan / "data" / "tasks.yaml").stat().st_mtime_ns
    ran = cz(*arguments, cwd=plan)
    assert ran.code == 0
    assert lines_changed(plan) == ""
    assert (plan / "data" / "tasks.yaml").stat().st_mtime_ns == touched
    if "--dry-run" not in arguments:
        assert ran.out.endswith("没有变化，文件未动。\n")


def test_several_ids_are_all_or_nothing(plan: Path) -> None:
    ran = cz("set", "1-4", "1-5", "9-99", "done", cwd=plan)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("cz：没有编号为“9-99”的任务或步骤。")
    assert lines_changed(plan) == ""


def test_a_confirmed_task_is_no_longer_ours(plan: Path) -> None:
    assert "区委宣传部（拟）" in cz("show", "1-5", cwd=plan).out
    cz("assign", "1-5", "--confirm", cwd=plan)
    assert "（拟）\n工作组" not in cz("show", "1-5", cwd=plan).out.partition("指标")[0]
    assert "（拟）" not in cz("show", "1-5", cwd=plan).out.partition("各阶段进展")[0]


def test_a_comment_survives_forty_random_edits(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    noted = text.replace(
        "    lead: 区委宣传部\n", "    # 手写：会上定的，别动\n    lead: 区委宣传部   # 手写\n", 1
    )
    assert noted != text
    tasks.write_text(noted, encoding="utf-8")
    comments = [line for line in noted.split("\n") if "#" in line]
    chance = random.Random(59)
    ids = [line.split()[2] for line in noted.split("\n") if line.startswith("  - id: ")]
    from cz.verbs.set import set_status

    def today(campaign: object) -> object:
        return __import__("datetime").date(2026, 7, 15)

    for _ in range(40):
        one = chance.choice([name for name in ids if name[0] != "r"])
        status = chance.choice(["todo", "doing", "blocked", "done", "verified"])
        told = chance.choice([None, "说明 # 不是注释", "a: b"])
        set_status(str(plan), [one], status, today, note=told)  # type: ignore[arg-type]
    after = tasks.read_text(encoding="utf-8")
    assert [
        line for line in after.split("\n") if "#" in line and "说明 # 不是注释" not in line
    ] == comments
    assert cz("check", cwd=plan).code == 0


def test_what_a_verb_returns_besides_is_that_of_the_files(plan: Path) -> None:
    """With --commit the plan is made upon the last commit first; ``approve`` is handed both."""
    calls: list[int] = []
    handed: list[tuple[int, int | None]] = []

    def planning(loaded: Loaded) -> Planned:
        calls.append(len(calls) + 1)
        return Planned([], [], [], result=calls[-1])

    def approve(planned: Planned, upon_head: Planned | None) -> None:
        handed.append((planned.result, upon_head and upon_head.result))

    outcome = write(str(plan), "tasks", planning, How(commit=True), approve=approve)
    assert (outcome.result, outcome.written, handed) == (2, False, [(2, 1)])
    outcome = write(str(plan), "tasks", planning, How(dry_run=True), approve=approve)
    assert (outcome.result, handed[1:]) == (3, [(3, None)])


def start(plan: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cz", *arguments],
        cwd=plan,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("count", [8, 20])
def test_writers_at_the_same_moment_all_land(plan: Path, count: int) -> None:
    from cz.load import load

    ids = [task.id for task in load(str(MIDWAY)).campaign.tasks][:count]
    running = [start(plan, "note", one, f"第{index}处同时记的") for index, one in enumerate(ids)]
    ended = [(process.communicate(), process.returncode) for process in running]
    assert [code for _, code in ended] == [0] * count, ended
    after = {task.id: task for task in load(str(plan)).campaign.tasks}
    assert [after[one].updates[-1].note for one in ids] == [
        f"第{index}处同时记的" for index in range(count)
    ]
    assert lines_changed(plan).endswith("0 data/tasks.yaml")


def test_two_writers_of_one_task_both_land(plan: Path) -> None:
    running = [start(plan, "note", "1-5", text) for text in ("甲", "乙")]
    assert [(process.communicate(), process.returncode)[1] for process in running] == [0, 0]
    assert lines_changed(plan) == "2 0 data/tasks.yaml"


# A cz that is loaded; for each line it reads, a number, a fork of it is killed at that step, and the
# exit code is the line it answers.
STOP_AT = """
import os, signal, sys
from cz.cli.main import main
from tests.warm import load
load()
def wait():
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return int(line)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    os._exit(0)
wanted, seen = wait(), 0
sys.argv = ["cz", "set", "1-5", "done"]
def stop(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.truncate", "os.chmod", "os.remove", "os.listdir", "fcntl.flock"):
        path = str(arguments[0]) if arguments else ""
        if event != "open" or "tasks.yaml" in path or path.endswith("data"):
            seen += 1
            if seen == wanted:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(stop)
def watched(name, real):
    def call(*arguments, **options):
        stop("os.rename", (name,))
        return real(*arguments, **options)
    return call
for name in ("fsync", "fchmod", "fchown", "stat", "access", "unlink", "replace"):
    setattr(os, name, watched(name, getattr(os, name)))
main()
"""


def test_a_writer_killed_at_any_step_leaves_a_whole_file(plan: Path) -> None:
    """Killed before each call to the system that the write makes, in turn.

    The next run needs no cleaning.
    """
    tasks = plan / "data" / "tasks.yaml"
    old = tasks.read_bytes()
    head, mark, rest = old.partition(b"  - id: 1-5\n")
    new = (
        head
        + mark
        + rest.replace(
            b"2: {status: doing, due: 2026-06-30}", b"2: {status: done, due: 2026-06-30}", 1
        )
    )
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", STOP_AT],
        cwd=plan,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as stopping:
        assert stopping.stdin
        assert stopping.stdout
        for step in range(1, 200):
            print(step, file=stopping.stdin, flush=True)
            code = int(stopping.stdout.readline())
            found = tasks.read_bytes()
            if code == 0:
                break
            assert code == -signal.SIGKILL
            killed += 1
            assert found in (old, new), step
            tasks.write_bytes(old)
            assert cz("show", "1-5", cwd=plan).code == 0
        else:
            pytest.fail("never ran to its end")
    assert killed >= 8
    assert tasks.read_bytes() == new
    assert lines_changed(plan) == "1 1 data/tasks.yaml"
    assert sorted(path.name for path in (plan / "data").iterdir()) == sorted(
        path.name for path in (MIDWAY / "data").iterdir()
    )


def test_a_file_changed_since_it_was_read_is_not_overwritten(plan: Path) -> None:
    from cz import disk
    from cz.problem import Refusal

    path = str(plan / "data" / "tasks.yaml")
    old = Path(path).read_bytes()
    Path(path).write_bytes(old + b"# by hand\n")
    with pytest.raises(Refusal) as refused:
        disk.replace(path, "data/tasks.yaml", old, b"new")
    assert (
        refused.value.message
        == "data/tasks.yaml 刚刚被别的程序改过，cz 没有覆盖它。请重新执行一次。"
    )
    assert Path(path).read_bytes() == old + b"# by hand\n"


NO_LOCKS = """\
import errno, fcntl
def flock(handle, how):
    raise OSError(errno.ENOLCK, "No locks available")
fcntl.flock = flock
from cz.cli.main import main
main()
"""


def test_without_locks_every_writer_lands(plan: Path) -> None:
    command = [sys.executable, "-c", NO_LOCKS, "note", "1-5"]
    running = [
        subprocess.Popen([*command, f"第{index}处"], cwd=plan, env=environment())
        for index in range(8)
    ]
    assert [process.wait() for process in running] == [0] * 8
    assert lines_changed(plan) == "8 0 data/tasks.yaml"
    assert not list((plan / "data").glob(".*"))


def test_without_locks_one_that_was_killed_is_told(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cz import disk
    from cz.problem import Refusal

    def no_locks(handle: int) -> bool:
        raise disk._NoLocks

    monkeypatch.setattr(disk, "PATIENCE", 0.01)
    monkeypatch.setattr(disk, "_try_lock", no_locks)
    (plan / "data" / ".lock.cz-new").touch()
    with pytest.raises(Refusal) as refused, disk.sole_writer(str(plan / "data")):
        pass
    assert refused.value.message.endswith(
        f"如果没有别人在改，是上次没有正常结束，请删去 {plan}/data/.lock.cz-new 再试；"
        "什么也没有改动。"
    )


def test_a_data_file_of_two_names_keeps_both(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    os.link(tasks, plan / "同一份.yaml")
    assert cz("set", "1-5", "done", cwd=plan).code == 0
    assert tasks.samefile(plan / "同一份.yaml")
    assert lines_changed(plan) == "1 1 data/tasks.yaml"


def test_a_symlink_stays_a_symlink_and_the_mode_stays(plan: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    real = plan / "real.yaml"
    tasks.rename(real)
    real.chmod(0o640)
    os.symlink(real, tasks)
    assert cz("set", "1-5", "done", cwd=plan).code == 0
    assert tasks.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert b"2: {status: done, due: 2026-06-30}" in real.read_bytes()


def test_a_full_disk_loses_nothing(plan: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails half way."""
    tasks = plan / "data" / "tasks.yaml"
    old = tasks.read_bytes()
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); sys.argv = ['cz', 'set',"
        " '1-5', 'done']; "
        "from cz.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=plan,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode() == "cz：data/tasks.yaml 写不进去：文件太大。原文件没有改动。\n"
    assert tasks.read_bytes() == old
    assert sorted(path.name for path in (plan / "data").iterdir()) == sorted(
        path.name for path in (MIDWAY / "data").iterdir()
    )


def test_init_makes_a_plan_ready_for_git(tmp_path: Path) -> None:
    ran = cz("init", "创城 一", cwd=tmp_path, **SIGNED)
    folder = tmp_path / "创城 一"
    assert ran.code == 0
    commit = git(folder, "rev-parse", "--short=8", "HEAD").strip()
    assert ran.out == (
        "已写入 创城 一/.gitignore\n已写入 创城 一/.gitattributes\n已写入 创城 一/README.md\n"
        "已写入 创城 一/data/indicators.yaml\n已写入 创城 一/data/units.yaml\n"
        "已写入 创城 一/data/tasks.yaml\n"
        f"已建 git 仓库，第一次提交 {commit}（建立方案）\n"
        "下一步，先改成本区的样子：data/tasks.yaml 里的方案名称和各阶段起止日期，"
        "data/units.yaml 里的乡镇街道；\n"
        "标着 proposed（拟）的任务分工、单位和测评标准请逐项核实。\n"
        "然后：\n"
        '  cd "创城 一"\n'
        "  cz check\n"
        "  cz status\n"
    )
    assert (folder / "data" / "tasks.yaml").read_bytes() == (
        ROOT / "data" / "tasks.yaml"
    ).read_bytes()
    assert cz("check", cwd=folder).code == 0
    again = cz("init", "创城 一", cwd=tmp_path)
    assert again == (2, "", "cz：创城 一 里已经有方案了，cz 不会覆盖它。请换一个文件夹。\n")
