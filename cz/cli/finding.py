"""The ledger of findings: finding add, import, list, show, rectify, verify, reopen, due."""

from __future__ import annotations

from cz.cli.common import PlanOption, TodayOption, examples


@examples("cz finding list")
def finding_list_command(plan: PlanOption = None, today: TodayOption = None) -> int:
    return 0
