"""``cz log``: real histories made with the real git, whole outputs pinned."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path

import pytest
from running import bare, cz, on_terminal

from cz.load import load
from cz.review.compare import compare
from cz.verbs.log import log

TASKS = """\
plan:
  title: 创建方案
phases:
  - number: 1
    title: 打实基础
    a_share: 70
chapters:
  - number: 1
    title: 思想道德
tasks:
  - id: 1-1
    title: 学习宣传
    lead: 区委宣传部
    units:
      - 区教育局
    progress:
      1: {status: doing, due: 2026-06-30}
  - id: 1-2
    title: 志愿服务
    lead: 区交通局
    units:
      - 各乡镇党委和政府
    progress:
      1: {status: todo}
  - id: 1-3
    title: 公益广告
    lead: 区交通局
"""
UNITS = """\
units:
  - id: qwxcb
    name: 区委宣传部
    kind: 党委部门
  - id: qjyj
    name: 区教育局
    kind: 政府部门
  - id: qjtj
    name: 区交通局
    kind: 政府部门
  - id: dhz
    name: 东河镇
    kind: 乡镇
collectives:
  - id: gxz
    name: 各乡镇党委和政府
    members:
      - 东河镇
"""
INDICATORS = """\
projects:
  - id: x1
    title: 理想信念
indicators:
  - id: i1-01
    project: x1
    title: 有计划
    task: 1-1
    unit: 区教育局
    ratings:
      1: B
"""


class Repo:
    """A repository with a plan in it.

    Every commit has an author and a day, and so always the same id.
    """

    def __init__(self, top: Path, plan: str = ".") -> None:
        self.top, self.plan = top, top / plan
        (self.plan / "data").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(
        self, *arguments: str, who: str = "张三", day: str = "2026-01-01", fails: bool = False
    ) -> str:
        when = f"{day}T09:00:00+08:00"
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.top),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": who,
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "c",
            "GIT_COMMITTER_EMAIL": "c@d",
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=env, capture_output=True, check=not fails
        )
        return done.stdout.decode()

    def write(self, text: str | bytes, name: str = "tasks") -> None:
        raw = text if isinstance(text, bytes) else text.encode()
        (self.plan / "data" / f"{name}.yaml").write_bytes(raw)

    def read(self, name: str = "tasks") -> str:
        return (self.plan / "data" / f"{name}.yaml").read_text(encoding="utf-8")

    def swap(self, old: str, new: str, name: str = "tasks") -> None:
        text = self.read(name)
        assert old in text
        self.write(text.replace(old, new, 1), name)

    def commit(self, who: str, day: str, subject: str = "改") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject, who=who, day=day)
        return self.git("rev-parse", "--short=8", "HEAD").strip()

    def start(self) -> str:
        self.write(TASKS)
        self.write(UNITS, "units")
        self.write(INDICATORS, "indicators")
        return self.commit("张三", "2026-01-01", "建立方案")

    def log(self, *arguments: str) -> str:
        ran = cz("log", *arguments, cwd=self.plan)
        assert (ran.code, ran.err) == (0, "")
        return ran.out


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path)


def story(repo: Repo) -> None:
    """The plan, and four edits of it."""
    repo.start()
    repo.swap("{status: doing, due: 2026-06-30}", "{status: done, due: 2026-09-30}")
    repo.commit("李四", "2026-02-01", "第一项完成")
    repo.swap("1: B", "1: A", "indicators")
    repo.commit("张三", "2026-03-01", "评级")
    repo.swap("      - 区教育局\n", "")
    repo.swap(
        "1: {status: todo}",
        "1: {status: doing}\n    updates:\n      - {date: 2026-04-01, unit: 东河镇, note: 已部署}",
    )
    repo.commit("王五", "2026-04-01", "调整")
    repo.write(
        repo.read().partition("  - id: 1-3")[0]
        + "  - id: 1-4\n    title: 文明旅游\n    lead: 区教育局\n"
    )
    repo.commit("李四", "2026-05-01", "换一项")


CREATED = """\
2026-01-01  张三  data/tasks.yaml       文件新建，共 6 条记录                             16d28bb4
2026-01-01  张三  data/units.yaml       文件新建，共 5 条记录                             16d28bb4
2026-01-01  张三  data/indicators.yaml  文件新建，共 2 条记录                             16d28bb4
"""


def test_all_changes_the_newest_first(repo: Repo) -> None:
    story(repo)
    assert (
        repo.log()
        == f"""\
