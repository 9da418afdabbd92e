"""Errors in what mock assessments name, in findings that name one, and in how they are counted."""

from __future__ import annotations

from collections.abc import Iterator

from cz.checks.known import Known, error, unlisted
from cz.problem import Problem, nearest
from cz.records import Campaign, Indicator, Round
from cz.records.judge import NO_RULE, Judge, judged
from cz.tree import Path

_TRIED = (5, 10, 20, 100, 1000)  # numbers of observations that a rule is tried with
_NAMED = 5  # ids that are told one by one


def of_rounds(campaign: Campaign, known: Known) -> Iterator[Problem]:
    """E309, E310 and E312 in rounds; E310 in the findings of a round."""
    for finding in campaign.findings:
        if finding.round and finding.round not in known.rounds:
            ids = [each.id for each in campaign.rounds]
            yield unlisted(
                campaign, "findings", finding, "round", finding.round, ids, "模拟测评", "E310"
            )
    for each in campaign.rounds:
        yield from _spots(campaign, each, known)
        if each.end < each.start:
            message = "模拟测评的结束日期早于开始日期。"
            advice = "请核对 start 和 end。"
            yield error(campaign, "rounds", each, ("end",), "E312", message, advice)


def _spots(campaign: Campaign, each: Round, known: Known) -> Iterator[Problem]:
    drawn = set(each.spots)
    for index, id_ in enumerate(each.spots):
        if id_ not in known.spots:
            near = nearest(id_, [spot.id for spot in campaign.spots])
            hint = f"最接近的有：{'、'.join(near)}。" if near else "请核对点位编号。"
            path: Path = ("spots", index)
            yield error(campaign, "rounds", each, path, "E310", f"没有编号为“{id_}”的点位。", hint)
    for index, skipped in enumerate(each.skipped):
        if skipped.spot not in drawn:
            path = ("skipped", index, "spot")
            message = f"{skipped.spot} 不在这一次抽到的点位里。"
            advice = "请写 spots 里的编号，或删去这一条。"
            yield error(campaign, "rounds", each, path, "E310", message, advice)
        for place, id_ in enumerate(skipped.standards):
            if id_ not in known.indicators:
                path = ("skipped", index, "standards", place)
                message = f"没有编号为“{id_}”的指标。"
                yield error(campaign, "rounds", each, path, "E309", message, "请核对指标编号。")


def of_scoring(campaign: Campaign) -> Iterator[Problem]:
    """E314: weights that are not there; a way of filling in that a method has no place for."""
    rules, scoring = campaign.rules, campaign.rules.scoring
    if scoring.method == "observation" and scoring.missing == "mean_of_others":
        message = "各次观察一样重的，没有看的标准没有次数，不能用其他单位的平均补上。"
        advice = "请把 method 写成 standard 或 weight，或把 missing 写成 leave_out。"
        path: Path = ("scoring", "missing")
        yield error(campaign, "rules", rules, path, "E314", message, advice)
    if scoring.method == "weight":
        shown = {id_ for type_ in campaign.types for id_ in type_.standards}
        bare = [one.id for one in campaign.indicators if one.id in shown and one.weight is None]
        if bare:
            named = "、".join(bare[:_NAMED]) + ("等" if len(bare) > _NAMED else "")
            message = f"要按权重算，点位上看的标准有 {len(bare)} 条没有写权重：{named}。"
            advice = "请在这些标准下面写 weight，照测评手册写；没有权重的，method 请写 standard。"
            yield error(campaign, "rules", rules, ("scoring", "method"), "E314", message, advice)


def of_judges(campaign: Campaign) -> Iterator[Problem]:
    """E314: rules in which a grade can never be, or which is better where less was met."""
    tried: dict[Judge, tuple[str, str]] = {}
    for standard in campaign.indicators:
        rule = standard.judge
        if rule == NO_RULE:
            continue
        if rule not in tried:
            tried[rule] = _fault(rule)
        grade, message = tried[rule]
        if message:
            yield _judge_error(campaign, standard, grade, message)


def _judge_error(campaign: Campaign, standard: Indicator, grade: str, message: str) -> Problem:
    path: Path = ("judge", grade) if grade else ("judge",)
    advice = "先看 A，再看 B，再看 C；请写成 A 比 B 严、B 比 C 严。"
    return error(campaign, "indicators", standard, path, "E314", message, advice)


def _fault(rule: Judge) -> tuple[str, str]:
    """(the grade at fault, what is wrong with it); the second "" where nothing is."""
    if not rule.conditions:
        return "", "这条规则一个等级的条件也没有写。"
    ever = set()
    for seen in _TRIED:
        best = ""
        for met in range(seen, -1, -1):
            grade = judged(rule, seen, met)
            ever.add(grade)
            if grade and best and grade < best:
                words = f"看 {seen} 次，达到 {met} 次倒比达到得多的评得高。"
                return grade, words
            best = max(best, grade)
    for grade, said in rule.conditions.items():
        if grade not in ever:
            return grade, f"“{said}”永远轮不到，前面的条件都先占了。"
    return "", ""
