"""Time evidence at the size of a real year: 2,000 photos and 1,000 papers, 60 units.

    python bench/evidence.py [photos] [papers]

Files are small here (a photo 40 kB, a paper 8 kB): what is timed is cz, not the disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(40_000)
PAPER = os.urandom(8_000)
DAY = "2026-07-15"


def timed(folder: Path, *words: str) -> tuple[float, str]:
    """(seconds, the last line of what it said)."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "cz", *words, "--today", DAY]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    said = (ran.stdout.strip() or ran.stderr.strip()).splitlines() or [""]
    return time.perf_counter() - begin, said[-1]


def standards(folder: Path) -> list[str]:
    """Ids of those judged by their papers."""
    text = (folder / "data" / "indicators.yaml").read_text(encoding="utf-8")
    records = text.partition("\nindicators:")[2].split("\n  - id: ")[1:]
    return [record.split("\n")[0] for record in records if "method: 材料审核" in record]


def fill(folder: Path, photos: int, papers: int) -> None:
    """A folder a standard, as a unit hands them in."""
    ids = standards(folder)
    for number in range(photos + papers):
        is_photo = number < photos
        place = folder / "佐证材料" / "新交" / ids[number % len(ids)]
        place.mkdir(parents=True, exist_ok=True)
        name = f"2026-06-{number % 28 + 1:02} 材料{number}.{'jpg' if is_photo else 'xlsx'}"
        content = (PHOTO if is_photo else PAPER) + number.to_bytes(4, "big")
        (place / name).write_bytes(content)


def main() -> None:
    photos, papers = (int(text) for text in (sys.argv[1:] or ["2000", "1000"]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plan"
        shutil.copytree(ROOT / "examples" / "midway", folder)
        fill(folder, photos, papers)
        count = 35 + photos + papers
        for words in (
            ("evidence", "add", "佐证材料/新交", "-o", "图说.csv"),
            ("evidence", "take", "图说.csv"),
            ("evidence", "list", "-o", "材料.csv"),
            ("evidence", "check"),
            ("evidence", "review", f"e36~{count}", "--pass"),
            ("dossier",),
            ("dossier", "build", "-o", "档案"),
            ("dossier", "build", "-o", "档案"),
            ("gaps",),
            ("status",),
        ):
            seconds, said = timed(folder, *words)
            print(f"{seconds:6.2f} s  cz {' '.join(words)}　{said[:60]}")


if __name__ == "__main__":
    main()
