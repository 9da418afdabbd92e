"""Imports go strictly down from folder to folder, and each outside library has one home."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up: a folder, or a module that stands in none, imports only what stands on a
# lower line. Within a folder modules import each other in one direction.
FLOORS = (
    "cz source words shipped filenames letters private pictures",
    "typography",
    "problem markdown page",
    "tree disk kept choose forms typed",
    "git tables",
    "records filling",
    "whose recurrence",
    "names load progress days",
    "columns query targets supervise edit roster",
    "sheets",
    "review checks intake rounds surveys dossier",
    "gaps",
    "opening concern",
    "history taking",
    "write",
    "report",
    "verbs",
    "show",
    "cli",
    "commands",
    "__main__",
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names.split()}

# An outside library and the only module, or folder, that imports it.
HOMES = {
    "yaml": "cz.tree.events",
    "jinja2": "cz.report",
    "markupsafe": "cz.report",
    "markdown_it": "cz.report.blocks",
    "docx": "cz.report.word",
    "python_calamine": "cz.tables.workbook",
    "xlsxwriter": "cz.show.xlsx cz.show.xlsform cz.show.form",
    "rich": "cz.show.terminal",
    "typer": "cz.cli cz.commands",
    "subprocess": "cz.git.run cz.show.pager",
}
AT_RUN_TIME = "cz.cli.group"  # loads the module of the one command that was called


class Import(NamedTuple):
    """``name``: the module imported, or the library; ``line`` counts from 1."""

    name: str
    line: int


@cache
def modules() -> dict[str, str]:
    """Every module of cz by its name, with its text."""
    texts = {}
    for path in sorted((ROOT / "cz").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        texts[name] = path.read_text(encoding="utf-8")
    return texts


@cache
def imports(text: str, known: frozenset[str]) -> list[Import]:
    """Everything a module imports, wherever in it.

    A name that is a module counts as that module.
    """
    imported = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                imported.append(Import(whole if whole in known else base, node.lineno))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "import_module",
            "__import__",
        ):
            imported.append(Import("at run time", node.lineno))
    return imported


def folder(module: str) -> str:
    """The line of the table a module stands on: its folder, or itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def lives_in(module: str, homes: str) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in homes.split())


def sins(module: str, text: str, known: frozenset[str]) -> list[str]:
    """What a module imports that it may not."""
    here = folder(module)
    if here not in FLOOR:
        return [f"{module}: {here} is not in the table"]
    told = []
    for imported in imports(text, known):
        top = imported.name.partition(".")[0]
        place = f"{module}:{imported.line}"
        if imported.name == "at run time":
            if module != AT_RUN_TIME:
                told.append(f"{place} imports at run time")
        elif not top:
            told.append(f"{place} imports relatively")
        elif top in HOMES:
            if not lives_in(module, HOMES[top]):
                told.append(f"{place} imports {imported.name}")
        elif top == "cz":
            there = folder(imported.name)
            if there not in FLOOR:
                told.append(f"{place} imports {imported.name}, not in the table")
            elif there != here and FLOOR[there] >= FLOOR[here]:
                told.append(f"{place} imports {imported.name}, which does not stand lower")
    return told


def circle(texts: dict[str, str]) -> list[str]:
    """Modules that import each other in a circle, [] where none do."""
    arrows = {}
    for module, text in texts.items():
        targets = {imported.name for imported in imports(text, frozenset(texts))}
        arrows[module] = {name for name in targets if name in texts and name != module}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_imports_go_down_and_each_library_has_one_home() -> None:
    texts = modules()
    assert [sin for name, text in texts.items() for sin in sins(name, text, frozenset(texts))] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(modules()) == []


def test_the_table_names_nothing_that_is_not_there() -> None:
    assert sorted(FLOOR.keys() - {folder(name) for name in modules()}) == []
    assert sum(len(names.split()) for names in FLOORS) == len(FLOOR)


def test_every_home_is_lived_in() -> None:
    """Else the rule about it would hold for want of anything to look at."""
    texts = modules()
    for library, homes in HOMES.items():
        tenants = [
            module
            for module, text in texts.items()
            if any(
                each.name.partition(".")[0] == library for each in imports(text, frozenset(texts))
            )
        ]
        assert tenants, library
        assert all(lives_in(module, homes) for module in tenants)


def test_the_checks_can_fail() -> None:
    """A module made up to break every rule; each line of the answer is one of its sins."""
    text = """\
import yaml, subprocess
from cz.source import Source
from cz import disk, load
from cz.tree import whole, nodes
from cz.nowhere import nothing
from . import names

def late():
    from jinja2.sandbox import SandboxedEnvironment
    if late:
        import typer
        import cz.cli.main
    __import__("importlib").import_module("cz.cli")
"""
    known = frozenset({"cz.source", "cz.disk", "cz.load", "cz.tree.whole", "cz.tree.nodes"})
    assert sins("cz.tree.lines", text, known) == [
        "cz.tree.lines:1 imports yaml",
        "cz.tree.lines:1 imports subprocess",
        "cz.tree.lines:3 imports cz.disk, which does not stand lower",
        "cz.tree.lines:3 imports cz.load, which does not stand lower",
        "cz.tree.lines:5 imports cz.nowhere, not in the table",
        "cz.tree.lines:6 imports relatively",
        "cz.tree.lines:9 imports jinja2.sandbox",
        "cz.tree.lines:11 imports typer",
        "cz.tree.lines:12 imports cz.cli.main, which does not stand lower",
        "cz.tree.lines:13 imports at run time",
        "cz.tree.lines:13 imports at run time",
    ]
    assert sins("cz.show.sheet", "from rich.text import Text\n", frozenset()) == [
        "cz.show.sheet:1 imports rich.text"
    ]
    assert sins("cz.brand_new", "", frozenset()) == ["cz.brand_new: brand_new is not in the table"]
    ring = {"cz.a": "from cz import b\n", "cz.b": "from cz.a import x\n", "cz.c": "import cz.a\n"}
    assert sorted(set(circle(ring))) == ["cz.a", "cz.b"]
