"""``cz spot adopt``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
)
from cz.commands.spot.options import GroundOption
from cz.load.folder import find_plan
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.typography import visible
from cz.verbs.spot.adopt import Adopted, Place, adopt
from cz.write.writing import How

_NAMED = 20  # places that are told of one by one


@examples(
    "cz spot adopt                          台账里的点位都登记，认不准的列出来",
    "cz spot adopt 槐树巷 --unit 城东街道    只在一处的，写明属地",
    "cz spot adopt 槐树巷 --apart            各单位的同名点位，各是一处",
)
def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="点位", show_default=False, help="只登记这几个；不写就全部。"),
    ] = None,
    unit: GroundOption = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="几个单位都有这个名称的，各登记一个。")
    ] = False,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    outcome = adopt(
        find_plan(plan),
        names or (),
        clock(today),
        unit=unit,
        apart=apart,
        how=How(dry_run, commit),
    )
    complain(outcome.warnings)
    adopted: Adopted = outcome.result
    show_outcome(outcome, in_words_only=len(adopted.spots) > _NAMED)
    for line in _asked(adopted):
        print(visible(line))
    return 1 if outcome.refused else 0


def _asked(adopted: Adopted) -> Iterator[str]:
    """What a person has to decide, with the commands that say so."""
    if adopted.doubtful:
        yield f"台账里写过几种类型的 {len(adopted.doubtful)} 个，按写得最多的登记："
        for place in adopted.doubtful[:_NAMED]:
            yield f"  {place.name}　{_counted(place.types)}"
    if not adopted.asked:
        return
    yield f"属地认不准、没有登记的 {len(adopted.asked)} 个："
    for place in adopted.asked[:_NAMED]:
        yield f"  {place.name}　{_counted(place.units)}"
    if len(adopted.asked) > _NAMED:
        yield f"  ……另有 {len(adopted.asked) - _NAMED} 个"
    first = adopted.asked[0]
    yield "只有一处的，写明属地：" + f"cz spot adopt {first.name} --unit {_most(first)}"
    yield "各单位都有、只是同名的：" + f"cz spot adopt {first.name} --apart"


def _counted(counts: dict[str, int]) -> str:
    return "、".join(f"{name} {count} 次" for name, count in counts.items())


def _most(place: Place) -> str:
    return place.units.most_common(1)[0][0]