日期        谁    记录                  改动                                  留意        提交
2026-05-01  李四  1-4 文明旅游          新增                                              507b3328
2026-05-01  李四  1-3 公益广告          删除                                  ⚠ 删除      507b3328
2026-04-01  王五  1-1 学习宣传          责任单位：去掉 区教育局               ⚠ 去掉单位  b7e02d98
2026-04-01  王五  1-2 志愿服务          第1阶段：未启动 → 推进中                          b7e02d98
2026-04-01  王五  1-2 志愿服务          记进展：2026-04-01 东河镇 已部署                  b7e02d98
2026-03-01  张三  i1-01 有计划          第1阶段评级：B → A                                ab4b86af
2026-02-01  李四  1-1 学习宣传          第1阶段：推进中 → 已完成                          2594fda5
2026-02-01  李四  1-1 学习宣传          第1阶段时限：2026-06-30 → 2026-09-30  ⚠ 推迟92天  2594fda5
{CREATED}
共 21 处改动，5 次提交
"""
    )


def test_the_story_of_one_record(repo: Repo) -> None:
    story(repo)
    assert (
        repo.log("1-1")
        == """\
日期        谁    记录          改动                                  留意        提交
2026-04-01  王五  1-1 学习宣传  责任单位：去掉 区教育局               ⚠ 去掉单位  b7e02d98
2026-02-01  李四  1-1 学习宣传  第1阶段：推进中 → 已完成                          2594fda5
2026-02-01  李四  1-1 学习宣传  第1阶段时限：2026-06-30 → 2026-09-30  ⚠ 推迟92天  2594fda5
2026-01-01  张三  1-1 学习宣传  新增                                              16d28bb4

共 4 处改动，3 次提交
"""
    )
    assert (
        repo.log("I1-01")
        == repo.log("ｉ１－０１")
        == """\
日期        谁    记录          改动                提交
2026-03-01  张三  i1-01 有计划  第1阶段评级：B → A  ab4b86af
2026-01-01  张三  i1-01 有计划  新增                16d28bb4

共 2 处改动，2 次提交
"""
    )


def test_records_of_the_past_and_of_the_index_are_found(repo: Repo) -> None:
    story(repo)
    assert (
        repo.log("1-3")
        == """\
日期        谁    记录          改动  留意    提交
2026-05-01  李四  1-3 公益广告  删除  ⚠ 删除  507b3328
2026-01-01  张三  1-3 公益广告  新增          16d28bb4

共 2 处改动，2 次提交
"""
    )
    assert repo.log("1-3", "--field", "状态", "--since", "2026-06-01") == "没有符合条件的改动。\n"
    repo.swap("id: 1-4", "id: 1-9")
    assert repo.log("1-9") == "没有符合条件的改动。\n"
    repo.swap("dhz\n    name: 东河镇", "dhzx\n    name: 东河新镇", "units")
    repo.commit("李四", "2026-06-01")
    assert "单位 dhz 东河镇  删除" in repo.log("东河镇")
    assert "单位 dhz 东河镇  删除" in repo.log("dhz", "--since", "2026-06-01")


def test_a_unit_is_told_what_it_leads_shares_in_and_answers_for(repo: Repo) -> None:
    story(repo)
    assert (
        repo.log("--unit", "区教育局", "--since", "2026-02-01")
        == """\
日期        谁    记录          改动                                  留意        提交
2026-05-01  李四  1-4 文明旅游  新增                                              507b3328
2026-04-01  王五  1-1 学习宣传  责任单位：去掉 区教育局               ⚠ 去掉单位  b7e02d98
2026-03-01  张三  i1-01 有计划  第1阶段评级：B → A                                ab4b86af
2026-02-01  李四  1-1 学习宣传  第1阶段：推进中 → 已完成                          2594fda5
2026-02-01  李四  1-1 学习宣传  第1阶段时限：2026-06-30 → 2026-09-30  ⚠ 推迟92天  2594fda5

