"""Plans and templates that somebody else prepared: nothing in them runs, and nothing outside is read."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
from pathlib import Path

import jinja2
import pytest
from jinja2.bccache import bc_magic

from cz.report import compiled, engine
from cz.shipped import shipped
from tests.running import MIDWAY, Ran, copy_of, cz, git

SECRET = "密码 12345"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    folder = copy_of(MIDWAY, tmp_path / "plan")
    (folder / "templates").mkdir()
    return folder


class Runs:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"touch '{self.mark}'",)


@pytest.mark.parametrize("where", ["file", "folder", "part"])
def test_what_lies_beside_a_link_to_a_shipped_template_is_not_loaded(
    plan: Path, tmp_path: Path, where: str
) -> None:
    templates = plan / "templates"
    if where == "folder":
        templates.rmdir()
        templates = tmp_path / "elsewhere"
        templates.mkdir()
        (plan / "templates").symlink_to(templates)
    name = "_甲" if where == "part" else "周报"
    (templates / f"{name}.md.j2").symlink_to(Path(shipped("templates")) / "简报.md.j2")
    if where == "part":
        (templates / "周报.md.j2").write_text("{% include '_甲.md.j2' %}", encoding="utf-8")
    (templates / "__pycache__").mkdir()
    stamp = compiled.Compiled(engine.__file__).stamp
    assert jinja2.__version__ in stamp
    for folder in (plan / "templates", templates, Path(shipped("templates"))):
        for file in (f"{name}.md.j2", "简报.md.j2"):
            key = hashlib.sha256(f"{folder / file}/{stamp}".encode()).hexdigest()[:16]
            kept = importlib.util.cache_from_source(str(templates / f"{key}.py"))
            Path(kept).write_bytes(bc_magic + pickle.dumps(Runs(tmp_path / "RAN"), 2))
    made = cz("report", "--template", "周报", "--phase", "2", cwd=plan)
    assert (made.code, made.err) == (0, "")
    assert "工作简报" in made.out
    assert not (tmp_path / "RAN").exists()


@pytest.mark.parametrize("target", ["../../secret", "/proc/self/environ", "../.git/config"])
def test_a_template_that_is_a_link_elsewhere_is_not_read(plan: Path, target: str) -> None:
    git(plan, "init", "-q")
    (plan / "templates" / "周报.md.j2").symlink_to(target)
    for line in ("report --template 周报 --phase 2", "report --template 没有", "report --help"):
        made = cz(*line.split(), cwd=plan)
        assert SECRET not in made.out + made.err
        assert "LANG" not in made.out + made.err
        assert "repositoryformatversion" not in made.out + made.err
    assert cz("report", "--template", "周报", "--phase", "2", cwd=plan) == Ran(
        1,
        "",
        "templates/周报.md.j2 错误 E503：模板是一个链接，指向方案以外的文件，没有读它。\n"
        "    = 请把模板文件本身放在方案的 templates/ 里。\n"
        "cz：模板有误，报告没有生成。\n",
    )


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("name", ["tasks", "units", "indicators", "findings", "supervision"])
@pytest.mark.parametrize("target", ["../../secret", "/proc/self/environ"])
def test_a_data_file_that_is_a_link_elsewhere_is_not_read(
    plan: Path, name: str, target: str
) -> None:
    path = plan / "data" / f"{name}.yaml"
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    told = (
        f"data/{name}.yaml 错误 E003：这里是一个链接，指向方案以外的文件，cz 没有读它。\n"
        "    = 请把文件本身放在这里；方案所在的仓库里面，可以用链接。\n"
    )
    for line in ("check", "status", "report", "list --json", "check --github"):
        made = cz(*line.split(), cwd=plan)
        assert SECRET not in made.out + made.err
        assert "LANG=" not in made.out + made.err
    assert cz("check", cwd=plan).out.startswith(told)


def test_links_within_the_repository_are_read(plan: Path, tmp_path: Path) -> None:
    """Two plans of one repository may share a file."""
    git(tmp_path, "init", "-q")
    shared = tmp_path / "shared" / "单位.yaml"
    shared.parent.mkdir()
    (plan / "data" / "units.yaml").rename(shared)
    (plan / "data" / "units.yaml").symlink_to("../../shared/单位.yaml")
    git(tmp_path, "add", "-A")
    assert cz("check", cwd=plan) == cz("check", cwd=MIDWAY)
    (tmp_path / ".git").rename(tmp_path / ".gone")
    assert "units.yaml 错误 E003" in cz("check", cwd=plan).out


def test_a_data_folder_may_lie_elsewhere(plan: Path, tmp_path: Path) -> None:
    (plan / "data").rename(tmp_path / "网络盘")
    (plan / "data").symlink_to(tmp_path / "网络盘")
    assert cz("check", cwd=plan) == cz("check", cwd=MIDWAY)
