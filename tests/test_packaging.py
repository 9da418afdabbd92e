"""What packaging/build.py makes of what is downloaded; .ci/wine tries the whole of it."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.running import ROOT


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", ROOT / "packaging" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_launcher_is_a_program_a_line_and_a_zip(build: ModuleType) -> None:
    pytest.importorskip("pip._vendor.distlib", reason="the launcher comes with pip")
    program = build.launcher()
    assert program.startswith(b"MZ")
    assert b"#!<launcher_dir>\\python\\python.exe\r\nPK" in program
    with zipfile.ZipFile(io.BytesIO(program)) as script:
        assert script.namelist() == ["__main__.py"]
        assert script.read("__main__.py") == b"from cz.cli.main import main\nmain()\n"


def test_the_archive_holds_the_folder_under_its_name(build: ModuleType, tmp_path: Path) -> None:
    folder = build.emptied(tmp_path / "离线包")
    (folder / "甲.whl").write_text("x", encoding="utf-8")
    archive = build.zipped(folder)
    assert archive == tmp_path / "离线包.zip"
    assert zipfile.ZipFile(archive).namelist() == ["离线包/甲.whl"]
    assert list(build.emptied(folder).iterdir()) == []


def test_the_note_is_for_the_editor_of_windows(build: ModuleType) -> None:
    assert build.README.count("\n") == build.README.count("\r\n")
    assert build.COMMAND_SCRIPT.isascii()


def test_what_word_and_excel_need_goes_along(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(build, "pip", lambda *arguments: asked.append(arguments))
    build.download(tmp_path / "cz_plan-1-py3-none-any.whl", tmp_path, "3.13", ("win_amd64",))
    (arguments,) = asked
    assert arguments[-2:] == (f"{tmp_path}/cz_plan-1-py3-none-any.whl[office]", "colorama")
