"""The records of a plan, each kind and each of its fields declared once.

All are frozen; lists are tuples, dates ``datetime.date``, absent text is ``""``. ``node`` is where
the record stands in its file (see cz.tree); it takes no part in what the record means.
"""

from cz.records.campaign import (
    Campaign,
)
from cz.records.fields import (
    CLASSES,
    EVIDENCE_KINDS,
    FINISHED,
    STATUSES,
    UNIT_KINDS,
)
from cz.records.plan import (
    UNTITLED,
    Block,
    Chapter,
    Collective,
    Counts,
    Group,
    Indicator,
    Lights,
    Organ,
    Phase,
    Plan,
    Progress,
    Project,
    Requirement,
    Step,
    System,
    Task,
    Unit,
    Update,
)
from cz.records.supervision import (
    CLASSES_OF_UNITS,
    Bulletin,
    Evidence,
    Extension,
    Finding,
    Order,
    Place,
    Reopening,
    Rules,
    Visit,
    Window,
)

__all__ = [
    "CLASSES",
    "CLASSES_OF_UNITS",
    "EVIDENCE_KINDS",
    "FINISHED",
    "STATUSES",
    "UNIT_KINDS",
    "UNTITLED",
    "Block",
    "Bulletin",
    "Campaign",
    "Chapter",
    "Collective",
    "Counts",
    "Evidence",
    "Extension",
    "Finding",
    "Group",
    "Indicator",
    "Lights",
    "Order",
    "Organ",
    "Phase",
    "Place",
    "Plan",
    "Progress",
    "Project",
    "Reopening",
    "Requirement",
    "Rules",
    "Step",
    "System",
    "Task",
    "Unit",
    "Update",
    "Visit",
    "Window",
]
