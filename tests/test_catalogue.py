"""The catalogue of codes.

Every example gives its code, every code has an entry, the page is up to date.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.running import ROOT, environment

sys.path.insert(0, str(ROOT / "docs"))
import catalogue


@pytest.mark.parametrize(
    "entry", [one for one in catalogue.ENTRIES if one.file], ids=lambda entry: entry.code
)
def test_example_gives_its_code(entry: catalogue.Entry) -> None:
    assert re.search(
        rf"^data/{entry.file}\.yaml\S* (错误|警告|提示) {entry.code}：",
        catalogue.example(entry),
        re.M,
    )


def test_the_small_plan_itself_is_clean() -> None:
    assert catalogue.example(catalogue.Entry("", "", "", "")) == ""


def test_every_code_of_the_program_has_one_entry() -> None:
    used = {
        code
        for path in (ROOT / "cz").rglob("*.py")
        for code in re.findall(r'"([EWN][0-9]{3})"', path.read_text(encoding="utf-8"))
    }
    assert sorted(used) == sorted(one.code for one in catalogue.ENTRIES)


def test_the_page_is_what_the_program_writes() -> None:
    kept = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, 'docs'); import catalogue; "
        "sys.stdout.write(catalogue.page())",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == kept
