"""What everything that evidence can be for is called."""

from __future__ import annotations

from collections.abc import Mapping

from cz.records import Campaign


def titles_of(campaign: Campaign) -> Mapping[str, str]:
    """By id: the title of a standard, task or step, the spot and the problem of a finding."""
    titles = {indicator.id: indicator.title for indicator in campaign.indicators}
    titles |= {item.id: item.title for item in campaign.work}
    for finding in campaign.findings:
        titles[finding.id] = "：".join(filter(None, (finding.spot, finding.problem)))
    return titles
