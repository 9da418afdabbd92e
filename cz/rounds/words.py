"""What a mock assessment came to, in words: on screens and in reports."""

from __future__ import annotations

from fractions import Fraction

from cz.records import Campaign
from cz.rounds.rates import MEAN_OF_OTHERS, Rate, Scored
from cz.rounds.redrawn import CUT, TIMES, Between
from cz.rounds.story import Against, RoundStory
from cz.rounds.weighing import OBSERVATION, STANDARD, WEIGHT
from cz.words import one_decimal, percent

NO_RATE = "没有可算的"
UNDECIDED = "差别不足以下结论"
_NAMED = 8  # ids that are told one by one


def score(rate: Rate) -> str:
    return percent(float(100 * rate.value)) if rate.value is not None else NO_RATE


def plain(rate: Rate) -> str:
    return percent(float(100 * rate.plain)) if rate.plain is not None else NO_RATE


def headline(told: RoundStory) -> str:
    """How many spots, standards, observations."""
    seen = told.scored.observed
    missed = sum(not each.met for each in seen.observations)
    types = len({spot.type for spot in seen.spots})
    return (
        f"点位 {len(seen.spots)} 个，{types} 类；标准 {len(told.scored.standards)} 条；"
        f"观察 {len(seen.observations)} 次，不符合 {missed} 次"
    )


def all_met_words(told: RoundStory) -> str:
    """Spots where nothing was found, be it that nobody went or that no sheet came back."""
    return (
        f"{told.all_met} 个点位没有一条不符合，算作都符合；"
        f"其中没有去的、记录表没有收回来的，先用 cz round skip {told.round.id} 点位 记下再算。"
    )


def error_words(error: Between | None) -> str:
    if error is None:
        return ""
    low, high = (percent(float(100 * value)) for value in error)
    return f"点位换一批，得分率也会在 {low}～{high} 之间"


def against_words(against: Against) -> str:
    """What may be said of two rounds, on the standards that both judged."""
    name = against.other.observed.round.title
    head = f"和{name}都看过的标准 {against.now.standards} 条"
    if against.by is None:
        return f"{head}，没有可比的。"
    head += f"：这次 {score(against.now)}，那次 {score(against.then)}，{_moved(against.by)}"
    if against.between is None:
        return f"{head}。"
    low, high = (_signed(value) for value in against.between)
    head += f"（点位换一批，相差会在 {low}～{high} 个百分点之间"
    return f"{head}，{UNDECIDED}）。" if against.between.holds_nothing else f"{head}）。"


def _moved(by: Fraction) -> str:
    points = one_decimal(float(abs(100 * by)))
    if points == "0.0":
        return "相同" if by == 0 else "几乎相同"
    return f"{'高' if by > 0 else '低'} {points} 个百分点"


def _signed(value: Fraction) -> str:
    return one_decimal(float(100 * value))


_METHODS = {
    STANDARD: "其中各条标准的平均，每条标准一样重",
    OBSERVATION: "其中各次观察的平均，每次一样重",
    WEIGHT: "其中各条标准按权重的平均，权重是办公室给的",
}


def rule_words(campaign: Campaign, result: Scored) -> tuple[str, ...]:
    """The rule as it is printed under every result."""
    held, scoring = result.observed.round, campaign.rules.scoring
    rules = [
        "每个看过的点位，按它的类型逐条看测评标准；记着没有看的不算。符合得 1，不符合得 0。",
        "一条标准的得分率是它各次观察的平均；"
        f"测评项目、单位和总的得分率是{_METHODS[scoring.method]}。",
    ]
    if result.no_weight:
        named = "、".join(result.no_weight[:_NAMED])
        rest = "等" if len(result.no_weight) > _NAMED else ""
        rules.append(f"没有写权重的 {len(result.no_weight)} 条标准不在里面：{named}{rest}。")
    if scoring.missing == MEAN_OF_OTHERS and scoring.method != OBSERVATION:
        rules.append(
            "一个单位没有看的标准，同类的其他单位看过的，用它们的平均补上；观察次数只数自己的。"
        )
    if scoring.method != OBSERVATION:
        rules.append(f"按观察次数算，每次一样重，总的是 {plain(result.city)}，供对照。")
    rules += [
        "未成年人思想道德建设的标准另算，不在总的得分率里。",
        f"点位由种子 {held.seed} 抽出，照同样的种子谁抽都一样。误差是按这个种子，"
        f"在每类看过的点位里有放回地重抽 {TIMES} 次，去掉最高、最低各 {CUT} 次得到的。",
        f"观察不足 {max(1, scoring.min_obs)} 次的单位不排名。",
    ]
    return tuple(rules)
