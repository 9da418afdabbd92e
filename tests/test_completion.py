"""Completion as the shells ask for it, and in a real bash, zsh and fish where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import MIDWAY, copy_of, cz, environment


def bash_words(line: str, cwd: Path = MIDWAY) -> list[str]:
    words = line.split(" ")
    asked = {"_CZ_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ran = cz(cwd=cwd, **asked)
    assert ran.err == ""
    return ran.out.split()


CASES = [
    ("cz st", ["status"]),
    ("cz sh", ["show", "sheet"]),
    ("cz status --un", ["--unit"]),
    ("cz status --unit qj", ["qjwjw", "qjyj", "qjtysj", "qjcy", "qjjdd"]),
    ("cz status --unit qjy", ["区教育局"]),
    ("cz status --unit 区教", ["区教育局"]),
    ("cz status --group 环", ["环境卫生组"]),
    ("cz status --phase ", ["1", "2", "3"]),
    ("cz set 10-1", ["10-1", "10-10"]),
    ("cz set 1-5 d", ["doing", "done"]),
    ("cz rate i11-0", [f"i11-0{n}" for n in range(1, 10)]),
    ("cz rate i11-01 ", None),
    ("cz list unit:qjy", ["unit:区教育局"]),
    ("cz list sta", ["status:"]),
    ("cz list unit : qjy", ["区教育局"]),
    ("cz list status : d", ["doing", "done"]),
    ("cz list status:d", ["status:doing", "status:done"]),
    ("cz list --kind in", ["indicator"]),
    ("cz report --template 简", ["简报"]),
    ("cz score 未", ["未成年人"]),
    ("cz due s2-", ["s2-1", "s2-2", "s2-3", "s2-4", "s2-5"]),
    ("cz order ", ["list", "issue", "print", "reply"]),
    ("cz order d2026-", [f"d2026-{n}" for n in range(1, 9)]),
    ("cz order 石桥", ["石桥乡"]),
    ("cz order d2026-7 --out", ["--output"]),
    ("cz order 石桥乡 --req", ["--requirement"]),
]


@pytest.mark.soak(every=3)
@pytest.mark.parametrize(("line", "offered"), CASES, ids=[line for line, _ in CASES])
def test_what_bash_is_offered(line: str, offered: list[str] | None) -> None:
    found = bash_words(line)
    if offered is not None:
        assert found == offered
    else:
        assert found


def test_zsh_and_fish_are_told_the_names_of_pinyin_ids() -> None:
    zsh = cz(cwd=MIDWAY, _CZ_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="cz status --unit qjy")
    assert zsh.out == '_arguments \'*: :(("qjyj":"区教育局"))\'\n'
    fish = cz(
        cwd=MIDWAY,
        _CZ_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS="cz status --unit qjy",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert fish.out == "qjyj\t区教育局\n"


def test_a_name_that_a_shell_would_run_is_not_offered(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    units = tmp_path / "data" / "units.yaml"
    text = units.read_text(encoding="utf-8")
    units.write_text(
        text.replace("name: 区教育局", "name: 区教$(touch pwned)局").replace(
            "name: 区教", "name: 区教"
        ),
        encoding="utf-8",
    )
    assert bash_words("cz status --unit 区教", tmp_path) == []
    assert bash_words("cz status --unit 区财", tmp_path) == ["区财政局"]


def test_a_broken_plan_or_none_offers_what_it_can(tmp_path: Path) -> None:
    assert bash_words("cz status --unit q", tmp_path) == []
    copy_of(MIDWAY, tmp_path)
    units = tmp_path / "data" / "units.yaml"
    units.write_text(
        units.read_text(encoding="utf-8").replace("name: 区财政局", 'name: "区财政局'),
        encoding="utf-8",
    )
    assert bash_words("cz status --unit 区教", tmp_path) == ["区教育局"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_scripts(shell: str) -> None:
    ran = cz("completion", shell)
    assert ran.code == 0
    assert "_CZ_COMPLETE" in ran.out


@pytest.fixture
def on_path(tmp_path: Path) -> str:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "cz"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cz "$@"\n')
    program.chmod(0o755)
    return f"{folder}:{environment()['PATH']}"


def in_shell(command: list[str], path: str) -> str:
    done = subprocess.run(
        command,
        cwd=MIDWAY,
        env=environment(PATH=path),
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_a_real_bash(on_path: str) -> None:
    script = (
        'eval "$(cz completion bash)"; COMP_WORDS=(cz status --unit qjy); COMP_CWORD=3; '
        '_cz_completion cz; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert in_shell(["bash", "-c", script], on_path) == "区教育局\n"


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_a_real_fish(on_path: str) -> None:
    script = "cz completion fish | source; complete -C 'cz status --unit qjy'"
    assert in_shell(["fish", "-c", script], on_path) == "qjyj\t区教育局\n"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_a_real_zsh_takes_the_script(on_path: str) -> None:
    script = (
        'autoload -U compinit; compinit -u; eval "$(cz completion zsh)"; print -r -- ${_comps[cz]}'
    )
    assert in_shell(["zsh", "-f", "-c", script], on_path) == "_cz_completion\n"


def test_a_real_bash_completes_behind_a_colon(on_path: str) -> None:
    """Readline breaks words at colons; the script joins them by newlines."""
    script = (
        'eval "$(cz completion bash)"; COMP_WORDS=(cz list unit : qjy); COMP_CWORD=4; '
        '_cz_completion cz; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert in_shell(["bash", "-c", script], on_path) == "区教育局\n"
