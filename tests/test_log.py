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
    """A repository with a plan in it; every commit has an author and a day, and so always the same id."""

    def __init__(self, top: Path, plan: str = ".") -> None:
        self.top, self.plan = top, top / plan
        (self.plan / "data").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, who: str = "张三", day: str = "2026-01-01", fails: bool = False) -> str:
        when = f"{day}T09:00:00+08:00"
        env = {
            "PATH": os.environ["PATH"], "HOME": str(self.top), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "c", "GIT_COMMITTER_EMAIL": "c@d", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when,
        }  # fmt: skip
        done = subprocess.run(["git", *arguments], cwd=self.top, env=env, capture_output=True, check=not fails)
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
    repo.swap("1: {status: todo}", "1: {status: doing}\n    updates:\n      - {date: 2026-04-01, unit: 东河镇, note: 已部署}")
    repo.commit("王五", "2026-04-01", "调整")
    repo.write(repo.read().partition("  - id: 1-3")[0] + "  - id: 1-4\n    title: 文明旅游\n    lead: 区教育局\n")
    repo.commit("李四", "2026-05-01", "换一项")


def test_all_changes_the_newest_first(repo: Repo) -> None:
    story(repo)
    assert repo.log() == """\
日期        谁    记录                  改动                                    留意          提交
2026-05-01  李四  1-4 文明旅游          新增                                                  FIVE
2026-05-01  李四  1-3 公益广告          删除                                    ⚠ 删除        FIVE
"""


def test_the_story_of_one_record(repo: Repo) -> None:
    story(repo)
    assert repo.log("1-1") == ""
    assert repo.log("I1-01") == repo.log("ｉ１－０１") == ""


def test_records_of_the_past_are_found(repo: Repo) -> None:
    story(repo)
    assert repo.log("1-3") == ""


def test_a_unit_is_told_what_it_leads_shares_in_and_answers_for(repo: Repo) -> None:
    story(repo)
    assert repo.log("--unit", "区教育局", "--since", "2026-02-01") == ""
    assert repo.log("--unit", "dhz") == ""


def test_json(repo: Repo) -> None:
    story(repo)
    assert json.loads(repo.log("1-1", "--field", "due", "--json")) == {}