共 5 处改动，4 次提交
"""
    )
    assert (
        repo.log("--unit", "dhz")
        == """\
日期        谁    记录                           改动                              提交
2026-04-01  王五  1-2 志愿服务                   第1阶段：未启动 → 推进中          b7e02d98
2026-04-01  王五  1-2 志愿服务                   记进展：2026-04-01 东河镇 已部署  b7e02d98
2026-01-01  张三  1-2 志愿服务                   新增                              16d28bb4
2026-01-01  张三  单位 dhz 东河镇                新增                              16d28bb4
2026-01-01  张三  集体单位 gxz 各乡镇党委和政府  新增                              16d28bb4

共 5 处改动，2 次提交
"""
    )


def test_a_unit_is_told_by_the_members_and_names_of_the_day(repo: Repo) -> None:
    """After it has left the collective and changed its name, what others do there is not its own."""
    story(repo)
    repo.swap("    members:\n      - 东河镇\n", "    members:\n      - 西河镇\n", "units")
    repo.swap("name: 东河镇", "name: 东河街道", "units")
    repo.commit("李四", "2026-06-01")
    repo.swap("status: doing", "status: done")
    repo.commit("李四", "2026-06-02")
    assert (
        repo.log("--unit", "东河街道", "--since", "2026-04-01")
        == """\
日期        谁    记录                           改动                              留意        提交
2026-06-01  李四  单位 dhz 东河街道              名称：东河镇 → 东河街道                       COMMIT
2026-06-01  李四  集体单位 gxz 各乡镇党委和政府  成员：加入 西河镇                             COMMIT
2026-06-01  李四  集体单位 gxz 各乡镇党委和政府  成员：去掉 东河镇                 ⚠ 去掉单位  COMMIT
2026-04-01  王五  1-2 志愿服务                   第1阶段：未启动 → 推进中                      b7e02d98
2026-04-01  王五  1-2 志愿服务                   记进展：2026-04-01 东河镇 已部署              b7e02d98

共 5 处改动，2 次提交
""".replace("COMMIT", repo.git("rev-parse", "--short=8", "HEAD~1").strip())
    )


@pytest.mark.parametrize("field", ["due", "时限", "DUE"])
def test_one_field(repo: Repo, field: str) -> None:
    story(repo)
    assert (
        repo.log("--field", field)
        == """\
日期        谁    记录          改动                                  留意        提交
2026-02-01  李四  1-1 学习宣传  第1阶段时限：2026-06-30 → 2026-09-30  ⚠ 推迟92天  2594fda5

共 1 处改动，1 次提交
"""
    )


def test_since_a_day_or_a_revision(repo: Repo) -> None:
    story(repo)
    since = """\
日期        谁    记录          改动                              留意        提交
2026-05-01  李四  1-4 文明旅游  新增                                          507b3328
2026-05-01  李四  1-3 公益广告  删除                              ⚠ 删除      507b3328
2026-04-01  王五  1-1 学习宣传  责任单位：去掉 区教育局           ⚠ 去掉单位  b7e02d98
2026-04-01  王五  1-2 志愿服务  第1阶段：未启动 → 推进中                      b7e02d98
2026-04-01  王五  1-2 志愿服务  记进展：2026-04-01 东河镇 已部署              b7e02d98

