"""``cz survey size``: how many answers are wanted, or how exact so many are."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli.options import JsonOption, examples, one_form, put_out_sheet
from cz.problem import Refusal
from cz.show.sheet import Block, Col, Line, Sheet, Table
from cz.surveys.sizes import LEVEL, margin, wanted
from cz.words import one_decimal

_SHOWN = (20, 50, 100, 200, 400, 1000, 2000)


@examples(
    "cz survey size --error 3               误差不超过 3 个百分点，要收几份",
    "cz survey size --answers 1000          收了 1000 份，误差多少",
    "cz survey size --error 5 --population 12000",
)
def command(
    error: Annotated[
        float | None,
        typer.Option("--error", metavar="百分点", help="容许的误差，例如 3，即正负 3 个百分点。"),
    ] = None,
    answers: Annotated[
        int | None, typer.Option("--answers", metavar="N", help="有效回答几份。")
    ] = None,
    population: Annotated[
        int, typer.Option("--population", metavar="N", help="总体有多少人；不写就当作很多。")
    ] = 0,
    level: Annotated[
        float, typer.Option("--level", metavar="百分数", help="置信水平，不写是 95。")
    ] = LEVEL,
    json: JsonOption = False,
) -> int:
    form = one_form(json=json)
    _check(error, answers, population, level)
    put_out_sheet(sheet(error, answers, population, level), form, None, ".")
    return 0


def _check(error: float | None, answers: int | None, population: int, level: float) -> None:
    """Raises Refusal for figures that cannot be."""
    if error is not None and not 0.1 <= error <= 50:
        raise Refusal(f"误差应当在 0.1 到 50 个百分点之间，写的是 {error:g}。请核对 --error。")
    if answers is not None and not 1 <= answers <= 10_000_000:
        raise Refusal(f"份数应当是正整数，写的是 {answers}。请核对 --answers。")
    if not 50 <= level <= 99.9:
        raise Refusal(f"置信水平应当在 50 到 99.9 之间，写的是 {level:g}。请核对 --level。")
    if population < 0 or (answers and population and answers > population):
        raise Refusal(f"总体 {population} 比份数还少。请核对 --population。")


def sheet(error: float | None, answers: int | None, population: int, level: float) -> Sheet:
    of_all = f"，总体 {population} 人" if population else ""
    blocks: list[Block] = []
    data: dict[str, object] = {"level": level, "population": population or None}
    if error is not None:
        count = wanted(error, level, population)
        data |= {"error": error, "wanted": count}
        blocks.append(Line(f"误差不超过 ±{error:g} 个百分点，要有效回答 {count} 份。"))
    if answers is not None:
        points = margin(answers, level, population)
        data |= {"answers": answers, "margin": round(points, 2)}
        blocks.append(Line(f"有效回答 {answers} 份，误差不超过 ±{one_decimal(points)} 个百分点。"))
    if not blocks:
        table = [(str(n), f"±{one_decimal(margin(n, level, population))}") for n in _SHOWN]
        blocks.append(Table([Col("份数", right=True), Col("误差（百分点）", right=True)], table))
    note = f"置信水平 {level:g}%{of_all}；按最不利的 50% 算，要随机抽样才作数。"
    blocks.append(Line(note, "bright_black"))
    blocks.append(Line("分单位比较的，是每个单位都要这么多份。", "bright_black"))
    return Sheet(blocks, data)
