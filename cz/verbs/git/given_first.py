"""Which side of a merge gave out an id first, and whether other files of a side name it already."""

from __future__ import annotations

import os
import posixpath
import re
from typing import NamedTuple

from cz.git import GitFailed
from cz.git.run import git
from cz.problem import Refusal
from cz.records.kinds import FILES
from cz.review.merge_values import OURS, THEIRS


class History(NamedTuple):
    """The two commits that are merged, "" where that is not known; ``path`` of the file."""

    ours: str
    theirs: str
    path: str

    @classmethod
    def of_merge(cls, path: str) -> History:
        """While git merges it says so in the environment; of a rebase, and of a commit that is
        picked, it does not: what comes after would still name the old number."""
        heads = [key for key in os.environ if key.startswith("GITHEAD_") and os.environ[key]]
        if len(heads) != 1:
            return cls("", "", path)
        return cls("HEAD", heads[0].removeprefix("GITHEAD_").lower(), path)

    def later(self, id_: str) -> int | None:
        """The side that committed the id later; None where git cannot tell."""
        if not self.ours:
            return None
        ours = self._given_at(id_, self.ours, self.theirs)
        theirs = self._given_at(id_, self.theirs, self.ours)
        if ours is None or theirs is None:
            return None
        return OURS if theirs < ours else THEIRS

    def _given_at(self, id_: str, side: str, other: str) -> int | None:
        """When the author of this side first wrote the id, in seconds since 1970."""
        wanted = f"-Gid: *['\"]?{re.escape(id_)}([^0-9]|$)"
        asked = ("log", "--format=%at", wanted, side, f"^{other}", "--", self.path)
        try:
            times = git(".", *asked).split()
        except (GitFailed, Refusal):
            return None
        return min(map(int, times), default=None)

    def refers(self, side: int, id_: str) -> bool:
        """Whether another file of the side names the id, or git cannot tell."""
        revision = self.theirs if side == THEIRS else self.ours
        if not revision:
            return True
        name = re.compile(rf"(?<![\w-]){re.escape(id_)}(?![\w-])".encode())
        folder = posixpath.dirname(self.path)
        own = posixpath.basename(self.path)
        for stem in FILES:
            if own == f"{stem}.yaml":
                continue
            try:
                text = git(".", "show", f"{revision}:{posixpath.join(folder, stem)}.yaml")
            except GitFailed as failed:
                if "does not exist" in failed.words or "exists on disk" in failed.words:
                    continue
                return True
            if name.search(text):
                return True
        return False
