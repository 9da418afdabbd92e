"""Imports go strictly down, and each outside library has one home."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up. A module imports only what stands on a lower line: its neighbours it does not know. A new module
# chooses its line here; a package's name stands for its __init__.
FLOORS = (
    "cz cz.source cz.shipped cz.tree.nodes cz.edit.words cz.checks cz.review cz.supervise cz.show cz.show.waiting cz.verbs cz.cli",
    # problem
    "cz.ledger cz.problem cz.tree.lines cz.tree.events cz.show.terminal cz.show.ics cz.cli.group",
    # tree, model, disk
    "cz.tree.whole cz.model cz.disk cz.git cz.show.complaints cz.cli.misuse",
    "cz.tree cz.names cz.report.compiled cz.report.files cz.cli.main",
    # load, edit: nodes to records, changes to text. progress: how far
    "cz.load.fields cz.review.compare cz.edit.splice cz.checks.advice cz.progress cz.supervise.state cz.supervise.entry cz.supervise.table cz.supervise.evidence cz.supervise.heard cz.__main__",
    "cz.report.view_evidence cz.edit.append",
    "cz.supervise.ranking cz.load.kinds cz.edit cz.query cz.targets cz.report.words cz.show.words",
    "cz.supervise.orders cz.load cz.edit.lines cz.review.merge_values cz.verbs.outcome cz.report.view_inspection cz.report.build_evidence",
    "cz.supervise.owed cz.checks.known cz.report.view",
    "cz.checks.ledger cz.report.build_inspection",
    "cz.review.merge_text cz.checks.references cz.report.build cz.report.markdown",
    # report: its view, its engine, its complaints
    "cz.review.merge cz.report.engine",
    "cz.report.faults",
    "cz.report",
    # verbs
    "cz.verbs.plan cz.verbs.showing cz.verbs.status cz.verbs.init",
    "cz.verbs.past cz.verbs.tablerow cz.verbs.versions cz.verbs.ledger",
    "cz.verbs.alone cz.verbs.difference cz.verbs.log cz.verbs.gitsetup",
    "cz.verbs.restore cz.verbs.writing",
    "cz.verbs.record cz.verbs.importing cz.verbs.chasing cz.verbs.checking cz.verbs.listing cz.verbs.reporting",
    "cz.verbs.bulletin cz.verbs.evidence cz.verbs.ordering",
    "cz.verbs.finding.change",
    # show: what the verbs found
    "cz.show.rank cz.show.orders cz.show.chasing cz.show.evidence cz.show.changes cz.show.card cz.show.status cz.show.data cz.show.listing cz.show.difference cz.show.log",
    "cz.show.target cz.show.imported cz.show.finding",
    # cli
    "cz.cli.suggest",
    "cz.cli.common",
    "cz.cli.recording",
    "cz.cli.supervising cz.cli.chasing cz.cli.evidence cz.cli.finding cz.cli.finding_import cz.cli.history cz.cli.githelp cz.cli.writing cz.cli.making",
    "cz.cli.reading",
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names.split()}

# What stands before the dot may import it anywhere in the package, else the very module only.
HOMES = {
    "yaml": "cz.tree.events",
    "jinja2": "cz.report.",
    "rich": "cz.show.terminal",
    "typer": "cz.cli.",
    "subprocess": "cz.git",
}
TYPES_ONLY = {"rich": "cz.show."}
AT_RUN_TIME = {"cz.cli.group"}  # loads the module of the one command that was called


class Import(NamedTuple):
    name: str
    line: int
    types_only: bool


def modules() -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / "cz").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(
            encoding="utf-8"
        )
    return found


def imports(text: str) -> list[Import]:
    """Everything a module imports, wherever in it; a name that is a module counts as that module."""
    tree = ast.parse(text)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [
                Import(alias.name, node.lineno, id(node) in for_types) for alias in node.names
            ]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.append(
                    Import(whole if whole in FLOOR else base, node.lineno, id(node) in for_types)
                )
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "import_module",
            "__import__",
        ):
            found.append(Import("at run time", node.lineno, False))
    return found


def wrong(name: str, text: str) -> list[str]:
    """What a module imports that it may not."""
    if name not in FLOOR:
        return [f"{name}: not in the table"]
    found = []
    for one in imports(text):
        top = one.name.partition(".")[0]
        home = TYPES_ONLY.get(top, HOMES.get(top)) if one.types_only else HOMES.get(top)
        place = f"{name}:{one.line}"
        if one.name == "at run time":
            if name not in AT_RUN_TIME:
                found.append(f"{place} imports at run time")
        elif home is not None:
            if name != home and not (home.endswith(".") and f"{name}.".startswith(home)):
                found.append(f"{place} imports {one.name}")
        elif one.name.startswith("."):
            found.append(f"{place} imports relatively")
        elif top == "cz":
            if one.name not in FLOOR:
                found.append(f"{place} imports {one.name}, not in the table")
            elif FLOOR[one.name] >= FLOOR[name]:
                found.append(f"{place} imports {one.name}, which does not stand lower")
    return found


def test_imports_go_strictly_down_and_each_library_has_one_home() -> None:
    found = modules()
    assert [line for name, text in found.items() for line in wrong(name, text)] == []


def test_the_table_names_no_module_that_is_not_there() -> None:
    assert sorted(FLOOR.keys() - modules().keys()) == []
    assert sum(len(names.split()) for names in FLOORS) == len(FLOOR)


def test_every_home_is_lived_in() -> None:
    """Else the rule about it would hold for want of anything to look at."""
    used = {
        (one.name.partition(".")[0], name)
        for name, text in modules().items()
        for one in imports(text)
    }
    assert ("yaml", "cz.tree.events") in used
    assert ("rich", "cz.show.terminal") in used
    assert {library for library, _ in used} >= {"yaml", "jinja2", "rich", "typer", "cz"}


def test_the_check_can_fail() -> None:
    """A module made up to break every rule; each line of the answer is one of its sins."""
    text = """\
from typing import TYPE_CHECKING
import yaml, subprocess
from cz.source import Source
from cz import disk, load
from cz.tree import whole, nodes
from cz.nowhere import nothing
from . import names
if TYPE_CHECKING:
    from cz.verbs.plan import Opened
    from rich.console import Console

def late():
    from jinja2.sandbox import SandboxedEnvironment
    if late:
        import typer
        import cz.cli.main
    __import__("importlib").import_module("cz.cli")
"""
    assert wrong("cz.tree", text) == [
        "cz.tree:2 imports yaml",
        "cz.tree:2 imports subprocess",
        "cz.tree:4 imports cz.load, which does not stand lower",
        "cz.tree:6 imports cz.nowhere, not in the table",
        "cz.tree:7 imports relatively",
        "cz.tree:9 imports cz.verbs.plan, which does not stand lower",
        "cz.tree:10 imports rich.console",
        "cz.tree:13 imports jinja2.sandbox",
        "cz.tree:15 imports typer",
        "cz.tree:16 imports cz.cli.main, which does not stand lower",
        "cz.tree:17 imports at run time",
        "cz.tree:17 imports at run time",
    ]
    assert wrong("cz.names", "from cz.tree import parse\n") == [
        "cz.names:1 imports cz.tree, which does not stand lower"
    ]
    assert wrong("cz.show.target", "from rich.text import Text\n") == [
        "cz.show.target:1 imports rich.text"
    ]
    assert wrong("cz.brand_new", "") == ["cz.brand_new: not in the table"]
