"""``cz survey set``: which answers of a question are good, and what it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_indicator
from cz.problem import Refusal
from cz.records import Question
from cz.typed.lists import all_parts
from cz.verbs.survey.finding import BESIDE, find_question, options_named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


def set_question(
    folder: str,
    ids: Sequence[str],
    *,
    good: Sequence[str] = (),
    skip: Sequence[str] = (),
    indicator: str | None = None,
    weight: float | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """``good``, ``skip``: all the options that are so from now on. All or none. Raises Refusal."""
    if not (good or skip or indicator or weight is not None):
        raise Refusal(
            "没有说要定什么：--good 算好评的选项，--skip 不算回答的，--indicator 测评标准。"
        )
    if weight is not None and not 0 < weight <= 100:
        raise Refusal(f"权重应当大于 0、不大于 100，写的是 {weight:g}。")

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        changes: list[Change] = []
        said = []
        questions = [find_question(campaign, id_) for id_ in dict.fromkeys(ids)]
        for question in questions:
            words: list[str] = []
            if good or skip:
                more, told = _marked(question, all_parts(good), all_parts(skip))
                changes += more
                words.append(told)
            if indicator:
                standard = find_indicator(campaign, indicator)
                if standard.id != question.indicator:
                    changes.append(Put(question.node, ("indicator",), standard.id))
                words.append(f"指标：{question.indicator or '无'} → {standard.id}")
            if weight is not None:
                if weight != question.weight:
                    changes.append(Put(question.node, ("weight",), f"{weight:g}"))
                before = "无" if question.weight is None else f"{question.weight:g}"
                words.append(f"权重：{before} → {weight:g}")
            said.append(Said(f"{question.id} {question.text}", "；".join(words)))
        return Planned(changes, [question.id for question in questions], said)

    return write(folder, "surveys", plan, how, beside=BESIDE)


def _marked(
    question: Question, good: Sequence[str], skip: Sequence[str]
) -> tuple[list[Change], str]:
    """(the changes, what is said of them). Raises Refusal."""
    if good and question.several:
        raise Refusal(f"{question.id} 可以选几项，算不出好评率，不能定 --good。")
    both = set(good) & set(skip)
    if both:
        raise Refusal(f"“{'、'.join(sorted(both))}”不能又算好评又不算回答。")
    changes: list[Change] = []
    words = []
    for field, word, texts in (("good", "算好评", good), ("skip", "不算回答", skip)):
        if not texts:
            continue
        wanted = options_named(question, texts)
        for place, option in enumerate(question.options):
            is_now = getattr(option, field)
            if place in wanted and not is_now:
                changes.append(Put(question.node, ("options", place, field), "true"))
            elif place not in wanted and is_now:
                changes.append(Put(question.node, ("options", place, field), "false"))
        words.append(f"{word}：{'、'.join(texts)}")
    return changes, "；".join(words)
