"""`python bench/density.py`: how dense the code is, folder by folder.

Syntax nodes a line of code, conditional expressions, and those inside another one.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.table import table  # noqa: E402

NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


class Density(NamedTuple):
    nodes: int = 0
    lines: int = 0
    conditional: int = 0
    nested: int = 0


def density(text: str) -> Density:
    """Of one file; its docstrings count as code."""
    nodes = list(ast.walk(ast.parse(text)))
    conditional = [node for node in nodes if isinstance(node, ast.IfExp)]
    nested = sum(_holds_another(node) for node in conditional)
    return Density(len(nodes), _lines(text), len(conditional), nested)


def _holds_another(conditional: ast.IfExp) -> bool:
    return sum(isinstance(node, ast.IfExp) for node in ast.walk(conditional)) > 1


def _lines(text: str) -> int:
    """How many lines hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines)


def main() -> None:
    folders: dict[str, Density] = {}
    for path in sorted((ROOT / "cz").rglob("*.py")):
        folder = "/".join(path.relative_to(ROOT).parts[:-1][:2])
        for name in (folder, "全部"):
            before = folders.get(name, Density())
            more = density(path.read_text(encoding="utf-8"))
            sums = [old + new for old, new in zip(before, more, strict=True)]
            folders[name] = Density(*sums)
    folders["全部"] = folders.pop("全部")
    rows = []
    for name, total in folders.items():
        share = f"{total.nodes / max(1, total.lines):.1f}"
        rows.append([name, str(total.lines), share, str(total.conditional), str(total.nested)])
    print(table(["文件夹", "代码行", "每行节点", "条件表达式", "其中嵌套"], rows))


if __name__ == "__main__":
    main()
