"""``cz add step``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cz.cli.options import (
    ItsGroupOption,
    LeadOption,
    NewDueOption,
    PhaseOption,
    SharersOption,
)
from cz.commands.add.options import Enter, adds
from cz.verbs.add.step import add_step
from cz.verbs.add.task import Duties


@adds("cz add step 迎检演练 --phase 2 --due 10月15日", dated=True)
def command(
    title: Annotated[str, typer.Argument(metavar="标题", help="步骤的标题。")],
    phase: PhaseOption = None,
    lead: LeadOption = None,
    unit: SharersOption = None,
    group: ItsGroupOption = None,
    due: NewDueOption = None,
) -> Enter:
    return partial(
        add_step,
        title=title,
        phase=phase,
        duties=Duties(lead, unit or (), group, due),
    )
