"""One of these words, written in English or in Chinese; else the nearest, and all there are."""

from collections.abc import Mapping

from cz.letters import folded
from cz.problem import Refusal, nearest


def meant_by(text: str, words: Mapping[str, str]) -> str | None:
    """The key that ``text`` stands for, by the key in any case or by its Chinese word."""
    wanted = folded(text)
    for key, chinese in words.items():
        if wanted and wanted in (folded(key), folded(chinese)):
            return key
    return None


def choose(text: str, words: Mapping[str, str], miss: str, known: str = "可用的有") -> str:
    """The key that ``text`` stands for. ``words``: key to Chinese word, "" where there is none.

    Raises Refusal: ``没有“…”{miss}。``, the nearest word, and after ``known`` all there are.
    """
    key = meant_by(text, words)
    if key is not None:
        return key
    raise Refusal(f"没有“{text}”{miss}。{near_word(text, words)}{known}：{listing(words)}。")


def near_word(text: str, words: Mapping[str, str]) -> str:
    """``是不是 due？`` for the nearest of the words, "" where none is near."""
    near = nearest(text.strip(), [*words, *filter(None, words.values())], 1)
    return f"是不是 {near[0]}？" if near else ""


def listing(words: Mapping[str, str]) -> str:
    """``due（时限）、late（逾期天数）``."""
    return "、".join(f"{key}（{chinese}）" if chinese else key for key, chinese in words.items())
