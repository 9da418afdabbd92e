"""The steps of .ci/wine for one portable folder; the first that goes wrong stops it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300  # seconds
# Wine 8 ends where Python 3.12 or newer asks it what Windows it is; pip asks.
NO_WMI = "import runpy, sys; sys.modules['_wmi'] = None; "


class Windows:
    """One Python and one cz there, called in a folder."""

    def __init__(self, folder: Path, plan: Path) -> None:
        self.python = folder / "python" / "python.exe"
        self.program = folder / "cz.exe"
        self.plan = plan

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["wine", *map(str, words)],
            cwd=self.plan,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str | Path, code: int = 0) -> str:
        """What it prints, with both streams in GBK. Fails where the exit code is another."""
        process = self.start(*words)
        out, err = (stream.decode("gbk").replace("\r\n", "\n") for stream in ended(process))
        if process.returncode != code or "Traceback" in err:
            sys.exit(f"{' '.join(map(str, words))}: exit {process.returncode}\n{out}{err}")
        return out + err

    def cz(self, *words: str, code: int = 0) -> str:
        print(f"   cz {' '.join(words)}", flush=True)
        return self.run(self.program, *words, code=code)


def ended(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    return process.communicate(timeout=LONGEST)


def windows_path(path: Path) -> str:
    """As Wine calls it."""
    return "Z:" + str(path)


def has(text: str, *parts: str) -> None:
    for part in parts:
        if part not in text:
            sys.exit(f"not there: {part}\n{text}")


def everyday(windows: Windows, plan: Path) -> None:
    windows.cz("init", ".")
    has(windows.cz("check"), "检查完毕：错误 0 个")
    has(windows.cz("set", "1-5", "doing"), "data/tasks.yaml:", "→ 推进中")
    has(windows.cz("set", "1-5", "done", "--note", "已开会"), "推进中 → 已完成，记进展一条")
    has(windows.cz("status", "--unit", "区教育局"), "区教育局", "牵头任务")
    windows.cz("report", "--phase", "1", "-o", "阶段 报告.md")
    assert (plan / "阶段 报告.md").read_bytes().decode("utf-8").startswith("# ")
    for name in ("阶段 报告.docx", "阶段 报告.xlsx"):
        windows.cz("report", "--phase", "1", "-o", name)
        assert (plan / name).read_bytes().startswith(b"PK")
    windows.cz("list", "-o", "任务.xlsx")
    windows.cz("list", "--csv", "-o", "任务.csv")
    assert (plan / "任务.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    has(windows.cz("report", "--phase", "1", "-o", "报:告.md", code=2), "Windows 不许")
    assert windows.cz("list", "--json").isascii()


def ledger(windows: Windows, plan: Path) -> None:
    rows = "日期,单位,点位,问题\n2026-07-01,区城管局,幸福路,乱停放\n2026-07-01,没有的单位,甲,乙\n"
    (plan / "一组.csv").write_bytes(rows.encode("gbk"))
    has(windows.cz("finding", "import", "一组.csv", code=1), "取走 1 条问题", "退回 1 行")
    assert (plan / "一组-退回.csv").exists()
    has(windows.cz("finding", "list"), "乱停放")


def evidence(windows: Windows, plan: Path) -> None:
    folder = plan / "佐证材料"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"IMG_0{number}.JPG").write_bytes(b"\xff\xd8" + bytes([number]))
    caption = "2026年7月1日，城东街道，清理楼道杂物"
    said = windows.cz("evidence", "add", "i9-14", "佐证材料/*.JPG", "--caption", caption)
    has(said, "佐证材料/IMG_01.JPG", "佐证材料/IMG_02.JPG")
    text = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    has(text, "佐证材料/IMG_01.JPG")
    has(windows.cz("evidence", "check", "--unit", "区城管局"), "佐证材料检查")


def writers(windows: Windows, plan: Path) -> None:
    ids = ("1-1", "1-2", "1-3", "1-4", "1-5", "2-1", "2-2", "3-1")
    print("   eight writers at once", flush=True)
    running = [
        windows.start(windows.program, "note", id_, f"第{number}处")
        for number, id_ in enumerate(ids)
    ]
    for process in running:
        _, err = ended(process)
        if process.returncode:
            sys.exit(err.decode("gbk", "replace"))
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    has(text, *(f"第{number}处" for number in range(len(ids))))
    left = [path.name for path in (plan / "data").iterdir() if "cz-new" in path.name]
    assert left == [], left


def read_only(windows: Windows, plan: Path) -> None:
    """A folder in place of a file, and a file that may not be written."""
    path = plan / "data" / "tasks.yaml"
    path.chmod(0o444)
    has(windows.cz("set", "1-5", "doing", code=1), "写不进去：没有写入权限")
    path.chmod(0o644)
    kept = path.rename(plan / "tasks.kept")
    path.mkdir()
    has(windows.cz("status", code=1), "E003")
    path.rmdir()
    kept.rename(path)


def from_wheelhouse(windows: Windows, work: Path) -> None:
    print("   pip install --no-index --find-links 离线包 cz-plan[office]", flush=True)
    pip = next((work / "pip").glob("pip-*.whl"))
    target = windows.plan / "装好"
    options = ["--no-index", "--find-links", windows_path(work / "离线包"), "-q"]
    arguments = ["pip", "install", *options, "--target", target.name, "cz-plan[office]"]
    start = NO_WMI + f"sys.path.insert(0, {windows_path(pip)!r}); sys.argv = {arguments!r}; "
    windows.run(windows.python, "-c", start + "runpy.run_module('pip', run_name='__main__')")
    script = f"import sys; sys.path.insert(0, {target.name!r}); import cz; print(cz.__file__)"
    has(windows.run(windows.python, "-c", script), "装好")
    shutil.rmtree(target)


def main(arguments: Sequence[str]) -> None:
    work, folder = map(Path, arguments)
    plan = folder.parent / "创城 一"
    plan.mkdir()
    windows = Windows(folder, plan)
    print(f"   {windows.run(windows.python, '-VV').strip()}", flush=True)
    from_wheelhouse(windows, work)
    for step in (everyday, ledger, evidence, writers, read_only):
        step(windows, plan)
    if not shutil.which("git.exe"):
        print("   no git.exe here: git setup and conflicts on Windows were not tried")
    print("   all as it should be")


if __name__ == "__main__":
    os.environ.setdefault("WINEDEBUG", "-all")
    main(sys.argv[1:])
