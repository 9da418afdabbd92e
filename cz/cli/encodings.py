"""Chinese in and out of the terminal, whatever encoding it was set to."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any

# For what GBK, the encoding of a pipe on Chinese Windows, has no character.
_STAND_INS = {"░": "·", "⚠": "!", "🟢": "●", "🟡": "●", "🔴": "●", "⏎": "/", "\ufe0f": ""}


def speak_chinese(stream: Any) -> None:
    """Make a standard stream take Chinese: in its own encoding where that has it, else in UTF-8."""
    codecs.register_error("cz", stand_ins)
    try:
        "创城—█".encode(stream.encoding or "ascii")
        stream.reconfigure(errors="cz")
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8", errors="replace")
    except AttributeError:
        pass  # not a stream of this program's own: nothing to set


def stand_ins(error: UnicodeError) -> tuple[str, int]:
    """What is written for characters that the encoding lacks, and where it goes on.

    A rare character of a name is told by its number, so that it is not lost unseen.
    """
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return "".join(_stand_in(char) for char in lacking), error.end


def _stand_in(char: str) -> str:
    if char in _STAND_INS:
        return _STAND_INS[char]
    code = f"{ord(char):X}"
    return "?" if "\ud800" <= char <= "\udfff" else f"[U+{code:0>4}]"


def refuse_other_encodings(arguments: Sequence[str]) -> None:
    """Raise Refusal for an argument that is not text in the terminal's encoding.

    Its bytes arrive as lone surrogates; guessing would lose some.
    """
    from cz.problem import Refusal

    for argument in arguments:
        if any("\ud800" <= char <= "\udfff" for char in argument):
            shown = argument.encode("utf-8", "replace").decode("utf-8")
            raise Refusal(
                f"“{shown}”里有读不懂的字符，多半是终端的编码不是 UTF-8。"
                "请改用 UTF-8 的终端，或设置 LANG=C.UTF-8。什么也没有改动。"
            )
