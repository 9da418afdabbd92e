"""That a plan was read whole and found sound: a receipt, so that it need not be read whole again.

It says so of just these bytes of all the plan's files, read by just this program, and how each file
is laid out. Any other content has none. It lies in the user's cache folder (cz.kept), is never
needed, and is never believed where the files do not look as it says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import cz
from cz import disk, kept
from cz.load import Loaded, is_left_out
from cz.load.folder import shown_path
from cz.load.layout import Layout, Section, agrees, fits, sketch
from cz.load.roster import VARIABLE
from cz.problem import Problem
from cz.records.kinds import FILES, OPTIONAL, REQUIRED
from cz.source import Source

SMALLEST = 64 * 2**10  # bytes of a plan that is worth a receipt
Piece = tuple[int, int, bytes]  # bytes from here to there, and what is there instead
_END = "sound\n"  # the last line
_ROOMS = ("", "load", "tree", "records", "checks")  # what reads and judges the files


class Held(NamedTuple):
    """The bytes of the plan's files, by stem; their digests, and what names a receipt for them."""

    folder: str
    raw: dict[str, bytes]
    digests: Mapping[str, str]
    key: str

    def sketch(self) -> dict[str, Layout]:
        """How the files are laid out, so far as that can be told before they are read."""
        return {stem: sketch(stem, raw) for stem, raw in self.raw.items()}

    def sources(self) -> dict[str, Source | Problem]:
        """The files' texts. Their bytes, which take room, are held no longer."""
        return {stem: self.source(stem, self.raw.pop(stem)) for stem in list(self.raw)}

    def source(self, stem: str, raw: bytes) -> Source | Problem:
        shown = shown_path(self.folder, f"{stem}.yaml")
        return disk.decode(raw, shown, blank=stem in OPTIONAL)


def held(folder: str) -> Held | None:
    """The plan's files as they are; ``None`` where a receipt would not say all there is to know.

    That is where one is a link or missing or no plain file, where the roster may lie outside, and
    where the plan is small.
    """
    if os.environ.get(VARIABLE):
        return None
    raw: dict[str, bytes] = {}
    for stem in FILES:
        path = os.path.join(folder, "data", f"{stem}.yaml")
        if os.path.islink(path):
            return None
        try:
            raw[stem] = disk.content(path)
        except FileNotFoundError:
            if stem in REQUIRED or is_left_out(folder, f"data/{stem}.yaml"):
                return None
        except OSError:
            return None
    if sum(map(len, raw.values())) < SMALLEST:
        return None
    digests = {stem: _digest(content) for stem, content in raw.items()}
    return Held(folder, raw, digests, key_of(digests))


def key_of(digests: Mapping[str, str]) -> str:
    """What names the receipt for files of these digests, and no others."""
    told = [_program(), *(f"{stem} {digests.get(stem, '')}" for stem in FILES)]
    return _digest("\n".join(told).encode())


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=20).hexdigest()


@cache
def _program() -> str:
    """What tells this cz from any other, also from itself while somebody works on it."""
    home = os.path.dirname(os.path.abspath(cz.__file__))
    stamps = [cz.__version__]
    try:
        for room in _ROOMS:
            with os.scandir(os.path.join(home, room)) as entries:
                stamps += sorted(_stamp(entry) for entry in entries if entry.name.endswith(".py"))
    except OSError:  # not files of their own
        pass
    return "\n".join(stamps)


def _stamp(module: os.DirEntry[str]) -> str:
    """Raises OSError."""
    state = module.stat()
    return f"{module.name} {state.st_mtime_ns} {state.st_size}"


def read(held: Held) -> dict[str, Layout] | None:
    """How the files are laid out, where they were read whole and found sound, else ``None``."""
    layouts: dict[str, Layout] = dict.fromkeys(held.raw, ())
    text = kept.read(held.key)
    if not text.endswith(_END):
        return None
    try:
        for line in text.removesuffix(_END).splitlines():
            stem, name, *numbers = line.split(" ")
            begin, indent, size = map(int, numbers)
            layouts[stem] += (Section(name, begin, indent, size),)
    except (KeyError, ValueError):
        return None
    if not all(fits(layout, held.raw[stem]) for stem, layout in layouts.items()):
        return None
    return layouts


def keep(key: str, layouts: Mapping[str, Layout], loaded: Loaded) -> None:
    """Say of the files with this key that they were read whole, as here, and are sound.

    ``layouts``: as sketched before. A file that is not laid out so is always read whole.
    """
    certain = {}
    for stem, layout in layouts.items():
        tree = loaded.trees[stem]
        certain[stem] = layout if tree.whole and agrees(layout, tree.root) else ()
    kept.keep(key, "".join([*_lines(certain), _END]))


def moved_on(
    held: Held, layouts: Mapping[str, Layout], stem: str, raw: bytes, pieces: Sequence[Piece]
) -> None:
    """Say so of a plan of which within records of one file just these pieces were changed.

    Each was proven, and no record begins or ends elsewhere than it did.
    """
    layout = []
    for section in layouts[stem]:
        by = sum(len(new) - (end - start) for start, end, new in pieces if start < section.begin)
        layout.append(section._replace(begin=section.begin + by))
    key = key_of({**held.digests, stem: _digest(raw)})
    kept.keep(key, "".join([*_lines({**layouts, stem: tuple(layout)}), _END]))


def _lines(layouts: Mapping[str, Layout]) -> Iterable[str]:
    for stem, layout in layouts.items():
        for section in layout:
            yield f"{stem} {section.name} {section.begin} {section.indent} {section.size}\n"
