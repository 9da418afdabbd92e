"""Measure ``cz`` as its users meet it.

Whole processes of an installed wheel, against the bare interpreter.

    python bench/run.py [--only 1,100,1000,findings,log,log-broken,log-100] [--runs N] [--write]

Nothing here asserts a time. ``--write`` puts the tables into docs/speed.md and README.md, after
each subject, so that one that fails takes nothing from the others.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.cases import SUBJECTS, Subject, bare_cases  # noqa: E402
from bench.measure import UNIT_KEY, clean_environment, rounds, run_once, trial  # noqa: E402
from bench.pages import (  # noqa: E402
    PAGE,
    README,
    Measured,
    document,
    growth,
    readme,
    section,
)

LEAVES_RECEIPT = ("list", "show")  # so that the other cases are tried with one


def main() -> None:
    parser = argparse.ArgumentParser(description="测 cz 的速度和内存。")
    parser.add_argument(
        "--only", default=",".join(SUBJECTS), help="只测这几样，用逗号隔开；不写则全测"
    )
    counts = "，".join(f"{key} {subject.rounds}" for key, subject in SUBJECTS.items())
    parser.add_argument("--runs", type=int, default=0, help=f"各测几轮；不写则 {counts}")
    parser.add_argument(
        "--write", action="store_true", help="把结果写进 docs/speed.md 和 README.md"
    )
    asked = parser.parse_args()
    keys = asked.only.split(",")
    if unknown := [key for key in keys if key not in SUBJECTS]:
        parser.error(f"没有 {'，'.join(unknown)}；有 {'，'.join(SUBJECTS)}")
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as folder:
        here = Path(folder)
        _say("建虚拟环境，安装 cz ……")
        programs = install(here / "venv", here)
        packages = versions(programs, here)
        subjects: dict[str, Measured] = {}
        for key in keys:
            subjects[key] = measure(key, SUBJECTS[key], here / key, programs, asked.runs)
            os.chdir(ROOT)
            print(f"\n{section(subjects[key])}\n", flush=True)
            _say(f"用了 {subjects[key].seconds:.0f} 秒。")
            if asked.write:
                PAGE.write_text(document(subjects, packages), encoding="utf-8")
                text = readme(README.read_text(encoding="utf-8"), subjects)
                README.write_text(text, encoding="utf-8")
        print(growth(subjects))
        if asked.write:
            _say("已写入 docs/speed.md 和 README.md。")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def install(venv: Path, home: Path) -> Path:
    """A fresh environment with the checkout's wheel in it, byte-compiled.

    Returns its folder of programs.
    """
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, env=env, cwd=home)
    programs = venv / "bin"
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--compile", str(ROOT)]
    subprocess.run(pip, check=True, env=env, cwd=home, stderr=subprocess.DEVNULL)
    return programs


def versions(programs: Path, home: Path) -> str:
    code = (
        "import importlib.metadata as m; print('，"
        "'.join(f'{n} {m.version(n)}' for n in ('typer', 'pyyaml', 'rich', 'jinja2')))"
    )
    env = clean_environment(str(home))
    return subprocess.run(
        [str(programs / "python"), "-c", code],
        check=True,
        env=env,
        capture_output=True,
        encoding="utf-8",
    ).stdout.strip()


def measure(key: str, subject: Subject, home: Path, programs: Path, runs: int) -> Measured:
    """What cannot even be prepared is measured with no case, and says why."""
    count = runs or subject.rounds
    _say(f"{key}：生成数据，试一遍，再测 {count} 轮 ……")
    began = perf_counter()
    home.mkdir()
    try:
        title, cases, notes = subject.prepare(home, programs)
    except Exception as error:  # whatever it is, the other subjects have nothing to do with it
        notes = [f"数据没有备好（{type(error).__name__}：{error}），未测。"]
        return Measured(key, key, 0, perf_counter() - began, [], {}, {}, notes)
    cases = [*bare_cases(home, programs), *cases]
    for case in cases:
        if case.key in LEAVES_RECEIPT:
            run_once(case, 0)
    trials = {case.key: trial(case) for case in cases}
    sound = [case for case in cases if not trials[case.key].wrong]
    notes += [
        f"{case.label}：{trials[case.key].wrong}，未测。" for case in cases if case not in sound
    ]
    results, failed = rounds(sound, count)
    notes += [f"{case.label}：{failed[case.key]}，不算。" for case in sound if case.key in failed]
    if UNIT_KEY not in results:
        notes.append("空的解释器没有测成，算不出倍数。")
    return Measured(
        key=key,
        title=title,
        rounds=count,
        seconds=perf_counter() - began,
        cases=cases,
        results=results,
        trials=trials,
        notes=notes,
    )


if __name__ == "__main__":
    main()