共 5 处改动，2 次提交
"""
    assert (
        repo.log("--since", "2026-04-01")
        == repo.log("--since", "2026年4月1日")
        == repo.log("--since", "ab4b86af")
        == since
    )
    assert repo.log("--since", "HEAD") == "没有改动。\n"


def test_json(repo: Repo) -> None:
    story(repo)
    assert json.loads(repo.log("1-1", "--field", "due", "--json")) == {
        "cut": [],
        "unread": [],
        "changes": [
            {
                "commit": "2594fda5d7b6fe7e931a727b0ae34eb1801077fd",
                "time": "2026-02-01T09:00:00+08:00",
                "date": "2026-02-01",
                "author": "李四",
                "subject": "第一项完成",
                "kind": "tasks",
                "id": "1-1",
                "title": "学习宣传",
                "unit": "区委宣传部",
                "fate": "changed",
                "field": "due",
                "phase": 1,
                "old": "2026-06-30",
                "new": "2026-09-30",
                "words": "第1阶段时限：2026-06-30 → 2026-09-30",
                "alert": "推迟92天",
            }
        ],
    }
    added = json.loads(repo.log("1-3", "--json"))["changes"][-1]
    assert (added["fate"], added["field"], added["words"], added["author"]) == (
        "added",
        "",
        "新增",
        "张三",
    )


def test_on_a_narrow_terminal(repo: Repo) -> None:
    repo.start()
    repo.swap("title: 学习宣传", "title: 学习宣传贯彻落实若干重要精神和部署的若干意见")
    repo.swap("{status: doing, due: 2026-06-30}", "{status: todo, due: 2026-09-30}")
    sha = repo.commit("李\x1b[31m四", "2026-02-01")
    shown = on_terminal("log", "1-1", "--since", "2026-02-01", columns=80, cwd=repo.plan)
    assert "\x1b[31m⚠ 退步" in shown
    assert (
        bare(shown)
        == f"""\
