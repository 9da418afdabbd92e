"""Whatever a text has become, reading it ends in a plan or in a refusal, never in a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cz.intake.importing import files_of_plan
from cz.problem import Refusal

PLANS = Path(__file__).parent / "intake"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(PLANS.glob("*.[tm][xd]*"))]
SIGNS = "，。；：、（）()【】[]〔〕“”《》\n　 1一①.|:"
PIECES = (
    *("牵头单位：", "责任单位：", "由", "负责", "落实，", "完成时限：", "附件", "以下均需"),
    "序号\n任务\n责任单位\n",
)
CHANGES = 60  # texts of one seed


@pytest.mark.soak(every=40)
@pytest.mark.parametrize("seed", range(120))
def test_a_text_with_anything_in_any_place(seed: int, tmp_path: Path) -> None:
    drawn = random.Random(seed)
    path = tmp_path / "方案.txt"
    for _ in range(CHANGES):
        path.write_text(_changed(drawn), encoding="utf-8")
        try:
            files_of_plan([str(path)])
        except Refusal:
            continue


def _changed(drawn: random.Random) -> str:
    """A plan with signs put in, parts taken out, doubled, swapped for others' or broken off."""
    text = drawn.choice(TEXTS)
    for _ in range(drawn.choice((1, 2, 5, 20))):
        place = drawn.randrange(len(text) + 1)
        before, after = text[:place], text[place:]
        kind = drawn.randrange(6)
        if kind == 0:
            text = before + drawn.choice((*SIGNS, *PIECES)) + after
        elif kind == 1:
            text = before + after[drawn.choice((1, 2, 5, 30)) :]
        elif kind == 2:
            again = drawn.randrange(len(text) + 1)
            text = before + text[again : again + drawn.randrange(80)] + after
        elif kind == 3:
            text = before or after
        elif kind == 4:
            text = text.replace(drawn.choice("，。；：\n（）"), drawn.choice(SIGNS), 20)
        else:
            other = drawn.choice(TEXTS)
            begin = drawn.randrange(len(other))
            text = before + other[begin : begin + drawn.randrange(400)] + after
    return text


# What once ended in a traceback, and whether it is a plan.
ONCE = {
    "（一）完成时限：工\n1.对\n3.（区局": True,
    "1.)(责任单位:工信)责任单位:市工": False,
    "〔。以下均需府落实时限：〕": False,
    "落实部署，": False,
    "。三、加强": True,
}


@pytest.mark.parametrize("text", ONCE)
def test_what_once_ended_in_a_traceback(text: str, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(text, encoding="utf-8")
    try:
        files = files_of_plan([str(path)])
    except Refusal:
        assert not ONCE[text]
    else:
        assert ONCE[text]
        assert "    title: " in files.data["tasks"]
