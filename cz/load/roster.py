"""Where the roster (名单) is: in the plan, or outside, where whoever runs cz allows just that file.

A plan says by ``plan.people`` that its roster lies outside. That alone opens nothing, for a plan
may come from somebody else: the file is read only where the environment variable CZ_PEOPLE, which
no plan can set, names it or the folder it lies in, and where it is called people.yaml.
"""

from __future__ import annotations

import os

from cz import disk
from cz.private import ROSTER
from cz.problem import Refusal
from cz.records import Campaign

VARIABLE = "CZ_PEOPLE"


def outside(folder: str, written: str) -> str:
    """The path of the roster that a plan names, "" where it names none or it may not be read."""
    allowed = os.environ.get(VARIABLE, "")
    if not written or not allowed or "\0" in written:
        return ""
    path = os.path.realpath(os.path.join(folder, written))
    if os.path.basename(path) != ROSTER:
        return ""
    for each in allowed.split(os.pathsep):
        real = os.path.realpath(each) if each and os.path.isabs(each) else ""
        if real and real in (path, os.path.dirname(path)):
            return path
    return ""


def path_of(campaign: Campaign, folder: str) -> str:
    """The file that is written when the roster changes. Raises Refusal where it may not be."""
    inside = os.path.join(folder, "data", ROSTER)
    written = campaign.plan.people
    if not written or os.path.lexists(inside):
        return inside
    path = outside(folder, written)
    if not path:
        raise Refusal(f"{unread(campaign)}没有改动。")
    return path


def is_outside(campaign: Campaign) -> bool:
    """Whether the plan's roster lies outside it, read or not."""
    inside = os.path.join(campaign.folder, "data", ROSTER)
    return bool(campaign.plan.people) and not os.path.lexists(inside)


def unread(campaign: Campaign) -> str:
    """Why a roster outside was not read and what to do; "" where there is nothing to say."""
    if "people" in campaign.sources or not is_outside(campaign):
        return ""
    written = campaign.plan.people
    path = disk.shown_path(os.path.abspath(os.path.join(campaign.folder, written)))
    if os.path.basename(written.replace("\\", "/")) != ROSTER:
        return f"方案写的名单在 {written}：名单的文件名要叫 {ROSTER}，没有读。"
    if outside(campaign.folder, written):
        return f"方案写的名单在 {path}：还没有这个文件。"
    return (
        f"方案写的名单在方案以外（{path}），没有读：别人给的方案也会这样写。"
        f"是自己的名单，请把环境变量 {VARIABLE} 设成它的完整路径或所在文件夹。"
    )
