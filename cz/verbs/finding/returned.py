"""The file of returned rows: whether it is ours, and what would be lost by writing it again."""

import os
from collections.abc import Callable, Sequence

from cz.problem import Refusal
from cz.records import Campaign
from cz.supervise.table import Table, read_table
from cz.tables import read_bytes
from cz.verbs.finding.cells import Given
from cz.verbs.finding.row import Verdict, judge
from cz.write.files import RETURNED, may_write


def target_beside(path: str) -> str:
    """Where the returned rows of a table go, also those of one that was returned itself."""
    return f"{os.path.splitext(path)[0].removesuffix('-退回')}-退回.csv"


def rows_lost(
    target: str, path: str, verdicts: Sequence[Verdict], campaign: Campaign, given: Given
) -> list[Verdict] | None:
    """Rows returned before that would be lost by writing ``target`` again; None: it holds none.

    Those that are neither in the ledger nor among ``verdicts``, the table's at ``path``: someone
    mended them, or they are another table's.
    """
    if os.path.realpath(target) == os.path.realpath(path):
        return None
    table = _returned_before(target)
    if table is None:
        return None
    here = {(verdict.cells, verdict.over) for verdict in verdicts}
    return [
        verdict
        for verdict in judge(table, campaign, given)
        if not verdict.known and (verdict.cells, verdict.over) not in here
    ]


def refuse_loss(
    plan_folder: str,
    target: str,
    lost: Sequence[int],
    ours: Callable[[str], bool] | None = None,
) -> None:
    """Raises Refusal where the returned rows cannot be written, or someone's work would be lost.

    ``lost``: the numbers of the rows. ``ours``: whether a file is one that we returned.
    """
    try:
        may_write(plan_folder, target, RETURNED, ours=ours or _is_ours)
    except Refusal as refusal:
        raise Refusal(f"{refusal.message}什么也没有改动。") from None
    if lost:
        rows = f"第 {lost[0]} 行" + ("等" if len(lost) > 1 else "")
        raise Refusal(
            f"{target} 里还有 {len(lost)} 行没有导入（{rows}），覆盖了就没有了。"
            "请先改好并导入它，或给它改名，或用 -o 写到别的文件。什么也没有改动。"
        )


def _is_ours(path: str) -> bool:
    return _returned_before(path) is not None


def _returned_before(path: str) -> Table | None:
    """What we returned before, if that is what this file is."""
    if not os.path.isfile(path):
        return None
    try:
        table = read_table(read_bytes(path), path)
    except Refusal:
        return None
    return table if table.ours else None
