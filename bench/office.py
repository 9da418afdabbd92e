"""`python bench/office.py`.

A bulletin as a Word file beside the same bulletin as Markdown, on the example: whole processes of
the checkout's interpreter, user time, in pairs; what counts is the median of the pairs' ratios.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
BULLETIN = ("report", "--template", "督查通报", "--issue", "3")
PAIRS = 15
LIMIT = 2.5  # Word takes at most so many times what Markdown takes


def busy(output: Path) -> float:
    """Seconds of user time that writing the bulletin takes."""
    plan = str(ROOT / "examples" / "midway")
    command = [sys.executable, "-m", "cz", *BULLETIN, "--plan", plan, "--force", "-o", str(output)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as name:
        markdown, word = Path(name) / "通报.md", Path(name) / "通报.docx"
        busy(markdown)
        busy(word)
        pairs = [(busy(markdown), busy(word)) for _ in range(PAIRS)]
    ratio = median(in_word / plain for plain, in_word in pairs)
    plain, in_word = (median(times) for times in zip(*pairs, strict=True))
    print(
        f"督查通报：Markdown {plain * 1000:.0f} 毫秒，Word {in_word * 1000:.0f} 毫秒，"
        f"{ratio:.2f} 倍（目标：不超过 {LIMIT:g} 倍）"
    )


if __name__ == "__main__":
    main()
