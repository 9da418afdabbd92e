"""``cz round draw``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cz.cli.options import CommitOption, DryRunOption, PlanOption, examples
from cz.commands.round.options import RoundArgument
from cz.load.folder import find_plan
from cz.rounds.drawing import LEAST
from cz.show.changes import show_outcome
from cz.show.complaints import complain
from cz.typography import visible
from cz.verbs.round.draw import DrawnRound, draw_spots
from cz.write.writing import How

_NAMED = 12  # ids that are told one by one


@examples(
    "cz round draw m2026-2        抽过的：照种子重抽一遍，和记着的比",
    "cz round draw m2026-2 --dry-run",
)
def command(
    id_: RoundArgument,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
) -> int:
    outcome = draw_spots(find_plan(plan), id_, how=How(dry_run, commit))
    complain(outcome.warnings)
    result: DrawnRound = outcome.result
    if not result.again:
        show_outcome(outcome, in_words_only=True)
    for line in _lines(result):
        print(visible(line))
    return 1 if outcome.refused else 0


def _lines(result: DrawnRound) -> Iterator[str]:
    drawn = result.drawn
    if result.again:
        yield from _again(result)
        return
    types = Counter(spot.type for spot in drawn.spots)
    yield "、".join(f"{name} {count}" for name, count in types.items())
    if drawn.added:
        more = _few([spot.id for spot in drawn.added])
        yield f"其中 {len(drawn.added)} 个是为了每条标准至少看 {LEAST} 次加抽的：{more}"
    if drawn.thin:
        thin = _few([f"{id_}（{times} 次）" for id_, times in drawn.thin])
        yield f"点位不够，看不到 {LEAST} 次的标准 {len(drawn.thin)} 条：{thin}"
    if drawn.unseen:
        yield f"没有一种点位看的实地标准 {len(drawn.unseen)} 条：{_few(drawn.unseen)}"
        yield "要看的，写进 data/spots.yaml 里点位类型的 standards。"


def _again(result: DrawnRound) -> Iterator[str]:
    one = result.round
    if not result.gone and not result.come:
        yield f"{one.id} 按种子 {one.seed} 重抽，{len(one.spots)} 个点位和记着的一样。"
        return
    yield f"{one.id} 抽过了，没有改动。按种子 {one.seed} 和现在的点位重抽，和记着的不一样："
    if result.gone:
        yield f"  记着而抽不到的 {len(result.gone)} 个：{_few(result.gone)}"
    if result.come:
        yield f"  抽到而没有记的 {len(result.come)} 个：{_few(result.come)}"
    yield "抽过以后点位、类型或要看的标准改过的，会这样；要按当时的重抽，请看那时的提交。"


def _few(ids: list[str] | tuple[str, ...]) -> str:
    return "、".join(ids[:_NAMED]) + ("等" if len(ids) > _NAMED else "")
