"""What use cases give back: frozen facts, never sentences and never anything of a chat product.

Dates are local to the school, minutes count from local midnight, instants are aware UTC.
"""

from pushin.results.agreements import (
    AgreementChanged,
    AgreementFacts,
    AgreementForm,
    Confirmed,
    Part,
)
from pushin.results.cards import (
    AskCard,
    Checklist,
    Content,
    Gone,
    Home,
    PlanCard,
    Postpone,
    Withhold,
)
from pushin.results.expectations import (
    ExpectationAdded,
    ExpectationFacts,
    ExpectationForm,
)
from pushin.results.feeds import (
    Feed,
    FeedLink,
    FeedPlan,
    FeedSession,
    FeedState,
)
from pushin.results.people import (
    Answer,
    Me,
    PersonRef,
)
from pushin.results.plans import (
    Choice,
    Clash,
    PlanFacts,
    PlanForm,
    PlanPreview,
    PlanSaved,
)
from pushin.results.refusals import (
    MayNameStudent,
    Refused,
)
from pushin.results.rooms import (
    Room,
    RoutineFacts,
)
from pushin.results.sessions import (
    Agenda,
    NextSession,
    NothingNext,
    SchoolDay,
    SessionFacts,
)
from pushin.results.touchbases import (
    NoSlot,
    TouchBaseCard,
    TouchBaseFacts,
    TouchBaseNote,
    TouchBases,
)
from pushin.results.waiting import (
    Waiting,
    WaitingExpired,
    WaitingMissing,
    WaitingRole,
    WaitingSkipped,
    WaitingTalk,
    WaitingTime,
)
from pushin.results.weeks import (
    Bell,
    Week,
    WeekDay,
    WeekSession,
)

__all__ = [
    "Agenda",
    "AgreementChanged",
    "AgreementFacts",
    "AgreementForm",
    "Answer",
    "AskCard",
    "Bell",
    "Checklist",
    "Choice",
    "Clash",
    "Confirmed",
    "Content",
    "ExpectationAdded",
    "ExpectationFacts",
    "ExpectationForm",
    "Feed",
    "FeedLink",
    "FeedPlan",
    "FeedSession",
    "FeedState",
    "Gone",
    "Home",
    "MayNameStudent",
    "Me",
    "NextSession",
    "NoSlot",
    "NothingNext",
    "Part",
    "PersonRef",
    "PlanCard",
    "PlanFacts",
    "PlanForm",
    "PlanPreview",
    "PlanSaved",
    "Postpone",
    "Refused",
    "Room",
    "RoutineFacts",
    "SchoolDay",
    "SessionFacts",
    "TouchBaseCard",
    "TouchBaseFacts",
    "TouchBaseNote",
    "TouchBases",
    "Waiting",
    "WaitingExpired",
    "WaitingMissing",
    "WaitingRole",
    "WaitingSkipped",
    "WaitingTalk",
    "WaitingTime",
    "Week",
    "WeekDay",
    "WeekSession",
    "Withhold",
]
