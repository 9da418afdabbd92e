"""``cz add project``: an assessment project (测评项目) more."""

from __future__ import annotations

from cz.names import find_record
from cz.records import Campaign, Project
from cz.records.kinds import KINDS
from cz.verbs.add.entering import Entry, enter, source_of, titled
from cz.write.outcome import Outcome
from cz.write.writing import PLAINLY, How


def add_project(
    folder: str,
    title: str,
    *,
    block: str | None = None,
    confirm: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """``block``: the id of the part (版块) it belongs to. Raises Refusal."""

    def make(campaign: Campaign) -> Entry:
        number = max((int(project.id[1:]) for project in campaign.projects), default=0) + 1
        project = Project(
            id=f"x{number}",
            title=titled(title, campaign.projects, "测评项目"),
            block=find_record(campaign, KINDS["blocks"], block).id if block else "",
            source=source_of(confirm),
        )
        return Entry(
            project, None, f"它的测评标准用 cz add indicator 标准 --project x{number} 加上"
        )

    return enter(folder, "projects", make, how)
