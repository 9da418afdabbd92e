"""The folder of a plan: whether it is one, where it is, and how its files are called."""

import os

from cz import disk
from cz.problem import Refusal
from cz.records.kinds import REQUIRED


def is_plan(folder: str) -> bool:
    """Whether it holds one of the files that every plan has."""
    return any(os.path.exists(os.path.join(folder, "data", f"{stem}.yaml")) for stem in REQUIRED)


def find_plan(given: str | None) -> str:
    """The plan's folder: ``given``, or the nearest at or above where the user stands.

    Raises Refusal where there is none.
    """
    if given:
        _require_plan(given)
        return given
    here = os.getcwd()
    nearest = disk.find_up(here, is_plan)
    if nearest is None:
        raise Refusal(
            "这里和上级各文件夹里都没有方案（data/tasks.yaml）。"
            "请到方案文件夹里执行，或用 --plan 指明；新方案请用 cz init 建立。"
        )
    return "." if nearest == here else os.path.relpath(nearest)


def _require_plan(folder: str) -> None:
    if is_plan(folder):
        return
    above, name = os.path.split(os.path.abspath(folder))
    if name == "data" and is_plan(above):
        raise Refusal(f"--plan 要写方案文件夹，不是它里面的 data：请写 {disk.shown_path(above)}。")
    raise Refusal(
        f"{folder} 里没有方案：应当有 data/tasks.yaml。"
        "请核对 --plan（或环境变量 CZ_PLAN）指的文件夹，新方案请用 cz init 建立。"
    )


def shown_path(folder: str, name: str) -> str:
    """A file of the plan as the user knows it: relative to where he stands, if that is shorter."""
    return disk.shown_path(os.path.join(folder, "data", name))
