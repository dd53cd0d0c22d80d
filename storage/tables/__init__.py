"""The tables of Push-In, one noun a class; constraints carry the rules.

Every table but `Workspace` has the key `(workspace_id, …)`: a row of one workspace can never
point at a row of another. Instants are aware UTC; dates are local to the school; minutes count
from local midnight.
"""

from storage.tables.absences import Absence
from storage.tables.agreements import (
    Agreement,
    Confirmation,
    Expectation,
    Role,
    Tick,
    TouchBase,
    TouchBaseHabit,
)
from storage.tables.delivery import (
    Conversation,
    DaySeen,
    Draft,
    InboxKey,
    MessageRef,
    Prompt,
    PromptPerson,
    Undo,
)
from storage.tables.people import Building, Classroom, Feed, Membership, Person, Routine
from storage.tables.plans import ClashKept, Plan, PlanPerson, PlanStudent, Proposal, Session
from storage.tables.records import (
    IndirectWeek,
    Log,
    LogStudent,
    MakeUp,
    Mandate,
    MandatePlan,
    Progress,
    ProposalAnswer,
    Review,
)
from storage.tables.schools import Override, Replan, School, Workspace

__all__ = [
    "Absence",
    "Agreement",
    "Building",
    "ClashKept",
    "Classroom",
    "Confirmation",
    "Conversation",
    "DaySeen",
    "Draft",
    "Expectation",
    "Feed",
    "InboxKey",
    "IndirectWeek",
    "Log",
    "LogStudent",
    "MakeUp",
    "Mandate",
    "MandatePlan",
    "Membership",
    "MessageRef",
    "Override",
    "Person",
    "Plan",
    "PlanPerson",
    "PlanStudent",
    "Progress",
    "Prompt",
    "PromptPerson",
    "Proposal",
    "ProposalAnswer",
    "Replan",
    "Review",
    "Role",
    "Routine",
    "School",
    "Session",
    "Tick",
    "TouchBase",
    "TouchBaseHabit",
    "Undo",
    "Workspace",
]