日期        谁         记录         改动                    留意        提交
2026-02-01  李␛[31m四  1-1 学习宣…  标题：学习宣传 → 学习               {sha}
                                    宣传贯彻落实若干重要精
                                    神和部署的若干意见
2026-02-01  李␛[31m四  1-1 学习宣…  第1阶段：推进中 → 未启  ⚠ 退步      {sha}
                                    动
2026-02-01  李␛[31m四  1-1 学习宣…  第1阶段时限：           ⚠ 推迟92天  {sha}
                                    2026-06-30 →
                                    2026-09-30

共 3 处改动，1 次提交
"""
    )


def test_renames_of_files_and_folders_and_another_order_change_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path, "旧 方案")
    repo.start()
    repo.swap("doing", "done")
    repo.commit("李四", "2026-02-01")
    repo.git("mv", "旧 方案", "2026年")
    repo.plan = repo.top / "2026年"
    repo.commit("王五", "2026-03-01", "搬家")
    repo.git("mv", "2026年/data/tasks.yaml", "2026年/data/任务.yaml")
    (repo.plan / "data/任务.yaml").write_text(
        repo.read("任务").replace("志愿服务", "志愿"), encoding="utf-8"
    )
    repo.commit("赵六", "2026-03-02", "改名又改字")
    repo.git("mv", "2026年/data/任务.yaml", "2026年/data/tasks.yaml")
    repo.commit("赵六", "2026-03-03", "改回来")
    head, _, items = repo.read().partition("tasks:\n")
    repo.write(
        "# 倒序\n"
        + head
        + "tasks:\n"
        + "".join(f"  - id: {item}" for item in reversed(items.split("  - id: ")[1:]))
    )
    repo.commit("王五", "2026-03-04", "倒序")
    assert (
        repo.log()
        == """\
日期        谁    记录                  改动                      提交
2026-03-02  赵六  1-2 志愿              标题：志愿服务 → 志愿     76542677
2026-02-01  李四  1-1 学习宣传          第1阶段：推进中 → 已完成  901c1626
2026-01-01  张三  data/tasks.yaml       文件新建，共 6 条记录     81cd91d0
2026-01-01  张三  data/units.yaml       文件新建，共 5 条记录     81cd91d0
2026-01-01  张三  data/indicators.yaml  文件新建，共 2 条记录     81cd91d0

共 15 处改动，3 次提交
"""
    )


def test_a_plan_moved_and_rewritten_at_once_keeps_its_history(tmp_path: Path) -> None:
    repo = Repo(tmp_path, "a")
    repo.start()
    repo.git("mv", "a", "b")
    repo.plan = repo.top / "b"
    repo.write("tasks:\n  - id: 1-1\n    title: 全新\n    lead: 区委宣传部\n")
    repo.commit("王五", "2026-03-01")
    assert (
        repo.log("1-1", "--field", "title")
        == """\
日期        谁    记录      改动                   提交
2026-03-01  王五  1-1 全新  标题：学习宣传 → 全新  fbf72f92

共 1 处改动，1 次提交
"""
    )


def broken(repo: Repo) -> None:
    """A version that is not YAML, then one that is not UTF-8, then all well again."""
    repo.start()
    good = repo.read()
    repo.swap("title: 志愿服务", "title: [志愿服务")
    repo.swap("学习宣传", "学习")
    repo.commit("李四", "2026-02-01", "改坏了")
    repo.write(repo.read().encode("gbk"))
    repo.commit("李四", "2026-02-02", "编码错了")
    repo.write(good.replace("学习宣传", "学习").replace("todo", "doing"))
    repo.commit("王五", "2026-03-01", "修好")


def test_a_broken_version_neither_deletes_nor_adds(repo: Repo) -> None:
    broken(repo)
    ran = cz("log", cwd=repo.plan)
    assert ran.code == 0
    assert (
        ran.err == "cz：3ae23844（2026-02-02）、41709142（2026-02-01）里有读不出来的内容，"
        "那些内容没有比较，也没有当作删除。\n"
    )
    assert (
        ran.out
        == """\
日期        谁    记录                  改动                      提交
2026-03-01  王五  1-2 志愿服务          第1阶段：未启动 → 推进中  316fa129
2026-02-01  李四  1-1 学习              标题：学习宣传 → 学习     41709142
2026-01-01  张三  data/tasks.yaml       文件新建，共 6 条记录     16d28bb4
2026-01-01  张三  data/units.yaml       文件新建，共 5 条记录     16d28bb4
2026-01-01  张三  data/indicators.yaml  文件新建，共 2 条记录     16d28bb4

共 15 处改动，3 次提交
"""
    )
    assert (
        repo.log("--since", "2026-03-01")
        == """\
日期        谁    记录          改动                      提交
2026-03-01  王五  1-2 志愿服务  第1阶段：未启动 → 推进中  316fa129

共 1 处改动，1 次提交
"""
    )


def test_a_first_version_that_cannot_be_read_is_passed_over(repo: Repo) -> None:
    repo.write(TASKS.encode("gbk"))
    repo.commit("李四", "2026-01-01")
    repo.write(TASKS)
    repo.commit("王五", "2026-01-02")
    repo.swap("todo", "doing")
    repo.commit("王五", "2026-01-03")
    ran = cz("log", cwd=repo.plan)
    assert (
        ran.err
        == "cz：1077565b（2026-01-01）里有读不出来的内容，那些内容没有比较，也没有当作删除。\n"
    )
    assert (
        ran.out
        == """\
日期        谁    记录          改动                      提交
2026-01-03  王五  1-2 志愿服务  第1阶段：未启动 → 推进中  4a68ad37

共 1 处改动，1 次提交
"""
    )


def test_a_record_with_a_wrong_value_is_neither_deleted_nor_added(repo: Repo) -> None:
    repo.start()
    repo.swap("status: todo", "status: soon")
    repo.commit("李四", "2026-02-01")
    repo.swap("status: soon", "status: todo")
    repo.commit("李四", "2026-02-02")
    assert cz("log", "1-2", "--since", "2026-01-02", cwd=repo.plan).out == "没有符合条件的改动。\n"


def test_each_change_of_a_merge_is_told_once_with_its_author(repo: Repo) -> None:
    repo.start()
    repo.git("checkout", "-qb", "side")
    repo.swap("status: todo", "status: doing")
    repo.commit("李四", "2026-02-01", "支线")
    repo.swap("lead: 区交通局\n    units", "lead: 区教育局\n    units")
    repo.commit("李四", "2026-02-02", "支线二")
    repo.git("checkout", "-q", "main")
    repo.swap("status: doing", "status: blocked")
    repo.commit("王五", "2026-02-03", "主线")
    repo.git("merge", "-q", "side", "--no-commit")
    repo.swap("公益广告", "公益")  # something of its own in the merge
    repo.commit("赵六", "2026-03-01", "合并")
    assert (
        repo.log("--since", "2026-01-02")
        == """\
日期        谁    记录          改动                           留意    提交
2026-03-01  赵六  1-3 公益      标题：公益广告 → 公益                  b07c6acf
2026-02-03  王五  1-1 学习宣传  第1阶段：推进中 → 受阻         ⚠ 退步  b63a17d7
2026-02-02  李四  1-2 志愿服务  牵头单位：区交通局 → 区教育局          a48de6ed
2026-02-01  李四  1-2 志愿服务  第1阶段：未启动 → 推进中               1f4a4514

共 4 处改动，4 次提交
"""
    )


def test_a_conflict_settled_in_the_merge_and_a_branch_that_was_dropped(repo: Repo) -> None:
    repo.start()
    repo.git("checkout", "-qb", "side")
    repo.swap("status: todo", "status: doing")
    repo.commit("李四", "2026-02-01")
    repo.git("checkout", "-q", "main")
    repo.swap("status: todo", "status: blocked")
    repo.commit("王五", "2026-02-02")
    repo.git("merge", "-q", "side", fails=True)
    repo.write(TASKS.replace("status: todo", "status: done"))
    repo.commit("赵六", "2026-03-01", "合并")
    repo.git("checkout", "-qb", "dropped", "HEAD~1")
    repo.swap("公益广告", "不要的")
    repo.commit("李四", "2026-03-02")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "-s", "ours", "-m", "不要", "dropped", day="2026-03-03")
    assert (
        repo.log("--since", "2026-01-02")
        == """\
日期        谁    记录          改动                      提交
2026-03-01  赵六  1-2 志愿服务  第1阶段：受阻 → 已完成    a7528462
2026-02-02  王五  1-2 志愿服务  第1阶段：未启动 → 受阻    c2831738
2026-02-01  李四  1-2 志愿服务  第1阶段：未启动 → 推进中  732b906e

共 3 处改动，3 次提交
"""
    )


def test_a_folder_renamed_on_one_side_of_a_merge(tmp_path: Path) -> None:
    repo = Repo(tmp_path, "a")
    repo.start()
    repo.git("checkout", "-qb", "side")
    repo.swap("status: todo", "status: doing")
    repo.commit("李四", "2026-02-01")
    repo.git("checkout", "-q", "main")
    repo.git("mv", "a", "b")
    repo.plan = repo.top / "b"
    repo.commit("王五", "2026-02-02")
    repo.git("merge", "-q", "side", "-m", "合并", day="2026-02-03")
    assert "doing" in repo.read().partition("1-2")[2]
    assert (
        repo.log("--since", "2026-01-02")
        == """\
日期        谁    记录          改动                      提交
2026-02-01  李四  1-2 志愿服务  第1阶段：未启动 → 推进中  15e053a6

共 1 处改动，1 次提交
"""
    )


def test_a_shallow_clone_says_so(repo: Repo) -> None:
    story(repo)
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", f"file://{repo.top}", str(repo.top / "浅")],
        check=True,
    )
    ran = cz("log", cwd=repo.top / "浅")
    assert ran.code == 0
    assert (
        ran.err == "cz：这是浅克隆，2026-04-01（b7e02d98）及以前的历史不在这里；"
        "执行 git fetch --unshallow 可以取回全部。\n"
    )
    assert (
        ran.out
        == """\
日期        谁    记录          改动  留意    提交
2026-05-01  李四  1-4 文明旅游  新增          507b3328
2026-05-01  李四  1-3 公益广告  删除  ⚠ 删除  507b3328

共 2 处改动，1 次提交
"""
    )
    assert cz("log", "--since", "2026-04-02", cwd=repo.top / "浅").err == ""
    assert (
        cz("log", "1-8", cwd=repo.top / "浅").err
        == "cz：没有编号或名称为“1-8”的记录，历史里也没有。最接近的有：1-4、1-3、1-2。"
        "这是浅克隆，更早的历史不在这里。\n"
    )


ERRORS = [
    (["1-7"], "没有编号或名称为“1-7”的记录，历史里也没有。最接近的有：1-4、1-3、1-2。"),
    (["--field", "时现"], "没有叫“时现”的字段。最接近的有：时限。"),
    (["--field", "statsu"], "没有叫“statsu”的字段。最接近的有：status、states、start。"),
    (
        ["--field", "！"],
        "没有叫“！”的字段。常用的有：状态、时限、牵头单位、责任单位、评级、得分、进展。",
    ),
    (["--unit", "区教育厅"], "没有叫“区教育厅”的单位。最接近的有：区教育局（qjyj）。"),
    (
        ["--since", "nowhere"],
        "git 里没有“nowhere”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。",
    ),
    (
        ["--since", "2026-13-01"],
        "“2026-13-01”不是日期，应当写成 2026-06-30 这样。没有这一天，请核对月份和日子。",
    ),
    (["1-1", "--unit", "dhz"], "编号和 --unit 只能写一个。"),
]


@pytest.mark.parametrize("arguments, said", ERRORS)
def test_what_it_does_not_know_it_says(repo: Repo, arguments: list[str], said: str) -> None:
    story(repo)
    ran = cz("log", *arguments, cwd=repo.plan)
    assert ran == (2, "", f"cz：{said}\n")


def test_without_git_or_history(repo: Repo, tmp_path: Path) -> None:
    repo.write(TASKS)

    def said(**more: str) -> tuple[int, str, str]:
        return tuple(cz("log", cwd=repo.plan, **more))

    assert said() == (
        2,
        "",
        "cz：这个仓库还没有提交过，没有历史可看。"
        "请在方案文件夹里依次执行 git add . 和 git commit -m 建立方案，以后就有了。\n",
    )
    assert said(PATH="/nowhere") == (
        2,
        "",
        "cz：这台机器上没有装 git，看不了历史。不需要历史的命令照常可用。\n",
    )
    (repo.top / "别的").write_text("")
    repo.git("add", "别的")
    repo.git("commit", "-qm", "别的")
    assert said() == (
        2,
        "",
        "cz：data 文件夹里的方案文件还没有提交过，没有历史可看。"
        "请在方案文件夹里依次执行 git add data 和 git commit -m 建立方案，以后就有了。\n",
    )
    (repo.top / ".git").rename(repo.top / "git")
    out = cz("log", cwd=repo.plan, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert out == (
        2,
        "",
        f"cz：方案文件夹 {repo.plan} 不在 git 仓库里，没有历史可看。"
        "请在这个文件夹里依次执行 git init、git add . 和 git commit -m 建立方案，以后就有了。\n",
    )


def test_a_file_that_was_gone_and_one_with_the_marks_of_a_conflict(repo: Repo) -> None:
    repo.start()
    (repo.plan / "data/indicators.yaml").unlink()
    repo.commit("李四", "2026-02-01")
    repo.write(INDICATORS, "indicators")
    repo.commit("王五", "2026-02-02")
    repo.swap("  - id: 1-2\n", "<<<<<<< a\n  - id: 1-2\n=======\n>>>>>>> b\n")
    repo.commit("李四", "2026-02-03")
    ran = cz("log", "--since", "2026-01-02", cwd=repo.plan)
    assert (
        ran.err
        == "cz：072c2afd（2026-02-03）里有读不出来的内容，那些内容没有比较，也没有当作删除。\n"
    )
    assert (
        ran.out
        == """\
日期        谁    记录                  改动                     留意    提交
2026-02-02  王五  data/indicators.yaml  文件新建，共 2 条记录            ec9e7dbc
2026-02-01  李四  data/indicators.yaml  文件没有了，共 2 条记录  ⚠ 删除  4874e6e2

共 4 处改动，2 次提交
"""
    )
    assert (
        repo.log("i1-01", "--since", "2026-01-02")
        == """\
日期        谁    记录          改动  留意    提交
2026-02-02  王五  i1-01 有计划  新增          ec9e7dbc
2026-02-01  李四  i1-01 有计划  删除  ⚠ 删除  4874e6e2

共 2 处改动，2 次提交
"""
    )


def test_in_a_worktree_a_submodule_and_nowhere_to_work(repo: Repo, tmp_path: Path) -> None:
    story(repo)
    told = repo.log("1-1")
    repo.git("worktree", "add", "-q", str(tmp_path / "工 作区"), "HEAD")
    assert cz("log", "1-1", cwd=tmp_path / "工 作区") == (0, told, "")
    above = Repo(tmp_path / "上级", "x")
    above.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repo.top), "子 模块"
    )
    assert cz("log", "1-1", cwd=above.top / "子 模块") == (0, told, "")
    repo.git("config", "core.bare", "true")
    assert cz("log", cwd=repo.plan) == (
        2,
        "",
        "cz：这是没有工作区的 git 仓库（bare），cz 要在工作区里用。\n",
    )


def test_settings_of_the_user_do_not_matter(repo: Repo) -> None:
    story(repo)
    told = repo.log()
    settings = {
        "log.showSignature": "true",
        "log.showRoot": "false",
        "diff.renames": "copies",
        "diff.relative": "true",
        "log.decorate": "full",
        "log.date": "relative",
        "i18n.logOutputEncoding": "GBK",
        "core.quotepath": "true",
        "diff.noprefix": "true",
        "color.ui": "always",
        "log.diffMerges": "off",
        "format.pretty": "oneline",
        "diff.orderFile": "none",
    }
    (repo.top / "none").write_text("")
    for name, value in settings.items():
        repo.git("config", name, value)
    repo.git("checkout", "-q", "--detach")
    (repo.top / "HEAD").write_text("a file of that name")
    assert repo.log() == told


STYLES = ["plain", "items at the margin", "a header", "windows", "long text"]


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("style", STYLES)
def test_what_it_tells_is_what_comparing_whole_versions_tells(repo: Repo, style: str) -> None:
    """Random edits by many hands; each commit against reading both its versions whole."""
    hand = random.Random(style)
    repo.write(UNITS, "units")
    text = TASKS.replace(
        "tasks:\n",
        "tasks:\n"
        + "".join(f"  - id: 1-{n}\n    title: 任务{n}\n    page: {n}\n" for n in range(4, 30)),
    )
    styled = {
        "items at the margin": lambda text: text.replace("\n  ", "\n"),
        "a header": lambda text: "# 头\n---\n" + text,
        "windows": lambda text: text.replace("\n", "\r\n"),
        "long text": lambda text: text.replace(
            "title: 任务5\n", "title: |\n      - id: 1-99\n      任务\n"
        ),
    }.get(style, lambda text: text)
    for number in range(40):
        head, _, items = text.partition("tasks:\n")
        records = [f"  - id: {item}" for item in items.split("  - id: ")[1:]]
        at = hand.randrange(len(records))
        match hand.randrange(8):
            case 0:
                records.insert(at, f"  - id: 1-{100 + number}\n    title: 新{number}\n")
            case 1:
                del records[at]
            case 2:
                hand.shuffle(records)
            case 3:
                records[at] += f"    # 说明{number}\n"
            case 4:
                records[at] = records[at].replace("title: ", f"title: 改{number}", 1)
                records[-1] = records[-1].replace("title: ", "title: 末", 1)
            case 5:
                head = (
                    head.replace("a_share: 70", f"a_share: {number}")
                    if hand.random() < 0.5
                    else head.replace("title: ", "title: 大", 1)
                )
            case 6:
                records[at] = (
                    records[at]
                    .replace("    title: ", "    title: 双", 1)
                    .replace("id: 1-", "id: 2-", 1)
                )
            case _:
                records[at] = f"  - {{id: 3-{number + 1}, title: 一行}}\n"
        text = head + "tasks:\n" + "".join(records)
        repo.write(styled(text))
        repo.git("add", "-A")
        repo.git("commit", "-q", "--allow-empty", "-m", str(number))
    told: dict[str, set[object]] = {}
    for one in log(str(repo.plan)).entries:
        told.setdefault(one.commit.sha, set()).add(one.record)
    shas = repo.git("rev-list", "--reverse", "HEAD").split()
    before = None
    for sha in shas:
        repo.git("checkout", "-q", sha)
        now = load(str(repo.plan)).campaign
        if before is not None:
            assert told.get(sha, set()) == {
                one._replace(changes=()) if one.fate == "added" else one
                for one in compare(before, now)
            }, sha
        before = now
    assert len(told) > 25
